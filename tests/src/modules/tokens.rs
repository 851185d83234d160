//! Paths in unparsed tokens: macro calls and bodies, and attributes.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::{Item, Lit};

/// The last segment of a path that continues with a macro argument.
pub(super) const ARGUMENT: &str = "$";

pub(super) enum Found {
    Path(Vec<String>),
    /// A macro call, with every word in its arguments.
    Call(Vec<String>, Vec<String>),
    /// A string in an attribute.
    Text(String),
    /// A module or an import written among the tokens.
    Item(Box<Item>),
}

/// Returns what the tokens name, with the lines.
pub(super) fn scan(tokens: &TokenStream) -> Vec<(Found, usize)> {
    let mut scanner = Scanner::default();
    scanner.stream(tokens, &[]);
    scanner.found
}

/// Returns what the tokens of an attribute name, including its strings.
pub(super) fn scan_attribute(tokens: &TokenStream) -> Vec<(Found, usize)> {
    let mut scanner = Scanner { texts: true, ..Scanner::default() };
    scanner.stream(tokens, &[]);
    scanner.found
}

/// Returns every word in the tokens.
pub(super) fn words(tokens: &TokenStream) -> Vec<String> {
    let word = |tree| match tree {
        TokenTree::Ident(ident) => vec![ident.unraw().to_string()],
        TokenTree::Group(group) => words(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => Vec::new(),
    };
    tokens.clone().into_iter().flat_map(word).collect()
}

#[derive(Default)]
struct Scanner {
    texts: bool,
    found: Vec<(Found, usize)>,
}

impl Scanner {
    /// Reads tokens; inside the braces of an import, `prefix` is the path before them.
    fn stream(&mut self, tokens: &TokenStream, prefix: &[String]) {
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut rest = trees.as_slice();
        while !rest.is_empty() {
            let taken = self
                .attribute(rest)
                .or_else(|| self.item(rest))
                .or_else(|| self.path(rest, prefix))
                .unwrap_or_else(|| self.other(&rest[0]));
            rest = &rest[taken.max(1)..];
        }
    }

    fn add(&mut self, found: Found, at: &TokenTree) {
        self.found.push((found, at.span().start().line));
    }

    fn attribute(&mut self, trees: &[TokenTree]) -> Option<usize> {
        let taken = match trees {
            [hash, TokenTree::Group(_), ..] if is(hash, '#') => 2,
            [hash, bang, TokenTree::Group(_), ..] if is(hash, '#') && is(bang, '!') => 3,
            _ => return None,
        };
        let TokenTree::Group(group) = &trees[taken - 1] else { return None };
        let says = words(&group.stream());
        if !matches!(says.first().map(String::as_str), Some("doc" | "cfg")) {
            self.found.extend(scan_attribute(&group.stream()));
        }
        Some(taken)
    }

    fn item(&mut self, trees: &[TokenTree]) -> Option<usize> {
        let TokenTree::Ident(keyword) = &trees[0] else { return None };
        if !["mod", "use", "extern"].iter().any(|word| keyword == word) {
            return None;
        }
        let is_block = |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let is_end = |tree: &TokenTree| is(tree, ';') || (keyword == "mod" && is_block(tree));
        let taken = trees.iter().position(is_end)? + 1;
        let item: Item = syn::parse2(trees[..taken].iter().cloned().collect()).ok()?;
        self.add(Found::Item(Box::new(item)), &trees[0]);
        Some(taken)
    }

    fn path(&mut self, trees: &[TokenTree], prefix: &[String]) -> Option<usize> {
        let (segments, mut taken) = segments(trees, !prefix.is_empty())?;
        let path = joined(prefix, segments);
        if let Some(TokenTree::Group(group)) = trees.get(taken).filter(|_| ends_open(trees, taken)) {
            self.stream(&group.stream(), &path);
            taken += 1;
        }
        if let [bang, TokenTree::Group(group), ..] = &trees[taken..]
            && is(bang, '!')
        {
            self.add(Found::Call(path.clone(), words(&group.stream())), &trees[0]);
        }
        self.add(Found::Path(path), &trees[0]);
        Some(taken + if prefix.is_empty() { 0 } else { renamed(&trees[taken..]) })
    }

    fn other(&mut self, tree: &TokenTree) -> usize {
        match tree {
            TokenTree::Group(group) => self.stream(&group.stream(), &[]),
            TokenTree::Literal(literal) if self.texts => {
                if let Ok(Lit::Str(text)) = syn::parse_str::<Lit>(&literal.to_string()) {
                    self.add(Found::Text(text.value()), tree);
                }
            }
            _ => {}
        }
        1
    }
}

/// Reads the segments of a path from the start of the tokens, and the number of tokens they take; `within` says that
/// more segments come before it.
fn segments(trees: &[TokenTree], within: bool) -> Option<(Vec<String>, usize)> {
    let mut path = Vec::new();
    let mut taken = 0;
    if is_colons(trees) {
        path.push("::".to_owned());
        taken = 2;
    }
    while let Some((segment, more)) = segment(&trees[taken..], within || taken > 0) {
        taken += more;
        let is_last = segment == ARGUMENT || segment == "*";
        path.push(segment);
        if is_last || !is_colons(&trees[taken..]) {
            break;
        }
        taken += 2;
    }
    path.iter().any(|segment| segment != "::").then_some((path, taken))
}

fn segment(trees: &[TokenTree], follows: bool) -> Option<(String, usize)> {
    match trees {
        [TokenTree::Ident(ident), ..] => Some((ident.unraw().to_string(), 1)),
        [dollar, TokenTree::Ident(ident), ..] if is(dollar, '$') && ident == "crate" => {
            Some(("crate".to_owned(), 2))
        }
        [dollar, rest @ ..]
            if is(dollar, '$') && (follows || is_colons(rest.get(1..).unwrap_or_default())) =>
        {
            Some((ARGUMENT.to_owned(), 2.min(trees.len())))
        }
        [star, ..] if follows && is(star, '*') => Some(("*".to_owned(), 1)),
        _ => None,
    }
}

/// Reports whether the tokens before `taken` end with `::` and braces follow, as in an import of several names.
fn ends_open(trees: &[TokenTree], taken: usize) -> bool {
    let is_group = matches!(&trees[taken], TokenTree::Group(_));
    is_group && taken >= 2 && is_colons(&trees[taken - 2..])
}

fn joined(prefix: &[String], segments: Vec<String>) -> Vec<String> {
    let is_itself = !prefix.is_empty() && segments == ["self"];
    prefix.iter().cloned().chain(if is_itself { Vec::new() } else { segments }).collect()
}

fn renamed(trees: &[TokenTree]) -> usize {
    match trees {
        [TokenTree::Ident(keyword), TokenTree::Ident(_), ..] if keyword == "as" => 2,
        _ => 0,
    }
}

fn is(tree: &TokenTree, mark: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn is_colons(trees: &[TokenTree]) -> bool {
    matches!(trees, [TokenTree::Punct(first), second, ..]
        if first.as_char() == ':' && first.spacing() == Spacing::Joint && is(second, ':'))
}
