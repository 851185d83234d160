//! Objects that hold what came in: their names, and the port of the storage that keeps them.

use crate::error::BoxError;
use crate::identity::{ReceiptId, WorkspaceId};
use crate::money::Currency;
use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{Read, Seek, Write};

/// The first part of the name of everything that comes in.
const PREFIX: &str = "in/";
/// The part of a name that stands for the channel if the file is to say it.
const CHANNEL_OF_FILE: &str = "auto";
/// The part of a name that only the API writes.
const SENT: &str = ".sent";
/// The most characters of a file's name that are kept.
const LONGEST_FILE: usize = 80;

/// A version of an object. The name may hold anything, so it is not printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectVersion {
    pub key: String,
    /// The version, in a bucket that keeps versions.
    pub version: Option<String>,
    /// The mark of the content, without quotation marks.
    pub etag: String,
}

impl fmt::Debug for ObjectVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ObjectVersion").field("version", &self.version).finish_non_exhaustive()
    }
}

impl ObjectVersion {
    /// Returns the receipt of an object that nobody announced: the same version always has the same one.
    #[must_use]
    pub fn receipt(&self) -> ReceiptId {
        let version = self.version.as_deref().unwrap_or_default();
        ReceiptId::hashed("i-", &format!("{}\n{version}\n{}", self.key, self.etag))
    }
}

/// An object that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub object: ObjectVersion,
    /// When the storage took it.
    pub at: Timestamp,
}

/// Which version of an object is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The one that is named, provided that it is the newest.
    Exactly,
    /// The newest, whichever is named: every version of what one receipt announced is its file.
    Newest,
}

/// What the name of an object says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    pub workspace: WorkspaceId,
    /// The channel as the name has it; `None` if the file is to say it.
    pub channel: Option<String>,
    /// The receipt that announced it, for what came through the API.
    pub receipt: Option<ReceiptId>,
    /// The file's name, cleaned and shortened.
    pub file: String,
}

/// Why an object is not imported, whatever is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPlacement {
    /// A folder's marker, a hidden file, or one that a tool leaves behind, such as `_SUCCESS`.
    #[error("the object is a marker and not a file")]
    Marker,
    /// The name is not `in/{workspace}/{channel}/{file}`.
    #[error("the object's name is not in/{{workspace}}/{{channel}}/{{file}}")]
    OtherName,
}

impl Placement {
    /// Reads the name of an object: `in/{workspace}/{channel}/{file}`, where the file may be in further folders and
    /// `auto` as the channel leaves it to the file.
    ///
    /// # Errors
    /// If the name has another form, or is that of a marker.
    pub fn parse(key: &str) -> Result<Self, NoPlacement> {
        let mut parts = key.strip_prefix(PREFIX).ok_or(NoPlacement::OtherName)?.split('/');
        let (workspace, channel) = (parts.next(), parts.next());
        let rest: Vec<&str> = parts.collect();
        let (Some(workspace), Some(channel), Some(file)) = (workspace, channel, rest.last()) else {
            return Err(NoPlacement::OtherName);
        };
        let receipt = match rest.as_slice() {
            [SENT, receipt] => Some(receipt.parse().map_err(|_no_receipt| NoPlacement::OtherName)?),
            _ => None,
        };
        if file.is_empty() || file.starts_with(['_', '.']) {
            return Err(NoPlacement::Marker);
        }
        let workspace = workspace.parse().map_err(|_no_workspace| NoPlacement::OtherName)?;
        let channel = (channel != CHANNEL_OF_FILE).then(|| channel.to_owned());
        let file = if receipt.is_some() { String::new() } else { crate::text::harmless(file, LONGEST_FILE) };
        Ok(Self { workspace, channel, receipt, file })
    }

    /// Returns the name under which the API keeps what it was sent.
    #[must_use]
    pub fn of_sent(workspace: &WorkspaceId, channel: Option<&str>, receipt: &ReceiptId) -> String {
        let channel = channel.unwrap_or(CHANNEL_OF_FILE);
        format!("{PREFIX}{workspace}/{channel}/{SENT}/{receipt}")
    }
}

/// Content that can be read several times from its start.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// A file to write something in and read it again.
pub trait Scratch: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Scratch for T {}

/// An object that was fetched, unpacked if it was packed.
pub struct FetchedObject {
    /// The version that it is.
    pub object: ObjectVersion,
    pub content: Box<dyn ReadSeek>,
    /// An empty file, for content that has to be written in another form before it can be read.
    pub scratch: Box<dyn Scratch>,
    /// The size of the content, in bytes.
    pub bytes: u64,
    /// The currency that came with the object.
    pub currency: Option<Currency>,
}

/// Why an object could not be fetched or kept, by what the caller should do.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The object is gone: nothing can be done.
    #[error("the object is not there any more: put the file there again")]
    Gone,
    /// A newer object of the same name is there.
    #[error("a newer object has the same name: that one is imported")]
    Superseded,
    /// The content is larger than the limit.
    #[error("the file is larger than {limit} MB once unpacked: split it by month and send the parts")]
    TooLarge {
        /// The most megabytes of one file.
        limit: u64,
    },
    /// The object is larger than the limit, packed or not.
    #[error("the file is larger than {limit} MB: pack it by gzip, or split it by month and send the parts")]
    TooLargeToFetch {
        /// The most megabytes of one object.
        limit: u64,
    },
    /// The storage does not let us read this object.
    #[error(
        "the storage does not let this file be read: do not encrypt it with a key of your own, and do not archive it"
    )]
    Forbidden,
    /// The object is packed, and cannot be unpacked.
    #[error(
        "the file is packed by gzip and cannot be unpacked to its end: pack it again, or send it as it is"
    )]
    Damaged,
    /// The storage does not answer or refuses: try again.
    #[error("the storage did not answer: try again")]
    Unavailable(#[source] BoxError),
}

/// An address to which a file can be put.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadAddress(pub String);

impl fmt::Debug for UploadAddress {
    /// Leaves the address out: whoever has it may write.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UploadAddress")
    }
}

/// Keeps what comes in.
#[async_trait]
pub trait ObjectStorage: Send + Sync {
    /// Fetches an object.
    ///
    /// # Errors
    /// See [`StorageError`].
    async fn fetch(&self, object: &ObjectVersion, wanted: Wanted) -> Result<FetchedObject, StorageError>;

    /// Keeps an object.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] if whether it is kept is not known.
    async fn put(&self, key: &str, content: &[u8]) -> Result<(), StorageError>;

    /// Returns an address to which one object of this name can be put for `seconds`.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] if there is nothing to sign with.
    async fn upload_address(&self, key: &str, seconds: u64) -> Result<UploadAddress, StorageError>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn placed(key: &str) -> Placement {
        Placement::parse(key).unwrap()
    }

    #[test]
    fn a_name_says_workspace_channel_and_file_however_deep_the_file_is() {
        let found = placed("in/acme-store/Google Ads/2026/11/day 28.csv");
        assert_eq!(found.workspace.as_str(), "acme-store");
        assert_eq!((found.channel.as_deref(), found.receipt), (Some("Google Ads"), None));
        assert_eq!(found.file, "day 28·csv");
        assert_eq!(placed("in/acme-store/auto/a.csv").channel, None);
    }

    #[test]
    fn what_the_api_keeps_is_found_by_its_receipt() {
        let (workspace, receipt) = ("acme-store".parse().unwrap(), ReceiptId::hashed("i-", "one"));
        for channel in [None, Some("meta")] {
            let found = placed(&Placement::of_sent(&workspace, channel, &receipt));
            assert_eq!((found.channel.as_deref(), found.receipt.as_ref()), (channel, Some(&receipt)));
        }
    }

    #[test]
    fn markers_and_other_names_are_told_apart() {
        let refused = |key| Placement::parse(key).unwrap_err();
        for key in ["in/acme/meta/", "in/acme/meta/_SUCCESS", "in/acme/meta/x/.part", "in/acme/meta/.sent/"] {
            assert!(matches!(refused(key), NoPlacement::Marker | NoPlacement::OtherName), "{key}");
        }
        assert_eq!(refused("in/acme/meta/"), NoPlacement::Marker);
        for key in
            ["a.csv", "in/a.csv", "in/acme/a.csv", "out/acme/meta/a.csv", "in/Acme Store/meta/a.csv", ""]
        {
            assert_eq!(refused(key), NoPlacement::OtherName, "{key}");
        }
    }

    #[test]
    fn another_version_or_content_of_the_same_name_has_another_receipt() {
        let of = |version: &str, etag: &str| {
            let version = Some(version.to_owned());
            ObjectVersion { key: "in/acme/meta/a.csv".into(), version, etag: etag.into() }.receipt()
        };
        assert_eq!(of("1", "e"), of("1", "e"));
        assert!(of("1", "e") != of("2", "e") && of("1", "e") != of("1", "f"));
    }

    proptest! {
        #[test]
        fn any_name_is_read_or_refused(key in "(in/)?\\PC{0,60}") {
            let _ = Placement::parse(&key);
        }
    }
}
