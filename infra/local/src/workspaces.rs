//! The workspaces of the local stack: the generated sample, and a workspace for an imported export.

use command_center::domain::clock::Clock;
use command_center::domain::identity::WorkspaceId;
use command_center::domain::metrics::kpi::{total, yesterday};
use command_center::domain::metrics::{BudgetSource, Campaign, Channel, SourceCompleteness};
use command_center::domain::money::{Currency, Money};
use command_center::domain::settings::WorkspaceSettings;
use command_center::domain::workspace::{Member, WhatsAppSubscription, Workspace};
use command_center::importer::reader::read;
use command_center::importer::settings::{ImportSettings, KnownCampaign};
use command_center::importer::{Import, ImportError};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::sample::{SampleWorkspace, generate};
use crate::stack::WorkspaceContents;

/// The seed of the sample, which is fixed so that everybody sees the same store.
const SEED: u64 = 7;
/// The name of the workspace for an export.
const EXPORT_WORKSPACE: &str = "export-store";
/// The number of days of an export from which its target and its limit are computed.
const DAYS_TO_MEASURE: i64 = 28;

/// Returns today's date in the zone of the sample workspace.
#[must_use]
pub fn sample_today(clock: &dyn Clock) -> Date {
    let zone = TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC);
    clock.now().to_zoned(zone).date()
}

/// Returns the sample workspace as of today.
#[must_use]
pub fn sample(today: Date) -> WorkspaceContents {
    contents(generate(SEED, today))
}

fn contents(sample: SampleWorkspace) -> WorkspaceContents {
    let (members, subscriptions) = sample.people.into_iter().unzip();
    WorkspaceContents {
        settings: WorkspaceSettings {
            workspace: sample.workspace,
            members,
            subscriptions,
            campaigns: sample.campaigns,
            sources: sample.completeness,
            health: Vec::new(),
        },
        creatives: sample.creatives,
        facts: sample.facts,
    }
}

/// Returns the settings of a workspace for an export: the people of the sample, and nothing else yet.
#[must_use]
pub fn around_export(today: Date) -> WorkspaceSettings {
    let sample = contents(generate(SEED, today)).settings;
    let Ok(id) = EXPORT_WORKSPACE.parse::<WorkspaceId>() else {
        return sample;
    };
    let workspace = Workspace { id: id.clone(), name: "Export Store".to_owned(), ..sample.workspace };
    let members = sample.members.into_iter().map(|member| Member { workspace: id.clone(), ..member });
    let subscriptions = sample
        .subscriptions
        .into_iter()
        .map(|subscription| WhatsAppSubscription { workspace: id.clone(), ..subscription });
    WorkspaceSettings {
        members: members.collect(),
        subscriptions: subscriptions.collect(),
        workspace,
        campaigns: Vec::new(),
        sources: Vec::new(),
        health: Vec::new(),
    }
}

/// What is said about an export beside the file.
#[derive(Debug, Clone)]
pub struct ExportSettings {
    /// The platform of the file, whatever its columns look like.
    pub channel: Option<Channel>,
    /// The currency of a file that states none.
    pub currency: Option<Currency>,
    pub today: Date,
}

/// Reads an export. If the workspace may take the file's currency, as an empty one may, a file in another currency
/// changes the workspace's.
///
/// # Errors
/// If the export is rejected.
pub fn read_export(
    file: &mut std::fs::File,
    settings: &mut WorkspaceSettings,
    export: &ExportSettings,
    takes_currency: bool,
    progress: &mut dyn FnMut(u64),
) -> Result<Import, ImportError> {
    match read(file, &import_settings(settings, export), progress) {
        Err(ImportError::CurrencyDiffers { file: theirs, .. }) if takes_currency => {
            take_currency(settings, theirs);
            read(file, &import_settings(settings, export), progress)
        }
        other => other,
    }
}

/// Makes a currency the workspace's.
pub fn take_currency(settings: &mut WorkspaceSettings, currency: Currency) {
    settings.workspace.currency = currency;
    settings.workspace.single_tap_limit =
        Money::from_units(settings.workspace.single_tap_limit.rounded_units(), currency);
}

fn import_settings(settings: &WorkspaceSettings, export: &ExportSettings) -> ImportSettings {
    ImportSettings {
        workspace_currency: settings.workspace.currency,
        file_currency: export.currency,
        channel: export.channel.clone(),
        today: export.today,
        known_campaigns: settings.campaigns.iter().map(KnownCampaign::from).collect(),
    }
}

/// Fills in what an export does not state, based on its last four weeks. Sets the target and returns it in
/// hundredths, or returns `None` if the export has no revenue. Sets the limit up to which one person may approve
/// after a confirmation to the spend of these weeks, which no shift of a day reaches.
pub fn measure_by_itself(settings: &mut WorkspaceSettings, import: &Import) -> Option<i64> {
    let last = import.facts.iter().map(|fact| fact.date).max()?;
    let first = last.saturating_sub(DAYS_TO_MEASURE.days());
    let recent = total(import.facts.iter().filter(|fact| fact.date > first));
    let currency = settings.workspace.currency;
    settings.workspace.rules.confirm_limit =
        recent.values.spend_minor.map(|minor| Money::from_minor(minor, currency));
    let roas = recent.roas_hundredths()?;
    settings.workspace.target_roas_hundredths = roas;
    Some(roas)
}

/// Returns the date on which a digest reports on the last day that is complete for every channel.
#[must_use]
pub fn digest_date(sources: &[SourceCompleteness]) -> Option<Date> {
    let last = sources.iter().map(|source| source.complete_through).min()?;
    last.tomorrow().ok()
}

/// Returns today's date in the workspace's time zone.
#[must_use]
pub fn today_in(settings: &WorkspaceSettings, clock: &dyn Clock) -> Option<Date> {
    yesterday(clock.now(), &settings.workspace.zone).ok()?.tomorrow().ok()
}

/// Reports whether a campaign's budget is an estimate because its export has none.
#[must_use]
pub fn is_estimated(campaign: &Campaign) -> bool {
    campaign.budget_source == BudgetSource::EstimatedFromSpend
}
