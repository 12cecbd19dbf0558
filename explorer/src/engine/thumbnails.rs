//! Small pictures of records, shown in marks that are large enough.

use std::collections::HashMap;

use web_sys::HtmlImageElement;

/// Marks of this radius show their picture.
pub(super) const LARGE: f32 = 14.0;

/// Pictures held, and looked for in a view, at most.
const MOST: usize = 200;

/// Pictures asked for at once; the others once these have come.
const AT_ONCE: usize = 12;

/// Pictures by index; those asked for longest ago go first.
#[derive(Default)]
pub(super) struct Thumbnails {
    held: HashMap<u32, (HtmlImageElement, u64)>,
    asked: std::collections::HashSet<u32>,
    turn: u64,
}

impl Thumbnails {
    /// The picture, once it has come.
    pub(super) fn get(&self, index: u32) -> Option<&HtmlImageElement> {
        let (image, _) = self.held.get(&index)?;
        (image.complete() && image.natural_width() > 0).then_some(image)
    }

    /// Some of these that are neither at hand nor asked for; they count as asked for from now on.
    pub(super) fn missing(&mut self, wanted: impl Iterator<Item = u32>) -> Vec<u32> {
        self.turn += 1;
        let mut missing = Vec::new();
        for index in wanted.take(MOST) {
            match self.held.get_mut(&index) {
                Some((_, seen)) => *seen = self.turn,
                None if missing.len() < AT_ONCE && self.asked.insert(index) => missing.push(index),
                None => {}
            }
        }
        missing
    }

    /// Lets go of those of which nothing is to be shown any more.
    pub(super) fn forget(&mut self, is_gone: impl Fn(u32) -> bool) {
        self.held.retain(|index, _| !is_gone(*index));
    }

    /// What was asked for did not come, and may be asked for again.
    pub(super) fn lack(&mut self, index: u32) {
        self.asked.remove(&index);
    }

    pub(super) fn insert(&mut self, index: u32, image: HtmlImageElement) {
        self.held.insert(index, (image, self.turn));
        if self.held.len() <= MOST {
            return;
        }
        let oldest = self.held.iter().min_by_key(|(_, (_, seen))| *seen);
        if let Some(oldest) = oldest.map(|(&index, _)| index) {
            self.held.remove(&oldest);
            self.asked.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_in_view_are_asked_for_a_few_at_a_time() {
        let mut thumbnails = Thumbnails::default();
        let mut asked = Vec::new();
        loop {
            let missing = thumbnails.missing(0..40);
            if missing.is_empty() {
                break;
            }
            assert!(missing.len() <= AT_ONCE);
            asked.extend(missing);
        }
        assert_eq!(asked, (0..40).collect::<Vec<_>>());
        thumbnails.lack(7);
        assert_eq!(
            thumbnails.missing(0..40),
            [7],
            "what failed is asked for again"
        );
        assert_eq!(thumbnails.missing(100..1_000).len(), AT_ONCE);
        let rounds = std::iter::repeat_with(|| thumbnails.missing(100..1_000).len());
        let all: usize = rounds.take_while(|count| *count > 0).sum();
        assert_eq!(all, MOST - AT_ONCE, "no more than can be held");
    }
}
