//! The dependency arrows between the top-level modules of a crate, and what the crate uses of other crates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::resolve::{Resolution, resolve};
use super::{Crate, Definition, Kind, Mention, Site};

/// The use of one module by another: its position and its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The position of the path.
    pub site: Site,
    /// The path, as written there.
    pub path: String,
    /// The file of the module that it leads to.
    pub target: PathBuf,
}

impl Crate {
    /// Returns the arrows between the top-level modules, each with the first position that creates it. The root
    /// file's own items form the module `lib`; names that it only re-exports belong to their modules.
    #[must_use]
    pub fn usages(&self) -> BTreeMap<(String, String), Usage> {
        let mut found = BTreeMap::new();
        for module in 0..self.modules.len() {
            for mention in &self.modules[module].mentions {
                for (from, to, target) in self.arrows(module, mention) {
                    let usage = Usage {
                        site: mention.site.clone(),
                        path: shown(mention),
                        target: self.modules[target].file.clone(),
                    };
                    found.entry((self.name(from), self.name(to))).or_insert(usage);
                }
            }
        }
        found
    }

    /// Returns every path into another crate with its position, whatever name the crate has there.
    #[must_use]
    pub fn external_paths(&self) -> Vec<(Vec<String>, Site)> {
        let of_module = |module: usize| {
            let mentions = self.modules[module].mentions.iter();
            mentions.flat_map(move |mention| {
                let external = resolve(self, module, &mention.path).external;
                external.into_iter().map(|path| (path, mention.site.clone()))
            })
        };
        (0..self.modules.len()).flat_map(of_module).collect()
    }

    fn name(&self, top: usize) -> String {
        self.modules[top].path.last().cloned().unwrap_or_default()
    }

    /// Returns the arrows of one mention, as modules, with the module that is meant.
    fn arrows(&self, module: usize, mention: &Mention) -> Vec<(usize, usize, usize)> {
        if self.is_no_name(module, mention) || (module == 0 && mention.kind == Kind::Reexport) {
            return Vec::new();
        }
        let found = self.resolve(module, mention);
        let top = self.top(module);
        let is_meant = |touched: &usize| *touched != 0 || found.owners.contains(touched);
        let touched = found.touched.iter().copied().filter(is_meant);
        touched.map(|touched| (top, self.top(touched), touched)).filter(|(from, to, _)| from != to).collect()
    }

    /// Reports whether a mention is a single word in code that could at most be the name of a module, so that it must
    /// be something else, such as a local variable.
    fn is_no_name(&self, module: usize, mention: &Mention) -> bool {
        let [word] = mention.path.as_slice() else { return false };
        let definitions = self.modules[module].names.get(word);
        let are_modules =
            |found: &Vec<Definition>| found.iter().all(|one| matches!(one, Definition::Module(_)));
        mention.kind == Kind::Code
            && definitions.is_none_or(are_modules)
            && self.modules[module].globs.is_empty()
    }

    fn resolve(&self, module: usize, mention: &Mention) -> Resolution {
        let found = resolve(self, module, &mention.path);
        match mention.path.as_slice() {
            [name] if mention.kind == Kind::Macro && found.touched.is_empty() => self.by_text(module, name),
            _ => found,
        }
    }

    /// Finds a macro that no path leads to, and that is visible because its definition comes earlier in the text.
    fn by_text(&self, module: usize, name: &str) -> Resolution {
        let all = self.macros.iter().filter(|found| found.name == name).map(|found| found.module);
        let (around, elsewhere): (Vec<usize>, Vec<usize>) =
            all.partition(|other| self.is_within(module, *other));
        let nearest = around.into_iter().max_by_key(|other| self.modules[*other].path.len());
        let owners: BTreeSet<usize> =
            nearest.map_or_else(|| elsewhere.into_iter().collect(), |one| [one].into());
        Resolution { touched: owners.clone(), owners, ..Resolution::default() }
    }
}

fn shown(mention: &Mention) -> String {
    let path = mention.path.join("::").replace("::::", "::");
    match mention.kind {
        Kind::Macro => format!("{path}!"),
        Kind::Code | Kind::Module | Kind::Reexport => path,
    }
}
