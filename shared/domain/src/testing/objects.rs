//! A storage of objects in memory, and a queue that counts what it is told.

use crate::error::BoxError;
use crate::import::object::{
    FetchedObject, ObjectStorage, ObjectVersion, StorageError, UploadAddress, Wanted,
};
use crate::import::queue::ImportQueue;
use crate::message::job::QueueError;
use crate::money::Currency;
use async_trait::async_trait;
use std::io::Cursor;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

struct Kept {
    object: ObjectVersion,
    content: Vec<u8>,
    currency: Option<Currency>,
}

/// A storage that keeps every version in memory; it can be told to fail.
#[derive(Default)]
pub struct MemoryObjects {
    kept: Mutex<Vec<Kept>>,
    pub failing: AtomicBool,
}

impl MemoryObjects {
    /// Keeps a new version, as somebody who may write to the bucket does.
    pub fn drop_file(&self, key: &str, content: &[u8]) -> ObjectVersion {
        self.drop_in_currency(key, content, None)
    }

    /// Keeps a new version with the metadata `currency`.
    pub fn drop_in_currency(&self, key: &str, content: &[u8], currency: Option<Currency>) -> ObjectVersion {
        let mut kept = self.kept.lock().unwrap();
        let version = Some(kept.len().to_string());
        let etag = crate::text::hex(ring::digest::digest(&ring::digest::SHA256, content).as_ref());
        let object = ObjectVersion { key: key.to_owned(), version, etag };
        kept.push(Kept { object: object.clone(), content: content.to_vec(), currency });
        object
    }

    /// Returns every version, oldest first.
    pub fn versions(&self) -> Vec<ObjectVersion> {
        self.kept.lock().unwrap().iter().map(|kept| kept.object.clone()).collect()
    }

    fn answer(&self) -> Result<(), StorageError> {
        if self.failing.load(Ordering::Relaxed) {
            return Err(StorageError::Unavailable(BoxError::from("the storage of the test fails")));
        }
        Ok(())
    }
}

#[async_trait]
impl ObjectStorage for MemoryObjects {
    async fn fetch(&self, object: &ObjectVersion, wanted: Wanted) -> Result<FetchedObject, StorageError> {
        self.answer()?;
        let kept = self.kept.lock().unwrap();
        let newest =
            kept.iter().rev().find(|kept| kept.object.key == object.key).ok_or(StorageError::Gone)?;
        if wanted == Wanted::Exactly && newest.object != *object {
            return Err(StorageError::Superseded);
        }
        Ok(FetchedObject {
            object: newest.object.clone(),
            bytes: newest.content.len() as u64,
            content: Box::new(Cursor::new(newest.content.clone())),
            scratch: Box::new(Cursor::new(Vec::new())),
            currency: newest.currency,
        })
    }

    async fn put(&self, key: &str, content: &[u8]) -> Result<(), StorageError> {
        self.answer()?;
        self.drop_file(key, content);
        Ok(())
    }

    async fn upload_address(&self, key: &str, seconds: u64) -> Result<UploadAddress, StorageError> {
        self.answer()?;
        Ok(UploadAddress(format!("https://storage.example/{key}?for={seconds}")))
    }
}

/// A queue of files that counts how often it was told to hold one.
#[derive(Debug, Default)]
pub struct CountingImportQueue(pub AtomicUsize);

#[async_trait]
impl ImportQueue for CountingImportQueue {
    async fn hold(&self, _handle: &str, _seconds: i32) -> Result<(), QueueError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}
