//! Decisions made with buttons, with a line of text and with the links in mails, and the resulting state.
//!
//! One stack is used for everything; each scene has a store of its own, so that each has a budget shift to decide on.

use std::path::Path;
use std::time::Duration;

use command_center::domain::audit::{AuditEvent, Outcome, Source, Verb};
use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use command_center::domain::language::{Language, Phrase};
use command_center::domain::message::MessageState;
use command_center::domain::money::{Currency, Money};
use command_center::domain::workspace::rules::Band;
use command_center::domain::workspace::{Consent, Role, WhatsAppSubscription};
use local_stack::captured::Mail;
use local_stack::phone_client::{ChatMessage, PhoneClient};
use local_stack::stack::WorkspaceContents;
use local_stack::workspaces::sample;
use reqwest::StatusCode;
use serde_json::json;

use crate::harness::{PATIENCE_SECONDS, Running, move_to};

/// The form that a mail client posts (RFC 8058).
const ONE_CLICK: (&str, &str) = ("List-Unsubscribe", "One-Click");
/// The form that the approval page posts.
const APPROVE: (&str, &str) = ("act", "approve_shift");

impl Running {
    /// Creates the store of a scene, with some people of the sample, and sends its digest. The following calls refer
    /// to this store.
    async fn open(&mut self, store: &str, people: &[&str], change: impl FnOnce(&mut WorkspaceContents)) {
        let mut contents = sample(self.today);
        let settings = &mut contents.settings;
        let is_in = |member: &str| people.contains(&member);
        settings.members.retain(|member| is_in(member.id.as_str()));
        settings.subscriptions.retain(|known| is_in(known.member.as_str()));
        move_to(&mut contents, store);
        change(&mut contents);
        self.stack.load(&contents).await.expect("the store is loaded");
        self.workspace = contents.settings.workspace.id;
        let queued = self.send_digest().await.queued;
        assert_eq!(queued.len(), people.len(), "{queued:?}");
    }

    /// Reads the only budget shift of the store.
    async fn shift(&self) -> BudgetAdjustment {
        let shifts = self.stack.store.adjustments(&self.workspace).await.expect("the shifts");
        let [shift] = shifts.try_into().expect("one shift");
        shift
    }

    /// Reads the audit log of the store.
    async fn audit(&self) -> Vec<AuditEvent> {
        self.stack.store.audit(&self.workspace).await.expect("the audit log")
    }

    /// Reads the executed actions of the store, in order.
    async fn done(&self) -> Vec<AuditEvent> {
        let mut done = self.audit().await;
        done.retain(|event| event.outcome == Outcome::Executed);
        done.sort_by_key(|event| event.at);
        done
    }

    /// Returns the last executed action of the store, after its event has been published on the bus with the same
    /// content.
    async fn told(&self, verb: Verb, detail_type: &str) -> AuditEvent {
        let last = self.done().await.pop().expect("something was done");
        assert_eq!(last.verb, verb);
        let about = |event: &local_stack::captured::DomainEvent| event.detail["id"] == last.id.as_str();
        let events = awaited("its event on the bus", async || {
            let events = self.stack.events().await.expect("the events");
            events.iter().any(about).then_some(events)
        });
        let events: Vec<_> = events.await.into_iter().filter(about).collect();
        // The bus may deliver it twice, but always with the same content.
        let event = &events[0];
        assert!(events.iter().all(|copy| copy == event), "{events:?}");
        assert_eq!(event.detail_type, detail_type);
        assert_eq!(event.detail["workspace"], self.workspace.as_str());
        assert_eq!(event.detail["after"].as_str(), last.after.as_deref());
        last
    }

    async fn mail_to(&self, person: &str) -> Mail {
        awaited("the mail", async || {
            let mails = self.stack.emails().await.expect("the mails");
            mails.into_iter().find(|mail| mail.to.iter().any(|to| to.contains(person)))
        })
        .await
    }

    /// Opens a link, as people and mail scanners do.
    async fn open_link(&self, link: &str) -> (StatusCode, String) {
        read(reqwest::Client::new().get(link)).await
    }

    /// Presses the button on a page, as a browser does.
    async fn press(&self, link: &str, form: (&str, &str)) -> (StatusCode, String) {
        let request = reqwest::Client::new().post(link).form(&[form]);
        read(request.header("origin", self.stack.public_url()).header("sec-fetch-site", "same-origin")).await
    }

    /// Returns what the workers of this stack logged: the log, among those of all running stacks, that mentions this
    /// store.
    fn log(&self) -> String {
        let logs = std::fs::read_dir(self.stack.tools.scratch()).expect("the folder of logs");
        let logs = logs.filter_map(|file| Some(file.ok()?.path()));
        let is_log = |path: &Path| path.extension().is_some_and(|ending| ending == "log");
        let texts = logs.filter(|path| is_log(path)).filter_map(|path| std::fs::read_to_string(path).ok());
        texts.filter(|text| text.contains(self.workspace.as_str())).collect()
    }
}

/// Sets how much one tap and one person may approve per day, in dollars.
fn limit(store: &mut WorkspaceContents, one_tap: i64, one_person: Option<i64>) {
    let dollars = |units| Money::from_units(units, Currency::USD);
    let workspace = &mut store.settings.workspace;
    workspace.single_tap_limit = dollars(one_tap);
    workspace.rules.confirm_limit = one_person.map(dollars);
}

async fn read(request: reqwest::RequestBuilder) -> (StatusCode, String) {
    let answer = request.send().await.expect("an answer");
    (answer.status(), answer.text().await.expect("a page"))
}

async fn awaited<T>(what: &str, look_once: impl AsyncFn() -> Option<T>) -> T {
    let mut look = tokio::time::interval(Duration::from_millis(200));
    let looking = async {
        loop {
            look.tick().await;
            if let Some(found) = look_once().await {
                return found;
            }
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(PATIENCE_SECONDS), looking).await;
    waited.unwrap_or_else(|_| panic!("{what} did not come"))
}

/// Returns the link below a label in a mail.
fn link(mail: &Mail, label: &str) -> String {
    let mut lines = mail.body_text.lines().skip_while(|line| *line != format!("{label}:"));
    let link = lines.nth(1).unwrap_or_else(|| panic!("no link below {label}"));
    link.trim().to_owned()
}

fn token(link: &str) -> &str {
    link.rsplit('/').next().expect("the end of the link")
}

fn word(language: Language, phrase: Phrase) -> String {
    language.say(phrase, &[])
}

/// Waits for a message that has a button with this title.
async fn card(phone: &PhoneClient, title: &str) -> ChatMessage {
    let fits = |message: &ChatMessage| message.direction == "outbound" && message.button(title).is_some();
    phone.await_message(PATIENCE_SECONDS, "the card", fits).await.expect("the card arrives")
}

/// Taps a button and returns the reply, which is empty if cards are the only answer.
async fn tap(phone: &PhoneClient, message: &ChatMessage, title: &str) -> String {
    let button = message.button(title).expect("the button");
    let answer = phone.tap(message, button).await.expect("an answer");
    assert_eq!(answer.status, Some(200));
    answer.replies.first().map(|reply| reply.text.clone()).unwrap_or_default()
}

async fn say(phone: &PhoneClient, text: &str) -> String {
    let answer = phone.say(text).await.expect("an answer");
    answer.replies.first().map(|reply| reply.text.clone()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_is_taken_back_refused_with_a_reason_approved_by_two_and_decided_on_by_mail() {
    let mut running = Running::start().await;
    an_approval_is_taken_back_by_its_button(&mut running).await;
    a_shift_over_the_limit_asks_once_more_and_then_is_done(&mut running).await;
    the_line_after_a_no_is_its_reason(&mut running).await;
    the_second_approves_by_mail_once(&mut running).await;
    what_whatsapp_refuses_comes_as_a_mail_that_acts_and_ends(&mut running).await;
    running.stack.stop().await.expect("the stack stops");
}

async fn an_approval_is_taken_back_by_its_button(running: &mut Running) {
    running.open("store-of-diego", &["diego"], |_| {}).await;
    let (phone, digest) = (running.phone("diego"), running.digest_of("diego").await);
    let proposed = running.shift().await;
    let approved = tap(&phone, &digest, "Aprobar traspaso").await;
    assert!(approved.contains("por Diego"), "{approved}");
    let shift = running.shift().await;
    assert_eq!((shift.state, shift.version), (AdjustmentState::Approved, proposed.version + 1));
    assert!(shift.undo_until > Some(SystemClock.now().into()), "it can be undone for a while");

    let undo = word(Language::Spanish, Phrase::ButtonUndo);
    let way_back = card(&phone, &undo).await;
    let undone = tap(&phone, &way_back, &undo).await;
    assert!(undone.starts_with("Deshecho por Diego"), "{undone}");
    let shift = running.shift().await;
    assert_eq!((shift.state, shift.version), (AdjustmentState::Undone, proposed.version + 2));
    let by = shift.undone.as_ref().map(|decision| (decision.by.as_str(), decision.source));
    assert_eq!(by, Some(("diego", Source::WhatsApp)));
    let event = running.told(Verb::UndoShift, "BudgetShiftUndone").await;
    assert_eq!(event.actor.as_ref().map(|actor| actor.as_str()), Some("diego"));
    assert_ne!(event.before, event.after);

    let again = tap(&phone, &way_back, &undo).await;
    assert!(again.starts_with("Usted deshizo este traspaso"), "{again}");
    assert_eq!(running.shift().await, shift);
}

async fn a_shift_over_the_limit_asks_once_more_and_then_is_done(running: &mut Running) {
    let asks_once_more = |store: &mut WorkspaceContents| limit(store, 100, Some(1_000));
    running.open("store-of-lee", &["lee"], asks_once_more).await;
    let (phone, digest) = (running.phone("lee"), running.digest_of("lee").await);
    let proposed = running.shift().await;
    assert!(proposed.amount.minor > 10_000, "no limit makes a proposal smaller");
    assert_eq!(tap(&phone, &digest, "Approve budget shift").await, "", "the question is the answer");
    let question = card(&phone, "Yes, approve").await;
    assert!(question.text.contains("It is over the $100"), "{}", question.text);
    assert_eq!(running.shift().await, proposed, "a question changes nothing");
    let approved = tap(&phone, &question, "Yes, approve").await;
    assert!(approved.contains("Approved via WhatsApp by Lee"), "{approved}");
    assert_eq!(running.shift().await.state, AdjustmentState::Approved);
    let event = running.told(Verb::ApproveShift, "BudgetShiftApproved").await;
    assert_eq!(event.evidence.and_then(|evidence| evidence.band), Some(Band::Confirmation));
}

async fn the_line_after_a_no_is_its_reason(running: &mut Running) {
    let asks_once_more = |store: &mut WorkspaceContents| limit(store, 100, Some(1_000));
    running.open("store-of-priya", &["priya"], asks_once_more).await;
    let (phone, digest) = (running.phone("priya"), running.digest_of("priya").await);
    tap(&phone, &digest, &digest.buttons[0].title).await;
    assert_eq!(running.shift().await.state, AdjustmentState::Proposed, "so much takes a second tap");
    let not_now = word(Language::Hindi, Phrase::ButtonNotNow);
    let asked = card(&phone, &not_now).await;
    assert!(asked.button(&word(Language::Hindi, Phrase::ButtonConfirm)).is_some(), "{asked:?}");
    let noted = tap(&phone, &asked, &not_now).await;
    assert_eq!(noted, word(Language::Hindi, Phrase::ReplyDeclined));
    let declined = running.shift().await;
    assert_eq!((declined.state, &declined.decline_reason), (AdjustmentState::Declined, &None));

    let reason = "अगले हफ़्ते नया अभियान शुरू होगा";
    assert_eq!(say(&phone, reason).await, word(Language::Hindi, Phrase::ReplyReasonKept));
    let kept = running.shift().await;
    assert_eq!((kept.state, kept.decline_reason.as_deref()), (AdjustmentState::Declined, Some(reason)));
    running.told(Verb::GiveReason, "BudgetShiftReasonGiven").await;
    assert_ne!(say(&phone, "और एक बात").await, word(Language::Hindi, Phrase::ReplyReasonKept));
    assert_eq!(running.shift().await, kept, "one line is the reason, and no other");
}

async fn the_second_approves_by_mail_once(running: &mut Running) {
    running.open("store-of-two", &["maya", "lee"], |store| limit(store, 100, None)).await;
    let (phone, digest) = (running.phone("maya"), running.digest_of("maya").await);
    let recorded = tap(&phone, &digest, "Approve budget shift").await;
    assert!(recorded.starts_with("Your approval is recorded."), "{recorded}");
    assert!(recorded.contains("so Lee must approve it too"), "{recorded}");
    let mail = running.mail_to("lee").await;
    assert!(mail.subject.contains("it needs your approval too"), "{}", mail.subject);
    let approve = link(&mail, &word(Language::English, Phrase::MailButtonApprove));
    let (waiting, audit) = (running.shift().await, running.audit().await);
    assert_eq!(waiting.state, AdjustmentState::AwaitingSecond);

    for _look in 0..2 {
        let (status, page) = running.open_link(&approve).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(r#"name="act" value="approve_shift""#), "{page}");
        assert!(!page.contains(token(&approve)), "a page does not name its own token");
    }
    assert_eq!((running.shift().await, running.audit().await), (waiting.clone(), audit));

    let (status, page) = running.press(&approve, APPROVE).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("by Lee") && page.contains("after Maya"), "{page}");
    let approved = running.shift().await;
    assert_eq!((approved.state, approved.version), (AdjustmentState::Approved, waiting.version + 1));
    let by = |decision: &Option<command_center::domain::insight::adjustment::DecisionRecord>| {
        decision.as_ref().map(|decision| (decision.by.to_string(), decision.source))
    };
    assert_eq!(by(&approved.first), Some(("maya".to_owned(), Source::WhatsApp)));
    assert_eq!(by(&approved.decided), Some(("lee".to_owned(), Source::WebLink)));
    let event = running.told(Verb::ApproveShift, "BudgetShiftApproved").await;
    let first = event.evidence.and_then(|evidence| evidence.first_approver);
    assert_eq!(first.map(|first| first.to_string()).as_deref(), Some("maya"));

    let (status, page) = running.press(&approve, APPROVE).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(page.contains("Already done, nothing changed. You approved this shift on"), "{page}");
    assert_eq!(running.shift().await, approved);
    let heard =
        |message: &ChatMessage| message.text.contains("Lee approved the shift that you approved first");
    phone.await_message(PATIENCE_SECONDS, "the news", heard).await.expect("the first hears of the second");

    let log = awaited("the log of the mail", async || {
        Some(running.log()).filter(|log| log.contains("notification mail handled"))
    });
    assert!(!log.await.contains(token(&approve)), "no log has the token");
}

async fn what_whatsapp_refuses_comes_as_a_mail_that_acts_and_ends(running: &mut Running) {
    let refused = json!({ "kind": "error_code", "code": 63024, "status": "undelivered" });
    running.set_faults(json!({ "rules": [{ "when": { "to": "anna" }, "effect": refused }] })).await;
    running
        .open("store-of-anna", &["anna"], |contents| contents.settings.members[0].role = Role::Marketer)
        .await;
    let failed = running.await_message_state("anna", |message| message.state == MessageState::Failed).await;
    let reason = format!("{:?}", failed.failure);
    assert!(reason.contains("63024"), "{reason}");
    let mail = running.mail_to("anna").await;
    let of = |phrase| link(&mail, &word(Language::German, phrase));
    let approve = of(Phrase::MailButtonApproveShift);

    let (status, page) = running.open_link(&approve).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Diese Budgetverschiebung freigeben?"), "{page}");
    assert_eq!(running.shift().await.state, AdjustmentState::Proposed);
    let (status, page) = running.press(&approve, APPROVE).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains(&word(Language::German, Phrase::ActDoneTitle)), "{page}");
    let approved = running.shift().await;
    assert_eq!(approved.state, AdjustmentState::Approved);
    let by = approved.decided.map(|decision| (decision.by.to_string(), decision.source));
    assert_eq!(by, Some(("anna".to_owned(), Source::WebLink)));
    running.told(Verb::ApproveShift, "BudgetShiftApproved").await;

    let end = of(Phrase::MailUnsubscribe);
    let (status, _) = running.open_link(&end).await;
    assert_eq!((status, running.subscription().await.mails_ended_at), (StatusCode::OK, None));
    for _post in 0..2 {
        let (status, page) = read(reqwest::Client::new().post(&end).form(&[ONE_CLICK])).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(&word(Language::German, Phrase::MailsEndedTitle)), "{page}");
    }
    let subscription = running.subscription().await;
    assert!(subscription.mails_ended_at.is_some());
    assert_eq!(subscription.consent, Consent::OptedIn, "WhatsApp goes on");
    let ends = running.done().await.into_iter().filter(|event| event.verb == Verb::EndMails);
    assert_eq!(ends.count(), 1);
    running.told(Verb::EndMails, "DigestMailsEnded").await;
}

impl Running {
    /// Reads the subscription of the only person of the store.
    async fn subscription(&self) -> WhatsAppSubscription {
        let settings = self.stack.store.settings(&self.workspace).await.expect("settings").expect("a store");
        let [subscription] = settings.subscriptions.try_into().expect("one subscription");
        subscription
    }
}
