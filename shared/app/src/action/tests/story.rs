//! The result of one tap in readable form: what was replied, written and queued, together with what holds for every
//! tap.

use super::*;
use domain::action::effects::jobs_of;
use domain::audit::{AuditEvent, Outcome};
use domain::identity::MemberId;
use domain::message::conversation::{Expecting, Said};
use domain::notification::{EmailState, MemberNotification};
use serde::Serialize;
use std::collections::BTreeSet;
use store::Item;

/// Every item of the table by its key.
pub(super) type Table = BTreeMap<(String, String), Item>;

/// Reads the whole table.
pub(super) async fn table(world: &EmbeddedStore) -> Table {
    let keyed = |stored: Item| {
        let key = item::key(&stored).unwrap();
        ((key.partition, key.sort), stored)
    };
    world.items().await.into_iter().map(keyed).collect()
}

/// The result of one tap.
pub(super) struct Story {
    pub(super) performed: ActionResult,
    pub(super) calls: Vec<String>,
    pub(super) sid: String,
    pub(super) at: Timestamp,
    pub(super) before: Table,
    pub(super) after: Table,
}

impl Story {
    /// Returns the reply that the person reads.
    pub(super) fn told(&self) -> &str {
        self.performed.reply.as_deref().unwrap_or_default()
    }

    /// Returns the items that were written, with their kind.
    pub(super) fn written(&self) -> impl Iterator<Item = (&str, &Item)> {
        let changed = self.after.iter().filter(|(key, stored)| self.before.get(*key) != Some(*stored));
        changed.map(|(_, stored)| (item::kind(stored), stored))
    }

    /// Returns the written entities of a type.
    pub(super) fn wrote<E: Entity>(&self) -> Vec<E> {
        let of_kind = self.written().filter(|(kind, _)| *kind == E::KIND);
        of_kind.map(|(_, stored)| item::read(stored.clone()).unwrap()).collect()
    }

    /// Returns the one message that was written.
    pub(super) fn message(&self) -> Message {
        let mut written = self.wrote::<Message>();
        assert_eq!(written.len(), 1, "{}", self.text());
        written.swap_remove(0)
    }

    /// Returns the message that was written to a person.
    pub(super) fn message_to(&self, who: &Member) -> Message {
        self.wrote::<Message>().into_iter().find(|message| message.member == who.id).unwrap()
    }

    /// Returns the kinds of the items that were written, in order.
    pub(super) fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = self.written().map(|(kind, _)| kind).collect();
        kinds.sort_unstable();
        kinds
    }

    /// Checks what holds for every tap.
    pub(super) fn check(&self) {
        self.check_calls();
        self.check_change();
        self.check_entry();
        self.check_queue();
        let elsewhere = self.written().filter(|(_, stored)| {
            !item::key(stored).unwrap().partition.starts_with(&format!("W#{}", workspace().id))
        });
        assert_eq!(elsewhere.count(), 0, "something was written outside the workspace: {}", self.text());
        assert!(self.before.keys().all(|key| self.after.contains_key(key)), "something was deleted");
        assert!(self.performed.reply.is_none() || !self.told().is_empty(), "an empty reply");
    }

    fn awaited_second(&self) -> bool {
        let mut shifts = self.before.values().filter(|stored| item::kind(stored) == "adjustment");
        shifts.any(|stored| {
            let shift: BudgetAdjustment = item::read(stored.clone()).unwrap();
            shift.state == AdjustmentState::AwaitingSecond
        })
    }

    fn check_calls(&self) {
        // The second of two approvals also reads the first approver, whom the shift alone names.
        let is_second = self.calls == [ONE_CALL[0], TWO_CALLS[0], TWO_CALLS[1]] && self.awaited_second();
        let is_whole = self.calls == TWO_CALLS || self.calls == ONE_CALL || is_second;
        assert!(is_whole, "a tap is one read and at most one transaction: {:?}", self.calls);
        if self.calls == ONE_CALL {
            assert_eq!(self.kinds(), [""; 0], "written without a transaction");
            assert_eq!(self.performed.outcome, ActionOutcome::Duplicate);
        }
    }

    /// Each change and each denial has exactly one event, and a token is used only by a change.
    fn check_change(&self) {
        let of = |kinds: &[&str]| self.written().filter(|(kind, _)| kinds.contains(kind)).count();
        let changed = of(&["adjustment", "alert", "recommendation"]);
        let events = self.wrote::<AuditEvent>();
        let executed = events.iter().filter(|event| event.outcome == Outcome::Executed).count();
        let has_changed = usize::from(self.performed.outcome == ActionOutcome::Changed);
        assert_eq!(changed, has_changed, "{}", self.text());
        assert_eq!(executed, has_changed, "a change and its event are one thing: {}", self.text());
        assert_eq!(of(&["token"]), has_changed, "a token is used by a change alone: {}", self.text());
        if has_changed == 0 {
            assert_eq!(of(&["notice", "member", "expecting", "campaign", "workspace"]), 0, "{}", self.text());
        }
        let denied: Vec<&str> = events.iter().filter_map(denied).collect();
        match &self.performed.outcome {
            ActionOutcome::Refused(refusal) => {
                let queued: Vec<&str> = self.refusals().into_iter().filter_map(denied_job).collect();
                assert_eq!([denied, queued].concat(), [refusal.audit_word()], "{}", self.text());
            }
            ActionOutcome::Changed
            | ActionOutcome::Shown
            | ActionOutcome::Duplicate
            | ActionOutcome::Busy => {
                assert_eq!(denied, [""; 0], "{}", self.text());
            }
        }
    }

    fn refusals(&self) -> Vec<&AuditEvent> {
        let refusal = |job: &'_ QueueJob| matches!(job, QueueJob::RecordRefusal(_));
        let jobs = self.performed.jobs.iter().filter(|job| refusal(job));
        jobs.filter_map(|job| if let QueueJob::RecordRefusal(job) = job { Some(&job.audit) } else { None })
            .collect()
    }

    /// The log contains the reply and the queued jobs, so that the same message again leads to the same result.
    fn check_entry(&self) {
        for entry in self.wrote::<WhatsAppConversationEntry>() {
            assert_eq!(entry.reply, self.performed.reply);
            assert_eq!(entry.queued, self.performed.jobs);
            assert_eq!((entry.at, entry.message_sid), (self.at, self.sid.clone()));
            assert!(entry.webhook.is_some(), "what vouches for the webhook is kept");
        }
    }

    /// Every message and every mail that was written is queued exactly once, and nothing else is queued.
    fn check_queue(&self) {
        if self.performed.outcome == ActionOutcome::Duplicate {
            return;
        }
        let messages = self.wrote::<Message>();
        let notifications = self.wrote::<MemberNotification>();
        let mailed =
            notifications.iter().filter(|notification| notification.email.state == EmailState::Waiting);
        let expected: BTreeSet<String> = jobs_of(&messages, &[])
            .into_iter()
            .chain(mailed.map(|notification| QueueJob::NotificationMail(notification.job())))
            .map(|job| serde_json::to_string(&job).unwrap())
            .collect();
        let queued: Vec<String> = self
            .performed
            .jobs
            .iter()
            .filter(|job| !matches!(job, QueueJob::RecordRefusal(_)))
            .map(|job| serde_json::to_string(job).unwrap())
            .collect();
        assert_eq!(queued.len(), expected.len(), "{}", self.text());
        assert_eq!(queued.into_iter().collect::<BTreeSet<_>>(), expected, "{}", self.text());
    }

    /// Formats the whole result.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![format!("says: {}", self.performed.reply.as_deref().unwrap_or("nothing"))];
        let mut written: Vec<String> =
            self.written().filter_map(|(kind, stored)| line(kind, stored)).collect();
        written.sort_by_key(|line| ORDER.iter().position(|kind| line.starts_with(kind)));
        lines.extend(written);
        lines.extend(self.refusals().into_iter().map(|event| format!("record later: {}", event_line(event))));
        lines.join("\n")
    }
}

/// The order in which the parts of the result are listed.
const ORDER: [&str; 9] =
    ["token", "adjustment", "alert", "recommendation", "member", "audit", "entry", "message", "notice"];

fn denied(event: &AuditEvent) -> Option<&str> {
    if let Outcome::Denied { reason } = &event.outcome { Some(reason) } else { None }
}

fn denied_job(event: &AuditEvent) -> Option<&str> {
    denied(event)
}

/// Returns the fixed word of an enum, as it is stored.
fn word<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap();
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn line(kind: &str, stored: &Item) -> Option<String> {
    let read = stored.clone();
    Some(match kind {
        "token" => {
            let token: WhatsAppActionToken = item::read(read).unwrap();
            format!("token: {} of {}, {}", word(&token.purpose), token.member, word(&token.state))
        }
        "audit" => format!("audit: {}", event_line(&item::read(read).unwrap())),
        "conversation" => entry_line(&item::read(read).unwrap()),
        "message" => message_line(&item::read(read).unwrap()),
        "notice" => notification_line(&item::read(read).unwrap()),
        "member" => {
            let member: Member = item::read(read).unwrap();
            let recent: Vec<&str> = member.recent_assignees.iter().map(MemberId::as_str).collect();
            format!("member {}: gave to {} last", member.id, recent.join(", "))
        }
        "expecting" => {
            let expecting: Expecting = item::read(read).unwrap();
            let what = serde_json::to_value(&expecting.what).unwrap()["expected"].clone();
            format!(
                "next text of {}: {} until {}",
                expecting.member,
                word(&what),
                moment(expecting.until.as_second())
            )
        }
        // The audit event describes the new state of these.
        "adjustment" | "alert" | "recommendation" => return None,
        "stranger" => "mark: the message of a stranger".to_owned(),
        // Which cards were asked for, and that a tap ended a series of idle texts.
        "subscription" => return None,
        other => format!("{other}: {:?}", item::key(stored).unwrap().sort),
    })
}

fn moment(second: i64) -> String {
    Timestamp::from_second(second).unwrap().to_string()
}

fn event_line(event: &AuditEvent) -> String {
    let actor = event.actor.as_ref().map_or("nobody", |actor| actor.as_str());
    let outcome = denied(event).map_or("executed".to_owned(), |reason| format!("denied, {reason}"));
    let mut lines =
        format!("{} {} by {actor} via {}: {outcome}", word(&event.verb), event.object, word(&event.source));
    if let (Some(before), Some(after)) = (&event.before, &event.after) {
        lines += &format!("\n  was {before}\n  is {after}");
    }
    if let Some(evidence) = &event.evidence {
        let band = evidence.band.as_ref().map(|band| format!(", {}", word(band))).unwrap_or_default();
        let first =
            evidence.first_approver.as_ref().map(|first| format!(" after {first}")).unwrap_or_default();
        assert!(evidence.token.is_some(), "a tap rests on a token");
        lines += &format!(
            "\n  as {}, rules {}, version {}{band}{first}",
            word(&evidence.role),
            evidence.rules_version,
            evidence.target_version
        );
    }
    lines
}

fn entry_line(entry: &WhatsAppConversationEntry) -> String {
    let Said::Tapped { button, on } = &entry.said else { panic!("a tap is no text") };
    let on = if on.as_deref() == Some(CARRIER) { " on the message that carried it" } else { "" };
    format!("entry: {} tapped {button}{on}", entry.member)
}

fn message_line(message: &Message) -> String {
    let title = |variable: u32| message.variables.get(&(variable - 1).to_string());
    let is_list = message.template.as_str().starts_with("list");
    let button = |button: &domain::message::PlannedButton| {
        let title = title(button.variable).filter(|_| message.template.is_session());
        let note = is_list.then(|| message.variables.get(&(button.variable + 1).to_string())).flatten();
        let note = note.map(|note| format!(" ({note})")).unwrap_or_default();
        let detail = button.detail.as_ref().map(|detail| format!(" {detail}")).unwrap_or_default();
        let title = title.map(|title| format!("{title}{note}: ")).unwrap_or_default();
        format!("\n  [{title}{}{detail} of version {}]", word(&button.purpose), button.target_version)
    };
    let buttons: String = message.buttons.iter().map(button).collect();
    let text = message.text.lines().map(|line| format!("\n  {line}").trim_end().to_owned());
    format!(
        "message to {}, {}:{}{buttons}",
        message.member,
        message.template.as_str(),
        text.collect::<String>()
    )
}

fn notification_line(notification: &MemberNotification) -> String {
    let mailed = if notification.email.state == EmailState::Waiting { ", mailed" } else { "" };
    let link = |link: &domain::token::planned::PlannedLink| {
        format!("\n  [{} of version {}]", word(&link.purpose), link.target_version)
    };
    let links: String = notification.links.iter().map(link).collect();
    format!(
        "notice to {}{mailed}:\n  {}\n  {}{links}",
        notification.member, notification.summary, notification.why
    )
}
