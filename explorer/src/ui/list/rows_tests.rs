//! What the list holds after it was opened, walked and grown.

use super::*;

fn row(id: i64, level: usize) -> Row {
    Row {
        id,
        level,
        ..Row::default()
    }
}

fn rows(of: &[(i64, usize)]) -> Rows {
    Rows {
        lines: of
            .iter()
            .map(|&(id, level)| Line::Row(Box::new(row(id, level))))
            .collect(),
    }
}

fn told(rows: &Rows) -> Vec<(i64, usize)> {
    rows.lines
        .iter()
        .map(|line| match line {
            Line::Row(row) => (row.id, row.level),
            Line::More { level, left, .. } => (-i64::from(*left), *level),
        })
        .collect()
}

#[test]
fn rows_open_close_and_offer_more() {
    let mut list = rows(&[(1, 1), (2, 1)]);
    let remixes: Vec<Row> = (10..40).map(|id| row(id, 0)).collect();
    assert_eq!(list.open(1, &remixes, 50, 2), 2);
    assert_eq!(told(&list), [(1, 1), (10, 2), (11, 2), (-48, 2), (2, 1)]);
    list.open_more(1, &remixes, 50, 2);
    assert_eq!(
        told(&list),
        [(1, 1), (10, 2), (11, 2), (12, 2), (13, 2), (-46, 2), (2, 1)]
    );
    assert_eq!(
        list.lines[4].row().map(|row| (row.position, row.siblings)),
        Some((4, 50))
    );
    assert_eq!(
        (list.is_open(0), list.is_open(1), list.above(3)),
        (true, false, Some(0))
    );
    list.close(0);
    assert_eq!(told(&list), [(1, 1), (2, 1)]);
}

#[test]
fn what_an_open_row_does_not_show_is_offered() {
    let mut list = rows(&[(1, 1), (2, 2), (3, 3), (4, 1)]);
    for (row, remixes) in list.all().zip([3, 1, 0, 9]) {
        row.remixes = Some(remixes);
    }
    let offered = [(1, 1), (2, 2), (3, 3), (-2, 2), (4, 1)];
    list.offer();
    assert_eq!(told(&list), offered);
    list.offer();
    assert_eq!(told(&list), offered, "once");
    list.all().take(1).for_each(|row| row.remixes = Some(1));
    list.offer();
    assert_eq!(told(&list), [(1, 1), (2, 2), (3, 3), (4, 1)]);
}

#[test]
fn a_record_is_shown_below_its_way() {
    let mut list = rows(&[(1, 1), (2, 1)]);
    let detail = Detail {
        id: 7,
        ..Detail::default()
    };
    let at = list.insert_way(vec![row(2, 0), row(5, 0), row(7, 0)], &detail);
    assert_eq!(told(&list), [(1, 1), (2, 1), (5, 2), (7, 3)]);
    assert_eq!(at, 3);
    let detail = Detail {
        id: 8,
        ..Detail::default()
    };
    list.insert_way(vec![row(9, 0), row(8, 0)], &detail);
    assert_eq!(
        told(&list),
        [(9, 1), (8, 2), (1, 1), (2, 1), (5, 2), (7, 3)]
    );
}

#[test]
fn there_are_never_too_many_rows() {
    let mut list = rows(&[(1, 1), (2, 1), (3, 1)]);
    let many = |from: i64| -> Vec<Row> { (from..from + 190).map(|id| row(id, 0)).collect() };
    list.open(1, &many(1_000), 190, 190);
    list.open(2, &many(2_000), 190, 190);
    list.open(3, &many(3_000), 190, 190);
    assert!(list.lines.len() <= ROWS_MAX, "{}", list.lines.len());
    assert!(list.place(3_000).is_some() && list.place(1_000).is_none());
}

#[test]
fn walking_does_not_make_the_list_longer_for_ever() {
    let mut list = rows(&[(1, 1)]);
    // Down a long stem, each with a sibling to be offered.
    for id in 2..2_000 {
        let detail = Detail {
            id,
            sources: vec![Near {
                id: id - 1,
                remix_count: 2,
                ..Near::default()
            }],
            ..Detail::default()
        };
        let way = (id.saturating_sub(50).max(1)..=id).map(|id| row(id, 0));
        let at = list.insert_way(way.collect(), &detail);
        assert!(list.lines.len() <= ROWS_MAX, "{}", list.lines.len());
        assert_eq!(list.lines[at].row().map(|row| row.id), Some(id));
        assert_eq!(list.lines[0].row().map(|row| row.id), Some(1), "the root");
        assert_eq!(list.above(at), list.place(id - 1));
    }
    // And from one tree to the next.
    for id in 10_000..11_000 {
        let detail = Detail {
            id,
            ..Detail::default()
        };
        list.insert_way(vec![row(id, 0)], &detail);
        assert!(list.lines.len() <= ROWS_MAX && list.place(id).is_some());
    }
}

#[test]
fn all_remixes_of_one_record_are_not_shown_at_once() {
    let mut list = rows(&[(1, 1)]);
    list.all().for_each(|row| row.remixes = Some(1_000));
    let remixes: Vec<Row> = (2..1_002).map(|id| row(id, 0)).collect();
    list.open(1, &remixes, 1_000, 25);
    for _ in 0..40 {
        list.open_more(1, &remixes, 1_000, 25);
        assert!(list.lines.len() <= ROWS_MAX, "{}", list.lines.len());
    }
    assert!(list.offers(1), "what is left out is offered");
    let mut list = rows(&[(1, 1)]);
    list.open(1, &remixes[..30], 1_000, 25);
    list.open_more(1, &remixes[..30], 1_000, 25);
    let last = list.lines.last();
    assert!(
        matches!(
            last,
            Some(Line::More {
                left: 970,
                beyond: true,
                ..
            })
        ),
        "{last:?}"
    );
}

#[test]
fn what_appears_counts_and_is_offered() {
    let mut list = rows(&[(1, 1), (2, 2)]);
    for row in list.all() {
        row.after = Some(row.remixes.insert(1).to_owned());
    }
    list.count_up([1].into_iter());
    list.add_root(row(9, 0));
    list.add_root(row(9, 0));
    assert_eq!(told(&list), [(1, 1), (2, 2), (9, 1)]);
    assert_eq!(list.lines[0].row().and_then(|row| row.after), Some(2));
    assert_eq!(list.lines[1].row().and_then(|row| row.after), Some(1));
}
