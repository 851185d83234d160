//! The clock and the source of randomness, the two inputs that a use case must get from outside, so that tests can set
//! them.

use jiff::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Returns the current instant.
    fn now(&self) -> Timestamp;
}

/// Provides unpredictable bytes.
pub trait Randomness: Send + Sync {
    /// Returns 16 bytes that nobody can guess.
    ///
    /// # Errors
    /// If the operating system provides no randomness; nothing that needs a secret may then continue.
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness>;
}

/// The operating system provided no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no randomness: retry on another machine")]
pub struct NoRandomness;

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The randomness of the operating system.
#[derive(Debug, Clone)]
pub struct SystemRandomness(ring::rand::SystemRandom);

impl Default for SystemRandomness {
    fn default() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Randomness for SystemRandomness {
    fn sixteen_bytes(&self) -> Result<[u8; 16], NoRandomness> {
        let mut bytes = [0_u8; 16];
        ring::rand::SecureRandom::fill(&self.0, &mut bytes).map_err(|_unspecified| NoRandomness)?;
        Ok(bytes)
    }
}

/// A clock that is fixed at one instant, for tests and replays.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
