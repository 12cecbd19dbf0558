//! What is asked of the server: at most a few things at once, the most needed first, what is no longer needed not at
//! all, and what failed again after a pause.

use std::collections::HashMap;
use std::hash::Hash;

/// Requests under way at once.
const AT_ONCE: usize = 6;

/// Milliseconds before what failed is tried again; doubled each time.
const PAUSE: f64 = 1000.0;
const LONGEST_PAUSE: f64 = 60_000.0;

/// How often the server may ask for patience in a row.
const PATIENCE: u32 = 60;

/// Failures remembered of what is not needed now.
const REMEMBERED: usize = 256;

#[derive(Clone, Copy, Debug)]
struct Failure {
    times: i32,
    /// When it may be tried again.
    until: f64,
}

/// What is under way and what failed.
#[derive(Clone, Debug)]
pub(super) struct Queue<K> {
    running: Vec<K>,
    failed: HashMap<K, Failure>,
    /// Until when the server asked to be left alone.
    rests: f64,
    /// How often it asked for that since something came.
    asked: u32,
}

impl<K> Default for Queue<K> {
    fn default() -> Self {
        Self {
            running: Vec::new(),
            failed: HashMap::new(),
            rests: 0.0,
            asked: 0,
        }
    }
}

/// What is to be done now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Plan<K> {
    pub(super) start: Vec<K>,
    pub(super) abort: Vec<K>,
}

impl<K: Copy + Eq + Hash> Queue<K> {
    /// Weighs what is needed, the most needed first, against what is under way.
    pub(super) fn plan(&mut self, needed: &[K], now: f64) -> Plan<K> {
        let (running, abort): (Vec<K>, Vec<K>) =
            self.running.iter().partition(|key| needed.contains(key));
        self.running = running;
        if self.failed.len() > REMEMBERED {
            self.failed.retain(|key, _| needed.contains(key));
        }
        let mut start = Vec::new();
        for &key in needed {
            if now < self.rests || self.running.len() >= AT_ONCE {
                break;
            }
            let is_early = self
                .failed
                .get(&key)
                .is_some_and(|failure| failure.until > now);
            if !is_early && !self.running.contains(&key) {
                self.running.push(key);
                start.push(key);
            }
        }
        Plan { start, abort }
    }

    /// It came.
    pub(super) fn arrived(&mut self, key: K) {
        self.running.retain(|running| *running != key);
        self.failed.remove(&key);
        self.asked = 0;
    }

    /// It could not be had.
    pub(super) fn failed(&mut self, key: K, now: f64) {
        self.running.retain(|running| *running != key);
        let times = self.failed.get(&key).map_or(0, |failure| failure.times);
        let pause = (PAUSE * 2.0_f64.powi(times)).min(LONGEST_PAUSE);
        let failure = Failure {
            times: (times + 1).min(16),
            until: now + pause,
        };
        self.failed.insert(key, failure);
    }

    /// The server asked for so many milliseconds of patience: nothing is asked for meanwhile, and nothing has failed,
    /// unless it goes on like that.
    pub(super) fn later(&mut self, key: K, now: f64, wait: f64) {
        self.asked += 1;
        if self.asked > PATIENCE {
            return self.failed(key, now);
        }
        self.running.retain(|running| *running != key);
        self.rests = self.rests.max(now + wait);
    }

    /// Forgets the pauses.
    pub(super) fn retry(&mut self) {
        self.failed.clear();
        self.rests = 0.0;
    }

    /// How much of what is needed is on its way or waits, and how much failed.
    pub(super) fn counts(&self, needed: &[K]) -> (usize, usize) {
        let failed = needed
            .iter()
            .filter(|key| self.failed.contains_key(key) && !self.running.contains(key));
        let failed = failed.count();
        (needed.len() - failed, failed)
    }

    /// Whether nothing has failed, and nothing has to wait.
    pub(super) fn is_sound(&self, now: f64) -> bool {
        self.failed.is_empty() && self.rests <= now
    }

    /// When something that is needed may be tried again.
    pub(super) fn next_try(&self, needed: &[K], now: f64) -> Option<f64> {
        let rests = (self.rests > now).then_some(self.rests);
        let waiting = needed.iter().filter(|key| !self.running.contains(key));
        waiting
            .filter_map(|key| match self.failed.get(key) {
                Some(failure) => Some(failure.until.max(self.rests)),
                None => rests,
            })
            .min_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_needed_come_first_and_only_a_few_at_once() {
        let mut queue = Queue::default();
        let needed: Vec<u32> = (0..20).collect();
        assert_eq!(queue.plan(&needed, 0.0).start, [0, 1, 2, 3, 4, 5]);
        assert_eq!(queue.plan(&needed, 1.0).start, []);
        queue.arrived(3);
        let rest: Vec<u32> = (0..20).filter(|&key| key != 3).collect();
        assert_eq!(queue.plan(&rest, 2.0).start, [6]);
        assert_eq!(queue.counts(&rest), (19, 0));
    }

    #[test]
    fn what_is_no_longer_needed_makes_room() {
        let mut queue = Queue::default();
        queue.plan(&[1, 2, 3, 4, 5, 6], 0.0);
        let plan = queue.plan(&[2, 9, 10], 1.0);
        assert_eq!(plan.abort, [1, 3, 4, 5, 6]);
        assert_eq!(plan.start, [9, 10]);
    }

    #[test]
    fn what_fails_is_tried_again_after_growing_pauses_and_holds_up_nothing() {
        let mut queue = Queue::default();
        queue.plan(&[1, 2], 0.0);
        queue.failed(1, 0.0);
        queue.arrived(2);
        assert_eq!(queue.plan(&[1, 3], 10.0).start, [3]);
        assert_eq!(queue.counts(&[1, 3]), (1, 1));
        assert_eq!(queue.next_try(&[1, 3], 20.0), Some(1000.0));
        assert_eq!(queue.plan(&[1, 3], 1000.0).start, [1]);
        assert_eq!(queue.next_try(&[1, 3], 1001.0), None);
        queue.failed(1, 2000.0);
        assert_eq!(queue.next_try(&[1], 2000.0), Some(4000.0));
        for _ in 0..40 {
            queue.failed(1, 5000.0);
        }
        assert_eq!(queue.next_try(&[1], 5000.0), Some(65_000.0));
        queue.retry();
        assert_eq!(queue.plan(&[1], 5001.0).start, [1]);
    }

    #[test]
    fn where_the_server_asks_for_patience_all_wait_and_nothing_has_failed() {
        let mut queue = Queue::default();
        queue.plan(&[1, 2], 0.0);
        queue.later(1, 0.0, 2_000.0);
        queue.later(2, 500.0, 1_000.0);
        assert!(!queue.is_sound(10.0));
        assert_eq!(queue.plan(&[1, 2, 3], 10.0).start, []);
        assert_eq!(queue.counts(&[1, 2, 3]), (3, 0));
        assert_eq!(queue.next_try(&[1, 2, 3], 10.0), Some(2_000.0));
        assert_eq!(queue.plan(&[1, 2, 3], 2_000.0).start, [1, 2, 3]);
        assert!(queue.is_sound(2_000.0));
        assert_eq!(queue.next_try(&[1, 2, 3], 2_000.0), None);
        for _ in 0..PATIENCE {
            queue.later(1, 2_000.0, 10.0);
        }
        assert_eq!(queue.counts(&[1]), (0, 1), "it goes on like that");
    }
}
