//! Tests of which code is read: every file of the product, and nothing that is compiled for tests only.

use std::path::Path;

use super::super::Crate;
use super::{arrows, arrows_of_b};

#[test]
fn code_that_only_tests_compile_is_left_out_item_by_item() {
    for text in [
        "#[cfg(test)] use crate::a::A;",
        "#[cfg(test)] mod tests { use crate::a::A; }",
        "#[cfg(any(test, feature = \"testing\"))] pub mod testing { pub use crate::a::A; }",
        "#[cfg(all(unix, test))] fn g() { crate::a::f() }",
        "struct S; impl S { #[cfg(test)] fn g() { crate::a::f() } }",
        "struct S { #[cfg(test)] field: crate::a::A }",
        "enum E { #[cfg(test)] One(crate::a::A), Two }",
        "fn g(x: u8) { match x { #[cfg(test)] crate::a::C => {} _ => {} } }",
        "fn g() { #[cfg(test)] crate::a::f(); #[cfg(test)] let x = crate::a::C; #[cfg(test)] { crate::a::f() } }",
        "fn g() { #[cfg(test)] println!(\"{}\", crate::a::C); }",
        "#[cfg_attr(test, serde(with = \"crate::a\"))] struct S;",
        "mod inner { #![cfg(test)] use crate::a::A; }",
    ] {
        assert_eq!(arrows_of_b(text), [""; 0], "{text}");
    }
}

#[test]
fn code_after_tests_and_code_that_tests_leave_out_is_read() {
    for text in [
        "#[cfg(test)] mod tests {} use crate::a::A;",
        "#[cfg(test)] use std::fmt; fn g() { crate::a::f() }",
        "#[cfg(not(test))] use crate::a::A;",
        "#[cfg(not(any(test, feature = \"testing\")))] use crate::a::A;",
        "#[cfg(any(unix, test))] use crate::a::A;",
        "#[cfg(feature = \"other\")] use crate::a::A;",
        "fn g() { if cfg!(test) { crate::a::f() } }",
        "// #[cfg(test)]\nuse crate::a::A;",
    ] {
        assert_eq!(arrows_of_b(text), ["b -> a"], "{text}");
    }
}

#[test]
fn a_file_of_tests_is_known_and_left_out() {
    let files = [
        ("src/b.rs", "#[cfg(test)] mod tests;"),
        ("src/b/tests.rs", "mod more; use crate::a::A;"),
        ("src/b/tests/more.rs", "use crate::a::A;"),
    ];
    assert_eq!(arrows(&files), [""; 0]);
    let read = super::crate_of(&files);
    assert!(read.files().contains(Path::new("c/src/b/tests/more.rs")));
}

#[test]
fn modules_are_followed_into_their_files() {
    let inner = "use super::super::super::a::A;";
    for (b, file) in [
        ("mod deep { mod inner; }", "src/b/deep/inner.rs"),
        ("mod deep { #[path = \"other.rs\"] mod inner; }", "src/b/deep/other.rs"),
        ("#[path = \"elsewhere\"] mod deep { mod inner; }", "src/b/elsewhere/inner.rs"),
        ("mod deep { mod inner; }", "src/b/deep/inner/mod.rs"),
    ] {
        assert_eq!(arrows(&[("src/b.rs", b), (file, inner)]), ["b -> a"], "{b}");
    }
}

#[test]
fn a_module_is_followed_to_the_file_that_its_path_names() {
    let files = [
        ("src/b.rs", "#[path = \"odd/place.rs\"] mod inner;"),
        ("src/odd/place.rs", "mod below;"),
        ("src/odd/below.rs", "use super::super::super::a::A;"),
    ];
    assert_eq!(arrows(&files), ["b -> a"]);
}

#[test]
fn a_module_among_the_arguments_of_a_macro_is_followed() {
    let files = [("src/b.rs", "on_unix! { mod inner; }"), ("src/b/inner.rs", "use crate::a::A;")];
    assert_eq!(arrows(&files), ["b -> a"]);
}

#[test]
fn an_included_file_is_read_as_part_of_the_module() {
    let files = [("src/b.rs", "include!(\"b/part.rs\");"), ("src/b/part.rs", "use super::a::A;")];
    assert_eq!(arrows(&files), ["b -> a"]);
}

#[test]
fn what_a_build_script_made_is_left_to_its_crate() {
    let text = "include!(concat!(env!(\"OUT_DIR\"), \"/tables.rs\"));";
    let source = |path: &Path| (path == Path::new("c/src/lib.rs")).then(|| text.to_owned());
    assert!(Crate::read(Path::new("c"), "src/lib.rs", &source).blind_spots().is_empty());
}

#[test]
fn what_cannot_be_read_is_told() {
    for (text, told) in [
        ("mod absent;", "there is no c/src/absent.rs"),
        ("include!(concat!(\"a\", \".rs\"));", "worked out"),
        ("fn f( {", "cannot be read"),
    ] {
        let source = |path: &Path| (path == Path::new("c/src/lib.rs")).then(|| text.to_owned());
        let found = Crate::read(Path::new("c"), "src/lib.rs", &source);
        assert_eq!(found.blind_spots().len(), 1, "{text}");
        assert!(found.blind_spots()[0].contains(told), "{:?}", found.blind_spots());
    }
}
