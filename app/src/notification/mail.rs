//! The pages that links in mails lead to. Looking at them changes nothing: mail programs open links by themselves.

use super::words::label;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::ErrorPage;
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::text::query_value;
use db::mail::{AskedAddress, Stop};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// Is this your address?
#[component]
pub fn ConfirmPage() -> impl IntoView {
    Suspend::new(async {
        let state = ssr::form_state("/mail/confirm");
        let token = ssr::query("token").unwrap_or_default();
        match load_question(&token).await {
            Ok(asked) => confirm_view(&asked, &token, state).into_any(),
            Err(AppError::NotFound) => spent_view().into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load_question(token: &str) -> Result<AskedAddress, AppError> {
    let Site { db, .. } = ssr::site()?;
    Ok(db::mail::find_asked_address(&db, token).await?)
}

fn confirm_view(asked: &AskedAddress, token: &str, state: FormState) -> impl IntoView + use<> {
    view! {
        <Title text="Your mail address"/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap wrap-small page stack">
            <h1>"Is this your mail address?"</h1>
            <ErrorSummary state/>
            <p>"@"{asked.handle.to_string()}" wants to be told by mail at "<b>{asked.address.clone()}</b>"."</p>
            <form method="post" action=format!("/mail/confirm?token={}", query_value(token))>
                {hidden("token", token)}
                <button class="btn btn-main" r#type="submit">"Yes, it is mine"</button>
            </form>
            <p class="hint">"If it is not, close this page: no more mail comes."</p>
        </div>
    }
}

/// What a link leads to that means nothing any more.
fn spent_view() -> impl IntoView {
    ssr::set_status(404);
    view! {
        <Title text="Mail"/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap wrap-small page stack">
            <h1>"This link works no more"</h1>
            <p>"It was used already, it is too old, or your mail program cut it short. Nothing was changed."</p>
            <a class="btn btn-main" href="/me/notifications/settings">"Choose what you are told"</a>
            <p class="hint">"There you can ask for a new link, or switch mail off."</p>
        </div>
    }
}

/// No more of this.
#[component]
pub fn StopPage() -> impl IntoView {
    Suspend::new(async {
        let link = ssr::query("link").unwrap_or_default();
        let is_stopped = ssr::query("stopped").is_some();
        match load_stop(&link).await {
            Ok(stop) => stop_view(&stop, &link, is_stopped).into_any(),
            Err(AppError::NotFound) => spent_view().into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load_stop(link: &str) -> Result<Stop, AppError> {
    let Site { db, .. } = ssr::site()?;
    Ok(db::mail::find_stop(&db, link).await?)
}

fn stop_view(stop: &Stop, link: &str, is_stopped: bool) -> impl IntoView + use<> {
    let what = match stop.kind {
        None => "No mail at all goes to".to_owned(),
        Some(kind) => format!("No mail with “{}” goes to", label(kind)),
    };
    let settings = view! {
        <a class="btn" href="/me/notifications/settings">"Choose what you are told"</a>
    };
    let body = match is_stopped {
        true => view! {
            <h1>"Stopped"</h1>
            <p>{what}" @"{stop.handle.to_string()}" any more."</p>
            {settings}
        }
        .into_any(),
        false => view! {
            <h1>"No more of this?"</h1>
            <p>{what}" @"{stop.handle.to_string()}" from now on."</p>
            <div class="acts">
                <form method="post" action=format!("/mail/stop?link={}", query_value(link))>
                    <button class="btn btn-main" r#type="submit">"Stop it"</button>
                </form>
                {settings}
            </div>
        }
        .into_any(),
    };
    view! {
        <Title text="Mail"/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap wrap-small page stack">{body}</div>
    }
}
