//! A production's page: the final work, what went into it, who is credited, and how it was selected.

use super::parts::{count_words, credit_groups, facts, map_address, reason, work_link};
use super::trail::{STEPS, Trail, trail_section};
use crate::AppError;
use crate::record::picture::{RECORDS_MAX, medium as drawn_medium, pictures_of_work};
use crate::record::work::work;
use crate::ssr::{self, Site, markdown};
use crate::ui::{Empty, ErrorPage, RecordLine, ShareTags, Time, text};
use db::credit::{CreditLine, CreditSheet};
use db::lineage::Neighbourhood;
use db::production::{Included, Production, Version};
use db::record::{LineageLine, RecordView};
use db::session::Viewer;
use domain::credit::{Basis, Count};
use domain::production::{Status, Work};
use domain::{ProductionId, RecordId, Role};
use leptos::prelude::*;
use leptos_meta::Title;
use lineage::picture::PictureRecord;

/// Credits named on the page; all of them are a link away.
const CREDITS_SHOWN: usize = 24;
/// Included records on the page.
const INCLUDED_SHOWN: u64 = 50;

/// What the page shows.
struct Shown {
    production: Production,
    may_edit: bool,
    final_record: Option<RecordView>,
    included: Vec<Included>,
    ids: Vec<RecordId>,
    near: Neighbourhood,
    lines: Vec<LineageLine>,
    credits: Vec<CreditLine>,
    counts: [Count; 3],
    versions: Vec<Version>,
    trail: Trail,
}

/// A production.
#[component]
pub fn ProductionPage() -> impl IntoView {
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ProductionId(id))));
    let viewer = ssr::viewer();
    let after = ssr::query("trail");
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, id)) => load(&site, viewer.as_ref(), id, after).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    viewer: Option<&Viewer>,
    id: ProductionId,
    after: Option<String>,
) -> Result<Shown, AppError> {
    let db = &site.db;
    let production = db::production::find_production(db, id).await?;
    let final_record = match &production.final_work {
        Some(Work::Record(id)) => Some(db::record::find_record(db, None, *id).await?),
        _ => None,
    };
    let ids = db::production::find_included_ids(db, id).await?;
    let near = site.lineage.ancestry_near(&ids, RECORDS_MAX);
    let sheet = CreditSheet::open(db, &site.lineage, &production).await?;
    let mut credits = Vec::new();
    let mut from = 0;
    // Some of each basis, however many there are of the first.
    for count in sheet.counts {
        let most = CREDITS_SHOWN.min(usize::try_from(count.credits).unwrap_or(CREDITS_SHOWN));
        if most > 0 {
            credits.extend(sheet.page(from, most, None).await?.0);
        }
        from += i64::try_from(count.credits).unwrap_or(i64::MAX);
    }
    Ok(Shown {
        may_edit: viewer.is_some_and(|viewer| production.is_edited_by(viewer)),
        final_record,
        included: db::production::list_included(db, id, 0, INCLUDED_SHOWN).await?,
        lines: db::record::find_lineage_lines(db, &near.records).await?,
        near,
        ids,
        credits,
        counts: sheet.counts,
        versions: db::production::list_versions(db, id).await?,
        trail: load_trail(site, viewer, &production, after).await?,
        production,
    })
}

async fn load_trail(
    site: &Site,
    viewer: Option<&Viewer>,
    production: &Production,
    after: Option<String>,
) -> Result<Trail, AppError> {
    let Some(shortlist) = production.shortlist else {
        return Ok(Trail::None);
    };
    let curates = viewer.is_some_and(|viewer| viewer.role >= Role::Curator);
    let db = &site.db;
    // The same trail stands behind all that is made from the shortlist.
    let is_public = db::production::is_trail_public(db, shortlist).await?;
    if !is_public && !curates {
        return Ok(Trail::Hidden);
    }
    let steps =
        db::shortlist::list_shortlist_events(db, shortlist, None, after.as_deref(), STEPS).await?;
    Ok(Trail::Shown {
        steps,
        is_private: !is_public,
        is_first: after.is_none(),
    })
}

fn page(shown: Shown) -> impl IntoView {
    let production = &shown.production;
    let id = production.id;
    let title = text::short_title(&production.title, 120);
    let about = match text::plain_words(&production.body) {
        words if words.is_empty() => format!(
            "Made from {} by {}.",
            text::records(production.included_count),
            text::members(i64::try_from(shown.counts[1].members).unwrap_or(0))
        ),
        words => text::short_title(&words, 200),
    };
    let body = markdown::to_html(production.body.trim());
    let body = (!body.is_empty())
        .then(|| view! { <div class="record-words prose" dir="auto" inner_html=body></div> });
    let address = format!("/productions/{id}");
    let edit = shown.may_edit.then(|| editor_acts(production));
    view! {
        <Title text=title.clone()/>
        <ShareTags title=title.clone() description=about/>
        <div class="wrap page">
            <header class="page-head">
                <h1 dir="auto">{production.title.clone()}</h1>
                {facts(production)}
                {reason(production)}
                {edit}
            </header>
            <div class="split">
                <div>
                    {final_work(&shown)}
                    {body}
                    {included_section(&shown)}
                    {lineage_section(&shown)}
                    {trail_section(&address, shown.trail)}
                </div>
                <aside class="aside" aria-label="About this production">
                    {credits_section(production, &shown.credits, &shown.counts)}
                    {versions_section(&shown.versions)}
                </aside>
            </div>
        </div>
    }
}

fn editor_acts(production: &Production) -> impl IntoView + use<> {
    let id = production.id;
    let release = (production.status == Status::InProduction).then(|| {
        view! { <a class="btn" href=format!("/productions/{id}/release")>"Release …"</a> }
    });
    view! {
        <div class="acts">
            <a class="btn" href=format!("/productions/{id}/edit")>"Edit"</a>
            {release}
        </div>
    }
}

fn final_work(shown: &Shown) -> AnyView {
    match (&shown.production.final_work, &shown.final_record) {
        (_, Some(record)) => {
            let name = text::title(&record.card.title).to_owned();
            view! {
                {work(record)}
                <p class="small">
                    "The final work: "<a href=format!("/records/{}", record.card.id) dir="auto">{name}</a>
                    " by "<bdi>{record.card.author_name.clone()}</bdi>
                </p>
            }
            .into_any()
        }
        (Some(Work::Link(url)), _) => {
            let host = url.trim_start_matches("https://");
            let host = host.split(['/', '?', '#']).next().unwrap_or(host).to_owned();
            view! {
                <div class="final-link">
                    <p>"The final work is elsewhere, at "<bdi>{host}</bdi>"."</p>
                    <a class="btn btn-main" href=url.clone() rel="noopener nofollow external">"Go to the work"</a>
                </div>
            }
            .into_any()
        }
        _ if shown.production.status == Status::Abandoned => ().into_any(),
        _ => view! { <Empty vine=3><p><b>"There is no final work yet."</b>" What goes into it stands below."</p></Empty> }
            .into_any(),
    }
}

fn included_section(shown: &Shown) -> impl IntoView + use<> {
    let rows: Vec<_> = shown
        .included
        .iter()
        .map(|row| {
            let weight = (row.weight > 1).then(|| {
                view! { <span class="small muted">{format!("counts {} times", text::number(row.weight))}</span> }
            });
            view! { <RecordLine card=&row.card used=row.note.clone()>{weight}</RecordLine> }
        })
        .collect();
    let list = match rows.is_empty() {
        false => view! { <ul class="line-list">{rows}</ul> }.into_any(),
        true => view! { <p class="root-note">"It includes no record yet."</p> }.into_any(),
    };
    let count = shown.production.included_count;
    let more = count - shown.included.len() as i64;
    let more = (more > 0).then(|| {
        let credits = format!("/productions/{}/credits", shown.production.id);
        view! { <p class="hint">{format!("and {} more, all in ", text::records(more))}<a href=credits>"the credits"</a></p> }
    });
    view! {
        <section class="section" id="included" aria-labelledby="included-h">
            <div class="section-head"><h2 id="included-h">"What it includes"</h2><small>{text::records(count)}</small></div>
            {list}
            {more}
        </section>
    }
}

fn lineage_section(shown: &Shown) -> Option<impl IntoView + use<>> {
    if shown.lines.is_empty() {
        return None;
    }
    let before = i64::from(shown.near.ancestor_count);
    let counts = match before {
        0 => "all of it roots".to_owned(),
        _ => format!("{} before it", text::records(before)),
    };
    let cut = shown.near.truncated.then(|| {
        format!(
            " The {} nearest are shown.",
            text::number(shown.lines.len() as i64)
        )
    });
    let on_map = map_address(shown.production.id);
    Some(view! {
        <section class="section" id="lineage" aria-labelledby="lineage-h">
            <div class="section-head">
                <h2 id="lineage-h">"What it has grown from"</h2>
                <small>{counts}</small>
            </div>
            <div class="lineage">
                {pictures_of_work(&shown.near, &shown.lines, &shown.ids, &work_in_picture(shown))}
                <div class="lineage-foot">
                    <span>"Time runs left to right. Select a record to go there."{cut}</span>
                    <a href=on_map>"See all of it on the map"</a>
                </div>
            </div>
        </section>
    })
}

/// How the work itself stands in the picture: behind all that it includes.
fn work_in_picture(shown: &Shown) -> PictureRecord {
    let production = &shown.production;
    let medium = match &shown.final_record {
        Some(record) => record.card.medium,
        None => domain::Medium::Video,
    };
    let times = shown.lines.iter().map(|line| line.published_at.0);
    let last = times.max().unwrap_or_default();
    PictureRecord {
        title: production.title.clone(),
        byline: format!("directed by {}", production.director_name),
        medium: drawn_medium(medium),
        withdrawn: false,
        href: format!("/productions/{}", production.id),
        time: last.max(production.updated_at.0),
        hidden_sources: 0,
        hidden_remixes: 0,
    }
}

fn credits_section(
    production: &Production,
    lines: &[CreditLine],
    counts: &[Count; 3],
) -> impl IntoView + use<> {
    let all = format!("/productions/{}/credits", production.id);
    let groups = match lines.is_empty() {
        true => view! { <p class="root-note">"Nobody is credited yet: it includes no record, and nobody has a role."</p> }
            .into_any(),
        false => credit_groups(lines, counts, 3).into_any(),
    };
    let total: u64 = counts.iter().map(|count| count.credits).sum();
    let more = (total > lines.len() as u64).then(|| {
        let words = format!(
            "{} influenced it, {} are in it.",
            count_words(Basis::Influence, counts[2]),
            count_words(Basis::Included, counts[1])
        );
        view! { <p class="hint">{words}</p> }
    });
    view! {
        <section id="credits" aria-labelledby="credits-h">
            <h2 id="credits-h">"Credits"</h2>
            {groups}
            {more}
            <p class="after"><a class="btn btn-small" href=all>"See all credits"</a></p>
        </section>
    }
}

fn versions_section(versions: &[Version]) -> Option<impl IntoView + use<>> {
    if versions.is_empty() {
        return None;
    }
    let rows: Vec<_> = versions
        .iter()
        .map(|version| {
            let notes = version.notes.clone();
            let notes = (!notes.is_empty()).then(|| view! { <p dir="auto">{notes}</p> });
            view! {
                <li>
                    <p><b dir="auto">{version.title.clone()}</b></p>
                    <p class="line-meta">
                        {work_link(&version.work, version.record_title.as_deref())}
                        " · "<bdi>{version.by_name.clone()}</bdi>", "<Time at=version.at/>
                    </p>
                    {notes}
                </li>
            }
        })
        .collect();
    Some(view! {
        <section id="versions" aria-labelledby="versions-h">
            <h2 id="versions-h">"Working versions"</h2>
            <ul class="line-list">{rows}</ul>
        </section>
    })
}
