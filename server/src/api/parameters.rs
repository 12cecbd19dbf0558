//! Query parameters: read by name, and refused by name where they say what cannot be.

use super::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::str::FromStr;

/// The parameters of a call. Ones that it does not know are passed over, as later versions may.
#[derive(Debug, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Ok(Self(pairs.take(64).collect()))
    }
}

impl Parameters {
    /// A value; `None` where the parameter is missing or empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// All names and values.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// All values of a parameter, without empty ones.
    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.0.iter().filter(move |(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// A value of a parameter that may be given only once, so that none is passed over unseen.
    pub(super) fn once(&self, name: &'static str) -> Result<Option<&str>, Problem> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            _ => Err(Problem::parameter(name, "given once")),
        }
    }

    /// A value of at most `max` characters.
    pub(super) fn short_text(
        &self,
        name: &'static str,
        max: usize,
    ) -> Result<Option<String>, Problem> {
        match self.text(name) {
            Some(value) if value.chars().count() > max => Err(Problem::parameter(
                name,
                &format!("at most {max} characters"),
            )),
            value => Ok(value.map(str::to_owned)),
        }
    }

    /// A value that can be read as a `T`; `wanted` says which can.
    pub(super) fn parsed<T: FromStr>(
        &self,
        name: &'static str,
        wanted: &str,
    ) -> Result<Option<T>, Problem> {
        self.text(name)
            .map(|value| value.parse().map_err(|_| Problem::parameter(name, wanted)))
            .transpose()
    }

    /// A number from `least` to `most`.
    pub(super) fn number(
        &self,
        name: &'static str,
        least: i64,
        most: i64,
    ) -> Result<Option<i64>, Problem> {
        let wanted = if most == i64::MAX {
            format!("a number from {least}")
        } else {
            format!("a number from {least} to {most}")
        };
        match self.parsed::<i64>(name, &wanted)? {
            Some(number) if number < least || number > most => {
                Err(Problem::parameter(name, &wanted))
            }
            number => Ok(number),
        }
    }

    /// One of these words, with what it stands for; the first of them where there is no such parameter.
    pub(super) fn word<T: Copy>(
        &self,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Result<T, Problem> {
        let wanted = self
            .text(name)
            .unwrap_or_else(|| words.first().map_or("", |word| word.0));
        let found = words.iter().find(|(word, _)| *word == wanted);
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Problem::parameter(name, &format!("one of {}", list.join(", ")))
        })
    }
}

/// The id of a record in a path.
pub(super) fn record_id(text: &str) -> Result<domain::RecordId, Problem> {
    path_id(text)
}

/// An id in a path; what is no id leads nowhere.
pub(super) fn path_id<T: FromStr>(text: &str) -> Result<T, Problem> {
    let is_id = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|_| is_id)
        .ok_or_else(Problem::not_found)
}
