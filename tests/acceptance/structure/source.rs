//! The tokens of the sources, for rules about their contents.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::root;

/// Returns the `.rs` files below a folder of the project, by their paths in the project.
pub(super) fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path.strip_prefix(root()).expect("below the root").to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Reports whether a file holds tests, or what they share.
pub(super) fn is_test(path: &Path) -> bool {
    const FOLDERS: &[&str] = &["benches", "testing", "tests", "tests.rs"];
    path.components().any(|part| FOLDERS.iter().any(|name| part.as_os_str() == *name))
}

/// Returns the tokens of a file of the project.
pub(super) fn tokens(path: &Path) -> TokenStream {
    super::text(path).parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Visits every run of tokens between two delimiters, outermost first.
pub(super) fn each_run(tokens: TokenStream, visit: &mut impl FnMut(&[TokenTree])) {
    let run: Vec<TokenTree> = tokens.into_iter().collect();
    visit(&run);
    for tree in run {
        if let TokenTree::Group(group) = tree {
            each_run(group.stream(), visit);
        }
    }
}

/// Returns the token as a group, if it is one with this delimiter.
pub(super) fn group(tree: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match tree {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// Reports whether a token is the given punctuation mark.
pub(super) fn is_mark(tree: Option<&TokenTree>, mark: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Returns the token as a name, if it is one.
pub(super) fn name(tree: Option<&TokenTree>) -> Option<String> {
    match tree {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}
