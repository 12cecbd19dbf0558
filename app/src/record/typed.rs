//! From what was typed to what the database takes.

use super::address::parse_id;
use super::licenses::source_licenses;
use super::server_fns::{RecordFields, SourceFields};
use crate::AppError;
use db::Db;
use db::record::DraftForm;
use domain::RecordId;
use domain::license::License;
use domain::record::{Body, Details, Publishable, Status};
use domain::remix::{NamedSource, check_sources};
use domain::text::{Field, TextError};

/// Title, description and tags.
pub(super) fn details(fields: &RecordFields) -> Result<Details, TextError> {
    Details::parse(&fields.title, &fields.description, &fields.tags)
}

/// A whole draft; `with_body` where it holds a typed text or code rather than a file.
pub(super) fn draft(
    id: Option<RecordId>,
    fields: &RecordFields,
    sources: &[SourceFields],
    with_body: bool,
) -> Result<DraftForm, AppError> {
    let details = details(fields)?;
    let body = with_body.then(|| body(fields)).transpose()?;
    Ok(DraftForm {
        details,
        body,
        sources: check_sources(id, &named(sources)?)?,
        license: license(&fields.license)?,
    })
}

fn body(fields: &RecordFields) -> Result<Body, TextError> {
    let malformed = TextError::Malformed(Field::Medium);
    let medium = fields.medium.parse().map_err(|_| malformed)?;
    Body::parse(medium, &fields.body, &fields.language)
}

fn license(typed: &str) -> Result<Option<License>, TextError> {
    match typed {
        "" => Ok(None),
        spdx => spdx
            .parse()
            .map(Some)
            .map_err(|_| TextError::Malformed(Field::License)),
    }
}

fn named(sources: &[SourceFields]) -> Result<Vec<NamedSource>, TextError> {
    let malformed = TextError::Malformed(Field::Sources);
    sources
        .iter()
        .map(|source| {
            Ok(NamedSource {
                source: parse_id(source.id.trim()).ok_or(malformed.clone())?,
                used: source.used.clone(),
            })
        })
        .collect()
}

/// Checks what stands against publishing before anything is stored, so that the form comes back as it was.
pub(super) async fn check_publishable(
    db: &Db,
    form: &DraftForm,
    holds_file: bool,
) -> Result<(), AppError> {
    let ids: Vec<RecordId> = form.sources.iter().map(|named| named.source).collect();
    let cards = match ids.is_empty() {
        true => Vec::new(),
        false => db::record::find_cards(db, &ids).await?,
    };
    let holds_text = form
        .body
        .as_ref()
        .is_some_and(|body| !body.text.trim().is_empty());
    Publishable::check(
        Status::Draft,
        &form.details.title,
        holds_file || holds_text,
        form.license,
        &source_licenses(cards.iter()),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> RecordFields {
        RecordFields {
            title: " Rain  on tin ".into(),
            medium: "text".into(),
            body: "Drip".into(),
            tags: "Rain, tin".into(),
            license: "CC-BY-4.0".into(),
            ..RecordFields::default()
        }
    }

    #[test]
    fn a_typed_form_becomes_a_draft() {
        let source = SourceFields {
            id: "3".into(),
            used: " the  chorus ".into(),
        };
        let form = draft(None, &fields(), &[source.clone(), source], true).unwrap();
        assert_eq!(form.details.title, "Rain on tin");
        assert_eq!(form.details.tags, ["rain", "tin"]);
        assert_eq!(form.license, Some(License::CcBy));
        assert_eq!(form.sources.len(), 1);
        assert_eq!(form.sources[0].used, "the chorus");
        assert!(form.body.is_some());
        assert!(draft(None, &fields(), &[], false).unwrap().body.is_none());
    }

    #[test]
    fn what_is_wrong_stands_at_its_field() {
        let with = |change: fn(&mut RecordFields)| {
            let mut fields = fields();
            change(&mut fields);
            draft(Some(RecordId(9)), &fields, &[], true)
                .unwrap_err()
                .field()
        };
        assert_eq!(with(|f| f.title.clear()), Some(Field::Title));
        assert_eq!(with(|f| f.medium = "audio".into()), Some(Field::Medium));
        assert_eq!(with(|f| f.license = "GPL-3.0".into()), Some(Field::License));
        assert_eq!(with(|f| f.body = "x".repeat(200_001)), Some(Field::Body));
        let own = SourceFields {
            id: "9".into(),
            used: String::new(),
        };
        let odd = SourceFields {
            id: "../9".into(),
            used: String::new(),
        };
        for source in [own, odd] {
            let error = draft(Some(RecordId(9)), &fields(), &[source], true).unwrap_err();
            assert_eq!(error.field(), Some(Field::Sources));
        }
    }
}
