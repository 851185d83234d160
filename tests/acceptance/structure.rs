//! Rules about the project itself: which layers depend on which, and what the documents promise.

mod circles;
mod docs;
mod layers;
mod logging;
mod records;
mod source;
mod threats;

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::root;

fn text(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the package folders directly inside a folder of the project, sorted.
fn packages_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let folders = entries.map(|entry| Path::new(folder).join(entry.file_name()));
    let mut found: Vec<PathBuf> = folders.filter(|path| is_package(path)).collect();
    found.sort();
    found
}

fn is_package(folder: &Path) -> bool {
    let folder = root().join(folder);
    folder.join("Cargo.toml").is_file() && folder.join("src").is_dir()
}

/// Returns the names of the functions: each is a package in `functions/`.
fn functions() -> Vec<String> {
    let names =
        packages_in("functions").into_iter().filter_map(|path| path.file_name().map(ToOwned::to_owned));
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    assert!(!names.is_empty(), "there are no functions");
    names
}

#[test]
fn a_main_of_a_function_is_short_and_decides_nothing() {
    for function in functions() {
        let main = text(&Path::new("functions").join(&function).join("src/main.rs"));
        assert!(main.lines().count() <= 40, "{function}: {} lines", main.lines().count());
        assert!(!main.contains("if ") && !main.contains("match "), "{function} decides in main");
    }
}

#[test]
fn every_function_has_a_recorded_event_and_every_event_a_function() {
    let events = fs::read_dir(root().join("events")).expect("the folder events");
    let names: Vec<String> =
        events.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    for function in functions() {
        assert!(
            names.iter().any(|name| name.starts_with(&format!("{function}."))),
            "no event for {function}"
        );
    }
    for name in names.iter().filter(|name| name.ends_with(".json")) {
        let function = name.split('.').next().unwrap_or_default();
        assert!(root().join("functions").join(function).is_dir(), "{name}");
        let body = text(&Path::new("events").join(name));
        assert!(serde_json::from_str::<serde_json::Value>(&body).is_ok(), "{name} is no JSON");
    }
}

#[test]
fn every_make_target_that_the_readme_names_exists() {
    let (readme, makefile) = (text(Path::new("README.md")), text(Path::new("Makefile")));
    let named = readme.split("`make ").skip(1).filter_map(|rest| rest.split([' ', '`']).next());
    let mut count = 0;
    for target in named {
        assert!(makefile.lines().any(|line| line.starts_with(&format!("{target}:"))), "make {target}");
        count += 1;
    }
    assert!(count > 0, "the README names no target");
}

#[test]
fn every_file_that_a_document_links_to_exists() {
    let in_folder = |folder: &str| fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let documents =
        ["", "docs", "docs/adr", "events"].into_iter().flat_map(in_folder).map(|entry| entry.path());
    for document in documents.filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let body = text(&document);
        let folder = document.parent().expect("its folder");
        let document = document.display();
        for link in body.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") {
                assert!(folder.join(target).exists(), "{document} links to {target}");
            }
        }
    }
}

#[test]
fn every_file_that_a_document_names_exists() {
    const FOLDERS: [&str; 7] = ["shared/", "functions/", "infra/", "tests/", "docs/", "events/", "fuzz/"];
    let folders = ["", "docs", "docs/adr", "events", "tests/fixtures/former"];
    let in_folder = |folder: &str| fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let files = folders.into_iter().flat_map(in_folder).map(|entry| entry.path());
    for document in files.filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let body = text(&document);
        let quoted = body.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|name| FOLDERS.iter().any(|folder| name.starts_with(folder)));
        for path in paths.filter(|path| !path.contains(['<', '…', '*', '{', ' '])) {
            assert!(root().join(path).exists(), "{} names {path}", document.display());
        }
    }
}

#[test]
fn the_architecture_fits_into_what_one_reads_at_once() {
    assert!(text(Path::new("ARCHITECTURE.md")).lines().count() <= 200);
}
