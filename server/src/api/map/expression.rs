//! Which records are meant: the parameters that selecting, summing up and exporting share.

use super::super::parameters::{Parameters, record_id};
use super::super::problem::Problem;
use db::Timestamp;
use db::map::{Expression, Filter, Term};
use domain::{Handle, Medium, RecordId};

/// Most records named one by one.
const RECORDS_MAX: usize = 500;
/// Most records whose subtrees, ancestors or descendants are meant.
const TREES_MAX: usize = 20;
/// Most polygons, and most corners of one.
const POLYGONS_MAX: usize = 8;
const CORNERS_MAX: usize = 64;
/// Beyond any place of any map.
const FAR: f64 = 1e9;

/// Makes terms of the records that are named.
type NewTerm = fn(Vec<RecordId>) -> Term;

const NAMED: [(&str, usize, NewTerm); 4] = [
    ("records", RECORDS_MAX, Term::Records),
    ("subtree", TREES_MAX, Term::Subtrees),
    ("ancestors", TREES_MAX, Term::Ancestors),
    ("descendants", TREES_MAX, Term::Descendants),
];

/// Reads an expression.
pub(super) fn read(parameters: &Parameters) -> Result<Expression, Problem> {
    let mut terms = Vec::new();
    for (name, most, term) in NAMED {
        if let Some(list) = parameters.once(name)? {
            terms.push(term(ids(name, list, most)?));
        }
    }
    let polygons: Vec<&str> = parameters.all("within").collect();
    if polygons.len() > POLYGONS_MAX {
        return Err(Problem::parameter("within", "given at most 8 times"));
    }
    for polygon in polygons {
        terms.push(Term::Within(corners(polygon)?));
    }
    Ok(Expression {
        terms,
        filter: filter(parameters)?,
    })
}

fn ids(name: &'static str, list: &str, most: usize) -> Result<Vec<RecordId>, Problem> {
    let wanted = || {
        Problem::parameter(
            name,
            &format!("1 to {most} ids of records, separated by commas"),
        )
    };
    let ids = list.split(',').take(most + 1).map(|id| {
        let is_id = id.bytes().all(|byte| byte.is_ascii_digit());
        id.parse().ok().filter(|_| is_id).ok_or_else(wanted)
    });
    let ids: Vec<RecordId> = ids.collect::<Result<_, _>>()?;
    if ids.len() > most {
        return Err(wanted());
    }
    Ok(ids)
}

fn corners(list: &str) -> Result<Vec<(f64, f64)>, Problem> {
    let wanted = || {
        let wanted = "3 to 64 corners as x1,y1,x2,y2,... in units of the map";
        Problem::parameter("within", wanted)
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
    let numbers: Vec<f64> = numbers.collect::<Result<_, _>>()?;
    let (pairs, rest) = numbers.as_chunks::<2>();
    if !rest.is_empty() || !(3..=CORNERS_MAX).contains(&pairs.len()) {
        return Err(wanted());
    }
    Ok(pairs.iter().map(|[x, y]| (*x, *y)).collect())
}

fn filter(parameters: &Parameters) -> Result<Filter, Problem> {
    for name in ["medium", "member", "license", "tag", "min_hearts", "q"] {
        parameters.once(name)?;
    }
    let tag = parameters.short_text("tag", domain::text::TAG_MAX)?;
    if tag
        .as_deref()
        .is_some_and(|tag| domain::text::clean_tag(tag).is_none())
    {
        return Err(Problem::parameter("tag", "a tag"));
    }
    let (from, to) = (day(parameters, "from")?, day(parameters, "to")?);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(Problem::parameter("to", "a day that is not before `from`"));
    }
    Ok(Filter {
        mediums: mediums(parameters)?,
        member: parameters.parsed::<Handle>("member", "a handle")?,
        license: parameters.short_text("license", 100)?,
        tag,
        from,
        before: to.map(|day| day.plus_seconds(86_400)),
        min_hearts: parameters.number("min_hearts", 0, i64::MAX)?,
        never_remixed: flag(parameters, "never_remixed")?.unwrap_or(false),
        several_sources: flag(parameters, "several_sources")?.unwrap_or(false),
        withdrawn: flag(parameters, "withdrawn")?,
        q: parameters.short_text("q", 200)?,
        lineage: lineage(parameters)?,
    })
}

fn lineage(parameters: &Parameters) -> Result<Option<RecordId>, Problem> {
    let Some(id) = parameters.once("lineage")? else {
        return Ok(None);
    };
    let id = record_id(id).map_err(|_| Problem::parameter("lineage", "the id of a record"))?;
    Ok(Some(id))
}

fn mediums(parameters: &Parameters) -> Result<Vec<Medium>, Problem> {
    let wanted = "text, image, audio, video or code, or several of them separated by commas";
    let Some(list) = parameters.text("medium") else {
        return Ok(Vec::new());
    };
    let medium = |word: &str| {
        word.parse()
            .map_err(|_| Problem::parameter("medium", wanted))
    };
    list.split(',').map(medium).collect()
}

fn day(parameters: &Parameters, name: &'static str) -> Result<Option<Timestamp>, Problem> {
    let day = |text| {
        Timestamp::of_day(text).ok_or_else(|| Problem::parameter(name, "a day such as 2026-05-14"))
    };
    parameters.once(name)?.map(day).transpose()
}

fn flag(parameters: &Parameters, name: &'static str) -> Result<Option<bool>, Problem> {
    match parameters.once(name)? {
        None => Ok(None),
        Some("1") => Ok(Some(true)),
        Some("0") => Ok(Some(false)),
        Some(_) => Err(Problem::parameter(name, "1 or 0")),
    }
}
