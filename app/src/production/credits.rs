//! The credits of a production, in full.

use super::parts::credit_groups;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::form::{ErrorSummary, TextField, hidden};
use crate::ui::{Empty, ErrorPage, ShareTags, Time, text};
use db::credit::{CreditLine, CreditSheet, OwnCredit};
use db::production::Production;
use domain::credit::Count;
use domain::text::Field;
use domain::{Handle, ProductionId};
use leptos::prelude::*;
use leptos_meta::{Link, Title};

/// Credits on a page.
const PAGE: usize = 200;

/// What the page shows.
struct Shown {
    production: Production,
    counts: [Count; 3],
    lines: Vec<CreditLine>,
    next: Option<i64>,
    from: i64,
    member: Option<(Handle, String)>,
    own: Option<OwnCredit>,
    public_url: std::sync::Arc<str>,
}

/// Credits.
#[component]
pub fn CreditsPage() -> impl IntoView {
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ProductionId(id))));
    let state = ssr::form_state("/productions/credits");
    let from = ssr::query("from").and_then(|from| ssr::parse_id(&from));
    let member = ssr::query("member");
    let viewer = ssr::viewer();
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, id)) => load(&site, id, from.unwrap_or(0), member, viewer).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(&shown, state).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    id: ProductionId,
    from: i64,
    member: Option<String>,
    viewer: Option<db::session::Viewer>,
) -> Result<Shown, AppError> {
    let db = &site.db;
    let production = db::production::find_production(db, id).await?;
    let sheet = CreditSheet::open(db, &site.lineage, &production).await?;
    let member = match member {
        Some(handle) => Some(db::member::find_profile(db, &handle).await?),
        None => None,
    };
    let member_id = member.as_ref().map(|profile| profile.id);
    let (lines, next) = sheet.page(from, PAGE, member_id).await?;
    let own = match viewer {
        Some(viewer) => db::credit::find_own_credit(&sheet, viewer.member).await?,
        None => None,
    };
    Ok(Shown {
        counts: sheet.counts,
        lines,
        next,
        from,
        member: member.map(|profile| (profile.handle, profile.name)),
        own,
        public_url: site.public_url.clone(),
        production,
    })
}

fn page(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let production = &shown.production;
    let id = production.id;
    let title = text::short_title(&production.title, 80);
    let when = match production.released_at {
        Some(at) => view! { <p class="lead">"As they were at the release on "<Time at/>". They never change."</p> }.into_any(),
        None => view! { <p class="lead">"As the lineage has them now. They are written down for good at the release."</p> }.into_any(),
    };
    let groups = match shown.lines.is_empty() {
        false => credit_groups(&shown.lines, &shown.counts, 2).into_any(),
        true => view! {
            <Empty vine=2><p><b>"Nobody is credited here."</b>" Credits come from the records that are included, from all that these came from, and from roles given by hand."</p><a class="btn" href=format!("/productions/{id}")>"Back to the production"</a></Empty>
        }
        .into_any(),
    };
    let own = shown.own.as_ref().map(|own| own_form(id, own, state));
    let oembed = format!(
        "{}/oembed?format=json&url={}",
        shown.public_url,
        text::query_value(&format!("{}/productions/{id}/credits", shown.public_url))
    );
    view! {
        <Title text=format!("Credits of “{title}”")/>
        <ShareTags title=format!("Credits of “{title}”") description="Everybody whose work is in it, and everybody whose work it came from."/>
        <Link rel="alternate" type_="application/json+oembed" href=oembed title="Credits"/>
        <div class="wrap page">
            <div class="page-head">
                <p class="eyebrow"><a href=format!("/productions/{id}") dir="auto">{title}</a></p>
                <h1>"Credits"</h1>
                {when}
            </div>
            <div class="split">
                <div>
                    {of_member(shown)}
                    <div class="credit-groups">{groups}</div>
                    {pager(shown)}
                </div>
                <aside class="aside" aria-label="About these credits">
                    {own}
                    {formats(shown)}
                </aside>
            </div>
        </div>
    }
}

/// Whose credits these are, where it is one member's.
fn of_member(shown: &Shown) -> Option<impl IntoView + use<>> {
    let (handle, name) = shown.member.clone()?;
    let all = format!("/productions/{}/credits", shown.production.id);
    Some(view! {
        <p class="section-first">
            "Only those of "<a href=format!("/members/{handle}") dir="auto">{name}</a>". "
            <a href=all>"See all"</a>
        </p>
    })
}

fn pager(shown: &Shown) -> Option<impl IntoView + use<>> {
    let base = format!("/productions/{}/credits", shown.production.id);
    let member = shown.member.as_ref();
    let member = member.map_or_else(String::new, |(handle, _)| format!("&member={handle}"));
    let first = (shown.from > 0).then(|| {
        let href = match member.strip_prefix('&') {
            Some(member) => format!("{base}?{member}"),
            None => base.clone(),
        };
        view! { <a class="btn" rel="prev" href=href>"From the start"</a> }
    });
    let next = shown.next.map(|from| {
        let href = format!("{base}?from={from}{member}");
        view! { <a class="btn" rel="next" href=href>"More credits"</a> }
    });
    (first.is_some() || next.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages">{first}{next}</nav> })
}

fn own_form(id: ProductionId, own: &OwnCredit, state: FormState) -> impl IntoView + use<> {
    let (heading, button) = match own.confirmed_at {
        Some(_) => ("You confirmed your name", "Change it"),
        None => ("This is how you are credited", "Confirm this name"),
    };
    let times = match own.count {
        1 => "for one thing".to_owned(),
        count => format!("for {} things", text::number(count as i64)),
    };
    view! {
        <section id="own" aria-labelledby="own-h">
            <h2 id="own-h">{heading}</h2>
            <ErrorSummary state=state.clone()/>
            <form class="form" method="post" action=format!("/productions/credits?id={id}")>
                {hidden("id", &id.to_string())}
                <TextField state field=Field::CreditedName label="Your name in these credits" at_first=own.name.clone()
                    hint=format!("You are credited {times}. Confirm the name or change it, until the release.")/>
                <div class="form-end"><button class="btn btn-main" r#type="submit">{button}</button></div>
            </form>
        </section>
    }
}

/// The forms in which the credits can be had.
fn formats(shown: &Shown) -> impl IntoView + use<> {
    let id = shown.production.id;
    let api = format!("/api/v1/productions/{id}/credits");
    let links: Vec<_> = [
        ("Text", "text"),
        ("HTML", "html"),
        ("JSON", "json"),
        ("CSV", "csv"),
    ]
    .into_iter()
    .map(
        |(name, format)| view! { <span><a href=format!("{api}?format={format}")>{name}</a></span> },
    )
    .collect();
    let card = format!("{}/productions/{id}/credits/card", shown.public_url);
    let embed = format!(
        "<iframe src=\"{card}\" title=\"Credits\" width=\"420\" height=\"480\" loading=\"lazy\"></iframe>"
    );
    view! {
        <section aria-labelledby="formats-h">
            <h2 id="formats-h">"Take them along"</h2>
            <p class="facts">{links}</p>
            <p class="label bar after"><span>"Card for another site"</span><a class="end small" href=card aria-label="See the card alone">"See it"</a></p>
            <pre class="copy" tabindex="0" role="region" aria-label="Code of the card">{embed}</pre>
        </section>
    }
}
