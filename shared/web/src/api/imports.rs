//! `POST /api/v1/workspaces/{workspace}/facts` takes numbers, `POST …/uploads` gives an address for a large file, and
//! `GET …/imports` and `GET …/imports/{receipt}` say what became of them.

use super::bearer::sender;
use super::problem::ApiProblem;
use super::{ApiAnswer, ApiDeps, ApiMethod, ApiRequest};
use app::intake::push::{ADDRESS_SECONDS, Offer, PushDeps, PushError, offer_upload, push};
use domain::identity::WorkspaceId;
use domain::import::{ImportReceipt, ImportState};
use domain::instant::EpochSecond;
use domain::metrics::Channel;
use domain::money::Currency;
use importer::platform::{PLATFORMS, is_platform, nearest};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The most bytes in the body of a push: what API Gateway hands to a function, in base64, must stay under 6 MB.
const LONGEST_PUSH: usize = 4 * 1024 * 1024;
/// The most characters of an Idempotency-Key.
const LONGEST_KEY: usize = 100;
/// How many receipts are listed.
const LISTED: i32 = 50;

const PUSH_FORM: &str = "CSV or lines of JSON, packed by gzip or not, with the header Idempotency-Key (1 to 100 visible \
                         characters) and at most ?channel=meta&currency=USD after the path";
const UPLOAD_FORM: &str = "empty, with the header Idempotency-Key (1 to 100 visible characters) and at most \
                           ?channel=meta&currency=USD after the path";

pub(super) async fn routed(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    method: ApiMethod,
    workspace: &str,
    rest: &[&str],
) -> Result<ApiAnswer, ApiProblem> {
    match (method, rest) {
        (ApiMethod::Post, ["facts"]) => facts(deps, request, workspace).await,
        (ApiMethod::Post, ["uploads"]) => uploads(deps, request, workspace).await,
        (ApiMethod::Get, ["imports"]) => list(deps, request, workspace).await,
        (ApiMethod::Get, ["imports", receipt]) => show(deps, request, workspace, receipt).await,
        _ => Err(ApiProblem::NoSuchPath),
    }
}

async fn facts(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let workspace = sender(deps, request, workspace).await?;
    let offer = offer(request, &workspace, PUSH_FORM)?;
    check_channel(deps, &offer).await?;
    if request.body.len() > LONGEST_PUSH {
        return Err(ApiProblem::FileTooLong);
    }
    if request.body.is_empty() {
        return Err(ApiProblem::Malformed { form: PUSH_FORM });
    }
    let receipt = push(&push_deps(deps), &offer, request.body).await?;
    let mut body = describe(&receipt, deps.clock.now());
    body["message"] = json!(if receipt.state.has_ended() {
        "this request was handled before, as the receipt says; to send the file again use a new Idempotency-Key"
    } else {
        "taken: ask for the receipt to learn what was read and kept"
    });
    Ok(ApiAnswer { status: 202, body })
}

async fn uploads(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let workspace = sender(deps, request, workspace).await?;
    let offer = offer(request, &workspace, UPLOAD_FORM)?;
    check_channel(deps, &offer).await?;
    let (receipt, address) = offer_upload(&push_deps(deps), &offer).await?;
    let mut body = describe(&receipt, deps.clock.now());
    if let Some(address) = address {
        body["upload"] = json!({
            "method": "PUT", "url": address.0, "seconds": ADDRESS_SECONDS, "most_bytes": 300_000_000,
        });
    }
    Ok(ApiAnswer { status: 202, body })
}

async fn list(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let workspace = sender(deps, request, workspace).await?;
    let receipts = deps.store.import_receipts(&workspace, LISTED).await?;
    let imports: Vec<Value> = receipts.iter().map(|receipt| describe(receipt, deps.clock.now())).collect();
    Ok(ApiAnswer { status: 200, body: json!({ "imports": imports }) })
}

async fn show(
    deps: &ApiDeps<'_>,
    request: &ApiRequest<'_>,
    workspace: &str,
    receipt: &str,
) -> Result<ApiAnswer, ApiProblem> {
    let workspace = sender(deps, request, workspace).await?;
    let id = receipt.parse().map_err(|_no_receipt| ApiProblem::NoSuchThing)?;
    let found = deps.store.import_receipt(&workspace, &id).await?;
    Ok(ApiAnswer { status: 200, body: describe(&found.ok_or(ApiProblem::NoSuchThing)?, deps.clock.now()) })
}

/// Describes a receipt in the form shared by all responses.
fn describe(receipt: &ImportReceipt, now: Timestamp) -> Value {
    let status = match &receipt.state {
        ImportState::AwaitingUpload { until } if *until < EpochSecond::from(now) => "expired",
        state => state.as_str(),
    };
    let mut body = json!({
        "receipt": receipt.id,
        "at": format!("/api/v1/workspaces/{}/imports/{}", receipt.workspace, receipt.id),
        "route": receipt.route,
        "channel": receipt.channel,
        "file": receipt.file,
        "received_at": receipt.received_at,
        "attempts": receipt.attempts,
        "status": status,
    });
    match &receipt.state {
        ImportState::AwaitingUpload { .. } | ImportState::Waiting => {}
        ImportState::Running { progress, .. } => body["progress"] = json!(progress),
        ImportState::Stored { at, summary } => {
            body["ended_at"] = json!(at);
            body["summary"] = json!(summary);
        }
        ImportState::Refused { at, refusal } => {
            body["ended_at"] = json!(at);
            body["refusal"] = json!(refusal);
        }
        ImportState::Failed { at } | ImportState::Superseded { at } => body["ended_at"] = json!(at),
    }
    body
}

fn push_deps<'a>(deps: &ApiDeps<'a>) -> PushDeps<'a> {
    PushDeps { store: deps.store, objects: deps.objects, clock: deps.clock }
}

/// Reads what a request says about the file that it brings.
fn offer<'a>(
    request: &ApiRequest<'a>,
    workspace: &'a WorkspaceId,
    form: &'static str,
) -> Result<Offer<'a>, ApiProblem> {
    let malformed = ApiProblem::Malformed { form };
    let key = request.idempotency_key.filter(|key| is_key(key));
    let Some(idempotency_key) = key else { return Err(malformed) };
    let Some((channel, currency)) = named(request.query) else { return Err(malformed) };
    Ok(Offer { workspace, channel, currency, idempotency_key })
}

/// Refuses a channel that is nearly a platform, unless the workspace has it: a slip would make a channel that stays. Any
/// other name is a channel of the workspace's own.
async fn check_channel(deps: &ApiDeps<'_>, offer: &Offer<'_>) -> Result<(), ApiProblem> {
    let Some(channel) = offer.channel.as_ref().filter(|channel| !is_platform(channel)) else { return Ok(()) };
    let Some(meant) = nearest(channel, PLATFORMS) else { return Ok(()) };
    let settings = deps.store.settings(offer.workspace).await?.ok_or(ApiProblem::NoSuchThing)?;
    let is_known = settings.sources.iter().any(|source| source.channel == *channel)
        || settings.campaigns.iter().any(|campaign| campaign.channel == *channel);
    if is_known { Ok(()) } else { Err(ApiProblem::NearMiss { meant: meant.to_owned() }) }
}

fn is_key(key: &str) -> bool {
    (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Reads the channel and the currency of a query; `None` if it says anything else, or says it wrongly.
fn named(query: &str) -> Option<(Option<Channel>, Option<Currency>)> {
    let (mut channel, mut currency) = (None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "channel" if channel.is_none() && value.contains(char::is_alphanumeric) => {
                channel = Some(importer::channel_named(&value).ok()?);
            }
            "currency" if currency.is_none() => currency = Some(importer::known_currency(&value)?),
            _ => return None,
        }
    }
    Some((channel, currency))
}

impl From<PushError> for ApiProblem {
    fn from(error: PushError) -> Self {
        match error {
            PushError::UnknownWorkspace => Self::NoSuchThing,
            PushError::OtherRequest => Self::Conflict {
                word: "other_request",
                remedy: "this Idempotency-Key came with something else before, and nothing was taken: use a new key",
            },
            PushError::UsedUp => Self::UsedUp,
            PushError::Store(error) => Self::Store(error),
            PushError::Storage(error) => Self::Storage(error),
        }
    }
}
