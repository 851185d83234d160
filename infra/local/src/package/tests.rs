//! Equal binaries make equal archives, and only changed ones are packed again.

use std::io::Read;

use tempfile::TempDir;
use zip::ZipArchive;

use super::*;

struct Folders {
    binaries: TempDir,
    archives: TempDir,
}

impl Folders {
    fn with(binary: &[u8]) -> Self {
        let folders = Self { binaries: TempDir::new().unwrap(), archives: TempDir::new().unwrap() };
        folders.build(Function::Webhook, binary);
        folders
    }

    fn build(&self, function: Function, content: &[u8]) {
        fs::write(self.binaries.path().join(function.binary()), content).unwrap();
    }

    fn package(&self, function: Function) -> PathBuf {
        package(function, self.binaries.path(), self.archives.path()).unwrap()
    }

    fn package_and_open(&self) -> Vec<u8> {
        fs::read(self.package(Function::Webhook)).unwrap()
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
    let first = folders.package(Function::Webhook);
    fs::write(&first, "left alone").unwrap();
    assert_eq!(folders.package(Function::Webhook), first);
    assert_eq!(fs::read(&first).unwrap(), b"left alone");

    folders.build(Function::Admin, b"another function");
    folders.package(Function::Admin);
    folders.build(Function::Webhook, b"two");
    let second = folders.package(Function::Webhook);
    assert_ne!(first, second);
    assert!(!first.exists());
    assert_eq!(folders.count(), 2, "the other function's archive stays");
}

#[test]
fn a_missing_binary_says_what_to_build() {
    let folders = Folders::with(b"one");
    let error = package(Function::Digest, folders.binaries.path(), folders.archives.path()).unwrap_err();
    assert!(matches!(&error, PackageError::NotBuilt { .. }));
    assert!(error.to_string().contains("cargo build --workspace --bins"));
}

#[test]
fn the_functions_lie_beside_the_running_program() {
    let folder = binaries_beside_this_program().unwrap();
    assert!(!folder.ends_with("deps"));
    assert!(folder.join("deps").is_dir());
}
