//! `understory config`: what is in force, and where each value came from.

use super::{KEYS, MailTo, Settings};
use figment::{Figment, Metadata, Source};
use std::fmt::Write;

/// One line a setting: key, value, source. Secrets are masked.
#[must_use]
pub fn show(settings: &Settings) -> String {
    let config = &settings.config;
    let mut text = String::new();
    for key in KEYS {
        let value = match key {
            "data" => config.data.display().to_string(),
            "listen" => config.listen.to_string(),
            "public_url" => config.public_url(),
            "database_url" => masked(&config.database_url()),
            "media" => masked(&config.media()),
            "mail" => match &config.mail {
                MailTo::Nobody => "off".to_owned(),
                MailTo::Server(url) => masked(url),
                MailTo::Folder(folder) => format!("file:{}", folder.display()),
            },
            "mail_delay" => config.mail_delay.to_string(),
            "mail_from" => config
                .mail_from
                .clone()
                .unwrap_or_else(|| "understory at the public address".to_owned()),
            "trusted_proxies" => {
                let networks: Vec<String> = config
                    .trusted_proxies
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                if networks.is_empty() {
                    "none".to_owned()
                } else {
                    networks.join(", ")
                }
            }
            "log" => config.log.clone(),
            _ => format!("{:?}", config.log_format).to_lowercase(),
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{key:<16} {value:<44} {}",
            source(&settings.figment, key)
        );
    }
    text
}

/// Where a key's value came from.
pub(super) fn source(figment: &Figment, key: &str) -> String {
    figment.find_metadata(key).map_or_else(
        || "default".to_owned(),
        |metadata| source_name(metadata, key),
    )
}

/// `default`, `UNDERSTORY_DATA`, `--data`, or a file's path.
pub(super) fn source_name(metadata: &Metadata, key: &str) -> String {
    match (&metadata.source, metadata.name.as_ref()) {
        (Some(Source::File(path)), _) => path.display().to_string(),
        (_, "environment") => super::variable_name(key),
        (_, "flag") => super::flag_name(key),
        (_, name) => name.to_owned(),
    }
}

/// An address with what stands between `:` and `@` hidden.
fn masked(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // A query can hold a password as well.
    let path = path.split_once("password=").map_or_else(
        || path.to_owned(),
        |(before, _)| format!("{before}password=***"),
    );
    match authority.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***@{host}{path}")
        }
        None => format!("{scheme}://{authority}{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn passwords_are_not_shown() {
        let rows = [
            (
                "postgres://ada:secret@db/understory",
                "postgres://ada:***@db/understory",
            ),
            (
                "postgres://db/u?user=a&password=secret",
                "postgres://db/u?user=a&password=***",
            ),
            (
                "sqlite://data/understory.db?mode=rwc",
                "sqlite://data/understory.db?mode=rwc",
            ),
            ("data/media", "data/media"),
        ];
        for (url, shown) in rows {
            assert_eq!(masked(url), shown);
        }
    }
}
