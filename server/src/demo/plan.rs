//! The world's records in the order in which they are published.

use super::world::{FANS, PEOPLE, SEEDS, Work};
use domain::License;

/// One record to be made.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    /// The author's handle.
    pub(crate) author: &'static str,
    /// Title.
    pub(crate) title: &'static str,
    /// Content.
    pub(crate) work: Work,
    /// Sources by author and title, with what was used.
    pub(crate) sources: Vec<(Name, &'static str)>,
    /// Tags, separated by commas.
    pub(crate) tags: &'static str,
    /// License.
    pub(crate) license: License,
    /// Description.
    pub(crate) about: &'static str,
}

/// Author and title, by which a record of the world is known again at the next start.
pub(crate) type Name = (&'static str, &'static str);

impl Planned {
    pub(crate) fn name(&self) -> Name {
        (self.author, self.title)
    }
}

/// All records: those written by hand in their order, and between them the answers to those already there.
pub(crate) fn plan() -> Vec<Planned> {
    let mut answers: Vec<Vec<Planned>> = (0..FANS.len()).map(answers_to).collect();
    let mut planned: Vec<Planned> = Vec::new();
    for seed in SEEDS {
        planned.push(Planned {
            author: seed.author,
            title: seed.title,
            work: seed.work,
            sources: seed
                .sources
                .iter()
                .filter_map(|(key, used)| Some((find_name(key)?, *used)))
                .collect(),
            tags: seed.tags,
            license: seed.license,
            about: seed.about,
        });
        // One answer to each call that is out, so that calls are answered over months.
        for (fan, waiting) in FANS.iter().zip(&mut answers) {
            let is_out = find_name(fan.source)
                .is_some_and(|source| planned.iter().any(|record| record.name() == source));
            if is_out && let Some(answer) = waiting.pop() {
                planned.push(answer);
            }
        }
    }
    planned.extend(
        answers
            .into_iter()
            .flat_map(|waiting| waiting.into_iter().rev()),
    );
    planned
}

fn find_name(key: &str) -> Option<Name> {
    SEEDS
        .iter()
        .find(|seed| seed.key == key)
        .map(|seed| (seed.author, seed.title))
}

/// The answers to a call, last first, by everybody in turn but the one who called.
fn answers_to(number: usize) -> Vec<Planned> {
    let fan = &FANS[number];
    let Some(source) = find_name(fan.source) else {
        return Vec::new();
    };
    let authors = PEOPLE
        .iter()
        .filter(|person| person.handle != source.0)
        .cycle()
        .skip(number * 3 + 1);
    let used = fan.used.iter().cycle();
    let mut all: Vec<Planned> = (0..)
        .zip(fan.titles)
        .zip(authors.zip(used))
        .map(|((turn, title), (author, used))| Planned {
            author: author.handle,
            title,
            work: with_seed(fan.work, turn),
            sources: vec![(source, *used)],
            tags: fan.tags,
            license: fan.license,
            about: "",
        })
        .collect();
    all.reverse();
    all
}

/// The same kind of work from a later seed.
fn with_seed(work: Work, turn: u32) -> Work {
    match work {
        Work::Picture(scene, seed) => Work::Picture(scene, seed + turn),
        Work::Sound(sound, seed) => Work::Sound(sound, seed + turn),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::RecordId;
    use domain::license::{SourceLicense, check_license};
    use std::collections::HashSet;

    #[test]
    fn every_record_can_be_published_when_its_turn_comes() {
        let planned = plan();
        let mut published: Vec<&Planned> = Vec::new();
        let mut names = HashSet::new();
        for record in &planned {
            assert!(names.insert(record.name()), "{:?} twice", record.name());
            let sources: Vec<SourceLicense> = record
                .sources
                .iter()
                .map(|(name, _)| {
                    let source = published.iter().find(|source| source.name() == *name);
                    let license = source.map(|source| source.license);
                    assert!(
                        license.is_some(),
                        "{} comes before its source {}",
                        record.title,
                        name.1
                    );
                    SourceLicense {
                        source: RecordId(1),
                        license,
                    }
                })
                .collect();
            assert_eq!(
                check_license(record.license, &sources),
                Ok(()),
                "{}",
                record.title
            );
            published.push(record);
        }
        assert!(planned.len() >= 110, "{}", planned.len());
        let calls: usize = SEEDS.iter().map(|seed| seed.sources.len()).sum();
        let known: usize = planned
            .iter()
            .take(SEEDS.len() * 9)
            .map(|record| record.sources.len())
            .sum();
        assert!(known >= calls, "a seed names a source that is not there");
    }
}
