//! Who was made from whom: a matching of what records use with what they receive, layer by layer.

use crate::dice::Dice;
use crate::shape::{DEPTHS, REMIXES, SOURCES, share_out, spread};

/// A record; its sources are records before it.
pub(crate) struct Record {
    /// Ascending.
    pub(crate) sources: Vec<u32>,
    /// Seconds since the first record; later than its sources'.
    pub(crate) time: u64,
}

/// From the first to the last record: 21 years.
pub(crate) const SPAN: u64 = 21 * 365 * 86_400;

/// How often another source is looked for when the one drawn is one's source already.
const TRIES: usize = 8;

/// Links that begin in one layer for each record of the next, at least: what is over serves further sources.
const SPARE: f64 = 1.25;

/// Places where links may still begin, each the number of a record: as often as it is to be remixed.
struct Layer {
    records: std::ops::Range<usize>,
    free: Vec<usize>,
}

/// Grows a corpus, in order of time.
pub(crate) fn grow(total: usize, dice: &mut Dice) -> Vec<Record> {
    let mut layers = layers(total, dice);
    let roots = layers[0].records.len();
    let mut uses = spread(total, &SOURCES).split_off(roots);
    dice.shuffle(&mut uses);
    let mut sources: Vec<Vec<usize>> = vec![Vec::new(); total];
    for depth in 1..layers.len() {
        let records = layers[depth].records.clone();
        for record in records.clone() {
            let above = &mut layers[depth - 1];
            let source = take(&mut above.free, dice)
                .unwrap_or_else(|| above.records.start + dice.below(above.records.len()));
            sources[record].push(source);
        }
        for record in records {
            for _ in 1..uses[record - roots] {
                let found = (0..TRIES).find_map(|_| {
                    let source = take_above(&mut layers[..depth], dice)?;
                    let is_new = !sources[record].contains(&source.1);
                    if !is_new {
                        layers[source.0].free.push(source.1);
                    }
                    is_new.then_some(source.1)
                });
                sources[record].extend(found);
            }
        }
    }
    in_time(&sources, dice)
}

/// The records of each depth, and how often each is to be remixed.
fn layers(total: usize, dice: &mut Dice) -> Vec<Layer> {
    let counts = share_out(total, &DEPTHS);
    let mut remixed: Vec<usize> = spread(total, &REMIXES);
    remixed.retain(|&count| count > 0);
    dice.shuffle(&mut remixed);
    let mut first = 0;
    let mut layers: Vec<Layer> = counts
        .iter()
        .map(|count| {
            first += count;
            let records = first - count..first;
            let free = Vec::new();
            Layer { records, free }
        })
        .filter(|layer| !layer.records.is_empty())
        .collect();
    for depth in (0..layers.len()).rev() {
        let next = layers.get(depth + 1).map_or(0, |next| next.records.len());
        let wanted = (next as f64 * SPARE).ceil() as usize;
        let most = if depth == 0 {
            usize::MAX
        } else {
            next.div_ceil(4)
        };
        let Layer { records, free } = &mut layers[depth];
        let mut kept = Vec::new();
        for record in records.clone() {
            if depth > 0 && free.len() >= wanted {
                break;
            }
            while let Some(count) = remixed.pop() {
                if count <= most {
                    free.extend(std::iter::repeat_n(record, count));
                    break;
                }
                kept.push(count);
            }
        }
        remixed.append(&mut kept);
        dice.shuffle(&mut remixed);
    }
    layers
}

fn take(free: &mut Vec<usize>, dice: &mut Dice) -> Option<usize> {
    (!free.is_empty()).then(|| free.swap_remove(dice.below(free.len())))
}

/// A place in any of the layers, with its depth.
fn take_above(layers: &mut [Layer], dice: &mut Dice) -> Option<(usize, usize)> {
    let all: usize = layers.iter().map(|layer| layer.free.len()).sum();
    let mut at = (all > 0).then(|| dice.below(all))?;
    for (depth, layer) in layers.iter_mut().enumerate() {
        if at < layer.free.len() {
            return Some((depth, layer.free.swap_remove(at)));
        }
        at -= layer.free.len();
    }
    None
}

/// Gives every record a time after its sources', mostly soon after, and numbers them by it.
fn in_time(sources: &[Vec<usize>], dice: &mut Dice) -> Vec<Record> {
    let mut times = vec![0; sources.len()];
    for (record, sources) in sources.iter().enumerate() {
        let last = sources.iter().map(|&source| times[source]).max();
        times[record] = match last {
            None => (dice.share() * SPAN as f64) as u64,
            Some(last) => {
                let rest = SPAN.saturating_sub(last) as f64;
                last + 1 + (rest * dice.share().powi(4)) as u64
            }
        };
    }
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|&record| (times[record], record));
    let mut number = vec![0; sources.len()];
    for (at, &record) in order.iter().enumerate() {
        number[record] = at as u32;
    }
    order
        .iter()
        .map(|&record| {
            let mut named: Vec<u32> = sources[record]
                .iter()
                .map(|&source| number[source])
                .collect();
            named.sort_unstable();
            let time = times[record];
            Record {
                sources: named,
                time,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
