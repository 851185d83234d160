//! Tests of re-exports and of cycles.

use super::{arrows, crate_of};

#[test]
fn a_name_that_the_root_passes_on_is_its_modules() {
    let root = "mod a; mod b; pub use a::A;";
    for text in ["use crate::A;", "fn g(_: super::A) {}", "use crate::*;", "use crate::{A as Other};"] {
        assert_eq!(arrows(&[("src/lib.rs", root), ("src/b.rs", text)]), ["b -> a"], "{text}");
    }
}

#[test]
fn a_name_that_the_root_passes_on_by_a_glob_is_its_modules() {
    let root = "mod a; mod b; pub use a::*;";
    assert_eq!(arrows(&[("src/lib.rs", root), ("src/b.rs", "use crate::deep::D;")]), ["b -> a"]);
}

#[test]
fn an_item_of_the_root_is_of_a_module_of_its_own() {
    let root = "mod a; mod b; pub struct Own(a::A);";
    let files = [("src/lib.rs", root), ("src/b.rs", "use crate::Own;")];
    assert_eq!(arrows(&files), ["b -> lib", "lib -> a"]);
}

#[test]
fn the_items_of_the_root_use_what_it_passes_on() {
    let root = "mod a; mod b; pub use a::A; pub fn own() -> A { A }";
    assert_eq!(arrows(&[("src/lib.rs", root)]), ["lib -> a"]);
}

#[test]
fn whoever_takes_what_a_module_passes_on_depends_on_both() {
    let root = "mod a; mod b; mod c;";
    let b = "pub use crate::a::A as Other;";
    for text in ["use crate::b::Other;", "use crate::b::*;", "use crate::b; fn g() -> b::Other {}"] {
        let files = [("src/lib.rs", root), ("src/b.rs", b), ("src/c.rs", text)];
        assert_eq!(arrows(&files), ["b -> a", "c -> a", "c -> b"], "{text}");
    }
}

#[test]
fn two_modules_that_import_each_other_are_a_circle_that_says_where() {
    let files =
        [("src/a.rs", "pub struct A;\nuse crate::b::B;"), ("src/b.rs", "use crate::a::A; pub struct B;")];
    let circles = crate_of(&files).circles();
    let shown = circles.iter().map(ToString::to_string).collect::<String>();
    let expected = "2 modules in a circle: a, b
  a -> b: c/src/a.rs:2 -> c/src/b.rs, by `crate::b::B`
  b -> a: c/src/b.rs:1 -> c/src/a.rs, by `crate::a::A`
";
    assert_eq!(shown, expected);
}

#[test]
fn a_circle_of_more_than_two_is_found_with_everybody_in_it() {
    let files = [
        ("src/lib.rs", "mod a; mod b; mod c; mod alone;"),
        ("src/a.rs", "mod deep { use super::super::b::B; }"),
        ("src/b.rs", "pub struct B { #[serde(with = \"crate::c::form\")] field: u8 }"),
        ("src/c.rs", "fn g() { super::a::f(); crate::alone::f() }"),
        ("src/alone.rs", "pub fn f() {}"),
    ];
    let circles = crate_of(&files).circles();
    assert_eq!(circles.len(), 1);
    assert_eq!(circles[0].modules.iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(circles[0].way.len(), 3);
}

#[test]
fn a_circle_over_an_item_of_the_root_is_one() {
    let files = [
        ("src/lib.rs", "mod a; mod b; pub struct Own(a::A);"),
        ("src/a.rs", "pub struct A; use crate::Own;"),
    ];
    assert_eq!(crate_of(&files).circles()[0].modules.iter().collect::<Vec<_>>(), ["a", "lib"]);
}

#[test]
fn modules_that_use_each_other_one_way_are_no_circle() {
    let files = [
        ("src/lib.rs", "pub mod a; pub mod b; pub mod c; pub use a::A; pub use c::C;"),
        (
            "src/b.rs",
            "use crate::A; pub fn g() { super::a::f() } mod deep { use super::super::a::A; use super::g; }",
        ),
        ("src/c.rs", "use crate::{a, b}; pub struct C; fn g() { b::g(); a::f() }"),
    ];
    assert_eq!(arrows(&files), ["b -> a", "c -> a", "c -> b"]);
    assert_eq!(crate_of(&files).circles(), []);
}

#[test]
fn a_path_into_another_crate_is_known_by_whatever_name() {
    let text =
        "use std as s; use s::env as e; fn g() { e::var(\"X\"); std::fs::read(\"x\") } use {std::{net::*}};";
    let found = crate_of(&[("src/b.rs", text)]).external_paths();
    let paths: Vec<String> = found.into_iter().map(|(path, _)| path.join("::")).collect();
    for path in ["std::env::var", "std::fs::read", "std::net::*"] {
        assert!(paths.contains(&path.to_owned()), "{path} in {paths:?}");
    }
}
