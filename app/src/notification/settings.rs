//! How one wants to be told: in the page, by mail, and where mail goes.

use super::words::label;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::ErrorPage;
use crate::ui::form::{ErrorSummary, TextField};
use db::mail::MailAddress;
use db::notification::Switch;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// What you are told.
#[component]
pub fn SettingsPage() -> impl IntoView {
    Suspend::new(async {
        match load().await {
            Ok(shown) => settings_view(shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

struct Shown {
    switches: Vec<Switch>,
    /// `None` where the site sends no mail.
    address: Option<MailAddress>,
    switches_state: FormState,
    address_state: FormState,
}

async fn load() -> Result<Shown, AppError> {
    let viewer = ssr::signed_in()?;
    let Site {
        db, ask_address, ..
    } = ssr::site()?;
    let switches_state = ssr::form_state("/me/notifications/settings");
    let address_state = ssr::form_state("/me/notifications/mail");
    let address = match ask_address {
        Some(_) => Some(db::mail::find_mail_address(&db, viewer.member).await?),
        None => None,
    };
    Ok(Shown {
        switches: db::notification::list_switches(&db, viewer.member).await?,
        address,
        switches_state,
        address_state,
    })
}

fn settings_view(shown: Shown) -> impl IntoView {
    let Shown {
        switches,
        address,
        switches_state,
        address_state,
    } = shown;
    let has_mail = address.is_some();
    let goes_out = address
        .as_ref()
        .is_some_and(|address| address.confirmed.is_some());
    let rows: Vec<_> = switches
        .iter()
        .map(|switch| row(switch, has_mail))
        .collect();
    view! {
        <Title text="What you are told"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href="/me/notifications">"Notifications"</a></p>
                <h1>"What you are told"</h1>
            </div>
            {address.map(|address| mail_panel(address, address_state))}
            <section class="panel" id="switches">
                <h2>"When, and where"</h2>
                <form class="form" method="post" action="/me/notifications/settings">
                    <ErrorSummary state=switches_state/>
                    {(has_mail && !goes_out).then(|| view! {
                        <p class="hint">"Mail goes out once an address of yours is confirmed."</p>
                    })}
                    {(!has_mail).then(|| view! { <p class="hint">"This site sends no mail."</p> })}
                    <table class="switches">
                        <thead><tr>
                            <th scope="col">"When"</th>
                            <th scope="col">"In the page"</th>
                            {has_mail.then(|| view! { <th scope="col">"By mail"</th> })}
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <div class="form-end"><button class="btn btn-main" r#type="submit">"Save"</button></div>
                </form>
            </section>
        </div>
    }
}

fn row(switch: &Switch, has_mail: bool) -> impl IntoView + use<> {
    let Switch {
        kind,
        in_page,
        by_mail,
    } = *switch;
    let tick = |name: &'static str, on: bool, way: &str| {
        view! {
            <td><label>
                <input r#type="checkbox" name=name value=kind.as_str() checked=on
                    aria-label=format!("{}: {way}", label(kind))/>
            </label></td>
        }
    };
    view! {
        <tr>
            <th scope="row">{label(kind)}</th>
            {tick("in_page[]", in_page, "in the page")}
            {has_mail.then(|| tick("by_mail[]", by_mail, "by mail"))}
        </tr>
    }
}

fn mail_panel(address: MailAddress, state: FormState) -> impl IntoView {
    let MailAddress { confirmed, asked } = address;
    let has_any = confirmed.is_some() || asked.is_some();
    let stands = match (&confirmed, &asked) {
        (Some(address), None) => view! { <p>"Mail goes to "<b>{address.clone()}</b>"."</p> }.into_any(),
        (None, Some(asked)) => view! {
            <p>"We wrote to "<b>{asked.clone()}</b>". Open the link in that mail within a day to say yes."</p>
        }
        .into_any(),
        (Some(address), Some(asked)) => view! {
            <p>"Mail goes to "<b>{address.clone()}</b>" until you say yes in the mail to "<b>{asked.clone()}</b>"."</p>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    let word = if has_any {
        "Change address"
    } else {
        "Use this address"
    };
    view! {
        <section class="panel" id="mail">
            <h2>"Mail"</h2>
            <div class="stack stack-wide">
                {stands}
                <form class="form" method="post" action="/me/notifications/mail" novalidate>
                    <ErrorSummary state=state.clone()/>
                    <TextField
                        state
                        field=Field::Address
                        label="Mail address"
                        hint="Seen by nobody else. You get one mail there with a link, and nothing more until you open it."
                        kind="email"
                        autocomplete="email"
                    />
                    <div class="form-end"><button class="btn" r#type="submit">{word}</button></div>
                </form>
                {has_any.then(|| view! {
                    <form method="post" action="/me/notifications/no-mail">
                        <button class="btn btn-quiet" r#type="submit">"Forget my address"</button>
                    </form>
                })}
            </div>
        </section>
    }
}
