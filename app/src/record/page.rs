//! A record's page: the work first, then where it came from and what came from it.

use super::address::asked_record;
use super::aside::{Ties, aside};
use super::contribute::{ForChallenge, in_challenges};
use super::credit::attribution;
use super::head::head;
use super::parts::{
    acts, description, discard_fold, draft_notice, lineage_section, record_head, remixes_section,
};
use super::picture::RECORDS_MAX;
use super::work::{is_web, work};
use crate::AppError;
use crate::collection;
use crate::form::FormState;
use crate::recommendation;
use crate::ssr::{self, Site};
use crate::ui::ErrorPage;
use crate::ui::text;
use db::challenge::OfRecord;
use db::collection::Choice;
use db::lineage::{Direction, Neighbourhood};
use db::recommendation::{Own, Recommendation};
use db::record::{CreditChain, LineageLine, Page, RecordCard, RecordFilter, RecordView, Sort};
use db::session::Viewer;
use domain::attribution::Attribution;
use domain::record::Status;
use domain::{RecordId, Role};
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::HashSet;

/// Remixes shown on the page.
const REMIXES_SHOWN: u64 = 12;
/// Productions that include it and are named.
const PRODUCTIONS: u64 = 10;
/// Works named in the credit line on the page; the rest is a link away.
const CREDITS_SHOWN: usize = 25;

/// Recommendations shown on the page.
const RECOMMENDATIONS_SHOWN: u64 = 5;
/// Collections offered to add the record to, the last changed first.
const COLLECTIONS_OFFERED: u64 = 50;

/// How the page's forms stand.
struct Forms {
    publish: FormState,
    discard: FormState,
    withdraw: FormState,
    recommend: FormState,
    flag: FormState,
    collect: FormState,
}

/// What the page shows.
struct Shown {
    record: RecordView,
    viewer: Option<Viewer>,
    own: Own,
    recommendations: Page<Recommendation>,
    collections: Vec<Choice>,
    remixes: Vec<RecordCard>,
    near: Neighbourhood,
    lines: Vec<LineageLine>,
    credit: Option<Attribution>,
    ties: Ties,
    challenges: OfRecord,
    draft_for: Option<ForChallenge>,
    public_url: std::sync::Arc<str>,
}

/// A record.
#[component]
pub fn RecordPage() -> impl IntoView {
    let asked = asked_record().and_then(|id| Ok((ssr::site()?, id)));
    let viewer = ssr::viewer();
    let forms = Forms {
        publish: ssr::form_state("/records/publish"),
        discard: ssr::form_state("/records/discard"),
        withdraw: ssr::form_state("/records/withdraw"),
        recommend: ssr::form_state("/records/recommend"),
        flag: ssr::form_state("/records/flag"),
        collect: ssr::form_state("/collections/add"),
    };
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, id)) => load(&site, viewer, id).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(shown, forms).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

/// Reads all of it, in a number of queries that is the same for every record.
async fn load(site: &Site, viewer: Option<Viewer>, id: RecordId) -> Result<Shown, AppError> {
    let Site { db, lineage, .. } = site;
    let record = db::record::find_record(db, viewer.as_ref(), id).await?;
    let mut shown = Shown {
        record,
        viewer,
        own: Own::default(),
        recommendations: Page {
            rows: Vec::new(),
            next: None,
        },
        collections: Vec::new(),
        remixes: Vec::new(),
        near: Neighbourhood::default(),
        lines: Vec::new(),
        credit: None,
        ties: Ties::default(),
        challenges: OfRecord::default(),
        draft_for: None,
        public_url: site.public_url.clone(),
    };
    if shown.record.card.status == Status::Draft {
        if let Some(id) = db::challenge::find_of_draft(db, id).await? {
            shown.draft_for = Some(ForChallenge::load(db, id).await?);
        }
        return Ok(shown);
    }
    if shown.record.is_in_challenge {
        shown.challenges = db::challenge::of_record(db, id).await?;
    }
    shown.ties = ties(site, &shown.record, shown.viewer.as_ref()).await?;
    if let Some(viewer) = &shown.viewer {
        let published = shown.record.card.status == Status::Published;
        shown.own = db::recommendation::find_own(db, viewer.member, id).await?;
        if published {
            let choices = db::collection::list_own_collections(
                db,
                viewer.member,
                Some(id),
                COLLECTIONS_OFFERED,
            );
            shown.collections = choices.await?;
        }
    }
    // Who recommends has hearted it.
    if shown.record.card.heart_count > 0 && shown.record.card.status == Status::Published {
        let newest =
            db::recommendation::list_recommendations_of(db, id, None, RECOMMENDATIONS_SHOWN);
        shown.recommendations = newest.await?;
    }
    if shown.record.card.remix_count > 0 {
        let filter = RecordFilter {
            remix_of: Some(id),
            ..RecordFilter::default()
        };
        let page = db::record::list_records(db, &filter, Sort::Newest, None, REMIXES_SHOWN).await?;
        shown.remixes = page.rows;
    }
    shown.near = neighbourhood(site, id, RECORDS_MAX).await?;
    let chain = CreditChain::of(lineage, id, CREDITS_SHOWN).ok_or(AppError::NotFound)?;
    let near: HashSet<RecordId> = shown.near.records.iter().copied().collect();
    let farther = chain.records.iter().map(|(id, _)| *id);
    let mut all = shown.near.records.clone();
    all.extend(farther.filter(|id| !near.contains(id)));
    shown.lines = db::record::find_lineage_lines(db, &all).await?;
    let credits = chain.credits(&shown.lines);
    shown.credit = attribution(&site.public_url, &credits, chain.ancestor_count);
    shown.lines.retain(|line| near.contains(&line.id));
    Ok(shown)
}

/// What claims and productions have to do with it; read only where there are any.
async fn ties(site: &Site, record: &RecordView, viewer: Option<&Viewer>) -> Result<Ties, AppError> {
    let id = record.card.id;
    let mut ties = Ties {
        may_claim: viewer.is_some(),
        ..Ties::default()
    };
    if record.sources.iter().any(|source| source.is_added) {
        ties.added = db::claim::find_added_by(&site.db, id).await?;
    }
    if record.is_in_production {
        ties.productions = db::production::productions_with(&site.db, id, PRODUCTIONS).await?;
    }
    Ok(ties)
}

/// The nearest records in the lineage, also where another process published this one a moment ago.
pub(crate) async fn neighbourhood(
    site: &Site,
    id: RecordId,
    limit: usize,
) -> Result<Neighbourhood, AppError> {
    let find = || site.lineage.neighbourhood(id, Direction::Both, None, limit);
    if let Some(near) = find() {
        return Ok(near);
    }
    site.lineage.catch_up(&site.db).await?;
    find().ok_or(AppError::NotFound)
}

fn page(shown: Shown, forms: Forms) -> impl IntoView {
    let record = &shown.record;
    let is_draft = record.card.status == Status::Draft;
    let viewer = shown.viewer.as_ref();
    let own = viewer.is_some_and(|viewer| viewer.member == record.author_id);
    let admin = viewer.is_some_and(|viewer| viewer.role == Role::Admin);
    let may_withdraw = (own || admin) && record.card.status == Status::Published;
    let top = match is_draft {
        true => {
            let title = text::short_title(&record.card.title, 120);
            view! { <Title text=title/>{draft_notice(record, shown.draft_for.as_ref(), forms.publish.clone(), forms.discard.clone())} }
                .into_any()
        }
        false => head(record, &shown.public_url).into_any(),
    };
    view! {
        <div class="wrap page record-page">
            {top}
            <div class="split">
                <div>
                    {record_head(record)}
                    {work(record)}
                    {(!is_draft).then(|| acts(record, viewer, shown.own.hearted))}
                    {says(&shown, &forms)}
                    {description(record)}
                    {imported(record)}
                    {in_challenges(&shown.challenges)}
                    {recommendation::parts::section(record.card.id, &shown.recommendations)}
                    {(!is_draft).then(|| lineage_section(record, &shown.near, &shown.lines))}
                    {(!is_draft).then(|| remixes_section(record, shown.remixes.clone()))}
                    {is_draft.then(|| view! { <div class="section">{discard_fold(record)}</div> })}
                </div>
                {aside(record, &shown.ties, shown.credit.as_ref(), may_withdraw, forms.withdraw)}
            </div>
        </div>
    }
}

/// What a member can say of a record, beside its heart.
fn says(shown: &Shown, forms: &Forms) -> Option<impl IntoView + use<>> {
    let card = &shown.record.card;
    let viewer = shown.viewer.as_ref()?;
    if card.status != Status::Published {
        return None;
    }
    let id = card.id;
    let others = viewer.member != shown.record.author_id;
    let recommend =
        others.then(|| recommendation::parts::recommend_fold(id, &shown.own, &forms.recommend));
    let curate = (viewer.role >= Role::Curator).then(|| {
        view! { <a class="says-link" href=format!("/curate/records/{id}")>"Review it"</a> }
    });
    Some(view! {
        <div class="says">
            {recommend}
            {collection::parts::add_fold(id, &shown.collections, &forms.collect)}
            {others.then(|| recommendation::parts::flag_fold(id, &shown.own, &forms.flag))}
            {curate}
        </div>
    })
}

/// Where an import has it from.
fn imported(record: &RecordView) -> Option<impl IntoView + use<>> {
    let external = record.external_id.clone()?;
    let from = match record.url.clone().filter(|url| is_web(url)) {
        Some(url) => {
            view! { <a href=url rel="noopener nofollow external">{external}</a> }.into_any()
        }
        None => view! { <span>{external}</span> }.into_any(),
    };
    Some(view! { <p class="small muted">"Imported from "{from}"."</p> })
}
