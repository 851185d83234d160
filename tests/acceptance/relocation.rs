//! A built checkout may be copied or renamed: programs determine their folder at run time and remember nothing from
//! the build.

use std::fs;
use std::path::{Path, PathBuf};

use local_stack::package::{Function, binaries_beside_this_program};
use tempfile::TempDir;

use crate::harness::root;

/// A copy of the checkout with what a command needs from it; its path contains a space.
pub struct CopiedCheckout {
    folder: TempDir,
}

impl CopiedCheckout {
    /// Copies the checkout's template and tools; large files are linked, because they are never written to.
    pub fn new() -> Self {
        let scratch = root().join("target/local/tmp");
        fs::create_dir_all(&scratch).expect("the folder for what is temporary");
        let folder = tempfile::Builder::new().prefix("a moved tree ").tempdir_in(scratch).expect("a folder");
        let copy = Self { folder };
        for kept in ["Cargo.toml", "infra/template.yaml", "infra/local/python"] {
            copy_into(&root().join(kept), &copy.root().join(kept));
        }
        link_files(&binaries(), &copy.root().join("target/debug"), is_binary);
        link_files(&root().join("target/local/code"), &copy.root().join("target/local/code"), |_| true);
        let tools = root().join("target/local/venv");
        std::os::unix::fs::symlink(tools, copy.root().join("target/local/venv"))
            .expect("the tools are linked");
        copy
    }

    /// Returns the copy's folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the copy of the command-line program.
    pub fn program(&self) -> PathBuf {
        self.root().join("target/debug").join(COMMAND)
    }
}

/// The binary of the command-line program.
const COMMAND: &str = "local-stack";

fn binaries() -> PathBuf {
    binaries_beside_this_program().expect("the folder of the binaries")
}

fn is_binary(name: &str) -> bool {
    name == COMMAND || Function::ALL.iter().any(|function| function.name() == name)
}

fn copy_into(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            copy_into(&entry.path(), &to.join(entry.file_name()));
        }
        return;
    }
    fs::create_dir_all(to.parent().expect("its folder")).expect("the folder is made");
    fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

fn link_files(from: &Path, to: &Path, is_wanted: impl Fn(&str) -> bool) {
    fs::create_dir_all(to).expect("the folder is made");
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        if is_wanted(&entry.file_name().to_string_lossy()) {
            // If another test replaces an archive in the meantime, it is packed again.
            let _ = fs::hard_link(entry.path(), to.join(entry.file_name()));
        }
    }
}

/// The environment variables through which the compiler would write the location of the build into a program.
const PLACES: [&str; 4] =
    ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_TARGET_TMPDIR", "CARGO_BIN_EXE_"];

/// Returns the lines of a source that take a location from the build, except to include a file at build time.
fn remembered_places(source: &str) -> Vec<usize> {
    let is_remembered = |at: usize| {
        let statement = source[..at].rsplit([';', '{', '}']).next().unwrap_or_default();
        !statement.contains("include_str!") && !statement.contains("include_bytes!")
    };
    let mut lines: Vec<usize> = PLACES
        .iter()
        .flat_map(|place| {
            source.match_indices(&format!("env!(\"{place}")).map(|(at, _)| at).collect::<Vec<_>>()
        })
        .filter(|at| is_remembered(*at))
        .map(|at| source[..at].lines().count())
        .collect();
    lines.sort_unstable();
    lines
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn no_source_remembers_where_it_was_built() {
    let found: Vec<PathBuf> = ["functions", "fuzz", "infra", "shared", "tests"]
        .iter()
        .flat_map(|name| sources(&root().join(name)))
        .collect();
    assert!(found.len() > 100, "{} sources", found.len());
    for file in found {
        let source = fs::read_to_string(&file).expect("a source");
        let lines = remembered_places(&source);
        assert!(lines.is_empty(), "{} takes its place from the build in the lines {lines:?}", file.display());
    }
}

#[test]
fn a_place_of_the_build_is_seen_unless_a_file_is_included_with_it() {
    let place = |place: &str| format!("env!(\"{place}\")");
    let remembered =
        format!("fn root() -> PathBuf {{\n    Path::new({}).into()\n}}\n", place("CARGO_MANIFEST_DIR"));
    assert_eq!(remembered_places(&remembered), [2]);
    let program = format!("Command::new({});", place("CARGO_BIN_EXE_local-stack"));
    assert_eq!(remembered_places(&program), [1]);
    let included =
        format!("const A: &str =\n    include_str!(concat!(\n{}, \"/a\"));", place("CARGO_MANIFEST_DIR"));
    assert_eq!(remembered_places(&included), [0; 0]);
    let version = format!("const V: &str = {};", place("CARGO_PKG_VERSION"));
    assert_eq!(remembered_places(&version), [0; 0]);
}
