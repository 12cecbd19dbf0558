//! Forms of values, checked as they are read.

use super::MailTo;
use ipnet::IpNet;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

pub(super) fn listen<'de, D: Deserializer<'de>>(from: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(|_| {
        D::Error::custom(format!(
            "`{text}` is not an address and port such as 127.0.0.1:3000"
        ))
    })
}

pub(super) fn public_url<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let url = text.trim_end_matches('/');
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(Some(url.to_lowercase()))
        }
        _ => Err(D::Error::custom(format!(
            "`{text}` is not an address such as https://example.org, without a path"
        ))),
    }
}

pub(super) fn database_url<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let known = ["postgres://", "postgresql://", "sqlite:"];
    if known.iter().any(|scheme| text.starts_with(scheme)) {
        return Ok(Some(text));
    }
    // The value may hold a password, so it is not repeated.
    Err(D::Error::custom(
        "it begins neither with postgres:// nor with sqlite://",
    ))
}

pub(super) fn media<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    match text.split_once("://") {
        Some(("s3", bucket)) if !bucket.trim_matches('/').is_empty() => Ok(Some(text)),
        Some(_) => Err(D::Error::custom(
            "it is neither a folder nor s3://bucket/prefix",
        )),
        None => Ok(Some(text)),
    }
}

pub(super) fn mail<'de, D: Deserializer<'de>>(from: D) -> Result<MailTo, D::Error> {
    let text = String::deserialize(from)?;
    let is_server = |scheme: &str| {
        let host = text.strip_prefix(scheme).unwrap_or_default();
        !host.is_empty() && !host.contains([' ', '#'])
    };
    match text.strip_prefix("file:") {
        _ if text == "off" => Ok(MailTo::Nobody),
        _ if is_server("smtp://") || is_server("smtps://") => Ok(MailTo::Server(text)),
        Some(folder) if !folder.is_empty() => Ok(MailTo::Folder(PathBuf::from(folder))),
        // The value may hold a password, so it is not repeated.
        _ => Err(D::Error::custom(
            "it is neither off, smtp://user:password@host, smtps://user:password@host, nor file:FOLDER",
        )),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(u32),
    Text(String),
}

/// Up to a day.
pub(super) fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let number = match NumberOrText::deserialize(from)? {
        NumberOrText::Number(number) => Some(number),
        NumberOrText::Text(text) => text.parse().ok(),
    };
    number
        .filter(|seconds| *seconds <= 86_400)
        .ok_or_else(|| D::Error::custom("it is not a number of seconds up to 86400"))
}

pub(super) fn mail_from<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    match text.parse::<lettre::message::Mailbox>() {
        Ok(_) => Ok(Some(text)),
        Err(_) => Err(D::Error::custom(format!(
            "`{text}` is not an address such as Understory <understory@example.org>"
        ))),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Networks or single addresses, as a list or separated by commas.
pub(super) fn networks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    let words = match OneOrMany::deserialize(from)? {
        OneOrMany::One(text) => text.split(',').map(|word| word.trim().to_owned()).collect(),
        OneOrMany::Many(words) => words,
    };
    words
        .iter()
        .filter(|word| !word.is_empty())
        .map(|word| {
            let network = word.parse::<IpNet>().ok();
            network
                .or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from))
                .ok_or_else(|| {
                    D::Error::custom(format!(
                        "`{word}` is neither an address nor a network such as 10.0.0.0/8"
                    ))
                })
        })
        .collect()
}
