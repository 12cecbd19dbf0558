//! The home page of a member: what they began, what others made of theirs, what is new.

use crate::AppError;
use crate::ssr::Site;
use crate::ui::text::records;
use crate::ui::{Empty, Icon, RecordGrid, RecordLine};
use db::follow::Recommended;
use db::record::{RecordCard, RecordFilter, Sort};
use db::session::Viewer;
use leptos::prelude::*;

/// Records in each row of cards.
const CARDS: u64 = 8;
/// Recommendations shown.
const RECOMMENDED: u64 = 4;
/// Drafts shown here; the rest are on the account's page.
const DRAFTS: usize = 4;

/// What a member's home page shows.
#[derive(Debug)]
pub struct Shown {
    drafts: Vec<RecordCard>,
    draft_count: usize,
    remixes: Vec<RecordCard>,
    followed: Vec<RecordCard>,
    recommended: Vec<Recommended>,
    newest: Vec<RecordCard>,
}

/// Reads it.
///
/// # Errors
/// Whatever the database says.
pub async fn load_member_home(site: &Site, viewer: &Viewer) -> Result<Shown, AppError> {
    let db = &site.db;
    let all = RecordFilter::default();
    let from_own = RecordFilter {
        remix_of_author: Some(viewer.handle.to_string()),
        ..RecordFilter::default()
    };
    let (mut drafts, remixes, followed, recommended, newest) = tokio::try_join!(
        db::member::list_drafts(db, viewer.member),
        db::record::list_records(db, &from_own, Sort::Newest, None, CARDS),
        db::follow::list_followed_records(db, viewer.member, CARDS),
        db::follow::list_followed_recommendations(db, viewer.member, RECOMMENDED),
        db::record::list_records(db, &all, Sort::Newest, None, CARDS),
    )?;
    let draft_count = drafts.len();
    drafts.truncate(DRAFTS);
    Ok(Shown {
        drafts,
        draft_count,
        remixes: remixes.rows,
        followed,
        recommended,
        newest: newest.rows,
    })
}

/// The home page of a member.
#[component]
pub fn MemberHome(
    /// The member.
    viewer: Viewer,
    /// What it shows.
    home: Shown,
) -> impl IntoView {
    let has_more = home.draft_count > home.drafts.len();
    let is_new = home.drafts.is_empty() && home.remixes.is_empty();
    let drafts = (!home.drafts.is_empty()).then(|| {
        let count = i64::try_from(home.draft_count).unwrap_or(i64::MAX);
        let all = if has_more { "See all" } else { "Your account" };
        view! {
            <section class="section">
                <div class="section-head">
                    <h2>"Your drafts"</h2>
                    <small>{records(count)}", seen by you alone"</small>
                    <a class="more" href="/me#drafts">{all}</a>
                </div>
                <RecordGrid cards=home.drafts small=true/>
            </section>
        }
    });
    let remixes = (!home.remixes.is_empty()).then(|| {
        view! {
            <section class="section">
                <div class="section-head">
                    <h2>"Made from yours"</h2>
                    <small>"what others did with your records, newest first"</small>
                    <a class="more" href=format!("/members/{}#remixers", viewer.handle)>"Who remixed you"</a>
                </div>
                <RecordGrid cards=home.remixes/>
            </section>
        }
    });
    view! {
        <div class="wrap page">
            <div class="hello">
                <h1>"Good to see you, "<bdi>{viewer.name}</bdi>"."</h1>
                <a class="btn" href="/records?max_remixes=0"><Icon name="remix"/>"Find something to remix"</a>
            </div>
            {is_new.then(first_invitation)}
            {drafts}
            {remixes}
            {from_followed(home.followed, &home.recommended)}
            <section class="section">
                <div class="section-head">
                    <h2>"Just put up"</h2>
                    <a class="more" href="/records">"See all"</a>
                </div>
                {newest(home.newest)}
            </section>
        </div>
    }
}

/// What those put up and recommend whom the member follows.
fn from_followed(
    cards: Vec<RecordCard>,
    recommended: &[Recommended],
) -> Option<impl IntoView + use<>> {
    if cards.is_empty() && recommended.is_empty() {
        return None;
    }
    let grid = (!cards.is_empty()).then(|| view! { <RecordGrid cards/> });
    let lines: Vec<_> = recommended.iter().map(recommended_line).collect();
    let lines = (!lines.is_empty()).then(|| {
        view! {
            <h3 class="from-followed">"They recommend"</h3>
            <ul class="line-list">{lines}</ul>
        }
    });
    Some(view! {
        <section class="section">
            <div class="section-head">
                <h2>"From those you follow"</h2>
                <a class="more" href="/me/following">"Those you follow"</a>
            </div>
            {grid}
            {lines}
        </section>
    })
}

fn recommended_line(recommended: &Recommended) -> impl IntoView + use<> {
    let href = format!("/members/{}", recommended.handle);
    let name = recommended.name.clone();
    view! {
        <RecordLine card=&recommended.card used=recommended.line.clone()>
            <small>"says "<a href=href dir="auto">{name}</a></small>
        </RecordLine>
    }
}

fn first_invitation() -> impl IntoView {
    view! {
        <section class="section invite">
            <div>
                <h2>"Begin anywhere"</h2>
                <p>
                    "Put up something of yours, or open a record you like and remix it. "
                    "What others make from yours will show up here."
                </p>
            </div>
            <a class="btn btn-main btn-big" href="/records/new">"Put up your first"</a>
        </section>
    }
}

fn newest(cards: Vec<RecordCard>) -> impl IntoView {
    if cards.is_empty() {
        return view! {
            <Empty vine=2>
                <p><b>"Nothing has been put up yet."</b>" The first record is the root of what grows from it."</p>
                <a class="btn" href="/records/new">"Put up the first"</a>
            </Empty>
        }
        .into_any();
    }
    view! { <RecordGrid cards/> }.into_any()
}
