//! Packs the functions' binaries into the archives that Lambda runs.

use command_center::domain::text::hex;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ring::digest::{SHA256, digest};
use tempfile::NamedTempFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A deployed function; its crate, its binary and its events share this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Function(&'static str);

impl Function {
    /// Composes the daily digests.
    pub const DIGEST: Self = Self("digest");
    /// Runs the nightly proof.
    pub const PROOF: Self = Self("proof");
    /// Delivers messages and mails.
    pub const DELIVERY: Self = Self("delivery");
    /// Imports the files that come in.
    pub const IMPORT: Self = Self("import");
    /// Every function of the template; a test fails if a folder in `functions` is missing here.
    pub const ALL: [Self; 8] = [
        Self::DIGEST,
        Self("webhook"),
        Self::DELIVERY,
        Self("admin"),
        Self("live"),
        Self("query"),
        Self::PROOF,
        Self("import"),
    ];

    /// Returns the name.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Returns the template parameter for the key of the function's archive, such as `DigestCodeKey`.
    pub fn code_parameter(self) -> String {
        format!("{}CodeKey", self.capitalised())
    }

    /// Returns the template output with the name under which the function is invoked, such as `DigestFunctionName`.
    pub fn output(self) -> String {
        format!("{}FunctionName", self.capitalised())
    }

    fn capitalised(self) -> String {
        let (first, rest) = self.0.split_at(1);
        format!("{}{rest}", first.to_ascii_uppercase())
    }
}

/// The reasons why a function cannot be packed, grouped by remedy.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The binary has not been built.
    #[error("{} cannot be read: run `cargo build --workspace --bins` first", .binary.display())]
    NotBuilt {
        /// The expected path of the binary.
        binary: PathBuf,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// The archive cannot be written.
    #[error("the archive cannot be written: check the permissions of target/local and the space on the disk")]
    Folder(#[source] io::Error),
    /// The archive format does not support the binary.
    #[error("the binary does not fit into an archive: build it without debug information")]
    Format(#[source] ZipError),
    /// The running program is not in a Cargo target folder.
    #[error("the functions are looked for beside this program: start it with `cargo run` or `make`")]
    NotInTarget,
    /// The packing thread ended early.
    #[error("the packaging was interrupted: start again")]
    Interrupted(#[source] tokio::task::JoinError),
}

/// Packs every function, in parallel, and returns the paths of the archives.
///
/// # Errors
/// If a binary is missing or the folder of archives cannot be written.
pub async fn package_all(
    binaries: &Path,
    archives: &Path,
) -> Result<BTreeMap<Function, PathBuf>, PackageError> {
    let tasks = Function::ALL.map(|function| {
        let (binaries, archives) = (binaries.to_owned(), archives.to_owned());
        tokio::task::spawn_blocking(move || {
            package(function, &binaries, &archives).map(|path| (function, path))
        })
    });
    futures::future::join_all(tasks)
        .await
        .into_iter()
        .map(|packed| packed.map_err(PackageError::Interrupted)?)
        .collect()
}

/// Packs one function's binary as `bootstrap` into an archive that is named after the binary's hash.
///
/// An existing archive is not written again, and older archives of the function are removed.
///
/// # Errors
/// If the binary is missing or the folder of archives cannot be written.
pub fn package(function: Function, binaries: &Path, archives: &Path) -> Result<PathBuf, PackageError> {
    let binary = binaries.join(function.name());
    let content =
        fs::read(&binary).map_err(|source| PackageError::NotBuilt { binary: binary.clone(), source })?;
    let archive = archives.join(format!("{}-{}.zip", function.name(), short_hash(&content)));
    if archive.exists() {
        return Ok(archive);
    }
    fs::create_dir_all(archives).map_err(PackageError::Folder)?;
    remove_older(function, archives).map_err(PackageError::Folder)?;
    let content = without_debug_information(&binary, archives).unwrap_or(content);
    let mut file = NamedTempFile::new_in(archives).map_err(PackageError::Folder)?;
    write_archive(file.as_file_mut(), &content)?;
    file.persist(&archive).map_err(|error| PackageError::Folder(error.error))?;
    Ok(archive)
}

/// Returns the folder of binaries that the running program was built into, `target/<profile>`.
///
/// # Errors
/// If the program is not in a Cargo target folder.
pub fn binaries_beside_this_program() -> Result<PathBuf, PackageError> {
    let program = std::env::current_exe().map_err(|_| PackageError::NotInTarget)?;
    let folder = program.parent().ok_or(PackageError::NotInTarget)?;
    let is_for_tests = folder.ends_with("deps") || folder.ends_with("examples");
    let profile = if is_for_tests { folder.parent() } else { Some(folder) };
    profile.map(Path::to_owned).ok_or(PackageError::NotInTarget)
}

fn short_hash(content: &[u8]) -> String {
    let hash = digest(&SHA256, content);
    let mut digits = hex(hash.as_ref());
    digits.truncate(16);
    digits
}

fn remove_older(function: Function, archives: &Path) -> io::Result<()> {
    let prefix = format!("{}-", function.name());
    for entry in fs::read_dir(archives)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            match fs::remove_file(entry.path()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Returns the binary without its debug information, which is most of it, or `None` if `strip` is not available.
fn without_debug_information(binary: &Path, folder: &Path) -> Option<Vec<u8>> {
    let stripped = NamedTempFile::new_in(folder).ok()?;
    let status = Command::new("strip")
        .args(["--strip-debug", "-o"])
        .arg(stripped.path())
        .arg(binary)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    status.success().then(|| fs::read(stripped.path()).ok()).flatten()
}

/// Writes the archive uncompressed, because size does not matter to the emulator, and without a date, so that
/// identical binaries give identical archives.
fn write_archive(file: &mut File, content: &[u8]) -> Result<(), PackageError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o755);
    let mut archive = ZipWriter::new(file);
    archive.start_file("bootstrap", options).map_err(PackageError::Format)?;
    archive.write_all(content).map_err(PackageError::Folder)?;
    archive.finish().map(drop).map_err(PackageError::Format)
}

#[cfg(test)]
mod tests;
