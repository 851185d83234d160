//! The demo: a day of the product without a person, told as a person would read it, and checked at every step.

use std::path::Path;

use command_center::action::adjustment::{AdjustmentState, BudgetAdjustment};
use command_center::action::reply;
use command_center::audit::{AuditEvent, Outcome, Verb};
use command_center::clock::SystemClock;
use command_center::digest::send::{DigestRequest, DigestSummary};
use command_center::identity::{MemberId, WorkspaceId};
use command_center::language::Language;
use command_center::message::{Message, MessageState};
use jiff::civil::Date;

use crate::console::{progress, say};
use crate::handset::{ChatMessage, Handset, HandsetError};
use crate::import_file::{ImportFileError, open_export};
use crate::stack::{LocalStack, StackError, WorkspaceContents};
use crate::workspaces::{aim_at_own_average, around_export, digest_date, read_export, sample, sample_today};
use command_center::import::keep::keep;

/// The zone that the transcript tells times in: Maya's.
const DEMO_ZONE: &str = "America/New_York";
/// How long a message may take from the digest to the phone, in seconds.
const SECONDS_TO_THE_PHONE: u64 = 30;

/// Why the demo failed.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The stack failed.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The export could not be imported.
    #[error(transparent)]
    Import(#[from] ImportFileError),
    /// The phone failed.
    #[error(transparent)]
    Phone(#[from] HandsetError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] command_center::store::StoreError),
    /// The dashboard was not reached.
    #[error("the dashboard was not reached")]
    Dashboard(#[source] reqwest::Error),
    /// Something was not as it must be.
    #[error("{0}")]
    NotAsExpected(String),
}

fn expect(holds: bool, otherwise: impl Into<String>) -> Result<(), DemoError> {
    if holds { Ok(()) } else { Err(DemoError::NotAsExpected(otherwise.into())) }
}

/// Plays the demo on a running stack, with an export or with the sample.
///
/// # Errors
/// When any step does not give what it must.
pub async fn play(stack: &LocalStack, export: Option<&Path>) -> Result<(), DemoError> {
    let (workspace, date) = match export {
        Some(file) => load_export(stack, file).await?,
        None => load_sample(stack).await?,
    };
    let summary = send(stack, &workspace, date).await?;
    let story = Story { stack, workspace, maya: Handset::of(stack.twilio_url(), "maya") };
    let digest = story.digest_arrives().await?;
    if digest.button("See alerts").is_some() {
        story.see_alerts(&digest).await?;
    }
    if summary.proposes_shift {
        story.approve(&digest).await?;
        story.tap_again(&digest).await?;
        story.somebody_else_taps().await?;
        story.forwarded_button(&digest).await?;
    } else {
        expect(export.is_some(), "the sample has a budget shift to propose, and none was proposed")?;
        say("The facts of this day speak for no budget shift, so there is nothing to approve.\n");
    }
    story.show_state(summary.proposes_shift).await?;
    story.open_dashboard(&digest, summary.proposes_shift).await?;
    say("demo: ok");
    Ok(())
}

async fn load_sample(stack: &LocalStack) -> Result<(WorkspaceId, Date), DemoError> {
    let today = sample_today(&SystemClock);
    let contents = sample(today);
    progress("loading the sample workspace: 12 campaigns, 120 days");
    stack.load(&contents).await?;
    say(format!(
        "# {}: the sample workspace, {} facts\n",
        contents.settings.workspace.name,
        contents.facts.len()
    ));
    Ok((contents.settings.workspace.id, today))
}

async fn load_export(stack: &LocalStack, file: &Path) -> Result<(WorkspaceId, Date), DemoError> {
    let today = sample_today(&SystemClock);
    let mut settings = around_export(today);
    let (mut opened, bar) = open_export(file)?;
    let import = read_export(&mut opened, &mut settings, today, &mut |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    let import = import.map_err(ImportFileError::Refused)?;
    say(format!("# Import of {}\n\n{}", file.display(), import.report));
    let target = aim_at_own_average(&mut settings, &import);
    stack
        .load(&WorkspaceContents { settings: settings.clone(), creatives: Vec::new(), facts: Vec::new() })
        .await?;
    let kept = keep(&stack.store, &settings, &import, &|_| {}).await?;
    say(format!(
        "Stored: {} campaigns, {} creatives, {} facts.\n",
        kept.new_campaigns, kept.creatives, kept.facts
    ));
    say(match target {
        Some(roas) => format!(
            "An export states neither budgets nor a target: the mean spend of the last days stands for each budget, and \
             its own last four weeks set the target, ROAS {}.\n",
            Language::English.hundredths(roas)
        ),
        None => "The export has no revenue, so there is no ROAS to judge. Is the revenue column part of it, under a name \
                 that the platform uses?\n"
            .to_owned(),
    });
    let date = digest_date(&kept.sources)
        .ok_or_else(|| DemoError::NotAsExpected("the export has no whole day".into()))?;
    Ok((settings.workspace.id, date))
}

async fn send(stack: &LocalStack, workspace: &WorkspaceId, date: Date) -> Result<DigestSummary, DemoError> {
    let request = DigestRequest { workspace: workspace.clone(), local_date: Some(date) };
    let summary = stack.send_digest(&request).await?;
    say(format!(
        "# The digest of {date}, reporting on {}\n\nTo {}. Not to {}, who stopped the messages.\n",
        summary.report_day,
        names(&summary.queued),
        names(&summary.without_consent),
    ));
    let again = stack.send_digest(&request).await?;
    expect(
        again.already_sent.len() + again.queued.len() == summary.queued.len(),
        "asking twice changed who gets it",
    )?;
    Ok(summary)
}

fn names(members: &[MemberId]) -> String {
    members.iter().map(MemberId::as_str).collect::<Vec<_>>().join(", ")
}

struct Story<'a> {
    stack: &'a LocalStack,
    workspace: WorkspaceId,
    maya: Handset,
}

impl Story<'_> {
    async fn digest_arrives(&self) -> Result<ChatMessage, DemoError> {
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

    async fn see_alerts(&self, digest: &ChatMessage) -> Result<(), DemoError> {
        let reply = self.tap(&self.maya, "Maya", digest, "See alerts").await?;
        expect(reply.contains("alert"), "the reply to \"See alerts\" lists no alerts")
    }

    async fn approve(&self, digest: &ChatMessage) -> Result<(), DemoError> {
        let before = self.shift().await?;
        expect(before.state == AdjustmentState::Proposed, "the shift is not waiting for a decision")?;
        let reply = self.tap(&self.maya, "Maya", digest, "Approve budget shift").await?;
        expect(reply.contains("Approved via WhatsApp by Maya"), "the reply does not say who approved")?;
        expect(reply.contains('→'), "the reply does not say what changed")?;
        let after = self.shift().await?;
        expect(after.state == AdjustmentState::Approved, "the shift is not approved")?;
        expect(after.version == before.version + 1, "the version of the shift did not grow by one")
    }

    async fn tap_again(&self, digest: &ChatMessage) -> Result<(), DemoError> {
        let before = self.shift().await?;
        let reply = self.tap(&self.maya, "Maya, again", digest, "Approve budget shift").await?;
        expect(reply.starts_with("Already done"), "the second tap is not answered as one")?;
        expect(self.shift().await? == before, "the second tap changed something")
    }

    async fn somebody_else_taps(&self) -> Result<(), DemoError> {
        let lee = Handset::of(self.stack.twilio_url(), "lee");
        let digest = lee
            .await_message(SECONDS_TO_THE_PHONE, "the digest on Lee's phone", |message| {
                message.direction == "outbound"
            })
            .await?;
        let reply = self.tap(&lee, "Lee", &digest, "Approve budget shift").await?;
        expect(reply.starts_with("Maya approved"), "Lee does not hear that Maya approved")
    }

    async fn forwarded_button(&self, digest: &ChatMessage) -> Result<(), DemoError> {
        let anna = Handset::of(self.stack.twilio_url(), "anna");
        let button = approve_button(digest)?;
        let body =
            serde_json::json!({ "tap": { "message": digest.sid, "button": button }, "forwarded": true });
        let answer = anna.send_raw(&body).await?;
        let reply = answer.replies.first().map(|reply| reply.text.clone()).unwrap_or_default();
        say(format!("Anna taps Maya's forwarded button\n{}\n", indent(&reply)));
        expect(reply.contains("another phone"), "a forwarded button is not refused")
    }

    async fn tap(
        &self,
        phone: &Handset,
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
        let reply = answer.replies.first().map(|reply| reply.text.clone()).unwrap_or_default();
        say(format!("{who} taps [{title}]\n{}\n", indent(&reply)));
        Ok(reply)
    }

    async fn shift(&self) -> Result<BudgetAdjustment, DemoError> {
        let newest = self.stack.store.adjustments(&self.workspace).await?.into_iter().next();
        newest.ok_or_else(|| DemoError::NotAsExpected("no budget shift is stored".into()))
    }

    async fn show_state(&self, approved: bool) -> Result<(), DemoError> {
        say("# State\n");
        if approved {
            let shift = self.shift().await?;
            let when = |at| Language::English.moment(at, DEMO_ZONE);
            let by = shift
                .decided
                .as_ref()
                .map(|decision| format!(" by {}, {}", decision.name, when(decision.at)));
            let state = reply::state(Language::English, shift.state);
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
        let expected = usize::from(approved);
        expect(executed == expected, format!("{executed} executed actions are audited instead of {expected}"))
    }

    async fn open_dashboard(&self, digest: &ChatMessage, approved: bool) -> Result<(), DemoError> {
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

fn approve_button(digest: &ChatMessage) -> Result<usize, DemoError> {
    let button = digest.button("Approve budget shift").map(|button| button.index);
    button.ok_or_else(|| DemoError::NotAsExpected("the digest has no button to approve".into()))
}

fn bubble(message: &ChatMessage) -> String {
    let buttons: Vec<String> = message.buttons.iter().map(|button| format!("[{}]", button.title)).collect();
    format!("{}\n{}\n", indent(&message.text), indent(&buttons.join("  ")))
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("  │ {line}")).collect::<Vec<_>>().join("\n")
}

fn standing(message: &Message) -> String {
    let attempts = message.attempts.len();
    let state = match message.state {
        MessageState::Queued => "queued",
        MessageState::Calling => "calling Twilio",
        MessageState::Unknown => "unknown",
        MessageState::Accepted => "accepted by Twilio",
        MessageState::Failed => "failed",
        MessageState::Delivered => "delivered",
        MessageState::Read => "read",
    };
    format!(
        "{state}, {attempts} attempt{}, {} v{}",
        if attempts == 1 { "" } else { "s" },
        message.template.as_str(),
        message.template_version
    )
}

fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::ApproveShift => "approve shift",
        Verb::ShowAlerts => "show alerts of",
        Verb::OptOut => "stop",
        Verb::OptIn => "start",
    }
}

fn audit_line(event: &AuditEvent) -> String {
    let who = event.actor.as_ref().map_or("somebody else's phone", MemberId::as_str);
    let outcome = match &event.outcome {
        Outcome::Executed => "executed".to_owned(),
        Outcome::Denied { reason } => format!("denied: {reason}"),
    };
    let change = match (&event.before, &event.after) {
        (Some(before), Some(after)) => format!("\n    {before}\n    → {after}"),
        _ => String::new(),
    };
    let when = Language::English.moment(event.at, DEMO_ZONE);
    let source = reply::source(Language::English, event.source);
    format!("{when}  {who} via {source}: {} {} — {outcome}{change}", verb(event.verb), event.object)
}
