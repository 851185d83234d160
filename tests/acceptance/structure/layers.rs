//! The dependencies allowed for each layer, where the compiler alone would allow more.

use std::path::Path;
use std::process::Command;

use crate::harness::root;

use super::circles::targets;
use super::{is_package, packages_in};

/// The layer that makes decisions: it performs no calls and never waits.
const DOMAIN: &str = "shared/domain";
/// Name prefixes of crates that make calls, wait, or run in a function.
const NOT_BELOW_THE_DOMAIN: &[&str] = &["aws-", "aws_", "tokio", "reqwest", "hyper", "lambda_", "lambda-"];
/// The modules of the standard library that reach outside the process.
const OUTSIDE: &[&str] = &["env", "fs", "net", "process"];

/// Returns the names of the crates that a package is built with, including itself but not its test dependencies.
fn built_with(package: &Path) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = root().join(package).join("Cargo.toml");
    let arguments =
        ["tree", "--edges", "normal", "--prefix", "none", "--locked", "--offline", "--manifest-path"];
    let output = Command::new(cargo).args(arguments).arg(manifest).output().expect("cargo tree runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("names of crates");
    lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_domain_is_built_without_anything_that_calls_or_waits() {
    if !is_package(Path::new(DOMAIN)) {
        return;
    }
    for name in built_with(Path::new(DOMAIN)) {
        let forbidden = NOT_BELOW_THE_DOMAIN.iter().any(|start| name.starts_with(start));
        assert!(!forbidden, "the domain stands on {name}");
    }
}

#[test]
fn the_domain_reads_no_environment_file_or_network() {
    if !is_package(Path::new(DOMAIN)) {
        return;
    }
    for (path, site) in targets(Path::new(DOMAIN)).iter().flat_map(|target| target.external_paths()) {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let forbidden = matches!(path.as_slice(), ["std", "*", ..])
            || matches!(path.as_slice(), ["std", part, ..] if OUTSIDE.contains(part));
        assert!(!forbidden, "{site} names {}", path.join("::"));
    }
}

#[test]
fn no_function_is_built_with_a_simulation() {
    for function in packages_in("functions") {
        let crates = built_with(&function);
        assert!(
            crates.iter().any(|name| name == "lambda_runtime"),
            "{} has another tree",
            function.display()
        );
        assert!(!crates.iter().any(|name| name == "simulation"), "{} simulates", function.display());
    }
}
