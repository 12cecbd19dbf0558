use crate::harness::{form, on_both};
use db::record::*;
use db::session::Viewer;
use db::{Conflict, Error};
use domain::license::{License, LicenseError};
use domain::record::{Body, Details, RecordError, Status};
use domain::remix::RemixError;
use domain::{Medium, RecordId, Role, Rule};
use tokio::task::JoinSet;

#[tokio::test]
async fn a_remix_is_drafted_saved_published_and_read() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let one = world.record(&ann, "one", &[]).await;
        let two = world.record(&ann, "two", &[]).await;
        let mut typed = form("remix", &[two]);
        typed.details = Details::parse("remix", "*why*", "zz, Needs Strings, aa").unwrap();
        let id = create_draft(db, &bo, &typed).await.unwrap();
        let draft = find_record(db, Some(&bo), id).await.unwrap();
        assert_eq!((draft.card.status, draft.version), (Status::Draft, 1));

        typed.sources = form("remix", &[two, one]).sources;
        save_draft(db, &bo, id, 1, &typed).await.unwrap();
        let stale = save_draft(db, &bo, id, 1, &typed).await;
        assert!(matches!(
            stale,
            Err(Error::Conflict(Conflict::ChangedMeanwhile))
        ));
        publish(db, &bo, id).await.unwrap();
        publish(db, &bo, id).await.unwrap();

        let record = find_record(db, None, id).await.unwrap();
        assert_eq!(record.card.status, Status::Published);
        assert_eq!(record.tags, ["zz", "needs-strings", "aa"]);
        assert_eq!(
            (record.body.as_str(), record.description.as_str()),
            ("remix, in full", "*why*")
        );
        assert_eq!(record.card.excerpt, "remix, in full");
        assert_eq!(record.card.license.as_deref(), Some("CC-BY-4.0"));
        assert_eq!(
            (
                record.card.author.as_str(),
                record.card.author_name.as_str()
            ),
            ("bo", "The bo")
        );
        let sources: Vec<_> = record
            .sources
            .iter()
            .map(|s| (s.card.id, s.used.clone()))
            .collect();
        assert_eq!(
            sources,
            [(two, format!("of {two}")), (one, format!("of {one}"))]
        );
        assert_eq!(record.sources[0].card.remix_count, 1);
        assert_eq!(record.card.source_count, 2);
        let used = find_used(db, &[(one, id), (one, two), (two, id)])
            .await
            .unwrap();
        assert_eq!(
            used,
            [format!("of {one}"), String::new(), format!("of {two}")]
        );

        let late = save_draft(db, &bo, id, record.version, &typed).await;
        assert!(matches!(
            late,
            Err(Error::Rule(Rule::Record(RecordError::AlreadyPublished)))
        ));
    })
    .await;
}

#[tokio::test]
async fn what_is_another_members_looks_absent() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let admin = Viewer {
            role: Role::Admin,
            ..world.member("boss").await
        };
        let draft = create_draft(db, &ann, &form("secret", &[])).await.unwrap();
        let public = world.record(&ann, "public", &[]).await;
        let details = Details::parse("mine now", "", "").unwrap();
        for other in [&bo, &admin] {
            let not_found = [
                find_record(db, Some(other), draft).await.err(),
                save_draft(db, other, draft, 1, &form("x", &[])).await.err(),
                publish(db, other, draft).await.err(),
                discard_draft(db, other, draft).await.err(),
                withdraw(db, other, draft).await.err(),
                edit_published(db, other, public, 2, &details).await.err(),
                publish(db, other, public).await.err(),
                discard_draft(db, other, public).await.err(),
                publish(db, other, RecordId(987_654)).await.err(),
            ];
            for (at, error) in not_found.into_iter().enumerate() {
                assert!(matches!(error, Some(Error::NotFound)), "{at}: {error:?}");
            }
            let named = create_draft(db, other, &form("x", &[draft])).await;
            let unknown = RemixError::UnknownSource { source: draft };
            assert!(matches!(named, Err(Error::Rule(Rule::Remix(e))) if e == unknown));
        }
        assert!(matches!(
            find_record(db, None, draft).await,
            Err(Error::NotFound)
        ));
        assert!(find_cards(db, &[draft]).await.unwrap().is_empty());
        assert!(matches!(
            withdraw(db, &bo, public).await,
            Err(Error::NotFound)
        ));
        find_record(db, Some(&ann), draft).await.unwrap();
        assert!(discard_draft(db, &ann, draft).await.unwrap().is_empty());
        assert!(matches!(
            find_record(db, Some(&ann), draft).await,
            Err(Error::NotFound)
        ));
        // The id is not given again.
        assert!(create_draft(db, &ann, &form("next", &[])).await.unwrap() > draft);
        withdraw(db, &admin, public).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn drafts_that_cannot_be_published_say_why() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let licensed = async |license| {
            let id = create_draft(db, &ann, &DraftForm { license: Some(license), ..form("s", &[]) }).await.unwrap();
            publish(db, &ann, id).await.unwrap();
            id
        };
        let by_sa = licensed(License::CcBySa).await;
        let by_nc = licensed(License::CcByNc).await;
        let try_publish = async |form: DraftForm| {
            let id = create_draft(db, &ann, &form).await.unwrap();
            match publish(db, &ann, id).await {
                Err(Error::Rule(rule)) => rule,
                other => panic!("{other:?}"),
            }
        };
        let empty = Body::parse(Medium::Text, " \n ", "").unwrap();
        let rule = try_publish(DraftForm { body: Some(empty), ..form("x", &[]) }).await;
        assert_eq!(rule, RecordError::NothingInIt.into());
        let rule = try_publish(DraftForm { license: None, ..form("x", &[]) }).await;
        assert!(matches!(rule, Rule::Text(_)));
        let rule = try_publish(form("x", &[by_sa])).await;
        assert!(matches!(rule, Rule::License(LicenseError::NotAllowed { source, .. }) if source == by_sa));
        let rule = try_publish(form("x", &[by_sa, by_nc])).await;
        assert!(matches!(rule, Rule::License(LicenseError::Disagree { .. })));
        assert_eq!(world.number("SELECT value FROM counter WHERE name = 'record_seq'").await, 2);

        // Withdrawn between naming and publishing.
        let gone = world.record(&ann, "gone", &[]).await;
        let id = create_draft(db, &ann, &form("x", &[gone])).await.unwrap();
        withdraw(db, &ann, gone).await.unwrap();
        let refused = publish(db, &ann, id).await;
        let unknown: Rule = RemixError::UnknownSource { source: gone }.into();
        assert!(matches!(refused, Err(Error::Rule(rule)) if rule == unknown));
        let refused = create_draft(db, &ann, &form("x", &[gone])).await;
        assert!(matches!(refused, Err(Error::Rule(rule)) if rule == unknown));
        let own = save_draft(db, &ann, id, 1, &form("x", &[id])).await;
        assert!(matches!(own, Err(Error::Rule(Rule::Remix(RemixError::OwnSource)))));
    })
    .await;
}

#[tokio::test]
async fn twenty_drafts_an_hour() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        for n in 0..20 {
            let id = create_draft(db, &ann, &form("x", &[])).await.unwrap();
            if n % 2 == 0 {
                discard_draft(db, &ann, id).await.unwrap();
            }
        }
        let refused = create_draft(db, &ann, &form("x", &[])).await;
        assert!(
            matches!(
                refused,
                Err(Error::TooOften {
                    retry_after: 3500..=3600
                })
            ),
            "{refused:?}"
        );
        let refused = db::media::check_quota(db, ann.member, 1).await;
        assert!(matches!(refused, Err(Error::TooOften { .. })));
        assert_eq!(world.number("SELECT count(*) FROM record").await, 10);
        world
            .sql("UPDATE pace SET at = at - 3600000000")
            .await
            .unwrap();
        create_draft(db, &ann, &form("x", &[])).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_record_is_a_tombstone() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let root = world.record(&ann, "Petrichor", &[]).await;
        let remix = world.record(&bo, "remix", &[root]).await;
        let version = find_record(db, None, root).await.unwrap().version;
        let details = Details::parse("Petrichor", "about rain", "rain").unwrap();
        edit_published(db, &ann, root, version, &details)
            .await
            .unwrap();
        let stale = edit_published(db, &ann, root, version, &details).await;
        assert!(matches!(
            stale,
            Err(Error::Conflict(Conflict::ChangedMeanwhile))
        ));

        withdraw(db, &ann, root).await.unwrap();
        let again = withdraw(db, &ann, root).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::AlreadyDone))));
        let tombstone = find_record(db, None, root).await.unwrap();
        assert_eq!(tombstone.card.status, Status::Withdrawn);
        assert_eq!(tombstone.card.title, "Petrichor");
        assert_eq!(tombstone.card.author_name, "The ann");
        assert_eq!(tombstone.card.license.as_deref(), Some("CC-BY-4.0"));
        assert_eq!(
            tombstone.body + &tombstone.description + &tombstone.card.excerpt,
            ""
        );
        assert!(tombstone.tags.is_empty() && tombstone.withdrawn_at.is_some());
        let remix = find_record(db, None, remix).await.unwrap();
        assert_eq!(remix.sources[0].card.status, Status::Withdrawn);

        let all = list_records(db, &RecordFilter::default(), Sort::Newest, None, 10)
            .await
            .unwrap();
        assert_eq!(all.rows.len(), 1);
        for q in ["petrichor", "rain"] {
            let filter = RecordFilter {
                q: Some(q.to_owned()),
                ..RecordFilter::default()
            };
            let found = list_records(db, &filter, Sort::Newest, None, 10)
                .await
                .unwrap();
            assert!(found.rows.is_empty(), "{q}");
        }
        let refused = edit_published(db, &ann, root, tombstone.version, &details).await;
        assert!(matches!(
            refused,
            Err(Error::Rule(Rule::Record(RecordError::Withdrawn)))
        ));
    })
    .await;
}

#[tokio::test]
async fn sixty_four_publish_remixes_of_one_record_at_once() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let root = world.record(&ann, "root", &[]).await;
        let mut tasks = JoinSet::new();
        for n in 0..64 {
            let member = world.member(&format!("member-{n}")).await;
            let db = world.db.clone();
            tasks.spawn(async move {
                let id = create_draft(&db, &member, &form("remix", &[root]))
                    .await
                    .unwrap();
                // Twice at once: the second answers as the first.
                let (one, two) = tokio::join!(publish(&db, &member, id), publish(&db, &member, id));
                one.unwrap();
                two.unwrap();
            });
        }
        tasks.join_all().await;
        let card = find_cards(&world.db, &[root]).await.unwrap().remove(0);
        assert_eq!(card.remix_count, 64);
        assert_eq!(
            world.number("SELECT count(DISTINCT seq) FROM record").await,
            65
        );
        assert_eq!(world.number("SELECT max(seq) FROM record").await, 65);
        assert_eq!(
            world
                .number("SELECT value FROM counter WHERE name = 'record_seq'")
                .await,
            65
        );
    })
    .await;
}

#[tokio::test]
async fn withdrawing_and_remixing_at_once_leaves_one_or_the_other() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        for _ in 0..8 {
            let db = &world.db;
            let root = world.record(&ann, "root", &[]).await;
            let remix = create_draft(db, &bo, &form("remix", &[root]))
                .await
                .unwrap();
            let (gone, published) = tokio::join!(withdraw(db, &ann, root), publish(db, &bo, remix));
            gone.unwrap();
            let unknown: Rule = RemixError::UnknownSource { source: root }.into();
            let count = find_cards(db, &[root]).await.unwrap()[0].remix_count;
            match published {
                Ok(()) => assert_eq!(count, 1),
                Err(Error::Rule(rule)) => assert_eq!((rule, count), (unknown, 0)),
                Err(other) => panic!("{other}"),
            }
        }
    })
    .await;
}
