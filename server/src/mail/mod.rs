//! Mail: to a server, or as files into a folder while developing.

mod compose;
mod job;
mod stop;

pub(crate) use job::{ask_addresses, send_waiting};
pub(crate) use stop::routes;

use crate::config::{Config, MailTo};
use crate::start::Failure;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How long a mail server may take for each step.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends mail, where any is sent at all. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Mailer {
    way: Way,
    from: Mailbox,
    /// The site's host, which message ids end with.
    host: String,
}

#[derive(Clone)]
enum Way {
    Server(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// A mail before it is put in its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// One address.
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    /// The address that stops mail like this.
    pub(crate) stop: Option<String>,
    /// Tells it from every other; the same where it is sent again.
    pub(crate) id: String,
}

/// Why a mail was not sent; without the address it was for.
#[derive(Debug)]
pub(crate) struct NotSent(String);

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Mailer {
    /// As the settings say; `None` where no mail is sent.
    ///
    /// # Errors
    /// [`Failure`] for a server's address that cannot be understood, or a folder that cannot be made.
    pub(crate) fn open(config: &Config) -> Result<Option<Self>, Failure> {
        let url = config.public_url();
        let host = host_of(&url).to_owned();
        let way = match &config.mail {
            MailTo::Nobody => return Ok(None),
            MailTo::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| {
                    let folder = folder.display();
                    Failure(format!(
                        "The folder {folder} for mail cannot be made: {error}"
                    ))
                })?;
                Way::Folder(folder.clone())
            }
            MailTo::Server(url) => {
                let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&with_tls(url));
                let server = server.map_err(|error| {
                    Failure(format!(
                        "The address of the mail server cannot be used: {error}"
                    ))
                })?;
                let name = ClientId::Domain(host.clone());
                Way::Server(server.hello_name(name).timeout(Some(PATIENCE)).build())
            }
        };
        let from = config.mail_from.clone().unwrap_or_else(|| {
            let at = if host.contains('.') {
                &host
            } else {
                "localhost"
            };
            format!("Understory <understory@{at}>")
        });
        let from = from
            .parse()
            .map_err(|error| Failure(format!("Mail cannot come from `{from}`: {error}")))?;
        Ok(Some(Self { way, from, host }))
    }

    /// Sends a mail, or writes it into the folder.
    ///
    /// # Errors
    /// [`NotSent`]; it may be tried again.
    pub(crate) async fn send(&self, letter: &Letter) -> Result<(), NotSent> {
        let message = self.message(letter)?;
        match &self.way {
            Way::Server(server) => match server.send(message).await {
                Ok(_taken) => Ok(()),
                // What the server said may repeat the address.
                Err(error) => Err(NotSent(class(&error))),
            },
            Way::Folder(folder) => {
                let now = db::Timestamp::now().0;
                let name = format!("{now}-{:08x}", rand::random::<u32>());
                let arriving = folder.join(format!("{name}.part"));
                let write = async {
                    tokio::fs::write(&arriving, message.formatted()).await?;
                    tokio::fs::rename(&arriving, folder.join(format!("{name}.eml"))).await
                };
                write.await.map_err(|error| NotSent(error.to_string()))
            }
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, NotSent> {
        let to = letter.to.parse();
        let to = to.map_err(|_| NotSent("the address cannot be used".to_owned()))?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.as_str())
            .message_id(Some(format!("<{}@{}>", letter.id, self.host)))
            .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()));
        if let Some(stop) = &letter.stop {
            message = message
                .raw_header(raw("List-Unsubscribe", format!("<{stop}>")))
                .raw_header(raw(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click".to_owned(),
                ));
        }
        let part = |kind: ContentType, body: &str| {
            SinglePart::builder().header(kind).body(body.to_owned())
        };
        message
            .multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
                    .singlepart(part(ContentType::TEXT_HTML, &letter.html)),
            )
            .map_err(|error| NotSent(error.to_string()))
    }
}

/// A header whose text is ours and plain: it is neither folded nor encoded.
fn raw(name: &'static str, text: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), text.clone(), text)
}

/// A password goes over the network under TLS alone, unless the settings say otherwise or it does not leave the machine.
fn with_tls(url: &str) -> String {
    let host = host_of(url);
    let stays_here = host == "localhost" || host.starts_with("127.") || host == "[::1]";
    if url.starts_with("smtp://") && !url.contains("tls=") && !stays_here {
        let mark = if url.contains('?') { '&' } else { '?' };
        format!("{url}{mark}tls=required")
    } else {
        url.to_owned()
    }
}

/// The host of an address, without its port.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => host,
    }
}

/// What kind of failure it is, with the server's code, without anything that could name somebody.
fn class(error: &lettre::transport::smtp::Error) -> String {
    let class = if error.is_timeout() {
        "it took too long"
    } else if error.is_tls() {
        "no secure connection"
    } else if error.is_permanent() {
        "refused for good"
    } else if error.is_transient() {
        "refused for now"
    } else if error.is_response() {
        "an answer that is not understood"
    } else if error.is_client() {
        "the program's own fault"
    } else {
        "no connection"
    };
    match error.status() {
        Some(code) => format!("{class} ({code})"),
        None => class.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{host_of, with_tls};

    #[test]
    fn passwords_leave_the_machine_under_tls_alone() {
        let rows = [
            (
                "smtp://mail.example.org",
                "smtp://mail.example.org?tls=required",
            ),
            (
                "smtp://a:b@mail.example.org:587/x?y=z",
                "smtp://a:b@mail.example.org:587/x?y=z&tls=required",
            ),
            (
                "smtp://relay?tls=opportunistic",
                "smtp://relay?tls=opportunistic",
            ),
            ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525"),
            ("smtp://[::1]:2525", "smtp://[::1]:2525"),
            (
                "smtps://a:b@mail.example.org",
                "smtps://a:b@mail.example.org",
            ),
        ];
        for (set, used) in rows {
            assert_eq!(with_tls(set), used);
        }
        assert_eq!(host_of("https://example.org"), "example.org");
        assert_eq!(host_of("http://127.0.0.1:3000"), "127.0.0.1");
    }
}
