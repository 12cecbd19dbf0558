//! One claim: what is claimed, and what becomes of it.

use crate::AppError;
use crate::form::FormState;
use crate::record::licenses::contradiction;
use crate::ssr::{self, Site};
use crate::ui::form::{ErrorSummary, TextField, hidden};
use crate::ui::{ErrorPage, RecordLine, Time};
use db::claim::Claim;
use db::record::RecordCard;
use db::session::Viewer;
use domain::ClaimId;
use domain::claim::Status;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

struct Shown {
    claim: Claim,
    cards: Vec<RecordCard>,
    is_own: bool,
}

/// A claim.
#[component]
pub fn ClaimPage() -> impl IntoView {
    let state = ssr::form_state("/claims/decide");
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ssr::signed_in()?, ClaimId(id))));
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, viewer, id)) => load(&site, &viewer, id).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(&shown, state).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(site: &Site, viewer: &Viewer, id: ClaimId) -> Result<Shown, AppError> {
    let claim = db::claim::find_claim(&site.db, viewer, id).await?;
    let cards = db::record::find_cards(&site.db, &[claim.source, claim.remix]).await?;
    Ok(Shown {
        is_own: claim.claimed_by == viewer.member,
        claim,
        cards,
    })
}

fn page(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let claim = &shown.claim;
    let of = |id| shown.cards.iter().find(|card| card.id == id);
    let line = |id| of(id).map(|card| view! { <ul class="line-list"><RecordLine card/></ul> });
    let license = of(claim.remix)
        .zip(of(claim.source))
        .and_then(|(remix, source)| contradiction(remix, source))
        .map(|words| view! { <div class="notice notice-warn notice-gap"><p>{words}</p></div> });
    let used = claim.used.clone();
    let used =
        (!used.is_empty()).then(|| view! { <dt>"What was used"</dt><dd dir="auto">{used}</dd> });
    let act = match (claim.status, shown.is_own) {
        (Status::Open, true) => take_back_form(claim).into_any(),
        (Status::Open, false) => decision_form(claim, state.clone()).into_any(),
        _ => decided(claim).into_any(),
    };
    view! {
        <Title text="A claim"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href="/claims">"Claims"</a></p>
                <h1>"A claim to have been a source"</h1>
                <p class="facts">
                    <span><span class="badge">{claim.status.label()}</span></span>
                    <span>"by "<a class="name" href=format!("/members/{}", claim.claimant) dir="auto">{claim.claimant_name.clone()}</a></span>
                    <span><Time at=claim.created_at/></span>
                </p>
            </div>
            <ErrorSummary state/>
            <section class="panel claim">
                <h2 class="label">"This record"</h2>
                {line(claim.remix)}
                <h2 class="label">"was made from this one, it is claimed"</h2>
                {line(claim.source)}
                <dl>
                    {used}
                    <dt>"How one can tell"</dt><dd dir="auto">{claim.reason.clone()}</dd>
                </dl>
                {license}
                {act}
            </section>
        </div>
    }
}

fn take_back_form(claim: &Claim) -> impl IntoView + use<> {
    let id = claim.id;
    view! {
        <form class="form-end" method="post" action=format!("/claims/decide?id={id}")>
            {hidden("id", &id.to_string())}
            <button class="btn" r#type="submit" name="act" value="take-back">"Take it back"</button>
            <p class="hint">"The record’s author and curators can decide it. You are told."</p>
        </form>
    }
}

fn decision_form(claim: &Claim, state: FormState) -> impl IntoView + use<> {
    let id = claim.id;
    view! {
        <form class="form" method="post" action=format!("/claims/decide?id={id}")>
            {hidden("id", &id.to_string())}
            <TextField state field=Field::Answer label="Your answer" hint="Why you accept or decline it. Whoever made the claim reads it. Where you accept, it stands on the record’s page for everybody, with your name."/>
            <div class="form-end">
                <button class="btn btn-main" r#type="submit" name="act" value="accept">"Accept it"</button>
                <button class="btn" r#type="submit" name="act" value="decline">"Decline it"</button>
                <p class="hint">"Accepting adds the source for good, and credits its author wherever this record is used."</p>
            </div>
        </form>
    }
}

fn decided(claim: &Claim) -> impl IntoView + use<> {
    let at = claim.decided_at.unwrap_or(claim.created_at);
    let Some((handle, name)) = claim.decided_by.clone() else {
        return view! { <p class="root-note">"Taken back on "<Time at/>"."</p> }.into_any();
    };
    let word = claim.status.label();
    view! {
        <div class="claim-answer">
            <p>{word}" by "<a class="name" href=format!("/members/{handle}") dir="auto">{name}</a>" on "<Time at/>":"</p>
            <p><q dir="auto">{claim.answer.clone()}</q></p>
        </div>
    }
    .into_any()
}
