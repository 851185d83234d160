//! Makes any text fit into one line of a message: removes what WhatsApp refuses in a template variable, and what would
//! let a campaign's name change the appearance of a message. Also formats bytes as text.
//!
//! External text comes in by [`sanitize`] or [`display_name`]; a line that is composed of such names and the product's own
//! words goes out by [`fit`]. A name whose letters are written from right to left has a border around it: the marks of
//! Unicode that isolate it, so that it does not move what stands beside it.

mod cut;
mod direction;
pub mod free;
mod line;
mod markup;
pub(crate) mod newtype;

pub use cut::length;
pub(crate) use line::{is_hidden, is_unseen};

/// The maximum length of a name inside a line, counted in UTF-16 units like every length here.
pub const LONGEST_NAME: usize = 40;
/// The maximum length of a name inside a line that has other content too.
pub const LONGEST_SHORT_NAME: usize = 32;

/// Returns bytes as lower-case hexadecimal digits, two for each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a name safe to display, as [`sanitize`] does: at most [`LONGEST_NAME`] characters.
#[must_use]
pub fn display_name(text: &str) -> String {
    sanitize(text, LONGEST_NAME)
}

/// Makes the name of a campaign safe to display in a line that has other content too, as [`sanitize`] does: at most
/// [`LONGEST_SHORT_NAME`] characters, of which a longer name keeps the first and the last ones.
#[must_use]
pub fn short_name(text: &str) -> String {
    bordered(&markup::plainly(text), LONGEST_SHORT_NAME, cut::shorten_middle)
}

/// Returns what people see of a [`short_name`], without a border: for comparing how names look.
#[must_use]
pub fn look_of_short_name(text: &str) -> String {
    cut::shorten_middle(&markup::plainly(text), LONGEST_SHORT_NAME)
}

/// Makes external text safe to put into a line: as [`harmless`] does, and with a border around it where its direction, or
/// a beginning like that of a list, would change the line. The border counts: the result has at most `longest` characters.
#[must_use]
pub fn sanitize(text: &str, longest: usize) -> String {
    bordered(&markup::plainly(text), longest, cut::shorten)
}

/// Makes external text safe to show on a page, where WhatsApp formats nothing: one line of at most `longest` characters,
/// with a border around it where its direction would change what stands beside it.
#[must_use]
pub fn page_name(text: &str, longest: usize) -> String {
    bordered(&line::flat(text), longest, cut::shorten)
}

/// Some phones show the marks of a border as boxes, so that only a text that needs one has it.
fn bordered(text: &str, longest: usize, shortened: fn(&str, usize) -> String) -> String {
    let needs_border = |name: &str| direction::has_right_to_left(name) || markup::begins_a_block(name);
    let name = shortened(text, longest);
    if !needs_border(&name) {
        return name;
    }
    let shorter = shortened(text, longest.saturating_sub(direction::MARKS));
    if needs_border(&shorter) { direction::isolate(&shorter) } else { shorter }
}

/// Makes external text harmless: one line of at most `longest` characters, without WhatsApp's marks for bold, italic,
/// strikethrough and code, and without what a tap on it would open or call. For text that is stored or compared;
/// [`sanitize`] is for what is shown.
#[must_use]
pub fn harmless(text: &str, longest: usize) -> String {
    cut::shorten(&markup::plainly(text), longest)
}

/// Returns one line of at most `longest` visible characters: never empty, without line breaks or runs of spaces.
#[must_use]
pub fn truncate(text: &str, longest: usize) -> String {
    cut::shorten(&line::flat(text), longest)
}

/// Cuts a line that is composed of the product's own words and of names that [`sanitize`] made safe: as [`truncate`] does,
/// and a name that needs its border keeps it.
#[must_use]
pub fn fit(line: &str, longest: usize) -> String {
    cut::shorten(&line::flat_with_names(line), longest)
}

#[cfg(test)]
mod tests;
