//! Where tests find the reference data, when somebody has them at hand.

use std::path::PathBuf;

/// Returns a file of the folder that `REFERENCE_DATA` names; says that the test is skipped when there is none.
pub fn file(name: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("REFERENCE_DATA") else {
        eprintln!("skipped: REFERENCE_DATA names no folder with {name}");
        return None;
    };
    Some(PathBuf::from(folder).join(name))
}
