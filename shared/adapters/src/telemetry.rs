//! Logs: one JSON line per event, with fields that are safe to keep. See `docs/logging.md` for what must never be
//! logged.

use crate::config::Environment;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging to standard output, at the level of `LOG_LEVEL`, or `INFO` if it is not set to a valid level.
/// `function` is the function's crate, whose lines are kept along with those of the layers.
///
/// Calling it again has no effect.
pub fn start(function: &'static str) {
    let level = Environment
        .required("LOG_LEVEL")
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(LevelFilter::INFO);
    let kept = tracing_subscriber::filter::filter_fn(move |metadata| {
        is_kept(function, *metadata.level(), metadata.target())
    });
    let started =
        tracing_subscriber::registry().with(lines(std::io::stdout)).with(level).with(kept).try_init();
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Returns a layer that writes each event as one flat JSON object per line, for functions and for tests of their
/// logs.
pub fn lines<S, W>(writer: W) -> impl Layer<S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    W: for<'writer> MakeWriter<'writer> + 'static,
{
    tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_target(false)
        .with_writer(writer)
}

/// Keeps our own lines and the warnings of libraries: at lower levels, libraries log what they send, including
/// addresses and bodies. The runtime would log a handler's error with everything inside it, including raw responses
/// of the table, so each function logs its errors itself.
fn is_kept(function: &str, level: tracing::Level, target: &str) -> bool {
    is_ours(function, target) || (level <= tracing::Level::WARN && !target.starts_with("lambda_runtime"))
}

fn is_ours(function: &str, target: &str) -> bool {
    const LAYERS: [&str; 6] = ["adapters", "app", "domain", "importer", "store", "web"];
    let of_crate = target.split("::").next().unwrap_or_default();
    of_crate == function || LAYERS.contains(&of_crate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_does_not_write_what_is_inside_an_error() {
        assert!(!is_kept("digest", tracing::Level::ERROR, "lambda_runtime::layers::api_response"));
        assert!(is_kept("digest", tracing::Level::WARN, "aws_smithy_runtime"));
        assert!(!is_kept("digest", tracing::Level::INFO, "aws_smithy_runtime"));
        assert!(is_kept("digest", tracing::Level::INFO, "digest"));
    }

    #[test]
    fn a_library_whose_name_begins_like_ours_is_not_ours() {
        assert!(is_ours("webhook", "webhook") && is_ours("webhook", "app::inbound"));
        assert!(
            !is_ours("webhook", "webhooks")
                && !is_ours("webhook", "aws_sdk_dynamodb")
                && !is_ours("webhook", "hyper::client")
        );
    }
}
