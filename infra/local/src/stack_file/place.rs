//! The place of the description of a running stack, which several stacks may want: the latest has it, and at its end
//! another one that still runs gets it back.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::{RunningStack, answering, running_stack};
use crate::tools::{local_folder, scratch_folder};

/// What the files are called: the description of the stack, and the variables of its functions.
const NAMES: [&str; 2] = ["stack.json", "functions.env"];

/// The files that describe a running stack. When this is dropped, they describe another stack that still runs, and if
/// there is none they are deleted; what another stack wrote in the meantime stays.
#[derive(Debug)]
pub struct StackFiles {
    root: PathBuf,
    own: PathBuf,
    contents: [Vec<u8>; 2],
}

impl StackFiles {
    /// Writes the files, with a copy in the stack's own folder, and returns the running stack whose place they took.
    ///
    /// # Errors
    /// If `target/local` cannot be written.
    pub(super) fn place(
        root: &Path,
        own: &Path,
        contents: [Vec<u8>; 2],
    ) -> io::Result<(Self, Option<RunningStack>)> {
        let other = running_stack(root);
        for folder in [own, &local_folder(root)] {
            write_both(folder, &contents)?;
        }
        Ok((Self { root: root.to_owned(), own: own.to_owned(), contents }, other))
    }

    fn is_in_place(&self) -> bool {
        fs::read(local_folder(&self.root).join(NAMES[0])).is_ok_and(|found| found == self.contents[0])
    }
}

impl Drop for StackFiles {
    fn drop(&mut self) {
        delete_both(&self.own);
        if !self.is_in_place() {
            return;
        }
        let place = local_folder(&self.root);
        let other = latest_other(&scratch_folder(&self.root));
        if other.is_none_or(|contents| write_both(&place, &contents).is_err()) {
            delete_both(&place);
        }
    }
}

/// Returns the files of the stack that was described last, of those that still answer.
fn latest_other(folders: &Path) -> Option<[Vec<u8>; 2]> {
    let folders = fs::read_dir(folders).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let described = folders.filter_map(|folder| {
        let [description, environment] = NAMES.map(|name| folder.join(name));
        let written = fs::metadata(&description).and_then(|found| found.modified()).ok()?;
        let contents = [fs::read(description).ok()?, fs::read(environment).ok()?];
        answering(&contents[0]).map(|_| (written, contents))
    });
    described.max_by_key(|(written, _)| *written).map(|(_, contents)| contents)
}

fn write_both(folder: &Path, contents: &[Vec<u8>; 2]) -> io::Result<()> {
    NAMES.iter().zip(contents).try_for_each(|(name, bytes)| write_private(&folder.join(name), bytes))
}

fn delete_both(folder: &Path) {
    for name in NAMES {
        // If somebody else has already deleted the file, that is fine too.
        let _ = fs::remove_file(folder.join(name));
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests;
