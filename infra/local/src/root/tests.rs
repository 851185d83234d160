//! A command belongs to the checkout that it is started in, wherever its program was built.

use std::fs;

use super::*;

/// Creates the minimum that counts as a checkout, with a package folder in it.
fn checkout(folder: &Path) -> PathBuf {
    let package = folder.join("infra/local");
    fs::create_dir_all(&package).unwrap();
    for mark in MARKS {
        fs::write(folder.join(mark), "").unwrap();
    }
    fs::write(package.join("Cargo.toml"), "").unwrap();
    package
}

#[test]
fn a_checkout_is_found_from_any_folder_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("a moved tree");
    let package = checkout(&root);
    for started_in in [root.clone(), package.clone(), package.join("not/there/yet")] {
        assert_eq!(root_above(&started_in), Some(root.clone()), "{}", started_in.display());
    }
}

#[test]
fn a_copy_inside_another_checkout_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    checkout(folder.path());
    let copy = folder.path().join("target/copy");
    let package = checkout(&copy);
    assert_eq!(root_above(&package), Some(copy));
}

#[test]
fn a_folder_outside_is_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "").unwrap();
    assert_eq!(root_above(folder.path()), None);
    let refused = named_root(folder.path()).unwrap_err().to_string();
    assert!(refused.contains("--root must name the one with infra/template.yaml"), "{refused}");
    let refused = RootError::NotInside(folder.path().to_owned()).to_string();
    assert!(refused.contains("start inside one, or name its folder with --root"), "{refused}");
}

#[test]
fn a_named_folder_is_taken_as_an_absolute_path() {
    let root = project_root().unwrap();
    let package = std::env::current_dir().unwrap();
    let depth = package.strip_prefix(&root).unwrap().components().count();
    let upwards: PathBuf = std::iter::repeat_n("..", depth).collect();
    let named = named_root(&upwards).unwrap();
    assert!(named.is_absolute(), "{}", named.display());
    assert_eq!(named.canonicalize().unwrap(), root.canonicalize().unwrap());
}
