//! The names that platforms give to their columns, in plain form (see `plain_text`), without the
//! currency in parentheses.

mod english;
mod translated;

use crate::format::ExportFormat;
use Field::{
    Account, Ad, AdSet, Breakdown, Campaign, CampaignNumber, Clicks, CoarsePeriod, Conversions,
    ConvertedCode, CreativeKind, CurrencyCode, Day, Impressions, Message, Other, PeriodEnd, PeriodStart,
    Platform, Ratio, ResultKind, Results, Revenue, SourceMedium, Spend, Thumbnail,
};
use english::ENGLISH;
use translated::{FRENCH, GERMAN, PORTUGUESE, SPANISH};

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Field {
    Day,
    PeriodStart,
    PeriodEnd,
    CoarsePeriod,
    Account,
    Campaign,
    CampaignNumber,
    AdSet,
    Ad,
    CreativeKind,
    Message,
    Thumbnail,
    Platform,
    SourceMedium,
    CurrencyCode,
    /// The currency of amounts that the platform converted.
    ConvertedCode,
    Spend,
    Revenue,
    Impressions,
    Clicks,
    Conversions,
    /// A count of what the advertisement was made for; [`ResultKind`] says what that is.
    Results,
    ResultKind,
    /// A number that is not stored, since it is computed; it still shows the decimal style.
    Ratio,
    /// Splits a campaign's day into parts: age, gender, country.
    Breakdown,
    /// Known and not needed.
    Other,
}

impl Field {
    /// Returns the name of the field for people.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Day => "day",
            PeriodStart => "start of the period",
            PeriodEnd => "end of the period",
            CoarsePeriod => "week or month",
            Account => "account",
            Campaign => "campaign",
            CampaignNumber => "campaign number",
            AdSet => "ad set",
            Ad => "ad",
            CreativeKind => "creative type",
            Message => "creative text",
            Thumbnail => "picture",
            Platform => "platform",
            SourceMedium => "source / medium",
            CurrencyCode => "currency",
            ConvertedCode => "converted currency",
            Spend => "spend",
            Revenue => "revenue",
            Impressions => "impressions",
            Clicks => "clicks",
            Conversions => "conversions",
            Results => "results",
            ResultKind => "kind of results",
            Ratio => "ratio",
            Breakdown => "breakdown",
            Other => "other",
        }
    }
}

/// One name of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alias {
    pub(super) name: &'static str,
    pub(super) field: Field,
    /// When two columns mean the same field, the lower rank is read.
    pub(super) rank: u8,
    /// The platform that alone uses this name.
    pub(super) format: Option<ExportFormat>,
    /// Whether other platforms than that one use the name too, so that it alone proves nothing.
    pub(super) is_shared: bool,
    /// Whether the language of the name writes the day before the month.
    pub(super) day_first: bool,
}

/// Names that are common in the exports of one platform and that others use as well.
const SHARED: &[&str] = &[
    "sessions",
    "total revenue",
    "totalrevenue",
    "key events",
    "keyevents",
    "amount spent",
    "link clicks",
    "clicks (all)",
    "purchases",
    "frequency",
    "impr.",
    "currency code",
    "conv.",
    "conv. value",
    "avg. cpc",
    "cost / conv.",
    "conv. rate",
    "conversion",
    "video views",
    "result indicator",
    "cost per purchase",
    "cost per results",
    "importe gastado",
    "compras",
    "resultados",
    "valor gasto",
    "valor usado",
    "montant depense",
    "achats",
    "resultats",
    "ausgegebener betrag",
    "kaufe",
    "ergebnisse",
    "alcance",
    "couverture",
    "reichweite",
    "frecuencia",
    "frequencia",
    "repetition",
    "haufigkeit",
    "clics (todos)",
    "cliques (todos)",
    "clics (tous)",
    "klicks (alle)",
    "clics en el enlace",
    "cliques no link",
    "clics sur un lien",
    "clics sur le lien",
    "link-klicks",
    "linkklicks",
];

/// Finds what a column's name in plain form means.
pub(super) fn find(plain_name: &str) -> Option<Alias> {
    let tables = [(ENGLISH, false), (SPANISH, true), (PORTUGUESE, true), (FRENCH, true), (GERMAN, true)];
    tables.iter().find_map(|(names, day_first)| {
        let (name, field, rank, format) = names.iter().find(|(name, ..)| *name == plain_name)?;
        let is_shared = SHARED.contains(name);
        Some(Alias { name, field: *field, rank: *rank, format: *format, is_shared, day_first: *day_first })
    })
}

type Names = &'static [(&'static str, Field, u8, Option<ExportFormat>)];

const META: Option<ExportFormat> = Some(ExportFormat::Meta);
const GOOGLE: Option<ExportFormat> = Some(ExportFormat::Google);
const TIKTOK: Option<ExportFormat> = Some(ExportFormat::TikTok);
const MICROSOFT: Option<ExportFormat> = Some(ExportFormat::Microsoft);
const ANALYTICS: Option<ExportFormat> = Some(ExportFormat::GoogleAnalytics);
const LINKEDIN: Option<ExportFormat> = Some(ExportFormat::LinkedIn);
const PINTEREST: Option<ExportFormat> = Some(ExportFormat::Pinterest);
const LONG: Option<ExportFormat> = Some(ExportFormat::Long);
