//! One's own account: drafts, profile, password, sessions.

use crate::AppError;
use crate::account::parts::{Drafts, PasswordForm, ProfileForm, Sessions};
use crate::ssr::{self, Site};
use crate::ui::{ErrorPage, text};
use db::member::Profile;
use db::record::RecordCard;
use db::session::{SessionView, Viewer};
use leptos::prelude::*;
use leptos_meta::Title;

/// Your account.
#[component]
pub fn AccountPage() -> impl IntoView {
    Suspend::new(async {
        match load().await {
            Ok(account) => account_view(account).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

struct Account {
    viewer: Viewer,
    profile: Profile,
    drafts: Vec<RecordCard>,
    sessions: Vec<SessionView>,
}

async fn load() -> Result<Account, AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let (profile, drafts, sessions) = tokio::try_join!(
        db::member::find_profile(&db, viewer.handle.as_str()),
        db::member::list_drafts(&db, viewer.member),
        db::session::list_sessions(&db, viewer.member),
    )?;
    Ok(Account {
        viewer,
        profile,
        drafts,
        sessions,
    })
}

fn account_view(account: Account) -> impl IntoView {
    let Account {
        viewer,
        profile,
        drafts,
        sessions,
    } = account;
    let own = format!("/members/{}", viewer.handle);
    view! {
        <Title text="Your account"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <h1>"Your account"</h1>
                <p class="lead">
                    "You are "<b dir="auto">{profile.name.clone()}</b>", @"{viewer.handle.to_string()}". "
                    <a href=own>{own_records(profile.record_count)}</a>
                </p>
            </div>
            <Drafts drafts/>
            <ProfileForm profile/>
            <PasswordForm handle=viewer.handle.to_string()/>
            <Sessions sessions current=viewer.session/>
        </div>
    }
}

fn own_records(count: i64) -> String {
    match count {
        0 => "Your page, as others see it".to_owned(),
        _ => format!("Your page with {}", text::records(count)),
    }
}
