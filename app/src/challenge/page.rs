//! A challenge's page: its terms before any work is done, what to start from, and what was entered.

use super::enter::{enter_section, own_section};
use super::lineage::{Drawn, lineage_view, load_lineage};
use super::parts::{acts, contributions, head, manage, more_acts, starts, terms};
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site, markdown};
use crate::ui::{ErrorPage, FollowForm, ShareTags, text};
use db::Timestamp;
use db::challenge::{ChallengeView, Contribution, ContributionSort};
use db::follow::Following;
use db::record::{Page, RecordCard};
use db::session::Viewer;
use domain::ChallengeId;
use domain::follow::Subject;
use leptos::prelude::*;
use leptos_meta::{Link, Title};

/// Contributions on a page.
const PAGE: u64 = 24;
/// Records of one's own that are offered.
const FITTING: u64 = 12;

/// How the contributions are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    Sorted(ContributionSort),
    Lineage,
}

impl Show {
    /// All of them: the word in addresses, and the words on the page.
    pub(super) const ALL: [(Self, &str, &str); 3] = [
        (Self::Sorted(ContributionSort::Newest), "newest", "Newest"),
        (
            Self::Sorted(ContributionSort::Hearts),
            "hearts",
            "Most hearts",
        ),
        (Self::Lineage, "lineage", "As a lineage"),
    ];

    fn of(word: Option<&str>) -> Self {
        let known = Self::ALL
            .into_iter()
            .find(|(_, known, _)| Some(*known) == word);
        known.map_or(Self::Sorted(ContributionSort::Newest), |(show, ..)| show)
    }
}

/// How the page's forms stand.
struct Forms {
    enter: FormState,
    take_back: FormState,
    close: FormState,
    follow: FormState,
}

/// What the page shows.
pub(super) struct Shown {
    pub(super) challenge: ChallengeView,
    pub(super) viewer: Option<Viewer>,
    pub(super) now: Timestamp,
    pub(super) show: Show,
    pub(super) is_first_page: bool,
    pub(super) entered: Page<Contribution>,
    own: Vec<RecordCard>,
    fitting: Vec<RecordCard>,
    lineage: Option<Drawn>,
    following: Following,
}

/// A challenge.
#[component]
pub fn ChallengePage() -> impl IntoView {
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ChallengeId(id))));
    let viewer = ssr::viewer();
    let show = Show::of(ssr::query("show").as_deref());
    let after = ssr::query("after");
    let forms = Forms {
        enter: ssr::form_state("/challenges/enter"),
        take_back: ssr::form_state("/challenges/take-back"),
        close: ssr::form_state("/challenges/close"),
        follow: ssr::form_state("/follow"),
    };
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, id)) => load(&site, viewer, id, show, after.as_deref()).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(shown, forms).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

/// Reads all of it, in a number of queries that is the same however much was entered.
async fn load(
    site: &Site,
    viewer: Option<Viewer>,
    id: ChallengeId,
    show: Show,
    after: Option<&str>,
) -> Result<Shown, AppError> {
    let db = &site.db;
    let now = Timestamp::now();
    let challenge = db::challenge::find(db, id).await?;
    let member = viewer.as_ref().map(|viewer| viewer.member);
    let following = db::follow::find_following(db, member, Subject::Challenge(id)).await?;
    let mut shown = Shown {
        now,
        show,
        is_first_page: after.is_none(),
        entered: Page {
            rows: Vec::new(),
            next: None,
        },
        own: Vec::new(),
        fitting: Vec::new(),
        lineage: None,
        following,
        challenge,
        viewer,
    };
    match show {
        Show::Sorted(sort) => {
            shown.entered = db::challenge::list_contributions(db, id, sort, after, PAGE).await?;
        }
        Show::Lineage => shown.lineage = load_lineage(site, &shown.challenge).await?,
    }
    if let Some(viewer) = &shown.viewer {
        shown.own = db::challenge::list_own(db, id, viewer.member).await?;
        if shown.challenge.card.standing(now).is_open() {
            let medium = shown.challenge.card.medium;
            shown.fitting =
                db::challenge::list_fitting(db, id, medium, viewer.member, FITTING).await?;
        }
    }
    Ok(shown)
}

fn page(shown: Shown, forms: Forms) -> impl IntoView {
    let challenge = &shown.challenge;
    let card = &challenge.card;
    let open = card.standing(shown.now).is_open();
    let viewer = shown.viewer.as_ref();
    let leads = viewer.is_some_and(|viewer| challenge.is_led_by(viewer));
    let title = text::short_title(&card.title, 120);
    let description = text::short_title(&text::plain_words(&card.excerpt), 200);
    let asked = markdown::to_html(&challenge.asked);
    let feed = format!("/challenges/{}/feed.atom", card.id);
    let entered = match &shown.lineage {
        Some(drawn) => lineage_view(challenge, drawn).into_any(),
        None => contributions(&shown).into_any(),
    };
    let enter =
        (open && viewer.is_some()).then(|| enter_section(card, &shown.fitting, forms.enter));
    let has_aside = leads || enter.is_some();
    view! {
        <Title text=title.clone()/>
        <Link rel="alternate" type_="application/atom+xml" title="Contributions" href=feed/>
        <ShareTags title description/>
        <div class="wrap page" id="challenge">
            <div class=has_aside.then_some("split")>
                <div>
                    {head(challenge, shown.now)}
                    {terms(challenge, shown.now)}
                    <div class="acts record-acts">
                        {open.then(|| acts(card, viewer))}
                        <FollowForm
                            following=shown.following
                            name=card.title.clone()
                            is_member=viewer.is_some()
                            state=forms.follow
                            here=format!("/challenges/{}", card.id)
                        />
                        {more_acts(challenge, viewer)}
                    </div>
                    <div class="record-words prose" dir="auto" inner_html=asked></div>
                    {starts(challenge)}
                    {own_section(card, &shown.own, open, forms.take_back)}
                    {entered}
                </div>
                {has_aside.then(|| view! {
                    <aside class="aside" aria-label="What you can do">
                        {leads.then(|| manage(challenge, shown.now, forms.close))}
                        {enter}
                    </aside>
                })}
            </div>
        </div>
    }
}
