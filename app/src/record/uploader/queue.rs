//! The files to put up, one after the other. Pure.

/// A file in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Tells it from the others.
    pub(super) key: u32,
    /// The file's name.
    pub(super) name: String,
    /// Kilobytes.
    pub(super) size: u32,
    /// How far it is.
    pub(super) stage: Stage,
}

/// How far a file is.
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(dead_code, reason = "only the browser sends files")
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Others go first.
    Waiting,
    /// On its way.
    Sending {
        /// Kilobytes sent.
        sent: u32,
    },
    /// It was refused, or the connection dropped; with the reason for the person.
    Failed(String),
    /// It is a draft.
    Done {
        /// Where the draft is described.
        url: String,
    },
}

/// A key that no item has.
pub(super) fn key_of(items: &[Item]) -> u32 {
    items.iter().map(|item| item.key + 1).max().unwrap_or(0)
}

/// The file that goes next: the first that waits, unless one is on its way.
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(dead_code, reason = "only the browser sends files")
)]
pub(super) fn next(items: &[Item]) -> Option<u32> {
    let busy = items
        .iter()
        .any(|item| matches!(item.stage, Stage::Sending { .. }));
    let waiting = items.iter().find(|item| item.stage == Stage::Waiting)?;
    (!busy).then_some(waiting.key)
}

/// Moves a file on; one that was removed meanwhile stays away.
pub(super) fn set_stage(items: &mut [Item], key: u32, stage: Stage) {
    if let Some(item) = items.iter_mut().find(|item| item.key == key) {
        item.stage = stage;
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

    fn item(key: u32, stage: Stage) -> Item {
        Item {
            key,
            name: "a.flac".into(),
            size: 10,
            stage,
        }
    }

    #[test]
    fn one_goes_after_the_other() {
        let failed = || Stage::Failed("no".into());
        let mut items = vec![
            item(0, failed()),
            item(1, Stage::Waiting),
            item(2, Stage::Waiting),
        ];
        assert_eq!(next(&items), Some(1));
        set_stage(&mut items, 1, Stage::Sending { sent: 0 });
        assert_eq!(next(&items), None);
        set_stage(&mut items, 1, failed());
        set_stage(&mut items, 9, Stage::Waiting);
        assert_eq!(next(&items), Some(2));
        set_stage(&mut items, 0, Stage::Waiting);
        assert_eq!(next(&items), Some(0));
        assert_eq!(key_of(&items), 3);
        let url = "/records/7/edit".to_owned();
        set_stage(&mut items, 0, Stage::Done { url });
        assert_eq!(next(&items), Some(2));
        assert_eq!((next(&[]), key_of(&[])), (None, 0));
    }

    #[test]
    fn sizes_and_parts() {
        assert_eq!(size_words(412), "412 KB");
        assert_eq!(size_words(38_400), "38 MB");
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
