//! The processes that run the functions, so that a test can kill one in the middle of its work or measure its memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Kills the processes of a function that an emulator started, as a machine failure would, and returns how many there
/// were.
#[must_use]
pub fn kill_workers(emulator: u32, function_name: &str) -> usize {
    let workers = workers(emulator, function_name);
    workers.iter().filter(|worker| kill(**worker)).count()
}

/// Returns the memory use of each process of a function, in KiB, by process id.
#[must_use]
pub fn memory_of_workers(emulator: u32, function_name: &str) -> BTreeMap<u32, u64> {
    let workers = workers(emulator, function_name);
    workers.into_iter().filter_map(|worker| Some((worker, memory_of(worker)?))).collect()
}

/// Returns the most memory that each process of a function has used so far, in KiB, by process id.
#[must_use]
pub fn peak_memory_of_workers(emulator: u32, function_name: &str) -> BTreeMap<u32, u64> {
    let workers = workers(emulator, function_name);
    workers.into_iter().filter_map(|worker| Some((worker, kibibytes(worker, "VmHWM:")?))).collect()
}

fn workers(emulator: u32, function_name: &str) -> Vec<u32> {
    let wanted = format!("AWS_LAMBDA_FUNCTION_NAME={function_name}");
    let is_worker = |process: &u32| is_child_of(*process, emulator) && has_setting(*process, &wanted);
    processes().filter(is_worker).collect()
}

fn processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn has_setting(process: u32, wanted: &str) -> bool {
    let settings = fs::read(Path::new("/proc").join(process.to_string()).join("environ")).unwrap_or_default();
    settings.split(|byte| *byte == 0).any(|setting| setting == wanted.as_bytes())
}

/// Reports whether a process descends from another one, by following its parents up to the machine's first process.
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
    status_of(process, "PPid:")?.trim().parse().ok()
}

fn memory_of(process: u32) -> Option<u64> {
    kibibytes(process, "VmRSS:")
}

fn kibibytes(process: u32, name: &str) -> Option<u64> {
    status_of(process, name)?.trim().strip_suffix("kB")?.trim().parse().ok()
}

fn status_of(process: u32, name: &str) -> Option<String> {
    let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned)
}

fn kill(process: u32) -> bool {
    Command::new("kill").args(["-9", &process.to_string()]).status().is_ok_and(|status| status.success())
}
