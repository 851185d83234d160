//! The next morning of the demo, which comes by the clock: nobody asks for its digests.

use command_center::domain::clock::{Clock, SystemClock};
use command_center::domain::identity::WorkspaceId;
use command_center::domain::instant::first_instant;
use command_center::domain::message::{Message, MessageState};
use command_center::domain::workspace::Consent;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::transcript::bubble;
use super::{DemoError, SECONDS_TO_THE_PHONE, expect};
use crate::console::say;
use crate::mornings::Mornings;
use crate::phone_client::PhoneClient;
use crate::stack::LocalStack;

/// Until when time passes at least, on the clock of the workspace: by then it has been morning for everybody in the sample.
const NOON: Time = Time::constant(12, 0, 0, 0);
/// How long time passes at least: by then every button of the day before is too old.
const A_DAY: i64 = 24 * 3600 + 60;

/// Lets time pass until the next noon and for a day at least, and shows Maya's digest of the morning before it.
pub(super) async fn next_morning(
    stack: &LocalStack,
    workspace: &WorkspaceId,
    today: Date,
) -> Result<(), DemoError> {
    let settings = stack.store.settings(workspace).await?;
    let settings = settings.ok_or_else(|| DemoError::NotAsExpected("the workspace is gone".to_owned()))?;
    say("# The next morning, for which nobody asks\n");
    let tomorrow = today.saturating_add(1.day());
    let zone = TimeZone::get(&settings.workspace.zone).unwrap_or(TimeZone::UTC);
    let noon = first_instant(tomorrow.to_datetime(NOON), &zone);
    let mornings = Mornings::of_sample(stack, settings.clone(), today);
    mornings.pass_to(A_DAY.max(noon.as_second() - SystemClock.now().as_second())).await?;
    for known in settings.subscriptions.iter().filter(|known| known.consent == Consent::OptedIn) {
        let id = Message::digest_id(&known.member, tomorrow);
        let message = stack.store.message(workspace, &id).await?;
        let on_its_way = message.is_some_and(|message| message.state != MessageState::Queued);
        expect(on_its_way, format!("the digest of the next morning did not come to {}", known.member))?;
    }
    let maya = PhoneClient::new(stack.twilio_url(), "maya");
    let reports_on = format!("{}.", today.strftime("%-d %b"));
    let digest = maya
        .await_message(SECONDS_TO_THE_PHONE, "the digest of the next morning on Maya's phone", |message| {
            message.direction == "outbound" && message.text.contains(&reports_on)
        })
        .await?;
    say(format!("\n# Maya's phone\n\n{}", bubble(&digest)));
    Ok(())
}
