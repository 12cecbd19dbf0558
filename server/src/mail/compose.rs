//! What mails say: as plain text, and the same as simple HTML.

use super::Letter;
use app::notification::words::{Words, label, words};
use app::ssr::AddressQuestion;
use db::mail::{Bundle, stop_link};
use domain::attribution::escape;
use domain::notification::Kind;
use std::fmt::Write;

/// Characters of a subject that repeat what members typed.
const SUBJECT_MAX: usize = 120;

/// What happened, in one mail.
pub(super) fn bundle(public_url: &str, bundle: &Bundle) -> Letter {
    let told: Vec<Words> = bundle.told.iter().map(words).collect();
    let subject = match &told[..] {
        [one] => app::ui::text::short_title(&one.text(), SUBJECT_MAX),
        many => format!("{} things happened on Understory", many.len()),
    };
    let mut kinds: Vec<Kind> = bundle.told.iter().map(|told| told.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let link = |kind| {
        let link = stop_link(&bundle.secret, bundle.member, kind);
        format!("{public_url}/mail/stop?link={link}")
    };
    let (mut text, mut html) = (String::new(), String::new());
    for words in &told {
        let address = format!("{public_url}{}", words.href);
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", words.text());
        let _ = write!(
            html,
            "<p><a href=\"{}\">{}</a>",
            escape(&address),
            escape(&words.isolated())
        );
        if !words.line.is_empty() {
            let _ = writeln!(text, "“{}”", words.line);
            let _ = write!(html, "<br>“{}”", escape(&words.line));
        }
        let _ = write!(text, "{address}\n\n");
        html.push_str("</p>\n");
    }
    let _ = write!(
        text,
        "-- \nYou get this because @{} asked for it on {public_url}.\n",
        bundle.handle
    );
    let _ = write!(
        html,
        "<hr><p>You get this because @{} asked for it on <a href=\"{1}\">{1}</a>.</p>\n<ul>\n",
        bundle.handle,
        escape(public_url)
    );
    let mut way_out = |name: &str, address: &str| {
        let _ = writeln!(text, "{name}: {address}");
        let _ = writeln!(
            html,
            "<li><a href=\"{}\">{}</a></li>",
            escape(address),
            escape(name)
        );
    };
    for kind in &kinds {
        way_out(
            &format!("No mail when this happens ({})", label(*kind)),
            &link(Some(*kind)),
        );
    }
    way_out("No mail at all any more", &link(None));
    way_out(
        "Choose what you are told",
        &format!("{public_url}/me/notifications/settings"),
    );
    html.push_str("</ul>\n");
    let ids = bundle.told.first().zip(bundle.told.last());
    let id = ids.map_or_else(String::new, |(first, last)| {
        format!("told-{}-{}-{}", bundle.member, first.id, last.id)
    });
    Letter {
        to: bundle.address.clone(),
        subject,
        text,
        html: page(&html),
        stop: Some(match kinds[..] {
            [one] => link(Some(one)),
            _ => link(None),
        }),
        id,
    }
}

/// Asks whether an address is its owner's.
pub(super) fn question(public_url: &str, question: &AddressQuestion) -> Letter {
    let AddressQuestion {
        address,
        token,
        handle,
    } = question;
    let link = format!("{public_url}/mail/confirm?token={token}");
    let text = format!(
        "@{handle} on {public_url} wants to be told by mail at this address.\n\n\
         If that is you, open this page and say yes within a day:\n{link}\n\n\
         If it is not, do nothing: no more mail comes.\n"
    );
    let html = format!(
        "<p>@{handle} on <a href=\"{0}\">{0}</a> wants to be told by mail at this address.</p>\n\
         <p>If that is you, <a href=\"{1}\">open this page</a> and say yes within a day.</p>\n\
         <p>If it is not, do nothing: no more mail comes.</p>\n",
        escape(public_url),
        escape(&link)
    );
    Letter {
        to: address.clone(),
        subject: "Is this your mail address?".to_owned(),
        text,
        html: page(&html),
        stop: None,
        id: format!("ask-{:032x}", rand::random::<u128>()),
    }
}

fn page(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><body>\n{body}</body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::Timestamp;
    use db::notification::{Notification, Subject};
    use domain::{MemberId, NotificationId, RecordId};

    fn told(id: i64, kind: Kind, name: &str, title: &str) -> Notification {
        Notification {
            id: NotificationId(id),
            kind,
            at: Timestamp(0),
            is_read: false,
            actor: "eve".parse().unwrap(),
            actor_name: name.to_owned(),
            others: 0,
            is_own_record: true,
            record: Some(Subject {
                id: RecordId(7),
                title: title.to_owned(),
            }),
            remix: None,
            project: None,
            challenge: None,
            production: None,
            production_status: None,
            claim: None,
            line: "a <b>line</b>".to_owned(),
        }
    }

    fn bundle_of(told: Vec<Notification>) -> Bundle {
        Bundle {
            member: MemberId(3),
            handle: "ada".parse().unwrap(),
            address: "ada@example.org".to_owned(),
            secret: vec![1; 32],
            told,
        }
    }

    #[test]
    fn what_members_type_is_text_in_a_mail() {
        let attack = "</a><script>alert(1)</script> & \"x\"";
        let letter = bundle(
            "https://site.example",
            &bundle_of(vec![told(1, Kind::Hearted, attack, attack)]),
        );
        assert!(!letter.html.contains("<script"), "{}", letter.html);
        assert!(!letter.html.contains("<b>"), "{}", letter.html);
        assert!(
            letter
                .text
                .contains("<script>alert(1)</script> & \"x\" hearted your")
        );
        assert!(letter.text.contains("https://site.example/records/7\n"));
        assert!(letter.subject.starts_with("</a><script>"));
        let stop = letter.stop.unwrap();
        assert!(stop.starts_with("https://site.example/mail/stop?link=3.hearted."));
        assert!(letter.text.contains(&stop) && letter.html.contains(&stop));
    }

    #[test]
    fn several_things_go_in_one_mail_with_a_way_out_of_each() {
        let all = vec![
            told(1, Kind::Hearted, "Eve", "Rain"),
            told(2, Kind::Recommended, "Eve", "Rain"),
            told(5, Kind::Hearted, "Bo", "Rain"),
        ];
        let letter = bundle("http://site.example", &bundle_of(all));
        assert_eq!(letter.subject, "3 things happened on Understory");
        assert_eq!(letter.id, "told-3-1-5");
        for way in ["3.hearted.", "3.recommended.", "3.all."] {
            assert_eq!(letter.text.matches(way).count(), 1, "{way}");
        }
        assert!(letter.stop.unwrap().contains("3.all."));
    }
}
