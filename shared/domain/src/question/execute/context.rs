//! What the execution of one query works with: the facts that it is about, the names, and the days.

use crate::metrics::measure::of_one_source;
use crate::metrics::{Campaign, Channel, DailyMetric};
use crate::money::Currency;
use crate::question::execute::data::WorkspaceData;
use crate::question::execute::freshness::{before, comparable, complete_through, freshness};
use crate::question::execute::lookup::Lookup;
use crate::question::execute::prepared::{PreparedQuery, is_about_facts};
use crate::question::execute::result::{Frame, Freshness};
use crate::question::execute::scope::{Scope, UnknownNames};
use crate::question::query::{Intent, TypedQuery};
use crate::question::range::DateRange;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What the execution of one query works with.
pub(super) struct Context<'a> {
    pub(super) data: &'a WorkspaceData<'a>,
    pub(super) query: &'a TypedQuery,
    pub(super) lookup: Lookup,
    pub(super) scope: Scope,
    pub(super) frame: Frame,
    pub(super) freshness: Freshness,
    /// The facts of the days, one measure of each thing.
    pub(super) now: Vec<DailyMetric>,
    /// The facts of the compared days.
    pub(super) before: Vec<DailyMetric>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        prepared: &'a PreparedQuery,
        data: &'a WorkspaceData<'a>,
    ) -> Result<Self, (UnknownNames, Lookup)> {
        let lookup = Lookup::new(data);
        let scope = match Scope::new(&prepared.query.filters, &lookup, &every_channel(data)) {
            Ok(scope) => scope,
            Err(unknown) => return Err((unknown, lookup)),
        };
        let frame = frame(prepared, data);
        let freshness = Freshness::default();
        let query = &prepared.query;
        let empty =
            Self { data, query, lookup, scope, frame, freshness, now: Vec::new(), before: Vec::new() };
        Ok(if is_about_facts(query.intent) { empty.with_facts() } else { empty.with_freshness() })
    }

    pub(super) fn currency(&self) -> Currency {
        self.frame.currency
    }

    /// Returns the days, or today if the query has none.
    pub(super) fn days(&self) -> DateRange {
        self.frame.days.unwrap_or(DateRange { from: self.frame.today, to: self.frame.today })
    }

    /// Returns the active campaigns that the query is about.
    pub(super) fn active(&self) -> impl Iterator<Item = &Campaign> {
        self.lookup.campaigns().filter(|campaign| campaign.active && self.scope.has_campaign(campaign))
    }

    fn with_facts(mut self) -> Self {
        let Some(days) = self.frame.days else { return self };
        let facts: Vec<DailyMetric> =
            self.data.facts.iter().filter(|fact| self.is_wanted(fact)).cloned().collect();
        let channels: BTreeSet<Channel> =
            facts.iter().filter(|fact| has(days, fact)).map(|fact| fact.channel.clone()).collect();
        let channels: BTreeSet<Channel> =
            channels.into_iter().chain(self.active().map(|campaign| campaign.channel.clone())).collect();
        if let Some(compared) = self.frame.compared {
            let sources = self.data.sources;
            let complete: Vec<Date> =
                channels.iter().filter_map(|channel| complete_through(channel, sources)).collect();
            let (days, compared) = comparable(self.query.intent, days, compared, &complete, self.frame.today);
            (self.frame.days, self.frame.compared) = (Some(days), compared);
        }
        let facts = of_one_source(facts, self.data.sources);
        let within = |range: Option<DateRange>| -> Vec<DailyMetric> {
            facts.iter().filter(|fact| range.is_some_and(|range| has(range, fact))).cloned().collect()
        };
        (self.now, self.before) = (within(self.frame.days), within(self.frame.compared));
        let today = self.frame.today;
        let has_facts = self.now.iter().any(|fact| fact.date == today);
        self.freshness = freshness(&channels, self.data.sources, self.days(), (today, has_facts));
        self
    }

    /// Adds how far the data reaches that what stands was found in: it is of complete days.
    fn with_freshness(mut self) -> Self {
        let (today, yesterday) = (self.frame.today, before(self.frame.today));
        let channels: BTreeSet<Channel> = self.active().map(|campaign| campaign.channel.clone()).collect();
        let days = DateRange { from: yesterday, to: yesterday };
        self.freshness = freshness(&channels, self.data.sources, days, (today, false));
        self
    }

    fn is_wanted(&self, fact: &DailyMetric) -> bool {
        self.scope.has_fact(fact, self.lookup.campaign(&fact.campaign))
    }
}

/// Returns every channel that the workspace has anything of, each once.
pub(super) fn every_channel(data: &WorkspaceData<'_>) -> Vec<Channel> {
    let of_facts = data.facts.iter().map(|fact| &fact.channel);
    let of_campaigns = data.campaigns.iter().map(|campaign| &campaign.channel);
    let of_sources = data.sources.iter().map(|source| &source.channel);
    let of_health = data.health.iter().map(|health| &health.channel);
    let all: BTreeSet<&Channel> = of_facts.chain(of_campaigns).chain(of_sources).chain(of_health).collect();
    all.into_iter().cloned().collect()
}

pub(super) fn frame(prepared: &PreparedQuery, data: &WorkspaceData<'_>) -> Frame {
    let is_of_budget = prepared.query.intent == Intent::Budget
        || prepared.query.metrics.iter().any(|metric| metric.is_about_budget());
    Frame {
        workspace: data.workspace.name.clone(),
        currency: data.workspace.currency,
        zone: data.workspace.zone.clone(),
        target_roas_hundredths: data.workspace.target_roas_hundredths,
        today: prepared.today,
        days: prepared.days,
        compared: prepared.compared,
        span: prepared.span.filter(|_| is_of_budget),
    }
}

fn has(range: DateRange, fact: &DailyMetric) -> bool {
    range.from <= fact.date && fact.date <= range.to
}
