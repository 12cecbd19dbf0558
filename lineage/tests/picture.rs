//! What holds for every picture, whatever the lineage and the titles.
#![expect(clippy::unwrap_used, reason = "tests")]

use lineage::draw::{DrawList, Path, Rect, Segment};
use lineage::layout::layered::Point;
use lineage::{
    Dag, Dense, Direction, Medium, PictureInput, PictureLink, PictureRecord, PictureSize, picture,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn record(title: &str, at: usize) -> PictureRecord {
    PictureRecord {
        title: title.to_owned(),
        byline: "by <Member> & \"Co\"".to_owned(),
        medium: Medium::ALL[at % 5],
        withdrawn: at % 7 == 3,
        href: format!("/records/{at}?a=1&b=\"2\""),
        time: at as i64,
        hidden_sources: 0,
        hidden_remixes: 0,
    }
}

fn pictured(dag: &Dag, focus: Dense, titles: &[String], size: PictureSize) -> PictureInput {
    let view = dag.neighbourhood(focus, Direction::Both, None, 150);
    let describe = |at: Dense| record(&titles[at.index() % titles.len()], at.index());
    PictureInput {
        size,
        ..PictureInput::from_neighbourhood(dag, &view, describe)
    }
}

/// Lineages from sparse to dense: each record names up to `most` of the
/// latest `reach` records.
fn lineages(most: usize) -> impl Strategy<Value = Dag> {
    (1usize..160, 1u32..200).prop_flat_map(move |(records, reach)| {
        let picks = vec(vec(any::<prop::sample::Index>(), 0..=most), records);
        picks.prop_map(move |picks| {
            let mut dag = Dag::new();
            for (at, picks) in (0u32..).zip(picks) {
                let nearest = at.min(reach) as usize;
                let mut sources: Vec<Dense> = picks
                    .iter()
                    .filter(|_| nearest > 0)
                    .map(|pick| Dense(at - 1 - pick.index(nearest) as u32))
                    .collect();
                sources.sort_by_key(|source| source.0.wrapping_mul(2_654_435_761));
                sources.dedup();
                dag.append(&sources).unwrap();
            }
            dag
        })
    })
}

fn titles() -> impl Strategy<Value = Vec<String>> {
    let title = prop_oneof![
        "\\PC{0,40}",
        any::<String>(),
        "[A-Za-z ]{0,802}",
        "[\u{590}-\u{6ff} ]{0,60}",
        Just("👩‍👩‍👧‍👦".repeat(30)),
    ];
    vec(title, 1..12)
}

fn sizes() -> impl Strategy<Value = PictureSize> {
    prop::sample::select(vec![PictureSize::Wide, PictureSize::Compact])
}

fn pictures(most: usize) -> impl Strategy<Value = PictureInput> {
    let parts = (
        lineages(most),
        any::<prop::sample::Index>(),
        titles(),
        sizes(),
    );
    parts.prop_map(|(dag, focus, titles, size)| {
        let focus = Dense(focus.index(dag.len()) as u32);
        pictured(&dag, focus, &titles, size)
    })
}

/// Points along a line, close together.
fn along(path: &Path) -> Vec<Point> {
    let mut from = path.start;
    let mut points = vec![from];
    for segment in &path.segments {
        let (one, two, to) = match *segment {
            Segment::Line(to) => (from, to, to),
            Segment::Curve(one, two, to) => (one, two, to),
        };
        for step in 1..=200u16 {
            let t = f32::from(step) / 200.0;
            let u = 1.0 - t;
            let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            points.push(Point {
                x: a * from.x + b * one.x + c * two.x + d * to.x,
                y: a * from.y + b * one.y + c * two.y + d * to.y,
            });
        }
        from = to;
    }
    points
}

fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn check_labels(list: &DrawList) {
    let frame = |rect: &Rect| {
        rect.left >= 0.0
            && rect.top >= 0.0
            && rect.right <= list.width
            && rect.bottom <= list.height
    };
    for (at, label) in list.labels.iter().enumerate() {
        assert!(frame(&label.bounds), "{label:?} leaves the picture");
        for other in &list.labels[..at] {
            assert!(
                !label.bounds.overlaps(&other.bounds),
                "{label:?} on {other:?}"
            );
        }
        for mark in &list.marks {
            let box_of = Rect::around(mark.at, mark.radius);
            assert!(!label.bounds.overlaps(&box_of), "{label:?} on {mark:?}");
        }
    }
}

fn check_marks(list: &DrawList) {
    for (at, mark) in list.marks.iter().enumerate() {
        assert!((0.0..=list.width).contains(&mark.at.x), "{mark:?}");
        assert!((0.0..=list.height).contains(&mark.at.y), "{mark:?}");
        for other in &list.marks[..at] {
            let apart = distance(mark.at, other.at);
            assert!(apart >= mark.radius + other.radius, "{mark:?} on {other:?}");
        }
    }
}

fn check_links(input: &PictureInput, list: &DrawList) {
    let mark = |record: usize| {
        list.marks
            .iter()
            .find(|mark| mark.record == record)
            .unwrap()
    };
    for link in &list.links {
        let (source, remix) = (mark(link.source), mark(link.remix));
        if source.gathered || remix.gathered {
            continue;
        }
        assert!(source.at.x < remix.at.x, "{link:?} runs backward");
        assert_eq!((link.path.start, link.path.end()), (source.at, remix.at));
    }
    for link in &input.links {
        let is_drawn = |drawn: &lineage::draw::DrawnLink| {
            (drawn.source, drawn.remix) == (link.source, link.remix)
        };
        assert!(list.links.iter().any(is_drawn), "{link:?} is not drawn");
    }
}

/// Tags balance, attributes are quoted, and nothing is unescaped.
fn check_markup(svg: &str) {
    let mut open = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('"') || !text.contains("=\""), "{text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        assert!(
            !tag.contains(" style=") && !tag.contains("javascript:"),
            "{tag}"
        );
        let name = tag.split(' ').next().unwrap();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty());
    let allowed = |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    assert!(svg.chars().all(allowed));
    let entities = svg.split('&').skip(1);
    for after in entities {
        let name = after.split(';').next().unwrap();
        assert!(
            ["amp", "lt", "gt", "quot", "#39"].contains(&name),
            "&{name}"
        );
    }
}

fn check(input: &PictureInput) -> DrawList {
    let list = picture::draw_list(input);
    assert_eq!(list.marks.len(), input.records.len());
    check_labels(&list);
    check_marks(&list);
    check_links(input, &list);
    check_markup(&picture::render(input));
    list
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_picture_is_sound(input in pictures(4)) {
        check(&input);
    }

    #[test]
    fn in_a_tree_no_line_runs_through_a_mark(input in pictures(1)) {
        let list = check(&input);
        for link in list.links.iter().filter(|link| !link.petal) {
            for mark in list.marks.iter().filter(|mark| !mark.gathered) {
                if [link.source, link.remix].contains(&mark.record) {
                    continue;
                }
                let nearest = along(&link.path)
                    .into_iter()
                    .map(|point| distance(point, mark.at))
                    .fold(f32::INFINITY, f32::min);
                prop_assert!(nearest > mark.radius, "{:?} through {:?}", link, mark);
            }
        }
    }
}

fn star(dag: &mut Dag, centre: Dense, count: u32) {
    for _ in 0..count {
        dag.append(&[centre]).unwrap();
    }
}

fn plain_titles() -> Vec<String> {
    ["Rain on tin", "Harbour poem", "Chorus sketch"]
        .map(str::to_owned)
        .into()
}

#[test]
fn shapes_that_are_hard() {
    let mut shapes: Vec<(Dag, Dense)> = Vec::new();
    let mut alone = Dag::new();
    let root = alone.append(&[]).unwrap();
    shapes.push((alone.clone(), root));
    for count in [1, 2, 5, 16, 17, 64, 149, 5000] {
        let mut dag = alone.clone();
        star(&mut dag, root, count);
        shapes.push((dag, root));
        let mut dag = Dag::new();
        let sources: Vec<Dense> = (0..count).map(|_| dag.append(&[]).unwrap()).collect();
        let focus = dag.append(&sources).unwrap();
        star(&mut dag, focus, count);
        shapes.push((dag, focus));
        let mut dag = alone.clone();
        let last = (0..count).fold(root, |last, _| dag.append(&[last]).unwrap());
        shapes.push((dag.clone(), root));
        shapes.push((dag.clone(), last));
        shapes.push((dag, Dense(count / 2)));
    }
    for (dag, focus) in shapes {
        for size in [PictureSize::Wide, PictureSize::Compact] {
            let list = check(&pictured(&dag, focus, &plain_titles(), size));
            let titles = list.labels.iter().filter(|label| label.record == 0);
            assert!(titles.count() > 0, "the focus has no label");
        }
    }
}

#[test]
fn every_focus_is_named_and_small_lineages_are_named_throughout() {
    let mut dag = Dag::new();
    let sources: Vec<Dense> = (0..4).map(|_| dag.append(&[]).unwrap()).collect();
    let verse = dag.append(&sources[..2]).unwrap();
    let focus = dag.append(&[verse, sources[2], sources[3]]).unwrap();
    star(&mut dag, focus, 6);
    let input = pictured(&dag, focus, &plain_titles(), PictureSize::Wide);
    assert_eq!(check(&input).labels.len(), input.records.len());
}

#[test]
fn links_that_no_dag_has_do_no_harm() {
    let records = || (0..4).map(|at| record("a", at)).collect();
    let link = |source, remix| PictureLink {
        source,
        remix,
        position: 0,
    };
    let cases = [
        (vec![link(0, 1), link(1, 0)], 0),
        (vec![link(0, 0), link(0, 9), link(9, 0)], 0),
        (vec![link(0, 1), link(0, 1)], 0),
        (vec![link(0, 1)], 7),
    ];
    for (links, focus) in cases {
        let input = PictureInput {
            records: records(),
            links,
            focus,
            title: String::new(),
            id: "l".to_owned(),
            size: PictureSize::Wide,
        };
        check_markup(&picture::render(&input));
    }
}

#[test]
fn the_same_lineage_gives_the_same_picture() {
    let mut dag = Dag::new();
    let root = dag.append(&[]).unwrap();
    star(&mut dag, root, 40);
    let input = pictured(&dag, root, &plain_titles(), PictureSize::Wide);
    assert_eq!(picture::render(&input), picture::render(&input));
    assert!(picture::render_standalone(&input).contains("prefers-color-scheme:dark"));
    assert!(!picture::render(&input).contains("<style"));
}

proptest! {
    #[test]
    fn what_joins_a_picture_moves_nothing_and_covers_nothing(
        pictured in pictures(3),
        titles in titles(),
        more in 1usize..12,
    ) {
        let mut input = pictured;
        let before = input.records.len();
        let remixes: Vec<PictureLink> = (0..more)
            .map(|at| PictureLink { source: (at * 7) % before, remix: before + at, position: 0 })
            .collect();
        let old = picture::draw_list(&input);
        input.links.extend(remixes);
        input.records.extend((0..more).map(|at| record(&titles[at % titles.len()], before + at)));
        let mut list = old.clone();
        list.append(&input, before);
        prop_assert_eq!(&list.marks[..old.marks.len()], &old.marks[..]);
        prop_assert_eq!(&list.labels[..old.labels.len()], &old.labels[..]);
        prop_assert_eq!(list.marks.len(), old.marks.len() + more);
        let labels = list.labels.iter().map(|label| (label.record, label.bounds));
        let new = list.marks[old.marks.len()..].iter();
        for mark in new {
            let around = Rect::around(mark.at, mark.radius);
            for other in list.marks.iter().filter(|other| other.record != mark.record) {
                prop_assert!(!around.overlaps(&Rect::around(other.at, other.radius)), "{mark:?} {other:?}");
            }
            for (record, bounds) in labels.clone() {
                prop_assert!(record == mark.record || !around.overlaps(&bounds), "{mark:?} {bounds:?}");
            }
            let source = list.links.iter().find(|link| link.remix == mark.record);
            let source = list.marks.iter().find(|other| Some(other.record) == source.map(|link| link.source));
            prop_assert!(source.is_some_and(|source| source.at.x < mark.at.x));
            prop_assert!(mark.at.x < list.width && mark.at.y < list.height);
        }
    }
}
