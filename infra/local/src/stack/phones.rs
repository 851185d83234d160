//! The settings of the simulated Twilio account and of the phones behind it.

use command_center::domain::inbound::CONNECTION_OVERRIDES;
use command_center::domain::settings::WorkspaceSettings;
use command_center::domain::workspace::Member;

use crate::credentials::{Credentials, SENDER};
use crate::simulator::{ApiKey, Person, SimulatorSettings};

/// The name of the business on the phone.
const BUSINESS_NAME: &str = "Command Center";

/// Returns the settings of an account that posts what people write to this address. The fallback is the same address, as
/// the runbook has it: a later call may succeed.
pub(super) fn simulator_settings(credentials: &Credentials, inbound_url: &str) -> SimulatorSettings {
    let inbound_url = Some(format!("{inbound_url}{CONNECTION_OVERRIDES}"));
    SimulatorSettings {
        port: None,
        account_sid: credentials.account_sid.clone(),
        auth_token: credentials.auth_token.clone(),
        api_keys: vec![ApiKey {
            sid: credentials.api_key_sid.clone(),
            secret: credentials.api_key_secret.clone(),
        }],
        sender: SENDER.to_owned(),
        business_name: BUSINESS_NAME.to_owned(),
        fallback_url: inbound_url.clone(),
        inbound_url,
        people: Vec::new(),
        seed: 1,
    }
}

/// Returns the phones of the people of a workspace who have one.
pub(super) fn phones(settings: &WorkspaceSettings) -> Vec<Person> {
    let phone = |member: &Member| {
        let subscription =
            settings.subscriptions.iter().find(|subscription| subscription.member == member.id)?;
        Some(Person {
            id: member.id.to_string(),
            name: member.name.clone(),
            phone: subscription.phone.clone()?,
            business_scoped_id: subscription.business_scoped_id.clone()?,
            zone: member.zone.clone(),
            language: member.language.clone(),
        })
    };
    settings.members.iter().filter_map(phone).collect()
}
