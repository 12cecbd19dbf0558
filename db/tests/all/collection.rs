use crate::harness::{World, form, on_both};
use db::collection::*;
use db::record::{create_draft, withdraw};
use db::session::Viewer;
use db::{Conflict, Error};
use domain::collection::Move;
use domain::curation::{CurationError, Heading};
use domain::record::Status;
use domain::{CollectionId, RecordId, Rule};

fn heading(title: &str, public: bool) -> CollectionForm {
    CollectionForm {
        heading: Heading::parse(title, "").unwrap(),
        public,
    }
}

async fn made(world: &World, owner: &Viewer, public: bool, records: &[RecordId]) -> CollectionId {
    create_collection(&world.db, owner, &heading("Rain", public), records)
        .await
        .unwrap()
}

async fn order(world: &World, id: CollectionId) -> Vec<RecordId> {
    let records = list_collection_records(&world.db, id, 0, 100)
        .await
        .unwrap();
    let places: Vec<i64> = records.iter().map(|record| record.place).collect();
    assert!(
        places.iter().copied().eq(1..=records.len() as i64),
        "{places:?}"
    );
    records.into_iter().map(|record| record.card.id).collect()
}

async fn version(world: &World, owner: &Viewer, id: CollectionId) -> i64 {
    find_collection(&world.db, Some(owner), id)
        .await
        .unwrap()
        .version
}

async fn four(world: &World, author: &Viewer) -> Vec<RecordId> {
    let mut records = Vec::new();
    for n in 0..4 {
        records.push(world.record(author, &format!("record {n}"), &[]).await);
    }
    records
}

#[tokio::test]
async fn records_sent_together_keep_their_order_behind_what_is_there() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let all = four(world, &ann).await;
        let [a, b, c, d] = all[..] else {
            unreachable!()
        };
        let id = made(world, &ann, true, &[c]).await;
        for (records, note) in [(&[d, a][..], "first"), (&[c, b][..], "it's $1 \"then\"")] {
            add_to_collection(&world.db, &ann, id, records, note)
                .await
                .unwrap();
        }
        assert_eq!(order(world, id).await, [c, d, a, b]);
        let records = list_collection_records(&world.db, id, 0, 100)
            .await
            .unwrap();
        let notes: Vec<_> = records.iter().map(|record| record.note.as_str()).collect();
        assert_eq!(notes, ["", "first", "first", "it's $1 \"then\""]);
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn records_are_added_moved_noted_and_taken_out() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let all = four(world, &ann).await;
        let [a, b, c, d] = all[..] else {
            unreachable!()
        };
        let id = made(world, &ann, true, &all[..3]).await;
        let sent = add_to_collection(db, &ann, id, &[b, d, d], "late")
            .await
            .unwrap();
        assert_eq!((sent.added, sent.already), (1, 1));
        assert_eq!(order(world, id).await, [a, b, c, d]);
        for (record, wanted, expected) in [
            (d, Move::Top, [d, a, b, c]),
            (d, Move::Up, [d, a, b, c]),
            (a, Move::Down, [d, b, a, c]),
            (c, Move::Up, [d, b, c, a]),
            (d, Move::To(3), [b, c, d, a]),
            (a, Move::To(99), [b, c, d, a]),
        ] {
            let version = version(world, &ann, id).await;
            move_record(db, &ann, id, version, record, wanted)
                .await
                .unwrap();
            assert_eq!(order(world, id).await, expected, "{record} {wanted:?}");
        }
        let now = version(world, &ann, id).await;
        write_note(db, &ann, id, now, c, "The quiet one.")
            .await
            .unwrap();
        remove_record(db, &ann, id, now + 1, b).await.unwrap();
        assert_eq!(order(world, id).await, [c, d, a]);
        let records = list_collection_records(db, id, 0, 100).await.unwrap();
        assert_eq!(records[0].note, "The quiet one.");
        assert_eq!(find_collection(db, None, id).await.unwrap().record_count, 3);
        // A withdrawn record stays as a tombstone.
        withdraw(db, &ann, d).await.unwrap();
        let records = list_collection_records(db, id, 0, 100).await.unwrap();
        assert_eq!(records[1].card.status, Status::Withdrawn);
        let refused = add_to_collection(db, &ann, id, &[b, d], "").await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(CurationError::NotThere { record }))) if record == d
        ));
        assert_eq!(order(world, id).await, [c, d, a]);
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_changed_meanwhile_is_told_and_nothing_is_lost() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let all = four(world, &ann).await;
        let id = made(world, &ann, true, &all).await;
        let opened = version(world, &ann, id).await;
        move_record(db, &ann, id, opened, all[3], Move::Top)
            .await
            .unwrap();
        let before = order(world, id).await;
        let late = [
            move_record(db, &ann, id, opened, all[0], Move::Down).await,
            write_note(db, &ann, id, opened, all[0], "late").await,
            remove_record(db, &ann, id, opened, all[0]).await,
            edit_collection(db, &ann, id, opened, &heading("Late", true)).await,
            delete_collection(db, &ann, id, opened).await,
        ];
        for refused in late {
            assert!(matches!(
                refused,
                Err(Error::Conflict(Conflict::ChangedMeanwhile))
            ));
        }
        assert_eq!(order(world, id).await, before);
        let collection = find_collection(db, None, id).await.unwrap();
        assert_eq!(collection.title, "Rain");
        delete_collection(db, &ann, id, collection.version)
            .await
            .unwrap();
        assert!(matches!(
            find_collection(db, Some(&ann), id).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn anothers_private_collection_is_not_there() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let record = world.record(&ann, "one", &[]).await;
        let private = made(world, &ann, false, &[record]).await;
        let public = made(world, &ann, true, &[record]).await;
        for viewer in [None, Some(&bo)] {
            assert!(matches!(
                find_collection(db, viewer, private).await,
                Err(Error::NotFound)
            ));
            let seen = list_collections(db, viewer, ann.member, None, 10)
                .await
                .unwrap();
            assert_eq!(
                seen.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
                [public]
            );
        }
        let own = list_collections(db, Some(&ann), ann.member, None, 10)
            .await
            .unwrap();
        assert_eq!(own.rows.len(), 2);
        // Not even a public one is another's to change.
        for id in [private, public] {
            let version = version(world, &ann, id).await;
            for refused in [
                add_to_collection(db, &bo, id, &[record], "")
                    .await
                    .map(|_| ()),
                move_record(db, &bo, id, version, record, Move::Top).await,
                write_note(db, &bo, id, version, record, "").await,
                remove_record(db, &bo, id, version, record).await,
                edit_collection(db, &bo, id, version, &heading("Mine", true)).await,
                delete_collection(db, &bo, id, version).await,
            ] {
                assert!(matches!(refused, Err(Error::NotFound)));
            }
        }
        let draft = create_draft(db, &bo, &form("draft", &[])).await.unwrap();
        let refused = create_collection(db, &ann, &heading("Drafts", true), &[draft]).await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(CurationError::NotThere { .. })))
        ));
        assert_eq!(world.number("SELECT count(*) FROM collection").await, 2);
    })
    .await;
}

#[tokio::test]
async fn sixty_four_adds_and_moves_at_once_leave_every_place_taken_once() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let all = four(world, &ann).await;
        let id = made(world, &ann, true, &all[..2]).await;
        let opened = version(world, &ann, id).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64_usize {
            let (db, ann, all) = (world.db.clone(), ann.clone(), all.clone());
            tasks.spawn(async move {
                match n % 2 {
                    0 => {
                        add_to_collection(&db, &ann, id, &[all[n % 4], all[(n + 1) % 4]], "")
                            .await
                            .unwrap();
                        false
                    }
                    _ => {
                        let moved = move_record(&db, &ann, id, opened, all[1], Move::Top).await;
                        assert!(matches!(
                            moved,
                            Ok(()) | Err(Error::Conflict(Conflict::ChangedMeanwhile))
                        ));
                        moved.is_ok()
                    }
                }
            });
        }
        let moved = tasks
            .join_all()
            .await
            .into_iter()
            .filter(|moved| *moved)
            .count();
        assert_eq!(moved, 1, "of those who saw the same order one moved");
        let order = order(world, id).await;
        assert_eq!(order.len(), 4);
        assert_eq!(order[0], all[1]);
        assert_eq!(
            find_collection(&world.db, None, id)
                .await
                .unwrap()
                .record_count,
            4
        );
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_collection_holds_a_thousand_records() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let record = world.record(&ann, "one", &[]).await;
        let id = made(world, &ann, true, &[]).await;
        world
            .sql(&format!(
                "UPDATE collection SET record_count = 1000 WHERE id = {id}"
            ))
            .await
            .unwrap();
        let refused = add_to_collection(db, &ann, id, &[record], "").await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(CurationError::Full {
                count: 1001,
                max: 1000
            })))
        ));
        let many: Vec<RecordId> = (0..1001).map(RecordId).collect();
        let refused = add_to_collection(db, &ann, id, &many, "").await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Curation(CurationError::TooMany {
                count: 1001,
                ..
            })))
        ));
    })
    .await;
}
