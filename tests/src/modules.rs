//! Determines which module of a crate names which, in every way that Rust allows: imports, paths, macros, attributes,
//! templates.
//!
//! If the sources are ambiguous, a word is taken for a name: the check may require a plainer word, but must not miss
//! a dependency. Code that is compiled for tests only is left out.

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

/// Returns the text of a file, or `None` if it does not exist.
pub type Source<'a> = dyn Fn(&Path) -> Option<String> + 'a;

/// One target of a package, read from its root file.
#[derive(Debug, Default)]
pub struct Crate {
    folder: PathBuf,
    modules: Vec<Module>,
    macros: Vec<Macro>,
    calls: Vec<Call>,
    /// The names given to the crate by `extern crate self as …`.
    own_names: BTreeSet<String>,
    files: BTreeSet<PathBuf>,
    blind_spots: Vec<String>,
}

/// A position in a source file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The file, as it was requested.
    pub file: PathBuf,
    /// The line, counted from 1.
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

/// The meaning of a name in a module.
#[derive(Debug, Clone)]
enum Definition {
    Item,
    Module(usize),
    Import(Import),
}

#[derive(Debug, Clone)]
struct Import {
    path: Vec<String>,
    /// Whether the name is visible to others: `pub`, `pub(crate)` and the like.
    shared: bool,
}

/// A path that a module names. `::` as the first segment denotes the list of crates, `*` as the last one a glob.
#[derive(Debug, Clone)]
struct Mention {
    path: Vec<String>,
    kind: Kind,
    site: Site,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In code, where a single word is not a module.
    Code,
    /// In an import, a string of an attribute, a template or a macro's output, where a single word may be a module.
    Module,
    /// In a re-export.
    Reexport,
    /// The name of a called macro.
    Macro,
}

#[derive(Debug)]
struct Macro {
    name: String,
    module: usize,
    exported: bool,
    /// The paths in the body; `$` as the last segment stands for an argument.
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
    /// Reads a target of the package in `folder`, starting from its root file.
    #[must_use]
    pub fn read(folder: &Path, root: &str, source: &Source<'_>) -> Self {
        let mut found = Self { folder: folder.to_owned(), ..Self::default() };
        reader::read(&mut found, root, source);
        expansion::expand(&mut found);
        found
    }

    /// Returns the files that were read, including those of tests and templates.
    #[must_use]
    pub fn files(&self) -> &BTreeSet<PathBuf> {
        &self.files
    }

    /// Returns what could not be read, and is therefore not checked.
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

    /// Returns the module directly below the root that contains a module or is that module; the root stands for
    /// itself.
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
