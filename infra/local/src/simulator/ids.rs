//! Identifiers in Twilio's formats.

use jiff::Timestamp;

/// Generates identifiers that no other run of the simulator generates, so that messages after a restart are not
/// mistaken for repeated ones.
#[derive(Debug)]
pub(crate) struct Ids {
    generator: fastrand::Rng,
}

impl Ids {
    /// Seeds the generator with the start time, in nanoseconds.
    pub(crate) fn new(started: Timestamp) -> Self {
        let bytes = started.as_nanosecond().to_be_bytes();
        let low = bytes.last_chunk::<8>().copied().unwrap_or_default();
        Self { generator: fastrand::Rng::with_seed(u64::from_be_bytes(low)) }
    }

    /// Returns a SID: the two-letter prefix and 32 hexadecimal digits.
    pub(crate) fn sid(&mut self, prefix: &str) -> String {
        format!("{prefix}{:032x}", self.generator.u128(..))
    }

    /// Returns a random UUID in its textual form.
    pub(crate) fn uuid(&mut self) -> String {
        let bits = self.generator.u128(..);
        let version = (bits & !(0xf << 76)) | (0x4 << 76);
        let digits = format!("{:032x}", (version & !(0x3 << 62)) | (0x2 << 62));
        [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| digits.get(range).unwrap_or_default()).join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_the_shapes_that_twilio_documents() {
        let mut ids = Ids::new(Timestamp::UNIX_EPOCH);
        let sid = ids.sid("MM");
        assert_eq!((sid.len(), sid.get(..2)), (34, Some("MM")));
        let uuid = ids.uuid();
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(uuid.chars().nth(14), Some('4'));
    }

    #[test]
    fn two_starts_never_share_an_identifier() {
        let later = Timestamp::from_nanosecond(1).expect("one nanosecond after the epoch");
        assert_ne!(Ids::new(Timestamp::UNIX_EPOCH).sid("SM"), Ids::new(later).sid("SM"));
    }
}
