//! The records that security depends on are created in one place each: the stored side of a token, and an event of
//! the audit log.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::path::{Path, PathBuf};

use super::source::{each_run, group, is_mark, is_test, name, sources, tokens};

/// The records, and the only file in which each may be constructed field by field.
const RECORDS: &[(&str, &str)] = &[
    ("WhatsAppActionToken", "shared/domain/src/token/issued.rs"),
    ("AuditEvent", "shared/domain/src/audit.rs"),
];

/// Counts the literals of a record that name every field themselves; literals with a base expression (`..`) do not
/// count. In an implementation of the record it may be called `Self`.
fn literals(source: TokenStream, record: &str) -> usize {
    let mut own = 0;
    each_run(source.clone(), &mut |run| {
        let begins = run.iter().enumerate().filter(|(_, tree)| name(Some(tree)).as_deref() == Some("impl"));
        for (place, _) in begins {
            own += in_implementation(run.get(place..).unwrap_or_default(), record);
        }
    });
    own + literals_of(source, record)
}

/// Counts the literals in an implementation that begins a run of tokens; 0 if it is of something else.
fn in_implementation(tokens: &[TokenTree], record: &str) -> usize {
    let is_block = |tree: &&TokenTree| group(Some(tree), Delimiter::Brace).is_some();
    let head = tokens.iter().take_while(|tree| !is_block(tree)).filter_map(|tree| name(Some(tree)));
    if head.last().as_deref() != Some(record) {
        return 0;
    }
    let block = group(tokens.iter().find(is_block), Delimiter::Brace);
    block.map_or(0, |block| literals_of(block.stream(), "Self"))
}

fn literals_of(source: TokenStream, record: &str) -> usize {
    let mut count = 0;
    each_run(source, &mut |run| {
        for (place, tree) in run.iter().enumerate() {
            let body = group(run.get(place + 1), Delimiter::Brace);
            if name(Some(tree)).as_deref() == Some(record)
                && let Some(body) = body
                && !is_no_expression(&run[..place])
            {
                let fields: Vec<TokenTree> = body.stream().into_iter().collect();
                let takes_the_rest =
                    fields.windows(2).any(|pair| is_mark(pair.first(), '.') && is_mark(pair.get(1), '.'));
                count += usize::from(!takes_the_rest);
            }
        }
    });
    count
}

/// Reports whether the tokens before a name and a brace make them a definition, an implementation or a return type.
fn is_no_expression(before: &[TokenTree]) -> bool {
    let last = before.last();
    let is_result = is_mark(last, '>') && is_mark(before.iter().rev().nth(1), '-');
    let word = name(last);
    is_result || matches!(word.as_deref(), Some("struct" | "impl" | "for"))
}

#[test]
fn a_token_and_an_audit_event_are_written_out_in_one_place_each() {
    let folders = ["shared", "functions", "infra/local/src"];
    // A test may write out what it expects.
    let product = folders.iter().flat_map(|folder| sources(folder)).filter(|path| !is_test(path));
    let product: Vec<PathBuf> = product.collect();
    for (record, home) in RECORDS {
        let mut at_home = 0;
        for path in product.iter().cloned() {
            let found = literals(tokens(&path), record);
            if path == Path::new(home) {
                at_home = found;
            } else {
                assert_eq!(found, 0, "{} writes out a {record}: use its constructor", path.display());
            }
        }
        assert_eq!(at_home, 1, "{home}");
    }
}

#[test]
fn a_literal_is_found_wherever_it_stands_and_nothing_else_is_one() {
    let count = |source: &str| literals(source.parse().expect("tokens"), "AuditEvent");
    assert_eq!(count("fn f() -> AuditEvent { AuditEvent { id: 1, at: 2 } }"), 1);
    assert_eq!(count("fn f() { g(vec![domain::audit::AuditEvent { id }]) }"), 1);
    assert_eq!(count("impl AuditEvent { fn f() -> Self { Self { id: 1 } } }"), 1);
    assert_eq!(count("impl Other { fn f() -> Self { Self { id: 1 } } }"), 0);
    assert_eq!(count("struct AuditEvent { id: u8 } impl AuditEvent { } impl Debug for AuditEvent { }"), 0);
    assert_eq!(count("fn f() { let event = AuditEvent { at: 1, ..event }; }"), 0);
    assert_eq!(count("fn f() { let Some(AuditEvent { at, .. }) = event; }"), 0);
}
