//! The processes that run the functions, so that a claim can kill one in the middle of its work.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Kills the processes of a function that an emulator started, as a machine that goes away would; gives how many.
#[must_use]
pub fn kill_workers(emulator: u32, function_name: &str) -> usize {
    let wanted = format!("AWS_LAMBDA_FUNCTION_NAME={function_name}");
    let is_worker = |process: &u32| is_child_of(*process, emulator) && has_setting(*process, &wanted);
    let workers: Vec<u32> = processes().filter(is_worker).collect();
    workers.iter().filter(|worker| kill(**worker)).count()
}

fn processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn has_setting(process: u32, wanted: &str) -> bool {
    let settings = fs::read(Path::new("/proc").join(process.to_string()).join("environ")).unwrap_or_default();
    settings.split(|byte| *byte == 0).any(|setting| setting == wanted.as_bytes())
}

/// Follows the parents up to the first process of the machine.
fn is_child_of(process: u32, ancestor: u32) -> bool {
    let mut at = process;
    while at > 1 {
        if at == ancestor {
            return true;
        }
        let Some(parent) = parent_of(at) else { return false };
        at = parent;
    }
    false
}

fn parent_of(process: u32) -> Option<u32> {
    let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}

fn kill(process: u32) -> bool {
    Command::new("kill").args(["-9", &process.to_string()]).status().is_ok_and(|status| status.success())
}
