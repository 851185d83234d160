//! A workspace whose names, amounts and language can be arbitrary, and every text that it produces.

use crate::action::card::{Card, CardReader};
use crate::action::cards;
use crate::action::context::ActionContext;
use crate::action::decision::Refusal;
use crate::action::reply::{self, Reader};
use crate::audit::Source;
use crate::insight::adjustment::{BudgetAdjustment, DecisionRecord};
use crate::insight::record::{Alert, AssignmentAnswer, DayFindings, Recommendation};
use crate::insight::subject::AlertSubject;
use crate::insight::target::Target;
use crate::insight::{AlertEvidence, AlertFinding, AlertRule, Severity};
use crate::instant::EpochSecond;
use crate::language::{Language, Phrase, Value};
use crate::money::{Currency, Money};
use crate::testing::{
    adjustment, claims, decision, lee, maya, member, now, recommendation, report_day, stored_token, workspace,
};
use crate::text::display_name;
use crate::token::Action;
use crate::workspace::roster::Roster;
use crate::workspace::rules::Permission;
use crate::workspace::{Member, Role};

/// The parts that can be arbitrary.
#[derive(Debug, Clone)]
pub(super) struct World {
    /// The name of every campaign and of the workspace.
    pub(super) campaign: String,
    /// The name of everybody except the reader.
    pub(super) person: String,
    /// Every amount, in minor units; `None` for ordinary amounts.
    pub(super) minor: Option<i64>,
    /// The currency of every amount.
    pub(super) currency: Currency,
    /// The language of the reader.
    pub(super) language: Language,
    /// How many people there are besides the reader.
    pub(super) people: usize,
}

pub(super) type Labelled = (String, String);

impl World {
    /// A typical workspace, read in English.
    pub(super) fn ordinary() -> Self {
        Self {
            campaign: "Retargeting US".to_owned(),
            person: "Lee".to_owned(),
            minor: None,
            currency: Currency::USD,
            language: Language::English,
            people: 1,
        }
    }

    /// A workspace with one name and one amount everywhere, and many people.
    pub(super) fn extreme(name: &str, amount: Money, language: Language) -> Self {
        Self {
            campaign: name.to_owned(),
            person: name.to_owned(),
            minor: Some(amount.minor),
            currency: amount.currency,
            language,
            people: 7,
        }
    }

    fn amount(&self, ordinary: Money) -> Money {
        Money { minor: self.minor.unwrap_or(ordinary.minor), currency: self.currency }
    }

    pub(super) fn reader(&self) -> Reader {
        Reader::new(&self.context())
    }

    pub(super) fn maya(&self) -> Member {
        let name = if self.person == Self::ordinary().person { maya().name } else { self.person.clone() };
        Member { name, language: self.language.tag().to_owned(), ..maya() }
    }

    pub(super) fn others(&self) -> Vec<Member> {
        let other = |number: usize| Member {
            name: self.person.clone(),
            language: self.language.tag().to_owned(),
            ..member(&format!("person-{number}"), "", Role::Marketer)
        };
        (0..self.people).map(other).collect()
    }

    /// The context of a person who tapped a button about a shift that awaits a decision.
    pub(super) fn context(&self) -> ActionContext {
        let mut workspace = workspace();
        if self.minor.is_some() || self.campaign != Self::ordinary().campaign {
            workspace.name.clone_from(&self.campaign);
        }
        workspace.currency = self.currency;
        workspace.single_tap_limit = self.amount(workspace.single_tap_limit);
        let mut people = self.others();
        people.push(self.maya());
        let claims = claims(&maya(), Action::ApproveShift, adjustment().id.as_str(), 1);
        let mut token = stored_token(&claims, 1);
        token.valid_until = EpochSecond::from(now());
        ActionContext {
            token: Some(token),
            roster: Some(Roster::new(&workspace.id, &people)),
            workspace: Some(workspace),
            member: Some(self.maya()),
            target: Some(Target::Shift(Box::new(self.shift()))),
            ..ActionContext::default()
        }
    }

    pub(super) fn shift(&self) -> BudgetAdjustment {
        let mut shift = adjustment();
        shift.amount = self.amount(shift.amount);
        for side in [&mut shift.from, &mut shift.to] {
            (side.before, side.after) = (self.amount(side.before), self.amount(side.after));
        }
        shift.from.name.clone_from(&self.campaign);
        if self.campaign != Self::ordinary().campaign {
            shift.to.name.clone_from(&self.campaign);
        }
        shift
    }

    /// A decision by somebody else.
    pub(super) fn theirs(&self) -> DecisionRecord {
        DecisionRecord { name: self.person.clone(), source: Source::WebLink, ..decision(&lee(), now()) }
    }

    /// A decision by the reader.
    pub(super) fn mine() -> DecisionRecord {
        decision(&maya(), now())
    }

    pub(super) fn recommendation(&self) -> Recommendation {
        let mut what = recommendation();
        what.shift.amount = self.amount(what.shift.amount);
        let shift = self.shift();
        (what.shift.from.name, what.shift.to.name) = (shift.from.name, shift.to.name);
        what
    }

    fn finding(&self, number: usize) -> AlertFinding {
        let money = |minor| self.amount(Money { minor, ..adjustment().amount });
        // A budget of nothing, or less, is not overspent.
        let budget = Money { minor: money(90_000).minor.max(1), ..money(90_000) };
        let evidence = match number % 4 {
            0 => AlertEvidence::OverspentDailyBudget { spend: money(111_600), budget },
            1 => AlertEvidence::RoasUnderTarget { roas_hundredths: 210, target_hundredths: 350, days: 7 },
            2 => AlertEvidence::ZeroDelivery { budget: Some(money(30_000)), usual_spend: money(28_000) },
            _ => AlertEvidence::ZeroDelivery { budget: None, usual_spend: money(28_000) },
        };
        let severities = [Severity::Critical, Severity::High, Severity::Medium, Severity::Info];
        AlertFinding {
            id: format!("alert-{number}").parse().unwrap(),
            rule: AlertRule::OverspentDailyBudget,
            subject: AlertSubject::Campaign {
                campaign: format!("campaign-{number}").parse().unwrap(),
                name: self.campaign.clone(),
            },
            severity: severities[number % 4],
            stake: money(21_600),
            evidence,
        }
    }

    pub(super) fn findings(&self, count: usize) -> DayFindings {
        let kept = count.min(DayFindings::KEPT_ALERTS);
        DayFindings {
            workspace: workspace().id,
            day: report_day(),
            alerts: (0..kept).map(|number| self.finding(number)).collect(),
            alert_count: count,
            adjustment: None,
            confidence: None,
        }
    }

    /// Every text, with its label.
    pub(super) fn every_text(&self) -> Vec<Labelled> {
        let refused = refusals(self).into_iter().map(|(label, refusal, context)| {
            (format!("refused: {label}"), reply::refused(&Reader::new(&context), &context, &refusal))
        });
        let mut texts = self.shift_replies();
        texts.extend(self.other_replies());
        texts.extend(refused);
        texts.extend(self.cards().into_iter().map(|(label, card)| {
            let label = format!("card: {label}");
            (label, self.as_sent(&card))
        }));
        texts
    }

    fn other_replies(&self) -> Vec<Labelled> {
        let reader = self.reader();
        let alert = Alert::opened(&workspace().id, self.finding(0), report_day());
        let snoozed = alert.snoozed(Self::mine(), EpochSecond::from(now()).plus_seconds(4 * 3600));
        let given = self.recommendation().assigned(&lee().id, &self.person, Self::mine());
        let own = self.recommendation().assigned(&maya().id, "Maya", Self::mine());
        let received = self.recommendation().assigned(&maya().id, "Maya", self.theirs());
        let mut texts = vec![
            ("alert: acknowledged", reply::acknowledged(&reader, &alert, &Self::mine())),
            ("alert: snoozed", reply::snoozed(&reader, &snoozed, &Self::mine())),
            ("assignment: given", reply::assigned(&reader, &given)),
            ("assignment: taken", reply::assigned(&reader, &own)),
            ("assignment: accepted", reply::accepted(&reader, &received)),
            ("assignment: passed back", reply::passed_back(&reader, &received)),
            ("decline: of what no longer stands", reader.say(Phrase::ReplyNoted, &[])),
            ("decline: the reason is kept", reader.say(Phrase::ReplyReasonKept, &[])),
            ("no button of ours", reader.say(Phrase::ReplyUnknownButton, &[])),
            ("our fault", reader.say(Phrase::ReplyTryAgain, &[])),
            ("another change came first", reader.say(Phrase::ReplyBusy, &[])),
        ];
        for (label, count, cards) in
            [("none", 0, 0), ("one", 1, 1), ("three", 3, 3), ("more than cards", 70, 3)]
        {
            texts.push((label, reply::alerts_heading(&reader, &self.findings(count), cards)));
        }
        let listed = cards::alerts_as_text(&reader, &self.findings(3)).join("\n");
        texts.push(("alerts of who may only look", listed));
        texts.extend(self.replies_to_text());
        texts.into_iter().map(|(label, text)| (label.to_owned(), text)).collect()
    }

    fn replies_to_text(&self) -> Vec<(&'static str, String)> {
        let reader = self.reader();
        let (called, others) = (display_name(&self.person), self.context().roster.unwrap().people);
        let closest = reader.names(&others.iter().collect::<Vec<_>>());
        let assigning = |phrase| {
            let values = [("name", called.as_str()), ("workspace", &reader.workspace), ("names", &closest)];
            reader.say(phrase, &values)
        };
        let last = [("count", Value::Count(100)), ("minutes", Value::Count(59))];
        let plain = |phrase| reader.say(phrase, &[]);
        vec![
            ("text: help", plain(Phrase::ReplyHelp)),
            ("text: stopped", plain(Phrase::ReplyStopped)),
            ("text: started", plain(Phrase::ReplyStarted)),
            ("text: not understood", plain(Phrase::ReplyText)),
            ("text: no text", plain(Phrase::ReplyUnsupported)),
            ("text: the cards are underway", plain(Phrase::ReplyCardsUnderway)),
            ("text: the last of the hour", reader.language.say(Phrase::ReplyLastOfHour, &last)),
            ("text: assign, in which workspace", plain(Phrase::AssignWhere)),
            ("text: assign, to whom of two", assigning(Phrase::AssignWhich)),
            ("text: assign, nothing", assigning(Phrase::AssignWhat)),
            ("text: assign, to nobody", assigning(Phrase::AssignNobody)),
            ("text: assign, to nobody, but close", assigning(Phrase::AssignNobodyClosest)),
        ]
    }

    /// Every card that is offered, with its label.
    pub(super) fn cards(&self) -> Vec<(String, Card)> {
        let (reader, context) = (self.reader(), self.context());
        let mut cards = self.shift_cards();
        for (card, number) in cards::alerts(&reader, &context, &self.findings(3)).into_iter().zip(1..) {
            cards.push((format!("alert {number}"), card));
        }
        let what = self.recommendation();
        let crowd = Self { people: 22, ..self.clone() };
        for (label, world, page) in [
            ("people", self, 1),
            ("first page", &crowd, 1),
            ("second page", &crowd, 2),
            ("last page", &crowd, 3),
        ] {
            let list = cards::people::assignees(&reader, &world.context(), &what, page);
            cards.extend(list.map(|card| (label.to_owned(), card)));
        }
        cards
    }

    /// The variables of the message that carries a card.
    pub(super) fn variables(&self, card: &Card) -> std::collections::BTreeMap<String, String> {
        let (workspace, member) = (workspace().id, maya().id);
        let reader = CardReader {
            workspace: &workspace,
            member: &member,
            language: self.language,
            zone: "America/New_York",
            event: "SM1",
            now: now(),
        };
        card.message(0, &reader).expect("a card with buttons").variables
    }

    /// A card as the phone shows it: the text, then the buttons or rows.
    fn as_sent(&self, card: &Card) -> String {
        let values = self.variables(card);
        let value = |place: usize| values[&place.to_string()].as_str();
        let mut lines = vec![value(1).to_owned()];
        if card.list_button.is_some() {
            lines.push(format!("({})", value(2)));
            let row = |number: usize| format!("- {} / {}", value(3 * number), value(3 * number + 2));
            lines.extend((1..=card.buttons.len()).map(row));
        } else {
            let buttons = (1..=card.buttons.len()).map(|number| format!("[{}]", value(2 * number)));
            lines.push(buttons.collect::<Vec<_>>().join(" "));
        }
        lines.join("\n")
    }
}

/// Every reason to refuse, with its label and the context in which it is worded.
pub(super) fn refusals(world: &World) -> Vec<(String, Refusal, ActionContext)> {
    let context = world.context();
    let mut all = world.shift_refusals();
    let mut plain = |label: &str, refusal: Refusal| all.push((label.to_owned(), refusal, context.clone()));
    plain("gone", Refusal::Gone);
    plain("another phone", Refusal::NotYourButton);
    plain("an account that changed", Refusal::NotVerified);
    plain("no longer a member", Refusal::NoLongerMember);
    plain("stopped", Refusal::OptedOut);
    plain("void", Refusal::Void);
    for permission in [Permission::ApproveShifts, Permission::HandleAlerts, Permission::AssignRecommendations]
    {
        plain(&format!("may not: {permission:?}"), Refusal::MayNot { permission });
    }
    for (who, decision, by_the_same_person) in
        [("by you", World::mine(), true), ("by another", world.theirs(), false)]
    {
        for (what, until) in
            [("acknowledged", None), ("snoozed", Some(EpochSecond::from(now()).plus_seconds(3600)))]
        {
            let decision = decision.clone();
            let refusal = Refusal::AlertHandled { decision, by_the_same_person, snoozed_until: until };
            plain(&format!("alert {what} {who}"), refusal);
        }
    }
    plain("alert over", Refusal::AlertOver);
    let given = world.recommendation().assigned(&lee().id, &world.person, World::mine());
    let own = world.recommendation().assigned(&lee().id, &world.person, world.theirs());
    for (label, what) in [("assigned", given.clone()), ("taken by another", own)] {
        let assignment = Box::new(what.assignment.unwrap());
        plain(label, Refusal::AlreadyAssigned { assignment });
    }
    for answer in [AssignmentAnswer::Awaited, AssignmentAnswer::Accepted, AssignmentAnswer::PassedBack] {
        let assignment = Box::new(given.answered(answer, now()).assignment.unwrap());
        plain(&format!("answered: {answer:?}"), Refusal::AlreadyAnswered { assignment });
    }
    plain("no teammate", Refusal::NotATeammate);
    let alone = World { people: 0, ..world.clone() }.context();
    for permission in [Permission::ApproveShifts, Permission::AssignRecommendations] {
        all.push((
            format!("may not, nor anybody: {permission:?}"),
            Refusal::MayNot { permission },
            alone.clone(),
        ));
    }
    all
}
