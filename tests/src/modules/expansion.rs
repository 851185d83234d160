//! The names in a call of one of the crate's macros: the macro itself, and what its body names at the call site.

use super::resolve::resolve;
use super::tokens::ARGUMENT;
use super::{Call, Crate, Kind, Macro, Mention};

/// Adds, for modules that call macros, the names that the macros' bodies use there.
pub(super) fn expand(krate: &mut Crate) {
    let calls = std::mem::take(&mut krate.calls);
    let prefixes = prefixes(krate);
    for call in &calls {
        let mut paths = Vec::new();
        for found in krate.macros.iter().filter(|found| found.name == call.name) {
            paths.extend(at_the_call(found).map(|path| (path.clone(), Kind::Code)));
            let arguments = prefixes.iter().flat_map(|prefix| with_each(prefix, call));
            let known = arguments.filter(|path| !resolve(krate, call.module, path).unknown);
            paths.extend(known.map(|path| (path, Kind::Module)));
        }
        let mention = |(path, kind)| Mention { path, kind, site: call.site.clone() };
        krate.modules[call.module].mentions.extend(paths.into_iter().map(mention));
    }
    krate.calls = calls;
}

/// Returns the paths of a body whose meaning depends on the call site.
fn at_the_call(found: &Macro) -> impl Iterator<Item = &Vec<String>> {
    let is_relative = |path: &&Vec<String>| {
        !matches!(path[0].as_str(), "crate" | "::" | ARGUMENT)
            && path.last().is_some_and(|last| last != ARGUMENT)
    };
    found.body.iter().filter(is_relative)
}

/// Returns the prefixes of arguments in the paths of all macros. Because macros may pass their arguments on to
/// others, every word of every call may end up there.
fn prefixes(krate: &Crate) -> Vec<Vec<String>> {
    let bodies = krate.macros.iter().flat_map(|found| &found.body);
    let mut found: Vec<_> = bodies.filter_map(|path| path.strip_suffix(&[ARGUMENT.to_owned()])).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(<[String]>::to_vec).collect()
}

fn with_each(prefix: &[String], call: &Call) -> impl Iterator<Item = Vec<String>> {
    call.words.iter().map(move |word| prefix.iter().cloned().chain([word.clone()]).collect())
}
