//! Answers that are kept for a moment, and each made once however many ask for it.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// How long after an answer was begun it is still given.
const MOMENT: Duration = Duration::from_secs(1);
/// Most answers kept at once.
const ANSWERS_MAX: usize = 256;

/// Answers by what was asked.
pub(super) struct Kept<K, T>(Mutex<HashMap<K, Arc<Slot<T>>>>);

struct Slot<T> {
    /// The state of the world in which it was begun.
    change: u64,
    begun: Instant,
    /// Nothing in it: this is not to be kept.
    answer: OnceCell<Option<T>>,
}

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Slot<T> {
    fn is_good(&self, change: u64) -> bool {
        self.change == change && self.begun.elapsed() < MOMENT
    }
}

impl<K: Clone + Eq + Hash, T: Clone> Kept<K, T> {
    /// What was answered a moment ago in the same state of the world, or what `make` answers. Others who ask
    /// meanwhile wait for it. `None` where `make` gives nothing to keep, or others do, or there is no room.
    pub(super) async fn find(
        &self,
        key: &K,
        change: u64,
        make: impl Future<Output = Option<T>>,
    ) -> Option<T> {
        let slot = self.slot(key, change)?;
        let answer = slot.answer.get_or_init(|| make).await.clone();
        if answer.is_none() {
            let mut slots = self.slots();
            if slots
                .get(key)
                .is_some_and(|known| Arc::ptr_eq(known, &slot))
            {
                slots.remove(key);
            }
        }
        answer
    }

    /// Where the answer is or will be; `None` where there is no room.
    fn slot(&self, key: &K, change: u64) -> Option<Arc<Slot<T>>> {
        let mut slots = self.slots();
        if let Some(slot) = slots.get(key).filter(|slot| slot.is_good(change)) {
            return Some(Arc::clone(slot));
        }
        if slots.len() >= ANSWERS_MAX {
            slots.retain(|_, slot| slot.is_good(change));
        }
        if slots.len() >= ANSWERS_MAX {
            return None;
        }
        let slot = Arc::new(Slot {
            change,
            begun: Instant::now(),
            answer: OnceCell::new(),
        });
        slots.insert(key.clone(), Arc::clone(&slot));
        Some(slot)
    }

    /// Lets go of what is too old to be given.
    pub(super) fn sweep(&self) {
        let mut slots = self.slots();
        slots.retain(|_, slot| slot.begun.elapsed() < MOMENT);
        slots.shrink_to_fit();
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<K, Arc<Slot<T>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Answers how often it was made before.
    async fn counted(made: &AtomicUsize) -> Option<usize> {
        let before = made.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(20)).await;
        Some(before)
    }

    #[tokio::test]
    async fn a_burst_is_answered_by_one() {
        let (kept, made) = (Kept::default(), AtomicUsize::new(0));
        let burst = (0..50).map(|_| kept.find(&"page", 0, counted(&made)));
        let answers = futures::future::join_all(burst).await;
        assert_eq!(answers, [Some(0); 50]);
        assert_eq!(kept.find(&"other", 0, counted(&made)).await, Some(1));
    }

    #[tokio::test]
    async fn a_change_asks_for_another_even_while_one_is_made() {
        let (kept, made) = (Kept::default(), AtomicUsize::new(0));
        let both = futures::join!(
            kept.find(&"page", 0, counted(&made)),
            kept.find(&"page", 1, counted(&made)),
        );
        assert_eq!(both, (Some(0), Some(1)));
        assert_eq!(kept.find(&"page", 1, counted(&made)).await, Some(1));
        assert_eq!(kept.find(&"page", 2, counted(&made)).await, Some(2));
    }

    #[tokio::test]
    async fn nothing_outlives_its_moment() {
        let (kept, made) = (Kept::default(), AtomicUsize::new(0));
        kept.find(&"page", 0, counted(&made)).await;
        std::thread::sleep(MOMENT);
        assert_eq!(kept.find(&"page", 0, counted(&made)).await, Some(1));
        std::thread::sleep(MOMENT);
        kept.sweep();
        assert!(kept.slots().is_empty());
    }

    #[tokio::test]
    async fn what_is_not_kept_is_made_by_each() {
        let (kept, made) = (Kept::default(), AtomicUsize::new(0));
        let nothing = async {
            made.fetch_add(1, Ordering::SeqCst);
            None
        };
        assert_eq!(kept.find(&"page", 0, nothing).await, None);
        assert!(kept.slots().is_empty());
        assert_eq!(kept.find(&"page", 0, counted(&made)).await, Some(1));
    }

    #[tokio::test]
    async fn who_gives_up_leaves_it_to_the_next() {
        let (kept, made) = (Kept::default(), AtomicUsize::new(0));
        let given_up = kept.find(&"page", 0, std::future::pending());
        let waited = tokio::time::timeout(Duration::from_millis(5), given_up).await;
        assert!(waited.is_err());
        assert_eq!(kept.find(&"page", 0, counted(&made)).await, Some(0));
    }

    #[tokio::test]
    async fn there_is_room_for_so_many() {
        let kept = Kept::default();
        for number in 0..ANSWERS_MAX {
            let answer = kept.find(&number, 0, async { Some(number) }).await;
            assert_eq!(answer, Some(number));
        }
        assert_eq!(kept.find(&ANSWERS_MAX, 0, async { Some(0) }).await, None);
        assert_eq!(kept.slots().len(), ANSWERS_MAX);
        // After a change those before it make room.
        assert_eq!(kept.find(&ANSWERS_MAX, 1, async { Some(0) }).await, Some(0));
        assert_eq!(kept.slots().len(), 1);
    }
}
