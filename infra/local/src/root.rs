//! The project's folder, determined when a command starts and never at build time: a built checkout may be copied or
//! renamed, and then uses its new location.

use std::io;
use std::path::{Path, PathBuf};

/// The files that together identify the project's folder: no folder below it has all of them.
const MARKS: [&str; 2] = ["infra/template.yaml", "Cargo.toml"];

/// The reasons why the project's folder is not known, grouped by remedy.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// The working directory is not inside a checkout.
    #[error(
        "{} is in no checkout of the project: start inside one, or name its folder with --root", .0.display()
    )]
    NotInside(PathBuf),
    /// The given folder is not a checkout.
    #[error("{} is not the project's folder: --root must name the one with infra/template.yaml and Cargo.toml", .0.display())]
    NotTheProject(PathBuf),
    /// The working directory was removed, or the given folder name is empty.
    #[error("the working directory cannot be read: go to the project's folder and start again")]
    NoWorkingDirectory(#[source] io::Error),
}

/// Finds the project's folder: the working directory itself, or the nearest folder above it.
///
/// # Errors
/// If none of them is a checkout of the project.
pub fn project_root() -> Result<PathBuf, RootError> {
    let folder = std::env::current_dir().map_err(RootError::NoWorkingDirectory)?;
    root_above(&folder).ok_or(RootError::NotInside(folder))
}

/// Returns the given folder as an absolute path, because the programs started with it have another working directory.
///
/// # Errors
/// If it is not a checkout of the project.
pub fn named_root(folder: &Path) -> Result<PathBuf, RootError> {
    let folder = std::path::absolute(folder).map_err(RootError::NoWorkingDirectory)?;
    if is_root(&folder) { Ok(folder) } else { Err(RootError::NotTheProject(folder)) }
}

/// Returns the nearest checkout of the project, from the given folder upwards.
fn root_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| is_root(folder)).map(Path::to_owned)
}

fn is_root(folder: &Path) -> bool {
    MARKS.iter().all(|mark| folder.join(mark).is_file())
}

#[cfg(test)]
mod tests;
