//! What one sees besides where one looks from: filter, selection, focus, what is folded, time. Pure.

/// Part of what is selected; the parts are united.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    Record(i64),
    Subtree(i64),
    Ancestors(i64),
    Descendants(i64),
    /// What a production includes.
    Production(i64),
    /// Corners in units of the map.
    Within(Vec<(f64, f64)>),
    /// Everything that the filter shows.
    Shown,
}

/// Most parts of one kind that a selection can hold.
const RECORDS_MAX: usize = 500;
const TREES_MAX: usize = 20;
const LASSOS_MAX: usize = 8;
/// Most branches that are folded away.
const FOLDED_MAX: usize = 50;
/// Most corners of a lasso.
const CORNERS_MAX: usize = 64;

/// What narrows the map down; the conditions must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) mediums: Vec<String>,
    pub(crate) license: String,
    pub(crate) member: String,
    pub(crate) tag: String,
    /// Its number.
    pub(crate) project: String,
    pub(crate) words: String,
    /// `2026-05-14`, or empty.
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) min_hearts: u32,
    pub(crate) never_remixed: bool,
    pub(crate) several_sources: bool,
}

impl Filter {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Names and values as the API takes them.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let number = |count: u32| {
            if count > 0 {
                count.to_string()
            } else {
                String::new()
            }
        };
        let yes = |on: bool| if on { "1".to_owned() } else { String::new() };
        let pairs = [
            ("medium", self.mediums.join(",")),
            ("member", self.member.clone()),
            ("license", self.license.clone()),
            ("tag", self.tag.clone()),
            ("project", self.project.clone()),
            ("q", self.words.clone()),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
            ("min_hearts", number(self.min_hearts)),
            ("never_remixed", yes(self.never_remixed)),
            ("several_sources", yes(self.several_sources)),
        ];
        pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }
}

/// What one sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct View {
    pub(crate) terms: Vec<Term>,
    pub(crate) filter: Filter,
    /// Record ids, here and below.
    pub(crate) focus: Option<i64>,
    pub(crate) collapsed: Vec<i64>,
    /// A step of time, up to which records are shown.
    pub(crate) time: Option<u16>,
    /// Whether colours tell the time in place of the medium.
    pub(crate) by_time: bool,
}

impl View {
    /// Folds a record's branch away; answers whether another was unfolded for it.
    pub(crate) fn fold(&mut self, record: i64) -> bool {
        if self.collapsed.contains(&record) {
            return false;
        }
        self.collapsed.push(record);
        let full = self.collapsed.len() > FOLDED_MAX;
        if full {
            self.collapsed.remove(0);
        }
        full
    }

    /// Adds a part to the selection; answers whether there was room.
    pub(crate) fn add(&mut self, term: Term) -> bool {
        if self.terms.contains(&term) {
            return true;
        }
        let kind = std::mem::discriminant(&term);
        let held = self
            .terms
            .iter()
            .filter(|held| std::mem::discriminant(*held) == kind)
            .count();
        let room = match term {
            Term::Record(_) => RECORDS_MAX,
            Term::Within(_) => LASSOS_MAX,
            Term::Shown | Term::Production(_) => 1,
            Term::Subtree(_) | Term::Ancestors(_) | Term::Descendants(_) => TREES_MAX,
        };
        if held < room {
            self.terms.push(term);
        }
        held < room
    }

    /// Takes a record in or out of the selection; answers whether there was room.
    pub(crate) fn toggle(&mut self, record: i64) -> bool {
        let term = Term::Record(record);
        match self.terms.iter().position(|held| *held == term) {
            Some(place) => {
                self.terms.remove(place);
                true
            }
            None => self.add(term),
        }
    }

    /// The selection under the filter, as a query of the API.
    pub(crate) fn selection_query(&self) -> String {
        let mut pairs = if self.terms.contains(&Term::Shown) {
            Vec::new()
        } else {
            term_pairs(&self.terms)
        };
        pairs.extend(self.filter.pairs());
        pairs.extend(self.time.map(|time| ("time", time.to_string())));
        query(&pairs)
    }

    /// What the filter shows, as a query of the API.
    pub(crate) fn filter_query(&self) -> String {
        query(&self.filter.pairs())
    }
}

/// The production that is among a selection's parts.
pub(crate) fn production(terms: &[Term]) -> Option<i64> {
    terms.iter().find_map(|term| match term {
        Term::Production(id) => Some(*id),
        _ => None,
    })
}

/// Names and values of a selection's parts.
pub(crate) fn term_pairs(terms: &[Term]) -> Vec<(&'static str, String)> {
    let ids = |of: fn(&Term) -> Option<i64>| {
        let ids: Vec<String> = terms
            .iter()
            .filter_map(of)
            .map(|id| id.to_string())
            .collect();
        ids.join(",")
    };
    let records = ids(|term| {
        if let Term::Record(id) = term {
            Some(*id)
        } else {
            None
        }
    });
    let subtree = ids(|term| {
        if let Term::Subtree(id) = term {
            Some(*id)
        } else {
            None
        }
    });
    let ancestors = ids(|term| {
        if let Term::Ancestors(id) = term {
            Some(*id)
        } else {
            None
        }
    });
    let descendants = ids(|term| {
        if let Term::Descendants(id) = term {
            Some(*id)
        } else {
            None
        }
    });
    let mut pairs = vec![
        ("records", records),
        ("subtree", subtree),
        ("ancestors", ancestors),
        ("descendants", descendants),
    ];
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.extend(production(terms).map(|id| ("production", id.to_string())));
    for term in terms {
        if let Term::Within(corners) = term {
            let numbers: Vec<String> = corners
                .iter()
                .map(|(x, y)| format!("{x:.2},{y:.2}"))
                .collect();
            pairs.push(("within", numbers.join(",")));
        }
    }
    pairs
}

/// Names and values as a query, without a question mark.
pub(crate) fn query(pairs: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    pairs.join("&")
}

/// A value in a query: everything but letters, digits and `-._~,:/` is escaped.
pub(crate) fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,:/".contains(&byte) {
            value.push(char::from(byte));
        } else {
            value.push('%');
            for half in [byte >> 4, byte & 15] {
                value.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    value
}

/// A lasso with no more corners than a selection may have: every so manieth is kept.
pub(crate) fn few_corners(corners: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let each = corners.len().div_ceil(CORNERS_MAX).max(1);
    corners.iter().copied().step_by(each).collect()
}

/// What was seen before, and what was undone.
#[derive(Debug, Default)]
pub(crate) struct History {
    past: Vec<View>,
    future: Vec<View>,
}

/// Steps that can be undone.
const STEPS_MAX: usize = 100;

impl History {
    /// Notes a view that gives way to `next`. Walking from record to record is one step.
    pub(crate) fn note(&mut self, before: View, next: &View) {
        self.future.clear();
        let walks = |from: &View, to: &View| {
            let there = View {
                focus: to.focus,
                ..from.clone()
            };
            from.focus.is_some() && to.focus.is_some() && there == *to
        };
        if self.past.last().is_some_and(|last| walks(last, &before)) && walks(&before, next) {
            return;
        }
        if self.past.len() == STEPS_MAX {
            self.past.remove(0);
        }
        self.past.push(before);
    }

    /// The view before this one.
    pub(crate) fn undo(&mut self, now: &View) -> Option<View> {
        let view = self.past.pop()?;
        self.future.push(now.clone());
        Some(view)
    }

    /// The view that was undone last.
    pub(crate) fn redo(&mut self, now: &View) -> Option<View> {
        let view = self.future.pop()?;
        self.past.push(now.clone());
        Some(view)
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn focused(focus: i64) -> View {
        View {
            focus: Some(focus),
            ..View::default()
        }
    }

    #[test]
    fn a_selection_as_a_query() {
        let mut view = View::default();
        assert!(view.toggle(3) && view.toggle(5) && view.toggle(3));
        assert!(view.add(Term::Subtree(7)));
        assert!(view.add(Term::Within(vec![(0.0, 1.0), (2.5, 1.0), (2.0, -3.0)])));
        view.filter.mediums = vec!["audio".to_owned(), "code".to_owned()];
        view.filter.tag = "slow & low".to_owned();
        assert_eq!(
            view.selection_query(),
            "records=5&subtree=7&within=0.00,1.00,2.50,1.00,2.00,-3.00&medium=audio,code&tag=slow%20%26%20low"
        );
        assert!(view.add(Term::Shown));
        assert_eq!(view.selection_query(), view.filter_query());
    }

    #[test]
    fn a_selection_has_bounds() {
        let mut view = View::default();
        assert!((0..20).all(|id| view.add(Term::Subtree(id))));
        assert!(!view.add(Term::Subtree(20)));
        assert!(
            view.add(Term::Ancestors(20)) && view.add(Term::Subtree(3)),
            "the same is no more"
        );
        let many: Vec<(f64, f64)> = (0..1_000).map(|n| (f64::from(n), 0.0)).collect();
        assert!(few_corners(&many).len() <= 64);
        assert_eq!(few_corners(&many[..3]), many[..3]);
    }

    #[test]
    fn walking_is_undone_as_one_step() {
        let mut history = History::default();
        history.note(View::default(), &focused(1));
        history.note(focused(1), &focused(2));
        history.note(focused(2), &focused(3));
        history.note(focused(3), &focused(4));
        let before = history.undo(&focused(4));
        assert_eq!(before, Some(focused(1)));
        assert_eq!(history.undo(&focused(1)), Some(View::default()));
        assert!(!history.can_undo() && history.can_redo());
        assert_eq!(history.redo(&View::default()), Some(focused(1)));
    }
}
