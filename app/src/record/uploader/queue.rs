//! The files to put up, one after the other. Pure.

/// How far a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Others go first.
    Waiting,
    /// On its way.
    Sending,
    /// It was refused, or the connection dropped; with the reason for the person.
    Failed(String),
    /// It is a draft, which is described at this address.
    Done(String),
}

/// The place of the file that goes next: the first that waits, unless one is on its way.
pub(super) fn next<'a>(stages: impl Iterator<Item = &'a Stage>) -> Option<usize> {
    let mut waiting = None;
    for (place, stage) in stages.enumerate() {
        match stage {
            Stage::Sending => return None,
            Stage::Waiting if waiting.is_none() => waiting = Some(place),
            _ => {}
        }
    }
    waiting
}

/// What is said aloud: how many are up, and what failed.
pub(super) fn news<'a>(files: impl Iterator<Item = (&'a str, &'a Stage)>) -> String {
    let (mut all, mut done) = (0_u32, 0_u32);
    let mut failures = String::new();
    for (name, stage) in files {
        all += 1;
        match stage {
            Stage::Done(_) => done += 1,
            Stage::Failed(words) => failures = [&failures, " ", name, ": ", words].concat(),
            _ => {}
        }
    }
    match all {
        0 => String::new(),
        _ => [
            done.to_string().as_str(),
            " of ",
            all.to_string().as_str(),
            " files up.",
            &failures,
        ]
        .concat(),
    }
}

/// Kilobytes of so many bytes, rounded up.
pub(super) fn kilobytes(bytes: f64) -> u32 {
    (bytes / 1_000.0) as u32 + 1
}

/// How much of `size` is sent, in parts of a hundred.
pub(super) fn percent(sent: u32, size: u32) -> u32 {
    match size {
        0 => 100,
        _ => (u64::from(sent) * 100 / u64::from(size)).min(100) as u32,
    }
}

/// How much is sent, for people: `42% · 16 MB of 38 MB`.
pub(super) fn sent_words(sent: u32, size: u32) -> String {
    match percent(sent, size) {
        100 => "All sent; the server looks at it.".to_owned(),
        percent => [
            percent.to_string().as_str(),
            "% · ",
            &size_words(sent),
            " of ",
            &size_words(size),
        ]
        .concat(),
    }
}

/// A size for people: `412 KB`, `38 MB`.
pub(super) fn size_words(kilobytes: u32) -> String {
    match kilobytes {
        0..1_000 => [kilobytes.to_string().as_str(), " KB"].concat(),
        _ => [(kilobytes / 1_000).to_string().as_str(), " MB"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed() -> Stage {
        Stage::Failed("No.".into())
    }

    #[test]
    fn one_goes_after_the_other() {
        let rows: [(&[Stage], Option<usize>); 5] = [
            (&[], None),
            (&[failed(), Stage::Waiting, Stage::Waiting], Some(1)),
            (&[Stage::Waiting, Stage::Sending], None),
            (&[Stage::Sending, Stage::Waiting], None),
            (&[Stage::Done("/records/7/edit".into()), failed()], None),
        ];
        for (stages, expected) in rows {
            assert_eq!(next(stages.iter()), expected, "{stages:?}");
        }
    }

    #[test]
    fn what_is_said_aloud() {
        let files = [("a.wav", Stage::Done(String::new())), ("b.png", failed())];
        let files = files.iter().map(|(name, stage)| (*name, stage));
        assert_eq!(news(files), "1 of 2 files up. b.png: No.");
        assert_eq!(news(std::iter::empty()), "");
    }

    #[test]
    fn sizes_and_parts() {
        assert_eq!(size_words(412), "412 KB");
        assert_eq!(sent_words(16_100, 38_400), "41% · 16 MB of 38 MB");
        assert!(sent_words(9, 9).starts_with("All sent"));
        assert_eq!(
            (
                percent(0, 10),
                percent(5, 10),
                percent(12, 10),
                percent(0, 0)
            ),
            (0, 50, 100, 100)
        );
        assert_eq!((kilobytes(0.0), kilobytes(1_500.0)), (1, 2));
    }
}
