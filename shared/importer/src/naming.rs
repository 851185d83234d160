//! Identifiers and channels from the names in a file: the same name always gives the same identifier.

use crate::text::folded;
use domain::identity::{CampaignId, CreativeId, InvalidIdentifier};
use domain::metrics::{Channel, InvalidChannel};
use ring::digest::{SHA256, digest};
use std::collections::HashSet;

const CAMPAIGN_HASH: usize = 6;
/// Twelve characters are 60 bits: among a million creatives the chance of two alike is one in two million.
const CREATIVE_HASH: usize = 12;

/// Creates an identifier of a campaign's name: its slug, with a short hash when it is cut, empty or already taken.
pub(super) fn campaign_id(name: &str, taken: &HashSet<CampaignId>) -> Result<CampaignId, InvalidIdentifier> {
    let whole = slug(name);
    if (1..=CampaignId::LONGEST).contains(&whole.len()) {
        let id: CampaignId = whole.parse()?;
        if !taken.contains(&id) {
            return Ok(id);
        }
    }
    let beginning =
        if whole.is_empty() { "campaign" } else { cut(&whole, CampaignId::LONGEST - CAMPAIGN_HASH - 1) };
    let mut salt = 0_u32;
    loop {
        let hash = short_hash(&[name, &salt.to_string()], CAMPAIGN_HASH);
        let id: CampaignId = format!("{beginning}-{hash}").parse()?;
        if !taken.contains(&id) {
            return Ok(id);
        }
        salt += 1;
    }
}

/// Creates an identifier of a campaign that the platform has an identifier for: the slug of its name, and a short hash of
/// the platform's identifier, whatever it is called later.
///
/// # Errors
/// If the name makes no identifier.
pub fn campaign_of_platform(
    name: &str,
    platform: &str,
    number: &str,
    taken: &HashSet<CampaignId>,
) -> Result<CampaignId, InvalidIdentifier> {
    let whole = slug(name);
    let beginning =
        if whole.is_empty() { "campaign" } else { cut(&whole, CampaignId::LONGEST - CAMPAIGN_HASH - 1) };
    for salt in 0_u32.. {
        let hash = short_hash(&[platform, number, &salt.to_string()], CAMPAIGN_HASH);
        let id: CampaignId = format!("{beginning}-{hash}").parse()?;
        if !taken.contains(&id) {
            return Ok(id);
        }
    }
    campaign_id(name, taken)
}

/// Creates an identifier of what a creative is: its campaign and its texts.
pub(super) fn creative_id(
    campaign: &CampaignId,
    name: &str,
    texts: &[&str],
) -> Result<CreativeId, InvalidIdentifier> {
    let whole = slug(name);
    let beginning =
        if whole.is_empty() { "creative" } else { cut(&whole, CreativeId::LONGEST - CREATIVE_HASH - 1) };
    let parts: Vec<&str> = std::iter::once(campaign.as_str()).chain(texts.iter().copied()).collect();
    format!("{beginning}-{}", short_hash(&parts, CREATIVE_HASH)).parse()
}

/// Creates the identifier of a creative of which only the name of its ad is known, as of the rows of an export that has no
/// texts.
///
/// # Errors
/// If the name makes no identifier.
pub fn creative_of_ad(campaign: &CampaignId, ad: &str) -> Result<CreativeId, InvalidIdentifier> {
    creative_id(campaign, ad, &[ad, "", ""])
}

/// Creates a channel of a name that somebody gave it.
///
/// # Errors
/// If the name has no Latin letter or digit.
pub fn channel_named(name: &str) -> Result<Channel, InvalidChannel> {
    if slug(name).is_empty() { "".parse() } else { channel_of(name) }
}

/// Creates a channel of a platform's name; `unknown` when it has none.
pub(super) fn channel_of(name: &str) -> Result<Channel, InvalidChannel> {
    let whole = slug(name);
    let usual = match whole.as_str() {
        "google-ads" | "adwords" => "google",
        "bing" | "bing-ads" | "microsoft-ads" | "microsoft-advertising" => "microsoft",
        "fb" | "facebook-ads" => "facebook",
        "ig" => "instagram",
        "meta-ads" => "meta",
        "tik-tok" | "tiktok-ads" => "tiktok",
        "linkedin-ads" => "linkedin",
        "" => "unknown",
        other => cut(other, 20),
    };
    usual.parse()
}

fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in folded(name) {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn cut(slug: &str, longest: usize) -> &str {
    slug.get(..longest.min(slug.len())).unwrap_or_default().trim_end_matches('-')
}

/// Returns the first characters of a hash in lower-case base 32; a length before each part keeps the parts apart.
fn short_hash(parts: &[&str], characters: usize) -> String {
    let text: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    let hash = digest(&SHA256, text.as_bytes());
    let symbol = |byte: &u8| char::from_digit(u32::from(byte % 32), 32).unwrap_or('0');
    hash.as_ref().iter().take(characters).map(symbol).collect()
}
