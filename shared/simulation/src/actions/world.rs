//! The world of a run: two workspaces that use the same names, three people, buttons and links, and what people do.

use app::action::{ActionResult, perform};
use domain::action::context::{Actor, Via};
use domain::action::request::Request;
use domain::audit::AuditEvent;
use domain::identity::AuditEventId;
use domain::inbound::message::InboundMessage;
use domain::insight::adjustment::BudgetAdjustment;
use domain::insight::record::{Alert, Recommendation, occurrence};
use domain::insight::subject::AlertSubject;
use domain::insight::{AlertEvidence, AlertFinding, AlertRule, Severity};
use domain::instant::EpochSecond;
use domain::message::conversation::AddressOwner;
use domain::testing::{
    address, adjustment, anna, campaigns, claims, dollars, inbound, lee, maya, now, pepper, recommendation,
    report_day, stored_token, subscription, workspace,
};
use domain::token::{Action, TokenChannel, TokenClaims, WhatsAppActionToken};
use domain::workspace::roster::Roster;
use domain::workspace::{Member, Workspace};
use jiff::Timestamp;
use store::embedded::{self, EmbeddedStore};
use store::item::{self, Entity};
use store::key::Key;
use store::{Item, StoreError};

/// The configuration of the workspace and its proposal, in whole dollars and seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) amount: i64,
    pub(super) confirm_limit: Option<i64>,
    pub(super) undo_seconds: i64,
}

impl Setting {
    /// A shift that is approved with one tap and can be undone for half an hour.
    pub(super) const ONE_TAP: Self = Self { amount: 300, confirm_limit: Some(1_000), undo_seconds: 1_800 };
    /// A shift that is approved with a second tap of the same person.
    pub(super) const TWO_TAPS: Self = Self { amount: 700, ..Self::ONE_TAP };
    /// A shift that needs two people.
    pub(super) const TWO_PEOPLE: Self = Self { amount: 1_500, ..Self::ONE_TAP };
}

/// Returns the three people of the workspace.
pub(super) fn people() -> [Member; 3] {
    [maya(), lee(), anna()]
}

/// Returns the person with an identifier.
pub(super) fn person(id: &str) -> Member {
    people().into_iter().find(|known| known.id.as_str() == id).unwrap()
}

/// The other workspace, where Maya is an owner as well.
pub(super) fn other_workspace() -> Workspace {
    Workspace { id: "beta-shop".parse().unwrap(), name: "Beta Shop".into(), ..workspace() }
}

/// The alert of the workspace.
pub(super) fn alert() -> Alert {
    let finding = AlertFinding {
        id: "overspent-retargeting-us".parse().unwrap(),
        rule: AlertRule::OverspentDailyBudget,
        subject: AlertSubject::Campaign {
            campaign: campaigns()[0].id.clone(),
            name: campaigns()[0].name.clone(),
        },
        severity: Severity::High,
        stake: dollars(400),
        evidence: AlertEvidence::OverspentDailyBudget { spend: dollars(1_300), budget: dollars(900) },
    };
    Alert::opened(&workspace().id, finding, report_day())
}

/// The shift of a setting.
pub(super) fn shift(setting: &Setting) -> BudgetAdjustment {
    BudgetAdjustment { amount: dollars(setting.amount), ..adjustment() }
}

/// A button or a link in somebody's possession.
#[derive(Debug, Clone)]
pub(super) struct Button {
    pub(super) claims: TokenClaims,
    pub(super) token: WhatsAppActionToken,
}

impl Button {
    /// Creates a person's button, issued at a time, for a version of its target. Different values of `number` make
    /// different buttons.
    pub(super) fn new(
        number: usize,
        member: &Member,
        action: Action,
        (target, version): (&str, u64),
        at: Timestamp,
    ) -> Self {
        let mut claims = claims(member, action, target, 0);
        claims.nonce[..8].copy_from_slice(&(number as u64).to_le_bytes());
        let mut token = stored_token(&claims, version);
        token.issued_at = EpochSecond::from(at);
        token.valid_until = EpochSecond::from(at).plus_seconds(action.row().lifetime.seconds);
        Self { claims, token }
    }

    /// Turns the button into a link.
    pub(super) fn into_link(mut self) -> Self {
        self.claims.channel = TokenChannel::Link;
        self.token.channel = TokenChannel::Link;
        self
    }

    /// Sets what the action needs besides its target.
    pub(super) fn with_detail(mut self, detail: Option<String>) -> Self {
        self.token.detail = detail;
        self
    }

    /// Returns its stored item.
    pub(super) fn item(&self) -> Item {
        item_of(&Key::token(&self.claims.workspace, &self.claims.hash()), &self.token)
    }
}

/// Returns the buttons and links that people have from the morning's digest, numbered from 0.
pub(super) fn digest_buttons() -> Vec<Button> {
    use Action::{
        AcknowledgeAlert, ApproveShift, AssignRecommendation, DeclineShift, PickAssignee, ReviewShift,
        SnoozeAlert, SnoozeAlertUntilTomorrow,
    };
    let (shift, given, alert) = (adjustment().id, recommendation().id, alert().finding.id);
    let (shift, given) = ((shift.as_str(), 1), (given.as_str(), 1));
    let alert = (alert.as_str(), occurrence(report_day()));
    let there = Member { workspace: other_workspace().id, ..maya() };
    let all = [
        (maya(), ApproveShift, shift),
        (lee(), ApproveShift, shift),
        (maya(), DeclineShift, shift),
        (lee(), DeclineShift, shift),
        (anna(), ApproveShift, shift),
        (there, ApproveShift, shift),
        (maya(), AcknowledgeAlert, alert),
        (lee(), SnoozeAlert, alert),
        (lee(), SnoozeAlertUntilTomorrow, alert),
        (maya(), PickAssignee, given),
        (lee(), PickAssignee, given),
        (lee(), AssignRecommendation, given),
        (anna(), ReviewShift, shift),
        (lee(), ApproveShift, shift),
        (maya(), DeclineShift, shift),
    ];
    let links_from = all.len() - 2;
    let button = |(number, (who, action, target)): (usize, (Member, Action, (&str, u64)))| {
        let to = (action == PickAssignee).then(|| if who == maya() { "lee" } else { "maya" }.to_owned());
        let button = Button::new(number, &who, action, target, now()).with_detail(to);
        if number < links_from { button } else { button.into_link() }
    };
    all.into_iter().enumerate().map(button).collect()
}

fn item_of<E: Entity>(key: &Key, entity: &E) -> Item {
    item::write(key, entity).unwrap()
}

fn workspace_items(settings: &Workspace, members: &[Member], shift: &BudgetAdjustment) -> Vec<Item> {
    let id = &settings.id;
    let mut items = vec![
        item_of(&Key::workspace(id), settings),
        item_of(&Key::roster(id), &Roster::new(id, members)),
        item_of(&Key::adjustment(id, &shift.id), shift),
    ];
    for member in members {
        items.push(item_of(&Key::member(id, &member.id), member));
        items.push(item_of(&Key::subscription(id, &member.id), &subscription(member)));
        let owner = AddressOwner { workspace: id.clone(), member: member.id.clone() };
        items.push(item_of(&Key::address(&pepper().hash(&address(member)), id, &member.id), &owner));
    }
    items.extend(campaigns().iter().map(|campaign| item_of(&Key::campaign(id, &campaign.id), campaign)));
    items
}

/// Starts a table with both workspaces and these buttons. Its journal records every write.
pub(super) async fn start(setting: &Setting, buttons: &[Button]) -> EmbeddedStore {
    let embedded = embedded::start();
    embedded.journal.keep();
    let (mut acme, beta) = (workspace(), other_workspace());
    acme.rules.confirm_limit = setting.confirm_limit.map(dollars);
    acme.rules.undo_seconds = setting.undo_seconds;
    let there = Member { workspace: beta.id.clone(), ..maya() };
    let same_shift = BudgetAdjustment { workspace: beta.id.clone(), ..adjustment() };
    let mut items = workspace_items(&acme, &people(), &shift(setting));
    items.extend(workspace_items(&beta, &[there], &same_shift));
    let (alert, given): (Alert, Recommendation) = (alert(), recommendation());
    items.push(item_of(&Key::alert(&alert.workspace, &alert.finding.id), &alert));
    items.push(item_of(&Key::recommendation(&given.workspace, &given.id), &given));
    items.extend(buttons.iter().map(Button::item));
    embedded.store.put_all(items, &|_| {}).await.unwrap();
    embedded
}

/// The use of a button or a link: what Twilio or the browser sends, repeatedly if necessary.
#[derive(Debug, Clone)]
pub(super) struct Tap {
    pub(super) button: Button,
    /// The message with the tap, or `None` for a link.
    pub(super) message: Option<InboundMessage>,
    /// The owner of the phone that it comes from, or `None` for a link.
    pub(super) phone: Option<String>,
}

impl Tap {
    /// Creates a tap from somebody's phone; `number` identifies the message. Links are opened on any device.
    pub(super) fn new(button: &Button, phone: &Member, number: u32) -> Self {
        let by_phone = button.claims.channel == TokenChannel::Button;
        Self {
            button: button.clone(),
            message: by_phone.then(|| inbound(phone, number, &[("ButtonText", "A button")])),
            phone: by_phone.then(|| phone.id.to_string()),
        }
    }

    /// Returns the identifier of the event that a link leaves when it is denied for this reason.
    pub(super) fn denied_id(&self, reason: &str) -> AuditEventId {
        let claims = &self.button.claims;
        let denied = format!("{reason}|{}|{}", claims.purpose.verb().event(), claims.target);
        AuditEvent::id_for_denied(&claims.hash(), &denied)
    }

    /// Lets a worker handle it at the given time.
    pub(super) async fn arrive(
        &self,
        worker: &EmbeddedStore,
        at: Timestamp,
    ) -> Result<ActionResult, StoreError> {
        let via = match &self.message {
            Some(message) => Via::Phone(&message.senders),
            None => Via::Link,
        };
        let actor = Actor { claims: &self.button.claims, via, requested: None, now: at };
        let request = Request { actor, message: self.message.as_ref() };
        Box::pin(perform(&worker.store, &request)).await
    }
}
