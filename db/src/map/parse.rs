//! Reading an expression from names and values, as they stand in an address.

use super::{Expression, Filter, Term};
use crate::Timestamp;
use domain::{Handle, Medium, RecordId};
use std::str::FromStr;

/// Most records named one by one.
const RECORDS_MAX: usize = 500;
/// Most records whose subtrees, ancestors or descendants are meant.
const TREES_MAX: usize = 20;
/// Most polygons, and most corners of one.
const POLYGONS_MAX: usize = 8;
const CORNERS_MAX: usize = 64;
/// Beyond any place of any map.
const FAR: f64 = 1e9;

/// A value that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Whose value it is.
    pub name: &'static str,
    /// What it can be, to follow on "must be".
    pub wanted: String,
}

type Read<T> = Result<T, Unreadable>;

fn unreadable(name: &'static str, wanted: impl Into<String>) -> Unreadable {
    let wanted = wanted.into();
    Unreadable { name, wanted }
}

/// Makes terms of the records that are named.
type NewTerm = fn(Vec<RecordId>) -> Term;

const NAMED: [(&str, usize, NewTerm); 4] = [
    ("records", RECORDS_MAX, Term::Records),
    ("subtree", TREES_MAX, Term::Subtrees),
    ("ancestors", TREES_MAX, Term::Ancestors),
    ("descendants", TREES_MAX, Term::Descendants),
];

impl Expression {
    /// Reads an expression; names that it does not know are passed over.
    ///
    /// # Errors
    /// [`Unreadable`] for the first value that says what cannot be.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Unreadable> {
        let given = Given(pairs);
        let mut terms = Vec::new();
        for (name, most, term) in NAMED {
            if let Some(list) = given.once(name)? {
                terms.push(term(ids(name, list, most)?));
            }
        }
        if let Some(id) = given.id("production", "the number of a production")? {
            terms.push(Term::Production(id));
        }
        let polygons: Vec<&str> = given.all("within").collect();
        if polygons.len() > POLYGONS_MAX {
            return Err(unreadable("within", "given at most 8 times"));
        }
        for polygon in polygons {
            terms.push(Term::Within(corners(polygon)?));
        }
        Ok(Self {
            terms,
            filter: filter(&given)?,
        })
    }
}

/// Names and values.
struct Given<'a>(&'a [(String, String)]);

impl<'a> Given<'a> {
    /// All values of a name that are not empty.
    fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let found = self.0.iter().filter(move |(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value of a name that may be given once.
    fn once(&self, name: &'static str) -> Read<Option<&'a str>> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            _ => Err(unreadable(name, "given once")),
        }
    }

    fn short_text(&self, name: &'static str, max: usize) -> Read<Option<String>> {
        match self.once(name)? {
            Some(value) if value.chars().count() > max => {
                Err(unreadable(name, format!("at most {max} characters")))
            }
            value => Ok(value.map(str::to_owned)),
        }
    }

    fn parsed<T: FromStr>(&self, name: &'static str, wanted: &str) -> Read<Option<T>> {
        let parse = |value: &str| value.parse().map_err(|_| unreadable(name, wanted));
        self.once(name)?.map(parse).transpose()
    }

    fn id<T: FromStr>(&self, name: &'static str, wanted: &str) -> Read<Option<T>> {
        let is_id = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
        if self.once(name)?.is_some_and(|id| !is_id(id)) {
            return Err(unreadable(name, wanted));
        }
        self.parsed(name, wanted)
    }

    fn flag(&self, name: &'static str) -> Read<Option<bool>> {
        match self.once(name)? {
            None => Ok(None),
            Some("1") => Ok(Some(true)),
            Some("0") => Ok(Some(false)),
            Some(_) => Err(unreadable(name, "1 or 0")),
        }
    }

    fn day(&self, name: &'static str) -> Read<Option<Timestamp>> {
        let day = |text| {
            Timestamp::of_day(text).ok_or_else(|| unreadable(name, "a day such as 2026-05-14"))
        };
        self.once(name)?.map(day).transpose()
    }
}

fn ids(name: &'static str, list: &str, most: usize) -> Read<Vec<RecordId>> {
    let wanted = || {
        unreadable(
            name,
            format!("1 to {most} ids of records, separated by commas"),
        )
    };
    let ids = list.split(',').take(most + 1).map(|id| {
        let is_id = id.bytes().all(|byte| byte.is_ascii_digit());
        id.parse().ok().filter(|_| is_id).ok_or_else(wanted)
    });
    let ids: Vec<RecordId> = ids.collect::<Read<_>>()?;
    if ids.len() > most {
        return Err(wanted());
    }
    Ok(ids)
}

fn corners(list: &str) -> Read<Vec<(f64, f64)>> {
    let wanted = || {
        let wanted = "3 to 64 corners as x1,y1,x2,y2,... in units of the map";
        unreadable("within", wanted)
    };
    let numbers = list.split(',').take(CORNERS_MAX * 2 + 1).map(|number| {
        // Not all that Rust takes for a number is one to everybody.
        let is_plain = number
            .bytes()
            .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        let number = number.parse::<f64>().ok().filter(|_| is_plain);
        number
            .filter(|number| number.abs() <= FAR)
            .ok_or_else(wanted)
    });
    let numbers: Vec<f64> = numbers.collect::<Read<_>>()?;
    let (pairs, rest) = numbers.as_chunks::<2>();
    if !rest.is_empty() || !(3..=CORNERS_MAX).contains(&pairs.len()) {
        return Err(wanted());
    }
    Ok(pairs.iter().map(|[x, y]| (*x, *y)).collect())
}

fn filter(given: &Given<'_>) -> Read<Filter> {
    let tag = given.short_text("tag", domain::text::TAG_MAX)?;
    if tag
        .as_deref()
        .is_some_and(|tag| domain::text::clean_tag(tag).is_none())
    {
        return Err(unreadable("tag", "a tag"));
    }
    let (from, to) = (given.day("from")?, given.day("to")?);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(unreadable("to", "a day that is not before `from`"));
    }
    let min_hearts = given.parsed::<i64>("min_hearts", "a number from 0")?;
    if min_hearts.is_some_and(|least| least < 0) {
        return Err(unreadable("min_hearts", "a number from 0"));
    }
    Ok(Filter {
        mediums: mediums(given)?,
        member: given.parsed::<Handle>("member", "a handle")?,
        license: given.short_text("license", 100)?,
        tag,
        project: given.id("project", "the number of a project")?,
        from,
        before: to.map(|day| day.plus_seconds(86_400)),
        min_hearts,
        never_remixed: given.flag("never_remixed")?.unwrap_or(false),
        several_sources: given.flag("several_sources")?.unwrap_or(false),
        withdrawn: given.flag("withdrawn")?,
        q: given.short_text("q", 200)?,
        time: time(given)?,
        lineage: given.id("lineage", "the id of a record")?,
    })
}

fn time(given: &Given<'_>) -> Read<Option<u16>> {
    let wanted = "a step of time from 0 to 4095";
    let time = given.id::<u16>("time", wanted)?;
    match time {
        Some(time) if time >= lineage::map::TIME_STEPS => Err(unreadable("time", wanted)),
        time => Ok(time),
    }
}

fn mediums(given: &Given<'_>) -> Read<Vec<Medium>> {
    let wanted = "text, image, audio, video or code, or several of them separated by commas";
    let Some(list) = given.once("medium")? else {
        return Ok(Vec::new());
    };
    let medium = |word: &str| word.parse().map_err(|_| unreadable("medium", wanted));
    list.split(',').map(medium).collect()
}
