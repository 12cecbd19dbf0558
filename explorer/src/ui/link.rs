//! What one sees, in the part of the address behind `#`. Pure. Whatever it holds was written by others: what is not
//! understood is left out.

use super::view::{Filter, Term, View, query, term_pairs};

/// A place and scale to look from, and the layout of the map they are of; or the record of a small lineage from which
/// the place is told.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Place {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) scale: f64,
    pub(crate) epoch: String,
    pub(crate) by: Option<i64>,
}

/// What an address told.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Told {
    pub(crate) view: View,
    pub(crate) place: Option<Place>,
    /// Up to when records are shown, in milliseconds since 1970: steps of time are other moments on another map.
    pub(crate) until: Option<i64>,
    /// Something in it was not understood.
    pub(crate) bad: bool,
}

/// Longest words taken from an address.
const TEXT_MAX: usize = 200;

/// The address of a view, without `#`; time is told by its moment.
pub(crate) fn write(view: &View, place: Option<&Place>, until: Option<i64>) -> String {
    let mut pairs = Vec::new();
    if let Some(Place {
        x,
        y,
        scale,
        epoch,
        by,
    }) = place
    {
        pairs.push(("at", format!("{x:.2},{y:.2},{scale:.4}")));
        pairs.push(match by {
            Some(id) => ("by", id.to_string()),
            None => ("epoch", epoch.clone()),
        });
    }
    pairs.extend(view.focus.map(|id| ("focus", id.to_string())));
    pairs.extend(view.filter.pairs());
    pairs.extend(term_pairs(&view.terms));
    if view.terms.contains(&Term::Shown) {
        pairs.push(("shown", "1".to_owned()));
    }
    if !view.collapsed.is_empty() {
        let ids: Vec<String> = view.collapsed.iter().map(i64::to_string).collect();
        pairs.push(("folded", ids.join(",")));
    }
    pairs.extend(until.map(|until| ("until", until.to_string())));
    if view.by_time {
        pairs.push(("colour", "time".to_owned()));
    }
    query(&pairs)
}

/// Reads an address, with or without `#`.
pub(crate) fn read(hash: &str) -> Told {
    let mut told = Told::default();
    let mut epoch = String::new();
    let mut by = None;
    for pair in hash
        .trim_start_matches('#')
        .split('&')
        .filter(|pair| !pair.is_empty())
    {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let understood = match name {
            "at" => place(value).map(|place| told.place = Some(place)),
            "epoch" => text(value).map(|text| epoch = text),
            "by" => id(value).map(|id| by = Some(id)),
            "until" => id(value).map(|until| told.until = Some(until)),
            _ => text(value).and_then(|value| take(&mut told.view, name, &value)),
        };
        told.bad |= understood.is_none();
    }
    if let Some(place) = &mut told.place {
        place.epoch = epoch;
        place.by = by;
    }
    told
}

fn take(view: &mut View, name: &str, value: &str) -> Option<()> {
    let Filter {
        mediums,
        license,
        member,
        tag,
        project,
        words,
        from,
        to,
        min_hearts,
        never_remixed,
        several_sources,
    } = &mut view.filter;
    let all = |view: &mut View, of: fn(i64) -> Term| {
        ids(value)?
            .into_iter()
            .all(|id| view.add(of(id)))
            .then_some(())
    };
    match name {
        "medium" => {
            let known = ["text", "image", "audio", "video", "code"];
            *mediums = value
                .split(',')
                .filter(|word| known.contains(word))
                .map(str::to_owned)
                .collect();
            (!mediums.is_empty()).then_some(())
        }
        "license" => put(license, value),
        "member" => put(member, value),
        "tag" => put(tag, value),
        "project" => id(value).and_then(|_| put(project, value)),
        "q" => put(words, value),
        "from" if is_day(value) => put(from, value),
        "to" if is_day(value) => put(to, value),
        "min_hearts" => value.parse().ok().map(|count| *min_hearts = count),
        "never_remixed" => (value == "1").then(|| *never_remixed = true),
        "several_sources" => (value == "1").then(|| *several_sources = true),
        "records" => all(view, Term::Record),
        "production" => id(value).and_then(|id| view.add(Term::Production(id)).then_some(())),
        "subtree" => all(view, Term::Subtree),
        "ancestors" => all(view, Term::Ancestors),
        "descendants" => all(view, Term::Descendants),
        "within" => {
            corners(value).and_then(|corners| view.add(Term::Within(corners)).then_some(()))
        }
        "shown" => view.add(Term::Shown).then_some(()),
        "focus" => id(value).map(|id| view.focus = Some(id)),
        "folded" => ids(value).map(|ids| {
            for id in ids {
                view.fold(id);
            }
        }),
        "colour" => (value == "time").then(|| view.by_time = true),
        _ => None,
    }
}

fn put(field: &mut String, value: &str) -> Option<()> {
    value.clone_into(field);
    Some(())
}

fn place(value: &str) -> Option<Place> {
    let numbers = numbers(value)?;
    let [x, y, scale] = numbers[..] else {
        return None;
    };
    let sane = x.abs() < 1e8 && y.abs() < 1e8 && (1e-6..1e5).contains(&scale);
    sane.then(|| Place {
        x,
        y,
        scale,
        ..Place::default()
    })
}

fn corners(value: &str) -> Option<Vec<(f64, f64)>> {
    let numbers = numbers(value)?;
    let sane = numbers.len().is_multiple_of(2)
        && (6..=128).contains(&numbers.len())
        && numbers.iter().all(|n| n.abs() < 1e8);
    sane.then(|| {
        numbers
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect()
    })
}

fn numbers(value: &str) -> Option<Vec<f64>> {
    let numbers: Option<Vec<f64>> = value
        .split(',')
        .take(200)
        .map(|number| number.parse().ok())
        .collect();
    numbers.filter(|numbers| numbers.iter().all(|number| number.is_finite()))
}

fn id(value: &str) -> Option<i64> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().ok()).flatten()
}

fn ids(value: &str) -> Option<Vec<i64>> {
    value.split(',').take(501).map(id).collect()
}

/// `2026-05-14`.
fn is_day(value: &str) -> bool {
    value.len() == 10
        && value.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// A value of a query without its escapes, if it is text and not too long (a list of ids may be longer).
fn text(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let pair = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
            }
            b'+' => b' ',
            _ => byte,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    let numbers = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b",.-".contains(&byte));
    (numbers || text.chars().count() <= TEXT_MAX).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_brings_the_same_view_back() {
        let mut view = View {
            focus: Some(12),
            collapsed: vec![4, 5],
            by_time: true,
            ..View::default()
        };
        view.filter = Filter {
            mediums: vec!["audio".to_owned()],
            tag: "été & pluie".to_owned(),
            project: "7".to_owned(),
            from: "2011-02-03".to_owned(),
            min_hearts: 2,
            several_sources: true,
            ..Filter::default()
        };
        for term in [
            Term::Record(9),
            Term::Subtree(3),
            Term::Production(6),
            Term::Within(vec![(0.0, 0.0), (4.25, 0.5), (1.0, -2.0)]),
            Term::Shown,
        ] {
            assert!(view.add(term));
        }
        let place = Place {
            x: 12.5,
            y: -3.25,
            scale: 0.125,
            epoch: "a1b2".to_owned(),
            by: None,
        };
        let until = Some(1_297_468_800_000);
        let told = read(&format!("#{}", write(&view, Some(&place), until)));
        assert_eq!(
            told,
            Told {
                view,
                place: Some(place),
                until,
                bad: false
            }
        );
        let beside = Place {
            x: 3.5,
            scale: 2.0,
            by: Some(17),
            ..Place::default()
        };
        let address = write(&View::default(), Some(&beside), None);
        assert_eq!(read(&address).place, Some(beside));
    }

    #[test]
    fn what_is_forged_is_left_out() {
        for bad in [
            "at=1,2",
            "at=NaN,0,1",
            "at=0,0,-1",
            "focus=-1",
            "focus=1e9",
            "focus=",
            "by=me",
            "within=1,2,3,4",
            "within=0,0,1,inf,2,2",
            "until=-1",
            "until=soon",
            "project=best",
            "medium=smell",
            "from=yesterday",
            "records=1,,2",
            "tag=%zz",
            "tag=%ff",
            "colour=red",
            "folded=x",
            "shown",
        ] {
            let told = read(bad);
            assert_eq!(told.until, None, "{bad}");
            assert_eq!(told.bad, bad != "shown", "{bad}");
            assert!(told.place.is_none() && told.view.focus.is_none(), "{bad}");
        }
        let long = read(&format!("q={}&focus=3", "x".repeat(201)));
        assert!(long.bad && long.view.filter.words.is_empty());
        assert_eq!(long.view.focus, Some(3), "the rest holds");
        assert!(read(&format!("subtree={}", "1,".repeat(400))).bad);
        let many: Vec<String> = (1..=60).map(|id| id.to_string()).collect();
        let folded = read(&format!("folded={}", many.join(","))).view.collapsed;
        assert_eq!((folded.len(), folded[0]), (50, 11), "those folded last");
    }
}
