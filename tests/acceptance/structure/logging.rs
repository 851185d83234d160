//! The fields of log lines, and the document that describes each of them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::path::Path;

use super::source::{each_run, group, is_mark, is_test, name, sources, tokens};
use super::text;

const DOCUMENT: &str = "docs/logging.md";
/// The macros that write a line.
const LEVELS: &[&str] = &["error", "warn", "info", "debug", "trace"];

/// Returns the names of the fields of every line that a source writes with `tracing`.
fn fields(source: TokenStream) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    each_run(source, &mut |run| {
        for place in 0..run.len() {
            let is_line = name(run.get(place)).as_deref() == Some("tracing")
                && is_mark(run.get(place + 1), ':')
                && name(run.get(place + 3)).is_some_and(|level| LEVELS.contains(&level.as_str()))
                && is_mark(run.get(place + 4), '!');
            if let Some(arguments) = group(run.get(place + 5), Delimiter::Parenthesis).filter(|_| is_line) {
                let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
                found.extend(arguments.split(|tree| is_mark(Some(tree), ',')).filter_map(field));
            }
        }
    });
    found
}

/// Returns the field of a macro argument, or `None` for the sentence of the line.
fn field(argument: &[TokenTree]) -> Option<String> {
    argument.iter().find_map(|tree| match tree {
        TokenTree::Punct(punct) if matches!(punct.as_char(), '%' | '?') => None,
        other => Some(name(Some(other))),
    })?
}

/// Returns the fields in the document's table.
fn documented() -> BTreeSet<String> {
    let document = text(Path::new(DOCUMENT));
    let table = document.split("| Field |").nth(1).expect("the table of fields");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let first_cells = rows.filter_map(|row| row.split('|').nth(1));
    first_cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_field_of_a_log_line_is_documented_and_every_documented_field_is_written() {
    let product =
        ["shared/domain", "shared/importer", "shared/store", "shared/adapters", "shared/app", "shared/web"];
    let folders = product.map(|layer| format!("{layer}/src"));
    let written: BTreeSet<String> = folders
        .iter()
        .map(String::as_str)
        .chain(["functions"])
        .flat_map(sources)
        .filter(|path| !is_test(path))
        .flat_map(|path| fields(tokens(&path)))
        .collect();
    let documented = documented();
    let missing: Vec<_> = written.difference(&documented).collect();
    let gone: Vec<_> = documented.difference(&written).collect();
    assert!(missing.is_empty(), "{DOCUMENT} does not name {missing:?}");
    assert!(gone.is_empty(), "{DOCUMENT} names what no line has: {gone:?}");
}

#[test]
fn fields_are_read_in_every_form_that_they_are_written_in() {
    let line =
        r#"fn f() { tracing::info!(%workspace, ?outcome, queued = list.len(), status, "digest sent"); }"#;
    let expected = ["outcome", "queued", "status", "workspace"].map(str::to_owned);
    assert_eq!(fields(line.parse().expect("tokens")), expected.into());
    assert!(fields(r#"fn f() { tracing::warn!("nothing varies"); }"#.parse().expect("tokens")).is_empty());
}
