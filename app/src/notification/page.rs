//! What one was told.

use super::words::words;
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::form::hidden;
use crate::ui::text::query_value;
use crate::ui::{Empty, ErrorPage, time};
use db::Timestamp;
use db::notification::Notification;
use db::record::Page;
use domain::NotificationId;
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
    only_unread: bool,
    is_first_page: bool,
}

async fn load() -> Result<Shown, AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let only_unread = ssr::query("show").as_deref() == Some("unread");
    let after = ssr::query("after");
    // Asked first: what is told in between stays unread by "mark all".
    let latest = db::notification::find_latest(&db).await?;
    let told = db::notification::list_notifications(
        &db,
        viewer.member,
        only_unread,
        after.as_deref(),
        LINES,
    )
    .await?;
    Ok(Shown {
        told,
        latest,
        only_unread,
        is_first_page: after.is_none(),
    })
}

/// The address of a part of the list.
fn address(only_unread: bool, after: Option<&str>) -> String {
    let show = only_unread.then(|| "show=unread".to_owned());
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
        only_unread,
        is_first_page,
    } = shown;
    let older = told
        .next
        .as_deref()
        .map(|after| address(only_unread, Some(after)));
    let newest = (!is_first_page).then(|| address(only_unread, None));
    let has_unread = told.rows.iter().any(|line| !line.is_read);
    let is_empty = told.rows.is_empty() && is_first_page;
    let now = Timestamp::now();
    let lines: Vec<_> = told.rows.iter().map(|line| told_line(line, now)).collect();
    // Only the newest page grows while it is looked at.
    let is_alive = is_first_page.then_some("");
    view! {
        <Title text="Notifications"/>
        <div class="wrap wrap-form page">
            <div class="page-head bar">
                <h1>"Notifications"</h1>
                <a class="btn btn-quiet end" href="/me/notifications/settings">"What you are told"</a>
            </div>
            <div class="bar told-bar">
                <nav aria-label="Which"><ul class="tags">
                    {choice("All", false, only_unread)}
                    {choice("Unread", true, only_unread)}
                </ul></nav>
                <form method="post" action="/me/notifications/read" class="end" data-told-all hidden=!has_unread>
                    {hidden("up_to", &latest.to_string())}
                    <button class="btn btn-small" r#type="submit">"Mark all as read"</button>
                </form>
            </div>
            <ul class="told-list" data-told=is_alive>
                {is_first_page.then(prototype)}
                {lines}
            </ul>
            <div data-told-none hidden=!is_empty>{nothing(only_unread)}</div>
            {(older.is_some() || newest.is_some()).then(|| view! {
                <nav class="pager" aria-label="Pages">
                    {newest.map(|href| view! { <a class="btn" rel="prev" href=href>"Newest"</a> })}
                    {older.map(|href| view! { <a class="btn" rel="next" href=href>"Older"</a> })}
                </nav>
            })}
        </div>
    }
}

fn choice(name: &'static str, unread: bool, only_unread: bool) -> impl IntoView {
    let current = (unread == only_unread).then_some("page");
    view! { <li><a class="tag" href=address(unread, None) aria-current=current>{name}</a></li> }
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

fn nothing(only_unread: bool) -> impl IntoView {
    let words = match only_unread {
        true => {
            view! { <p><b>"You have read everything."</b>" What comes next shows up here."</p> }
        }
        false => {
            view! { <p><b>"Nothing yet."</b>" You are told here when somebody remixes or hearts what you put up, and what those do whom you follow."</p> }
        }
    };
    view! {
        <Empty vine=5>
            {words}
            <a class="btn" href="/records">"Find somebody to follow"</a>
        </Empty>
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn parts_of_the_list_have_addresses() {
        assert_eq!(address(false, None), "/me/notifications");
        assert_eq!(
            address(true, Some("12")),
            "/me/notifications?show=unread&after=12"
        );
    }
}
