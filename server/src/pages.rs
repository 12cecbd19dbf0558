//! Rendering of the app's pages.

use crate::owned::apart;
use crate::state::AppState;
use app::app::{App, shell};
use app::ssr::Site;
use axum::body::Body;
use axum::http::{Request, header};
use axum::response::Response;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, take_context};
use std::collections::BTreeSet;

/// The path patterns of all pages, such as `/records/{id}`.
pub(crate) fn paths() -> Vec<String> {
    let listed: BTreeSet<String> = leptos_axum::generate_route_list(App)
        .iter()
        .map(|route| route.path().to_owned())
        .collect();
    listed.into_iter().collect()
}

/// Whether a path such as `/records/12` is that of a page.
pub(crate) fn is_page(patterns: &[String], path: &str) -> bool {
    patterns.iter().any(|pattern| {
        let mut asked = path.split('/');
        let mut known = pattern.split('/');
        loop {
            match (known.next(), asked.next()) {
                (None, None) => return true,
                (Some(part), Some(word))
                    if part == word || (part.starts_with('{') && !word.is_empty()) => {}
                _ => return false,
            }
        }
    })
}

/// Renders the page at the request's path; the page for what is not there where there is none.
pub(crate) async fn render(state: &AppState, request: Request<Body>) -> Response {
    let assets = state.site.assets.clone();
    let render =
        leptos_axum::render_app_async_stream_with_context(context(state), move || shell(&assets));
    let mut response = apart(render(request)).await;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        state.page_policy.of_an_answer(),
    );
    response
}

/// What pages find in their context: the server's parts. The nonce that leptos puts there is taken away, so that
/// the same page is the same for everybody.
fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static + use<> {
    let site = state.site.clone();
    move || {
        provide_context::<Site>(site.clone());
        take_context::<Nonce>();
    }
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn paths_are_told_from_pages() {
        let patterns = ["/", "/records", "/records/new", "/records/{id}/edit"].map(str::to_owned);
        let rows = [
            ("/", true),
            ("/records", true),
            ("/records/", false),
            ("/records/new", true),
            ("/records/7/edit", true),
            ("/records//edit", false),
            ("/records/7/edit/x", false),
            ("/media/7", false),
        ];
        for (path, expected) in rows {
            assert_eq!(is_page(&patterns, path), expected, "{path}");
        }
    }
}
