//! The paths of the simulator: Twilio's API requires credentials; the hooks and the phone page do not.

use axum::Router;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, body::Bytes};
use serde_json::{Value, json};

mod record;

use super::content::decision::{Decision, Review};
use super::faults::FaultRules;
use super::hooks::{self, RawRequest, ReadRequest, SayRequest, Switches, TapRequest};
use super::messages::{self, listing};
use super::refusal::{NOT_FOUND, Refusal};
use super::state::App;
use super::{auth, clock, content, media, phone, typing};

/// Builds every route of the simulator.
pub(crate) fn routes(app: App) -> Router {
    let recorded = axum::middleware::from_fn_with_state(App::clone(&app), record::record);
    let api = message_routes().merge(content_routes()).merge(typing_routes()).layer(recorded);
    api.merge(hook_routes())
        .merge(phone_routes())
        .fallback(|| async { Refusal::from_code(NOT_FOUND) })
        .with_state(app)
}

fn message_routes() -> Router<App> {
    Router::new()
        .route(
            "/2010-04-01/Accounts/{account}/Messages.json",
            post(|State(app): State<App>, Path(account): Path<String>, body: Bytes| async move {
                match auth::own_account(&app.account, &account) {
                    Ok(()) => messages::create(&app, &body).await,
                    Err(refusal) => refusal.into_response(),
                }
            })
            .get(
                |State(app): State<App>, Path(account): Path<String>, RawQuery(query): RawQuery| async move {
                    auth::own_account(&app.account, &account)?;
                    listing::list(&app, query.unwrap_or_default().as_bytes()).map(Json)
                },
            ),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Messages/{file}",
            get(|State(app): State<App>, Path(path): Path<(String, String)>| async move {
                messages::fetch(&app, message_sid(&app, &path)?).map(Json)
            })
            .post(|State(app): State<App>, Path(path): Path<(String, String)>, body: Bytes| async move {
                messages::redact(&app, message_sid(&app, &path)?, &body).map(Json)
            })
            .delete(|State(app): State<App>, Path(path): Path<(String, String)>| async move {
                messages::delete(&app, message_sid(&app, &path)?).map(|()| StatusCode::NO_CONTENT)
            }),
        )
}

fn typing_routes() -> Router<App> {
    let show = |State(app): State<App>, body: Bytes| async move { typing::show(&app, &body) };
    Router::new().route("/v2/Indicators/Typing.json", post(show))
}

/// Checks the account in a path and extracts the SID from its last segment.
fn message_sid<'a>(app: &App, (account, file): &'a (String, String)) -> Result<&'a str, Refusal> {
    auth::own_account(&app.account, account)?;
    file.strip_suffix(".json").ok_or_else(|| Refusal::from_code(NOT_FOUND))
}

fn content_routes() -> Router<App> {
    Router::new()
        .route(
            "/v1/Content",
            post(|State(app): State<App>, body: Bytes| async move {
                content::create(&app, &body, clock::now()).map(created)
            })
            .get(|State(app): State<App>, RawQuery(query): RawQuery| async move {
                content::listing::list(&app, query.unwrap_or_default().as_bytes()).map(Json)
            }),
        )
        .route(
            "/v1/Content/{sid}",
            get(|State(app): State<App>, Path(sid): Path<String>| async move {
                content::fetch(&app, &sid).map(Json)
            })
            .delete(|State(app): State<App>, Path(sid): Path<String>| async move {
                content::delete(&app, &sid).map(|()| StatusCode::NO_CONTENT)
            }),
        )
        .route(
            "/v1/Content/{sid}/ApprovalRequests/whatsapp",
            post(|State(app): State<App>, Path(sid): Path<String>, body: Bytes| async move {
                content::submit(&app, &sid, &body, clock::now()).map(created)
            }),
        )
        .route(
            "/v1/Content/{sid}/ApprovalRequests",
            get(|State(app): State<App>, Path(sid): Path<String>| async move {
                content::approval(&app, &sid).map(Json)
            }),
        )
}

fn created(resource: Value) -> (StatusCode, Json<Value>) {
    (StatusCode::CREATED, Json(resource))
}

fn hook_routes() -> Router<App> {
    Router::new()
        .route("/sim/people", get(|State(app): State<App>| async move { Json(hooks::people(&app)) }))
        .route(
            "/sim/people/{person}",
            post(
                |State(app): State<App>, Path(person): Path<String>, Json(body): Json<Switches>| async move {
                    hooks::switch(&app, &person, &body)
                },
            ),
        )
        .route("/sim/calls", get(|State(app): State<App>| async move { Json(hooks::calls(&app)) }))
        .route("/sim/debugger", get(|State(app): State<App>| async move { Json(hooks::debugger(&app)) }))
        .route("/sim/reset", post(|State(app): State<App>| async move { hooks::reset(&app) }))
        .route("/sim/faults", fault_routes())
        .merge(review_routes())
        .merge(chat_routes())
}

fn review_routes() -> Router<App> {
    Router::new()
        .route(
            "/sim/review",
            post(|State(app): State<App>, Json(review): Json<Review>| async move {
                content::decision::set_review(&app, review);
                StatusCode::NO_CONTENT
            }),
        )
        .route(
            "/sim/contents/{sid}",
            post(
                |State(app): State<App>, Path(sid): Path<String>, Json(decision): Json<Decision>| async move {
                    content::decision::decide(&app, &sid, decision).map(Json)
                },
            ),
        )
}

fn fault_routes() -> axum::routing::MethodRouter<App> {
    get(|State(app): State<App>| async move { Json(app.world().faults.rules()) })
        .post(|State(app): State<App>, Json(rules): Json<FaultRules>| async move {
            let mut world = app.world();
            world.faults.set(rules);
            Json(world.faults.rules())
        })
        .delete(|State(app): State<App>| async move {
            app.world().faults.set(FaultRules::default());
            StatusCode::NO_CONTENT
        })
}

fn chat_routes() -> Router<App> {
    Router::new()
        .route(
            "/sim/chat/{person}",
            get(|State(app): State<App>, Path(person): Path<String>| async move {
                phone::chat(&app, &person).map(Json)
            }),
        )
        .route(
            "/sim/chat/{person}/events",
            get(|State(app): State<App>, Path(person): Path<String>| async move { phone::events(&app, person) }),
        )
        .route(
            "/sim/chat/{person}/tap",
            post(|State(app): State<App>, Path(person): Path<String>, Json(body): Json<TapRequest>| async move {
                hooks::tap(&app, &person, body).await
            }),
        )
        .route(
            "/sim/chat/{person}/say",
            post(|State(app): State<App>, Path(person): Path<String>, Json(body): Json<SayRequest>| async move {
                hooks::say(&app, &person, body).await
            }),
        )
        .route(
            "/sim/chat/{person}/raw",
            post(|State(app): State<App>, Path(person): Path<String>, Json(body): Json<RawRequest>| async move {
                hooks::raw(&app, &person, body).await
            }),
        )
        .route(
            "/sim/chat/{person}/read",
            post(|State(app): State<App>, Path(person): Path<String>, Json(body): Json<ReadRequest>| async move {
                hooks::read(&app, &person, &body)
            }),
        )
}

fn phone_routes() -> Router<App> {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/phone") }))
        .route("/phone", get(|| async { phone::page() }))
        .route("/phone/{person}", get(|| async { phone::page() }))
        .route(
            "/phone/media/{sid}/{place}",
            get(|State(app): State<App>, Path((sid, place)): Path<(String, usize)>| async move {
                media::show(&app.world(), &sid, place)
            }),
        )
        .route("/phone/assets/{name}", get(|Path(name): Path<String>| async move { file(&name) }))
}

fn file(name: &str) -> Response {
    let missing =
        || (StatusCode::NOT_FOUND, Json(json!({ "error": "there is no such file" }))).into_response();
    phone::asset(name).unwrap_or_else(missing)
}
