//! The names in a module: those of its items and its imports.

use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Item, UseTree};

/// Returns the segments of a path.
pub(super) fn path(path: &syn::Path) -> Vec<String> {
    let start = path.leading_colon.map(|_| "::".to_owned());
    start.into_iter().chain(path.segments.iter().map(|segment| segment.ident.unraw().to_string())).collect()
}

/// Returns the name of an item, if others can use it.
pub(super) fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.unraw().to_string())
}

/// Returns the leaves of an import: each path, the name that it gets, and the line.
pub(super) fn leaves(tree: &UseTree, before: Vec<String>) -> Vec<(Vec<String>, Option<String>, usize)> {
    let line = tree.span().start().line;
    match tree {
        UseTree::Path(step) => leaves(&step.tree, joined(before, &step.ident)),
        UseTree::Group(group) => group.items.iter().flat_map(|tree| leaves(tree, before.clone())).collect(),
        UseTree::Glob(_) => vec![(before.into_iter().chain(["*".to_owned()]).collect(), None, line)],
        UseTree::Name(leaf) => {
            let path = joined(before, &leaf.ident);
            let name = path.last().cloned();
            vec![(path, name, line)]
        }
        UseTree::Rename(leaf) => {
            let name = leaf.rename.unraw().to_string();
            vec![(joined(before, &leaf.ident), Some(name), line)]
        }
    }
}

fn joined(mut before: Vec<String>, ident: &syn::Ident) -> Vec<String> {
    let is_itself = ident == "self" && !before.is_empty();
    if !is_itself {
        before.push(ident.unraw().to_string());
    }
    before
}
