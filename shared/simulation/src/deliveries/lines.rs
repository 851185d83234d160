//! What a run logs, and the check that it contains nobody's number or address.

use std::io;
use std::sync::{Arc, Mutex};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;

/// The log of the runs of this thread.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Starts capturing the product's logs.
    pub(super) fn keep(&self) -> DefaultGuard {
        let ours = Targets::new().with_target("command_center", tracing::Level::INFO);
        let lines = fmt::layer().json().with_writer(self.clone()).with_filter(ours);
        tracing::subscriber::set_default(tracing_subscriber::registry().with(lines))
    }

    /// Adds the result of a use case, as it would be logged.
    pub(super) fn add(&self, outcome: &str) {
        let mut log = self.0.lock().unwrap();
        log.extend_from_slice(outcome.as_bytes());
        log.push(b'\n');
    }

    /// Returns the log lines of the run so far.
    pub(super) fn lines(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// Takes the lines and checks that they contain none of these secrets.
    pub(super) fn take_without(&self, secrets: &[String]) -> usize {
        let lines = std::mem::take(&mut *self.0.lock().unwrap());
        let text = String::from_utf8(lines).unwrap();
        for secret in secrets {
            assert!(!text.contains(secret.as_str()), "{secret} is in the log:\n{text}");
        }
        text.lines().count()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
