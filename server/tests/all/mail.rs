//! Mail, written into a folder.

use crate::http::Ask;
use crate::site::{Site, Somebody};
use domain::Role;
use std::path::Path;
use std::time::Duration;

/// A site whose mail goes into a folder, without waiting for more.
async fn site_with_mail(folder: &Path) -> Site {
    let place = format!("file:{}", folder.display());
    Site::start_with(&[("UNDERSTORY_MAIL", &place), ("UNDERSTORY_MAIL_DELAY", "0")]).await
}

/// The mails in the folder that hold these words, once there is one, with soft line ends undone.
async fn mail_with(folder: &Path, words: &str) -> String {
    let look = async {
        loop {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|end| end == "eml") {
                    let text = readable(&std::fs::read_to_string(path).unwrap());
                    if text.contains(words) {
                        return text;
                    }
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(20), look).await;
    found.unwrap_or_else(|_| panic!("no mail with {words}"))
}

/// A mail without the signs of `quoted-printable`.
pub(crate) fn readable(mail: &str) -> String {
    // They mean nothing in its head.
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let body = body.replace("=\r\n", "");
    let mut parts = body.split('=');
    let mut bytes = head.as_bytes().to_vec();
    bytes.extend_from_slice(b"\n\n");
    bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        match part.get(..2).map(|hex| u8::from_str_radix(hex, 16)) {
            Some(Ok(byte)) => {
                bytes.push(byte);
                bytes.extend_from_slice(&part.as_bytes()[2..]);
            }
            _ => {
                bytes.push(b'=');
                bytes.extend_from_slice(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace("\r\n", "\n")
}

/// What follows `mark` in a text, up to the next space or bracket.
pub(crate) fn behind<'a>(text: &'a str, mark: &str) -> &'a str {
    let rest = text.split(mark).nth(1).unwrap();
    rest.split([' ', '\n', '>', '"']).next().unwrap()
}

pub(crate) async fn form(
    site: &Site,
    who: Option<&Somebody>,
    path: &str,
    fields: &[(&str, &str)],
) -> u16 {
    let ask = Ask::form(path, fields).json();
    let token = who.map(|who| who.token.as_str());
    site.send(ask.with(token)).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_address_to_a_mail_and_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let site = site_with_mail(folder.path()).await;
    let (ann, bo) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let settings = async |who: &Somebody| {
        let ask = Ask::get("/me/notifications/settings").html();
        site.send(ask.with(Some(&who.token))).await.text()
    };
    // An address that is two, or the head of a mail, is refused at its field.
    for bad in [
        "a@example.org,b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a",
    ] {
        let status = form(
            &site,
            Some(&ann),
            "/me/notifications/mail",
            &[("address", bad)],
        )
        .await;
        assert_eq!(status, 422, "{bad:?}");
    }
    let typed = [("address", "Ann@Example.org")];
    assert_eq!(
        form(&site, Some(&ann), "/me/notifications/mail", &typed).await,
        200
    );
    let question = mail_with(folder.path(), "Is this your mail address?").await;
    assert!(question.contains("To: Ann@example.org\n"), "{question}");
    assert!(!question.contains("List-Unsubscribe"), "{question}");
    let token = behind(&question, "/mail/confirm?token=");
    let page = format!("/mail/confirm?token={token}");
    // Looking at the page changes nothing, as mail programs do.
    for _ in 0..2 {
        let shown = site.send(Ask::get(&page).html()).await;
        assert_eq!(shown.status, 200);
        assert!(shown.text().contains("Yes, it is mine"));
    }
    assert!(settings(&ann).await.contains("We wrote to"));
    assert_eq!(form(&site, None, &page, &[("token", token)]).await, 200);
    assert_eq!(form(&site, None, &page, &[("token", token)]).await, 404);
    assert!(settings(&ann).await.contains("Mail goes to"));
    let switches = [
        ("in_page[]", "hearted"),
        ("by_mail[]", "hearted"),
        ("by_mail[]", "remixed"),
    ];
    assert_eq!(
        form(&site, Some(&ann), "/me/notifications/settings", &switches).await,
        200
    );
    let source = site.published(&ann).await;
    let remix = site.remix(&bo, source).await;
    let mail = mail_with(folder.path(), " made “Rain on tin” from your “Rain on tin”").await;
    let base = &site.state.site.public_url;
    for part in [
        format!("{base}/records/{remix}\n"),
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n".to_owned(),
        "Auto-Submitted: auto-generated\n".to_owned(),
        "Content-Type: multipart/alternative".to_owned(),
        format!("List-Unsubscribe: <{base}/mail/stop?link="),
    ] {
        assert!(mail.contains(&part), "{part} in {mail}");
    }
    // Remixes were switched off in the page.
    let bell = "Notifications, 0 unread";
    let home = site.send(Ask::get("/").html().with(Some(&ann.token))).await;
    assert!(home.text().contains(bell));
    // One click of a mail program, as RFC 8058 has it: no session, a form of either kind.
    let link = behind(&mail, "List-Unsubscribe: <").replace(&**base, "");
    let shown = site.send(Ask::get(&link).html()).await;
    assert!(shown.text().contains("Stop it"), "{}", shown.text());
    let checked = "value=\"remixed\" checked";
    assert_eq!(settings(&ann).await.matches(checked).count(), 1);
    let click = Ask::form(&link, &[("List-Unsubscribe", "One-Click")]).without("sec-fetch-site");
    assert_eq!(site.send(click).await.status, 200);
    assert_eq!(settings(&ann).await.matches(checked).count(), 0);
    // A program that says it reads pages is not led on either.
    let click = Ask::form(&link, &[("List-Unsubscribe", "One-Click")]).html();
    assert_eq!(site.send(click).await.status, 200);
    let multipart = Ask::upload(&link, "x", b"One-Click").without("sec-fetch-site");
    assert_eq!(site.send(multipart).await.status, 200);
    // From the page, with a browser.
    let browser = site.send(Ask::form(&link, &[]).html()).await;
    assert_eq!(browser.status, 303);
    let place = browser.header("location").unwrap().to_owned();
    assert!(
        site.send(Ask::get(place).html())
            .await
            .text()
            .contains("Stopped")
    );
    let forged = link.replace("remixed", "hearted");
    assert_eq!(form(&site, None, &forged, &[]).await, 404);
    assert_eq!(site.send(Ask::get(forged).html()).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_without_mail_says_so_and_keeps_switches() {
    let site = Site::start().await;
    let ann = site.join(Role::Member).await;
    let ask = Ask::get("/me/notifications/settings").html();
    let page = site.send(ask.with(Some(&ann.token))).await.text();
    assert!(page.contains("This site sends no mail."), "{page}");
    assert!(!page.contains("by_mail[]"), "{page}");
    let typed = [("address", "ann@example.org")];
    assert_eq!(
        form(&site, Some(&ann), "/me/notifications/mail", &typed).await,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_refused_comes_back_as_it_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let site = site_with_mail(folder.path()).await;
    let ann = site.join(Role::Member).await;
    let referer = format!("http://{}/me/notifications/settings", site.address);
    let ask = Ask::form("/me/notifications/mail", &[("address", "ann@nowhere")])
        .html()
        .header("referer", &referer);
    let answer = site.send(ask.with(Some(&ann.token))).await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    assert!(page.contains("value=\"ann@nowhere\""), "{page}");
    assert!(page.contains("A mail address looks like"), "{page}");
    assert!(page.contains("aria-invalid=\"true\""), "{page}");
}
