//! The Twilio API key: kept for as long as Twilio accepts it, and read again after a rotation.

use async_trait::async_trait;
use domain::twilio::Cause;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// A Twilio API key.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its identifier, `SK…`.
    pub sid: String,
    pub secret: String,
}

impl fmt::Debug for ApiKey {
    /// Hides the contents.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(…)")
    }
}

/// The place where the key is stored.
#[async_trait]
pub trait ApiKeys: fmt::Debug + Send + Sync {
    /// Reads the current key.
    ///
    /// # Errors
    /// If it cannot be read; the cause contains no secret.
    async fn read_api_key(&self) -> Result<ApiKey, Cause>;
}

/// The current key, shared by all clones of a client.
#[derive(Debug, Clone)]
pub(super) struct KeyRing {
    held: Arc<RwLock<ApiKey>>,
    kept: Option<Arc<dyn ApiKeys>>,
    one_at_a_time: Arc<tokio::sync::Mutex<()>>,
}

impl KeyRing {
    pub(super) fn holding(key: ApiKey) -> Self {
        Self { held: Arc::new(RwLock::new(key)), kept: None, one_at_a_time: Arc::default() }
    }

    pub(super) fn kept_in(self, kept: Arc<dyn ApiKeys>) -> Self {
        Self { kept: Some(kept), ..self }
    }

    pub(super) fn key(&self) -> ApiKey {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns a key other than the one that Twilio rejected, if there is one: the key that another call has read in
    /// the meantime, or the one stored now.
    pub(super) async fn other_than(&self, refused: &ApiKey) -> Option<ApiKey> {
        let kept = self.kept.as_ref()?;
        let _one = self.one_at_a_time.lock().await;
        let held = self.key();
        if held != *refused {
            return Some(held);
        }
        match kept.read_api_key().await {
            Ok(key) if key != *refused => {
                tracing::warn!("the key of Twilio's API was refused and read anew");
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = key.clone();
                Some(key)
            }
            Ok(_the_same) => None,
            Err(cause) => {
                let cause = domain::error::with_causes(cause.as_ref());
                tracing::error!(cause, "the key of Twilio's API was refused and cannot be read anew");
                None
            }
        }
    }
}
