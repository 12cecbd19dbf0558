//! Which home page is shown to whom.

use crate::AppError;
use crate::home::first_start::{NobodyYet, NothingYet};
use crate::home::member::{MemberHome, load_member_home};
use crate::home::visitor::{VisitorHome, load_visitor_home};
use crate::ssr::{self, Site};
use crate::ui::{ErrorPage, ShareTags};
use leptos::prelude::*;
use leptos_meta::Title;

/// What this is, in one breath, for search engines.
const DESCRIPTION: &str = "Understory is where members put up works, remix one another's, and every work keeps its lineage: what it came from, and what came from it.";

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    Suspend::new(async {
        let view = match load().await {
            Ok(view) => view,
            Err(error) => return view! { <ErrorPage error/> }.into_any(),
        };
        view! {
            <Title text=""/>
            <ShareTags title="Understory: works made from works" description=DESCRIPTION/>
            {view}
        }
        .into_any()
    })
}

async fn load() -> Result<AnyView, AppError> {
    let site = ssr::site()?;
    let viewer = ssr::viewer();
    let Site { db, .. } = &site;
    let totals = db::record::find_totals(db).await?;
    if let Some(viewer) = viewer {
        let home = load_member_home(&site, &viewer).await?;
        return Ok(view! { <MemberHome viewer home/> }.into_any());
    }
    let anybody = db::member::anybody_can_sign_in(db).await?;
    if totals.records == 0 {
        return Ok(view! { <NothingYet anybody/> }.into_any());
    }
    let home = load_visitor_home(&site).await?;
    Ok(view! {
        {(!anybody).then(|| view! { <NobodyYet/> })}
        <VisitorHome totals home/>
    }
    .into_any())
}
