//! Configuration: defaults, `understory.toml`, `UNDERSTORY_*` variables and flags, in rising precedence.

mod show;
mod values;

pub use show::show;

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};
use ipnet::IpNet;
use serde::Deserialize;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Every key that can be set, in the order in which they are shown.
pub const KEYS: [&str; 11] = [
    "data",
    "listen",
    "public_url",
    "database_url",
    "media",
    "mail",
    "mail_from",
    "mail_delay",
    "trusted_proxies",
    "log",
    "log_format",
];

/// What is in force.
#[derive(Clone, Debug, Deserialize)]
pub struct Config {
    /// The folder of the database and the files, where they are not elsewhere.
    pub data: PathBuf,
    /// The address to listen on.
    #[serde(deserialize_with = "values::listen")]
    pub listen: SocketAddr,
    /// The address people reach the site at, without a slash at the end.
    #[serde(default, deserialize_with = "values::public_url")]
    public_url: Option<String>,
    /// `postgres://...` or `sqlite://...`.
    #[serde(default, deserialize_with = "values::database_url")]
    database_url: Option<String>,
    /// A folder, or `s3://bucket/prefix`.
    #[serde(default, deserialize_with = "values::media")]
    media: Option<String>,
    /// Where mail goes.
    #[serde(deserialize_with = "values::mail")]
    pub mail: MailTo,
    /// Whom mail comes from, such as `Understory <understory@example.org>`; where it is not set, the site's host.
    #[serde(default, deserialize_with = "values::mail_from")]
    pub mail_from: Option<String>,
    /// Seconds that mail waits for what happens soon after, to go in one.
    #[serde(deserialize_with = "values::seconds")]
    pub mail_delay: u32,
    /// Networks whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "values::networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// What is logged, such as `info` or `info,db=debug`.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
}

/// Where mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTo {
    /// No mail is sent.
    Nobody,
    /// `smtp://...` or `smtps://...`, with the password.
    Server(String),
    /// A folder, as files.
    Folder(PathBuf),
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// The database's address: the one set, or SQLite in the data folder.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| {
            format!(
                "sqlite://{}?mode=rwc",
                self.data.join("understory.db").display()
            )
        })
    }

    /// Where files are kept: the place set, or `media` in the data folder.
    #[must_use]
    pub fn media(&self) -> String {
        self.media
            .clone()
            .unwrap_or_else(|| self.data.join("media").display().to_string())
    }

    /// The address people reach the site at: the one set, or the one listened on.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen))
    }
}

/// Where settings are read from. The process's own in the binary, made up in tests.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file that must be there, or `understory.toml` in the working folder if it is.
    pub file: Option<PathBuf>,
    /// Environment variables.
    pub variables: Vec<(String, String)>,
    /// Flags that were given.
    pub flags: Flags,
}

/// Settings as flags; those that were not given stay out.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Flags {
    /// Folder of the database and the files
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<String>,
    /// Address to listen on, such as 127.0.0.1:3000
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Address people reach the site at, such as `https://example.org`
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Database, such as `postgres://user@host/name`
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Folder of the files
    #[arg(long, global = true, value_name = "PLACE")]
    pub media: Option<String>,
    /// What to log, such as `info` or `info,db=debug`
    #[arg(long, global = true, value_name = "FILTER")]
    pub log: Option<String>,
    /// How to log: text or json
    #[arg(long, global = true, value_name = "FORMAT")]
    pub log_format: Option<String>,
}

/// A setting that cannot be used: which, from where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// Settings as they were read, each with its source.
#[derive(Clone, Debug)]
pub struct Settings {
    figment: Figment,
    /// What is in force.
    pub config: Config,
}

/// Reads all sources.
///
/// # Errors
/// [`ConfigError`] for a file that cannot be read, an unknown key, or a value that is not of its form.
pub fn load(sources: &Sources) -> Result<Settings, ConfigError> {
    let mut figment = Figment::from(defaults());
    let chosen = sources.file.clone().or_else(|| {
        let variable = sources
            .variables
            .iter()
            .find(|(name, _)| name == "UNDERSTORY_CONFIG");
        variable.map(|(_, path)| PathBuf::from(path))
    });
    figment = match chosen {
        Some(file) if !file.is_file() => {
            return Err(ConfigError(format!("There is no file {}.", file.display())));
        }
        Some(file) => figment.merge(Toml::file_exact(file)),
        None if Path::new("understory.toml").is_file() => {
            figment.merge(Toml::file_exact("understory.toml"))
        }
        None => figment,
    };
    figment = figment
        .merge(variables(&sources.variables))
        .merge(flags(&sources.flags));
    refuse_unknown_keys(&figment)?;
    let config = figment.extract().map_err(|error| in_words(&error))?;
    Ok(Settings { figment, config })
}

fn defaults() -> Layer {
    let texts = [
        ("data", "data"),
        ("listen", "127.0.0.1:3000"),
        ("mail", "off"),
        ("mail_delay", "180"),
        ("trusted_proxies", ""),
        ("log", "info"),
        ("log_format", "text"),
    ];
    Layer {
        name: "default",
        key_name: ToOwned::to_owned,
        values: texts
            .into_iter()
            .map(|(key, value)| (key.to_owned(), Value::from(value)))
            .collect(),
    }
}

/// Values of one source, with the names that people know its keys by.
struct Layer {
    name: &'static str,
    key_name: fn(&str) -> String,
    values: Dict,
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        let key_name = self.key_name;
        Metadata::named(self.name).interpolater(move |_, keys| key_name(&keys.join(".")))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Map::from([(Profile::Default, self.values.clone())]))
    }
}

/// The name of the variable that sets a key.
fn variable_name(key: &str) -> String {
    match key {
        "database_url" => "DATABASE_URL".to_owned(),
        _ => format!("UNDERSTORY_{}", key.to_uppercase()),
    }
}

fn flag_name(key: &str) -> String {
    format!("--{}", key.replace('_', "-"))
}

fn variables(all: &[(String, String)]) -> Layer {
    // Variables of the tests and measurements reach the server that they start.
    let of_others = ["config", "e2e_", "test_", "bench_"];
    let mut values = Dict::new();
    for (name, value) in all {
        let key = match name.strip_prefix("UNDERSTORY_") {
            Some(key) => key.to_lowercase(),
            None if name == "DATABASE_URL" => "database_url".to_owned(),
            None => continue,
        };
        if !of_others.iter().any(|prefix| key.starts_with(prefix)) && !value.is_empty() {
            values.insert(key, Value::from(value.as_str()));
        }
    }
    Layer {
        name: "environment",
        key_name: variable_name,
        values,
    }
}

fn flags(flags: &Flags) -> Layer {
    let given = [
        ("data", &flags.data),
        ("listen", &flags.listen),
        ("public_url", &flags.public_url),
        ("database_url", &flags.database_url),
        ("media", &flags.media),
        ("log", &flags.log),
        ("log_format", &flags.log_format),
    ];
    let values = given
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), Value::from(value.as_deref()?))))
        .collect();
    Layer {
        name: "flag",
        key_name: flag_name,
        values,
    }
}

fn refuse_unknown_keys(figment: &Figment) -> Result<(), ConfigError> {
    let all = figment.data().map_err(|error| in_words(&error))?;
    let known = |key: &String| KEYS.contains(&key.as_str());
    match all.values().flat_map(Dict::keys).find(|key| !known(key)) {
        None => Ok(()),
        Some(key) => {
            let source = show::source(figment, key);
            let keys = KEYS.join(", ");
            Err(ConfigError(format!(
                "{source} sets `{key}`, which is not a setting. Settings are: {keys}."
            )))
        }
    }
}

/// One sentence: which source, which key, what is wrong.
fn in_words(error: &figment::Error) -> ConfigError {
    let key = error.path.join(".");
    let source = error
        .metadata
        .as_ref()
        .map(|metadata| show::source_name(metadata, &key));
    ConfigError(match source {
        Some(source) if !key.is_empty() => {
            format!("{source} sets `{key}` wrongly: {}", error.kind)
        }
        Some(source) => format!("{source} cannot be read: {}", error.kind),
        None => format!("The settings cannot be read: {}", error.kind),
    })
}
