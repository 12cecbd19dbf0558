//! What is seen of a small lineage.

use lineage::Medium;
use lineage::picture::PictureSize;

use super::*;
use crate::engine::event::Focus;

fn record(title: &str, time: i64) -> PictureRecord {
    PictureRecord {
        title: title.to_owned(),
        byline: String::new(),
        medium: Medium::Audio,
        withdrawn: false,
        href: String::new(),
        time,
        hidden_sources: 0,
        hidden_remixes: 0,
    }
}

fn link(source: usize, remix: usize) -> PictureLink {
    PictureLink {
        source,
        remix,
        position: 0,
    }
}

/// 10 was remixed by 11, the focus, and that by 12.
fn three() -> Lineage {
    let input = PictureInput {
        records: vec![record("first", 0), record("focus", 1), record("last", 2)],
        links: vec![link(0, 1), link(1, 2)],
        focus: 1,
        title: String::new(),
        id: "l".to_owned(),
        size: PictureSize::Wide,
    };
    Lineage::new(input, vec![10, 11, 12], vec![0, 100, 200])
}

fn seen(lineage: &mut Lineage, standings: &Standings) -> Frame {
    let camera = lineage.limits().extent.fitted(800.0, 600.0, 0.0);
    let mut frame = Frame::default();
    lineage.frame(&camera, standings, &mut frame);
    frame.marks.sort_by_key(|mark| mark.index);
    frame
}

fn standings_of(lineage: &mut Lineage, standings: &Standings) -> Vec<Standing> {
    let frame = seen(lineage, standings);
    frame.marks.iter().map(|mark| mark.standing).collect()
}

fn indexes_of(lineage: &mut Lineage, standings: &Standings) -> Vec<u32> {
    let frame = seen(lineage, standings);
    frame.marks.iter().map(|mark| mark.index).collect()
}

#[test]
fn marks_and_labels_lie_where_the_camera_sees_the_picture() {
    let mut lineage = three();
    let extent = lineage.limits().extent;
    let (width, height) = (2.0 * extent.right, 2.0 * extent.bottom);
    let camera = extent.fitted(width, height, 0.0);
    let mut frame = Frame::default();
    lineage.frame(&camera, &Standings::default(), &mut frame);
    for (seen, drawn) in frame.marks.iter().zip(&lineage.list.marks) {
        assert!((seen.at.0 - 2.0 * drawn.at.x).abs() < 0.01);
        assert!((seen.at.1 - 2.0 * drawn.at.y).abs() < 0.01);
        assert_eq!(frame.hit(seen.at.0, seen.at.1, 0.0), Some(seen.index));
    }
    assert_eq!(lineage.texts(&camera).len(), frame.labels.len());
}

#[test]
fn lines_stand_as_what_they_lead_to() {
    let mut lineage = three();
    let (plain, focus) = (Standing::Plain, Standing::Focus);
    let mut standings = Standings::default();
    assert_eq!(
        standings_of(&mut lineage, &standings),
        [plain, focus, plain]
    );
    assert_eq!(lineage.of_links, [plain; 2]);

    standings.focus = Some(Focus {
        index: 11,
        ancestors: [10].into(),
        descendants: [12].into(),
    });
    let (before, after) = (Standing::Ancestor, Standing::Descendant);
    assert_eq!(
        standings_of(&mut lineage, &standings),
        [before, focus, after]
    );
    let mut lines = lineage.of_links.clone();
    lines.sort();
    assert_eq!(lines, [before, after]);

    // A line to what a filter hides goes with it.
    standings.filter = Some([10, 11].into());
    assert_eq!(standings_of(&mut lineage, &standings), [before, focus]);
    assert!(lineage.of_links.contains(&Standing::Hidden));
}

#[test]
fn what_is_later_or_folded_away_is_hidden() {
    let mut lineage = three();
    let standings = Standings {
        time: Some(150),
        ..Standings::default()
    };
    assert_eq!(indexes_of(&mut lineage, &standings), [10, 11]);
    let part = Collapsed {
        index: 10,
        size: 3,
        count: 2,
        mix: None,
    };
    lineage.set_collapsed(vec![part]);
    let frame = seen(&mut lineage, &Standings::default());
    assert_eq!((frame.marks.len(), frame.wedges.len()), (1, 1));
    assert_eq!((frame.wedges[0].index, frame.wedges[0].count), (10, 2));
    assert!(frame.labels.iter().all(|label| label.index == 10));
    let camera = lineage.limits().extent.fitted(800.0, 600.0, 0.0);
    let svg = lineage.svg(&camera, &Standings::default());
    assert!(svg.contains("+2</text>") && svg.contains("first") && !svg.contains("last"));
    lineage.set_collapsed(Vec::new());
    assert_eq!(
        indexes_of(&mut lineage, &Standings::default()),
        [10, 11, 12]
    );
}

#[test]
fn the_file_shows_what_the_camera_sees() {
    let mut lineage = three();
    let extent = lineage.limits().extent;
    let whole = extent.fitted(800.0, 600.0, 0.0);
    let near = Camera {
        scale: whole.scale * 4.0,
        ..whole
    };
    let (wide, high) = (near.width / near.scale, near.height / near.scale);
    let svg = lineage.svg(&near, &Standings::default());
    let shown = svg
        .split_once("viewBox=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    let numbers: Vec<f64> = shown
        .map(|(numbers, _)| numbers.split(' ').filter_map(|n| n.parse().ok()).collect())
        .unwrap_or_default();
    let expected = [near.x - wide / 2.0, near.y - high / 2.0, wide, high];
    assert_eq!(numbers.len(), 4, "{svg}");
    for (found, expected) in numbers.iter().zip(expected) {
        assert!((found - expected).abs() < 0.1, "{numbers:?}");
    }
    assert!(svg.contains("width=\"800\" height=\"600\""));
}

#[test]
fn what_joins_is_there_and_new_indexes_name_the_same() {
    let mut lineage = three();
    let before: Vec<_> = lineage.drawn().collect();
    let more = Placed {
        record: record("new", 3),
        index: 30,
        time: 300,
    };
    lineage.append(vec![more], vec![link(2, 3)]);
    assert_eq!(lineage.drawn().take(3).collect::<Vec<_>>(), before);
    assert_eq!(lineage.title(30), Some("new"));
    let all = indexes_of(&mut lineage, &Standings::default());
    assert_eq!(all, [10, 11, 12, 30]);
    lineage.set_indexes(vec![5, 4, 3, 2]);
    assert_eq!((lineage.title(5), lineage.title(30)), (Some("first"), None));
}

#[test]
fn the_title_of_what_is_folded_leaves_room_for_the_wedge() {
    let mut lineage = three();
    lineage.set_collapsed(vec![Collapsed {
        index: 10,
        size: 3,
        count: 2,
        mix: None,
    }]);
    let frame = seen(&mut lineage, &Standings::default());
    let (mark, wedge, label) = (&frame.marks[0], &frame.wedges[0], &frame.labels[0]);
    assert_eq!((mark.index, label.index), (10, 10));
    assert!((label.at.0 - mark.at.0).abs() < 0.01);
    assert!(label.at.1 < mark.at.1 - mark.radius);
    assert!(label.at.1 < wedge.at.1 - 4.5);
}
