//! Records in lists: as cards in a grid, and as lines.

use crate::ui::cover::{Cover, Thumb};
use crate::ui::mark::{Mark, medium_class};
use crate::ui::{text, time};
use db::Timestamp;
use db::record::RecordCard;
use domain::record::Status;
use leptos::prelude::*;

/// Records as a grid of cards.
#[component]
pub fn RecordGrid(
    /// In their order.
    cards: Vec<RecordCard>,
    /// Whether the cards are small, as beside other things.
    #[prop(optional)]
    small: bool,
    /// The level of the titles' headings: one below the heading over the grid.
    #[prop(default = 3)]
    level: u8,
    /// The form that each can be ticked for, by its id.
    #[prop(optional_no_strip)]
    ticks_for: Option<&'static str>,
) -> impl IntoView {
    let class = if small { "grid grid-small" } else { "grid" };
    let cards: Vec<_> = cards
        .iter()
        .map(|card| {
            let tick = ticks_for.map(|form| {
                let label = format!("Choose {}", text::title(&card.title));
                view! { <input class="rec-tick" r#type="checkbox" form=form name="record" value=card.id.to_string() aria-label=label/> }
            });
            view! { <li>{record_card(card, level)}{tick}</li> }
        })
        .collect();
    view! { <ul class=class>{cards}</ul> }
}

fn record_card(card: &RecordCard, level: u8) -> impl IntoView + use<> {
    let state = match card.status {
        Status::Draft => " rec-draft",
        Status::Published => "",
        Status::Withdrawn => " rec-withdrawn",
    };
    let link = view! { <a href=href(card)>{text::title(&card.title).to_owned()}</a> };
    let title = match level {
        2 => view! { <h2 class="rec-title" dir="auto">{link}</h2> }.into_any(),
        _ => view! { <h3 class="rec-title" dir="auto">{link}</h3> }.into_any(),
    };
    view! {
        <article class=format!("rec {}{state}", medium_class(card.medium))>
            <Cover card/>
            {title}
            <p class="rec-meta">
                <Mark medium=card.medium/>
                <span class="sr">{card.medium.label()}" "</span>
                "by "{author(card)}
                {card.duration_ms.map(|length| format!(" · {}", text::duration(length)))}
                <br/>
                {facts(card)}
            </p>
        </article>
    }
}

/// A record as a line of a list, with what was used of it, and a third column for a button or link as children.
#[component]
pub fn RecordLine<'a>(
    /// The record.
    card: &'a RecordCard,
    /// The member's line on what was used; empty for none.
    #[prop(optional, into)]
    used: String,
    /// A third column.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView + use<> {
    let class = if children.is_some() {
        "line line-end"
    } else {
        "line"
    };
    let when = match card.status {
        Status::Draft => format!("changed {}", time::recently(card.at, Timestamp::now())),
        Status::Published => time::year(card.at),
        Status::Withdrawn => "withdrawn".to_owned(),
    };
    // One's own drafts are all by oneself.
    let by = (card.status != Status::Draft).then(|| view! { " by "{author(card)} });
    view! {
        <li class=class>
            <Thumb card/>
            <div>
                <p class="line-title" dir="auto"><a href=href(card)>{text::title(&card.title).to_owned()}</a></p>
                <p class="line-meta">
                    <Mark medium=card.medium/>
                    " "{card.medium.label()}{by}" · "
                    <span title=time::to_the_minute(card.at)>{when}</span>
                </p>
                {(!used.is_empty()).then(|| view! { <q dir="auto">{used}</q> })}
            </div>
            {children.map(|children| children())}
        </li>
    }
}

/// The page of a record.
#[must_use]
pub fn href(card: &RecordCard) -> String {
    format!("/records/{}", card.id)
}

fn author(card: &RecordCard) -> impl IntoView + use<> {
    view! { <a href=format!("/members/{}", card.author) dir="auto">{card.author_name.clone()}</a> }
}

/// What a card says of a record's lineage, or of its state.
fn facts(card: &RecordCard) -> String {
    match card.status {
        Status::Draft => {
            format!(
                "a draft, changed {}",
                time::recently(card.at, Timestamp::now())
            )
        }
        Status::Withdrawn if card.remix_count == 0 => "withdrawn".to_owned(),
        Status::Withdrawn => format!("withdrawn · {}", text::remixed(card.remix_count)),
        Status::Published => match (card.source_count, card.remix_count) {
            (0, remixes) => text::remixed(remixes),
            (sources, 0) => text::made_from(sources, None),
            (sources, remixes) => format!(
                "{} · {}",
                text::made_from(sources, None),
                text::remixed(remixes)
            ),
        },
    }
}
