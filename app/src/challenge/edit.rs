//! The pages on which challenges are issued and changed.

use super::fields::{AtFirst, Form, challenge_form};
use crate::AppError;
use crate::form::FormState;
use crate::record::sources::{Chooser, Choosing};
use crate::record::steps::Chosen;
use crate::ssr::{self, Site};
use crate::ui::ErrorPage;
use crate::ui::form::version;
use crate::ui::text;
use db::session::Viewer;
use domain::ChallengeId;
use domain::remix::NamedSource;
use leptos::prelude::*;
use leptos_meta::Title;

/// Issue a challenge.
#[component]
pub fn NewChallengePage() -> impl IntoView {
    let asked = ssr::site().and_then(|site| Ok((site, ssr::signed_in()?)));
    let state = ssr::form_state("/challenges/new");
    let project = ssr::query("project").unwrap_or_default();
    Suspend::new(async move {
        let page = match asked {
            Ok((site, viewer)) => new_page(&site, &viewer, state, project).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

/// Edit a challenge.
#[component]
pub fn EditChallengePage() -> impl IntoView {
    let asked = ssr::signed_in().and_then(|viewer| {
        let id = ssr::asked_id().ok_or(AppError::NotFound)?;
        Ok((ssr::site()?, viewer, ChallengeId(id)))
    });
    let state = ssr::form_state("/challenges/edit");
    Suspend::new(async move {
        let page = match asked {
            Ok((site, viewer, id)) => edit_page(&site, &viewer, state, id).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

fn named(source: domain::RecordId) -> NamedSource {
    NamedSource {
        source,
        used: String::new(),
    }
}

async fn new_page(
    site: &Site,
    viewer: &Viewer,
    state: FormState,
    project: String,
) -> Result<AnyView, AppError> {
    let chosen = Chosen::of(&state, None, Vec::new());
    let form = Form {
        action: match project.as_str() {
            "" => "/challenges/new".to_owned(),
            id => format!("/challenges/new?project={}", text::query_value(id)),
        },
        projects: db::project::list_leading(&site.db, viewer.member).await?,
        project,
        edited: None,
        at_first: AtFirst::default(),
        chooser: Chooser::load(Choosing::Start, site, None, &chosen).await?,
        is_entered: false,
        state,
    };
    Ok(view! {
        <Title text="Issue a challenge"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <h1>"Issue a challenge"</h1>
                <p class="lead">"An open call: say what you are looking for, what to start from, and what there is for it."</p>
            </div>
            <div class="panel">{challenge_form(form)}</div>
        </div>
    }
    .into_any())
}

async fn edit_page(
    site: &Site,
    viewer: &Viewer,
    state: FormState,
    id: ChallengeId,
) -> Result<AnyView, AppError> {
    let view = db::challenge::find(&site.db, id).await?;
    if !view.is_led_by(viewer) {
        return Err(AppError::Forbidden);
    }
    let first = view.sources.iter().map(|card| named(card.id)).collect();
    let chosen = Chosen::of(&state, None, first);
    let version = version(&state, view.version);
    let title = text::short_title(&view.card.title, 80);
    let form = Form {
        action: format!("/challenges/edit?id={id}"),
        edited: Some((id.to_string(), version)),
        projects: Vec::new(),
        project: String::new(),
        at_first: AtFirst::of(&view),
        chooser: Chooser::load(Choosing::Start, site, None, &chosen).await?,
        is_entered: view.card.contribution_count > 0,
        state,
    };
    Ok(view! {
        <Title text="Edit a challenge"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href=format!("/challenges/{id}") dir="auto">{title}</a></p>
                <h1>"Edit a challenge"</h1>
            </div>
            <div class="panel">{challenge_form(form)}</div>
        </div>
    }
    .into_any())
}
