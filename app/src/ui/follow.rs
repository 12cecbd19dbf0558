//! The button that follows a member, a project or a challenge: a plain form.

use crate::form::FormState;
use crate::ui::form::{error_view, hidden};
use crate::ui::text::query_value;
use db::follow::Following;
use leptos::prelude::*;

/// Follows, or no longer. Who is not signed in is led to where they can.
#[component]
pub fn FollowForm(
    /// What it is about, and whether whoever looks follows it.
    following: Following,
    /// What it is called.
    #[prop(into)]
    name: String,
    /// Whether somebody is signed in.
    is_member: bool,
    /// The state of the form sent to `/follow`.
    state: FormState,
    /// The path of the page it stands on, to come back to after signing in.
    here: String,
) -> impl IntoView {
    let subject = following.subject;
    if !is_member {
        let next = query_value(&here);
        return view! {
            <a class="btn" href=format!("/sign-in?next={next}") aria-label=format!("Follow {name}")>"Follow"</a>
        }
        .into_any();
    }
    let (class, word, label) = match following.is_followed {
        true => ("btn is-on", "Following", format!("Following {name}")),
        false => ("btn", "Follow", format!("Follow {name}")),
    };
    let id = format!("follow-{}-{}", subject.kind(), subject.id());
    let error = state.error().map(crate::AppError::message);
    view! {
        <form method="post" action="/follow" id=id.clone()>
            {hidden("kind", subject.kind())}
            {hidden("id", &subject.id().to_string())}
            {hidden("on", &(!following.is_followed).to_string())}
            <button class=class r#type="submit" aria-pressed=following.is_followed.to_string() aria-label=label>
                {word}
            </button>
            {error_view(&id, error)}
        </form>
    }
    .into_any()
}
