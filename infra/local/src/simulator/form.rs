//! `application/x-www-form-urlencoded` bodies and queries as ordered pairs, including blank values.

/// The decoded pairs of a form body or a query string, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form(pub(crate) Vec<(String, String)>);

impl Form {
    /// Decodes a raw body or query string; it never fails, because percent signs that encode nothing are kept.
    pub(crate) fn parse(raw: &[u8]) -> Self {
        Self(form_urlencoded::parse(raw).into_owned().collect())
    }

    /// Returns the first value of a field that is present and not blank.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.value(name).filter(|value| !value.trim().is_empty())
    }

    /// Returns the first value of a field, blank or not.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns every value of a repeated field.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// Adds a field.
    pub(crate) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Replaces a field, or removes it if there is no value.
    pub(crate) fn replace(&mut self, name: &str, value: Option<String>) {
        self.0.retain(|(key, _)| key != name);
        if let Some(value) = value {
            self.0.push((name.to_owned(), value));
        }
    }

    /// Encodes the pairs as a request body.
    pub(crate) fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_survives_encoding_and_decoding() {
        let mut form = Form::default();
        form.push("Body", "50 % & more + é\n");
        form.push("Empty", "");
        assert_eq!(Form::parse(form.encode().as_bytes()), form);
    }

    #[test]
    fn a_blank_field_counts_as_present_but_not_as_given() {
        let form = Form::parse(b"Body=+&To=x");
        assert_eq!((form.value("Body"), form.given("Body"), form.given("To")), (Some(" "), None, Some("x")));
    }
}
