//! The page on which a production is planned, from a shortlist or from nothing.

use super::parts::trail_field;
use crate::AppError;
use crate::form::FormState;
use crate::selection::{self, Selection};
use crate::ssr::{self, Site};
use crate::ui::form::{ErrorSummary, MarkdownHint, TextArea, TextField, hidden};
use crate::ui::{ErrorPage, Mark, text};
use db::record::Page;
use db::session::Viewer;
use db::shortlist::{Choice, Order, Shortlist, ShortlistRecord};
use domain::production::INCLUDED_MAX;
use domain::record::Status;
use domain::text::Field;
use domain::{Role, ShortlistId};
use leptos::prelude::*;
use leptos_meta::Title;

/// Records of a shortlist that are offered one by one; a form has room for no more. The rest are included together.
const OFFERED: u64 = 100;

/// What the page shows.
struct Shown {
    shortlist: Option<(Shortlist, Page<ShortlistRecord>)>,
    choices: Vec<Choice>,
    /// What the address selects, and the address.
    selected: Option<(Selection, String)>,
    state: FormState,
}

/// Plan a production.
#[component]
pub fn NewProductionPage() -> impl IntoView {
    let site = ssr::site();
    let viewer = ssr::signed_in();
    let state = ssr::form_state("/productions/new");
    let pairs = ssr::query_pairs();
    let query = ssr::query_text();
    let asked = ssr::query("shortlist").or_else(|| Some(state.value("shortlist", "")));
    let shortlist = asked.and_then(|id| ssr::parse_id(&id)).map(ShortlistId);
    Suspend::new(async move {
        let loaded = match (site, viewer) {
            (Ok(site), Ok(viewer)) => load(&site, &viewer, shortlist, (&pairs, query), state).await,
            (Err(error), _) | (_, Err(error)) => Err(error),
        };
        match loaded {
            Ok(shown) => page(shown).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    viewer: &Viewer,
    shortlist: Option<ShortlistId>,
    (pairs, query): (&[(String, String)], String),
    state: FormState,
) -> Result<Shown, AppError> {
    if viewer.role < Role::Director {
        return Err(AppError::NotFound);
    }
    let db = &site.db;
    let shortlist = match shortlist {
        Some(id) => {
            let list = db::shortlist::find_shortlist(db, viewer, id).await?;
            let records =
                db::shortlist::list_shortlist_records(db, id, Order::Votes, None, OFFERED).await?;
            Some((list, records))
        }
        None => None,
    };
    let selected = match selection::is_empty(pairs) {
        true => None,
        false => Some((Selection::load(site, pairs).await?, query)),
    };
    Ok(Shown {
        selected,
        choices: db::shortlist::list_open_shortlists(db, viewer).await?,
        shortlist,
        state,
    })
}

fn page(shown: Shown) -> impl IntoView {
    let Shown {
        shortlist,
        choices,
        selected,
        state,
    } = shown;
    let title = shortlist
        .as_ref()
        .map_or("", |(list, _)| list.title.as_str())
        .to_owned();
    let records = shortlist
        .as_ref()
        .map(|(list, records)| offered(list, records, &state));
    let trail = shortlist.as_ref().map(|_| trail_field(&state, true));
    let action = match &selected {
        Some((_, query)) => format!("/productions/new?{query}"),
        None => "/productions/new".to_owned(),
    };
    let others = (shortlist.is_none() && selected.is_none()).then(|| shortlists(&choices));
    view! {
        <Title text="Plan a production"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <h1>"Plan a production"</h1>
                <p class="lead">"What goes in can be changed until it is released. Everybody can see it from now on, but for your private notes."</p>
            </div>
            {others}
            <ErrorSummary state=state.clone()/>
            <form class="form panel" method="post" action=action>
                <TextField state=state.clone() field=Field::Title label="Title" at_first=title class="input-title"/>
                <TextArea state field=Field::Body label="What it is to be" optional=true/>
                <MarkdownHint/>
                {records}
                {trail}
                {selected.map(|(selected, _)| going_in(&selected))}
                <div class="form-end">
                    <button class="btn btn-main" r#type="submit">"Plan it"</button>
                </div>
            </form>
        </div>
    }
}

/// What goes in from the address.
fn going_in(selected: &Selection) -> impl IntoView + use<> {
    let count = i64::try_from(selected.count).unwrap_or(i64::MAX);
    view! {
        <section class="field" aria-labelledby="chosen-h">
            <h2 class="label" id="chosen-h">{format!("{} go in", text::records(count))}</h2>
            {selected.view()}
        </section>
    }
}

fn shortlists(choices: &[Choice]) -> AnyView {
    if choices.is_empty() {
        return view! {
            <p class="hint section-first">"No shortlist is open. Curators start them; you can also add records by hand on the next page."</p>
        }
        .into_any();
    }
    let choices: Vec<_> = choices
        .iter()
        .map(|choice| {
            let href = format!("/productions/new?shortlist={}", choice.id);
            view! { <li><a class="tag" href=href dir="auto">{choice.title.clone()}</a></li> }
        })
        .collect();
    view! {
        <nav class="section-first" aria-labelledby="from-h">
            <h2 class="label" id="from-h">"Begin with a shortlist"</h2>
            <ul class="tags">{choices}</ul>
        </nav>
    }
    .into_any()
}

/// The records of the shortlist, each to be taken or left.
fn offered(
    list: &Shortlist,
    records: &Page<ShortlistRecord>,
    state: &FormState,
) -> impl IntoView + use<> {
    let is_taken = |id: &str| !state.is_returned() || state.holds("records[]", id);
    let rest = records.next.as_ref().map(|_| rest(list, records, state));
    let rows: Vec<_> = records
        .rows
        .iter()
        .filter(|row| row.card.status == Status::Published)
        .map(|row| {
            let card = &row.card;
            let id = card.id.to_string();
            let checked = is_taken(&id);
            view! {
                <li>
                    <label class="check">
                        <input r#type="checkbox" name="records[]" value=id checked=checked/>
                        <span class="offered">
                            <b dir="auto">{text::title(&card.title).to_owned()}</b>
                            <span class="line-meta">
                                <Mark medium=card.medium/>" "{card.medium.label()}" by "<bdi>{card.author_name.clone()}</bdi>
                                {(row.vote_sum != 0).then(|| format!(" · votes {:+}", row.vote_sum))}
                            </span>
                            <span class="hint" dir="auto">{row.reason.clone()}</span>
                        </span>
                    </label>
                </li>
            }
        })
        .collect();
    let hint = match rows.len() {
        0 => "Nothing on it can be included any more.",
        _ => "Take what goes into the work. The rest stays on the shortlist.",
    };
    view! {
        <fieldset class="field" id=Field::Records.as_str() tabindex="-1">
            <legend>"Records of “"<bdi>{list.title.clone()}</bdi>"”"</legend>
            {hidden("shortlist", &list.id.to_string())}
            <p class="hint">{hint}</p>
            <ul class="line-list">{rows}</ul>
            {rest}
        </fieldset>
    }
}

/// Those behind the ones that are offered, to be taken together.
fn rest(
    list: &Shortlist,
    records: &Page<ShortlistRecord>,
    state: &FormState,
) -> impl IntoView + use<> {
    let offered: Vec<String> = records
        .rows
        .iter()
        .map(|row| row.card.id.to_string())
        .collect();
    // Those that were left out before stay left out, whatever votes were given meanwhile.
    let offered = state.value("offered", &offered.join(" "));
    let count = text::records(list.record_count - records.rows.len() as i64);
    view! {
        {hidden("offered", &offered)}
        <label class="check">
            <input r#type="checkbox" name="rest" value="yes" checked=state.is_ticked("rest", false)/>
            <span>{format!("Include the others on it as well: {count}")}
                <span class="hint">{format!(" They have fewer votes. A production includes at most {}.", text::number(INCLUDED_MAX as i64))}</span>
            </span>
        </label>
    }
}
