//! What an alert is about: one campaign, or the day of the whole workspace.

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
    /// The whole workspace.
    Workspace,
}

impl AlertSubject {
    /// Returns the campaign, or `None` if the alert is about the whole workspace.
    #[must_use]
    pub fn campaign(&self) -> Option<&CampaignId> {
        match self {
            Self::Campaign { campaign, .. } => Some(campaign),
            Self::Workspace => None,
        }
    }

    /// Returns the name of the campaign as people know it; empty if the alert is about the whole workspace.
    #[must_use]
    pub fn campaign_name(&self) -> &str {
        match self {
            Self::Campaign { name, .. } => name,
            Self::Workspace => "",
        }
    }
}

/// The stored form, which stands among the fields of a finding: without both fields it is the whole workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SubjectFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign: Option<CampaignId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign_name: Option<String>,
}

/// Only one of the two fields is there.
#[derive(Debug, thiserror::Error)]
#[error("a finding names a campaign without its name, or a name without its campaign")]
struct HalfASubject;

impl TryFrom<SubjectFields> for AlertSubject {
    type Error = HalfASubject;

    fn try_from(fields: SubjectFields) -> Result<Self, HalfASubject> {
        match (fields.campaign, fields.campaign_name) {
            (Some(campaign), Some(name)) => Ok(Self::Campaign { campaign, name }),
            (None, None) => Ok(Self::Workspace),
            (Some(_), None) | (None, Some(_)) => Err(HalfASubject),
        }
    }
}

impl From<AlertSubject> for SubjectFields {
    fn from(subject: AlertSubject) -> Self {
        match subject {
            AlertSubject::Campaign { campaign, name } => {
                Self { campaign: Some(campaign), campaign_name: Some(name) }
            }
            AlertSubject::Workspace => Self { campaign: None, campaign_name: None },
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
}
