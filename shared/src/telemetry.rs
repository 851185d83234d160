//! Logs: one JSON line for each event, with fields that are safe to keep. See `docs/logging.md` for what never enters
//! one.

use crate::config::Environment;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging to the standard output, at the level that `LOG_LEVEL` names, `INFO` when it names none.
///
/// Called again it changes nothing.
pub fn start() {
    let level = Environment.required("LOG_LEVEL").ok().and_then(|name| name.parse().ok()).unwrap_or(LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(false).with_target(false);
    // Libraries below warnings say what they send: addresses and bodies among it.
    let ours = tracing_subscriber::filter::filter_fn(|metadata| {
        *metadata.level() <= tracing::Level::WARN || is_ours(metadata.target())
    });
    let started = tracing_subscriber::registry().with(lines).with(level).with(ours).try_init();
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

fn is_ours(target: &str) -> bool {
    const OURS: [&str; 5] = ["command_center", "digest", "webhook", "delivery", "admin"];
    OURS.iter().any(|name| target.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_whose_name_begins_like_ours_is_not_ours() {
        assert!(is_ours("webhook") && is_ours("command_center::inbound"));
        assert!(!is_ours("webhooks") && !is_ours("aws_sdk_dynamodb") && !is_ours("hyper::client"));
    }
}
