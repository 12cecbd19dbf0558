//! The corpus as `works.csv` and `remixes.csv`.

use crate::dice::Dice;
use crate::graph::Record;
use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

const MEDIUMS: [&str; 10] = [
    "audio", "audio", "audio", "audio", "image", "image", "video", "video", "text", "code",
];
const LICENSES: [&str; 4] = ["CC-BY-4.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"];
const TAGS: [&str; 12] = [
    "ambient", "choir", "drums", "field", "harbour", "loop", "night", "rain", "slow", "strings",
    "voice", "winter",
];
const FIRST: [&str; 16] = [
    "Amber", "Blue", "Broken", "Distant", "First", "Glass", "Golden", "Hollow", "Last", "Little",
    "Northern", "Paper", "Quiet", "Salt", "Silver", "Wild",
];
const SECOND: [&str; 16] = [
    "Bridge", "Choir", "City", "Dream", "Engine", "Garden", "Harbour", "Letter", "Lullaby",
    "Machine", "Morning", "River", "Signal", "Song", "Tide", "Winter",
];

/// A remix keeps its first source's medium this often.
const SAME_MEDIUM: f64 = 0.8;

/// 2004-11-01, in days since 1970.
const FIRST_DAY: u64 = 12_723;

/// Writes both files.
pub(crate) fn write(folder: &Path, graph: &[Record], dice: &mut Dice) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut works = BufWriter::new(File::create(folder.join("works.csv"))?);
    let mut remixes = BufWriter::new(File::create(folder.join("remixes.csv"))?);
    writeln!(works, "id,title,author,created_at,media,license,tags,url")?;
    writeln!(remixes, "remix_id,source_id")?;
    let members = graph.len() / 25 + 1;
    let mut mediums: Vec<&str> = Vec::with_capacity(graph.len());
    for (at, record) in graph.iter().enumerate() {
        let medium = match record.sources.first() {
            Some(&source) if dice.share() < SAME_MEDIUM => mediums[source as usize],
            _ => dice.one(&MEDIUMS),
        };
        mediums.push(medium);
        // A few members make most of it.
        let member = (members as f64 * dice.share().powi(3)) as usize + 1;
        writeln!(
            works,
            "{},{} {} {},member-{member:05},{},{medium},{},{};{},",
            at + 1,
            dice.one(&FIRST),
            dice.one(&SECOND),
            at + 1,
            moment(record.time),
            dice.one(&LICENSES),
            dice.one(&TAGS),
            dice.one(&TAGS),
        )?;
        for source in &record.sources {
            writeln!(remixes, "{},{}", at + 1, source + 1)?;
        }
    }
    works.flush()?;
    remixes.flush()
}

/// Seconds since the first day as RFC 3339.
fn moment(seconds: u64) -> String {
    let (year, month, day) = date(FIRST_DAY + seconds / 86_400);
    let rest = seconds % 86_400;
    format!(
        "{year}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3_600,
        rest / 60 % 60,
        rest % 60
    )
}

/// The civil date of a day since 1970, after Howard Hinnant's `civil_from_days`.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn days_have_their_dates() {
        for (seconds, wanted) in [
            (0, "2004-11-01T00:00:00Z"),
            (86_400 * 120 + 3_661, "2005-03-01T01:01:01Z"),
            (86_400 * 1_215, "2008-02-29T00:00:00Z"),
            (86_400 * 7_730, "2025-12-31T00:00:00Z"),
        ] {
            assert_eq!(moment(seconds), wanted);
        }
    }
}
