//! An export of an ad platform in, facts out.

pub mod accumulator;
pub mod aliases;
pub mod assembly;
pub mod campaign_name;
pub mod column;
pub mod currency;
pub mod day;
pub mod error;
pub mod format;
pub mod header;
pub mod imported;
pub mod inference;
pub mod match_campaigns;
pub mod naming;
pub mod ndjson;
pub mod number;
pub mod platform;
pub mod quotes;
pub mod reader;
pub mod report;
pub mod row;
pub mod settings;
pub mod source_text;
pub mod table;
pub mod text;

pub use accumulator::{MOST_CAMPAIGNS, MOST_FACTS, MOST_NAME_BYTES};
pub use campaign_name::is_same_name;
pub use currency::known_currency;
pub use error::{Column, ImportError};
pub use format::ExportFormat;
pub use imported::{Import, ImportedCampaign};
pub use naming::{campaign_of_platform, channel_named, creative_of_ad};
pub use report::{DropReason, DroppedRow, FoldedName, ImportReport, TotalCheck};
