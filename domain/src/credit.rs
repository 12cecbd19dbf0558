//! Credits of a production: who is credited, for which record, on what basis, and in which order.

use crate::ids::{MemberId, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

/// Why a member is credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// They had a part in making it: director, editor, composer.
    Role,
    /// A record of theirs is in the final work.
    Included,
    /// A record in the final work came from one of theirs, however far back.
    Influence,
}

impl Basis {
    /// All, in the order in which credits are listed.
    pub const ALL: [Self; 3] = [Self::Role, Self::Included, Self::Influence];

    /// The word in tables and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Included => "included",
            Self::Influence => "influence",
        }
    }

    /// What stands over the credits on this basis.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Role => "Made by",
            Self::Included => "With records by",
            Self::Influence => "Grown from records by",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownBasis;

impl FromStr for Basis {
    type Err = UnknownBasis;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|basis| basis.as_str() == word).ok_or(UnknownBasis)
    }
}

/// Roles that are suggested; any other may be typed. The last are those of the `CRediT` taxonomy that fit works of art,
/// the others are as `MusicBrainz` names relationships.
pub const ROLES: [&str; 24] = [
    "director",
    "producer",
    "writer",
    "editor",
    "composer",
    "lyricist",
    "arranger",
    "vocals",
    "performer",
    "conductor",
    "recording",
    "mix",
    "mastering",
    "sound design",
    "cinematography",
    "animation",
    "illustration",
    "design",
    "photography",
    "voice acting",
    "translator",
    "software",
    "conceptualization",
    "project administration",
];

/// A record with who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Authored {
    /// The record.
    pub record: RecordId,
    /// Its author.
    pub author: MemberId,
    /// Where it stands among the others: earlier ones are smaller.
    pub place: u32,
}

/// A role that was given by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Given {
    /// Whom.
    pub member: MemberId,
    /// Where it stands among the others; names the role.
    pub place: u32,
}

/// One credit: a member, on a basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Credit {
    /// Who.
    pub member: MemberId,
    /// Why.
    pub basis: Basis,
    /// For which record; `None` for a role.
    pub record: Option<RecordId>,
    /// The place of the role or record it is for.
    pub place: u32,
}

/// Members and credits on one basis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// How many members.
    pub members: u64,
    /// How many credits: one for each role or record.
    pub credits: u64,
}

/// All credits of a production, in the order in which they are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// By basis, then by member, then by place. A credit's position is its index here.
    pub all: Vec<Credit>,
    /// How many of each basis, as [`Basis::ALL`].
    pub counts: [Count; 3],
}

/// The credits of a production that includes these records, which came from these ancestors.
///
/// Everybody who made a record that is included is credited for it, and everybody who made one of which an included
/// record came, once for each record; a record that is included is not an influence as well. Members stand in the
/// order of their first record (or role), and each member's records together. The order in which the lists are given
/// does not matter, nor does what is in them twice.
#[must_use]
pub fn credits(roles: &[Given], included: &[Authored], ancestors: &[Authored]) -> Credits {
    let named: HashSet<RecordId> = included.iter().map(|record| record.record).collect();
    let role = |given: &Given| Credit {
        member: given.member,
        basis: Basis::Role,
        record: None,
        place: given.place,
    };
    let of = |basis| {
        move |authored: &Authored| Credit {
            member: authored.author,
            basis,
            record: Some(authored.record),
            place: authored.place,
        }
    };
    let influences = ancestors
        .iter()
        .filter(|ancestor| !named.contains(&ancestor.record));
    let groups = [
        grouped(roles.iter().map(role).collect()),
        grouped(included.iter().map(of(Basis::Included)).collect()),
        grouped(influences.map(of(Basis::Influence)).collect()),
    ];
    let counts = groups.each_ref().map(|(_, count)| *count);
    let mut all = Vec::with_capacity(groups.iter().map(|(credits, _)| credits.len()).sum());
    for (credits, _) in groups {
        all.extend(credits);
    }
    Credits { all, counts }
}

/// Each once, members in the order of their first, and each member's together: sorted by place and then dealt out, so
/// that it takes no longer than reading them where they come in order.
fn grouped(mut credits: Vec<Credit>) -> (Vec<Credit>, Count) {
    let key = |credit: &Credit| (credit.place, credit.record, credit.member);
    if !credits.is_sorted_by_key(key) {
        credits.sort_unstable_by_key(key);
    }
    credits.dedup();
    let mut numbers: HashMap<MemberId, usize> = HashMap::new();
    let mut sizes: Vec<usize> = Vec::new();
    let mut group_of = Vec::with_capacity(credits.len());
    for credit in &credits {
        let group = *numbers.entry(credit.member).or_insert_with(|| {
            sizes.push(0);
            sizes.len() - 1
        });
        sizes[group] += 1;
        group_of.push(group);
    }
    let count = Count {
        members: sizes.len() as u64,
        credits: credits.len() as u64,
    };
    let mut next = 0;
    for size in &mut sizes {
        next += std::mem::replace(size, next);
    }
    let mut dealt = credits.clone();
    for (credit, group) in credits.iter().zip(group_of) {
        dealt[sizes[group]] = *credit;
        sizes[group] += 1;
    }
    (dealt, count)
}

/// The name a credit is under: what the member confirmed; else what the director gave with a role or the record was
/// published under; else the member's own.
#[must_use]
pub fn name_as_credited<'a>(confirmed: Option<&'a str>, given: &'a str, own: &'a str) -> &'a str {
    match confirmed {
        Some(name) if !name.is_empty() => name,
        _ if !given.is_empty() => given,
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn authored(record: i64, author: i64) -> Authored {
        Authored {
            record: RecordId(record),
            author: MemberId(author),
            place: u32::try_from(record).unwrap(),
        }
    }

    /// Records 0..n, each by one of few members and made from earlier ones.
    fn lineages() -> impl Strategy<Value = (Vec<i64>, Vec<Vec<usize>>)> {
        proptest::collection::vec(
            (
                0_i64..6,
                proptest::collection::vec(any::<prop::sample::Index>(), 0..3),
            ),
            1..40,
        )
        .prop_map(|records| {
            let sources = |(at, (_, picks)): (usize, &(i64, Vec<prop::sample::Index>))| {
                let picks = picks.iter().filter(|_| at > 0);
                picks.map(|pick| pick.index(at)).collect()
            };
            let links = records.iter().enumerate().map(sources).collect();
            (records.iter().map(|(author, _)| *author).collect(), links)
        })
    }

    /// What these came from, in the plainest way.
    fn ancestors(links: &[Vec<usize>], of: &[usize]) -> HashSet<usize> {
        let mut found = HashSet::new();
        let mut left: Vec<usize> = of.iter().flat_map(|at| links[*at].clone()).collect();
        while let Some(at) = left.pop() {
            if found.insert(at) {
                left.extend(&links[at]);
            }
        }
        found
    }

    proptest! {
        #[test]
        fn every_author_is_credited_once_for_each_record_and_nobody_without_basis(
            (authors, links) in lineages(),
            picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..5),
            given in proptest::collection::vec(0_i64..4, 0..4),
            turn in any::<prop::sample::Index>(),
        ) {
            let mut included: Vec<usize> = picks.iter().map(|pick| pick.index(authors.len())).collect();
            included.dedup();
            let before = ancestors(&links, &included);
            let record = |at: &usize| authored(*at as i64, authors[*at]);
            let mut inside: Vec<Authored> = included.iter().map(record).collect();
            let mut from: Vec<Authored> = before.iter().map(record).collect();
            let mut roles: Vec<Given> = (0..).zip(&given).map(|(place, member)| Given { member: MemberId(*member), place }).collect();
            let found = credits(&roles, &inside, &from);

            let mut told = HashSet::new();
            for credit in &found.all {
                prop_assert!(told.insert((credit.basis, credit.record, credit.place)), "{credit:?} twice");
                match credit.record {
                    None => prop_assert_eq!(credit.member.0, given[credit.place as usize]),
                    Some(record) => {
                        let at = record.0 as usize;
                        prop_assert_eq!(credit.member.0, authors[at]);
                        let is_included = included.contains(&at);
                        prop_assert_eq!(credit.basis == Basis::Included, is_included);
                        prop_assert!(is_included || before.contains(&at));
                    }
                }
            }
            let records: HashSet<RecordId> = found.all.iter().filter_map(|credit| credit.record).collect();
            for at in before.iter().chain(&included) {
                prop_assert!(records.contains(&RecordId(*at as i64)), "{at} is not credited");
            }
            let expected = found.all.len() as u64;
            prop_assert_eq!(found.counts.iter().map(|count| count.credits).sum::<u64>(), expected);

            // The same in whatever order they are given, and when some are given twice.
            if !from.is_empty() {
                let at = turn.index(from.len());
                from.rotate_left(at);
                from.push(from[0]);
            }
            inside.reverse();
            roles.reverse();
            prop_assert_eq!(&credits(&roles, &inside, &from), &found);

            // Members stand together, in the order of their first.
            for basis in Basis::ALL {
                let mut members: Vec<MemberId> = Vec::new();
                for credit in found.all.iter().filter(|credit| credit.basis == basis) {
                    if members.last() != Some(&credit.member) {
                        prop_assert!(!members.contains(&credit.member));
                        members.push(credit.member);
                    }
                }
            }
            prop_assert!(found.all.is_sorted_by_key(|credit| credit.basis));
        }
    }

    #[test]
    fn what_is_included_is_not_an_influence_as_well() {
        let found = credits(
            &[],
            &[authored(2, 1), authored(1, 2)],
            &[authored(1, 2), authored(0, 1)],
        );
        let told: Vec<_> = found
            .all
            .iter()
            .map(|credit| (credit.member.0, credit.basis, credit.record.unwrap().0))
            .collect();
        assert_eq!(
            told,
            [
                (2, Basis::Included, 1),
                (1, Basis::Included, 2),
                (1, Basis::Influence, 0)
            ]
        );
        assert_eq!(
            found.counts[1],
            Count {
                members: 2,
                credits: 2
            }
        );
    }

    #[test]
    fn names_are_the_members_choice_first() {
        assert_eq!(name_as_credited(Some("A. Lee"), "Ann", "ann lee"), "A. Lee");
        assert_eq!(name_as_credited(None, "Ann", "ann lee"), "Ann");
        assert_eq!(name_as_credited(Some(""), "", "ann lee"), "ann lee");
    }
}
