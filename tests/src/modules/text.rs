//! Paths in plain text: strings of attributes, and templates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Source;

/// Returns every path in a text. A single word counts only if it is the whole text: within a sentence it is just a
/// word.
pub(super) fn paths(text: &str) -> Vec<Vec<String>> {
    let is_alone = path(text).is_some();
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'))
        .filter_map(|word| path(word.trim_end_matches(':')))
        .filter(|path| is_alone || path.len() > 1)
        .collect()
}

fn path(word: &str) -> Option<Vec<String>> {
    let (start, rest) = match word.strip_prefix("::") {
        Some(rest) => (vec!["::".to_owned()], rest),
        None => (Vec::new(), word),
    };
    let segments: Vec<String> = rest.split("::").map(str::to_owned).collect();
    let is_name = |segment: &String| {
        let is_of_names = |letter: char| letter.is_alphanumeric() || letter == '_';
        segment.chars().all(is_of_names) && !segment.starts_with(|first: char| first.is_ascii_digit())
    };
    let are_names = !segments.contains(&String::new()) && segments.iter().all(is_name);
    are_names.then(|| start.into_iter().chain(segments).collect())
}

/// Returns the templates that a template is based on, starting with itself, with their texts.
pub(super) fn templates(folder: &Path, name: &str, source: &Source<'_>) -> Vec<(PathBuf, String)> {
    let (mut open, mut seen, mut found) = (vec![name.to_owned()], BTreeSet::new(), Vec::new());
    while let Some(name) = open.pop() {
        let file = folder.join("templates").join(&name);
        if !seen.insert(name) {
            continue;
        }
        if let Some(text) = source(&file) {
            open.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
            open.extend(text.split('"').skip(2).step_by(2).map(str::to_owned));
            found.push((file, text));
        }
    }
    found
}

/// Returns the paths of more than one word in a template's code sections.
pub(super) fn of_template(text: &str) -> Vec<Vec<String>> {
    let code = text.split(['{', '}']);
    code.flat_map(paths).filter(|path| path.len() > 1).collect()
}
