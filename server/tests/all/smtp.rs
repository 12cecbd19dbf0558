//! Mail over a real SMTP session, with a server that takes some and refuses some.

use crate::http::Ask;
use crate::mail::{behind, form, readable};
use crate::site::Site;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::Role;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail as it came.
#[derive(Clone, Debug)]
struct Taken {
    from: String,
    to: String,
    text: String,
}

#[derive(Default)]
struct Seen {
    taken: Vec<Taken>,
    /// How many recipients are to be refused for now.
    to_refuse: usize,
    refused: usize,
    /// What clients call themselves.
    greetings: Vec<String>,
}

/// A mail server on this machine.
struct MailServer {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl MailServer {
    async fn start(to_refuse: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            to_refuse,
            ..Seen::default()
        }));
        let shared = seen.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(session(client, shared.clone()));
            }
        });
        Self { address, seen }
    }

    /// The first mail that holds these words, once it is there.
    async fn mail_with(&self, words: &str) -> Taken {
        let look = async {
            loop {
                let taken = self.seen.lock().unwrap().taken.clone();
                if let Some(mail) = taken
                    .into_iter()
                    .find(|mail| readable(&mail.text).contains(words))
                {
                    return mail;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(60), look).await;
        found.unwrap_or_else(|_| panic!("no mail with {words}"))
    }
}

/// Answers a client, as RFC 5321 has it.
async fn session(mut client: TcpStream, seen: Arc<Mutex<Seen>>) -> std::io::Result<()> {
    let (read, mut write) = client.split();
    let mut read = BufReader::new(read);
    let (mut from, mut to) = (String::new(), String::new());
    write.write_all(b"220 mail.test ESMTP\r\n").await?;
    loop {
        let mut line = String::new();
        if read.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                seen.lock().unwrap().greetings.push(rest.to_owned());
                "250-mail.test\r\n250-PIPELINING\r\n250 8BITMIME"
            }
            "MAIL" => {
                from = rest.to_owned();
                "250 ok"
            }
            "RCPT" => {
                to = rest.to_owned();
                let mut seen = seen.lock().unwrap();
                match seen.to_refuse.checked_sub(1) {
                    Some(left) => {
                        seen.to_refuse = left;
                        seen.refused += 1;
                        "451 4.7.1 come again later"
                    }
                    None => "250 ok",
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let text = data(&mut read).await?;
                let mail = Taken {
                    from: from.clone(),
                    to: to.clone(),
                    text,
                };
                seen.lock().unwrap().taken.push(mail);
                "250 taken"
            }
            "RSET" | "NOOP" => "250 ok",
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 what?",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// A mail up to the line with a dot alone; dots that were doubled for the way are single again.
async fn data(read: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if read.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(text);
        }
        assert!(line.ends_with("\r\n") && line.len() <= 1_000, "{line:?}");
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// The value of a header, unfolded; encoded words are read.
fn header(mail: &str, name: &str) -> String {
    let (head, _) = mail.split_once("\r\n\r\n").unwrap();
    assert!(head.is_ascii(), "{head}");
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let mut values = unfolded
        .split("\r\n")
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let value = values
        .next()
        .unwrap_or_else(|| panic!("no {name} in {head}"));
    assert_eq!(values.next(), None, "{name} twice in {head}");
    let (mut text, mut was_encoded) = (String::new(), true);
    for word in value.split(' ') {
        let encoded = word
            .strip_prefix("=?utf-8?b?")
            .and_then(|word| word.strip_suffix("?="));
        // Between two of them a space means nothing.
        if !(text.is_empty() || was_encoded && encoded.is_some()) {
            text.push(' ');
        }
        was_encoded = encoded.is_some();
        match encoded {
            Some(word) => {
                let bytes = BASE64_STANDARD.decode(word).unwrap();
                text.push_str(std::str::from_utf8(&bytes).unwrap());
            }
            None => text.push_str(word),
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_to_a_server_and_what_it_refuses_is_sent_again() {
    let server = MailServer::start(1).await;
    let place = format!("smtp://{}", server.address);
    let site = Site::start_with(&[
        ("UNDERSTORY_MAIL", &place),
        ("UNDERSTORY_MAIL_DELAY", "0"),
        (
            "UNDERSTORY_MAIL_FROM",
            "Understory <understory@site.example>",
        ),
    ])
    .await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let typed = [("address", "ann@example.org")];
    assert_eq!(
        form(&site, Some(&ann), "/me/notifications/mail", &typed).await,
        200
    );
    // Refused for now at first; ten seconds later it is asked again.
    let question = server.mail_with("Is this your mail address?").await;
    assert_eq!(server.seen.lock().unwrap().refused, 1);
    assert_eq!(question.to, "TO:<ann@example.org>");
    let text = readable(&question.text);
    let token = behind(&text, "/mail/confirm?token=");
    let page = format!("/mail/confirm?token={token}");
    assert_eq!(form(&site, None, &page, &[("token", token)]).await, 200);
    let switches = [("by_mail[]", "remixed")];
    assert_eq!(
        form(&site, Some(&ann), "/me/notifications/settings", &switches).await,
        200
    );
    let source = site.published(&ann).await;
    let remix = site.remix(&bo, source).await;

    let base = &site.state.site.public_url;
    let mail = server.mail_with(&format!("{base}/records/{remix}\n")).await;
    assert!(
        mail.from.starts_with("FROM:<understory@site.example>"),
        "{}",
        mail.from
    );
    assert_eq!(mail.to, "TO:<ann@example.org>");
    let value = |name| header(&mail.text, name);
    let subject = value("Subject");
    assert!(
        subject.ends_with(" made “Rain on tin” from your “Rain on tin”"),
        "{subject}"
    );
    assert_eq!(value("From"), "Understory <understory@site.example>");
    assert_eq!(value("To"), "ann@example.org");
    assert_eq!(value("MIME-Version"), "1.0");
    assert_eq!(value("Auto-Submitted"), "auto-generated");
    assert!(value("Content-Type").starts_with("multipart/alternative"));
    let date = value("Date");
    assert!(date.ends_with(" +0000") && date.contains(':'), "{date}");
    let id = value("Message-ID");
    assert!(
        id.starts_with("<told-") && id.ends_with(">") && id.contains('@'),
        "{id}"
    );
    assert_eq!(value("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let stop = value("List-Unsubscribe");
    let stop = stop
        .strip_prefix('<')
        .and_then(|stop| stop.strip_suffix('>'))
        .unwrap();
    // What a mail program does when its button is pressed.
    let path = stop.strip_prefix(&**base).unwrap();
    let click = Ask::form(path, &[("List-Unsubscribe", "One-Click")]).without("sec-fetch-site");
    assert_eq!(site.send(click).await.status, 200);
    let greetings = server.seen.lock().unwrap().greetings.clone();
    assert!(
        greetings.iter().all(|name| !name.is_empty()),
        "{greetings:?}"
    );
}
