//! A project's page: what it is about, how far it is, its challenges, and what members think of it.

use super::parts::{challenges, head, leaders, steps};
use super::rating::rating_section;
use super::updates::{self, updates};
use crate::AppError;
use crate::form::FormState;
use crate::production::parts::productions_section;
use crate::ssr::{self, Site, markdown};
use crate::ui::{ErrorPage, FollowForm, ShareTags, text};
use db::challenge::{ChallengeCard, ChallengeFilter};
use db::follow::Following;
use db::production::ProductionLine;
use db::project::{ProjectView, UpdateView};
use db::record::Page;
use db::session::Viewer;
use domain::ProjectId;
use domain::follow::Subject;
use domain::project::Stars;
use leptos::prelude::*;
use leptos_meta::Title;

/// Updates on a page.
const UPDATES: u64 = 10;
/// Challenges on a page.
const CHALLENGES: u64 = 12;

/// Productions named at its side.
const PRODUCTIONS: u64 = 12;

/// How the page's forms stand.
struct Forms {
    rate: FormState,
    updates: updates::Forms,
    follow: FormState,
}

/// What the page shows.
pub(super) struct Shown {
    pub(super) project: ProjectView,
    pub(super) leads: bool,
    pub(super) viewer: Option<Viewer>,
    own: Option<Stars>,
    following: Following,
    pub(super) challenges: Page<ChallengeCard>,
    pub(super) updates: Page<UpdateView>,
    /// Where the shown updates begin, if not at the newest.
    pub(super) updates_after: Option<String>,
    /// The productions that came of it.
    productions: Vec<ProductionLine>,
    /// Whether each list begins at its beginning.
    pub(super) is_first: (bool, bool),
}

/// A project.
#[component]
pub fn ProjectPage() -> impl IntoView {
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ProjectId(id))));
    let viewer = ssr::viewer();
    let after = (ssr::query("challenges"), ssr::query("updates"));
    let forms = Forms {
        rate: ssr::form_state("/projects/rate"),
        updates: updates::Forms::of_page(),
        follow: ssr::form_state("/follow"),
    };
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, id)) => load(&site, viewer, id, &after).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(shown, forms).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    viewer: Option<Viewer>,
    id: ProjectId,
    after: &(Option<String>, Option<String>),
) -> Result<Shown, AppError> {
    let db = &site.db;
    let project = db::project::find(db, id).await?;
    let filter = ChallengeFilter {
        project: Some(id),
        open: false,
    };
    let member = viewer.as_ref().map(|viewer| viewer.member);
    let (challenges, updates, following, productions) = tokio::try_join!(
        db::challenge::list(db, filter, after.0.as_deref(), CHALLENGES),
        db::project::list_updates(db, id, after.1.as_deref(), UPDATES),
        db::follow::find_following(db, member, Subject::Project(id)),
        db::production::productions_of(db, id, PRODUCTIONS),
    )?;
    let own = match &viewer {
        Some(viewer) => db::project::find_rating(db, viewer.member, id).await?,
        None => None,
    };
    Ok(Shown {
        leads: viewer
            .as_ref()
            .is_some_and(|viewer| project.is_led_by(viewer)),
        is_first: (after.0.is_none(), after.1.is_none()),
        updates_after: after.1.clone(),
        project,
        viewer,
        own,
        following,
        challenges,
        updates,
        productions,
    })
}

fn page(shown: Shown, forms: Forms) -> impl IntoView {
    let project = &shown.project;
    let card = &project.card;
    let title = text::short_title(&card.title, 120);
    let description = match card.excerpt.trim() {
        "" => format!(
            "A project led by {}.",
            card.leaders.first().map_or("a member", |p| &p.name)
        ),
        excerpt => text::short_title(&text::plain_words(excerpt), 200),
    };
    let follow = view! {
        <FollowForm
            following=shown.following
            name=card.title.clone()
            is_member=shown.viewer.is_some()
            state=forms.follow
            here=format!("/projects/{}", card.id)
        />
    };
    let follow = follow.into_any();
    let body = markdown::to_html(&project.body);
    let body = (!body.is_empty())
        .then(|| view! { <div class="record-words prose" dir="auto" inner_html=body></div> });
    view! {
        <Title text=title.clone()/>
        <ShareTags title description/>
        <div class="wrap page">
            <div class="split">
                <div>
                    {head(&shown, follow)}
                    {body}
                    {steps(project, shown.leads)}
                    {challenges(&shown)}
                    // The form is not there for whoever was signed out meanwhile.
                    {(!shown.leads).then(crate::ui::kept)}
                    {updates(&shown, &forms.updates)}
                </div>
                <aside class="aside" aria-label="About this project">
                    {rating_section(card, shown.viewer.as_ref(), shown.own, forms.rate)}
                    {leaders(project)}
                    {productions_section("Productions", &shown.productions)}
                </aside>
            </div>
        </div>
    }
}
