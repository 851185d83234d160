//! `POST /api/v1/workspaces/{workspace}/campaigns` and `POST …/creatives`: what programs say about campaigns and creatives,
//! apart from their numbers.

use super::bearer::{describer, sender};
use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiRequest, decode_up_to};
use app::catalog::{
    CampaignReport, CatalogDeps, CatalogError, CreativeReport, EntryOutcome, MOST_ENTRIES, PlatformCampaign,
    take_campaigns, take_creatives,
};
use domain::money::{Currency, Money};
use domain::token::ApiCaller;
use serde::Deserialize;
use serde_json::{Value, json};

const CAMPAIGNS_FORM: &str = r#"{"campaigns": [{"channel": "meta", "account_id": "<text>"?, "campaign_id": "<text>", "campaign": "<name>", "other_names": ["<name>", … at most 5]?, "daily_budget_minor": <whole number from 0>?, "currency": "USD"?, "active": <boolean>?}, … at most 50]}, a budget with its currency"#;
const CREATIVES_FORM: &str = r#"{"creatives": [{"channel": "meta", "account_id": "<text>"?, "campaign_id": "<text>", "ad_name": "<name>", "copy": "<text>"?, "thumbnail_url": "https://…"?}, … at most 50]}"#;
/// The maximum length of a body, in bytes: a hundred entries.
const LONGEST_BODY: usize = 256 * 1024;
/// The maximum lengths of texts, in bytes.
const LONGEST_ID: usize = 100;
const LONGEST_NAME: usize = 500;
const LONGEST_COPY: usize = 2_000;
const LONGEST_ADDRESS: usize = 1_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CampaignsBody {
    campaigns: Vec<CampaignBody>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CampaignBody {
    channel: String,
    #[serde(default)]
    account_id: Option<String>,
    campaign_id: String,
    campaign: String,
    #[serde(default)]
    other_names: Option<Vec<String>>,
    #[serde(default)]
    daily_budget_minor: Option<i64>,
    #[serde(default)]
    currency: Option<Currency>,
    #[serde(default)]
    active: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreativesBody {
    creatives: Vec<CreativeBody>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreativeBody {
    channel: String,
    #[serde(default)]
    account_id: Option<String>,
    campaign_id: String,
    ad_name: String,
    #[serde(default)]
    copy: String,
    #[serde(default)]
    thumbnail_url: Option<String>,
}

pub(super) async fn campaigns(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let (workspace, caller) = describer(deps, request, workspace).await?;
    let malformed = || ApiProblem::Malformed { form: CAMPAIGNS_FORM };
    let body: CampaignsBody = decode_up_to(LONGEST_BODY, request.body, CAMPAIGNS_FORM)?;
    // Budgets decide what is proposed and approved, and who sends numbers is not who carries shifts out.
    if caller == Some(ApiCaller::Source) && body.campaigns.iter().any(CampaignBody::is_about_budget) {
        return Err(ApiProblem::WrongToken);
    }
    let reports: Option<Vec<CampaignReport>> = body.campaigns.into_iter().map(CampaignBody::report).collect();
    let reports = reports.filter(|reports| reports.len() <= MOST_ENTRIES).ok_or_else(malformed)?;
    let taken = take_campaigns(&catalog_deps(deps), &workspace, &reports).await?;
    let entries: Vec<Value> = taken
        .entries
        .iter()
        .zip(&reports)
        .map(|((id, outcome), report)| {
            json!({ "campaign_id": report.campaign.external_id, "id": id, "result": word(*outcome) })
        })
        .collect();
    Ok(ApiAnswer { status: 200, body: json!({ "campaigns": entries, "overtaken": taken.superseded }) })
}

pub(super) async fn creatives(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let workspace = sender(deps, request, workspace).await?;
    let malformed = || ApiProblem::Malformed { form: CREATIVES_FORM };
    let body: CreativesBody = decode_up_to(LONGEST_BODY, request.body, CREATIVES_FORM)?;
    let reports: Option<Vec<CreativeReport>> = body.creatives.into_iter().map(CreativeBody::report).collect();
    let reports = reports.filter(|reports| reports.len() <= MOST_ENTRIES).ok_or_else(malformed)?;
    let outcomes = take_creatives(&catalog_deps(deps), &workspace, &reports).await?;
    let entries: Vec<Value> = outcomes
        .iter()
        .zip(&reports)
        .map(|(outcome, report)| json!({ "ad_name": report.name, "result": word(*outcome) }))
        .collect();
    Ok(ApiAnswer { status: 200, body: json!({ "creatives": entries }) })
}

fn catalog_deps<'a>(deps: &ApiDeps<'a>) -> CatalogDeps<'a> {
    CatalogDeps { store: deps.store, queue: deps.queue, clock: deps.clock }
}

fn word(outcome: EntryOutcome) -> &'static str {
    match outcome {
        EntryOutcome::New => "new",
        EntryOutcome::Changed => "changed",
        EntryOutcome::Unchanged => "unchanged",
    }
}

impl CampaignBody {
    fn is_about_budget(&self) -> bool {
        self.daily_budget_minor.is_some() || self.active.is_some()
    }

    /// Returns what is said, or `None` if it is not said rightly.
    fn report(self) -> Option<CampaignReport> {
        let daily_budget = match (self.daily_budget_minor, self.currency) {
            (None, None) => None,
            (Some(minor), Some(currency)) if minor >= 0 => Some(Money::from_minor(minor, currency)),
            _ => return None,
        };
        Some(CampaignReport {
            campaign: identity(&self.channel, self.account_id, &self.campaign_id)?,
            name: text(&self.campaign, LONGEST_NAME)?,
            other_names: self.other_names,
            daily_budget,
            active: self.active,
        })
    }
}

impl CreativeBody {
    /// Returns what is said, or `None` if it is not said rightly.
    fn report(self) -> Option<CreativeReport> {
        let thumbnail = self.thumbnail_url.map(|address| picture(&address).ok_or(())).transpose().ok()?;
        if self.copy.len() > LONGEST_COPY {
            return None;
        }
        Some(CreativeReport {
            campaign: identity(&self.channel, self.account_id, &self.campaign_id)?,
            name: text(&self.ad_name, LONGEST_NAME)?,
            copy: self.copy.trim().to_owned(),
            thumbnail,
        })
    }
}

fn identity(channel: &str, account: Option<String>, id: &str) -> Option<PlatformCampaign> {
    let channel = Some(channel).filter(|name| name.contains(char::is_alphanumeric))?;
    Some(PlatformCampaign {
        channel: importer::channel_named(channel).ok()?,
        account: account.map(|account| text(&account, LONGEST_ID).ok_or(())).transpose().ok()?,
        external_id: text(id, LONGEST_ID)?,
    })
}

/// Returns a text without blanks around it, or `None` if it is empty or too long.
fn text(text: &str, longest: usize) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= longest).then(|| text.to_owned())
}

/// Returns the address of a picture: of https alone, since pages load it.
fn picture(address: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'\\');
    text(address, LONGEST_ADDRESS)
        .filter(|address| address.starts_with("https://") && address.bytes().all(is_plain))
}

impl From<CatalogError> for ApiProblem {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::UnknownWorkspace => Self::NoSuchThing,
            CatalogError::UnknownCampaign { entry } => Self::Entry {
                word: "unknown_campaign",
                entry,
                remedy: "there is no such campaign: send the campaign, or an export with it, first",
            },
            CatalogError::Ambiguous { entry } => Self::Entry {
                word: "ambiguous_campaign",
                entry,
                remedy: "several campaigns fit: name the account, or send each campaign once",
            },
            CatalogError::TooMany { entry } => Self::Entry {
                word: "too_many_campaigns",
                entry,
                remedy: "the workspace has too many campaigns: check that the identifiers are campaigns",
            },
            CatalogError::UsedUp => Self::UsedUp,
            CatalogError::OtherCurrency { entry } => Self::Entry {
                word: "other_currency",
                entry,
                remedy: "the budget is not in the workspace's currency: convert it",
            },
            CatalogError::OtherNames { entry, .. } => Self::Entry {
                word: "invalid_other_names",
                entry,
                remedy: "a campaign has at most 5 other names of 1 to 100 bytes each: send fewer or shorter ones",
            },
            CatalogError::NoIdentifier { entry, .. } => Self::Entry {
                word: "no_identifier",
                entry,
                remedy: "the name makes no identifier: rename it",
            },
            CatalogError::Store(error) => super::integration::of_store(error),
        }
    }
}
