//! Forms that come back: what was typed and what stands against it.
//!
//! When a server function refuses a plain form, the server renders the form's own page again with a
//! [`FormReturn`] among the request's extensions, so that nothing typed is lost, with or without JavaScript.

use crate::AppError;
use domain::text::Field;

/// A form as it was sent, and why it came back.
#[derive(Clone, Debug)]
pub struct FormReturn {
    /// The path it was sent to, which tells apart several forms on a page.
    pub action: String,
    /// Why it came back.
    pub error: AppError,
    /// Names and values as sent; passwords and files are left out.
    pub values: Vec<(String, String)>,
}

impl FormReturn {
    /// The first value sent under a name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// How one form of a page stands: fresh, or come back.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    returned: Option<FormReturn>,
}

impl FormState {
    /// The state of the form with this action, given what came back to the page, if anything.
    #[must_use]
    pub fn of(returned: Option<&FormReturn>, action: &str) -> Self {
        Self {
            returned: returned.filter(|form| form.action == action).cloned(),
        }
    }

    /// Whether it came back.
    #[must_use]
    pub fn is_returned(&self) -> bool {
        self.returned.is_some()
    }

    /// What was typed into a field, or what it holds at first.
    #[must_use]
    pub fn value(&self, name: &str, at_first: &str) -> String {
        match &self.returned {
            Some(form) => form.value(name).unwrap_or_default().to_owned(),
            None => at_first.to_owned(),
        }
    }

    /// Whether a check box is ticked.
    #[must_use]
    pub fn is_ticked(&self, name: &str, at_first: bool) -> bool {
        match &self.returned {
            Some(form) => form.value(name).is_some(),
            None => at_first,
        }
    }

    /// Whether this value was sent under a name, of which there may be several.
    #[must_use]
    pub fn holds(&self, name: &str, value: &str) -> bool {
        let values = self.returned.iter().flat_map(|form| &form.values);
        values
            .into_iter()
            .any(|(known, sent)| known == name && sent == value)
    }

    /// The same form, where it was sent by one of these buttons; a fresh one otherwise.
    #[must_use]
    pub fn sent_by(&self, name: &str, buttons: &[&str]) -> Self {
        let sent = self.returned.as_ref().filter(|form| {
            let value = form.value(name).unwrap_or_default();
            buttons.contains(&value)
        });
        Self {
            returned: sent.cloned(),
        }
    }

    /// The numbers `i` of all fields named `list[i][part]` that were sent, in order.
    #[must_use]
    pub fn rows(&self, list: &str, part: &str) -> Option<Vec<String>> {
        let form = self.returned.as_ref()?;
        let prefix = format!("{list}[");
        let suffix = format!("][{part}]");
        let is_row = |name: &str| name.starts_with(&prefix) && name.ends_with(&suffix);
        Some(
            form.values
                .iter()
                .filter(|(name, _)| is_row(name))
                .map(|(_, value)| value.clone())
                .collect(),
        )
    }

    /// The error, unless the form merely goes on with a step.
    #[must_use]
    pub fn error(&self) -> Option<&AppError> {
        self.returned
            .as_ref()
            .map(|form| &form.error)
            .filter(|error| **error != AppError::Continue)
    }

    /// What to say at a field.
    #[must_use]
    pub fn error_at(&self, field: Field) -> Option<String> {
        self.error()
            .filter(|error| error.field() == Some(field))
            .map(AppError::message)
    }
}
