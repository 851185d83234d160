//! An endpoint that speaks the forms of the four services by a script, for tests: it answers as they do, refuses what they
//! refuse, and fails on demand.

mod http;
mod provider;

use http::{Reply, read_request, write_reply};
use provider::Service;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

/// What the endpoint does about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Play {
    /// The model writes this.
    Says(String),
    /// The model refuses, in the way of the form.
    Refuses,
    /// The answer is cut off at its limit, in the way of the form.
    Truncates,
    /// The request is refused as long as its body has a field at this JSON pointer; the error names it, as a path with dots.
    RefusesField(&'static str),
    /// There are too many requests; the seconds to wait are told if there are any.
    Throttles(Option<u32>),
    /// There is no quota left, in the way of the form.
    HasNoQuota,
    /// The service is overloaded.
    IsDown,
    /// Nothing comes back.
    NeverAnswers,
    /// The connection is closed without an answer.
    HangsUp,
    /// A page of HTML comes with status 200.
    Html,
    /// The key is refused.
    RefusesKey,
}

/// A request as it came in.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenRequest {
    pub path: String,
    /// By lower-case name.
    pub headers: BTreeMap<String, String>,
    pub body: Value,
}

#[derive(Default)]
struct Script {
    plays: VecDeque<Play>,
    seen: Vec<SeenRequest>,
}

/// An endpoint on a port of this machine, until it is dropped.
pub struct ScriptedEndpoint {
    address: String,
    script: Arc<Mutex<Script>>,
    server: tokio::task::JoinHandle<()>,
}

impl ScriptedEndpoint {
    /// Starts an endpoint that does these things one after the other, the last one again and again.
    ///
    /// # Errors
    /// If there is no free port.
    pub async fn start(plays: impl IntoIterator<Item = Play>) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let script = Arc::new(Mutex::new(Script { plays: plays.into_iter().collect(), seen: Vec::new() }));
        let server = tokio::spawn(serve(listener, Arc::clone(&script)));
        Ok(Self { address, script, server })
    }

    /// Returns the address in front of the path of every form; chat completions are also below `/v1`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the requests so far.
    #[must_use]
    pub fn seen(&self) -> Vec<SeenRequest> {
        locked(&self.script).seen.clone()
    }
}

impl Drop for ScriptedEndpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn locked(script: &Mutex<Script>) -> MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(listener: TcpListener, script: Arc<Mutex<Script>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, Arc::clone(&script)));
    }
}

async fn answer(mut stream: TcpStream, script: Arc<Mutex<Script>>) -> Option<()> {
    let request = read_request(&mut stream).await?;
    let play = next_play(&mut locked(&script), &request);
    let service = Service::of(&request.path);
    let Some(service) = service else {
        return write_reply(&mut stream, &Reply::html(404)).await;
    };
    let reply = match service.objection(&request).or_else(|| service.reply(&play, &request)) {
        Some(reply) => reply,
        None if play == Play::NeverAnswers => return wait_for_the_client(&mut stream).await,
        None => return None,
    };
    write_reply(&mut stream, &reply).await
}

/// Keeps the connection open until the client gives up.
async fn wait_for_the_client(stream: &mut TcpStream) -> Option<()> {
    while stream.read_u8().await.is_ok() {}
    None
}

/// Returns what to do about a request, and keeps it. A field that is not there any more is not refused any more.
fn next_play(script: &mut Script, request: &SeenRequest) -> Play {
    script.seen.push(request.clone());
    loop {
        let is_last = script.plays.len() < 2;
        match script.plays.front().cloned() {
            None => return Play::IsDown,
            Some(Play::RefusesField(pointer)) if request.body.pointer(pointer).is_some() => {
                return Play::RefusesField(pointer);
            }
            Some(Play::RefusesField(_)) => drop(script.plays.pop_front()),
            Some(play) if is_last => return play,
            Some(play) => {
                script.plays.pop_front();
                return play;
            }
        }
    }
}
