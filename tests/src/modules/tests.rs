//! Tests: in whatever way one module names another, it is found, and what is not a name is not mistaken for one.

mod naming;
mod passing_on;
mod reading;

use std::path::Path;

use super::Crate;

/// Reads a crate of these files; `src/a.rs` and `src/b.rs` exist too, with something to name.
fn crate_of(files: &[(&str, &str)]) -> Crate {
    let always = [
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "pub struct A; pub fn f() {} pub const C: u8 = 1; pub mod deep { pub struct D; }"),
        ("src/b.rs", ""),
    ];
    let source = |path: &Path| {
        let all = files.iter().chain(&always);
        let mut named = all.filter(|(name, _)| Path::new("c").join(name) == path);
        named.next().map(|(_, text)| (*text).to_owned())
    };
    let found = Crate::read(Path::new("c"), "src/lib.rs", &source);
    assert_eq!(found.blind_spots(), [""; 0]);
    found
}

/// Returns the dependency arrows of a crate, as `b -> a`.
fn arrows(files: &[(&str, &str)]) -> Vec<String> {
    crate_of(files).usages().into_keys().map(|(from, to)| format!("{from} -> {to}")).collect()
}

/// Returns the dependency arrows if `src/b.rs` has this text.
fn arrows_of_b(text: &str) -> Vec<String> {
    arrows(&[("src/b.rs", text)])
}
