//! Every public item is documented, and no field's doc merely repeats its name.

use std::collections::BTreeSet;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Field, ImplItem, Item, Lit, Meta, TraitItem, Visibility};

use super::source::{is_test, sources};
use super::text;

/// The folders of the product and of the programs that start it.
const FOLDERS: &[&str] = &["shared", "functions", "infra/local/src"];
/// Words that do not count as content.
const ARTICLES: &[&str] = &["a", "an", "its", "of", "s", "the"];

/// Collects the documentation problems of one file.
#[derive(Default)]
struct Reader {
    undocumented: Vec<String>,
    echoes: Vec<String>,
}

impl Reader {
    fn item(&mut self, visibility: &Visibility, attributes: &[Attribute], name: &impl ToString) {
        if matches!(visibility, Visibility::Public(_)) && doc(attributes).is_none() {
            self.undocumented.push(name.to_string());
        }
    }
}

impl<'a> Visit<'a> for Reader {
    fn visit_item(&mut self, item: &'a Item) {
        match item {
            Item::Mod(module) if is_for_tests(&module.attrs) => return,
            Item::Const(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Item::Enum(item) => {
                self.item(&item.vis, &item.attrs, &item.ident);
                for variant in &item.variants {
                    self.item(&item.vis, &variant.attrs, &variant.ident);
                }
            }
            Item::Fn(item) => self.item(&item.vis, &item.attrs, &item.sig.ident),
            Item::Impl(block) if block.trait_.is_none() => {
                for item in &block.items {
                    match item {
                        ImplItem::Fn(item) => self.item(&item.vis, &item.attrs, &item.sig.ident),
                        ImplItem::Const(item) => self.item(&item.vis, &item.attrs, &item.ident),
                        _ => {}
                    }
                }
            }
            Item::Static(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Item::Struct(item) => self.item(&item.vis, &item.attrs, &item.ident),
            Item::Trait(item) => {
                self.item(&item.vis, &item.attrs, &item.ident);
                for method in &item.items {
                    if let TraitItem::Fn(method) = method {
                        self.item(&item.vis, &method.attrs, &method.sig.ident);
                    }
                }
            }
            Item::Type(item) => self.item(&item.vis, &item.attrs, &item.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_field(&mut self, field: &'a Field) {
        if let (Some(name), Some(doc)) = (&field.ident, doc(&field.attrs))
            && is_echo(&name.to_string(), &doc)
        {
            self.echoes.push(name.to_string());
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_cfg_test = |meta: &Meta| match meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    };
    attributes.iter().any(|attribute| is_cfg_test(&attribute.meta))
}

/// Returns the documentation of an item, its lines joined, or `None` if it has none.
fn doc(attributes: &[Attribute]) -> Option<String> {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            // `#[doc = include_str!(…)]` and the doc in a macro's argument.
            _ => Some("documented elsewhere".to_owned()),
        },
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// Reports whether a doc has no words beyond those of the field's name.
fn is_echo(name: &str, doc: &str) -> bool {
    let doc = doc.to_lowercase();
    let words = doc.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let said: BTreeSet<&str> = words.filter(|word| !ARTICLES.contains(word)).collect();
    let named: BTreeSet<&str> = name.split('_').collect();
    said.is_subset(&named)
}

fn read(source: &str) -> Reader {
    let mut reader = Reader::default();
    reader.visit_file(&syn::parse_file(source).expect("Rust"));
    reader
}

/// Test support is read together with the tests that use it.
fn is_support(path: &Path, source: &str) -> bool {
    is_test(path) || path.starts_with("shared/simulation") || source.contains("    missing_docs,")
}

#[test]
fn what_is_public_says_what_it_is_and_no_field_repeats_its_name() {
    let mut count = 0;
    for path in FOLDERS.iter().flat_map(|folder| sources(folder)) {
        let source = text(&path);
        if is_support(&path, &source) {
            continue;
        }
        let found = read(&source);
        assert!(found.undocumented.is_empty(), "{}: no doc for {:?}", path.display(), found.undocumented);
        assert!(found.echoes.is_empty(), "{}: leave the doc of {:?} out", path.display(), found.echoes);
        count += 1;
    }
    assert!(count > 100, "only {count} files were read");
}

#[test]
fn an_item_without_a_doc_and_a_doc_that_repeats_a_name_are_found() {
    let undocumented = |source: &str| read(source).undocumented;
    assert_eq!(undocumented("pub fn f() {} fn g() {} /// Says.\npub fn h() {}"), ["f"]);
    assert_eq!(undocumented("/// A.\npub enum A { One, /// Two.\nTwo }"), ["One"]);
    assert_eq!(undocumented("/// A.\npub struct A { pub b: u8 } impl A { pub fn c() {} }"), ["c"]);
    assert_eq!(
        undocumented("/// A.\npub trait A { fn b(); } #[cfg(test)] mod tests { pub fn d() {} }"),
        ["b"]
    );
    let echoes = |source: &str| read(source).echoes;
    assert_eq!(
        echoes("struct A { /// The store.\nstore: u8, /// In seconds.\nwait: u8, clock: u8 }"),
        ["store"]
    );
    assert_eq!(
        echoes("struct A { /// The template's version.\ntemplate_version: u8 }"),
        ["template_version"]
    );
}
