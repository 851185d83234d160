//! What people read: the texts of each language and how it writes numbers, money and dates. No text is in the code.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

pub mod format;

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
}

impl Language {
    /// Every language of the product.
    pub const ALL: [Self; 1] = [Self::English];

    /// Chooses the language to speak: the person's, else the next wish, else English.
    #[must_use]
    pub fn choose(wishes: &[&str]) -> Self {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let spoken = |tag: &&str| Self::ALL.into_iter().find(|language| language.tag() == primary(tag));
        wishes.iter().find_map(spoken).unwrap_or(Self::English)
    }

    /// Gives the IETF tag, such as `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../locales/en.ftl"),
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
        match self {
            Self::English => ENGLISH.get_or_init(|| self.load()),
        }
    }

    /// Loads what can be read; a test holds every language to having every phrase without an error.
    fn load(self) -> FluentBundle<FluentResource> {
        let identifier: LanguageIdentifier = self.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // WhatsApp shows the invisible isolation marks as boxes on some phones, and templates count them.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(self.source().to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        bundle
    }

    /// Says a phrase with its values filled in.
    #[must_use]
    pub fn say(self, phrase: Phrase, values: &[(&str, Value<'_>)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set((*name).to_owned(), value.to_fluent());
        }
        let bundle = self.bundle();
        let pattern = bundle.get_message(phrase.id()).and_then(|message| message.value());
        let mut errors = Vec::new();
        pattern.map_or_else(String::new, |pattern| {
            bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
        })
    }
}

/// A value in a phrase.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Text, already written the way the language writes it.
    Text(&'a str),
    /// A number that chooses singular or plural.
    Count(usize),
}

impl Value<'_> {
    fn to_fluent(self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(text.to_owned()),
            Self::Count(count) => FluentValue::from(count),
        }
    }
}

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// A text that people read; each language has every one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Phrase { $($(#[$doc])* $name,)* }

        impl Phrase {
            /// Every phrase.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

phrases! {
    /// Spend with the plan.
    DigestSpendWithPlan = "digest-spend-with-plan",
    /// A value with the average of the weekday.
    DigestValueWithWeekday = "digest-value-with-weekday",
    /// A value alone.
    DigestValueAlone = "digest-value-alone",
    /// No spend, hence no ratio.
    DigestNoSpend = "digest-no-spend",
    /// A value that the source did not give.
    DigestNoValue = "digest-no-value",
    /// Return on ad spend with its target.
    DigestRoasWithTarget = "digest-roas-with-target",
    /// The day is whole.
    DigestDataComplete = "digest-data-complete",
    /// Some channel is late.
    DigestDataWaiting = "digest-data-waiting",
    /// Some channel never came.
    DigestDataNever = "digest-data-never",
    /// Nothing came.
    DigestDataNone = "digest-data-none",
    /// The source left cells empty.
    DigestDataGaps = "digest-data-gaps",
    /// How many things wait for the person.
    DigestNeeds = "digest-needs",
    /// No alert.
    DigestNoAlert = "digest-no-alert",
    /// Nothing waits for the person, and the day is whole.
    DigestClear = "digest-clear",
    /// Nothing waits for the person, and some channel is late.
    DigestClearSoFar = "digest-clear-so-far",
    /// Nothing can be said.
    DigestClearUnknown = "digest-clear-unknown",
    /// The proposed shift.
    DigestShift = "digest-shift",
    /// Why it is proposed.
    DigestShiftWhy = "digest-shift-why",
    /// Why a shift is proposed whose budgets are estimated.
    DigestShiftWhyEstimated = "digest-shift-why-estimated",
    /// High confidence.
    ConfidenceHigh = "confidence-high",
    /// Medium confidence.
    ConfidenceMedium = "confidence-medium",
    /// Low confidence.
    ConfidenceLow = "confidence-low",
    /// The last two items of a list.
    ListAnd = "list-and",
    /// A campaign spent over its budget.
    AlertOverspent = "alert-overspent",
    /// A campaign earns too little.
    AlertRoas = "alert-roas",
    /// A campaign does not deliver.
    AlertZero = "alert-zero",
    /// A campaign without a stated budget that stopped.
    AlertZeroEstimated = "alert-zero-estimated",
    /// Above the list of alerts.
    AlertsHeading = "alerts-heading",
    /// There are no alerts.
    AlertsNone = "alerts-none",
    /// More alerts than fit.
    AlertsMore = "alerts-more",
    /// The approval is made.
    ReplyApproved = "reply-approved",
    /// The budgets of an approved shift are estimated.
    ReplyApprovedEstimated = "reply-approved-estimated",
    /// The same person approved before.
    ReplyAlreadyByYou = "reply-already-by-you",
    /// Somebody else approved before.
    ReplyAlreadyByOther = "reply-already-by-other",
    /// A newer proposal exists.
    ReplySuperseded = "reply-superseded",
    /// The button is too old.
    ReplyExpired = "reply-expired",
    /// A budget changed.
    ReplyTargetMoved = "reply-target-moved",
    /// The proposal changed.
    ReplyTargetMovedPlain = "reply-target-moved-plain",
    /// The role does not allow it.
    ReplyMayNot = "reply-may-not",
    /// Over the limit of one tap.
    ReplyOverLimit = "reply-over-limit",
    /// No longer a member.
    ReplyNotMember = "reply-not-member",
    /// Another phone's button.
    ReplyNotYours = "reply-not-yours",
    /// The person said stop.
    ReplyOptedOut = "reply-opted-out",
    /// Nothing behind the button.
    ReplyGone = "reply-gone",
    /// A payload that is none of ours.
    ReplyUnknownButton = "reply-unknown-button",
    /// Our side failed before anything changed.
    ReplyTryAgain = "reply-try-again",
    /// The channel WhatsApp.
    SourceWhatsApp = "source-whatsapp",
    /// The product itself.
    SourceSystem = "source-system",
    /// A shift that waits.
    StateProposed = "state-proposed",
    /// A shift that is approved.
    StateApproved = "state-approved",
    /// A shift that was replaced.
    StateSuperseded = "state-superseded",
    /// Messages are stopped.
    ReplyStopped = "reply-stopped",
    /// Messages go on.
    ReplyStarted = "reply-started",
    /// What this number is.
    ReplyHelp = "reply-help",
    /// Text that is no command.
    ReplyText = "reply-text",
    /// Neither text nor a tap.
    ReplyUnsupported = "reply-unsupported",
    /// The title of the page.
    PageTitle = "page-title",
    /// Above the name of the workspace.
    PageReport = "page-report",
    /// The day is whole, in a sentence.
    PageDataComplete = "page-data-complete",
    /// Some channel is late, in a sentence.
    PageDataWaiting = "page-data-waiting",
    /// Some channel never came, in a sentence.
    PageDataNever = "page-data-never",
    /// Nothing came, in a sentence.
    PageDataNone = "page-data-none",
    /// The source left cells empty, in a sentence.
    PageDataGaps = "page-data-gaps",
    /// Money spent.
    PageSpend = "page-spend",
    /// Money earned.
    PageRevenue = "page-revenue",
    /// Return on ad spend.
    PageRoas = "page-roas",
    /// Conversions.
    PageConversions = "page-conversions",
    /// Spend for one conversion.
    PageCostPerConversion = "page-cost-per-conversion",
    /// Clicks by impressions.
    PageClickRate = "page-click-rate",
    /// A share in percent.
    PagePercent = "page-percent",
    /// More than the plan.
    PageOverPlan = "page-over-plan",
    /// Less than the plan.
    PageUnderPlan = "page-under-plan",
    /// As planned.
    PageOnPlan = "page-on-plan",
    /// Better than the target.
    PageAboveTarget = "page-above-target",
    /// Worse than the target.
    PageBelowTarget = "page-below-target",
    /// On the target.
    PageOnTarget = "page-on-target",
    /// More than usual on that weekday.
    PageAboveUsual = "page-above-usual",
    /// Less than usual on that weekday.
    PageBelowUsual = "page-below-usual",
    /// As usual on that weekday.
    PageAsUsual = "page-as-usual",
    /// A comparison of a day that is not whole.
    PageSoFar = "page-so-far",
    /// A value that nobody reported.
    PageNotKnown = "page-not-known",
    /// Why a value is not known.
    PageNotReported = "page-not-reported",
    /// Why there is no ratio of spend.
    PageNoSpend = "page-no-spend",
    /// Why there is no cost of a conversion.
    PageNoConversions = "page-no-conversions",
    /// Why there is no click rate.
    PageNoImpressions = "page-no-impressions",
    /// The full name of a weekday, by its number from Monday.
    WeekdayName = "weekday-name",
    /// Above the budget shifts.
    PageShifts = "page-shifts",
    /// There is no budget shift.
    PageNoShift = "page-no-shift",
    /// Who decided on a shift.
    PageShiftDecided = "page-shift-decided",
    /// When a shift was proposed.
    PageShiftProposed = "page-shift-proposed",
    /// Approved is not applied.
    PageShiftNotLive = "page-shift-not-live",
    /// Where the reader approves.
    PageShiftApproveThere = "page-shift-approve-there",
    /// Who else may approve.
    PageShiftApprovers = "page-shift-approvers",
    /// A budget before and after.
    PageBudgetChange = "page-budget-change",
    /// A change of an estimated budget.
    PageBudgetChangeEstimated = "page-budget-change-estimated",
    /// Above the alerts.
    PageAlerts = "page-alerts",
    /// There is no open alert.
    PageNoAlert = "page-no-alert",
    /// Since when an alert is open.
    PageAlertSince = "page-alert-since",
    /// What an alert costs.
    PageAlertStake = "page-alert-stake",
    /// The highest severity.
    SeverityCritical = "severity-critical",
    /// A high severity.
    SeverityHigh = "severity-high",
    /// A medium severity.
    SeverityMedium = "severity-medium",
    /// The lowest severity.
    SeverityInfo = "severity-info",
    /// Above the chart.
    PageTrend = "page-trend",
    /// What the chart shows, for who cannot see it.
    PageTrendLabel = "page-trend-label",
    /// The values of one day of the chart.
    PageTrendDay = "page-trend-day",
    /// Above the channels.
    PageChannels = "page-channels",
    /// A channel.
    PageChannel = "page-channel",
    /// Above the campaigns.
    PageCampaigns = "page-campaigns",
    /// A campaign.
    PageCampaign = "page-campaign",
    /// Marks the best return.
    PageBest = "page-best",
    /// Marks the lowest return.
    PageWorst = "page-worst",
    /// The budget of a campaign.
    PageBudgetLine = "page-budget-line",
    /// The budget of a campaign and by how much the spend is over it.
    PageBudgetLineOver = "page-budget-line-over",
    /// A campaign that spent nothing.
    PageNoDelivery = "page-no-delivery",
    /// The data of a campaign is late.
    PageNotInYet = "page-not-in-yet",
    /// Campaigns that are not listed.
    PageMoreCampaigns = "page-more-campaigns",
    /// Nothing was imported so far.
    PageEmpty = "page-empty",
    /// When the state was read.
    PageAsOf = "page-as-of",
    /// For whom and how long the link is.
    PagePersonal = "page-personal",
    /// The page changed by itself.
    PageChanged = "page-changed",
    /// The page cannot ask for news.
    PageOffline = "page-offline",
    /// A link that is none of ours, in short.
    LinkUnknownTitle = "link-unknown-title",
    /// A link that is none of ours.
    LinkUnknownText = "link-unknown-text",
    /// A link that is too old, in short.
    LinkExpiredTitle = "link-expired-title",
    /// A link that is too old.
    LinkExpiredText = "link-expired-text",
    /// A link of somebody who left, in short.
    LinkMemberTitle = "link-member-title",
    /// A link of somebody who left.
    LinkMemberText = "link-member-text",
    /// Our side failed, in short.
    PageFailedTitle = "page-failed-title",
    /// Our side failed.
    PageFailedText = "page-failed-text",
    /// The page without a link, in short.
    HomeTitle = "home-title",
    /// The page without a link.
    HomeText = "home-text",
}

#[cfg(test)]
mod tests;
