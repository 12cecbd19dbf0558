//! One record of the queue with its work, its license and lineage, and what curators say of it.

use super::query::DeskQuery;
use super::remarks::{Forms, remarks};
use super::{asked_id, at_the_desk};
use crate::AppError;
use crate::record::page::neighbourhood;
use crate::record::parts::{description, lineage_section, record_head};
use crate::record::work::work;
use crate::ssr::Site;
use crate::ui::{ErrorPage, text};
use db::lineage::Neighbourhood;
use db::recommendation::Own;
use db::record::{LineageLine, RecordView, cursor_after};
use db::review::Review;
use db::session::Viewer;
use db::shortlist::Choice;
use domain::RecordId;
use domain::record::Status;
use leptos::prelude::*;
use leptos_meta::Title;

/// Records in the small picture of the lineage.
const LINEAGE: usize = 40;

/// What the page shows.
pub(super) struct Shown {
    pub(super) query: DeskQuery,
    pub(super) record: RecordView,
    pub(super) review: Review,
    pub(super) own: Own,
    pub(super) shortlists: Vec<Choice>,
    pub(super) viewer: Viewer,
    near: Neighbourhood,
    lines: Vec<LineageLine>,
    next: Option<RecordId>,
    previous: Option<RecordId>,
}

/// A record under review.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let asked = at_the_desk().and_then(|(site, viewer)| Ok((site, viewer, RecordId(asked_id()?))));
    let query = DeskQuery::asked();
    let forms = Forms::of_page();
    Suspend::new(async move {
        let shown = match asked {
            Ok((site, viewer, id)) => load(&site, viewer, id, query).await,
            Err(error) => Err(error),
        };
        match shown {
            Ok(shown) => page(&shown, &forms).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    viewer: Viewer,
    id: RecordId,
    query: DeskQuery,
) -> Result<Shown, AppError> {
    let Site { db, .. } = site;
    let record = db::record::find_record(db, Some(&viewer), id).await?;
    if record.card.status != Status::Published {
        return Err(AppError::NotFound);
    }
    let filter = query.filter();
    let after = cursor_after(query.sort(), &record.card);
    let before = cursor_after(query.reversed(), &record.card);
    let (review, own, shortlists, next, previous) = tokio::try_join!(
        db::review::find_review(db, &viewer, id),
        db::recommendation::find_own(db, viewer.member, id),
        db::shortlist::list_open_shortlists(db, &viewer),
        db::record::list_records(db, &filter, query.sort(), Some(&after), 1),
        db::record::list_records(db, &filter, query.reversed(), Some(&before), 1),
    )?;
    let near = neighbourhood(site, id, LINEAGE).await?;
    let lines = db::record::find_lineage_lines(db, &near.records).await?;
    Ok(Shown {
        query,
        record,
        review,
        own,
        shortlists,
        viewer,
        near,
        lines,
        next: next.rows.first().map(|card| card.id),
        previous: previous.rows.first().map(|card| card.id),
    })
}

fn page(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let record = &shown.record;
    let query = &shown.query;
    let step = |id: Option<RecordId>, key: &'static str, words: &'static str| {
        id.map(|id| {
            let href = query.address(&format!("/curate/records/{id}"), "");
            view! { <a class="btn btn-small" href=href data-key=key>{words}</a> }
        })
    };
    view! {
        <Title text=format!("Review “{}”", text::short_title(&record.card.title, 80))/>
        <div class="wrap page record-page" data-desk="review">
            <nav class="bar desk-bar" aria-label="Queue">
                <a class="btn btn-quiet btn-small" href=query.address("/curate", "")>"The whole queue"</a>
                {step(shown.previous, "k", "Previous")}
                {step(shown.next, "j", "Next")}
                <a class="btn btn-main btn-small to-rating" href="#rating">"Rate it"</a>
                <a class="btn btn-quiet btn-small end" href=format!("/records/{}", record.card.id)>"Its own page"</a>
                {keys()}
            </nav>
            <div class="split">
                <div>
                    {record_head(record)}
                    {work(record)}
                    {description(record)}
                    {lineage_section(record, &shown.near, &shown.lines)}
                </div>
                {remarks(shown, forms)}
            </div>
        </div>
    }
}

/// The keys, which need the script; without it the same is done by the links and forms.
fn keys() -> impl IntoView {
    const KEYS: [(&str, &str); 7] = [
        ("j →", "next record"),
        ("k ←", "previous record"),
        ("1 to 5", "rate, then type the reason"),
        ("t", "tag"),
        ("s", "shortlist"),
        ("f", "flag"),
        ("?", "these keys"),
    ];
    let rows: Vec<_> = KEYS
        .into_iter()
        .map(|(key, words)| view! { <dt><kbd>{key}</kbd></dt><dd>{words}</dd> })
        .collect();
    view! {
        <details class="menu" name="menu" id="desk-keys">
            <summary class="btn btn-quiet btn-small">"Keys"</summary>
            <div class="menu-panel"><dl class="desk-keys">{rows}</dl></div>
        </details>
    }
}
