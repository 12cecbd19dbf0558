//! A member's page: who they are, what they put up, and who remixed them.

use crate::AppError;
use crate::form::FormState;
use crate::member::parts::{MemberCredits, MemberHead, MemberRecords, Remixers};
use crate::ssr::{self, Site};
use crate::ui::{ErrorPage, FollowForm, ShareTags};
use crate::{collection, recommendation};
use db::collection::Collection;
use db::credit::MemberCredit;
use db::follow::Following;
use db::member::{Profile, Remixer};
use db::recommendation::Recommended;
use db::record::{Page, RecordCard, RecordFilter, Sort};
use domain::follow::Subject;
use domain::{Handle, Medium};
use leptos::prelude::*;
use leptos_meta::{Link, Title};
use leptos_router::hooks::use_params_map;

/// Records on a page.
const RECORDS: u64 = 24;
/// Members named among those who remixed this one.
const REMIXERS: u64 = 24;

/// What they recommend, and collections, on their page.
const RECOMMENDED: u64 = 6;
const COLLECTIONS: u64 = 6;

/// A member.
#[component]
pub fn MemberPage() -> impl IntoView {
    let handle = use_params_map()
        .read_untracked()
        .get("handle")
        .unwrap_or_default();
    Suspend::new(async move {
        match load(&handle).await {
            Ok(member) => member_view(member).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

struct Member {
    profile: Profile,
    is_self: bool,
    is_member: bool,
    following: Following,
    followed_count: i64,
    follow_state: FormState,
    medium: Option<Medium>,
    is_first_page: bool,
    records: Page<RecordCard>,
    remixers: Vec<Remixer>,
    recommended: Page<Recommended>,
    collections: Page<Collection>,
    credits: Page<MemberCredit>,
    is_first_credits: bool,
}

async fn load(handle: &str) -> Result<Member, AppError> {
    let Site { db, lineage, .. } = ssr::site()?;
    let signed_in = ssr::viewer();
    let viewer = signed_in.as_ref().map(|viewer| viewer.member);
    let follow_state = ssr::form_state("/follow");
    let handle: Handle = handle.parse().map_err(|_| AppError::NotFound)?;
    let medium = ssr::query("medium").and_then(|word| word.parse().ok());
    let after = ssr::query("after");
    let credits_after = ssr::query("credits");
    let profile = db::member::find_profile(&db, handle.as_str()).await?;
    let filter = RecordFilter {
        author: Some(handle.to_string()),
        medium,
        ..RecordFilter::default()
    };
    let subject = Subject::Member(profile.id);
    let (records, remixers, following, followed_count, recommended, collections, credits) = tokio::try_join!(
        db::record::list_records(&db, &filter, Sort::Newest, after.as_deref(), RECORDS),
        db::member::list_remixers(&db, profile.id, REMIXERS),
        db::follow::find_following(&db, viewer, subject),
        db::follow::count_followed_members(&db, profile.id),
        db::recommendation::list_recommendations_by(&db, profile.id, None, RECOMMENDED),
        db::collection::list_collections(&db, signed_in.as_ref(), profile.id, None, COLLECTIONS),
        db::credit::list_member_credits(&db, profile.id, credits_after.as_deref()),
    )?;
    let mut credits = credits;
    if viewer == Some(profile.id) && credits_after.is_none() {
        let own = db::credit::find_influences(&db, &lineage, profile.id).await?;
        credits.rows.extend(own);
        credits
            .rows
            .sort_by_key(|credit| std::cmp::Reverse(credit.production));
    }
    Ok(Member {
        is_self: viewer == Some(profile.id),
        is_member: viewer.is_some(),
        following,
        followed_count,
        follow_state,
        profile,
        medium,
        is_first_page: after.is_none(),
        records,
        remixers,
        recommended,
        collections,
        credits,
        is_first_credits: credits_after.is_none(),
    })
}

fn member_view(member: Member) -> impl IntoView {
    let Member {
        profile,
        is_self,
        is_member,
        following,
        followed_count,
        follow_state,
        medium,
        is_first_page,
        records,
        remixers,
        recommended,
        collections,
        credits,
        is_first_credits,
    } = member;
    let handle = profile.handle.to_string();
    let name = profile.name.clone();
    let here = format!("/members/{}", profile.handle);
    let feed = format!("{here}/feed.atom");
    let description = format!("What {} put up, and who remixed it.", profile.name);
    view! {
        <Title text=profile.name.clone()/>
        <Link rel="alternate" type_="application/atom+xml" title="Records" href=feed/>
        <ShareTags title=profile.name.clone() description/>
        <div class="wrap page">
            <MemberHead profile=&profile is_self following followed_count>
                {(!is_self).then(|| view! {
                    <FollowForm following name is_member state=follow_state here/>
                })}
            </MemberHead>
            <MemberRecords profile=&profile is_self medium is_first_page records/>
            {recommendation::parts::of_member(&handle, &recommended)}
            {collection::parts::of_member(&handle, &collections)}
            <MemberCredits profile=&profile credits is_first=is_first_credits/>
            <Remixers profile=&profile remixers/>
        </div>
    }
}
