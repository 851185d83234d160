//! The steps of the demo, each checked against what is stored.

use std::time::Duration;

use command_center::domain::action::cards::MOST_CARDS;
use command_center::domain::action::reply;
use command_center::domain::audit::Outcome;
use command_center::domain::identity::WorkspaceId;
use command_center::domain::insight::adjustment::{AdjustmentState, BudgetAdjustment};
use command_center::domain::insight::record::{Alert, AlertState};
use command_center::domain::language::Language;
use command_center::domain::workspace::rules::Band;

use super::transcript::{approve_button, audit_line, bubble, standing};
use super::{DEMO_ZONE, DemoError, SECONDS_TO_THE_PHONE, expect};
use crate::captured::Mail;
use crate::console::{indent, say};
use crate::phone_client::{ChatMessage, HookAnswer, PhoneClient};
use crate::stack::LocalStack;

/// The state of the demo: the stack, the phones, and what has been done so far.
pub(super) struct Story<'a> {
    stack: &'a LocalStack,
    workspace: WorkspaceId,
    maya: PhoneClient,
    lee: PhoneClient,
    /// The number of changes made; each leaves one executed event in the audit log.
    changes: usize,
}

impl<'a> Story<'a> {
    pub(super) fn new(stack: &'a LocalStack, workspace: WorkspaceId) -> Self {
        let phone = |person| PhoneClient::new(stack.twilio_url(), person);
        Self { stack, workspace, maya: phone("maya"), lee: phone("lee"), changes: 0 }
    }
}

impl Story<'_> {
    pub(super) fn phone_of_maya(&self) -> &PhoneClient {
        &self.maya
    }

    pub(super) async fn digest_arrives(&self) -> Result<ChatMessage, DemoError> {
        let digest = self
            .maya
            .await_message(SECONDS_TO_THE_PHONE, "the digest on Maya's phone", |message| {
                message.direction == "outbound" && matches!(message.status.as_str(), "delivered" | "read")
            })
            .await?;
        say("# Maya's phone\n");
        say(bubble(&digest));
        let copies = self.maya.messages().await?.iter().filter(|m| m.direction == "outbound").count();
        expect(copies == 1, format!("{copies} digests are on Maya's phone instead of one"))?;
        Ok(digest)
    }

    /// Asks for the alerts, and shows the cards that the reply announces, in the order in which they come.
    pub(super) async fn see_alerts(&self, digest: &ChatMessage) -> Result<ChatMessage, DemoError> {
        let reply = self.tap(&self.maya, "Maya", digest, "See alerts").await?;
        let announced = number_in(&reply).filter(|_| reply.contains("alert"));
        let announced = announced
            .ok_or_else(|| DemoError::NotAsExpected("the reply to \"See alerts\" lists no alerts".into()))?;
        let is_card = |message: &ChatMessage| {
            message.direction == "outbound" && message.button("Acknowledge").is_some()
        };
        let cards = self
            .maya
            .await_messages(
                SECONDS_TO_THE_PHONE,
                "the cards of the alerts on Maya's phone",
                announced.min(MOST_CARDS),
                is_card,
            )
            .await?;
        cards.iter().for_each(|card| say(bubble(card)));
        let first = cards.into_iter().next();
        first.ok_or_else(|| DemoError::NotAsExpected("no card came".into()))
    }

    /// Acknowledges the alert of a card.
    pub(super) async fn acknowledge(&mut self, card: &ChatMessage) -> Result<(), DemoError> {
        let reply = self.tap(&self.maya, "Maya", card, "Acknowledge").await?;
        expect(reply.starts_with("Acknowledged by Maya"), "the alert is not acknowledged")?;
        let handled = |alert: &&Alert| alert.state == AlertState::Acknowledged;
        let acknowledged = self.stack.store.alerts(&self.workspace).await?.iter().filter(handled).count();
        expect(acknowledged == 1, format!("{acknowledged} alerts are acknowledged instead of one"))?;
        self.changes += 1;
        let again = self.tap(&self.maya, "Maya, again", card, "Acknowledge").await?;
        expect(again.starts_with("You acknowledged this alert"), "the second tap is not answered as one")
    }

    /// Assigns the recommendation behind the shift to Lee, using the list that follows the approval.
    pub(super) async fn assign(&mut self) -> Result<(), DemoError> {
        let card = self.card(&self.maya, "the card that offers to undo", "Undo").await?;
        say(bubble(&card));
        self.tap(&self.maya, "Maya", &card, "Assign").await?;
        let list = self
            .maya
            .await_message(SECONDS_TO_THE_PHONE, "the list of people", |message| {
                message.list_button.is_some()
            })
            .await?;
        say(bubble(&list));
        let answer = self.maya.pick(&list, "Lee").await?;
        let reply = reply_of(&answer);
        say(format!("Maya picks [Lee]\n{}\n", indent(&reply)));
        expect(reply.starts_with("Assigned to Lee"), "the recommendation is not assigned")?;
        self.changes += 1;
        let mail = self.mail_to("lee").await?;
        say(format!("# Lee's email\n\n  │ {}\n{}\n", mail.subject, indent(mail.body_text.trim())));
        Ok(())
    }

    async fn mail_to(&self, person: &str) -> Result<Mail, DemoError> {
        let mut look = tokio::time::interval(Duration::from_millis(200));
        for _look in 0..SECONDS_TO_THE_PHONE * 5 {
            look.tick().await;
            let mails = self.stack.emails().await?;
            if let Some(mail) = mails.into_iter().find(|mail| mail.to.iter().any(|to| to.contains(person))) {
                return Ok(mail);
            }
        }
        Err(DemoError::NotAsExpected(format!("no email came to {person}")))
    }

    /// Lee accepts the assignment on WhatsApp, and Maya is notified once.
    pub(super) async fn teammate_accepts(&mut self) -> Result<(), DemoError> {
        let card = self.card(&self.lee, "the recommendation on Lee's phone", "Accept").await?;
        say(bubble(&card));
        let reply = self.tap(&self.lee, "Lee", &card, "Accept").await?;
        expect(reply.starts_with("You took it on"), "Lee's answer is not taken")?;
        self.changes += 1;
        let news = self
            .maya
            .await_message(SECONDS_TO_THE_PHONE, "Lee's answer on Maya's phone", |message| {
                message.direction == "outbound" && message.text.contains("took on what you assigned")
            })
            .await?;
        say(bubble(&news));
        Ok(())
    }

    /// Anna taps a button of the report before, once a day has passed. Her report is in her language, and so is the reply.
    pub(super) async fn expired_button(&self) -> Result<(), DemoError> {
        let anna = PhoneClient::new(self.stack.twilio_url(), "anna");
        let digest = anna
            .await_message(SECONDS_TO_THE_PHONE, "the first digest on Anna's phone", |message| {
                message.direction == "outbound" && !message.buttons.is_empty()
            })
            .await?;
        let Some(button) = digest.buttons.iter().find(|button| button.url.is_none()) else {
            return Ok(());
        };
        say(format!("# Anna's phone, with the digest of the day before\n\n{}", bubble(&digest)));
        self.tap(&anna, "Anna, a day later,", &digest, &button.title).await?;
        let audit = self.stack.store.audit(&self.workspace).await?;
        let expired = Outcome::Denied { reason: "expired".to_owned() };
        let noted = audit.iter().any(|event| event.outcome == expired);
        expect(noted, "an old button is not refused as one")
    }

    /// Waits until the newest event is sealed, and prints the result of the verification.
    pub(super) async fn verify_audit(&self) -> Result<(), DemoError> {
        let mut look = tokio::time::interval(Duration::from_millis(200));
        for _look in 0..SECONDS_TO_THE_PHONE * 5 {
            look.tick().await;
            let report = self.stack.verify_audit(&self.workspace).await?;
            if !report.is_intact() || report.waiting == 0 {
                if self.stack.store.audit(&self.workspace).await?.is_empty() {
                    say("Nobody did anything, so the audit log is empty.\n");
                    return Ok(());
                }
                say(format!("{report}\n"));
                return expect(report.is_intact() && report.intact.is_some(), "the audit chain is broken");
            }
        }
        Err(DemoError::NotAsExpected("the audit log was not sealed in time".into()))
    }

    /// Waits for the newest card that has a certain button.
    async fn card(
        &self,
        phone: &PhoneClient,
        what: &'static str,
        button: &str,
    ) -> Result<ChatMessage, DemoError> {
        let fits =
            |message: &ChatMessage| message.direction == "outbound" && message.button(button).is_some();
        Ok(phone.await_message(SECONDS_TO_THE_PHONE, what, fits).await?)
    }

    pub(super) async fn approve(&mut self, digest: &ChatMessage) -> Result<(), DemoError> {
        let before = self.shift().await?;
        expect(before.state == AdjustmentState::Proposed, "the shift is not waiting for a decision")?;
        let mut reply = self.tap(&self.maya, "Maya", digest, "Approve budget shift").await?;
        if self.band(&before).await? == Some(Band::Confirmation) {
            expect(self.shift().await? == before, "a shift over the limit was approved by the first tap")?;
            let question = self.card(&self.maya, "the second question", "Yes, approve").await?;
            say(bubble(&question));
            reply = self.tap(&self.maya, "Maya", &question, "Yes, approve").await?;
        }
        expect(reply.contains("Approved via WhatsApp by Maya"), "the reply does not say who approved")?;
        expect(reply.contains('→'), "the reply does not say what changed")?;
        let after = self.shift().await?;
        expect(after.state == AdjustmentState::Approved, "the shift is not approved")?;
        self.changes += 1;
        expect(after.version == before.version + 1, "the version of the shift did not grow by one")
    }

    /// Returns what the approval of a shift requires.
    async fn band(&self, shift: &BudgetAdjustment) -> Result<Option<Band>, DemoError> {
        let settings = self.stack.store.settings(&self.workspace).await?;
        Ok(settings.and_then(|settings| settings.workspace.band(shift.amount)))
    }

    pub(super) async fn tap_again(&self, digest: &ChatMessage) -> Result<(), DemoError> {
        let before = self.shift().await?;
        let reply = self.tap(&self.maya, "Maya, again", digest, "Approve budget shift").await?;
        expect(reply.starts_with("Already done"), "the second tap is not answered as one")?;
        expect(self.shift().await? == before, "the second tap changed something")
    }

    pub(super) async fn somebody_else_taps(&self) -> Result<(), DemoError> {
        let lee = &self.lee;
        let digest = lee
            .await_message(SECONDS_TO_THE_PHONE, "the digest on Lee's phone", |message| {
                message.direction == "outbound"
            })
            .await?;
        let reply = self.tap(lee, "Lee", &digest, "Approve budget shift").await?;
        expect(reply.starts_with("Maya approved"), "Lee does not hear that Maya approved")
    }

    pub(super) async fn forwarded_button(&self, digest: &ChatMessage) -> Result<(), DemoError> {
        let anna = PhoneClient::new(self.stack.twilio_url(), "anna");
        let button = approve_button(digest)?;
        let body =
            serde_json::json!({ "tap": { "message": digest.sid, "button": button }, "forwarded": true });
        let answer = anna.send_raw(&body).await?;
        let reply = reply_of(&answer);
        say(format!("Anna taps Maya's forwarded button\n{}\n", indent(&reply)));
        expect(reply.contains("another phone"), "a forwarded button is not refused")
    }

    async fn tap(
        &self,
        phone: &PhoneClient,
        who: &str,
        digest: &ChatMessage,
        title: &str,
    ) -> Result<String, DemoError> {
        let button = digest.button(title);
        let button = button
            .ok_or_else(|| DemoError::NotAsExpected(format!("the digest has no button \"{title}\"")))?;
        let answer = phone.tap(digest, button).await?;
        expect(
            answer.status == Some(200),
            format!("the webhook answered {:?} to \"{title}\"", answer.status),
        )?;
        let reply = reply_of(&answer);
        let told = if reply.is_empty() { String::new() } else { format!("{}\n", indent(&reply)) };
        say(format!("{who} taps [{title}]\n{told}"));
        Ok(reply)
    }

    async fn shift(&self) -> Result<BudgetAdjustment, DemoError> {
        let newest = self.stack.store.adjustments(&self.workspace).await?.into_iter().next();
        newest.ok_or_else(|| DemoError::NotAsExpected("no budget shift is stored".into()))
    }

    pub(super) async fn show_state(&self, approved: bool) -> Result<(), DemoError> {
        say("# State\n");
        if approved {
            let shift = self.shift().await?;
            let when = |at| Language::English.moment(at, DEMO_ZONE);
            let by = shift
                .decided
                .as_ref()
                .map(|decision| format!(" by {}, {}", decision.name, when(decision.at)));
            let state = reply::state(Language::English, &shift);
            say(format!("Shift {}: {state}{}, version {}", shift.id, by.unwrap_or_default(), shift.version));
        }
        for message in self.stack.store.latest_messages(&self.workspace, 20).await? {
            say(format!("Message {}: {}", message.id, standing(&message)));
        }
        say("\n# Audit\n");
        let audit = self.stack.store.audit(&self.workspace).await?;
        audit.iter().for_each(|event| say(audit_line(event)));
        say("");
        let executed = audit.iter().filter(|event| event.outcome == Outcome::Executed).count();
        let expected = self.changes;
        expect(executed == expected, format!("{executed} executed actions are audited instead of {expected}"))
    }

    pub(super) async fn open_dashboard(&self, digest: &ChatMessage, approved: bool) -> Result<(), DemoError> {
        let link = digest.button("View dashboard").and_then(|button| button.url.clone());
        let link = link.ok_or_else(|| DemoError::NotAsExpected("the digest has no dashboard link".into()))?;
        let answer = reqwest::get(&link).await.map_err(DemoError::Dashboard)?;
        let status = answer.status().as_u16();
        let page = answer.text().await.map_err(DemoError::Dashboard)?;
        expect(status == 200, format!("the dashboard answered {status}"))?;
        let shows = page.contains("Approved via WhatsApp");
        expect(shows == approved, "the dashboard and the store differ about the approval")?;
        let seen = if approved { " and shows \"Approved via WhatsApp\", by Maya" } else { "" };
        say(format!("# Dashboard\n\nThe link answers {status}{seen}.\n"));
        Ok(())
    }
}

fn reply_of(answer: &HookAnswer) -> String {
    answer.replies.first().map(|reply| reply.text.clone()).unwrap_or_default()
}

/// Returns the first number in a text.
fn number_in(text: &str) -> Option<usize> {
    text.split(|letter: char| !letter.is_ascii_digit()).find_map(|digits| digits.parse().ok())
}
