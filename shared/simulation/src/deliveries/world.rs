//! The world of a run: two workspaces that share a phone, three people, their messages, and the product's
//! environment.

use super::line::Line;
use super::lines::Log;
use super::mails::Mails;
use super::phones::Phones;
use super::process::Process;
use super::time::Time;
use super::weather::Weather;
use domain::address::{AddressPepper, WebLink};
use domain::digest::compose::DigestLine;
use domain::digest::form::fallback_form;
use domain::identity::{MessageId, WorkspaceId};
use domain::language::Language;
use domain::message::conversation::AddressOwner;
use domain::message::template::TemplateName;
use domain::message::{Message, MessageKind, NewMessage, PlannedButton};
use domain::oidc::Administrator;
use domain::testing::issuer::{PublishedKeys, Signer, access, admin_claims};
use domain::testing::{
    CountingRandomness, business_scoped_id, lee, maya, now, pepper, phone, report_day, subscription,
    token_keys, workspace,
};
use domain::token::{TokenChannel, TokenKeys, TokenPurpose};
use domain::workspace::{Consent, Member, WhatsAppSubscription, Workspace};
use fastrand::Rng;
use jiff::Timestamp;
use std::collections::BTreeMap;
use store::Item;
use store::content_sids::ContentSids;
use store::embedded::sabotage::Sabotage;
use store::embedded::{EmbeddedStore, Fault, FaultPlan};
use store::item::{self, Entity};
use store::key::Key;

/// A person of a run in one workspace.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) member: Member,
    pub(super) subscription: WhatsAppSubscription,
}

/// Everything that a run needs and that its tasks share.
pub(super) struct World {
    pub(super) time: Time,
    pub(super) phones: Phones,
    pub(super) line: Line,
    pub(super) mails: Mails,
    /// A store whose calls have no faults.
    pub(super) calm: EmbeddedStore,
    pub(super) processes: Vec<Process>,
    pub(super) webhook: Process,
    pub(super) sweeper: Process,
    pub(super) no_sweeps: bool,
    pub(super) sweeps_late_by: i64,
    pub(super) people: Vec<Person>,
    pub(super) messages: Vec<Message>,
    pub(super) randomness: CountingRandomness,
    pub(super) token_keys: TokenKeys,
    pub(super) pepper: AddressPepper,
    pub(super) app_url: WebLink,
    pub(super) administrator: Administrator,
    pub(super) log: Log,
}

/// Returns the recipient of a message from its identifier, which ends with the name.
pub(super) fn member_of(message: &str) -> &str {
    message.rsplit('-').next().unwrap()
}

/// Returns the number of a person's phone, which is the same in all workspaces. Names such as `p17` denote one of
/// many people.
pub(super) fn phone_of(member: &str) -> String {
    if let Some(number) = member.strip_prefix('p').and_then(|number| number.parse::<u32>().ok()) {
        return format!("+1556{number:07}");
    }
    phone(&Member { id: member.parse().unwrap(), ..maya() })
}

fn other_workspace() -> Workspace {
    Workspace { id: "beta-shop".parse().unwrap(), name: "Beta Shop".into(), ..workspace() }
}

/// Returns the data that must not be in any log.
pub(super) fn secrets() -> Vec<String> {
    let of = |member: &Member| {
        let digits = phone(member).trim_start_matches('+').to_owned();
        [digits, format!("{}@example.com", member.id), business_scoped_id(member)]
    };
    [maya(), lee()].iter().flat_map(of).collect()
}

impl Person {
    /// Generates three people, one of them in two workspaces with the same phone. Some want no messages, or cannot be
    /// reached.
    pub(super) fn drawn(random: &mut Rng) -> Vec<Self> {
        let there = Member { workspace: other_workspace().id, ..maya() };
        [maya(), there, lee()].into_iter().map(|member| Self::of(member, random)).collect()
    }

    /// Returns one of many people, each with their own phone.
    pub(super) fn of_many(number: usize) -> Self {
        let name = format!("p{number}");
        let member = Member { id: name.parse().unwrap(), email: format!("{name}@example.com"), ..maya() };
        let subscription = WhatsAppSubscription {
            phone: Some(phone_of(&name)),
            business_scoped_id: None,
            ..subscription(&member)
        };
        Self { member, subscription }
    }

    fn of(mut member: Member, random: &mut Rng) -> Self {
        let mut subscription = subscription(&member);
        match random.u32(..24) {
            0 => subscription.consent = Consent::OptedOut,
            1 => (subscription.phone, subscription.business_scoped_id) = (None, None),
            2 => member.email = String::new(),
            _ => {}
        }
        Self { member, subscription }
    }

    pub(super) fn name(&self) -> String {
        format!("{}|{}", self.member.workspace, self.member.id)
    }
}

/// Returns the content of every template at Twilio.
pub(super) fn contents() -> BTreeMap<String, String> {
    let keys = TemplateName::ALL.map(|name| name.key(Language::English));
    keys.into_iter().map(|key| (key.clone(), format!("HX-{key}"))).collect()
}

/// Creates a message; different values of `number` make different messages.
pub(super) fn message(number: usize, person: &Person, kind: MessageKind, at: Timestamp) -> Message {
    let template = match kind {
        MessageKind::Digest => TemplateName::KpiDaily,
        MessageKind::Card => TemplateName::Card2,
        MessageKind::Answer => TemplateName::Card3,
        MessageKind::Correction => TemplateName::Report,
        MessageKind::SecondApproval => TemplateName::SecondApproval,
        MessageKind::Assignment => TemplateName::Assignment,
        MessageKind::Update => TemplateName::Update,
    };
    let (workspace, member) = (&person.member.workspace, &person.member.id);
    let lines = DigestLine::of_template(template).len();
    let variables = (1..=lines).map(|line| (line.to_string(), format!("line {line} of {number}"))).collect();
    let button = PlannedButton {
        variable: u32::try_from(lines + 1).unwrap(),
        version_is_fixed_text: false,
        purpose: TokenPurpose::Dashboard,
        channel: TokenChannel::Link,
        detail: None,
        target: report_day().to_string().parse().unwrap(),
        target_version: 0,
        valid_for_seconds: 3_600,
    };
    Message::queued(NewMessage {
        id: format!("d-{number}-{member}").parse::<MessageId>().unwrap(),
        kind,
        workspace,
        member,
        language: "en",
        template,
        template_version: template.read(Language::English).version,
        variables,
        buttons: if kind == MessageKind::Digest { vec![button] } else { Vec::new() },
        text: format!("{} number {number}", template.as_str()),
        local_date: report_day().tomorrow().unwrap(),
        now: at,
    })
}

impl World {
    /// Creates the world of these messages; `plan` gives the faults of each worker's calls.
    pub(super) async fn new(
        (time, weather): (Time, Weather),
        people: Vec<Person>,
        messages: Vec<Message>,
        (seed, workers): (u64, u32),
        plan: impl Fn(u64) -> FaultPlan,
        around: &Around,
    ) -> Self {
        let calm = store::embedded::start();
        calm.set_faults(FaultPlan::seeded(seed).without(&Fault::ALL));
        calm.store.put_all(items_of(&people), &|_| {}).await.unwrap();
        let content_sids = contents();
        calm.store.change_content_sids(&ContentSids::default(), content_sids.clone()).await.unwrap();
        calm.journal.keep();
        let process = |number: u32| Process::new(&calm, &time, plan(u64::from(number)), workers);
        let processes: Vec<Process> = (0..workers).map(process).collect();
        for (number, process) in processes.iter().enumerate() {
            process.stalls(&weather, seed ^ (number as u64 + 77));
        }
        let mut phones = Phones::new(time.clone(), weather.clone(), seed ^ 1);
        for message in &messages {
            know_texts(&mut phones, message, &content_sids);
        }
        Self {
            phones,
            line: Line::new(time.clone(), &weather, seed ^ 2),
            mails: Mails::new(time.clone(), &weather, seed ^ 3),
            webhook: process(101),
            sweeper: process(102),
            no_sweeps: weather.no_sweeps,
            sweeps_late_by: weather.sweeps_late_by,
            processes,
            calm,
            people,
            messages,
            randomness: CountingRandomness::default(),
            token_keys: token_keys(),
            pepper: pepper(),
            app_url: WebLink::parse("https://app.example.com").unwrap(),
            administrator: around.administrator.clone(),
            log: around.log.clone(),
            time,
        }
    }

    /// Makes all workers misbehave from now on.
    pub(super) fn sabotage(&self, sabotage: Sabotage) {
        let workers = self.processes.iter().chain([&self.webhook, &self.sweeper]);
        workers.for_each(|worker| worker.store.sabotage(sabotage));
    }

    /// Returns the current state of a message.
    pub(super) fn stored(&self, workspace: &WorkspaceId, id: &MessageId) -> Option<Message> {
        read(&self.calm, &Key::message(workspace, id))
    }
}

/// Reads an entity directly, without a worker.
pub(super) fn read<E: Entity>(store: &EmbeddedStore, key: &Key) -> Option<E> {
    let item = store.peek(key);
    let fields = item.as_object()?;
    let plain = fields.iter().map(|(name, value)| (name.clone(), crate::actions::history::plain(value)));
    Some(serde_json::from_value(plain.collect::<serde_json::Map<_, _>>().into()).unwrap())
}

fn know_texts(phones: &mut Phones, message: &Message, contents: &BTreeMap<String, String>) {
    let own = message.template.key(Language::English);
    phones.know_text(message.id.as_str(), &contents[&own], message.text.clone());
    if let Some(fallback) = fallback_form(message) {
        phones.know_text(
            message.id.as_str(),
            &contents[&fallback.template.key(Language::English)],
            fallback.text,
        );
    }
}

/// The environment that all runs of a test share.
#[derive(Clone)]
pub(super) struct Around {
    pub(super) administrator: Administrator,
    pub(super) log: Log,
}

impl Around {
    pub(super) async fn new() -> Self {
        let token = Signer::issuer().sign(&admin_claims(now()));
        let admitted = access(PublishedKeys::new(&[&Signer::issuer()])).admit(&token, now()).await;
        Self { administrator: admitted.unwrap(), log: Log::default() }
    }
}

fn items_of(people: &[Person]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for settings in [workspace(), other_workspace()] {
        items.push(item::write(&Key::workspace(&settings.id), &settings).unwrap());
    }
    for Person { member, subscription } in people {
        let (workspace, id) = (&member.workspace, &member.id);
        items.push(item::write(&Key::member(workspace, id), member).unwrap());
        items.push(item::write(&Key::subscription(workspace, id), subscription).unwrap());
        if let Some(known) = subscription.address() {
            let owner = AddressOwner { workspace: workspace.clone(), member: id.clone() };
            items.push(item::write(&Key::address(&pepper().hash(&known), workspace, id), &owner).unwrap());
        }
    }
    items
}
