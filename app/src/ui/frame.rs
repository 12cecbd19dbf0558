//! What stands around every page: header, notices, footer, and the page for what is not there.

use crate::AppError;
use crate::ssr;
use crate::ui::bell;
use crate::ui::error_page::ErrorPage;
use crate::ui::mark::{Icon, use_symbol};
use crate::ui::text::{initial, query_value};
use db::session::Viewer;
use domain::Role;
use leptos::prelude::*;

/// The parts of the site that the header leads to: address and name.
const SECTIONS: [(&str, &str); 4] = [
    ("/records", "Records"),
    ("/projects", "Projects"),
    ("/productions", "Productions"),
    ("/map", "Map"),
];

/// The top of every page.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let viewer = ssr::viewer();
    let path = ssr::path();
    view! {
        <header class="site-header">
            <div class="wrap">
                <a class="brand" href="/">
                    <svg aria-hidden="true" inner_html=use_symbol("brand")></svg>
                    "Understory"
                </a>
                <nav class="site-nav" aria-label="Main"><ul>{sections(&path)}</ul></nav>
                <SearchForm/>
                <a class="btn btn-main" href="/records/new" aria-label="Put up a record">
                    <Icon name="plus"/>
                    <span class="label-wide">"Put up a record"</span>
                </a>
                {viewer.as_ref().map(bell)}
                {match &viewer {
                    Some(viewer) => member_menu(viewer).into_any(),
                    None => view! { <a class="btn btn-quiet only-wide" href=sign_in_here()>"Sign in"</a> }.into_any(),
                }}
                {phone_menu(viewer.as_ref(), &path)}
            </div>
        </header>
    }
}

/// The link to sign in and come back to this page.
fn sign_in_here() -> String {
    match ssr::path_and_query().as_str() {
        here if here == "/" || here.starts_with("/sign-") => "/sign-in".to_owned(),
        here => format!("/sign-in?next={}", query_value(here)),
    }
}

/// How a link to `address` is told from the others on the page at `path`.
fn current(path: &str, address: &str) -> Option<&'static str> {
    // Challenges have no section of their own: they are listed among the projects.
    if address == "/projects" && path.starts_with("/challenges") {
        return Some("true");
    }
    match path.strip_prefix(address) {
        Some("") => Some("page"),
        Some(rest) if rest.starts_with('/') => Some("true"),
        _ => None,
    }
}

fn sections(path: &str) -> Vec<impl IntoView + use<>> {
    SECTIONS
        .into_iter()
        .map(|(address, name)| {
            view! { <li><a href=address aria-current=current(path, address)>{name}</a></li> }
        })
        .collect()
}

#[component]
fn SearchForm() -> impl IntoView {
    view! {
        <form class="search" role="search" action="/records" method="get">
            <Icon name="search"/>
            <input
                r#type="search"
                name="q"
                placeholder="Search records and members"
                aria-label="Search records and members"
                maxlength="200"
            />
        </form>
    }
}

/// The bell of a member; without its count where that cannot be read.
fn bell(viewer: &Viewer) -> impl IntoView + use<> {
    let (site, member) = (ssr::site(), viewer.member);
    Suspend::new(async move {
        let found = db::notification::find_bell(&site.ok()?.db, member).await;
        let found = found.map_err(AppError::from).unwrap_or_default();
        Some(bell::bell(found.unread, found.latest))
    })
}

fn member_menu(viewer: &Viewer) -> impl IntoView + use<> {
    view! {
        <details class="menu menu-member" name="menu">
            <summary aria-label=format!("Your menu, {}", viewer.name)>
                <span class="avatar" aria-hidden="true">{initial(&viewer.name)}</span>
            </summary>
            <div class="menu-panel">
                {who(viewer)}
                {member_links(viewer)}
            </div>
        </details>
    }
}

fn phone_menu(viewer: Option<&Viewer>, path: &str) -> impl IntoView + use<> {
    let links: Vec<_> = SECTIONS
        .into_iter()
        .map(|(address, name)| {
            view! { <a href=address aria-current=current(path, address)>{name}</a> }
        })
        .collect();
    view! {
        <details class="menu menu-site" name="menu">
            <summary aria-label="Menu"><Icon name="menu"/></summary>
            <div class="menu-panel">
                <SearchForm/>
                <nav aria-label="Main, small screens">{links}</nav>
                <hr/>
                {match viewer {
                    Some(viewer) => view! { {who(viewer)} {member_links(viewer)} }.into_any(),
                    None => view! {
                        <a href=sign_in_here()>"Sign in"</a>
                        <a href="/sign-up">"Join"</a>
                    }
                    .into_any(),
                }}
            </div>
        </details>
    }
}

fn who(viewer: &Viewer) -> impl IntoView + use<> {
    view! { <p class="menu-who"><b dir="auto">{viewer.name.clone()}</b>"@"{viewer.handle.to_string()}</p> }
}

fn member_links(viewer: &Viewer) -> impl IntoView + use<> {
    view! {
        <a href=format!("/members/{}", viewer.handle)>"Your page"</a>
        {(viewer.role >= Role::Curator).then(|| view! { <a href="/curate">"Curate"</a> })}
        <a href=format!("/members/{}/collections", viewer.handle)>"Collections"</a>
        <a href="/me">"Account"</a>
        <a href="/me/notifications">"Notifications"</a>
        <a href="/me/following">"Following"</a>
        <a href="/me#drafts">"Drafts"</a>
        <a href="/claims">"Claims"</a>
        <hr/>
        <form method="post" action="/sign-out"><button r#type="submit">"Sign out"</button></form>
    }
}

/// Says what was just done, by the code that the action left in the address (`?done=saved`).
#[component]
pub fn Notices() -> impl IntoView {
    let done = ssr::query("done").filter(|_| !ssr::is_form_return());
    let words = done.and_then(|code| words_for(&code));
    words.map(|words| {
        view! {
            <div class="wrap notices">
                <div class="notice" role="status"><p>{words}</p></div>
            </div>
        }
    })
}

/// The fixed words for a code. Nothing of an address is ever shown, so that nobody can put words in our mouth.
fn words_for(code: &str) -> Option<&'static str> {
    Some(match code {
        "joined" => {
            "Welcome! Your account is ready. Put up something of yours, or find a record to remix."
        }
        "signed-out" => "You are signed out.",
        "profile" => "Your profile is saved.",
        "password" => "Your password is changed, and every other session has ended.",
        "session-ended" => "That session has ended.",
        "draft" => "Saved as a draft. Only you can see it.",
        "saved" => "Saved.",
        "published" => "Published. Everybody can see it and remix it now.",
        "discarded" => "The draft is gone.",
        "withdrawn" => "Withdrawn. Its title, credit and links stay, so that no lineage is broken.",
        "asked" => "A mail is on its way there. Open the link in it to say yes.",
        "address" => "The address is confirmed. Switch on below what you want to get there.",
        "no-mail" => "Your address is forgotten, and no mail goes out.",
        "read" => "Everything is marked as read.",
        "contributed" => {
            "Published, and entered for the challenge. You can take it back until the challenge closes."
        }
        "late" => {
            "The challenge closed a moment ago. Your work is kept as a draft; you can publish it without the challenge."
        }
        "entered" => "Entered. You can take it back until the challenge closes.",
        "taken-back" => "Taken back. The record itself stays published.",
        "started" => "Your project is started. Add steps, make others leaders, issue a challenge.",
        "issued" => "Your challenge is issued. Everybody can contribute now.",
        "closed" => "Closed. What was there can still be read.",
        "reopened" => "Open again.",
        "rated" => "Your rating counts.",
        "rating-gone" => "Your rating is taken back.",
        "recommended" => "Recommended, with your heart. Those who follow you are told.",
        "unrecommended" => "Taken back. Your heart stays.",
        "flagged" => "Thank you. A curator will look at it and answer you.",
        "collection" => "Your collection is made.",
        "collection-gone" => "The collection is gone. Its records stay where they are.",
        "added" => "Added to the collection.",
        "taken-out" => "Taken out of the collection.",
        "desk" => "Done.",
        "desk-end" => "Done. That was the last of this queue.",
        "settled" => "Settled. Who set the flag is told your answer.",
        "shortlist" => "The shortlist is started.",
        "shortlisted" => "They are on the shortlist.",
        "voted" => "Your vote counts.",
        "taken-off" => "Taken off. The trail keeps it.",
        "updated" => "Your update is published.",
        "update-gone" => "The update is taken back.",
        "planned" => "The production is planned. Add records, roles and the final work.",
        "included" => "They are included.",
        "released" => "Released. What it includes and its credits stay as they are now.",
        "credited" => "Your name is confirmed. You can change it until the release.",
        "claimed" => {
            "Your claim is made. The author and curators see it, and you are told what they say."
        }
        "claim-accepted" => {
            "Accepted. The source stands among those of the record, and its author is credited."
        }
        "claim-declined" => "Declined. Whoever made the claim is told, with your reason.",
        "claim-back" => "The claim is taken back.",
        "uploaded" => "Everything is up. Describe each draft, then publish it.",
        _ => return None,
    })
}

/// The foot of every page.
#[component]
pub fn SiteFooter() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <span>"Understory: works made from works."</span>
                <a href="/records">"Records"</a>
                <a href="/projects">"Projects"</a>
                <a href="/challenges">"Challenges"</a>
                <a href="/map">"Map"</a>
                <a class="end" href="/api/v1/openapi.json">"API"</a>
            </div>
        </footer>
    }
}

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <ErrorPage error=AppError::NotFound/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_one_is_in_is_marked() {
        assert_eq!(current("/records", "/records"), Some("page"));
        assert_eq!(current("/records/12", "/records"), Some("true"));
        assert_eq!(current("/recordsx", "/records"), None);
        assert_eq!(current("/", "/records"), None);
    }

    #[test]
    fn only_known_notices_are_shown() {
        assert!(words_for("password").is_some());
        assert_eq!(words_for("<b>You won</b>"), None);
    }
}
