//! Variables in templates: finds `{{n}}` and replaces it by values.

use std::collections::{BTreeMap, BTreeSet};

use super::message::{Choice, ChoiceKind, Composition};

/// The values of variables by their names.
pub(crate) type Variables = BTreeMap<String, String>;

/// One segment of a template text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Fixed(&'a str),
    Variable(&'a str),
}

/// Splits a text into literal segments and variables, in order, without empty literals.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = next_variable(rest) {
        if !before.is_empty() {
            found.push(Piece::Fixed(before));
        }
        found.push(Piece::Variable(name));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Fixed(rest));
    }
    found
}

fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name.trim(), after))
}

/// Returns the names of the variables of a text, in order and with repetitions.
pub(crate) fn variables(text: &str) -> Vec<&str> {
    let names = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Fixed(_) => None,
    });
    names.collect()
}

/// Replaces variables by their values; a variable without a value is left as it is.
pub(crate) fn fill(text: &str, values: &Variables) -> String {
    let filled = pieces(text).into_iter().map(|piece| match piece {
        Piece::Fixed(fixed) => fixed.to_owned(),
        Piece::Variable(name) => values.get(name).cloned().unwrap_or_else(|| format!("{{{{{name}}}}}")),
    });
    filled.collect()
}

impl Composition {
    /// Returns the same composition with the function applied to every text.
    pub(crate) fn map(&self, change: &dyn Fn(&str) -> String) -> Self {
        Self {
            header: self.header.as_deref().map(change),
            body: change(&self.body),
            footer: self.footer.as_deref().map(change),
            media: self.media.iter().map(|url| change(url)).collect(),
            list_button: self.list_button.as_deref().map(change),
            choices: self.choices.iter().map(|choice| choice.map(change)).collect(),
        }
    }

    /// Fills every variable of the composition.
    pub(crate) fn filled(&self, values: &Variables) -> Self {
        self.map(&|text| fill(text, values))
    }

    /// Returns the names of all variables that the composition uses.
    pub(crate) fn variable_names(&self) -> BTreeSet<String> {
        let names = std::cell::RefCell::new(BTreeSet::new());
        self.map(&|text| {
            names.borrow_mut().extend(variables(text).into_iter().map(str::to_owned));
            String::new()
        });
        names.into_inner()
    }
}

impl Choice {
    fn map(&self, change: &dyn Fn(&str) -> String) -> Self {
        let kind = match &self.kind {
            ChoiceKind::Reply { payload } => ChoiceKind::Reply { payload: change(payload) },
            ChoiceKind::ListItem { payload, description } => ChoiceKind::ListItem {
                payload: change(payload),
                description: description.as_deref().map(change),
            },
            ChoiceKind::Url { url } => ChoiceKind::Url { url: change(url) },
            ChoiceKind::Phone { phone } => ChoiceKind::Phone { phone: change(phone) },
            ChoiceKind::CopyCode { code } => ChoiceKind::CopyCode { code: change(code) },
        };
        Self { title: change(&self.title), kind }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_occurrence_of_a_variable_is_filled() {
        let values = Variables::from([("1".to_owned(), "Ada".to_owned())]);
        assert_eq!(fill("Hi {{1}}, {{ 1 }}! {{2}}", &values), "Hi Ada, Ada! {{2}}");
    }

    #[test]
    fn a_value_that_looks_like_a_variable_is_not_filled_again() {
        let values =
            Variables::from([("1".to_owned(), "{{2}}".to_owned()), ("2".to_owned(), "secret".to_owned())]);
        assert_eq!(fill("{{1}}", &values), "{{2}}");
    }

    #[test]
    fn variables_in_payloads_and_addresses_are_counted() {
        let choice = |kind| Choice { title: "Go".to_owned(), kind };
        let composition = Composition {
            body: "Spend {{2}}.".to_owned(),
            choices: vec![
                choice(ChoiceKind::Reply { payload: "v1.ack.{{3}}".to_owned() }),
                choice(ChoiceKind::Url { url: "https://example.com/{{4}}".to_owned() }),
            ],
            ..Composition::default()
        };
        assert_eq!(composition.variable_names().into_iter().collect::<Vec<_>>(), ["2", "3", "4"]);
    }

    proptest! {
        #[test]
        fn a_text_without_values_keeps_its_visible_characters(text in "[a-z{} ]{0,30}") {
            let without_blanks = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(without_blanks(&fill(&text, &Variables::new())), without_blanks(&text));
        }
    }
}
