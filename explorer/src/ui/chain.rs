//! The credit chain in words: from a record up to a root, with other ways up where there are any.

use super::answers::{Author, Detail, Near};
use super::dom::{Made, button, make};
use super::explorer::Explorer;
use super::words;
use std::rc::Rc;

/// Steps that are shown at once.
const SHOWN: usize = 6;
/// Ways up that are offered by name.
const WAYS: usize = 12;
/// However often ways were switched, a chain ends.
const SWITCHES: usize = 64;

/// A record on the way up.
struct Step {
    id: i64,
    title: String,
    author: Author,
    /// Its sources, where they are known and several.
    ways: Vec<Near>,
    /// The source that is taken.
    taken: i64,
    /// It has several sources, which are not known yet.
    unknown: bool,
}

/// The chain as part of the card; nothing for a root.
pub(crate) fn chain(explorer: &Rc<Explorer>, detail: &Rc<Detail>) -> Option<Made> {
    if detail.source_count == 0 {
        return None;
    }
    let (steps, more) = steps(explorer, detail);
    let whole = explorer.state.borrow().whole_chain || steps.len() <= SHOWN + 1;
    let hidden = if whole { 0 } else { steps.len() - SHOWN };
    let last = steps.len().saturating_sub(1);
    let rows = steps
        .iter()
        .enumerate()
        .filter(|(place, _)| whole || *place < SHOWN - 1 || *place == last);
    let rows: Vec<Made> = rows
        .flat_map(|(place, step)| {
            let gap = (!whole && place == last).then(|| gap(hidden));
            gap.into_iter().chain([row(step, place == 0)])
        })
        .collect();
    let on = more.then(|| {
        make("p")
            .class("mix-words")
            .text("The chain goes on from there.")
    });
    let hidden_sources = (detail.hidden_sources > 0).then(|| {
        let more = words::of(detail.hidden_sources, "more source", "more sources");
        let words = format!("{more} beside this lineage; they are on its page.");
        make("p").class("mix-words").text(&words)
    });
    Some(
        make("section")
            .class("chain")
            .attr("aria-label", "Credit chain")
            .add(make("h3").text("Where it came from"))
            .add(make("ol").add_all(rows))
            .add_if(on)
            .add_if(hidden_sources),
    )
}

fn gap(hidden: usize) -> Made {
    let words = format!("{hidden} steps between");
    make("li").add(button("chain-step", &words).attr("data-act", "whole-chain"))
}

fn row(step: &Step, is_first: bool) -> Made {
    let title = words::short(&step.title, 80);
    let by = format!(" by {}", step.author.name);
    let name = match is_first {
        true => make("span").class("chain-step").text("This one"),
        false => button("chain-step", "")
            .act("focus", step.id)
            .words(&title)
            .add(make("small").words(&by)),
    };
    make("li").add(name).add_if(ways(step))
}

/// `One of 3 ways up: ...`, or the offer to look.
fn ways(step: &Step) -> Option<Made> {
    if step.unknown {
        let look = button("way", "Several ways up").act("ways", step.id);
        return Some(make("div").class("ways").add(look));
    }
    if step.ways.len() < 2 {
        return None;
    }
    let offered = step.ways.iter().take(WAYS).map(|source| {
        let taken = source.id == step.taken;
        button("way", "")
            .act("way", step.id)
            .attr("data-source", &source.id.to_string())
            .attr("aria-pressed", if taken { "true" } else { "false" })
            .words(&words::short(&source.title, 28))
    });
    let more = step.ways.len().saturating_sub(WAYS);
    let more = (more > 0).then(|| make("span").text(&format!("and {more} more on its page")));
    let words = format!("One of {} ways up:", step.ways.len());
    Some(
        make("div")
            .class("ways")
            .attr("role", "group")
            .add(make("span").text(&words))
            .add_all(offered)
            .add_if(more),
    )
}

/// The way up; and whether it goes on beyond what is told.
fn steps(explorer: &Rc<Explorer>, detail: &Rc<Detail>) -> (Vec<Step>, bool) {
    let mut steps = Vec::new();
    let mut at = Rc::clone(detail);
    for _ in 0..SWITCHES {
        let chosen = explorer.state.borrow().ways.get(&at.id).copied();
        let primary = at.sources.first().map(|source| source.id);
        let taken = chosen.or(primary);
        steps.push(known_step(&at, taken));
        let way = at.sources.iter().find(|source| Some(source.id) == taken);
        if let Some(way) = way.filter(|_| taken != primary) {
            match explorer.known(way.id) {
                Some(next) => at = next,
                None => {
                    steps.push(near_step(way));
                    return (steps, true);
                }
            }
            continue;
        }
        match follow(explorer, &at, &mut steps) {
            Some(next) => at = next,
            None => return (steps, at.chain_more),
        }
    }
    (steps, true)
}

/// Adds the primary sources above `at`, up to one at which the way may part; answers that one.
fn follow(explorer: &Rc<Explorer>, at: &Detail, steps: &mut Vec<Step>) -> Option<Rc<Detail>> {
    for link in at.chain.iter().filter(|link| link.id != at.id) {
        if let Some(known) = explorer
            .known(link.id)
            .filter(|known| known.sources.len() > 1)
        {
            return Some(known);
        }
        let index = explorer.ground.index_of(link.id, link.index);
        let record = index.and_then(|index| explorer.engine()?.record(index));
        steps.push(Step {
            id: link.id,
            title: link.title.clone(),
            author: link.author.clone(),
            ways: Vec::new(),
            taken: 0,
            unknown: record.is_some_and(|record| record.more_sources),
        });
    }
    None
}

fn known_step(detail: &Detail, taken: Option<i64>) -> Step {
    Step {
        id: detail.id,
        title: detail.title.clone(),
        author: detail.author.clone(),
        ways: detail.sources.clone(),
        taken: taken.unwrap_or_default(),
        unknown: false,
    }
}

fn near_step(near: &Near) -> Step {
    Step {
        id: near.id,
        title: near.title.clone(),
        author: near.author.clone(),
        ways: Vec::new(),
        taken: 0,
        unknown: false,
    }
}
