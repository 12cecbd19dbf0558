//! Choosing sources: those chosen, each with the line on what was used, and a search for more.

use super::steps::Chosen;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::Site;
use crate::ui::form::{error_view, hidden};
use crate::ui::text;
use crate::ui::{Icon, Mark, RecordLine, Thumb};
use db::record::{RecordCard, RecordFilter, Sort};
use domain::RecordId;
use domain::record::Status;
use domain::remix::{SOURCES_MAX, parse_reference};
use domain::text::{Field, USED_MAX};
use leptos::prelude::*;

/// Records found at once.
const FOUND_MAX: u64 = 10;

/// What is chosen, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choosing {
    /// What a record is made from, with a line on what was used of each.
    Sources,
    /// What a challenge starts from.
    Start,
}

/// What the chooser shows.
pub(crate) struct Chooser {
    /// What is chosen.
    choosing: Choosing,
    /// Records that are offered, to take or to leave.
    pub(super) offered: Vec<RecordCard>,
    /// The chosen sources with what was used of each.
    pub(super) chosen: Vec<(RecordCard, String)>,
    /// What was looked for.
    find: String,
    /// What was found; `None` where nothing was looked for.
    found: Option<Vec<RecordCard>>,
    is_full: bool,
}

impl Chooser {
    /// The chosen sources' cards.
    pub(super) fn cards(&self) -> Vec<RecordCard> {
        self.chosen.iter().map(|(card, _)| card.clone()).collect()
    }

    /// Reads the chosen sources and looks for more.
    pub(crate) async fn load(
        choosing: Choosing,
        site: &Site,
        own: Option<RecordId>,
        chosen: &Chosen,
    ) -> Result<Self, AppError> {
        let cards = match chosen.sources.is_empty() {
            true => Vec::new(),
            false => db::record::find_cards(&site.db, &chosen.ids()).await?,
        };
        let used = |id: RecordId| {
            let named = chosen.sources.iter().find(|named| named.source == id);
            named.map(|named| named.used.clone()).unwrap_or_default()
        };
        let found = match chosen.find.is_empty() {
            true => None,
            false => Some(find(site, own, &chosen.find).await?),
        };
        Ok(Self {
            choosing,
            offered: Vec::new(),
            chosen: cards
                .into_iter()
                .map(|card| (card.clone(), used(card.id)))
                .collect(),
            find: chosen.find.clone(),
            found,
            is_full: chosen.is_full,
        })
    }
}

/// The record that is meant by an id or an address, then those with the words.
async fn find(
    site: &Site,
    own: Option<RecordId>,
    typed: &str,
) -> Result<Vec<RecordCard>, AppError> {
    let mut found = match parse_reference(typed) {
        Some(id) => db::record::find_cards(&site.db, &[id]).await?,
        None => Vec::new(),
    };
    let filter = RecordFilter {
        q: Some(typed.chars().take(200).collect()),
        ..RecordFilter::default()
    };
    let page = db::record::list_records(&site.db, &filter, Sort::Newest, None, FOUND_MAX).await?;
    found.extend(
        page.rows
            .into_iter()
            .filter(|card| Some(card.id) != parse_reference(typed)),
    );
    found.retain(|card| Some(card.id) != own);
    Ok(found)
}

/// The whole chooser, as a group of the form.
pub(crate) fn chooser(
    state: &FormState,
    action: &str,
    chooser: &Chooser,
    refusal: Option<String>,
) -> impl IntoView + use<> {
    let id = Field::Sources.as_str();
    // The fragment brings the reader back to where they were, without a script.
    let step = format!("{action}#{id}");
    let full = chooser
        .is_full
        .then(|| format!("At most {SOURCES_MAX} sources. Remove one before you add another."));
    let error = full
        .or(refusal)
        .or_else(|| state.error_at(Field::Sources))
        .or_else(|| state.error_at(Field::Used));
    let chosen: Vec<_> = chooser
        .chosen
        .iter()
        .enumerate()
        .map(|(row, (card, used))| {
            let line = match chooser.choosing {
                Choosing::Sources => used_field(row, card, used).into_any(),
                Choosing::Start => hidden(&format!("sources[{row}][used]"), "").into_any(),
            };
            chosen_source(row, card, line, &step)
        })
        .collect();
    let chosen = (!chosen.is_empty()).then(|| view! { <ul class="sources">{chosen}</ul> });
    let (legend, hint) = match chooser.choosing {
        Choosing::Sources => (
            "Made from",
            format!(
                "Name every record that it is made from, up to {SOURCES_MAX}: their authors are credited, for good. Leave it empty for a root."
            ),
        ),
        Choosing::Start => (
            "Records to start from",
            format!(
                "Up to {SOURCES_MAX}, offered as sources to whoever contributes. Leave it empty where nothing is given."
            ),
        ),
    };
    view! {
        <fieldset class="field" id=id tabindex="-1" aria-describedby="sources-hint sources-error">
            <legend>{legend}</legend>
            <p class="hint" id="sources-hint">{hint}</p>
            {chosen}
            {error_view(id, error)}
            {offered(chooser, &step)}
            {finder(chooser, &step)}
        </fieldset>
    }
}

/// The records that a challenge starts from, to take those that are used.
fn offered(chooser: &Chooser, action: &str) -> Option<impl IntoView + use<>> {
    let is_chosen = |card: &RecordCard| chooser.chosen.iter().any(|(known, _)| known.id == card.id);
    let lines: Vec<_> = chooser
        .offered
        .iter()
        .filter(|card| !is_chosen(card))
        .map(|card| {
            let end = found_end(card, chooser, action);
            view! { <RecordLine card>{end}</RecordLine> }
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    Some(view! {
        <p class="label">"The challenge starts from"</p>
        <p class="hint">"Take those that your work is made from, and leave the others."</p>
        <ul class="found">{lines}</ul>
    })
}

fn used_field(row: usize, card: &RecordCard, used: &str) -> impl IntoView + use<> {
    let field = format!("used-{}", card.id);
    view! {
        <label r#for=field.clone()>"What did you use? "<span class="optional">"if you like"</span></label>
        <input
            class="input"
            id=field
            name=format!("sources[{row}][used]")
            value=used.to_owned()
            dir="auto"
            maxlength=USED_MAX
            placeholder="The second verse, word for word"
        />
    }
}

fn chosen_source(
    row: usize,
    card: &RecordCard,
    line: AnyView,
    action: &str,
) -> impl IntoView + use<> {
    let title = text::title(&card.title).to_owned();
    view! {
        <li class="source">
            <Thumb card/>
            <div>
                <p class="line-title" dir="auto"><a href=format!("/records/{}", card.id)>{title.clone()}</a></p>
                <p class="line-meta">
                    <Mark medium=card.medium/>
                    " "{card.medium.label()}" by "<span dir="auto">{card.author_name.clone()}</span>" · "{license_name(card)}
                </p>
            </div>
            <button class="icon-btn" r#type="submit" formaction=action.to_owned() name="step" value=format!("remove:{}", card.id) aria-label=format!("Remove {title}")>
                <Icon name="close"/>
            </button>
            <div class="field">
                {hidden(&format!("sources[{row}][id]"), &card.id.to_string())}
                {line}
            </div>
        </li>
    }
}

fn license_name(card: &RecordCard) -> String {
    match card.license.as_deref() {
        Some(id) => id
            .parse::<domain::License>()
            .map_or_else(|_| id.to_owned(), |license| license.name().to_owned()),
        None => "license not recorded".to_owned(),
    }
}

fn finder(chooser: &Chooser, action: &str) -> impl IntoView + use<> {
    let find = chooser.find.clone();
    let label = "Find a record: words, number or address";
    view! {
        <div class="input-row">
            <div class="search">
                <Icon name="search"/>
                <input r#type="search" name="find" value=find.clone() maxlength="200" aria-label=label placeholder=label/>
            </div>
            {hidden("found", &find)}
            <button class="btn" r#type="submit" formaction=action.to_owned() name="step" value="find">"Find"</button>
        </div>
        {chooser.found.as_ref().map(|found| found_list(found, chooser, action))}
    }
}

fn found_list(found: &[RecordCard], chooser: &Chooser, action: &str) -> AnyView {
    if found.is_empty() {
        let words = format!(
            "No record found for “{}”. Try other words, or paste its address.",
            chooser.find
        );
        return view! { <p class="hint" role="status" id="found" dir="auto">{words}</p> }
            .into_any();
    }
    let lines: Vec<_> = found
        .iter()
        .map(|card| {
            let end = found_end(card, chooser, action);
            view! { <RecordLine card>{end}</RecordLine> }
        })
        .collect();
    let count = text::records(found.len() as i64);
    view! {
        <p class="sr" role="status">{format!("{count} found")}</p>
        <ul class="found" id="found">{lines}</ul>
    }
    .into_any()
}

fn found_end(card: &RecordCard, chooser: &Chooser, action: &str) -> AnyView {
    let is_chosen = chooser
        .chosen
        .iter()
        .any(|(chosen, _)| chosen.id == card.id);
    let title = text::short_title(&card.title, 80);
    if is_chosen {
        view! { <span class="small muted">"Chosen"</span> }.into_any()
    } else if card.status == Status::Withdrawn {
        view! { <span class="small muted">"Withdrawn"</span> }.into_any()
    } else if !super::licenses::may_be_remixed(card) {
        view! { <span class="small muted">"May not be remixed"</span> }.into_any()
    } else {
        view! {
            <button class="btn btn-small" r#type="submit" formaction=action.to_owned() name="step" value=format!("add:{}", card.id) aria-label=format!("Add {title}")>"Add"</button>
        }
        .into_any()
    }
}
