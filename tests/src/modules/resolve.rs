//! Resolves a path through the modules of a crate, including imports and re-exports.

use std::collections::BTreeSet;

use super::tokens::ARGUMENT;
use super::{Crate, Definition, Import};

/// The result of resolving a path.
#[derive(Debug, Default)]
pub(super) struct Resolution {
    /// Every module that the path passes through or ends in.
    pub(super) touched: BTreeSet<usize>,
    /// The modules that define what the path names.
    pub(super) owners: BTreeSet<usize>,
    /// The modules that the path itself names.
    pub(super) ends: BTreeSet<usize>,
    /// The paths into other crates that it stands for.
    pub(super) external: BTreeSet<Vec<String>>,
    /// Whether it led to a name that no module is known to have; names created by macros are not known.
    pub(super) unknown: bool,
}

/// Resolves a path in the context of a module.
pub(super) fn resolve(krate: &Crate, module: usize, path: &[String]) -> Resolution {
    let mut resolver = Resolver { krate, from: module, open: BTreeSet::new(), found: Resolution::default() };
    resolver.path(module, path);
    resolver.found
}

struct Resolver<'a> {
    krate: &'a Crate,
    from: usize,
    /// The paths that are being resolved or were resolved, so that cyclic imports terminate.
    open: BTreeSet<(usize, Vec<String>)>,
    found: Resolution,
}

impl Resolver<'_> {
    fn path(&mut self, module: usize, path: &[String]) {
        let Some((first, rest)) = path.split_first() else { return };
        if !self.open.insert((module, path.to_vec())) {
            return;
        }
        match first.as_str() {
            "crate" => self.walk(0, rest),
            "self" => self.relative(module, rest),
            "super" => self.relative(self.krate.modules[module].parent.unwrap_or(0), rest),
            "::" => self.beyond(rest),
            _ if self.lookup(module, first, rest) => {}
            _ => self.beyond(path),
        }
    }

    fn relative(&mut self, module: usize, rest: &[String]) {
        if rest.first().is_some_and(|next| next == "super") {
            self.path(module, rest);
        } else {
            self.walk(module, rest);
        }
    }

    /// Resolves a path that begins with the name of a crate.
    fn beyond(&mut self, path: &[String]) {
        match path.split_first() {
            Some((first, rest)) if self.krate.own_names.contains(first) => self.walk(0, rest),
            _ => {
                self.found.external.insert(path.to_vec());
            }
        }
    }

    /// Resolves the rest of a path from within a module.
    fn walk(&mut self, module: usize, rest: &[String]) {
        self.found.touched.insert(module);
        let Some((name, rest)) = rest.split_first() else {
            self.found.ends.insert(module);
            return;
        };
        match name.as_str() {
            "*" => self.everything(module),
            // The target depends on the call.
            ARGUMENT => {}
            _ => self.named(module, name, rest),
        }
    }

    fn named(&mut self, module: usize, name: &str, rest: &[String]) {
        let known = self.lookup(module, name, rest) || (module == 0 && self.exported_macro(name));
        if !known {
            self.found.unknown = true;
            self.found.owners.insert(module);
        }
    }

    fn lookup(&mut self, module: usize, name: &str, rest: &[String]) -> bool {
        let krate = self.krate;
        let Some(definitions) = krate.modules[module].names.get(name) else {
            return self.through_globs(module, name, rest);
        };
        for definition in definitions {
            match definition {
                Definition::Item => self.own(module),
                Definition::Module(child) => self.walk(*child, rest),
                Definition::Import(import) => self.import(module, name, import, rest),
            }
        }
        true
    }

    fn own(&mut self, module: usize) {
        self.found.touched.insert(module);
        self.found.owners.insert(module);
    }

    fn import(&mut self, module: usize, name: &str, import: &Import, rest: &[String]) {
        let path = [import.path.as_slice(), rest].concat();
        // An import whose first segment is its own name refers to the crate of that name.
        if import.path[0] == name { self.beyond(&path) } else { self.path(module, &path) }
    }

    fn through_globs(&mut self, module: usize, name: &str, rest: &[String]) -> bool {
        let krate = self.krate;
        let mut found = false;
        for glob in &krate.modules[module].globs {
            for end in self.ends(module, glob, name) {
                found |= self.lookup(end, name, rest);
            }
        }
        found
    }

    /// Returns the modules that a glob imports from, once for each name.
    fn ends(&mut self, module: usize, glob: &Import, name: &str) -> BTreeSet<usize> {
        let whole = &glob.path[..glob.path.len() - 1];
        if !self.open.insert((module, [&glob.path[..], &[name.to_owned()]].concat())) {
            return BTreeSet::new();
        }
        let found = std::mem::take(&mut self.found);
        self.path_anew(module, whole);
        let ends = std::mem::replace(&mut self.found, found).ends;
        self.found.touched.extend(&ends);
        ends
    }

    /// Resolves a path even if it may have been resolved before.
    fn path_anew(&mut self, module: usize, path: &[String]) {
        self.open.remove(&(module, path.to_vec()));
        self.path(module, path);
    }

    /// A glob import of a module: it depends on everything that the module re-exports.
    fn everything(&mut self, module: usize) {
        let krate = self.krate;
        let sees_all = krate.is_within(self.from, module);
        for definition in krate.modules[module].names.values().flatten() {
            match definition {
                Definition::Item => self.own(module),
                Definition::Import(import) if import.shared || sees_all => self.path(module, &import.path),
                Definition::Import(_) | Definition::Module(_) => {}
            }
        }
        let globs = krate.modules[module].globs.iter().filter(|glob| glob.shared || sees_all);
        globs.for_each(|glob| self.path(module, &glob.path));
    }

    fn exported_macro(&mut self, name: &str) -> bool {
        let krate = self.krate;
        let exported = krate.macros.iter().filter(|found| found.exported && found.name == name);
        exported.map(|found| self.own(found.module)).count() > 0
    }
}
