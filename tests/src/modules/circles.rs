//! Cycles of modules that depend on each other, directly or indirectly.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use super::{Crate, Usage};

/// Modules that all depend on each other, directly or indirectly, with a shortest cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// The modules, by name.
    pub modules: BTreeSet<String>,
    /// A shortest cycle: from, to, and the usage that creates the edge.
    pub way: Vec<(String, String, Usage)>,
}

type Arrows = BTreeMap<(String, String), Usage>;

impl Crate {
    /// Returns every cycle between the top-level modules of the crate.
    #[must_use]
    pub fn circles(&self) -> Vec<Circle> {
        let arrows = self.usages();
        let mut found: Vec<Circle> = Vec::new();
        for start in arrows.keys().map(|(from, _)| from) {
            if found.iter().any(|circle| circle.modules.contains(start)) {
                continue;
            }
            let modules: BTreeSet<String> = reached(&arrows, start)
                .into_iter()
                .filter(|other| reached(&arrows, other).contains(start))
                .collect();
            if let Some(way) = shortest(&arrows, &modules) {
                found.push(Circle { modules, way });
            }
        }
        found
    }
}

fn neighbours<'a>(arrows: &'a Arrows, from: &'a str) -> impl Iterator<Item = &'a String> {
    arrows.keys().filter(move |(start, _)| start == from).map(|(_, to)| to)
}

fn reached(arrows: &Arrows, start: &str) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), vec![start.to_owned()]);
    while let Some(next) = open.pop() {
        open.extend(neighbours(arrows, &next).filter(|to| found.insert((*to).clone())).cloned());
    }
    found
}

fn shortest(arrows: &Arrows, modules: &BTreeSet<String>) -> Option<Vec<(String, String, Usage)>> {
    let rounds = modules.iter().filter_map(|start| round(arrows, start));
    rounds.min_by_key(Vec::len)
}

/// Returns the shortest path from a module back to itself.
fn round(arrows: &Arrows, start: &str) -> Option<Vec<(String, String, Usage)>> {
    let mut open = VecDeque::from([vec![start.to_owned()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = open.pop_front() {
        let last = way.last()?;
        if way.len() > 1 && last == start {
            let step = |pair: &[String]| {
                let usage = arrows.get(&(pair[0].clone(), pair[1].clone()))?;
                Some((pair[0].clone(), pair[1].clone(), usage.clone()))
            };
            return way.windows(2).map(step).collect();
        }
        let next = neighbours(arrows, last).filter(|to| seen.insert((*to).clone()));
        open.extend(next.map(|to| way.iter().cloned().chain([to.clone()]).collect()));
    }
    None
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.modules.iter().map(String::as_str).collect();
        writeln!(f, "{} modules in a circle: {}", names.len(), names.join(", "))?;
        for (from, to, usage) in &self.way {
            let (site, target) = (&usage.site, usage.target.display());
            writeln!(f, "  {from} -> {to}: {site} -> {target}, by `{}`", usage.path)?;
        }
        Ok(())
    }
}
