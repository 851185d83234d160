//! Determines which code may be part of a build without tests, by the conditions in its attributes.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

/// The feature that guards the test support a layer shares with other layers.
const TEST_SUPPORT: &str = "testing";

/// Reports whether code with these attributes may be part of the product.
pub(super) fn may_ship(attributes: &[Attribute]) -> bool {
    metas(attributes).iter().all(|meta| !meta.path().is_ident("cfg") || operands(meta).iter().all(may_hold))
}

/// Returns the attributes, including those that `cfg_attr` adds in the product.
pub(super) fn metas(attributes: &[Attribute]) -> Vec<Meta> {
    attributes.iter().flat_map(|attribute| applied(attribute.meta.clone())).collect()
}

fn applied(meta: Meta) -> Vec<Meta> {
    if !meta.path().is_ident("cfg_attr") {
        return vec![meta];
    }
    let mut parts = operands(&meta).into_iter();
    match parts.next() {
        Some(condition) if may_hold(&condition) => parts.flat_map(applied).collect(),
        _ => Vec::new(),
    }
}

/// Reports whether a condition can be true in a build without tests and their support.
fn may_hold(condition: &Meta) -> bool {
    match name(condition).as_str() {
        "any" => operands(condition).iter().any(may_hold),
        "all" => operands(condition).iter().all(may_hold),
        "not" => !operands(condition).iter().all(must_hold),
        _ => !is_of_tests(condition),
    }
}

/// Reports whether a condition is true in every such build.
fn must_hold(condition: &Meta) -> bool {
    match name(condition).as_str() {
        "any" => operands(condition).iter().any(must_hold),
        "all" => operands(condition).iter().all(must_hold),
        "not" => !operands(condition).iter().all(may_hold),
        _ => false,
    }
}

fn is_of_tests(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::NameValue(pair) => {
            pair.path.is_ident("feature") && literal(&pair.value).as_deref() == Some(TEST_SUPPORT)
        }
        Meta::List(_) => false,
    }
}

fn name(condition: &Meta) -> String {
    match condition {
        Meta::List(list) => list.path.get_ident().map(ToString::to_string).unwrap_or_default(),
        _ => String::new(),
    }
}

fn operands(meta: &Meta) -> Vec<Meta> {
    let Meta::List(list) = meta else { return Vec::new() };
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    parsed.map(|metas| metas.into_iter().collect()).unwrap_or_default()
}

/// Returns the text of a string literal expression.
pub(super) fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
