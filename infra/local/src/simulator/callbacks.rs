//! The delivery of an accepted message: its statuses, and the signed callbacks that report them.

use std::time::Duration;

use super::debugger::{Entry, meaning};
use super::faults::CallbackTiming;
use super::form::Form;
use super::message::{Message, Status};
use super::refusal::wording;
use super::state::{Account, App, World};
use super::{address, clock, media, webhook};

/// How long a message waits before it is sent, and again before it is delivered.
const HOP: Duration = Duration::from_millis(40);

/// One step in the delivery of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    wait: Duration,
    advance: Option<Status>,
    tell: Vec<Status>,
}

/// Starts the delivery of a message, in a separate task.
pub(crate) fn follow(app: &App, sid: String) {
    let task = {
        let app = App::clone(app);
        async move { travel(&app, &sid).await }
    };
    app.spawn(task);
}

/// Records that the phone has shown messages; messages still in delivery become read when they arrive.
pub(crate) fn mark_read(app: &App, person: &str, sids: &[String]) {
    let mut arrived = Vec::new();
    for message in &mut app.world().messages {
        if message.person.as_deref() == Some(person) && sids.contains(&message.sid) && !message.shown {
            message.shown = true;
            arrived.extend(
                (message.settled && message.status == Status::Delivered).then(|| message.sid.clone()),
            );
        }
    }
    for sid in arrived {
        let task = {
            let app = App::clone(app);
            async move { read(&app, &sid).await }
        };
        app.spawn(task);
    }
}

async fn travel(app: &App, sid: &str) {
    media::fetch(app, sid).await;
    let Some(steps) = app.world().message(sid).map(steps) else { return };
    for step in steps {
        clock::pass(step.wait).await;
        if let Some(status) = step.advance {
            advance(app, sid, status);
        }
        for status in step.tell {
            tell(app, sid, status).await;
        }
    }
    if settle(&mut app.world(), sid) {
        read(app, sid).await;
    }
}

/// Ends the delivery of a message and reports whether it has already been read.
fn settle(world: &mut World, sid: &str) -> bool {
    let person = world.message(sid).and_then(|message| message.person.clone());
    let at_once = person.and_then(|person| world.phone(&person).map(|phone| phone.reads_at_once));
    world.message_mut(sid).is_some_and(|message| {
        message.settled = true;
        message.status == Status::Delivered && (message.shown || at_once == Some(true))
    })
}

async fn read(app: &App, sid: &str) {
    advance(app, sid, Status::Read);
    let timing = app.world().message(sid).map(|message| message.callbacks).unwrap_or_default();
    clock::pass(Duration::from_millis(timing.delay_milliseconds)).await;
    for status in told(Status::Read, timing) {
        tell(app, sid, status).await;
    }
}

fn advance(app: &App, sid: &str, status: Status) {
    if let Some(message) = app.world().message_mut(sid) {
        message.advance(status, clock::now());
        if matches!(status, Status::Failed | Status::Undelivered) {
            message.error_code = message.failure.map(|failure| failure.0);
        }
    }
    app.announce();
}

/// Returns the steps of a message after its acceptance.
fn steps(message: &Message) -> Vec<Step> {
    let statuses = match message.failure {
        None => vec![Status::Sent, Status::Delivered],
        Some((_, super::FailureStatus::Undelivered)) => vec![Status::Sent, Status::Undelivered],
        Some((_, super::FailureStatus::Failed)) => vec![Status::Failed],
    };
    plan(&statuses, message.callbacks)
}

/// Arranges statuses and their callbacks according to the timing.
fn plan(statuses: &[Status], timing: CallbackTiming) -> Vec<Step> {
    let wait = HOP + Duration::from_millis(timing.delay_milliseconds);
    if !timing.reordered {
        let step = |status: &Status| Step { wait, advance: Some(*status), tell: told(*status, timing) };
        return statuses.iter().map(step).collect();
    }
    let moves = statuses.iter().map(|status| Step { wait: HOP, advance: Some(*status), tell: Vec::new() });
    let late = statuses.iter().rev().map(|status| Step { wait, advance: None, tell: told(*status, timing) });
    moves.chain(late).collect()
}

fn told(status: Status, timing: CallbackTiming) -> Vec<Status> {
    let times = match timing {
        CallbackTiming { missing: true, .. } => 0,
        CallbackTiming { duplicated: true, .. } => 2,
        _ => 1,
    };
    vec![status; times]
}

async fn tell(app: &App, sid: &str, status: Status) {
    let prepared = {
        let mut world = app.world();
        let scoped = world
            .message(sid)
            .and_then(|message| world.owner_of(&message.to))
            .map(|phone| phone.person.scoped_address());
        let token = world.ids.uuid();
        world.message(sid).and_then(|message| {
            let url = message.status_callback.clone()?;
            Some((url, token, form(&app.account, message, status, scoped)))
        })
    };
    let Some((url, token, form)) = prepared else { return };
    let problem = match webhook::post(app, &url, &form, &token).await {
        Ok(answer) if answer.status < 400 => return,
        Ok(answer) => (super::debugger::RETRIEVAL_FAILED, Some(answer.status)),
        Err(_) => (super::debugger::CONNECTION_FAILED, None),
    };
    let entry = Entry {
        code: problem.0,
        message: meaning(problem.0),
        message_sid: sid.to_owned(),
        status: problem.1,
        time: clock::now(),
    };
    app.world().debugger.push(entry);
}

/// Returns the form of a status callback.
fn form(account: &Account, message: &Message, status: Status, scoped: Option<String>) -> Form {
    let mut form = Form::default();
    form.push("ChannelPrefix", "whatsapp");
    form.push("ApiVersion", "2010-04-01");
    form.push("MessageStatus", status.as_str());
    form.push("SmsSid", &message.sid);
    form.push("SmsStatus", status.as_str());
    form.push("ChannelInstallSid", &account.channel_sid);
    form.push("To", &message.to);
    form.push("From", &message.from);
    form.push("MessageSid", &message.sid);
    form.push("AccountSid", &account.sid);
    form.push("ChannelToAddress", address::masked(&message.to));
    form.push("StructuredMessage", if message.content_sid.is_some() { "true" } else { "false" });
    if matches!(status, Status::Delivered | Status::Read) {
        form.push("EventType", status.as_str().to_ascii_uppercase());
        if let Some(scoped) = scoped {
            form.push("ExternalUserId", scoped);
        }
    }
    if let (Status::Failed | Status::Undelivered, Some(code)) = (status, message.error_code) {
        form.push("ErrorCode", code.to_string());
        form.push("ErrorMessage", wording(code));
        form.push("ChannelStatusMessage", wording(code));
        form.push("EventType", status.as_str().to_ascii_uppercase());
    }
    form
}

#[cfg(test)]
mod tests;
