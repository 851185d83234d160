//! The project's folder, found when a command starts and never taken from the build: a built checkout may be copied or
//! renamed, and then belongs to where it lies now.

use std::io;
use std::path::{Path, PathBuf};

/// What the project's own folder holds and no folder below it does.
const MARKS: [&str; 2] = ["infra/template.yaml", "Cargo.toml"];

/// Why the project's folder is not known, by what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// The working directory lies in no checkout.
    #[error(
        "{} is in no checkout of the project: start inside one, or name its folder with --root", .0.display()
    )]
    NotInside(PathBuf),
    /// The named folder is no checkout.
    #[error("{} is not the project's folder: --root must name the one with infra/template.yaml and Cargo.toml", .0.display())]
    NotTheProject(PathBuf),
    /// The working directory was removed, or the name of the folder is empty.
    #[error("the working directory cannot be read: go to the project's folder and start again")]
    NoWorkingDirectory(#[source] io::Error),
}

/// Finds the project's folder from the working directory: that itself, or the nearest folder above it.
///
/// # Errors
/// When neither is a checkout of the project.
pub fn project_root() -> Result<PathBuf, RootError> {
    let folder = std::env::current_dir().map_err(RootError::NoWorkingDirectory)?;
    root_above(&folder).ok_or(RootError::NotInside(folder))
}

/// Returns the folder that was named, as an absolute path: the programs that are started with it work in another.
///
/// # Errors
/// When it is no checkout of the project.
pub fn named_root(folder: &Path) -> Result<PathBuf, RootError> {
    let folder = std::path::absolute(folder).map_err(RootError::NoWorkingDirectory)?;
    if is_root(&folder) { Ok(folder) } else { Err(RootError::NotTheProject(folder)) }
}

/// Returns the nearest checkout of the project, from a folder upwards.
fn root_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| is_root(folder)).map(Path::to_owned)
}

fn is_root(folder: &Path) -> bool {
    MARKS.iter().all(|mark| folder.join(mark).is_file())
}

#[cfg(test)]
mod tests;
