//! What happened in words, the same on the page, as it comes in, and in mail.

use crate::ui::text::{count, title};
use db::notification::{Notification, Subject};
use domain::notification::{Kind, TAKEN_OUT};

/// A sentence of names and words, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Names and titles at even places, what stands between them at odd ones; a name may be empty.
    pub parts: Vec<String>,
    /// A line of whoever did it, to be quoted; may be empty.
    pub line: String,
    /// The path of the page it is about.
    pub href: String,
}

impl Words {
    /// The whole sentence.
    #[must_use]
    pub fn text(&self) -> String {
        self.parts.concat()
    }

    /// The whole sentence for a page, where a name from right to left must not turn round what stands beside it.
    #[must_use]
    pub fn isolated(&self) -> String {
        let isolated = |(place, part): (usize, &String)| match place % 2 {
            0 => format!("\u{2068}{part}\u{2069}"),
            _ => part.clone(),
        };
        self.parts.iter().enumerate().map(isolated).collect()
    }
}

/// What happened, for the member who is told.
#[must_use]
pub fn words(told: &Notification) -> Words {
    let actor = told.actor_name.as_str();
    let record = &name_of(told.record.as_ref());
    let remix = &name_of(told.remix.as_ref());
    let project = &name_of(told.project.as_ref());
    let challenge = &name_of(told.challenge.as_ref());
    let production = &name_of(told.production.as_ref());
    let others;
    let parts: Vec<&str> = match told.kind {
        Kind::Published => vec![actor, " published ", record],
        Kind::Remixed => vec![actor, " made ", remix, " from your ", record],
        Kind::Hearted if told.others > 0 => {
            others = format!(
                " and {} hearted your ",
                count(told.others, "other", "others")
            );
            vec![actor, &others, record]
        }
        Kind::Hearted => vec![actor, " hearted your ", record],
        Kind::Recommended if told.is_own_record => vec![actor, " recommends your ", record],
        Kind::Recommended => vec![actor, " recommends ", record],
        Kind::ChallengeIssued if told.project.is_some() => {
            vec![actor, " issued the challenge ", challenge, " in ", project]
        }
        Kind::ChallengeIssued => vec![actor, " issued the challenge ", challenge],
        Kind::Contributed => vec![actor, " entered ", record, " for ", challenge],
        Kind::ChallengeClosed => vec!["", "The challenge ", challenge, " is closed"],
        Kind::ProjectUpdated => vec![actor, " wrote how ", project, " goes on"],
        Kind::LeaderAdded => vec![actor, " made you a leader of ", project],
        Kind::Included if told.line == TAKEN_OUT => {
            vec![actor, " took your ", record, " out of ", production]
        }
        Kind::Included => vec![actor, " included your ", record, " in ", production],
        Kind::ProductionChanged => {
            let now = match told.production_status.as_deref() {
                Some("released") => " is released, with your work in it",
                Some("in_production") => " is in production, with your work in it",
                Some("abandoned") => " is given up, which has your work in it",
                _ => " is planned, with your work in it",
            };
            vec!["", "", production, now]
        }
        Kind::RoleCredited => vec![actor, " credits you in ", production],
        Kind::Claimed => vec![actor, " says that your ", remix, " was made from ", record],
        Kind::ClaimDecided => vec!["", "Your claim on ", remix, " is decided"],
        Kind::FlagSettled => vec!["", "Your flag on ", record, " is answered"],
    };
    Words {
        parts: parts.into_iter().map(str::to_owned).collect(),
        line: match told.kind {
            // It says which of the two it is.
            Kind::Included => String::new(),
            _ => told.line.clone(),
        },
        href: href(told),
    }
}

/// A title in quotes, so that its words are told from those around them.
fn name_of<T>(subject: Option<&Subject<T>>) -> String {
    let known = title(subject.map_or("", |subject| subject.title.as_str()));
    format!("“{known}”")
}

fn href(told: &Notification) -> String {
    fn page<T: std::fmt::Display>(folder: &str, subject: Option<&Subject<T>>) -> Option<String> {
        subject.map(|subject| format!("/{folder}/{}", subject.id))
    }
    let record = || page("records", told.record.as_ref());
    let project = || page("projects", told.project.as_ref());
    let challenge = || page("challenges", told.challenge.as_ref());
    let found = match told.kind {
        Kind::Published | Kind::Hearted | Kind::Recommended | Kind::FlagSettled => record(),
        Kind::Remixed => page("records", told.remix.as_ref()).or_else(record),
        Kind::ChallengeIssued | Kind::Contributed | Kind::ChallengeClosed => {
            challenge().or_else(project)
        }
        Kind::ProjectUpdated | Kind::LeaderAdded => project(),
        Kind::Included | Kind::ProductionChanged => {
            page("productions", told.production.as_ref()).or_else(record)
        }
        // Where the name is confirmed.
        Kind::RoleCredited => {
            page("productions", told.production.as_ref()).map(|page| format!("{page}/credits"))
        }
        Kind::Claimed | Kind::ClaimDecided => told
            .claim
            .map(|claim| format!("/claims/{claim}"))
            .or_else(record),
    };
    found.unwrap_or_else(|| format!("/members/{}", told.actor))
}

/// What a kind is called among the switches.
#[must_use]
pub fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Published => "Somebody you follow publishes a record",
        Kind::Remixed => "A record of yours is remixed",
        Kind::Hearted => "A record of yours gets a heart",
        Kind::Recommended => {
            "A record of yours is recommended, or somebody you follow recommends one"
        }
        Kind::ChallengeIssued => "A challenge is issued by somebody or in a project you follow",
        Kind::Contributed => "A record is entered for a challenge of yours, or one you follow",
        Kind::ChallengeClosed => "A challenge you entered or follow is closed",
        Kind::ProjectUpdated => "A project you follow tells how it goes on",
        Kind::LeaderAdded => "You become a leader of a project",
        Kind::Included => "A record of yours is included in a production, or taken out",
        Kind::ProductionChanged => "A production you are credited in changes its status",
        Kind::RoleCredited => "You are credited in a production",
        Kind::Claimed => "Somebody claims that a record of yours used theirs",
        Kind::ClaimDecided => "A claim of yours is decided",
        Kind::FlagSettled => "A flag of yours is answered",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::Timestamp;
    use domain::{ClaimId, NotificationId, RecordId};

    fn told(kind: Kind) -> Notification {
        let record = |id, title: &str| {
            Some(Subject {
                id: RecordId(id),
                title: title.to_owned(),
            })
        };
        Notification {
            id: NotificationId(1),
            kind,
            at: Timestamp(0),
            is_read: false,
            actor: "ada".parse().unwrap(),
            actor_name: "Ada".to_owned(),
            others: 0,
            is_own_record: true,
            record: record(7, "Rain"),
            remix: record(8, " "),
            project: None,
            challenge: None,
            production: None,
            production_status: None,
            claim: Some(ClaimId(5)),
            line: String::new(),
        }
    }

    #[test]
    fn what_happened_is_a_sentence_that_leads_somewhere() {
        let rows = [
            (Kind::Published, "Ada published “Rain”", "/records/7"),
            (
                Kind::Remixed,
                "Ada made “Untitled” from your “Rain”",
                "/records/8",
            ),
            (Kind::Hearted, "Ada hearted your “Rain”", "/records/7"),
            (
                Kind::Recommended,
                "Ada recommends your “Rain”",
                "/records/7",
            ),
            (
                Kind::Claimed,
                "Ada says that your “Untitled” was made from “Rain”",
                "/claims/5",
            ),
            // What it was about is gone.
            (
                Kind::LeaderAdded,
                "Ada made you a leader of “Untitled”",
                "/members/ada",
            ),
        ];
        for (kind, text, href) in rows {
            let words = words(&told(kind));
            assert_eq!((words.text().as_str(), words.href.as_str()), (text, href));
        }
        let mut hearts = told(Kind::Hearted);
        hearts.others = 4;
        assert_eq!(
            words(&hearts).text(),
            "Ada and 4 others hearted your “Rain”"
        );
        let mut out = told(Kind::Included);
        assert_eq!(words(&out).text(), "Ada included your “Rain” in “Untitled”");
        TAKEN_OUT.clone_into(&mut out.line);
        assert_eq!(words(&out).text(), "Ada took your “Rain” out of “Untitled”");
        assert_eq!(words(&out).line, "");
        for kind in Kind::ALL {
            let words = words(&told(kind));
            assert!(
                words.parts.len() > 2 && words.href.starts_with('/'),
                "{kind}"
            );
            assert!(!label(kind).is_empty());
        }
    }
}
