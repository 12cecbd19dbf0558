//! Records selected in an address, to be sent somewhere: named one by one (`record=17&record=18`), or by an expression
//! of the explorer with the epoch of its map (`epoch=...&subtree=7&medium=audio`).

use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::{RecordLine, text};
use db::map::{Expression, Term, Unanswered};
use db::record::RecordCard;
use domain::RecordId;
use domain::curation::{CurationError, SENT_MAX, check_chosen};
use leptos::prelude::*;
use leptos_meta::Title;

/// Records shown of those selected.
const SHOWN: usize = 12;

/// Names and values of an address.
type Pairs = [(String, String)];

fn named<'a>(pairs: &'a Pairs, name: &str) -> impl Iterator<Item = &'a str> {
    let found = pairs.iter().filter(move |(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

/// Whether the address selects nothing at all.
pub(crate) fn is_empty(pairs: &Pairs) -> bool {
    named(pairs, "record").next().is_none() && named(pairs, "epoch").next().is_none()
}

/// The records that are selected, at least one and at most [`SENT_MAX`].
///
/// # Errors
/// [`AppError::NotFound`] for what is no record's number, [`AppError::Malformed`] for what is no expression, or a
/// [`CurationError`].
pub(crate) async fn find(site: &Site, pairs: &Pairs) -> Result<Vec<RecordId>, AppError> {
    let ids: Option<Vec<RecordId>> = named(pairs, "record")
        .map(|id| ssr::parse_id(id).map(RecordId))
        .collect();
    let ids = ids.ok_or(AppError::NotFound)?;
    if !ids.is_empty() {
        return Ok(check_chosen(&ids)?);
    }
    let Some(epoch) = named(pairs, "epoch").next() else {
        return Err(CurationError::NothingChosen.into());
    };
    let mut expression = Expression::parse(pairs).map_err(|_| AppError::Malformed)?;
    // A tombstone can be looked at, but not be chosen for anything.
    expression.filter.withdrawn = Some(false);
    let present = site.map.info().map(|info| info.epoch.to_string());
    let has_places = |term: &Term| matches!(term, Term::Within(_));
    // What is named means the same on every map; places on a map and steps of its time do not.
    let epoch = match present {
        Some(present)
            if !expression.terms.iter().any(has_places) && expression.filter.time.is_none() =>
        {
            present
        }
        _ => epoch.to_owned(),
    };
    let found = site
        .map
        .find_selected(&site.db, &epoch, expression, SENT_MAX)
        .await
        .map_err(unanswered)?;
    Ok(check_chosen(&found)?)
}

fn unanswered(cause: Unanswered) -> AppError {
    match cause {
        Unanswered::TooMany { count, .. } => CurationError::TooMany {
            count: usize::try_from(count).unwrap_or(usize::MAX),
            max: SENT_MAX,
        }
        .into(),
        Unanswered::Stale => CurationError::Stale.into(),
        Unanswered::NotFound => AppError::NotFound,
        Unanswered::NotYet | Unanswered::Busy => AppError::TooOften { retry_after: 3 },
        Unanswered::Failed(error) => error.into(),
    }
}

/// What a page shows of a selection.
pub(crate) struct Selection {
    /// How many records it holds.
    pub(crate) count: usize,
    cards: Vec<RecordCard>,
}

impl Selection {
    /// Finds the records and reads the first.
    pub(crate) async fn load(site: &Site, pairs: &Pairs) -> Result<Self, AppError> {
        let ids = find(site, pairs).await?;
        let shown: Vec<RecordId> = ids.iter().copied().take(SHOWN).collect();
        Ok(Self {
            count: ids.len(),
            cards: db::record::find_cards(&site.db, &shown).await?,
        })
    }

    /// A page that sends them: its title, its form where there is somewhere to send them, and a link to what can be
    /// made for them.
    pub(crate) fn page(
        &self,
        title: &'static str,
        form: Option<AnyView>,
        make: (String, &'static str),
    ) -> impl IntoView + use<> {
        let count = i64::try_from(self.count).unwrap_or(i64::MAX);
        view! {
            <Title text=title/>
            <div class="wrap wrap-form page">
                <div class="page-head">
                    <h1>{title}</h1>
                    <p class="lead">{format!("{}, all of them or none.", text::records(count))}</p>
                </div>
                <div class="panel">
                    {form}
                    <p><a href=make.0>{make.1}</a></p>
                </div>
                <section class="section" aria-labelledby="chosen-h">
                    <div class="section-head"><h2 id="chosen-h">"What is selected"</h2></div>
                    {self.view()}
                </section>
            </div>
        }
    }

    /// The first records, and how many more there are.
    pub(crate) fn view(&self) -> impl IntoView + use<> {
        let lines: Vec<_> = self
            .cards
            .iter()
            .map(|card| view! { <RecordLine card/> })
            .collect();
        let more = self.count - self.cards.len().min(self.count);
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        view! {
            <ul class="line-list">{lines}</ul>
            {(more > 0).then(|| view! { <p class="muted">{format!("and {} more.", text::number(more))}</p> })}
        }
    }
}
