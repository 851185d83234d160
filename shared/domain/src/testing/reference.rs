//! Locates the reference data for tests, if it is available.

use std::path::PathBuf;

/// Returns a file of the folder named by `REFERENCE_DATA`, or reports that the test is skipped if there is none.
pub fn file(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("REFERENCE_DATA") else {
        eprintln!("skipped: REFERENCE_DATA names no folder with {name}");
        return None;
    };
    Some(PathBuf::from(folder).join(name))
}
