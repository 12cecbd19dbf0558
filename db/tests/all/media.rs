use crate::harness::{World, on_both};
use db::Error;
use db::media::*;
use db::record::{discard_draft, find_record, publish, save_draft, withdraw};
use db::session::Viewer;
use domain::{MediaId, Medium, RecordId};

fn hash(name: &str) -> String {
    name.bytes().map(|b| format!("{b:02x}")).collect()
}

fn upload(name: &str) -> Upload {
    let variant = |label: &str, width| Variant {
        name: label.to_owned(),
        hash: hash(&format!("{name} {label}")),
        mime: "image/webp".to_owned(),
        bytes: 10,
        width,
        height: width / 2,
    };
    Upload {
        hash: hash(name),
        mime: "image/png".to_owned(),
        medium: Medium::Image,
        bytes: 1000,
        width: Some(4000),
        height: Some(2000),
        duration_ms: None,
        peaks: Some(vec![0, 50, 100]),
        file_name: format!("{name}.png"),
        variants: vec![variant("w640", 640), variant("w320", 320)],
    }
}

async fn media_of(world: &World, viewer: &Viewer, record: RecordId) -> MediaId {
    let record = find_record(&world.db, Some(viewer), record).await.unwrap();
    record.media.unwrap().id
}

async fn publish_image(world: &World, author: &Viewer, record: RecordId) {
    let form = db::record::DraftForm {
        body: None,
        ..crate::harness::form("A picture", &[])
    };
    save_draft(&world.db, author, record, 1, &form)
        .await
        .unwrap();
    publish(&world.db, author, record).await.unwrap();
}

#[tokio::test]
async fn an_upload_becomes_a_draft_and_is_shown_when_published() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let source = world.record(&bo, "source", &[]).await;
        let id = add_upload(db, ann.member, &upload("rain_on_tin"), &[source], None)
            .await
            .unwrap();
        let draft = find_record(db, Some(&ann), id).await.unwrap();
        assert_eq!(
            (draft.card.title.as_str(), draft.card.medium),
            ("rain on tin", Medium::Image)
        );
        assert_eq!(draft.sources[0].card.id, source);
        let media = draft.media.unwrap();
        assert_eq!(
            (media.width, media.height, media.bytes),
            (Some(4000), Some(2000), 1000)
        );
        assert_eq!(media.peaks, Some(vec![0, 50, 100]));
        let widths: Vec<_> = media.variants.iter().map(|v| (&*v.name, v.width)).collect();
        assert_eq!(widths, [("w320", 320), ("w640", 640)]);
        let thumbnail = draft.card.thumbnail.unwrap();
        assert_eq!(
            (thumbnail.media, &*thumbnail.variant, thumbnail.height),
            (media.id, "w320", 160)
        );

        // A typed body cannot take a file's place.
        let typed = crate::harness::form("x", &[]);
        assert!(matches!(
            save_draft(db, &ann, id, 1, &typed).await,
            Err(Error::Rule(_))
        ));

        // Another's draft: neither file nor variant.
        for variant in [None, Some("w320")] {
            for viewer in [None, Some(&bo)] {
                let hidden = find_file(db, viewer, media.id, variant).await;
                assert!(matches!(hidden, Err(Error::NotFound)));
            }
            assert!(
                !find_file(db, Some(&ann), media.id, variant)
                    .await
                    .unwrap()
                    .public
            );
        }
        publish_image(world, &ann, id).await;
        let file = find_file(db, None, media.id, Some("w640")).await.unwrap();
        assert!(file.public);
        assert_eq!((file.hash, file.bytes), (hash("rain_on_tin w640"), 10));
        assert_eq!(
            find_file(db, None, media.id, None).await.unwrap().file_name,
            "rain_on_tin.png"
        );
        let none = find_file(db, None, media.id, Some("w999")).await;
        assert!(matches!(none, Err(Error::NotFound)));

        withdraw(db, &ann, id).await.unwrap();
        for viewer in [None, Some(&ann)] {
            assert!(matches!(
                find_file(db, viewer, media.id, None).await,
                Err(Error::NotFound)
            ));
        }
    })
    .await;
}

#[tokio::test]
async fn what_two_members_put_up_goes_when_both_take_it_down() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let same = upload("same");
        let of_ann = add_upload(db, ann.member, &same, &[], None).await.unwrap();
        let of_bo = add_upload(db, bo.member, &same, &[], None).await.unwrap();
        // Having the same content gives no right to the other's row.
        let media = media_of(world, &ann, of_ann).await;
        assert!(matches!(
            find_file(db, Some(&bo), media, None).await,
            Err(Error::NotFound)
        ));

        publish_image(world, &ann, of_ann).await;
        assert!(withdraw(db, &ann, of_ann).await.unwrap().is_empty());
        let mut gone = discard_draft(db, &bo, of_bo).await.unwrap();
        gone.sort();
        let mut all = vec![hash("same"), hash("same w320"), hash("same w640")];
        all.sort();
        assert_eq!(gone, all);
        assert_eq!(unreferenced(db, &all).await.unwrap().len(), 3);
        add_upload(db, bo.member, &same, &[], None).await.unwrap();
        assert!(unreferenced(db, &all).await.unwrap().is_empty());
        let strange = ["abc".to_owned(), "'} or \"x".to_owned()];
        assert_eq!(unreferenced(db, &strange).await.unwrap(), ["abc"]);
    })
    .await;
}

#[tokio::test]
async fn a_member_has_five_gigabytes_and_ten_thousand_files() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let big = Upload { bytes: 4_999_999_000, ..upload("big") };
        check_quota(db, ann.member, big.bytes).await.unwrap();
        let id = add_upload(db, ann.member, &big, &[], None).await.unwrap();
        check_quota(db, ann.member, 1000).await.unwrap();
        let full = check_quota(db, ann.member, 1001).await;
        assert!(matches!(full, Err(Error::QuotaFull { used: 4_999_999_000, limit: 5_000_000_000 })));
        let full = add_upload(db, ann.member, &Upload { bytes: 1001, ..upload("more") }, &[], None).await;
        assert!(matches!(full, Err(Error::QuotaFull { .. })));
        assert_eq!(world.number("SELECT count(*) FROM media").await, 1);
        discard_draft(db, &ann, id).await.unwrap();
        let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)";
        let sql = format!(
            "{numbers} INSERT INTO media (owner_id, hash, mime, medium, bytes, file_name, created_at)
             SELECT {}, 'ab', 'image/png', 'image', 1, 'x', 1 FROM n",
            ann.member
        );
        let insert = match world.is_sqlite() {
            true => sql,
            false => sql.replace(numbers, "").replace("FROM n", "FROM generate_series(1, 10000)"),
        };
        world.sql(&insert).await.unwrap();
        assert!(matches!(check_quota(db, ann.member, 1).await, Err(Error::QuotaFull { .. })));
    })
    .await;
}

#[tokio::test]
async fn an_upload_names_only_sources_that_are_visible() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let draft = db::record::create_draft(db, &bo, &crate::harness::form("x", &[]))
            .await
            .unwrap();
        let refused = add_upload(db, ann.member, &upload("a"), &[draft], None).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        assert_eq!(world.number("SELECT count(*) FROM media").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM record").await, 1);
    })
    .await;
}
