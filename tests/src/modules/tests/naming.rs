//! One test for each way of naming a module.

use super::{arrows, arrows_of_b};

fn is_found(text: &str) {
    assert_eq!(arrows_of_b(text), ["b -> a"], "{text}");
}

#[test]
fn an_import_names_the_module() {
    is_found("use crate::a::A;");
}

#[test]
fn each_name_of_a_group_of_imports_names_its_module() {
    is_found("use {std::fmt, crate::{self as root, a::{A, deep::D}}};");
}

#[test]
fn a_glob_names_the_module() {
    is_found("use crate::a::*;");
}

#[test]
fn a_renamed_import_names_the_module() {
    is_found("use crate::a as other; fn g() { other::f() }");
}

#[test]
fn a_renamed_root_leads_to_the_module() {
    is_found("use crate as root; fn g() { root::a::f() }");
}

#[test]
fn an_import_within_a_function_names_the_module() {
    is_found("fn g() { use super::a::f; f() }");
}

#[test]
fn super_leads_to_a_sibling() {
    is_found("fn g() { super::a::f() }");
}

#[test]
fn super_twice_and_self_lead_to_a_sibling_of_the_parent() {
    is_found("mod inner { fn g() { super::super::a::f() } }");
    is_found("mod inner { fn g() { self::super::super::a::f() } }");
}

#[test]
fn a_bare_word_leads_to_a_module_that_is_in_scope() {
    is_found("use super::a; fn g() { a::f() }");
    let files = [("src/lib.rs", "mod a; pub fn g() { a::f() }")];
    assert_eq!(arrows(&files), ["lib -> a"]);
}

#[test]
fn the_name_of_the_crate_leads_to_its_modules() {
    let own = "extern crate self as product; mod a; mod b;";
    for text in ["fn g() { ::product::a::f() }", "use product::a::f;"] {
        assert_eq!(arrows(&[("src/lib.rs", own), ("src/b.rs", text)]), ["b -> a"], "{text}");
    }
}

#[test]
fn paths_in_types_patterns_bounds_and_constants_name_the_module() {
    is_found("struct S { field: Vec<Option<crate::a::A>> }");
    is_found("fn g(x: u8) { match x { crate::a::C => {} _ => {} } }");
    is_found("fn g<T>() where T: Into<crate::a::A> {}");
    is_found("const X: [u8; crate::a::C as usize] = [0];");
    is_found("impl From<crate::a::A> for u8 { fn from(_: crate::a::A) -> u8 { 0 } }");
    is_found("fn g() -> impl Iterator<Item = <crate::a::A as IntoIterator>::Item> {}");
}

#[test]
fn a_string_in_an_attribute_names_the_module() {
    is_found(r#"struct S { #[serde(with = "crate::a::deep")] field: u8 }"#);
    is_found(r#"struct S { #[serde(default = "super::a::f")] field: u8 }"#);
    is_found(r#"#[cfg_attr(unix, serde(bound = "T: crate::a::Bound"))] struct S;"#);
    is_found(r#"use super::a as stored; struct S { #[serde(with = "stored")] field: u8 }"#);
}

#[test]
fn tokens_of_an_attribute_name_the_module() {
    is_found("#[error(\"it isn't {}\", crate::a::f())] struct S;");
}

#[test]
fn the_body_of_a_macro_names_the_module() {
    is_found("macro_rules! m { () => { crate::a::f() }; }");
    is_found("macro_rules! m { () => { $crate::a::f() }; }");
    is_found("macro_rules! m { ($t:ty) => { impl From<$t> for super::a::A {} }; }");
    is_found("macro_rules! m { ($x:ident) => { use crate::{$x, a::{f as g, A}}; }; }");
}

#[test]
fn the_arguments_of_a_macro_name_the_module() {
    is_found(r#"fn g() { println!("{}", crate::a::C) }"#);
    is_found("entities! { crate::a::A = \"a\", }");
    is_found("fn g() { assert!(matches!(x, Some(super::a::C))) }");
    is_found("wrap! { mod inner { fn g() { super::super::a::f() } } }");
    is_found("wrap! { use crate as root; fn g() { root::a::f() } }");
    is_found("wrap! { struct S { #[serde(with = \"crate::a\")] field: u8 } }");
}

#[test]
fn a_path_that_a_macro_puts_together_names_the_module() {
    is_found("macro_rules! of { ($m:ident) => { crate::$m::f() }; } fn g() { of!(a) }");
    is_found("macro_rules! of { ($($m:ident)::+) => { crate::$($m)::+() }; } fn g() { of!(a::f) }");
}

#[test]
fn the_body_of_a_macro_names_what_it_means_where_it_is_called() {
    let root = "macro_rules! m { () => { super::a::f() }; } mod a; mod b;";
    let files = [("src/lib.rs", root), ("src/b.rs", "fn g() { m!() }")];
    assert!(arrows(&files).contains(&"b -> a".to_owned()));
}

#[test]
fn a_macro_that_is_there_by_the_order_of_the_text_names_its_module() {
    let root = "#[macro_use] mod a; mod b;";
    let files =
        [("src/lib.rs", root), ("src/a.rs", "macro_rules! m { () => {}; }"), ("src/b.rs", "fn g() { m!() }")];
    assert_eq!(arrows(&files), ["b -> a"]);
}

#[test]
fn an_exported_macro_names_its_module_and_not_the_root() {
    let files = [
        ("src/a.rs", "#[macro_export] macro_rules! m { () => {}; }"),
        ("src/b.rs", "fn g() { crate::m!() }"),
    ];
    assert_eq!(arrows(&files), ["b -> a"]);
}

#[test]
fn a_template_names_the_module() {
    let page = r#"{% extends "frame.html" %}<p>{{ title }}</p>"#;
    let files = [
        ("src/b.rs", r#"#[derive(Template)] #[template(path = "page.html")] struct Page;"#),
        ("templates/page.html", page),
        ("templates/frame.html", "<p>It isn't {{ crate::a::f() }}</p>"),
    ];
    assert_eq!(arrows(&files), ["b -> a"]);
}

#[test]
fn methods_for_a_type_of_another_module_depend_on_it_and_not_it_on_them() {
    let text = "use super::a::A; impl A { pub fn method(&self) {} }";
    assert_eq!(arrows_of_b(text), ["b -> a"]);
}

#[test]
fn words_that_are_no_names_make_no_arrow() {
    for text in [
        "/// See [`crate::a::A`].\nstruct S;",
        "fn g(a: u8) -> u8 { a }",
        "fn g() { let text = \"crate::a\"; x.a() }",
        "mod a { pub fn f() {} } fn g() { a::f(); self::a::f() }",
        "use std::fmt; fn g() -> ::a::Other {}",
        "#[expect(dead_code, reason = \"a is not used\")] struct S;",
        "pub(crate) struct S; pub(super) fn g() {}",
    ] {
        assert_eq!(arrows_of_b(text), [""; 0], "{text}");
    }
}

#[test]
fn a_word_in_a_sentence_of_an_attribute_is_no_module() {
    let root = "mod a; mod b; #[expect(dead_code, reason = \"a is not used\")] struct S;";
    assert_eq!(arrows(&[("src/lib.rs", root)]), [""; 0]);
    let root = "mod a; mod b; struct S { #[serde(with = \"a\")] field: u8 }";
    assert_eq!(arrows(&[("src/lib.rs", root)]), ["lib -> a"]);
}
