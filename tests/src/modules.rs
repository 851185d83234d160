//! Which module of a crate names which, in whatever way Rust lets it: imports, paths, macros, attributes, templates.
//!
//! Where the sources do not say for certain what a name is, more is taken for a name than is one: a guard may ask for
//! a plainer word, but may not miss a dependency. Code that only tests compile is left out.

mod attributes;
mod circles;
mod conditions;
mod expansion;
mod files;
mod reader;
mod resolve;
mod scope;
mod text;
mod tokens;
mod usage;

#[cfg(test)]
mod tests;

pub use circles::Circle;
pub use usage::Usage;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

/// Returns the text of a file, or nothing where there is no such file.
pub type Source<'a> = dyn Fn(&Path) -> Option<String> + 'a;

/// One target of a package, read from its root file on.
#[derive(Debug, Default)]
pub struct Crate {
    folder: PathBuf,
    modules: Vec<Module>,
    macros: Vec<Macro>,
    calls: Vec<Call>,
    /// What `extern crate self as …` calls the crate.
    own_names: BTreeSet<String>,
    files: BTreeSet<PathBuf>,
    blind_spots: Vec<String>,
}

/// A place in a source file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The file, as it was asked for.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
}

#[derive(Debug, Default)]
struct Module {
    path: Vec<String>,
    parent: Option<usize>,
    file: PathBuf,
    names: BTreeMap<String, Vec<Definition>>,
    globs: Vec<Import>,
    mentions: Vec<Mention>,
}

/// What a name of a module stands for.
#[derive(Debug, Clone)]
enum Definition {
    Item,
    Module(usize),
    Import(Import),
}

#[derive(Debug, Clone)]
struct Import {
    path: Vec<String>,
    /// Whether others get the name too: `pub`, `pub(crate)` and the like.
    shared: bool,
}

/// A path that a module names. `::` as the first segment stands for the list of crates, `*` as the last for a glob.
#[derive(Debug, Clone)]
struct Mention {
    path: Vec<String>,
    kind: Kind,
    site: Site,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In code; a single word is no module there.
    Code,
    /// In an import, a string of an attribute, a template or what a macro puts together; a single word may be a module.
    Module,
    /// In an import that passes the name on.
    Reexport,
    /// The name of a macro that is called.
    Macro,
}

#[derive(Debug)]
struct Macro {
    name: String,
    module: usize,
    exported: bool,
    /// The paths of the body; `$` as the last segment stands for an argument.
    body: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Call {
    name: String,
    module: usize,
    words: Vec<String>,
    site: Site,
}

impl Crate {
    /// Reads a target of the package in `folder`, from its root file on.
    #[must_use]
    pub fn read(folder: &Path, root: &str, source: &Source<'_>) -> Self {
        let mut found = Self { folder: folder.to_owned(), ..Self::default() };
        reader::read(&mut found, root, source);
        expansion::expand(&mut found);
        found
    }

    /// Returns the files that were read, those of tests and templates among them.
    #[must_use]
    pub fn files(&self) -> &BTreeSet<PathBuf> {
        &self.files
    }

    /// Returns what could not be read, so that nothing is known of it.
    #[must_use]
    pub fn blind_spots(&self) -> &[String] {
        &self.blind_spots
    }

    fn add_module(&mut self, parent: Option<usize>, name: &str, file: &Path) -> usize {
        let index = self.modules.len();
        let mut path = parent.map(|parent| self.modules[parent].path.clone()).unwrap_or_default();
        path.push(name.to_owned());
        self.modules.push(Module { path, parent, file: file.to_owned(), ..Module::default() });
        if let Some(parent) = parent {
            self.define(parent, name, Definition::Module(index));
        }
        index
    }

    fn define(&mut self, module: usize, name: &str, definition: Definition) {
        self.modules[module].names.entry(name.to_owned()).or_default().push(definition);
    }

    /// Returns the module below the root that a module is or is in; the root stands for itself.
    fn top(&self, module: usize) -> usize {
        match self.modules[module].parent {
            None | Some(0) => module,
            Some(parent) => self.top(parent),
        }
    }

    fn is_within(&self, module: usize, ancestor: usize) -> bool {
        module == ancestor
            || self.modules[module].parent.is_some_and(|parent| self.is_within(parent, ancestor))
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}
