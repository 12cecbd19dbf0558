//! The panels of one's own account.

use crate::account::browser::browser_name;
use crate::ssr;
use crate::ui::form::{ErrorSummary, MarkdownHint, TextArea, TextField, hidden};
use crate::ui::{Empty, RecordLine, Time, text, time};
use db::Timestamp;
use db::member::Profile;
use db::record::RecordCard;
use db::session::SessionView;
use domain::SessionId;
use domain::text::Field;
use leptos::prelude::*;

/// What one has begun and not published yet.
#[component]
pub fn Drafts(
    /// Last changed first.
    drafts: Vec<RecordCard>,
) -> impl IntoView {
    let state = ssr::form_state("/records/discard");
    let count = drafts.len();
    let list = if drafts.is_empty() {
        view! {
            <Empty vine=6>
                <p><b>"No drafts."</b>" What you put up waits here until you publish it."</p>
                <a class="btn" href="/records/new">"Put up a record"</a>
            </Empty>
        }
        .into_any()
    } else {
        let lines: Vec<_> = drafts.iter().map(draft_line).collect();
        view! { <ul class="line-list">{lines}</ul> }.into_any()
    };
    view! {
        <section class="section" id="drafts">
            <div class="section-head">
                <h2>"Drafts"</h2>
                {(count > 0).then(|| view! { <small>"Only you can see them"</small> })}
            </div>
            <ErrorSummary state/>
            {list}
        </section>
    }
}

fn draft_line(card: &RecordCard) -> impl IntoView + use<> {
    let (id, title) = (card.id, text::short_title(&card.title, 40));
    view! {
        <RecordLine card>
            <div class="acts">
                <a class="btn btn-small" href=format!("/records/{id}/edit") aria-label=format!("Edit {title}")>"Edit"</a>
                <details class="menu" name="discard">
                    <summary class="btn btn-quiet btn-small" aria-label=format!("Discard {title}")>"Discard"</summary>
                    <div class="menu-panel">
                        <p class="menu-who">"It is gone for good then, with its file."</p>
                        <form method="post" action="/records/discard">
                            {hidden("id", &id.to_string())}
                            <button r#type="submit" class="strong">"Discard it"</button>
                        </form>
                    </div>
                </details>
            </div>
        </RecordLine>
    }
}

/// Name and words about oneself.
#[component]
pub fn ProfileForm(
    /// As it stands.
    profile: Profile,
) -> impl IntoView {
    let state = ssr::form_state("/me/profile");
    view! {
        <section class="panel" id="profile">
            <h2>"Profile"</h2>
            <form class="form" method="post" action="/me/profile">
                <ErrorSummary state=state.clone()/>
                <TextField
                    state=state.clone()
                    field=Field::Name
                    label="Name"
                    at_first=profile.name
                    hint="As you are credited on everything you put up."
                    autocomplete="name"
                />
                <TextArea
                    state
                    field=Field::Bio
                    label="About you"
                    at_first=profile.bio
                    optional=true
                    hint="Shown on your page."
                />
                <MarkdownHint/>
                <div class="form-end"><button class="btn btn-main" r#type="submit">"Save profile"</button></div>
            </form>
        </section>
    }
}

/// Changing the password, which needs the present one.
#[component]
pub fn PasswordForm(
    /// For programs that keep passwords.
    handle: String,
) -> impl IntoView {
    let state = ssr::form_state("/me/password");
    view! {
        <section class="panel" id="change-password">
            <h2>"Password"</h2>
            <form class="form" method="post" action="/me/password">
                <ErrorSummary state=state.clone()/>
                <input r#type="text" name="handle" value=handle autocomplete="username" hidden/>
                <TextField
                    state=state.clone()
                    field=Field::Password
                    label="Current password"
                    kind="password"
                    autocomplete="current-password"
                />
                <TextField
                    state
                    field=Field::NewPassword
                    label="New password"
                    hint="15 characters or more, of any kind. Every session ends except this one."
                    kind="password"
                    autocomplete="new-password"
                />
                <div class="form-end"><button class="btn" r#type="submit">"Change password"</button></div>
            </form>
        </section>
    }
}

/// Where one is signed in.
#[component]
pub fn Sessions(
    /// Last used first.
    sessions: Vec<SessionView>,
    /// The one that this page was asked for with.
    current: SessionId,
) -> impl IntoView {
    let state = ssr::form_state("/me/end-session");
    let now = Timestamp::now();
    let lines: Vec<_> = sessions
        .iter()
        .map(|session| session_line(session, session.id == current, now))
        .collect();
    view! {
        <section class="panel" id="sessions">
            <h2>"Where you are signed in"</h2>
            <ErrorSummary state/>
            <ul class="sessions">{lines}</ul>
        </section>
    }
}

fn session_line(session: &SessionView, is_current: bool, now: Timestamp) -> impl IntoView + use<> {
    let name = browser_name(&session.browser);
    let (button, label) = if is_current {
        ("Sign out", "Sign out here".to_owned())
    } else {
        ("End", format!("End the session of {name}"))
    };
    view! {
        <li>
            <div>
                <b title=session.browser.clone()>{name}</b>
                {is_current.then(|| view! { " "<span class="badge">"this one"</span> })}
                <small>
                    "Since "<Time at=session.created_at/>" · last seen "
                    <span title=time::to_the_minute(session.last_seen_at)>
                        {time::recently(session.last_seen_at, now)}
                    </span>
                </small>
            </div>
            <form method="post" action="/me/end-session">
                {hidden("session", &session.id.to_string())}
                <button class="btn btn-small" r#type="submit" aria-label=label>{button}</button>
            </form>
        </li>
    }
}
