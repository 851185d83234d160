//! Reads the files of a target, module by module, and records every name in them.

use std::path::Path;

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ItemMacro, ItemMod, Meta, Visibility};

use super::files::Place;
use super::tokens::{Found, scan, scan_attribute, words};
use super::{Call, Crate, Definition, Import, Kind, Macro, Mention, Site, Source};
use super::{attributes, conditions, scope, text, tokens};

/// Reads a target, starting from its root file.
pub(super) fn read(krate: &mut Crate, root: &str, source: &Source<'_>) {
    let place = Place::flat(krate.folder.join(root));
    let name = Path::new(root).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let module = krate.add_module(None, &name, &place.file);
    let mut reader = Reader { krate, source, module, place: place.clone(), hidden: false };
    reader.load(module, vec![place]);
}

pub(super) struct Reader<'a> {
    krate: &'a mut Crate,
    source: &'a Source<'a>,
    module: usize,
    place: Place,
    /// Whether the current code is compiled for tests only; then only its files are recorded.
    hidden: bool,
}

impl Reader<'_> {
    /// Reads the first of these files that exists, as the code of a module.
    fn load(&mut self, module: usize, places: Vec<Place>) {
        let missing = places.first().map(|place| place.file.display().to_string()).unwrap_or_default();
        let source = self.source;
        let found = places.into_iter().find_map(|place| source(&place.file).map(|text| (place, text)));
        let Some((place, text)) = found else {
            return self.blind_spot(&format!("there is no {missing}"));
        };
        if !self.krate.files.insert(place.file.clone()) && self.hidden {
            return;
        }
        if !self.hidden && self.module != module {
            self.krate.modules[module].file.clone_from(&place.file);
        }
        match syn::parse_file(&text) {
            Ok(file) => self.within(module, place, |reader| reader.visit_file(&file)),
            Err(error) => self.blind_spot(&format!("{} cannot be read: {error}", place.file.display())),
        }
    }

    fn blind_spot(&mut self, what: &str) {
        let spot = format!("{}: {what}", self.place.file.display());
        self.krate.blind_spots.push(spot);
    }

    fn within(&mut self, module: usize, place: Place, read: impl FnOnce(&mut Self)) {
        let before = (self.module, std::mem::replace(&mut self.place, place));
        self.module = module;
        read(self);
        (self.module, self.place) = before;
    }

    /// Reads code under these attributes.
    fn under(&mut self, attributes: &[Attribute], read: impl FnOnce(&mut Self)) {
        let before = self.hidden;
        self.hidden |= !conditions::may_ship(attributes);
        read(self);
        self.hidden = before;
    }

    fn site(&self, line: usize) -> Site {
        Site { file: self.place.file.clone(), line }
    }

    fn mention(&mut self, path: Vec<String>, kind: Kind, line: usize) {
        if !self.hidden {
            let mention = Mention { path, kind, site: self.site(line) };
            self.krate.modules[self.module].mentions.push(mention);
        }
    }

    fn define(&mut self, name: &str, definition: Definition) {
        if !self.hidden {
            self.krate.define(self.module, name, definition);
        }
    }

    fn enter(&mut self, item: &ItemMod) {
        let name = item.ident.unraw().to_string();
        let path = path_attribute(&item.attrs);
        let file = self.place.file.clone();
        let module =
            if self.hidden { self.module } else { self.krate.add_module(Some(self.module), &name, &file) };
        match &item.content {
            Some((_, items)) => {
                let place = self.place.inline(&name, path.as_deref());
                self.within(module, place, |reader| items.iter().for_each(|item| reader.visit_item(item)));
            }
            None => {
                let places = self.place.declared(&name, path.as_deref());
                self.load(module, places);
            }
        }
    }

    fn import(&mut self, tree: &syn::ItemUse) {
        let shared = !matches!(tree.vis, Visibility::Inherited);
        let kind = if shared { Kind::Reexport } else { Kind::Module };
        let start = if tree.leading_colon.is_some() { vec!["::".to_owned()] } else { Vec::new() };
        for (path, name, line) in scope::leaves(&tree.tree, start) {
            self.mention(path.clone(), kind, line);
            let is_glob = path.last().is_some_and(|last| last == "*");
            let import = Import { path, shared };
            if is_glob && !self.hidden {
                self.krate.modules[self.module].globs.push(import);
            } else if let Some(name) = name {
                self.define(&name, Definition::Import(import));
            }
        }
    }

    fn extern_crate(&mut self, item: &syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name).unraw().to_string();
        let own = item.ident == "self";
        if own && !self.hidden {
            self.krate.own_names.insert(name);
        } else if !own {
            let path = vec!["::".to_owned(), item.ident.unraw().to_string()];
            self.mention(path.clone(), Kind::Module, item.span().start().line);
            let shared = !matches!(item.vis, Visibility::Inherited);
            self.define(&name, Definition::Import(Import { path, shared }));
        }
    }

    fn macro_rules(&mut self, item: &ItemMacro, name: &str) {
        self.define(name, Definition::Item);
        let body = scan(&item.mac.tokens).into_iter().flat_map(|(found, _)| paths_of(found));
        let exported = conditions::metas(&item.attrs).iter().any(|meta| meta.path().is_ident("macro_export"));
        let found = Macro { name: name.to_owned(), module: self.module, exported, body: body.collect() };
        if !self.hidden {
            self.krate.macros.push(found);
        }
    }

    fn note(&mut self, found: Vec<(Found, usize)>) {
        for (found, line) in found {
            match found {
                Found::Path(path) => self.mention(path, Kind::Code, line),
                Found::Call(path, words) => self.call(path, words, line),
                Found::Item(item) => self.visit_item(&item),
                Found::Text(text) => {
                    text::paths(&text).into_iter().for_each(|path| self.mention(path, Kind::Module, line));
                }
            }
        }
    }

    fn call(&mut self, path: Vec<String>, words: Vec<String>, line: usize) {
        let name = path.last().cloned().unwrap_or_default();
        let call = Call { name, module: self.module, words, site: self.site(line) };
        self.mention(path, Kind::Macro, line);
        if !self.hidden {
            self.krate.calls.push(call);
        }
    }

    fn include(&mut self, tokens: &TokenStream) {
        match syn::parse2::<syn::LitStr>(tokens.clone()) {
            Ok(path) => {
                let place = self.place.included(&path.value());
                self.load(self.module, vec![place]);
            }
            // The tables of a build script: a test of their crate holds that they name no module.
            Err(_) if is_of_build_script(tokens) => {}
            Err(_) => self.blind_spot("include! of a file that is worked out"),
        }
    }

    fn template(&mut self, tokens: &TokenStream, span: Span) {
        let names = scan_attribute(tokens).into_iter().filter_map(|(found, _)| match found {
            Found::Text(name) => Some(name),
            Found::Path(_) | Found::Call(..) | Found::Item(_) => None,
        });
        for name in names {
            for (file, text) in text::templates(&self.krate.folder, &name, self.source) {
                let paths = text::of_template(&text);
                paths.into_iter().for_each(|path| self.mention(path, Kind::Code, span.start().line));
                self.krate.files.insert(file);
            }
        }
    }

    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Mod(module) => self.enter(module),
            syn::Item::Use(tree) => self.import(tree),
            syn::Item::ExternCrate(other) => self.extern_crate(other),
            syn::Item::Macro(rules) => {
                if let Some(name) = &rules.ident {
                    self.macro_rules(rules, &name.unraw().to_string());
                }
            }
            other => {
                if let Some(name) = scope::name(other) {
                    self.define(&name, Definition::Item);
                }
            }
        }
    }
}

fn paths_of(found: Found) -> Vec<Vec<String>> {
    match found {
        Found::Path(path) => vec![path],
        Found::Item(item) => match *item {
            syn::Item::Use(import) => {
                scope::leaves(&import.tree, Vec::new()).into_iter().map(|(path, ..)| path).collect()
            }
            _ => Vec::new(),
        },
        Found::Call(..) | Found::Text(_) => Vec::new(),
    }
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    conditions::metas(attributes).into_iter().find_map(|meta| match meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => conditions::literal(&pair.value),
        _ => None,
    })
}

macro_rules! under_their_attributes {
    ($($visit:ident($node:ident) by $attributes:expr;)*) => { $(
        fn $visit(&mut self, node: &'ast syn::$node) {
            let attributes: fn(&syn::$node) -> &[Attribute] = $attributes;
            self.under(attributes(node), |reader| visit::$visit(reader, node));
        }
    )* };
}

impl<'ast> Visit<'ast> for Reader<'_> {
    under_their_attributes! {
        visit_arm(Arm) by |node| &node.attrs;
        visit_expr(Expr) by attributes::of_expression;
        visit_field(Field) by |node| &node.attrs;
        visit_field_pat(FieldPat) by |node| &node.attrs;
        visit_field_value(FieldValue) by |node| &node.attrs;
        visit_file(File) by |node| &node.attrs;
        visit_fn_arg(FnArg) by attributes::of_argument;
        visit_foreign_item(ForeignItem) by attributes::of_foreign_item;
        visit_generic_param(GenericParam) by attributes::of_parameter;
        visit_impl_item(ImplItem) by attributes::of_impl_item;
        visit_local(Local) by |node| &node.attrs;
        visit_stmt_macro(StmtMacro) by |node| &node.attrs;
        visit_trait_item(TraitItem) by attributes::of_trait_item;
        visit_variant(Variant) by |node| &node.attrs;
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.under(attributes::of_item(item), |reader| {
            reader.item(item);
            match item {
                // Its items are read as items of the module.
                syn::Item::Mod(module) => {
                    module.attrs.iter().for_each(|attribute| reader.visit_attribute(attribute))
                }
                item => visit::visit_item(reader, item),
            }
        });
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.mention(scope::path(path), Kind::Code, path.span().start().line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("include") {
            self.include(&call.tokens);
        }
        let line = call.path.span().start().line;
        self.call(scope::path(&call.path), words(&call.tokens), line);
        self.note(scan(&call.tokens));
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        for meta in conditions::metas(std::slice::from_ref(attribute)) {
            match meta {
                Meta::List(list) if list.path.is_ident("template") => {
                    self.template(&list.tokens, list.span());
                    self.note(scan_attribute(&list.tokens));
                }
                Meta::List(list) if !["cfg", "doc"].iter().any(|name| list.path.is_ident(name)) => {
                    self.note(scan_attribute(&list.tokens));
                }
                Meta::NameValue(pair) if !pair.path.is_ident("doc") => {
                    let text = conditions::literal(&pair.value).map(Found::Text);
                    self.note(text.map(|text| (text, pair.span().start().line)).into_iter().collect());
                }
                _ => {}
            }
        }
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.note(tokens::scan(tokens));
    }
}

/// Reports whether the file of an `include!` is what the package's own build script made.
fn is_of_build_script(tokens: &TokenStream) -> bool {
    let words: String = tokens.to_string().split_whitespace().collect();
    words.starts_with("concat!(env!(\"OUT_DIR\"),\"/") && words.ends_with(".rs\")")
}
