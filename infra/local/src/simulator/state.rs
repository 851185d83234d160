//! The complete state of the simulator, and how its parts are notified of changes.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

use super::calls::Calls;
use super::content::types::Content;
use super::debugger::Entry;
use super::faults::Faults;
use super::ids::Ids;
use super::message::Message;
use super::{ApiKey, Person, SimulatorSettings, window};

/// The handle that every task shares.
pub(crate) type App = Arc<Shared>;

/// The simulated account.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) sid: String,
    pub(crate) token: String,
    pub(crate) keys: Vec<ApiKey>,
    /// The sender's address, with its channel.
    pub(crate) sender: String,
    pub(crate) business_name: String,
    /// The installation of the channel, as status callbacks name it.
    pub(crate) channel_sid: String,
}

/// The state shared by all tasks.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) account: Account,
    pub(crate) base_url: String,
    pub(crate) client: reqwest::Client,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
}

/// The state that changes while the simulator runs.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) inbound_url: Option<String>,
    pub(crate) fallback_url: Option<String>,
    pub(crate) people: Vec<Phone>,
    pub(crate) messages: Vec<Message>,
    pub(crate) contents: Vec<Content>,
    /// How many looks find the review of a template undecided.
    pub(crate) undecided_looks: u32,
    pub(crate) faults: Faults,
    pub(crate) calls: Calls,
    pub(crate) debugger: Vec<Entry>,
    pub(crate) ids: Ids,
    /// Since when the business types to whom.
    pub(crate) typing: HashMap<String, Timestamp>,
    /// The time of the last message of each person to each sender.
    windows: HashMap<(String, String), Timestamp>,
}

/// A person and how their phone behaves.
#[derive(Debug, Clone)]
pub(crate) struct Phone {
    pub(crate) person: Person,
    /// Whether every message counts as read as soon as it is delivered.
    pub(crate) reads_at_once: bool,
    /// Whether webhooks carry the business-scoped identifier instead of the number.
    pub(crate) hides_number: bool,
}

impl Shared {
    /// Creates the initial state of a simulator.
    pub(crate) fn new(
        settings: SimulatorSettings,
        base_url: String,
        client: reqwest::Client,
        started: Timestamp,
    ) -> App {
        let mut ids = Ids::new(started);
        let account = Account {
            sid: settings.account_sid,
            token: settings.auth_token,
            keys: settings.api_keys,
            sender: format!("{}{}", super::address::CHANNEL, settings.sender),
            business_name: settings.business_name,
            channel_sid: ids.sid("XE"),
        };
        let mut world = World {
            inbound_url: settings.inbound_url,
            fallback_url: settings.fallback_url,
            people: Vec::new(),
            messages: Vec::new(),
            contents: Vec::new(),
            undecided_looks: 0,
            faults: Faults::new(settings.seed),
            calls: Calls::default(),
            typing: HashMap::new(),
            debugger: Vec::new(),
            ids,
            windows: HashMap::new(),
        };
        world.set_people(settings.people);
        let (changed, stopping) = (watch::Sender::new(0), watch::Sender::new(false));
        Arc::new(Self { account, base_url, client, world: Mutex::new(world), changed, stopping })
    }

    /// Locks the state; never held across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notifies every open phone page of a change.
    pub(crate) fn announce(&self) {
        self.changed.send_modify(|revision| *revision += 1);
    }

    /// Returns a receiver that is notified of changes.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Ends every task.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Resolves when the simulator stops.
    pub(crate) fn stop_signal(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut signal = self.stopping.subscribe();
        async move {
            // An error means that the simulator is gone, which also counts as stopped.
            let _ended = signal.wait_for(|stopping| *stopping).await;
        }
    }

    /// Runs a task until it ends or the simulator stops.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stopped = self.stop_signal();
        tokio::spawn(async move {
            tokio::select! {
                () = task => {}
                () = stopped => {}
            }
        });
    }
}

impl World {
    /// Replaces the people, keeping the switches of those who remain.
    pub(crate) fn set_people(&mut self, people: Vec<Person>) {
        let old = std::mem::take(&mut self.people);
        let kept = |id: &str| old.iter().find(|phone| phone.person.id == id);
        self.people = people
            .into_iter()
            .map(|person| Phone {
                reads_at_once: kept(&person.id).is_some_and(|phone| phone.reads_at_once),
                hides_number: kept(&person.id).is_some_and(|phone| phone.hides_number),
                person,
            })
            .collect();
    }

    /// Finds a person by id.
    pub(crate) fn phone(&self, id: &str) -> Option<&Phone> {
        self.people.iter().find(|phone| phone.person.id == id)
    }

    /// Finds the person who has an address.
    pub(crate) fn owner_of(&self, address: &str) -> Option<&Phone> {
        self.people.iter().find(|phone| phone.person.answers_to(address))
    }

    /// Finds a message.
    pub(crate) fn message(&self, sid: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.sid == sid)
    }

    /// Finds a message for modification.
    pub(crate) fn message_mut(&mut self, sid: &str) -> Option<&mut Message> {
        self.messages.iter_mut().find(|message| message.sid == sid)
    }

    /// Finds a content.
    pub(crate) fn content(&self, sid: &str) -> Option<&Content> {
        self.contents.iter().find(|content| content.sid == sid)
    }

    /// Opens the session between a person and a sender, or extends it.
    pub(crate) fn open_window(&mut self, person: &str, sender: &str, now: Timestamp) {
        self.windows.insert((person.to_owned(), sender.to_owned()), now);
    }

    /// Sets the time of a person's last message, or clears it.
    pub(crate) fn set_window(&mut self, person: &str, sender: &str, last_inbound: Option<Timestamp>) {
        let key = (person.to_owned(), sender.to_owned());
        match last_inbound {
            Some(instant) => self.windows.insert(key, instant),
            None => self.windows.remove(&key),
        };
    }

    /// Returns the time of the last message from a person to a sender.
    pub(crate) fn last_inbound(&self, person: &str, sender: &str) -> Option<Timestamp> {
        self.windows.get(&(person.to_owned(), sender.to_owned())).copied()
    }

    /// Reports whether the session between a person and a sender is open.
    pub(crate) fn window_is_open(&self, person: &str, sender: &str, now: Timestamp) -> bool {
        window::is_open(self.last_inbound(person, sender), now)
    }

    /// Clears chats, sessions, faults, slow reviews, calls and errors; people, contents and the webhook URL are kept.
    pub(crate) fn reset(&mut self) {
        self.messages.clear();
        self.windows.clear();
        self.calls.clear();
        self.debugger.clear();
        self.faults.set(super::FaultRules::default());
        self.undecided_looks = 0;
    }
}
