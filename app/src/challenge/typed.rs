//! From what was typed to what the database takes.

use super::server_fns::ChallengeFields;
use crate::AppError;
use crate::record::server_fns::SourceFields;
use crate::record::steps::is_step;
use crate::ssr::parse_id;
use db::Timestamp;
use db::challenge::ChallengeForm;
use domain::RecordId;
use domain::challenge::{Call, Pay};
use domain::remix::{NamedSource, check_sources};
use domain::text::{Field, TextError};

/// A whole challenge.
///
/// # Errors
/// [`AppError::Continue`] where the form was sent for a step of the records alone, or what is wrong, at its field.
pub(super) fn form(
    fields: &ChallengeFields,
    sources: &[SourceFields],
) -> Result<ChallengeForm, AppError> {
    if is_step(&fields.step, &fields.intent, &fields.find, &fields.found) {
        return Err(AppError::Continue);
    }
    let call = Call::parse(&fields.title, &fields.asked, &fields.medium)?;
    let deadline_at = match fields.deadline.trim() {
        "" => None,
        typed => {
            let read = Timestamp::of_minute(typed);
            Some(read.ok_or(TextError::Malformed(Field::Deadline))?)
        }
    };
    let pay = Pay::parse(
        &fields.pay,
        &fields.budget,
        &fields.currency,
        &fields.contributors,
        &fields.unused_work,
    )?;
    Ok(ChallengeForm {
        call,
        deadline_at,
        pay,
        sources: records(sources)?,
    })
}

fn records(sources: &[SourceFields]) -> Result<Vec<RecordId>, AppError> {
    let mut named = Vec::with_capacity(sources.len());
    for source in sources {
        let id = parse_id(source.id.trim()).ok_or(TextError::Malformed(Field::Sources))?;
        named.push(NamedSource {
            source: RecordId(id),
            used: String::new(),
        });
    }
    let checked = check_sources(None, &named)?;
    Ok(checked.into_iter().map(|named| named.source).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> ChallengeFields {
        ChallengeFields {
            title: "Sing this".into(),
            asked: "The chorus.".into(),
            medium: "audio".into(),
            deadline: "2026-05-14T09:00".into(),
            pay: "none".into(),
            ..ChallengeFields::default()
        }
    }

    #[test]
    fn a_typed_form_becomes_a_challenge() {
        let source = SourceFields {
            id: "3".into(),
            used: String::new(),
        };
        let made = form(&fields(), &[source.clone(), source]).unwrap();
        assert_eq!(made.deadline_at, Some(Timestamp(1_778_749_200_000_000)));
        assert_eq!((made.pay, made.sources), (Pay::None, vec![RecordId(3)]));
    }

    #[test]
    fn what_is_wrong_stands_at_its_field() {
        let with = |change: fn(&mut ChallengeFields)| {
            let mut fields = fields();
            change(&mut fields);
            form(&fields, &[]).unwrap_err()
        };
        let field = |change| with(change).field();
        assert_eq!(field(|f| f.title.clear()), Some(Field::Title));
        assert_eq!(field(|f| f.asked.clear()), Some(Field::Asked));
        assert_eq!(field(|f| f.pay.clear()), Some(Field::Pay));
        assert_eq!(
            field(|f| f.deadline = "14.5.2026".into()),
            Some(Field::Deadline)
        );
        assert_eq!(field(|f| f.pay = "budget".into()), Some(Field::Currency));
        assert_eq!(with(|f| f.step = "add:3".into()), AppError::Continue);
    }
}
