//! Steps of choosing sources without JavaScript: the form comes back with one source more or less.

use super::address::parse_id;
use super::server_fns::RecordFields;
use crate::form::FormState;
use domain::RecordId;
use domain::remix::{NamedSource, SOURCES_MAX};

/// What a form was sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Keep it as a draft.
    Save,
    /// Keep it and publish it.
    Publish,
    /// Look for a source, add one or remove one; keep nothing yet.
    Step,
}

/// What a form was sent for. The Enter key looks for sources where new words for that were typed, and saves otherwise.
pub(super) fn wanted(fields: &RecordFields) -> Wanted {
    match fields.intent.as_str() {
        intent if is_step(&fields.step, intent, &fields.find, &fields.found) => Wanted::Step,
        "publish" => Wanted::Publish,
        _ => Wanted::Save,
    }
}

/// Whether a form was sent to look for records, to add one or to remove one.
pub(crate) fn is_step(step: &str, intent: &str, find: &str, found: &str) -> bool {
    let find = find.trim();
    !step.is_empty() || (intent == "enter" && !find.is_empty() && find != found.trim())
}

/// The chosen sources as the form shows them next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The sources in their order.
    pub(crate) sources: Vec<NamedSource>,
    /// What to look for; empty for nothing.
    pub(super) find: String,
    /// Whether one more than the most was to be added.
    pub(super) is_full: bool,
}

impl Chosen {
    /// The form's sources after its step, or `at_first` where it is fresh. A record is never its own source.
    pub(crate) fn of(state: &FormState, own: Option<RecordId>, at_first: Vec<NamedSource>) -> Self {
        let mut chosen = Self {
            sources: rows(state).unwrap_or(at_first),
            find: state.value("find", "").trim().to_owned(),
            is_full: false,
        };
        chosen.take_step(&state.value("step", ""));
        chosen.sources.retain(|named| Some(named.source) != own);
        chosen
    }

    fn take_step(&mut self, step: &str) {
        let Some((word, id)) = step.split_once(':') else {
            return;
        };
        let Some(id) = parse_id(id) else { return };
        match word {
            "remove" => self.sources.retain(|named| named.source != id),
            "add" if self.holds(id) => {}
            "add" if self.sources.len() >= SOURCES_MAX => self.is_full = true,
            "add" => self.sources.push(NamedSource {
                source: id,
                used: String::new(),
            }),
            _ => {}
        }
    }

    /// Whether the record is among them.
    pub(super) fn holds(&self, id: RecordId) -> bool {
        self.sources.iter().any(|named| named.source == id)
    }

    /// The ids of the sources.
    pub(super) fn ids(&self) -> Vec<RecordId> {
        self.sources.iter().map(|named| named.source).collect()
    }
}

fn rows(state: &FormState) -> Option<Vec<NamedSource>> {
    let ids = state.rows("sources", "id")?;
    let used = state.rows("sources", "used")?;
    let mut sources: Vec<NamedSource> = Vec::with_capacity(ids.len());
    for (id, used) in ids.iter().zip(used) {
        let id = parse_id(id);
        if let Some(source) = id.filter(|id| sources.iter().all(|known| known.source != *id)) {
            sources.push(NamedSource { source, used });
        }
    }
    Some(sources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AppError, FormReturn};

    fn returned(ids: &[i64], step: &str) -> FormState {
        let mut values = vec![
            ("step".to_owned(), step.to_owned()),
            ("find".to_owned(), " tin ".to_owned()),
        ];
        for (row, id) in ids.iter().enumerate() {
            values.push((format!("sources[{row}][id]"), id.to_string()));
            values.push((format!("sources[{row}][used]"), format!("line {id}")));
        }
        let form = FormReturn {
            action: "/records/new".into(),
            error: AppError::Continue,
            values,
        };
        FormState::of(Some(&form), "/records/new")
    }

    fn after(ids: &[i64], step: &str) -> Vec<(i64, String)> {
        Chosen::of(&returned(ids, step), Some(RecordId(99)), Vec::new())
            .sources
            .into_iter()
            .map(|named| (named.source.0, named.used))
            .collect()
    }

    #[test]
    fn steps_add_and_remove_and_keep_what_was_typed() {
        let line = |id: i64| (id, format!("line {id}"));
        assert_eq!(after(&[3, 5], "find"), [line(3), line(5)]);
        assert_eq!(after(&[3], "add:7"), [line(3), (7, String::new())]);
        assert_eq!(after(&[3, 7], "add:7"), [line(3), line(7)]);
        assert_eq!(after(&[3, 5], "remove:3"), [line(5)]);
        assert_eq!(after(&[3], "remove:4"), [line(3)]);
        assert_eq!(after(&[3, 3], ""), [line(3)]);
        for odd in ["add:", "add:x", "add:-1", "drop:3", ":", "add:99"] {
            assert_eq!(after(&[3], odd), [line(3)], "{odd}");
        }
    }

    #[test]
    fn the_sixty_fifth_is_not_added() {
        let ids: Vec<i64> = (100..164).collect();
        let chosen = Chosen::of(&returned(&ids, "add:7"), None, Vec::new());
        assert_eq!((chosen.sources.len(), chosen.is_full), (64, true));
    }

    #[test]
    fn a_fresh_form_has_what_it_begins_with() {
        let first = vec![NamedSource {
            source: RecordId(4),
            used: "a".into(),
        }];
        let chosen = Chosen::of(&FormState::default(), None, first.clone());
        assert_eq!((chosen.sources, chosen.find.as_str()), (first, ""));
        assert_eq!(
            Chosen::of(&returned(&[], "find"), None, Vec::new()).find,
            "tin"
        );
    }

    #[test]
    fn enter_finds_new_words_and_saves_otherwise() {
        let fields = |intent: &str, find: &str, found: &str, step: &str| {
            wanted(&RecordFields {
                intent: intent.into(),
                find: find.into(),
                found: found.into(),
                step: step.into(),
                ..RecordFields::default()
            })
        };
        assert_eq!(fields("enter", "", "", ""), Wanted::Save);
        assert_eq!(fields("enter", "tin", "", ""), Wanted::Step);
        assert_eq!(fields("enter", "tin", "tin", ""), Wanted::Save);
        assert_eq!(fields("publish", "tin", "", ""), Wanted::Publish);
        assert_eq!(fields("save", "tin", "", ""), Wanted::Save);
        assert_eq!(fields("", "", "", "add:3"), Wanted::Step);
        assert_eq!(fields("", "", "", ""), Wanted::Save);
    }
}
