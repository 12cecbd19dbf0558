//! The page that asks once more before a production is released: it shows what will be frozen.

use super::parts::{count_words, facts, work_link};
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::{ErrorPage, text};
use db::credit::CreditSheet;
use db::production::{Included, Production};
use db::session::Viewer;
use domain::ProductionId;
use domain::credit::{Basis, Count};
use domain::production::{ProductionError, Releasable, Status};
use leptos::prelude::*;
use leptos_meta::Title;

/// Included records that the page names; all of them are frozen.
const SHOWN: u64 = 100;

struct Shown {
    production: Production,
    included: Vec<Included>,
    counts: [Count; 3],
    missing: Option<ProductionError>,
}

/// Release a production.
#[component]
pub fn ReleasePage() -> impl IntoView {
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ssr::signed_in()?, ProductionId(id))));
    let state = ssr::form_state("/productions/release");
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, viewer, id)) => load(&site, &viewer, id).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(&shown, state).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(site: &Site, viewer: &Viewer, id: ProductionId) -> Result<Shown, AppError> {
    let production = db::production::find_production(&site.db, id).await?;
    if !production.is_edited_by(viewer) {
        return Err(AppError::Forbidden);
    }
    let included = usize::try_from(production.included_count).unwrap_or(0);
    let has_work = production.final_work.is_some();
    Ok(Shown {
        missing: Releasable::check(production.status, included, has_work).err(),
        included: db::production::list_included(&site.db, id, 0, SHOWN).await?,
        counts: CreditSheet::open(&site.db, &site.lineage, &production)
            .await?
            .counts,
        production,
    })
}

fn page(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let production = &shown.production;
    let id = production.id;
    let title = text::short_title(&production.title, 80);
    let work = production
        .final_work
        .as_ref()
        .map(|work| view! { <p>"The final work: "{work_link(work, None)}</p> });
    let records: Vec<_> = shown
        .included
        .iter()
        .map(|row| {
            let weight = match row.weight {
                1 => String::new(),
                weight => format!(" · counts {} times", text::number(weight)),
            };
            view! {
                <li>
                    <a href=format!("/records/{}", row.card.id) dir="auto">{text::title(&row.card.title).to_owned()}</a>
                    <span class="line-meta">" by "<bdi>{row.card.author_name.clone()}</bdi>{weight}</span>
                </li>
            }
        })
        .collect();
    let more = production.included_count - shown.included.len() as i64;
    let more = (more > 0)
        .then(|| view! { <p class="hint">{format!("and {} more", text::records(more))}</p> });
    let counts: Vec<_> = Basis::ALL
        .into_iter()
        .zip(shown.counts)
        .map(|(basis, count)| {
            view! { <li>{basis.heading()}": "{count_words(basis, count)}</li> }
        })
        .collect();
    let (act, missing) = match shown.missing {
        None => (Some(release_form(production)), None),
        Some(error) => (None, Some(missing(production, error))),
    };
    view! {
        <Title text=format!("Release “{title}”")/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href=format!("/productions/{id}") dir="auto">{title}</a></p>
                <h1>"Release it?"</h1>
                {facts(production)}
            </div>
            <ErrorSummary state/>
            {missing}
            <section class="panel stack stack-wide" aria-labelledby="frozen-h">
                <h2 id="frozen-h">"This will stay as it is, for good"</h2>
                <div class="prose">
                    {work}
                    <p>{text::records(production.included_count)}" included:"</p>
                    <ol>{records}</ol>
                    {more}
                    <p>"The credits, with the names as they are now:"</p>
                    <ul>{counts}</ul>
                </div>
                <p><a href=format!("/productions/{id}/credits")>"Read all credits once more"</a></p>
                {act}
            </section>
        </div>
    }
}

fn release_form(production: &Production) -> impl IntoView + use<> {
    let id = production.id;
    view! {
        <form class="form-end" method="post" action=format!("/productions/release?id={id}")>
            {hidden("id", &id.to_string())}
            {hidden("version", &production.version.to_string())}
            <button class="btn btn-main" r#type="submit">"Release it for good"</button>
            <a class="btn" href=format!("/productions/{id}/edit")>"Not yet"</a>
            <p class="hint">"Everybody whose record it includes is told. Later withdrawals and renamings change no credit."</p>
        </form>
    }
}

fn missing(production: &Production, error: ProductionError) -> impl IntoView + use<> {
    let id = production.id;
    let words = match (production.status, error) {
        (Status::Planned, ProductionError::NotFromHere { .. }) => {
            "It is planned still. Begin production first.".to_owned()
        }
        (_, error) => AppError::from(error).message(),
    };
    view! {
        <div class="notice notice-warn section-first">
            <p><b>"Not yet. "</b>{words}</p>
            <p><a class="btn btn-main" href=format!("/productions/{id}/edit")>"Back to its page for editing"</a></p>
        </div>
    }
}
