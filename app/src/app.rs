//! The route table, the only list of pages, and the document around them.

use crate::ssr::Assets;
use crate::ui::frame::{NotFoundPage, Notices, SiteFooter, SiteHeader};
use crate::{
    account, challenge, claim, collection, curate, explore, home, member, notification, production,
    project, recommendation, record,
};
use domain::attribution::escape;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{ParamSegment as Param, SsrMode, StaticSegment as Static};

/// Every page. Each is rendered whole before it is sent, so that it shows without JavaScript.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let mode = SsrMode::Async;
    view! {
        <Title formatter=document_title/>
        <a class="skip" href="#main">"Skip to content"</a>
        <Router>
            <SiteHeader/>
            <main id="main" tabindex="-1">
                <Notices/>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=Static("") view=home::page::HomePage ssr=mode.clone()/>
                    <Route path=Static("records") view=record::list::RecordsPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Static("new")) view=record::edit::NewRecordPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Static("edit")) view=record::edit::EditPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Param("id")) view=record::page::RecordPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Param("id"), Static("remix")) view=record::edit::RemixPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Param("id"), Static("edit")) view=record::edit::EditPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Param("id"), Static("recommendations")) view=recommendation::page::OfRecordPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Param("id"), Static("claim")) view=claim::new::NewClaimPage ssr=mode.clone()/>
                    <Route path=(Static("records"), Param("id"), Static("lineage")) view=explore::lineage::LineagePage ssr=mode.clone()/>
                    <Route path=Static("projects") view=project::list::ProjectsPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Static("new")) view=project::edit::NewProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Static("edit")) view=project::edit::EditProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Static("add-step")) view=project::edit::EditProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Static("change-step")) view=project::edit::EditProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Static("add-leader")) view=project::edit::EditProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Static("remove-leader")) view=project::edit::EditProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Static("close")) view=project::edit::EditProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Param("id")) view=project::page::ProjectPage ssr=mode.clone()/>
                    <Route path=(Static("projects"), Param("id"), Static("edit")) view=project::edit::EditProjectPage ssr=mode.clone()/>
                    <Route path=Static("challenges") view=challenge::list::ChallengesPage ssr=mode.clone()/>
                    <Route path=(Static("challenges"), Static("new")) view=challenge::edit::NewChallengePage ssr=mode.clone()/>
                    <Route path=(Static("challenges"), Static("edit")) view=challenge::edit::EditChallengePage ssr=mode.clone()/>
                    <Route path=(Static("challenges"), Param("id")) view=challenge::page::ChallengePage ssr=mode.clone()/>
                    <Route path=(Static("challenges"), Param("id"), Static("edit")) view=challenge::edit::EditChallengePage ssr=mode.clone()/>
                    <Route path=(Static("collections"), Static("new")) view=collection::edit::NewCollectionPage ssr=mode.clone()/>
                    <Route path=(Static("collections"), Static("edit")) view=collection::edit::EditCollectionPage ssr=mode.clone()/>
                    <Route path=(Static("collections"), Static("add")) view=collection::add::AddToCollectionPage ssr=mode.clone()/>
                    <Route path=(Static("collections"), Param("id")) view=collection::page::CollectionPage ssr=mode.clone()/>
                    <Route path=(Static("collections"), Param("id"), Static("edit")) view=collection::edit::EditCollectionPage ssr=mode.clone()/>
                    <Route path=Static("curate") view=curate::page::DeskPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("flags")) view=curate::flags::FlagsPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("records"), Param("id")) view=curate::review::ReviewPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("shortlists")) view=curate::shortlists::ShortlistsPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("shortlists"), Static("new")) view=curate::shortlists::NewShortlistPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("shortlists"), Static("edit")) view=curate::shortlist::EditShortlistPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("shortlists"), Static("add")) view=curate::add::AddToShortlistPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("shortlists"), Param("id")) view=curate::shortlist::ShortlistPage ssr=mode.clone()/>
                    <Route path=(Static("curate"), Static("shortlists"), Param("id"), Static("edit")) view=curate::shortlist::EditShortlistPage ssr=mode.clone()/>
                    <Route path=Static("productions") view=production::list::ProductionsPage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Static("new")) view=production::new::NewProductionPage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Static("add")) view=production::add::AddToProductionPage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Static("edit")) view=production::edit::EditProductionPage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Static("release")) view=production::release::ReleasePage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Static("credits")) view=production::credits::CreditsPage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Param("id")) view=production::page::ProductionPage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Param("id"), Static("edit")) view=production::edit::EditProductionPage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Param("id"), Static("release")) view=production::release::ReleasePage ssr=mode.clone()/>
                    <Route path=(Static("productions"), Param("id"), Static("credits")) view=production::credits::CreditsPage ssr=mode.clone()/>
                    <Route path=Static("claims") view=claim::list::ClaimsPage ssr=mode.clone()/>
                    <Route path=(Static("claims"), Static("new")) view=claim::new::NewClaimPage ssr=mode.clone()/>
                    <Route path=(Static("claims"), Static("decide")) view=claim::page::ClaimPage ssr=mode.clone()/>
                    <Route path=(Static("claims"), Param("id")) view=claim::page::ClaimPage ssr=mode.clone()/>
                    <Route path=Static("map") view=explore::page::MapPage ssr=mode.clone()/>
                    <Route path=(Static("members"), Param("handle")) view=member::page::MemberPage ssr=mode.clone()/>
                    <Route path=(Static("members"), Param("handle"), Static("recommendations")) view=recommendation::page::OfMemberPage ssr=mode.clone()/>
                    <Route path=(Static("members"), Param("handle"), Static("collections")) view=collection::list::CollectionsPage ssr=mode.clone()/>
                    <Route path=Static("me") view=account::page::AccountPage ssr=mode.clone()/>
                    <Route path=(Static("me"), Static("notifications")) view=notification::page::NotificationsPage ssr=mode.clone()/>
                    <Route path=(Static("me"), Static("notifications"), Static("settings")) view=notification::settings::SettingsPage ssr=mode.clone()/>
                    <Route path=(Static("mail"), Static("confirm")) view=notification::mail::ConfirmPage ssr=mode.clone()/>
                    <Route path=(Static("mail"), Static("stop")) view=notification::mail::StopPage ssr=mode.clone()/>
                    <Route path=(Static("me"), Static("following")) view=notification::following::FollowingPage ssr=mode.clone()/>
                    <Route path=Static("sign-in") view=account::enter::SignInPage ssr=mode.clone()/>
                    <Route path=Static("sign-up") view=account::enter::SignUpPage ssr=mode/>
                </FlatRoutes>
            </main>
            <SiteFooter/>
        </Router>
    }
}

/// What stands inside `<title>`. `leptos_meta` 0.8 writes it to the page unescaped, so it is escaped here.
fn document_title(title: String) -> String {
    match title.as_str() {
        "" => "Understory".to_owned(),
        _ => format!("{} · Understory", escape(&title)),
    }
}

/// Lets browsers that know how fetch a page while the pointer rests on its link. Reading a page changes nothing.
const READ_AHEAD: &str = r#"{"prefetch":[{"where":{"href_matches":["/","/records*","/records/*","/members/*","/projects*","/projects/*","/challenges*","/challenges/*","/productions*","/productions/*","/map"]},"eagerness":"moderate"}]}"#;

/// What leptos writes behind a page that has no resources: pages read all they show before they are sent.
const AFTERWORDS: [&str; 2] = [
    "__RESOLVED_RESOURCES=[];__SERIALIZED_ERRORS=[];__PENDING_RESOURCES=[];__RESOURCE_RESOLVERS=[];",
    "__INCOMPLETE_CHUNKS=[];",
];

/// The module of every page: menus, and the islands where there are any.
fn module(assets: &Assets) -> String {
    include_str!("islands.js")
        .replace("__JS__", &assets.js)
        .replace("__DESK_JS__", &assets.desk_js)
        .replace("__WASM__", &assets.wasm)
        .replace("__EXPLORER_JS__", &assets.explorer_js)
        .replace("__EXPLORER_WASM__", &assets.explorer_wasm)
        .replace("__BELL_JS__", &assets.bell_js)
        .replace("__BELL_WASM__", &assets.bell_wasm)
}

/// The script that inserts the module. Under `'strict-dynamic'` only what a script inserted may load more: not what
/// stands in the page itself, unless it carries the answer's nonce, and then no two visitors could be sent the same
/// page. It holds the module's text itself: read from the page, that text could be anybody's who got markup into it.
fn start(assets: &Assets) -> String {
    let module = serde_json::Value::from(module(assets)).to_string();
    include_str!("start.js").replace("__MODULE__", &module.replace('<', "\\u003c"))
}

/// Every script that may stand in a page, to the letter. The policy names them by their hashes; no other runs.
#[must_use]
pub fn scripts(assets: &Assets) -> Vec<String> {
    let fixed = [READ_AHEAD].into_iter().chain(AFTERWORDS);
    fixed.map(str::to_owned).chain([start(assets)]).collect()
}

/// The document around every page. It is the same for everybody who sees the same: it holds no nonce.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let start = start(assets);
    let Assets { css, font_text, .. } = assets.clone();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#fbfaf6" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#10140f" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/site.webmanifest"/>
                <link rel="preload" href=font_text r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=css/>
                <MetaTags/>
            </head>
            <body>
                <div inner_html=include_str!("../../style/sprite.svg") hidden></div>
                <App/>
                <script type="speculationrules" inner_html=READ_AHEAD></script>
                <script inner_html=start></script>
            </body>
        </html>
    }
}

#[cfg(test)]
mod tests {
    use super::{Assets, document_title, scripts};

    #[test]
    fn no_script_runs_what_it_reads_from_the_page() {
        for script in scripts(&Assets::default()) {
            assert!(!script.contains("</script"), "{script}");
            assert!(!script.contains("getElementById"), "{script}");
        }
    }

    #[test]
    fn a_title_cannot_be_closed_from_inside() {
        let title = document_title("</title><svg onload=alert(1)> & Co".to_owned());
        assert_eq!(
            title,
            "&lt;/title&gt;&lt;svg onload=alert(1)&gt; &amp; Co · Understory"
        );
        assert_eq!(document_title(String::new()), "Understory");
    }
}
