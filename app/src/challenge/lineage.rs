//! What was entered as a lineage: the challenge, the records to start from, and what came from them.

use super::page::Show;
use super::parts::choice;
use crate::AppError;
use crate::record::picture::{medium, pictures_of, record};
use crate::ssr::Site;
use crate::ui::{Empty, text};
use db::challenge::{ChallengeView, ContributionSort};
use db::record::LineageLine;
use domain::{Medium, RecordId};
use leptos::prelude::*;
use lineage::picture::{PictureInput, PictureLink, PictureRecord, PictureSize};
use std::collections::{HashMap, HashSet};

/// Contributions in the picture: those with most hearts.
const CONTRIBUTIONS: u64 = 120;
/// Ancestors of each that are looked at for a way to the others.
const VISITS: usize = 300;

/// What the picture shows.
pub(super) struct Drawn {
    lines: Vec<LineageLine>,
    links: Vec<(RecordId, RecordId)>,
    /// Contributions among them.
    shown: i64,
}

/// Reads the records to start from and the contributions with most hearts.
pub(super) async fn load_lineage(
    site: &Site,
    challenge: &ChallengeView,
) -> Result<Option<Drawn>, AppError> {
    let (db, id) = (&site.db, challenge.card.id);
    let sort = ContributionSort::Hearts;
    let entered = db::challenge::list_contributions(db, id, sort, None, CONTRIBUTIONS).await?;
    let mut ids: Vec<RecordId> = challenge.sources.iter().map(|card| card.id).collect();
    let starts = ids.len();
    let known: HashSet<RecordId> = ids.iter().copied().collect();
    let others = entered.rows.iter().map(|row| row.card.id);
    ids.extend(others.filter(|id| !known.contains(id)));
    let shown = (ids.len() - starts) as i64;
    let links = site.lineage.links_among(&ids, VISITS);
    let lines = db::record::find_lineage_lines(db, &ids).await?;
    Ok(Some(Drawn {
        lines,
        links,
        shown,
    }))
}

/// The challenge stands where a lineage has its focus; what came from nothing else here hangs on it.
fn picture(challenge: &ChallengeView, drawn: &Drawn) -> PictureInput {
    let card = &challenge.card;
    let place: HashMap<RecordId, usize> = drawn.lines.iter().map(|line| line.id).zip(1..).collect();
    let mut named: HashMap<usize, u32> = HashMap::new();
    let mut links = Vec::new();
    let mut link = |source: usize, remix: usize| {
        let position = named.entry(remix).or_default();
        links.push(PictureLink {
            source,
            remix,
            position: *position,
        });
        *position += 1;
    };
    let mut made_from_others: HashSet<RecordId> = HashSet::new();
    for (source, remix) in &drawn.links {
        if let (Some(from), Some(to)) = (place.get(source), place.get(remix)) {
            made_from_others.insert(*remix);
            link(*from, *to);
        }
    }
    for line in &drawn.lines {
        if !made_from_others.contains(&line.id) {
            link(0, place[&line.id]);
        }
    }
    let focus = PictureRecord {
        title: card.title.clone(),
        byline: format!("a challenge by {}", card.issued_by.name),
        medium: medium(card.medium.unwrap_or(Medium::Text)),
        withdrawn: false,
        href: format!("/challenges/{}", card.id),
        time: card.created_at.0,
        hidden_sources: 0,
        hidden_remixes: 0,
    };
    let mut records = vec![focus];
    records.extend(drawn.lines.iter().map(record));
    PictureInput {
        links,
        records,
        focus: 0,
        title: format!(
            "What was contributed to {}: {}",
            text::short_title(&card.title, 80),
            text::records(drawn.shown)
        ),
        id: String::new(),
        size: PictureSize::Wide,
    }
}

/// The picture, and the way into the explorer.
pub(super) fn lineage_view(challenge: &ChallengeView, drawn: &Drawn) -> impl IntoView + use<> {
    let card = &challenge.card;
    let cut = (card.contribution_count > drawn.shown && drawn.shown > 0).then(|| {
        format!(
            " The {} with most hearts are shown.",
            text::number(drawn.shown)
        )
    });
    let ids: Vec<String> = drawn.lines.iter().map(|line| line.id.to_string()).collect();
    let body = if drawn.lines.is_empty() {
        view! { <Empty><p>"Nothing was entered yet, and there is nothing to start from."</p></Empty> }.into_any()
    } else {
        view! {
            <div class="lineage">
                {pictures_of(picture(challenge, drawn))}
                <div class="lineage-foot">
                    <span>"The challenge stands at the left, then what it starts from, then what came of it."{cut}</span>
                    <a href=format!("/map#records={}", ids.join(","))>"See them on the map"</a>
                </div>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="section" id="contributions">
            <div class="section-head">
                <h2>"Contributions"</h2>
                <small>{text::number(card.contribution_count)}</small>
                <a class="more" href=format!("/challenges/{}/feed.atom", card.id)>"Feed"</a>
            </div>
            {choice(card.id, Show::Lineage)}
            {body}
        </section>
    }
}
