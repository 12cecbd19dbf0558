//! Whom and what one follows.

use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::text::{initial, query_value};
use crate::ui::{Empty, ErrorPage};
use db::follow::Followed;
use db::record::Page;
use domain::follow::Subject;
use leptos::prelude::*;
use leptos_meta::Title;

/// Lines on a page.
const LINES: u64 = 60;

/// Those one follows.
#[component]
pub fn FollowingPage() -> impl IntoView {
    Suspend::new(async {
        match load().await {
            Ok(shown) => following_view(shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

struct Shown {
    followed: Page<Followed>,
    is_first_page: bool,
    state: FormState,
}

async fn load() -> Result<Shown, AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let state = ssr::form_state("/follow");
    let after = ssr::query("after");
    let followed = db::follow::list_following(&db, viewer.member, after.as_deref(), LINES).await?;
    Ok(Shown {
        followed,
        is_first_page: after.is_none(),
        state,
    })
}

fn following_view(shown: Shown) -> impl IntoView {
    let Shown {
        followed,
        is_first_page,
        state,
    } = shown;
    let older = followed
        .next
        .as_deref()
        .map(|after| format!("/me/following?after={}", query_value(after)));
    let is_empty = followed.rows.is_empty() && is_first_page;
    let groups: Vec<_> = [
        ("member", "Members"),
        ("project", "Projects"),
        ("challenge", "Challenges"),
    ]
    .into_iter()
    .filter_map(|(kind, heading)| group(&followed.rows, kind, heading))
    .collect();
    view! {
        <Title text="Those you follow"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <h1>"Those you follow"</h1>
                <p class="lead">
                    "You are told what they do. "
                    <a href="/me/notifications/settings">"Choose what you are told"</a>
                </p>
            </div>
            <ErrorSummary state/>
            {is_empty.then(nobody)}
            {groups}
            {(older.is_some() || !is_first_page).then(|| view! {
                <nav class="pager" aria-label="Pages">
                    {(!is_first_page).then(|| view! { <a class="btn" rel="prev" href="/me/following">"First"</a> })}
                    {older.map(|href| view! { <a class="btn" rel="next" href=href>"More"</a> })}
                </nav>
            })}
        </div>
    }
}

fn nobody() -> impl IntoView {
    view! {
        <Empty vine=3>
            <p><b>"You follow nobody yet."</b>" Open the page of a member whose works you like, and press Follow."</p>
            <a class="btn" href="/records">"See the records"</a>
        </Empty>
    }
}

fn group(
    rows: &[Followed],
    kind: &'static str,
    heading: &'static str,
) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = rows
        .iter()
        .filter(|row| row.subject.kind() == kind)
        .map(line)
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="section" id=kind>
                <div class="section-head"><h2>{heading}</h2></div>
                <ul class="sessions">{lines}</ul>
            </section>
        }
    })
}

fn line(followed: &Followed) -> impl IntoView + use<> {
    let Followed {
        subject,
        name,
        handle,
    } = followed;
    let href = match (subject, handle) {
        (Subject::Member(_), Some(handle)) => format!("/members/{handle}"),
        (Subject::Member(_), None) => "/".to_owned(),
        (Subject::Project(id), _) => format!("/projects/{id}"),
        (Subject::Challenge(id), _) => format!("/challenges/{id}"),
    };
    let face = handle
        .as_ref()
        .map(|_| view! { <span class="avatar" aria-hidden="true">{initial(name)}</span> });
    view! {
        <li>
            {face}
            <div>
                <a href=href dir="auto">{name.clone()}</a>
                {handle.as_ref().map(|handle| view! { <small>"@"{handle.to_string()}</small> })}
            </div>
            <form method="post" action="/follow">
                {hidden("kind", subject.kind())}
                {hidden("id", &subject.id().to_string())}
                {hidden("on", "false")}
                <button class="btn btn-small" r#type="submit" aria-label=format!("Unfollow {name}")>"Unfollow"</button>
            </form>
        </li>
    }
}
