//! The parts of a member's page.

use crate::ssr::markdown;
use crate::ui::text::{count, initial, members, query_value, records as records_text, short_title};
use crate::ui::{Empty, Mark, RecordGrid, time};
use db::credit::MemberCredit;
use db::follow::Following;
use db::member::{Profile, Remixer};
use db::record::{Page, RecordCard};
use domain::credit::Basis;
use domain::{Handle, Medium, Role};
use leptos::prelude::*;

/// Who they are, in a name and a few numbers.
#[component]
pub fn MemberHead<'a>(
    /// The member.
    profile: &'a Profile,
    /// Whether they look at themselves.
    is_self: bool,
    /// How many follow them.
    following: Following,
    /// How many members they follow.
    followed_count: i64,
    /// What whoever looks can do.
    children: Children,
) -> impl IntoView + use<> {
    let role = (profile.role > Role::Member)
        .then(|| view! { " "<span class="badge">{profile.role.as_str()}</span> });
    let origin = match &profile.corpus {
        Some(corpus) => view! {
            <span>"from the corpus "<b dir="auto">{corpus.clone()}</b>"; not claimed yet"</span>
        }
        .into_any(),
        None => view! { <span>"here since "{time::month(profile.joined_at)}</span> }.into_any(),
    };
    let counts: Vec<_> = counts(profile.record_count, profile.remixed_count)
        .into_iter()
        .map(|words| view! { <span>{words}</span> })
        .collect();
    let followers = count(following.follower_count, "follower", "followers");
    let followed = format!("follows {}", members(followed_count));
    let followed = match is_self {
        true => view! { <a href="/me/following">{followed}</a> }.into_any(),
        false => view! { <span>{followed}</span> }.into_any(),
    };
    let bio = (!profile.bio.trim().is_empty()).then(|| {
        view! { <div class="prose" dir="auto" inner_html=markdown::to_html(&profile.bio)></div> }
    });
    view! {
        <header class="member-head">
            <span class="avatar avatar-big" aria-hidden="true">{initial(&profile.name)}</span>
            <div>
                <h1 dir="auto">{profile.name.clone()}</h1>
                <p class="handle">"@"{profile.handle.to_string()}{role}</p>
                <p class="facts">
                    {counts}
                    <span>{followers}</span>
                    {followed}
                    {origin}
                </p>
                {bio}
            </div>
            {is_self.then(|| view! { <a class="btn" href="/me#profile">"Edit profile"</a> })}
            {children()}
        </header>
    }
}

/// What a member did so far, in words.
fn counts(records: i64, remixes: i64) -> Vec<String> {
    let by_others = match remixes {
        0 => "not remixed by others yet".to_owned(),
        1 => "remixed once by others".to_owned(),
        _ => format!("remixed {} by others", count(remixes, "time", "times")),
    };
    match (records, remixes) {
        (0, 0) => vec!["no records yet".to_owned()],
        _ => vec![records_text(records), by_others],
    }
}

/// What they put up, newest first, of one medium or all.
#[component]
pub fn MemberRecords<'a>(
    /// The member.
    profile: &'a Profile,
    /// Whether they look at themselves.
    is_self: bool,
    /// The medium it is narrowed to.
    medium: Option<Medium>,
    /// Whether the list begins at its beginning.
    is_first_page: bool,
    /// The records.
    records: Page<RecordCard>,
) -> impl IntoView + use<> {
    let base = format!("/members/{}", profile.handle);
    let older = records
        .next
        .as_deref()
        .map(|after| address(&base, medium, Some(after)));
    let newest = (!is_first_page).then(|| address(&base, medium, None));
    let list = if records.rows.is_empty() {
        no_records(profile, is_self, medium).into_any()
    } else {
        view! { <RecordGrid cards=records.rows/> }.into_any()
    };
    let choice = (profile.record_count > 0).then(|| medium_choice(&base, medium));
    let pager = (older.is_some() || newest.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {newest.map(|href| view! { <a class="btn" rel="prev" href=href>"Newest"</a> })}
                {older.map(|href| view! { <a class="btn" rel="next" href=href>"Older"</a> })}
            </nav>
        }
    });
    view! {
        <section class="section" id="records">
            <div class="section-head">
                <h2>"Records"</h2>
                <a class="more" href=format!("{base}/feed.atom")>"Feed"</a>
            </div>
            {choice}
            {list}
            {pager}
        </section>
    }
}

/// The address of a part of the list.
fn address(base: &str, medium: Option<Medium>, after: Option<&str>) -> String {
    let medium = medium.map(|medium| format!("medium={}", medium.as_str()));
    let after = after.map(|after| format!("after={}", query_value(after)));
    let query: Vec<String> = medium.into_iter().chain(after).collect();
    if query.is_empty() {
        format!("{base}#records")
    } else {
        format!("{base}?{}#records", query.join("&"))
    }
}

fn medium_choice(base: &str, chosen: Option<Medium>) -> impl IntoView + use<> {
    let links: Vec<_> = std::iter::once(None)
        .chain(Medium::ALL.map(Some))
        .map(|medium| {
            let current = (medium == chosen).then_some("page");
            let name = medium.map_or("All", Medium::label);
            view! {
                <li>
                    <a class="tag" href=address(base, medium, None) aria-current=current>
                        {medium.map(|medium| view! { <Mark medium/>" " })}
                        {name}
                    </a>
                </li>
            }
        })
        .collect();
    view! { <nav aria-label="Medium"><ul class="tags">{links}</ul></nav> }
}

fn no_records(profile: &Profile, is_self: bool, medium: Option<Medium>) -> impl IntoView + use<> {
    let name = profile.name.clone();
    match (is_self, medium) {
        (true, None) => view! {
            <Empty vine=1>
                <p><b>"Nothing published yet."</b>" A verse, a photo, a hum into the phone: all of it can grow."</p>
                <a class="btn" href="/records/new">"Put up a record"</a>
            </Empty>
        }
        .into_any(),
        (false, None) => view! {
            <Empty vine=1>
                <p><b dir="auto">{name}</b>" has not published anything yet."</p>
                <a class="btn" href="/records">"See every record"</a>
            </Empty>
        }
        .into_any(),
        (_, Some(medium)) => view! {
            <Empty vine=1>
                <p><b>{format!("No {} here.", medium.as_str())}</b>" Choose another medium above."</p>
            </Empty>
        }
        .into_any(),
    }
}

/// What they are credited for in productions.
#[component]
pub fn MemberCredits<'a>(
    /// The member.
    profile: &'a Profile,
    /// The newest productions first.
    credits: Page<MemberCredit>,
    /// Whether these are the first.
    is_first: bool,
) -> impl IntoView + use<> {
    if credits.rows.is_empty() && is_first {
        return None;
    }
    let handle = profile.handle.clone();
    let next = credits.next.as_deref().map(|after| {
        let href = format!("/members/{handle}?credits={after}#credits");
        view! { <a class="btn" rel="next" href=href>"Older credits"</a> }
    });
    let first = (!is_first).then(|| {
        view! { <a class="btn" rel="prev" href=format!("/members/{handle}#credits")>"Newest credits"</a> }
    });
    let pager = (next.is_some() || first.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages of credits">{first}{next}</nav> });
    let rows: Vec<_> = credits
        .rows
        .chunk_by(|one, next| one.production == next.production)
        .map(|credits| production_credits(&handle, credits))
        .collect();
    Some(view! {
        <section class="section" id="credits">
            <div class="section-head"><h2>"Credits"</h2><small>"in productions"</small></div>
            <ul class="line-list">{rows}</ul>
            {pager}
        </section>
    })
}

/// What they are credited for in one production.
fn production_credits(handle: &Handle, credits: &[MemberCredit]) -> impl IntoView + use<> {
    let first = &credits[0];
    let what: Vec<_> = credits
        .iter()
        .map(|credit| {
            let records: Vec<_> = credit
                .records
                .iter()
                .map(|record| {
                    let title = short_title(&record.title, 60);
                    view! { <span><a href=format!("/records/{}", record.id) dir="auto">{title}</a></span> }
                })
                .collect();
            let more = credit.record_count - records.len() as i64;
            let more = (more > 0).then(|| view! { <span>{format!("and {more} more")}</span> });
            let basis = match credit.basis {
                Basis::Role => credit.role.clone(),
                Basis::Included => "In it: ".to_owned(),
                Basis::Influence => "It came from: ".to_owned(),
            };
            view! { <p class="line-meta"><span dir="auto">{basis}</span><span class="facts">{records}{more}</span></p> }
        })
        .collect();
    let id = first.production;
    view! {
        <li>
            <p class="line-title">
                <a href=format!("/productions/{id}") dir="auto">{first.title.clone()}</a>
                " "<span class="badge">{first.status.label()}</span>
            </p>
            {what}
            <p class="line-meta"><a href=format!("/productions/{id}/credits?member={handle}")>"These credits in full"</a></p>
        </li>
    }
}

/// Who made something from what they put up.
#[component]
pub fn Remixers<'a>(
    /// The member.
    profile: &'a Profile,
    /// Most remixes first.
    remixers: Vec<Remixer>,
) -> impl IntoView + use<> {
    let handle = &profile.handle;
    if remixers.is_empty() {
        return None;
    }
    let people: Vec<_> = remixers
        .iter()
        .filter(|remixer| remixer.handle != *handle)
        .map(|remixer| {
            view! {
                <li class="person">
                    <span class="avatar" aria-hidden="true">{initial(&remixer.name)}</span>
                    <div>
                        <a class="name" href=format!("/members/{}", remixer.handle) dir="auto">{remixer.name.clone()}</a>
                        <small>{count(remixer.remix_count, "remix", "remixes")}</small>
                    </div>
                </li>
            }
        })
        .collect();
    Some(view! {
        <section class="section" id="remixers">
            <div class="section-head">
                <h2>"Who remixed them"</h2>
                <small>"by number of remixes"</small>
            </div>
            <ul class="people">{people}</ul>
        </section>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_addresses() {
        let base = "/members/ada";
        assert_eq!(address(base, None, None), "/members/ada#records");
        assert_eq!(
            address(base, Some(Medium::Audio), Some("a=b")),
            "/members/ada?medium=audio&after=a%3Db#records"
        );
    }

    #[test]
    fn remixes_by_others_as_words() {
        assert_eq!(counts(0, 0), ["no records yet"]);
        assert_eq!(counts(1, 1), ["1 record", "remixed once by others"]);
        assert_eq!(counts(12, 31), ["12 records", "remixed 31 times by others"]);
        assert_eq!(counts(2, 0), ["2 records", "not remixed by others yet"]);
    }
}
