//! Logs: one JSON line for each event, with fields that are safe to keep. See `docs/logging.md` for what never enters
//! one.

use crate::adapters::config::Environment;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging to the standard output, at the level that `LOG_LEVEL` names, `INFO` when it names none.
///
/// Called again it changes nothing.
pub fn start() {
    let level = Environment
        .required("LOG_LEVEL")
        .ok()
        .and_then(|name| name.parse().ok())
        .unwrap_or(LevelFilter::INFO);
    let kept =
        tracing_subscriber::filter::filter_fn(|metadata| is_kept(*metadata.level(), metadata.target()));
    let started =
        tracing_subscriber::registry().with(lines(std::io::stdout)).with(level).with(kept).try_init();
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Gives what writes each event as one flat JSON object a line, for functions and for tests of what they log.
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

/// Keeps what we say, and the warnings of libraries: below warnings they say what they send, addresses and bodies among
/// it. The runtime writes the error of a handler with everything inside it, raw answers of the table too; each function
/// logs its errors itself.
fn is_kept(level: tracing::Level, target: &str) -> bool {
    is_ours(target) || (level <= tracing::Level::WARN && !target.starts_with("lambda_runtime"))
}

fn is_ours(target: &str) -> bool {
    const OURS: [&str; 7] = ["command_center", "digest", "webhook", "delivery", "admin", "live", "proof"];
    OURS.iter()
        .any(|name| target.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::error::with_causes;

    #[test]
    fn an_error_is_told_with_its_causes_and_each_of_them_once() {
        use crate::app::digest::DigestError;
        let error = DigestError::from(crate::store::StoreError::Unavailable("the line is cut".into()));
        assert_eq!(
            with_causes(&error),
            "the store did not answer: try again, the write may or may not have happened: the line is cut"
        );
    }

    #[test]
    fn the_runtime_does_not_write_what_is_inside_an_error() {
        assert!(!is_kept(tracing::Level::ERROR, "lambda_runtime::layers::api_response"));
        assert!(is_kept(tracing::Level::WARN, "aws_smithy_runtime"));
        assert!(!is_kept(tracing::Level::INFO, "aws_smithy_runtime"));
        assert!(is_kept(tracing::Level::INFO, "digest"));
    }

    #[test]
    fn a_library_whose_name_begins_like_ours_is_not_ours() {
        assert!(is_ours("webhook") && is_ours("command_center::inbound"));
        assert!(!is_ours("webhooks") && !is_ours("aws_sdk_dynamodb") && !is_ours("hyper::client"));
    }
}
