//! Signing in and joining.

use crate::account::return_path::return_path;
use crate::form::FormState;
use crate::ssr;
use crate::ui::form::{ErrorSummary, TextField, hidden};
use crate::ui::text::query_value;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// Sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let state = ssr::form_state("/sign-in");
    let next = next(&state);
    if ssr::viewer().is_some() {
        ssr::go_to(&next);
    }
    view! {
        <Title text="Sign in"/>
        <div class="wrap wrap-small page">
            <div class="page-head"><h1>"Sign in"</h1></div>
            <form class="panel form" method="post" action="/sign-in">
                <ErrorSummary state=state.clone()/>
                {hidden("next", &next)}
                <TextField
                    state=state.clone()
                    field=Field::Handle
                    label="Handle"
                    autocomplete="username"
                    any_direction=false
                />
                <TextField
                    state
                    field=Field::Password
                    label="Password"
                    kind="password"
                    autocomplete="current-password"
                />
                <button class="btn btn-main btn-big" r#type="submit">"Sign in"</button>
            </form>
            <p class="panel-foot">"New here? "<a href=with_next("/sign-up", &next)>"Join"</a></p>
        </div>
    }
}

/// Join.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let state = ssr::form_state("/sign-up");
    let next = next(&state);
    if ssr::viewer().is_some() {
        ssr::go_to(&next);
    }
    view! {
        <Title text="Join"/>
        <div class="wrap wrap-small page">
            <div class="page-head">
                <h1>"Join"</h1>
                <p class="lead">"Put up what you make, remix what others made, and be credited for both."</p>
            </div>
            <form class="panel form" method="post" action="/sign-up">
                <ErrorSummary state=state.clone()/>
                {hidden("next", &next)}
                <TextField
                    state=state.clone()
                    field=Field::Name
                    label="Name"
                    hint="As you want to be credited. You can change it later."
                    autocomplete="name"
                />
                <TextField
                    state=state.clone()
                    field=Field::Handle
                    label="Handle"
                    hint="Your address here, such as ada-vine: 2 to 40 letters a to z and digits, with single - or _ between them. It stays."
                    autocomplete="username"
                    any_direction=false
                />
                <TextField
                    state
                    field=Field::Password
                    label="Password"
                    hint="15 characters or more, of any kind. Four or five words that only you would put together are strong and easy to keep."
                    kind="password"
                    autocomplete="new-password"
                />
                <button class="btn btn-main btn-big" r#type="submit">"Join"</button>
            </form>
            <p class="panel-foot">"Here before? "<a href=with_next("/sign-in", &next)>"Sign in"</a></p>
        </div>
    }
}

/// Where to go afterwards, from the address or from the form that came back.
fn next(state: &FormState) -> String {
    let asked = ssr::query("next").unwrap_or_default();
    return_path(&state.value("next", &asked)).to_owned()
}

fn with_next(page: &str, next: &str) -> String {
    match next {
        "/" => page.to_owned(),
        _ => format!("{page}?next={}", query_value(next)),
    }
}
