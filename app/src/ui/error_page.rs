//! The page for what cannot be shown: what happened, and a way on.

use crate::AppError;
use crate::ssr;
use crate::ui::mark::Vine;
use crate::ui::text::query_value;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// Shows an error as the whole page, under its HTTP status.
#[component]
pub fn ErrorPage(
    /// What happened.
    error: AppError,
) -> impl IntoView {
    ssr::set_status(error.status());
    if let AppError::TooOften { retry_after } = error {
        ssr::set_retry_after(retry_after);
    }
    let (heading, vine) = heading(&error);
    let reference = match &error {
        AppError::Internal { reference } => Some(reference.clone()),
        _ => None,
    };
    view! {
        <Title text=heading/>
        <div class="wrap page error-page">
            <Vine number=vine/>
            <h1>{heading}</h1>
            <p>{words(&error)}</p>
            {reference.map(|reference| view! { <p class="reference">"Reference "{reference}</p> })}
            <div class="acts">{ways_out(&error)}</div>
            {(error == AppError::SignInNeeded).then(kept)}
        </div>
    }
}

/// The fields in which words are typed; the others are chosen, or go with a form unseen.
const TYPED: [Field; 30] = [
    Field::Title,
    Field::Body,
    Field::Description,
    Field::Language,
    Field::Tags,
    Field::Sources,
    Field::Used,
    Field::Handle,
    Field::Name,
    Field::Bio,
    Field::Reason,
    Field::Line,
    Field::Note,
    Field::Answer,
    Field::Notes,
    Field::FinalWork,
    Field::Weight,
    Field::Role,
    Field::CreditedName,
    Field::VersionTitle,
    Field::Work,
    Field::Address,
    Field::Asked,
    Field::Deadline,
    Field::Budget,
    Field::Contributors,
    Field::UnusedWork,
    Field::Leader,
    Field::Step,
    Field::Update,
];

/// What was typed into a form that came back because its sender is signed out: to be copied, and put in again.
#[must_use]
pub fn kept() -> Option<impl IntoView + use<>> {
    let form = ssr::returned_form().filter(|form| form.error == AppError::SignInNeeded)?;
    let typed: Vec<_> = form
        .values
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .filter_map(|(name, value)| {
            // `sources[0][used]` is labelled as `used`; what a form carries unseen has no label.
            let last = name.split(['[', ']']).rfind(|part| !part.is_empty())?;
            let field = TYPED.into_iter().find(|field| field.as_str() == last)?;
            let value = value.clone();
            Some(view! {
                <div class="field">
                    <p class="label">{field.label()}</p>
                    <pre class="copy" dir="auto" tabindex="0" role="region" aria-label=field.label()>{value}</pre>
                </div>
            })
        })
        .collect();
    (!typed.is_empty()).then(|| {
        view! {
            <section class="stack" id="kept" aria-labelledby="kept-h">
                <h2 id="kept-h">"What you typed"</h2>
                <p>"You were signed out, and nothing was saved. Copy it, sign in, and put it in again."</p>
                {typed}
            </section>
        }
    })
}

fn heading(error: &AppError) -> (&'static str, i64) {
    match error {
        AppError::NotFound => ("Nothing grows here", 4),
        AppError::SignInNeeded => ("Sign in to see this", 1),
        AppError::Forbidden => ("This is not yours to open", 3),
        AppError::TooOften { .. } => ("A little too fast", 6),
        AppError::Internal { .. } => ("Something broke on our side", 7),
        AppError::HandleTaken | AppError::ChangedMeanwhile | AppError::AlreadyDone => {
            ("Somebody was faster", 0)
        }
        _ => ("That did not work", 5),
    }
}

fn words(error: &AppError) -> String {
    match error {
        AppError::NotFound => {
            "There is no such page, or it is not public. Check the address, or look among the records.".to_owned()
        }
        AppError::SignInNeeded => {
            "This page belongs to a member. Sign in, and you come straight back to it.".to_owned()
        }
        AppError::Internal { .. } => {
            "It is written down, and nothing of yours was changed. Try again in a moment; if it stays, tell an admin the reference below.".to_owned()
        }
        other => other.message(),
    }
}

fn ways_out(error: &AppError) -> impl IntoView + use<> {
    let here = ssr::path_and_query();
    let other = view! { <a class="btn" href="/records">"See the records"</a> };
    match error {
        AppError::SignInNeeded => {
            let next = query_value(&here);
            view! {
                <a class="btn btn-main" href=format!("/sign-in?next={next}")>"Sign in"</a>
                <a class="btn" href=format!("/sign-up?next={next}")>"Join"</a>
            }
            .into_any()
        }
        AppError::Internal { .. } | AppError::TooOften { .. } => {
            view! { <a class="btn btn-main" href=here>"Try again"</a>{other} }.into_any()
        }
        _ => view! {
            <a class="btn btn-main" href="/records">"See the records"</a>
            <a class="btn" href="/">"Home"</a>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use leptos_meta::provide_meta_context;
    use leptos_router::components::{FlatRoutes, Route, Router};
    use leptos_router::{SsrMode, StaticSegment};

    #[component]
    fn Late() -> impl IntoView {
        Suspend::new(async {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            view! { <ErrorPage error=AppError::TooOften { retry_after: 61 }/> }
        })
    }

    #[component]
    fn Site() -> impl IntoView {
        provide_meta_context();
        let view = || view! { <Late/> };
        view! {
            <head><leptos_meta::MetaTags/></head>
            <Router>
                <main>
                    <FlatRoutes fallback=|| "none">
                        <Route path=StaticSegment("slow") view ssr=SsrMode::Async/>
                    </FlatRoutes>
                </main>
            </Router>
        }
    }

    /// Pages load inside a `Suspend`; what they find out there must still reach the answer's head.
    #[tokio::test]
    async fn status_and_title_of_a_page_that_waits_reach_the_browser() {
        let routes = leptos_axum::generate_route_list(|| view! { <Site/> });
        assert_eq!(routes.len(), 1);
        let render = leptos_axum::render_app_async_with_context(|| {}, || view! { <Site/> });
        let request = Request::get("/slow?a=b").body(Body::empty()).unwrap();
        let answer = render(request).await;
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["retry-after"], "61");
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let html = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(html.contains("<title>A little too fast</title>"), "{html}");
        assert!(html.contains("href=\"/slow?a=b\""), "{html}");
    }
}
