//! What an alert is about: one campaign, the source of one channel, or the day of the whole workspace.

use crate::identity::CampaignId;
use crate::metrics::Channel;
use serde::{Deserialize, Serialize};

/// What an alert is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SubjectFields", into = "SubjectFields")]
pub enum AlertSubject {
    /// One campaign.
    Campaign {
        campaign: CampaignId,
        /// The name of the campaign as people know it.
        name: String,
    },
    /// The source of one channel.
    Channel(Channel),
    /// The whole workspace.
    Workspace,
}

impl AlertSubject {
    /// Returns the campaign, or `None` if the alert is not about one.
    #[must_use]
    pub fn campaign(&self) -> Option<&CampaignId> {
        match self {
            Self::Campaign { campaign, .. } => Some(campaign),
            Self::Channel(_) | Self::Workspace => None,
        }
    }

    /// Returns the name of the campaign as people know it; empty if the alert is not about one.
    #[must_use]
    pub fn campaign_name(&self) -> &str {
        match self {
            Self::Campaign { name, .. } => name,
            Self::Channel(_) | Self::Workspace => "",
        }
    }

    /// Returns the channel whose source the alert is about, or `None` if it is about something else.
    #[must_use]
    pub fn channel(&self) -> Option<&Channel> {
        match self {
            Self::Channel(channel) => Some(channel),
            Self::Campaign { .. } | Self::Workspace => None,
        }
    }
}

/// The stored form, which stands among the fields of a finding: without any field it is the whole workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SubjectFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign: Option<CampaignId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<Channel>,
}

/// Only one of a campaign's two fields is there, or a channel beside them.
#[derive(Debug, thiserror::Error)]
#[error(
    "a finding names a campaign without its name, a name without its campaign, or a channel beside either"
)]
struct HalfASubject;

impl TryFrom<SubjectFields> for AlertSubject {
    type Error = HalfASubject;

    fn try_from(fields: SubjectFields) -> Result<Self, HalfASubject> {
        match (fields.campaign, fields.campaign_name, fields.channel) {
            (Some(campaign), Some(name), None) => Ok(Self::Campaign { campaign, name }),
            (None, None, Some(channel)) => Ok(Self::Channel(channel)),
            (None, None, None) => Ok(Self::Workspace),
            _ => Err(HalfASubject),
        }
    }
}

impl From<AlertSubject> for SubjectFields {
    fn from(subject: AlertSubject) -> Self {
        let nothing = Self { campaign: None, campaign_name: None, channel: None };
        match subject {
            AlertSubject::Campaign { campaign, name } => {
                Self { campaign: Some(campaign), campaign_name: Some(name), ..nothing }
            }
            AlertSubject::Channel(channel) => Self { channel: Some(channel), ..nothing },
            AlertSubject::Workspace => nothing,
        }
    }
}

/// The campaign or channel with the largest part in what is unusual about a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contributor {
    /// A campaign.
    Campaign {
        campaign: CampaignId,
        /// The name of the campaign as people know it.
        name: String,
    },
    /// A channel, where no campaign alone explains most of it.
    Channel(Channel),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::AlertFinding;
    use crate::testing::alerts;
    use serde_json::json;

    #[test]
    fn a_campaign_stands_in_a_finding_as_it_always_did() {
        let finding = alerts()[0].finding.clone();
        let stored = serde_json::to_value(&finding).unwrap();
        assert_eq!(stored["campaign"], json!("retargeting-us"));
        assert_eq!(stored["campaign_name"], json!("Retargeting US"));
        assert_eq!(serde_json::from_value::<AlertFinding>(stored).unwrap(), finding);
    }

    #[test]
    fn the_workspace_is_named_by_neither_field_and_half_a_campaign_is_refused() {
        let finding = AlertFinding { subject: AlertSubject::Workspace, ..alerts()[0].finding.clone() };
        let mut stored = serde_json::to_value(&finding).unwrap();
        assert!(stored.get("campaign").is_none() && stored.get("campaign_name").is_none());
        assert_eq!(serde_json::from_value::<AlertFinding>(stored.clone()).unwrap(), finding);
        stored["campaign"] = json!("retargeting-us");
        assert!(serde_json::from_value::<AlertFinding>(stored).is_err());
    }

    #[test]
    fn a_channel_stands_in_a_finding_alone_and_is_refused_beside_a_campaign() {
        let subject = AlertSubject::Channel("google".parse().unwrap());
        let finding = AlertFinding { subject, ..alerts()[0].finding.clone() };
        let mut stored = serde_json::to_value(&finding).unwrap();
        assert_eq!(stored["channel"], json!("google"));
        assert!(stored.get("campaign").is_none() && stored.get("campaign_name").is_none());
        assert_eq!(serde_json::from_value::<AlertFinding>(stored.clone()).unwrap(), finding);
        stored["campaign"] = json!("retargeting-us");
        stored["campaign_name"] = json!("Retargeting US");
        assert!(serde_json::from_value::<AlertFinding>(stored).is_err());
    }
}
