//! Claims about the messages that tell others what a person did: as they read them on the phone, and that they fit.

use super::world::World;
use crate::action::context::{ActionContext, Actor, FirstApprover, Via};
use crate::action::plan::plan;
use crate::action::request::Request;
use crate::action::supersede::tell_first;
use crate::insight::adjustment::{BudgetAdjustment, ChangedBudget, DecisionRecord};
use crate::insight::record::{AssignmentAnswer, Recommendation};
use crate::insight::target::Target;
use crate::language::Language;
use crate::message::Message;
use crate::message::template::{LONGEST_BODY, LONGEST_VALUE};
use crate::money::Money;
use crate::notification::{LONGEST_LINE, MemberNotification};
use crate::testing::{
    address, claims, fault_of_variable as fault, longest_names, maya, now, stored_token, subscription,
};
use crate::text::length;
use crate::token::Action;
use crate::workspace::Member;

/// What somebody else gets, by WhatsApp and in the app.
type Told = (&'static str, Vec<Message>, Vec<MemberNotification>);

impl World {
    /// A decision by the first of the other people.
    fn by_another(&self) -> DecisionRecord {
        DecisionRecord { by: self.other().id, ..self.theirs() }
    }

    fn other(&self) -> Member {
        self.others().remove(0)
    }

    /// Taps a button about a target, in a workspace where no amount takes one person alone.
    fn tap(&self, label: &'static str, action: Action, target: Target, detail: Option<String>) -> Told {
        let (id, version) = match &target {
            Target::Shift(shift) => (shift.id.to_string(), shift.version),
            Target::Recommendation(what) => (what.id.to_string(), what.version),
            other => panic!("nobody is told of {other:?}"),
        };
        let claims = claims(&maya(), action, &id, 1);
        let mut token = stored_token(&claims, version);
        token.detail = detail;
        let mut workspace = self.context().workspace.unwrap();
        workspace.single_tap_limit.minor = 0;
        let (member, subscription_of_first) = (self.other(), subscription(&self.other()));
        let context = ActionContext {
            token: Some(token),
            workspace: Some(workspace),
            subscription: Some(subscription(&maya())),
            target: Some(target),
            first_approver: Some(FirstApprover {
                member: Some(member),
                subscription: Some(subscription_of_first),
            }),
            ..self.context()
        };
        let senders = [address(&maya())];
        let actor = Actor { claims: &claims, via: Via::Phone(&senders), requested: None, now: now() };
        let effects = plan(&Request { actor, message: None }, &context).effects;
        assert!(!effects.messages.is_empty(), "{label}: nobody is told");
        (label, effects.messages, effects.notifications)
    }

    fn ended(&self, label: &'static str, shift: &BudgetAdjustment) -> Told {
        let (context, mut first) = (self.context(), shift.clone());
        first.first = Some(self.by_another());
        let people = &context.roster.as_ref().unwrap().people;
        let message = tell_first(context.workspace.as_ref().unwrap(), people.iter(), &first, now());
        (label, vec![message.unwrap()], Vec::new())
    }

    /// Every message to somebody else, with the notifications beside it.
    fn told(&self) -> Vec<Told> {
        let shift = |shift: BudgetAdjustment| Target::Shift(Box::new(shift));
        let what = |what: Recommendation| Target::Recommendation(Box::new(what));
        let waiting = self.shift().approved_first(self.by_another());
        let mine = self.recommendation().assigned(&maya().id, "Maya", self.by_another());
        let campaign = self.shift().from;
        let moved = ChangedBudget {
            campaign: campaign.campaign,
            was: campaign.before,
            now: campaign.after,
            stopped: false,
            at: now(),
            by: None,
        };
        let person = Some(self.other().id.to_string());
        assert_eq!(mine.assignment.as_ref().unwrap().answer, AssignmentAnswer::Awaited);
        let superseded = BudgetAdjustment {
            state: crate::insight::adjustment::AdjustmentState::Superseded,
            ..self.shift()
        };
        vec![
            self.tap("asked for the second approval", Action::ApproveShift, shift(self.shift()), None),
            self.tap("approved by the second", Action::ApproveShift, shift(waiting.clone()), None),
            self.tap("declined by the second", Action::DeclineShift, shift(waiting.clone()), None),
            self.tap("assigned", Action::PickAssignee, what(self.recommendation()), person),
            self.tap("accepted", Action::AcceptAssignment, what(mine.clone()), None),
            self.tap("passed back", Action::PassBackAssignment, what(mine), None),
            self.ended("overtaken", &waiting.superseded_by(moved, None)),
            self.ended("replaced", &superseded),
        ]
    }
}

fn on_the_phone(message: &Message, language: Language) -> String {
    let buttons = &message.template.read(language).buttons;
    let titles: Vec<String> = buttons.iter().map(|button| format!("[{}]", button.title)).collect();
    [message.text.clone(), titles.join(" ")].join("\n\n").trim_end().to_owned()
}

#[test]
fn every_message_to_others_as_they_read_it() {
    let worlds = Language::ALL.map(|language| World { language, ..World::ordinary() });
    let told: Vec<Vec<Told>> = worlds.iter().map(World::told).collect();
    for place in 0..told[0].len() {
        let read = worlds.iter().zip(&told).map(|(world, told)| {
            let (_, messages, notifications) = &told[place];
            let lines = notifications.iter().map(|one| format!("\n\n({} / {})", one.summary, one.why));
            let phone = on_the_phone(&messages[0], world.language);
            format!("───── {}\n{phone}{}", world.language.tag(), lines.collect::<String>())
        });
        let name = told[0][place].0.replace(' ', "_");
        insta::assert_snapshot!(name, read.collect::<Vec<_>>().join("\n\n"));
    }
}

#[test]
fn every_message_to_others_fits_with_the_longest_names_and_amounts_in_every_language() {
    for (kind, name) in longest_names() {
        for (code, minor) in [("JPY", i64::MAX), ("BRL", i64::MAX), ("KWD", i64::MAX), ("XAF", 1)] {
            for language in Language::ALL {
                let amount = Money::from_minor(minor, code.parse().unwrap());
                let world = World::extreme(&name, amount, language);
                for (label, messages, notifications) in world.told() {
                    let label = format!("{label}, {kind}, {code}, {}", language.tag());
                    for message in messages {
                        for (place, value) in &message.variables {
                            assert_eq!(fault(value, LONGEST_VALUE), None, "{label}, {place}: {value}");
                        }
                        assert!(length(&message.text) <= LONGEST_BODY, "{label}: {}", message.text);
                        assert!(!message.text.contains("{{"), "{label}: {}", message.text);
                    }
                    for notification in notifications {
                        for line in [notification.summary, notification.why] {
                            assert_eq!(fault(&line, LONGEST_LINE), None, "{label}: {line}");
                        }
                    }
                }
            }
        }
    }
}
