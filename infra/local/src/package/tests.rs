//! Identical binaries give identical archives, and only changed ones are packed again.

use std::io::Read;

use tempfile::TempDir;
use zip::ZipArchive;

use super::*;
use crate::root::project_root;

const WEBHOOK: Function = Function("webhook");
const ADMIN: Function = Function("admin");

struct Folders {
    binaries: TempDir,
    archives: TempDir,
}

impl Folders {
    fn with(binary: &[u8]) -> Self {
        let folders = Self { binaries: TempDir::new().unwrap(), archives: TempDir::new().unwrap() };
        folders.build(WEBHOOK, binary);
        folders
    }

    fn build(&self, function: Function, content: &[u8]) {
        fs::write(self.binaries.path().join(function.name()), content).unwrap();
    }

    fn package(&self, function: Function) -> PathBuf {
        package(function, self.binaries.path(), self.archives.path()).unwrap()
    }

    fn package_and_open(&self) -> Vec<u8> {
        fs::read(self.package(WEBHOOK)).unwrap()
    }

    fn count(&self) -> usize {
        fs::read_dir(self.archives.path()).unwrap().count()
    }
}

#[test]
fn the_archive_holds_one_executable_bootstrap() {
    let archive = Folders::with(b"#!/bin/sh\necho hello\n").package_and_open();
    let mut archive = ZipArchive::new(io::Cursor::new(archive)).unwrap();
    assert_eq!(archive.len(), 1);
    let mut bootstrap = archive.by_name("bootstrap").unwrap();
    assert_eq!(bootstrap.unix_mode().unwrap() & 0o777, 0o755);
    let mut content = Vec::new();
    bootstrap.read_to_end(&mut content).unwrap();
    assert_eq!(content, b"#!/bin/sh\necho hello\n");
}

#[test]
fn equal_binaries_make_equal_archives_in_every_folder() {
    assert_eq!(Folders::with(b"same").package_and_open(), Folders::with(b"same").package_and_open());
    assert_ne!(Folders::with(b"same").package_and_open(), Folders::with(b"other").package_and_open());
}

#[test]
fn an_unchanged_binary_is_not_packed_again_and_a_changed_one_replaces_its_archive() {
    let folders = Folders::with(b"one");
    let first = folders.package(WEBHOOK);
    fs::write(&first, "left alone").unwrap();
    assert_eq!(folders.package(WEBHOOK), first);
    assert_eq!(fs::read(&first).unwrap(), b"left alone");

    folders.build(ADMIN, b"another function");
    folders.package(ADMIN);
    folders.build(WEBHOOK, b"two");
    let second = folders.package(WEBHOOK);
    assert_ne!(first, second);
    assert!(!first.exists());
    assert_eq!(folders.count(), 2, "the other function's archive stays");
}

#[test]
fn a_missing_binary_says_what_to_build() {
    let folders = Folders::with(b"one");
    let error = package(Function::DIGEST, folders.binaries.path(), folders.archives.path()).unwrap_err();
    assert!(matches!(&error, PackageError::NotBuilt { .. }));
    assert!(error.to_string().contains("cargo build --workspace --bins"));
}

#[test]
fn the_functions_lie_beside_the_running_program() {
    let folder = binaries_beside_this_program().unwrap();
    assert!(!folder.ends_with("deps"));
    assert!(folder.join("deps").is_dir());
}

#[test]
fn every_function_of_the_project_is_packed() {
    let folders = fs::read_dir(project_root().unwrap().join("functions")).unwrap();
    let mut functions: Vec<String> =
        folders.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    let mut packed = Function::ALL.map(|function| function.name().to_owned());
    functions.sort();
    packed.sort();
    assert_eq!(functions, packed);
}

#[test]
fn the_template_names_the_code_and_the_output_after_the_function() {
    assert_eq!(Function::DIGEST.code_parameter(), "DigestCodeKey");
    assert_eq!(Function::DIGEST.output(), "DigestFunctionName");
}
