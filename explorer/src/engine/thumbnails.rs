//! Small pictures of records, shown in marks that are large enough.

use std::collections::HashMap;

use web_sys::HtmlImageElement;

/// Marks of this radius show their picture.
pub(super) const LARGE: f32 = 14.0;

/// Pictures held, at most.
const MOST: usize = 200;

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

    /// Which of these are neither at hand nor asked for; they count as asked for from now on.
    pub(super) fn missing(&mut self, wanted: impl Iterator<Item = u32>) -> Vec<u32> {
        self.turn += 1;
        let mut missing = Vec::new();
        for index in wanted {
            match self.held.get_mut(&index) {
                Some((_, seen)) => *seen = self.turn,
                None if self.asked.insert(index) => missing.push(index),
                None => {}
            }
        }
        missing
    }

    /// Lets go of those of which nothing is to be shown any more.
    pub(super) fn forget(&mut self, is_gone: impl Fn(u32) -> bool) {
        self.held.retain(|index, _| !is_gone(*index));
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
