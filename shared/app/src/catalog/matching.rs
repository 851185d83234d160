//! Which stored campaign a program means.

use super::PlatformCampaign;
use domain::metrics::Campaign;
use importer::is_same_name;

/// The stored campaigns that an entry may mean.
pub(super) enum Match<'a> {
    None,
    One(&'a Campaign),
    Several,
}

impl<'a> Match<'a> {
    fn among(mut candidates: impl Iterator<Item = &'a Campaign>) -> Self {
        match (candidates.next(), candidates.next()) {
            (None, _) => Self::None,
            (Some(one), None) => Self::One(one),
            (Some(_), Some(_)) => Self::Several,
        }
    }

    pub(super) fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if matches!(self, Self::None) { other() } else { self }
    }
}

/// Finds the stored campaign with the platform's identifier: in the very account first, then where no account is known.
pub(super) fn numbered<'a>(campaigns: &'a [Campaign], wanted: &PlatformCampaign) -> Match<'a> {
    let with_number = |campaign: &&Campaign| {
        campaign.channel.platform() == wanted.channel.platform()
            && campaign.external_id.as_deref() == Some(&wanted.external_id)
    };
    let all = || campaigns.iter().filter(with_number);
    match &wanted.account {
        None => Match::among(all()),
        Some(_) => Match::among(all().filter(|campaign| campaign.account == wanted.account))
            .or_else(|| Match::among(all().filter(|campaign| campaign.account.is_none()))),
    }
}

/// Finds a campaign that was imported by its name. It takes the identifier with the next export that has it, not from here: an
/// export shows too which days of that name are another campaign's.
pub(super) fn by_name<'a>(campaigns: &'a [Campaign], wanted: &PlatformCampaign, name: &str) -> Match<'a> {
    Match::among(campaigns.iter().filter(|campaign| {
        campaign.channel.platform() == wanted.channel.platform()
            && campaign.external_id.is_none()
            && (campaign.account.is_none() || wanted.account.is_none() || campaign.account == wanted.account)
            && is_same_name(&campaign.name, name)
    }))
}
