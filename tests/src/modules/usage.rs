//! The arrows between the top modules of a crate, and what the crate takes from others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::resolve::{Resolution, resolve};
use super::{Crate, Definition, Kind, Mention, Site};

/// That one module uses another: where it says so and with which path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// Where the path stands.
    pub site: Site,
    /// The path, as it is written there.
    pub path: String,
    /// The file of the module that it leads to.
    pub target: PathBuf,
}

impl Crate {
    /// Returns the arrows between the top modules, each with the first place that makes it. What the root file holds of
    /// its own is the module `lib`; names that it only passes on are their modules'.
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

    /// Returns every path into another crate with its place, whatever it is called where it stands.
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

    /// Returns the arrows of one mention, by the modules, with the module that is meant.
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

    /// Reports whether a single word of code is the name of a module at most, and so of something else here.
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

    /// Finds a macro that no path leads to: it is there because its definition comes first in the text.
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
