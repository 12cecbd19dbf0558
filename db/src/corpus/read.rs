//! Reading `works.csv`, `remixes.csv` and `claims.csv`, row by row, and what can be wrong within a row.

use super::claims::{self, CLAIMS, Claims};
use super::{Problem, Progress, Watch};
use crate::{Error, Result};
use csv::{ByteRecord, ReaderBuilder};
use domain::Medium;
use domain::text::{TAGS_MAX, clean_line, clean_tag};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

pub(super) const WORKS: &str = "works.csv";
pub(super) const REMIXES: &str = "remixes.csv";
/// Longest title of an import, in characters.
const TITLE_MAX: usize = 10_000;
/// Longest id, author or license, in characters.
const WORD_MAX: usize = 200;
/// Longest link out, in characters.
const URL_MAX: usize = 2_000;

/// A row of `works.csv`. Its words that many rows share are kept once, by number.
pub(super) struct Work {
    pub(super) id: Box<str>,
    pub(super) title: Box<str>,
    pub(super) author: u32,
    /// Microseconds since 1970.
    pub(super) at: i64,
    pub(super) medium: Medium,
    pub(super) license: u32,
    pub(super) tags: u32,
    pub(super) url: Box<str>,
}

/// A row of `remixes.csv`, by the places of the works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) line: u64,
    pub(super) remix: u32,
    pub(super) source: u32,
}

/// Words by number, each kept once.
#[derive(Default)]
pub(super) struct Words {
    numbers: HashMap<Box<str>, u32>,
    pub(super) words: Vec<Box<str>>,
}

impl Words {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(word.into());
        self.numbers.insert(word.into(), number);
        number
    }

    pub(super) fn word(&self, number: u32) -> &str {
        &self.words[number as usize]
    }
}

/// A corpus as it was read. Rows with something wrong in them are left out and listed.
#[derive(Default)]
pub(super) struct Corpus {
    pub(super) works: Vec<Work>,
    pub(super) links: Vec<Link>,
    /// Of links that claims added.
    pub(super) claims: Claims,
    /// Those who made works, and who made and accepted claims.
    pub(super) authors: Words,
    pub(super) licenses: Words,
    /// Cleaned tags of a work, joined by commas.
    pub(super) tag_lists: Words,
    /// Whether a column is missing altogether, so that nothing can be imported.
    pub(super) is_hopeless: bool,
    pub(super) problems: Vec<Problem>,
}

/// Reads a corpus.
pub(super) fn read(dir: &Path, watch: Watch<'_>) -> Result<Corpus> {
    let mut corpus = Corpus::default();
    let mut places = HashMap::new();
    let works = Table::open(dir, WORKS, &WORK_COLUMNS)?;
    let remixes = Table::open(dir, REMIXES, &["remix_id", "source_id"])?;
    let claims = match dir.join(CLAIMS).try_exists() {
        Ok(false) => None,
        _ => Some(Table::open(dir, CLAIMS, &claims::COLUMNS)?),
    };
    let (works_bytes, remixes_bytes) = (works.bytes, remixes.bytes);
    let total = works_bytes + remixes_bytes + claims.as_ref().map_or(0, |claims| claims.bytes);
    let told = |done| {
        watch(Progress {
            step: "reading",
            done,
            total,
        });
    };
    works.each_row(&mut corpus, told, |corpus, _, fields| {
        read_work(corpus, &mut places, fields)
    })?;
    let pair = |remix: &str, source: &str| {
        let place = |id: &str| {
            let place = places.get(id).copied();
            place.ok_or_else(|| format!("no work in {WORKS} has the id {}", shown(id)))
        };
        match (place(remix.trim())?, place(source.trim())?) {
            (LEFT_OUT, _) | (_, LEFT_OUT) => Err("it names a work that was left out".to_owned()),
            pair => Ok(pair),
        }
    };
    remixes.each_row(
        &mut corpus,
        |done| told(works_bytes + done),
        |corpus, line, fields| {
            let (remix, source) = pair(fields[0], fields[1])?;
            corpus.links.push(Link {
                line,
                remix,
                source,
            });
            Ok(())
        },
    )?;
    if let Some(claims) = claims {
        claims.each_row(
            &mut corpus,
            |done| told(works_bytes + remixes_bytes + done),
            |corpus, line, fields| {
                let pair = pair(fields[0], fields[1])?;
                claims::read(corpus, line, pair, fields)
            },
        )?;
    }
    told(total);
    Ok(corpus)
}

/// In place of a work that has something wrong in it.
const LEFT_OUT: u32 = u32::MAX;

const WORK_COLUMNS: [&str; 8] = [
    "id",
    "title",
    "author",
    "created_at",
    "media",
    "license",
    "tags",
    "url",
];

fn read_work(
    corpus: &mut Corpus,
    places: &mut HashMap<Box<str>, u32>,
    fields: &[&str],
) -> std::result::Result<(), String> {
    let &[id, title, author, at, medium, license, tags, url] = fields else {
        return Err("a column is missing".to_owned());
    };
    let id = word("id", id)?;
    if id.is_empty() {
        return Err("the id is empty".to_owned());
    }
    if places.contains_key(&*id) {
        return Err(format!("the id {} stands above already", shown(&id)));
    }
    // From here on the id is known, though the row may be left out.
    let place = places.entry(Box::from(&*id)).or_insert(LEFT_OUT);
    let author = word("author", author)?;
    if author.is_empty() {
        return Err("the author is empty".to_owned());
    }
    let title = short("title", title, TITLE_MAX)?;
    let work = Work {
        id: Box::from(&*id),
        title: Box::from(&*title),
        at: time(at)?,
        medium: medium.trim().parse().map_err(|_| {
            let known = Medium::ALL.map(Medium::as_str).join(", ");
            format!("the medium {} is none of {known}", shown(medium))
        })?,
        license: corpus.licenses.number(&word("license", license)?),
        tags: corpus.tag_lists.number(&tag_list(tags)),
        url: checked_url(url)?.into(),
        author: corpus.authors.number(&author),
    };
    *place = u32::try_from(corpus.works.len()).map_err(|_| "too many works")?;
    corpus.works.push(work);
    Ok(())
}

pub(super) fn time(text: &str) -> std::result::Result<i64, String> {
    match text.trim().parse::<jiff::Timestamp>() {
        Ok(time) => Ok(time.as_microsecond()),
        Err(_) => Err(format!(
            "the time {} is not of the form 2026-05-14T09:30:00Z",
            shown(text)
        )),
    }
}

fn checked_url(url: &str) -> std::result::Result<&str, String> {
    let url = url.trim();
    check_length("url", url, URL_MAX)?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = !url.contains(|c: char| c.is_control() || c.is_whitespace());
    if url.is_empty() || (is_web && is_plain) {
        Ok(url)
    } else {
        Err(format!(
            "the url {} is not one of http or https",
            shown(url)
        ))
    }
}

fn tag_list(tags: &str) -> String {
    let mut cleaned: Vec<String> = Vec::new();
    for tag in tags.split(';').filter_map(clean_tag) {
        if cleaned.len() < TAGS_MAX && !cleaned.contains(&tag) {
            cleaned.push(tag);
        }
    }
    cleaned.join(",")
}

pub(super) fn word<'a>(column: &str, text: &'a str) -> std::result::Result<Cow<'a, str>, String> {
    short(column, text, WORD_MAX)
}

/// A cleaned line of at most so many characters.
pub(super) fn short<'a>(
    column: &str,
    text: &'a str,
    max: usize,
) -> std::result::Result<Cow<'a, str>, String> {
    let line = line_of(text);
    check_length(column, &line, max)?;
    Ok(line)
}

/// [`clean_line`], at no cost for a line that is clean.
fn line_of(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_clean = bytes.iter().all(|b| matches!(b, b' '..=b'~'))
        && !bytes.windows(2).any(|pair| pair == b"  ")
        && !bytes.starts_with(b" ")
        && !bytes.ends_with(b" ");
    if is_clean {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(clean_line(text))
    }
}

fn check_length(column: &str, text: &str, max: usize) -> std::result::Result<(), String> {
    // No text has more characters than bytes.
    if text.len() > max && text.chars().count() > max {
        let count = text.chars().count();
        return Err(format!("the {column} is {count} characters, over {max}"));
    }
    Ok(())
}

/// A word from a file within a message: quoted and not too long.
pub(super) fn shown(word: &str) -> String {
    let short: String = word.chars().take(60).collect();
    format!("{short:?}")
}

/// A file with a line of column names.
struct Table {
    name: &'static str,
    rows: csv::Reader<File>,
    columns: Vec<Option<usize>>,
    wanted: &'static [&'static str],
    width: usize,
    bytes: u64,
}

impl Table {
    fn open(dir: &Path, name: &'static str, wanted: &'static [&'static str]) -> Result<Self> {
        let path = dir.join(name);
        let failed =
            |cause: &dyn std::fmt::Display| Error::failed(format!("{}: {cause}", path.display()));
        let file = File::open(&path).map_err(|cause| failed(&cause))?;
        let bytes = file.metadata().map_err(|cause| failed(&cause))?.len();
        let mut rows = ReaderBuilder::new()
            .flexible(true)
            .buffer_capacity(1 << 20)
            .from_reader(file);
        let names = rows.byte_headers().map_err(|cause| failed(&cause))?.clone();
        let place = |column: &&str| {
            let is_it = |name: &[u8]| name.trim_ascii().trim_ascii_start() == column.as_bytes();
            names
                .iter()
                .position(|name| is_it(name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name)))
        };
        Ok(Self {
            name,
            columns: wanted.iter().map(place).collect(),
            wanted,
            width: names.len(),
            rows,
            bytes,
        })
    }

    /// Gives every row's wanted fields to `take` and lists what it refuses.
    fn each_row(
        mut self,
        corpus: &mut Corpus,
        told: impl Fn(u64),
        mut take: impl FnMut(&mut Corpus, u64, &[&str]) -> std::result::Result<(), String>,
    ) -> Result<()> {
        for (column, _) in self
            .wanted
            .iter()
            .zip(&self.columns)
            .filter(|(_, at)| at.is_none())
        {
            let what = format!("the column {column} is missing");
            corpus.problem(self.name, 1, what);
            corpus.is_hopeless = true;
        }
        if corpus.is_hopeless {
            return Ok(());
        }
        let columns: Vec<usize> = self.columns.iter().flatten().copied().collect();
        let mut row = ByteRecord::new();
        let mut count = 0_u32;
        loop {
            let more = self
                .rows
                .read_byte_record(&mut row)
                .map_err(Error::failed)?;
            if !more {
                return Ok(());
            }
            count += 1;
            if count.is_multiple_of(4096) {
                told(self.rows.position().byte());
            }
            let line = row.position().map_or(0, csv::Position::line);
            let taken =
                fields(&row, &columns, self.width).and_then(|fields| take(corpus, line, &fields));
            if let Err(what) = taken {
                corpus.problem(self.name, line, what);
            }
        }
    }
}

fn fields<'a>(
    row: &'a ByteRecord,
    columns: &[usize],
    width: usize,
) -> std::result::Result<Vec<&'a str>, String> {
    if row.len() != width {
        return Err(format!("{} columns where there are {width}", row.len()));
    }
    let text = |at: &usize| {
        row.get(*at)
            .and_then(|field| std::str::from_utf8(field).ok())
    };
    let fields: Option<Vec<&str>> = columns.iter().map(text).collect();
    fields.ok_or_else(|| "it is not text in UTF-8".to_owned())
}

impl Corpus {
    pub(super) fn problem(&mut self, file: &'static str, line: u64, what: String) {
        self.problems.push(Problem { file, line, what });
    }
}
