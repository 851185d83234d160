//! No two modules of a crate depend on each other, in whatever way they name each other and through however many
//! others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::root;
use acceptance::modules::Crate;

use super::{is_package, packages_in};

/// Returns every package that contains product code.
pub(super) fn packages() -> Vec<PathBuf> {
    let alone = ["shared", "infra/local"].map(PathBuf::from).into_iter().filter(|folder| is_package(folder));
    let libraries: Vec<PathBuf> = alone.chain(packages_in("shared")).collect();
    assert!(libraries.len() > 1, "the libraries are somewhere else: {libraries:?}");
    libraries.into_iter().chain(packages_in("functions")).collect()
}

/// Reads the library and the binaries of a package.
pub(super) fn targets(package: &Path) -> Vec<Crate> {
    let source = |path: &Path| fs::read_to_string(root().join(path)).ok();
    let programs = rust_files(&root().join(package).join("src/bin"), false);
    let programs =
        programs.iter().filter_map(|path| path.file_name()?.to_str()).map(|name| format!("src/bin/{name}"));
    let roots = ["src/lib.rs", "src/main.rs"].map(str::to_owned).into_iter().chain(programs);
    let there = roots.filter(|source| root().join(package).join(source).is_file());
    there.map(|root| Crate::read(package, &root, &source)).collect()
}

fn rust_files(folder: &Path, deep: bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| if deep && path.is_dir() { rust_files(&path, deep) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn no_two_modules_of_a_crate_import_each_other_in_whatever_way_round() {
    for package in packages() {
        let targets = targets(&package);
        let circles: Vec<String> =
            targets.iter().flat_map(Crate::circles).map(|circle| circle.to_string()).collect();
        assert!(circles.is_empty(), "{} has circles\n{}", package.display(), circles.join("\n"));
    }
}

#[test]
fn every_file_of_a_crate_is_read_for_circles() {
    for package in packages() {
        let targets = targets(&package);
        assert!(!targets.is_empty(), "{} has no target", package.display());
        let blind: Vec<&String> = targets.iter().flat_map(Crate::blind_spots).collect();
        assert!(blind.is_empty(), "{blind:#?}");
        let read: BTreeSet<&PathBuf> = targets.iter().flat_map(Crate::files).collect();
        for file in rust_files(&root().join(&package).join("src"), true) {
            let file = file.strip_prefix(root()).expect("it is in the project").to_owned();
            assert!(read.contains(&file), "no module declares {}", file.display());
        }
    }
}
