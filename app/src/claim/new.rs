//! "This used my record": the page on which a claim is made.

use crate::AppError;
use crate::form::FormState;
use crate::record::licenses::contradiction;
use crate::ssr::{self, Site};
use crate::ui::form::{ErrorSummary, TextField, hidden};
use crate::ui::{ErrorPage, text};
use db::record::RecordCard;
use domain::RecordId;
use domain::remix::parse_reference;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// Claim to have been a source.
#[component]
pub fn NewClaimPage() -> impl IntoView {
    let state = ssr::form_state("/claims/new");
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ssr::signed_in()?, RecordId(id))));
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, _, id)) => load(&site, id, &state).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok((remix, source)) => page(&remix, source.as_ref(), state).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

/// The remix, and the source that was typed, where there is one.
async fn load(
    site: &Site,
    id: RecordId,
    state: &FormState,
) -> Result<(RecordCard, Option<RecordCard>), AppError> {
    let typed = parse_reference(&state.value(Field::ClaimedSource.as_str(), ""));
    let mut ids = vec![id];
    ids.extend(typed);
    let cards = db::record::find_cards(&site.db, &ids).await?;
    let of = |id: RecordId| cards.iter().find(|card| card.id == id).cloned();
    let remix = of(id).ok_or(AppError::NotFound)?;
    Ok((remix, typed.and_then(of)))
}

fn page(
    remix: &RecordCard,
    source: Option<&RecordCard>,
    state: FormState,
) -> impl IntoView + use<> {
    let id = remix.id;
    let title = text::short_title(&remix.title, 80);
    let license = source
        .and_then(|source| contradiction(remix, source))
        .map(|words| view! { <div class="notice notice-warn notice-gap"><p>{words}</p></div> });
    view! {
        <Title text="This used my record"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href=format!("/records/{id}") dir="auto">{title}</a></p>
                <h1>"This used my record"</h1>
                <p class="lead">
                    "If it was made from something of yours and does not say so, tell "<bdi>{remix.author_name.clone()}</bdi>
                    ". They or a curator accept the claim, and your record stands among its sources for good, or they decline it and say why."
                </p>
            </div>
            <ErrorSummary state=state.clone()/>
            {license}
            <form class="form panel" method="post" action=format!("/claims/new?id={id}")>
                {hidden("id", &id.to_string())}
                <TextField state=state.clone() field=Field::ClaimedSource label="Your record" any_direction=false
                    hint="Its number or its address. It must have been published here before this one."/>
                <TextField state=state.clone() field=Field::Used label="What was used" optional=true placeholder="The second verse, word for word"/>
                <TextField state field=Field::Reason label="How one can tell" hint="Only the author, curators and you read this."/>
                <div class="form-end">
                    <button class="btn btn-main" r#type="submit">"Make the claim"</button>
                    <a class="btn" href=format!("/records/{id}")>"Back"</a>
                    <p class="hint">"A claim holds up nothing: the record stays as it is until it is decided. The license is not changed by it."</p>
                </div>
            </form>
        </div>
    }
}
