//! What one was told.

use super::words::words;
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::form::hidden;
use crate::ui::text::query_value;
use crate::ui::{Empty, ErrorPage, time};
use db::Timestamp;
use db::notification::{Notification, Which};
use db::record::Page;
use domain::NotificationId;
use domain::notification::Topic;
use leptos::prelude::*;
use leptos_meta::Title;

/// Lines on a page.
const LINES: usize = 30;
const HERE: &str = "/me/notifications";

/// Your notifications.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    Suspend::new(async {
        match load().await {
            Ok(shown) => notifications_view(shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

struct Shown {
    told: Page<Notification>,
    latest: NotificationId,
    which: Which,
    is_first_page: bool,
}

async fn load() -> Result<Shown, AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let which = which(ssr::query("show").as_deref().unwrap_or_default());
    let after = ssr::query("after");
    // Asked first: what is told in between stays unread by "mark all".
    let latest = db::notification::find_latest(&db).await?;
    let told =
        db::notification::list_notifications(&db, viewer.member, which, after.as_deref(), LINES)
            .await?;
    Ok(Shown {
        told,
        latest,
        which,
        is_first_page: after.is_none(),
    })
}

/// What an address asks for; all where it is not understood.
fn which(show: &str) -> Which {
    let topic = Topic::ALL.into_iter().find(|topic| topic.as_str() == show);
    match (show, topic) {
        ("unread", _) => Which::Unread,
        (_, Some(topic)) => Which::About(topic),
        (_, None) => Which::All,
    }
}

/// The address of a part of the list.
fn address(which: Which, after: Option<&str>) -> String {
    let word = match which {
        Which::All => None,
        Which::Unread => Some("unread"),
        Which::About(topic) => Some(topic.as_str()),
    };
    let show = word.map(|word| format!("show={word}"));
    let after = after.map(|after| format!("after={}", query_value(after)));
    let query: Vec<String> = show.into_iter().chain(after).collect();
    match query.is_empty() {
        true => HERE.to_owned(),
        false => format!("{HERE}?{}", query.join("&")),
    }
}

fn notifications_view(shown: Shown) -> impl IntoView {
    let Shown {
        told,
        latest,
        which,
        is_first_page,
    } = shown;
    let older = told
        .next
        .as_deref()
        .map(|after| address(which, Some(after)));
    let newest = (!is_first_page).then(|| address(which, None));
    let topic = match which {
        Which::About(topic) => Some(topic),
        Which::All | Which::Unread => None,
    };
    // It marks all that there is, so it stands only where all of it can be seen.
    let has_unread = topic.is_none() && told.rows.iter().any(|line| !line.is_read);
    let is_empty = told.rows.is_empty() && is_first_page;
    let now = Timestamp::now();
    let lines: Vec<_> = told.rows.iter().map(|line| told_line(line, now)).collect();
    // Only the newest page of everything grows while it is looked at.
    let grows = is_first_page && topic.is_none();
    let is_alive = grows.then_some("");
    let topics: Vec<_> = Topic::ALL
        .into_iter()
        .map(|topic| choice(topic_name(topic), Which::About(topic), which))
        .collect();
    view! {
        <Title text="Notifications"/>
        <div class="wrap wrap-form page">
            <div class="page-head bar">
                <h1>"Notifications"</h1>
                <a class="btn btn-quiet end" href="/me/notifications/settings">"What you are told"</a>
            </div>
            <div class="bar told-bar">
                <nav aria-label="Which"><ul class="tags">
                    {choice("All", Which::All, which)}
                    {choice("Unread", Which::Unread, which)}
                </ul></nav>
                <form method="post" action="/me/notifications/read" class="end" data-told-all hidden=!has_unread>
                    {hidden("up_to", &latest.to_string())}
                    <button class="btn btn-small" r#type="submit">"Mark all as read"</button>
                </form>
            </div>
            <details class="fold told-topics" open=topic.is_some()>
                <summary>"Only about …"</summary>
                <nav class="fold-body" aria-label="About what"><ul class="tags">{topics}</ul></nav>
            </details>
            <ul class="told-list" data-told=is_alive>
                {grows.then(prototype)}
                {lines}
            </ul>
            <div data-told-none hidden=!is_empty>{nothing(which)}</div>
            {(older.is_some() || newest.is_some()).then(|| view! {
                <nav class="pager" aria-label="Pages">
                    {newest.map(|href| view! { <a class="btn" rel="prev" href=href>"Newest"</a> })}
                    {older.map(|href| view! { <a class="btn" rel="next" href=href>"Older"</a> })}
                </nav>
            })}
        </div>
    }
}

fn topic_name(topic: Topic) -> &'static str {
    match topic {
        Topic::Records => "New records",
        Topic::Remixes => "Remixes",
        Topic::Hearts => "Hearts",
        Topic::Recommendations => "Recommendations",
        Topic::Challenges => "Challenges",
        Topic::Projects => "Projects",
        Topic::Productions => "Productions",
        Topic::Claims => "Claims and flags",
    }
}

fn choice(name: &'static str, part: Which, which: Which) -> impl IntoView {
    let current = (part == which).then_some("page");
    view! { <li><a class="tag" href=address(part, None) aria-current=current>{name}</a></li> }
}

/// One line. It is opened by a form, because opening it marks it as read and a link must not change anything.
fn told_line(told: &Notification, now: Timestamp) -> impl IntoView + use<> {
    let words = words(told);
    let class = if told.is_read { "told" } else { "told is-new" };
    let unread = (!told.is_read).then(|| view! { <span class="sr">"Unread: "</span> });
    view! {
        <li class=class>
            <form method="post" action="/me/notifications/open">
                {hidden("id", &told.id.to_string())}
                <button r#type="submit">{unread}{words.isolated()}</button>
            </form>
            {(!words.line.is_empty()).then(|| view! { <q dir="auto">{words.line}</q> })}
            <small title=time::to_the_minute(told.at)>{time::recently(told.at, now)}</small>
        </li>
    }
}

/// What the page's script copies for what is told while the page is open.
fn prototype() -> impl IntoView {
    view! {
        <li class="told is-new" hidden>
            <form method="post" action="/me/notifications/open">
                <input r#type="hidden" name="id"/>
                <button r#type="submit"></button>
            </form>
            <small>"just now"</small>
        </li>
    }
}

fn nothing(which: Which) -> impl IntoView {
    let words = match which {
        Which::About(topic) => {
            return view! {
                <Empty vine=5>
                    <p><b>{format!("Nothing about {} yet.", topic_name(topic).to_lowercase())}</b></p>
                    <a class="btn" href=HERE>"See all"</a>
                </Empty>
            }
            .into_any();
        }
        Which::Unread => {
            view! { <p><b>"You have read everything."</b>" What comes next shows up here."</p> }
        }
        Which::All => {
            view! { <p><b>"Nothing yet."</b>" You are told here when somebody remixes or hearts what you put up, and what those do whom you follow."</p> }
        }
    };
    view! {
        <Empty vine=5>
            {words}
            <a class="btn" href="/records">"Find somebody to follow"</a>
        </Empty>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_list_have_addresses() {
        assert_eq!(address(Which::All, None), "/me/notifications");
        assert_eq!(
            address(Which::Unread, Some("12")),
            "/me/notifications?show=unread&after=12"
        );
        let hearts = Which::About(Topic::Hearts);
        assert_eq!(address(hearts, None), "/me/notifications?show=hearts");
        for part in [Which::All, Which::Unread, hearts] {
            let address = address(part, None);
            let (_, show) = address.split_once('=').unwrap_or_default();
            assert_eq!(which(show), part);
        }
        assert_eq!(which("nonsense"), Which::All);
    }
}
