//! What the fuzz targets share: taking an input apart, and changing one place of a text.

/// The bytes of an input, taken from the front.
#[derive(Debug)]
pub struct Input<'data>(&'data [u8]);

impl<'data> Input<'data> {
    /// Takes an input as libFuzzer gives it.
    #[must_use]
    pub fn new(data: &'data [u8]) -> Self {
        Self(data)
    }

    /// Takes one byte; 0 when nothing is left.
    pub fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    /// Takes a number below `limit`, which must not be 0; it reaches 65,535 at most.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(u16::from_be_bytes([self.byte(), self.byte()])) % limit
    }

    /// Takes 16 bytes, filled up with 0.
    pub fn sixteen_bytes(&mut self) -> [u8; 16] {
        std::array::from_fn(|_| self.byte())
    }

    /// Takes a text of 1 to `longest` characters of those that identifiers are made of.
    pub fn identifier(&mut self, longest: usize) -> String {
        const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789-";
        let length = 1 + self.below(longest);
        (0..length).map(|_| char::from(ALPHABET[usize::from(self.byte()) % ALPHABET.len()])).collect()
    }

    /// Gives what is left.
    #[must_use]
    pub fn rest(self) -> &'data [u8] {
        self.0
    }
}

/// Replaces the character at a place by another one that is not it; the place counts characters and must be there.
#[must_use]
pub fn replaced(text: &str, place: usize, by: u8) -> String {
    let by = char::from(by % 128);
    let other = |old| if old == by { char::from(by as u8 ^ 1) } else { by };
    text.chars().enumerate().map(|(at, old)| if at == place { other(old) } else { old }).collect()
}
