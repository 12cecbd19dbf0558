use crate::harness::{World, on_both};
use db::claim::{NewClaim, decide, make_claim};
use db::credit::{
    CreditSheet, confirm_name, find_influences, find_own_credit, list_member_credits,
};
use db::production::*;
use db::session::Viewer;
use db::{Conflict, Error, LiveLineage};
use domain::claim::ClaimError;
use domain::credit::Basis;
use domain::production::{ProductionError, Status, Step, Work};
use domain::{ProductionId, RecordId, Role, Rule};

async fn director(world: &World, handle: &str) -> Viewer {
    let mut viewer = world.member(handle).await;
    viewer.role = Role::Director;
    viewer
}

fn plan(title: &str, records: &[RecordId]) -> NewProduction {
    NewProduction {
        title: title.to_owned(),
        body: String::new(),
        shortlist: None,
        records: records.to_vec(),
        trail_public: true,
    }
}

fn details(title: &str, work: Option<Work>) -> Details {
    Details {
        title: title.to_owned(),
        body: "What it is.".to_owned(),
        notes: "Only mine.".to_owned(),
        final_work: work,
        trail_public: true,
    }
}

async fn version(world: &World, id: ProductionId) -> i64 {
    find_production(&world.db, id).await.unwrap().version
}

/// A production that only waits for its release.
async fn ready(world: &World, dara: &Viewer, records: &[RecordId]) -> ProductionId {
    let db = &world.db;
    let id = create_production(db, dara, &plan("Ferry", records))
        .await
        .unwrap();
    let link = Work::Link("https://film.example/ferry".to_owned());
    save_details(db, dara, id, 1, &details("Ferry", Some(link)))
        .await
        .unwrap();
    let lineage = LiveLineage::load(db).await.unwrap();
    let version = version(world, id).await;
    take_step(db, &lineage, dara, id, version, Step::Begin, "")
        .await
        .unwrap();
    id
}

async fn told(sheet: &CreditSheet) -> Vec<(String, Basis, String)> {
    let (lines, next) = sheet.page(0, 1_000, None).await.unwrap();
    assert_eq!(next, None);
    let what = |line: &db::credit::CreditLine| match &line.record {
        Some(record) => record.title.clone(),
        None => line.role.clone(),
    };
    lines
        .iter()
        .map(|line| (line.name.clone(), line.basis, what(line)))
        .collect()
}

fn is_rule(error: &Error, rule: ProductionError) -> bool {
    matches!(error, Error::Rule(Rule::Production(found)) if *found == rule)
}

#[tokio::test]
async fn a_production_is_its_directors_and_admins_to_change() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, dara, other) = (
            world.member("ann").await,
            director(world, "dara").await,
            director(world, "dean").await,
        );
        let (one, two) = (
            world.record(&ann, "one", &[]).await,
            world.record(&ann, "two", &[]).await,
        );
        let refused = create_production(db, &ann, &plan("Mine", &[one])).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let id = create_production(db, &dara, &plan("Ferry", &[one]))
            .await
            .unwrap();
        let add = IncludedChange::Add;
        for (viewer, error) in [(&ann, true), (&other, true), (&dara, false)] {
            let changed = change_included(db, viewer, id, 1, two, &add).await;
            assert_eq!(matches!(changed, Err(Error::Forbidden)), error);
        }
        // A form that was opened before is told so.
        let late = change_included(db, &dara, id, 1, two, &IncludedChange::Remove).await;
        assert!(matches!(
            late,
            Err(Error::Conflict(Conflict::ChangedMeanwhile))
        ));
        change_included(db, &dara, id, 2, two, &IncludedChange::Up)
            .await
            .unwrap();
        assert_eq!(find_included_ids(db, id).await.unwrap(), [two, one]);
        let describe = IncludedChange::Describe {
            weight: 3,
            note: "the chorus".to_owned(),
        };
        change_included(db, &dara, id, 3, two, &describe)
            .await
            .unwrap();
        let listed = list_included(db, id, 0, 10).await.unwrap();
        assert_eq!(
            (listed[0].weight, listed[0].note.as_str(), listed[0].card.id),
            (3, "the chorus", two)
        );
        change_included(db, &dara, id, 4, two, &IncludedChange::Down)
            .await
            .unwrap();
        change_included(db, &dara, id, 5, one, &IncludedChange::Remove)
            .await
            .unwrap();
        assert_eq!(find_included_ids(db, id).await.unwrap(), [two]);

        let mut admin = other.clone();
        admin.role = Role::Admin;
        save_details(db, &admin, id, 6, &details("Night", None))
            .await
            .unwrap();
        assert_eq!(find_notes(db, &dara, id).await.unwrap(), "Only mine.");
        assert!(matches!(
            find_notes(db, &other, id).await,
            Err(Error::Forbidden)
        ));
        let handle = "ann".parse().unwrap();
        add_role(db, &dara, id, 7, &handle, "composer", "")
            .await
            .unwrap();
        let twice = add_role(db, &dara, id, 8, &handle, "composer", "")
            .await
            .unwrap_err();
        assert!(is_rule(&twice, ProductionError::RoleTwice));
        let nobody = add_role(db, &dara, id, 8, &"nobody".parse().unwrap(), "mix", "")
            .await
            .unwrap_err();
        assert!(is_rule(&nobody, ProductionError::UnknownMember));
        let role = list_roles(db, id).await.unwrap();
        remove_role(db, &dara, id, 8, role[0].id).await.unwrap();
        let rough = Work::Record(one);
        add_version(db, &dara, id, 9, "Rough cut", "no sound yet", &rough)
            .await
            .unwrap();
        let versions = list_versions(db, id).await.unwrap();
        assert_eq!(
            (&versions[0].work, versions[0].record_title.as_deref()),
            (&rough, Some("one"))
        );
        remove_version(db, &dara, id, 10, versions[0].id)
            .await
            .unwrap();
        let included = world
            .number("SELECT count(*) FROM event WHERE kind = 'included'")
            .await;
        assert_eq!(included, 2);
        assert_eq!(
            world
                .number("SELECT count(*) FROM event WHERE kind = 'role_credited'")
                .await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_production_comes_to_its_release_and_stays_there() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, dara) = (world.member("ann").await, director(world, "dara").await);
        let lineage = LiveLineage::load(db).await.unwrap();
        let id = create_production(db, &dara, &plan("Ferry", &[])).await.unwrap();
        let step = async |step, reason| take_step(db, &lineage, &dara, id, version(world, id).await, step, reason).await;
        let release = async || release(db, &lineage, &dara, id, version(world, id).await).await;
        assert!(step(Step::Abandon, " ").await.is_err());
        assert_eq!(step(Step::Abandon, "No money.").await.unwrap(), Status::Abandoned);
        assert_eq!(find_production(db, id).await.unwrap().status_reason, "No money.");
        assert_eq!(step(Step::TakeUp, "").await.unwrap(), Status::Planned);
        let early = release().await.unwrap_err();
        assert!(matches!(early, Error::Rule(Rule::Production(ProductionError::NotFromHere { .. }))));
        step(Step::Begin, "").await.unwrap();
        assert!(is_rule(&release().await.unwrap_err(), ProductionError::NothingIncluded));
        let one = world.record(&ann, "one", &[]).await;
        change_included(db, &dara, id, version(world, id).await, one, &IncludedChange::Add).await.unwrap();
        assert!(is_rule(&release().await.unwrap_err(), ProductionError::NoFinalWork));
        let final_work = details("Ferry", Some(Work::Record(one)));
        save_details(db, &dara, id, version(world, id).await, &final_work).await.unwrap();
        release().await.unwrap();
        assert!(matches!(release().await, Err(Error::Conflict(Conflict::AlreadyDone))));
        assert!(is_rule(&step(Step::Abandon, "x").await.unwrap_err(), ProductionError::Released));
        let out = change_included(db, &dara, id, version(world, id).await, one, &IncludedChange::Remove).await;
        assert!(is_rule(&out.unwrap_err(), ProductionError::Released));
        // What is said about it may change, what it is may not.
        let other = details("Night Ferry", Some(Work::Link("https://other.example/".to_owned())));
        save_details(db, &dara, id, version(world, id).await, &other).await.unwrap();
        let after = find_production(db, id).await.unwrap();
        assert_eq!((after.title.as_str(), after.final_work), ("Night Ferry", Some(Work::Record(one))));
        for sql in [
            format!("INSERT INTO production_record (production_id, record_id, position, added_at) VALUES ({id}, 99, 1, 1)"),
            "UPDATE production_record SET weight = 2".to_owned(),
            "DELETE FROM production_record".to_owned(),
            "UPDATE production_credit SET credited_name = 'Eve'".to_owned(),
            "DELETE FROM production_credit".to_owned(),
            format!("INSERT INTO production_credit (production_id, member_id, credited_name, basis, role, position) VALUES ({id}, {}, 'Eve', 'role', 'director', 9)", ann.member),
            format!("INSERT INTO production_role (production_id, member_id, role, position) VALUES ({id}, {}, 'mix', 1)", ann.member),
            "UPDATE production_credit_count SET members = 9".to_owned(),
            "UPDATE production SET status = 'planned', released_at = NULL".to_owned(),
            "UPDATE production SET final_record_id = NULL".to_owned(),
            "DELETE FROM production".to_owned(),
        ] {
            assert!(world.sql(&sql).await.is_err(), "{sql}");
        }
        assert!(db::audit::audit(db).await.unwrap().iter().all(|finding| finding.bad.is_none()));
    })
    .await;
}

#[tokio::test]
async fn sixty_four_releases_at_once_are_one() {
    on_both(async |world| {
        let (ann, dara) = (world.member("ann").await, director(world, "dara").await);
        let root = world.record(&ann, "root", &[]).await;
        let one = world.record(&ann, "one", &[root]).await;
        let id = ready(world, &dara, &[one]).await;
        let lineage = std::sync::Arc::new(LiveLineage::load(&world.db).await.unwrap());
        let version = version(world, id).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let (db, lineage, dara) = (world.db.clone(), lineage.clone(), dara.clone());
            tasks.spawn(async move { release(&db, &lineage, &dara, id, version).await });
        }
        let results = tasks.join_all().await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        let refused = |result: &db::Result<()>| matches!(result, Err(Error::Conflict(_)));
        assert_eq!(results.iter().filter(|result| refused(result)).count(), 63);
        assert_eq!(
            world.number("SELECT count(*) FROM production_credit").await,
            2
        );
        let told = "SELECT count(*) FROM event WHERE kind = 'production_changed'";
        assert_eq!(world.number(told).await, 2);
    })
    .await;
}

#[tokio::test]
async fn credits_follow_the_lineage_until_the_release_and_stay_as_they_were() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo, cy) = (
            world.member("ann").await,
            world.member("bo").await,
            world.member("cy").await,
        );
        let dara = director(world, "dara").await;
        let root = world.record(&ann, "root", &[]).await;
        let gone = world.record(&bo, "gone", &[root]).await;
        let other = world.record(&cy, "other", &[]).await;
        let one = world.record(&cy, "one", &[gone]).await;
        db::record::withdraw(db, &bo, gone).await.unwrap();
        let id = ready(world, &dara, &[one, other]).await;
        add_role(
            db,
            &dara,
            id,
            version(world, id).await,
            &dara.handle,
            "director",
            "D. Quill",
        )
        .await
        .unwrap();
        let lineage = LiveLineage::load(db).await.unwrap();
        let open = async || {
            let production = find_production(db, id).await.unwrap();
            CreditSheet::open(db, &lineage, &production).await.unwrap()
        };
        let name = |name: &str, basis, what: &str| (name.to_owned(), basis, what.to_owned());
        let expected = [
            name("D. Quill", Basis::Role, "director"),
            name("The cy", Basis::Included, "one"),
            name("The cy", Basis::Included, "other"),
            name("The ann", Basis::Influence, "root"),
            name("The bo", Basis::Influence, "gone"),
        ];
        assert_eq!(told(&open().await).await, expected);

        // Those credited confirm their names or change them; nobody else can.
        let own = find_own_credit(&open().await, bo.member)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (own.name.as_str(), own.count, own.confirmed_at),
            ("The bo", 1, None)
        );
        confirm_name(db, &lineage, &bo, id, "Bo Marsh")
            .await
            .unwrap();
        confirm_name(db, &lineage, &bo, id, "Bo M.").await.unwrap();
        let eve = world.member("eve").await;
        assert!(matches!(
            confirm_name(db, &lineage, &eve, id, "Eve").await,
            Err(Error::NotFound)
        ));

        // A page of one member, and pages by position.
        let sheet = open().await;
        let (own, _) = sheet.page(0, 10, Some(cy.member)).await.unwrap();
        assert_eq!(
            own.iter().map(|line| line.position).collect::<Vec<_>>(),
            [1, 2]
        );
        let (first, next) = sheet.page(0, 2, None).await.unwrap();
        assert_eq!((first.len(), next), (2, Some(2)));
        assert_eq!(sheet.page(2, 2, None).await.unwrap().0[0].position, 2);

        release(db, &lineage, &dara, id, version(world, id).await)
            .await
            .unwrap();
        let before = open().await;
        assert!(before.is_final());
        assert_eq!(before.counts, sheet.counts);
        let credits = told(&before).await;
        assert_eq!(credits[4], name("Bo M.", Basis::Influence, "gone"));
        assert_eq!(before.page(0, 10, Some(cy.member)).await.unwrap().0, own);

        // Neither withdrawal nor another name nor a claim changes them.
        db::record::withdraw(db, &cy, one).await.unwrap();
        db::member::edit_profile(db, ann.member, "Ann of the Hills", "")
            .await
            .unwrap();
        let claim = NewClaim {
            source: root,
            remix: other,
            used: String::new(),
            reason: "The tune.".to_owned(),
        };
        let claim = make_claim(db, &ann, &claim).await.unwrap();
        decide(db, &cy, claim, true, "It is.").await.unwrap();
        lineage.catch_up(db).await.unwrap();
        assert!(confirm_name(db, &lineage, &bo, id, "Late").await.is_err());
        assert_eq!(told(&open().await).await, credits);

        let listed = list_member_credits(db, cy.member, None).await.unwrap().rows;
        assert_eq!(listed.len(), 1);
        assert_eq!(
            (
                listed[0].basis,
                listed[0].record_count,
                listed[0].records.len()
            ),
            (Basis::Included, 2, 2)
        );
        let again = create_production(db, &dara, &plan("Again", &[other]))
            .await
            .unwrap();
        let listed = list_member_credits(db, cy.member, None).await.unwrap().rows;
        assert_eq!(
            (listed[0].production, listed[0].records[0].title.as_str()),
            (again, "other")
        );
    })
    .await;
}

#[tokio::test]
async fn a_claim_adds_its_link_everywhere_and_once() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let mut cleo = world.member("cleo").await;
        cleo.role = Role::Curator;
        let tune = world.record(&ann, "tune", &[]).await;
        let root = world.record(&bo, "root", &[]).await;
        let song = world.record(&bo, "song", &[root]).await;
        let remix = world.record(&bo, "remix", &[song]).await;
        let late = world.record(&ann, "late", &[]).await;
        let lineage = LiveLineage::load(db).await.unwrap();
        let elsewhere = LiveLineage::load(db).await.unwrap();
        let claim = |source, remix| NewClaim { source, remix, used: "the tune".to_owned(), reason: "Bar 4.".to_owned() };
        let refused = async |viewer: &Viewer, source, remix, reason| {
            let error = make_claim(db, viewer, &claim(source, remix)).await.unwrap_err();
            assert!(matches!(error, Error::Rule(Rule::Claim(found)) if found == reason), "{error}");
        };
        refused(&bo, tune, song, ClaimError::NotOwnRecord).await;
        refused(&ann, late, song, ClaimError::SourceIsLater).await;
        refused(&ann, tune, tune, ClaimError::SameRecord).await;
        refused(&bo, root, song, ClaimError::LinkedAlready).await;
        let draft = db::record::create_draft(db, &bo, &crate::harness::form("draft", &[])).await.unwrap();
        assert!(matches!(make_claim(db, &ann, &claim(tune, draft)).await, Err(Error::NotFound)));
        let id = make_claim(db, &ann, &claim(tune, song)).await.unwrap();
        refused(&ann, tune, song, ClaimError::ClaimedAlready).await;

        // Others do not see it; who made it does not decide it, not even as a curator.
        let eve = world.member("eve").await;
        assert!(matches!(db::claim::find_claim(db, &eve, id).await, Err(Error::NotFound)));
        assert!(matches!(decide(db, &eve, id, true, "x").await, Err(Error::NotFound)));
        let mut ann_curates = ann.clone();
        ann_curates.role = Role::Curator;
        let own = decide(db, &ann_curates, id, true, "x").await.unwrap_err();
        assert!(matches!(own, Error::Rule(Rule::Claim(ClaimError::OwnClaim))));

        let mut tasks = tokio::task::JoinSet::new();
        for at in 0..64 {
            let (db, viewer) = (db.clone(), if at % 2 == 0 { bo.clone() } else { cleo.clone() });
            tasks.spawn(async move { decide(&db, &viewer, id, true, "It is.").await });
        }
        let results = tasks.join_all().await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        let links = format!("SELECT count(*) FROM remix_source WHERE remix_id = {song}");
        assert_eq!(world.number(&links).await, 2);

        // This process and another, and one that starts now, all know.
        let fresh = LiveLineage::load(db).await.unwrap();
        for lineage in [&lineage, &elsewhere] {
            assert_eq!(lineage.counts(remix).0, 2);
            lineage.catch_up(db).await.unwrap();
        }
        for lineage in [&lineage, &elsewhere, &fresh] {
            assert_eq!((lineage.counts(remix), lineage.counts(tune)), ((3, 0), (0, 2)));
            assert_eq!(lineage.change_count(), 1);
        }
        let found = db::record::find_record(db, None, song).await.unwrap();
        assert_eq!(found.sources.iter().map(|source| source.card.id).collect::<Vec<_>>(), [root, tune]);
        assert_eq!((found.card.source_count, found.sources[1].card.remix_count), (2, 1));
        let added = db::claim::find_added_by(db, song).await.unwrap();
        assert_eq!((added[0].source, added[0].claimant.as_str()), (tune, "ann"));
        assert!(db::audit::audit(db).await.unwrap().iter().all(|finding| finding.bad.is_none()));

        // What is published meanwhile and claimed at once is read in one.
        let next = world.record(&bo, "next", &[song]).await;
        let id = make_claim(db, &ann, &claim(late, next)).await.unwrap();
        decide(db, &cleo, id, true, "Heard it.").await.unwrap();
        lineage.catch_up(db).await.unwrap();
        assert_eq!(lineage.counts(next).0, 4);

        // No link without a claim of this very pair, and none that leads back.
        for sql in [
            format!("INSERT INTO remix_source (remix_id, source_id, position, added) VALUES ({remix}, {tune}, 5, 9)"),
            format!("INSERT INTO remix_source (remix_id, source_id, position) VALUES ({remix}, {tune}, 5)"),
            format!("DELETE FROM remix_source WHERE remix_id = {song} AND source_id = {tune}"),
            format!("UPDATE remix_source SET added = NULL WHERE remix_id = {song}"),
            "UPDATE claim SET status = 'open', decided_at = NULL, decided_by = NULL".to_owned(),
            "DELETE FROM claim".to_owned(),
        ] {
            assert!(world.sql(&sql).await.is_err(), "{sql}");
        }
    })
    .await;
}

#[tokio::test]
async fn claims_are_listed_for_those_whom_they_concern() {
    on_both(async |world| {
        use db::claim::{Asked, list_claims, take_back};
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let mut cleo = world.member("cleo").await;
        cleo.role = Role::Curator;
        let tune = world.record(&ann, "tune", &[]).await;
        let (one, two) = (
            world.record(&bo, "one", &[]).await,
            world.record(&bo, "two", &[]).await,
        );
        let claim = |remix| NewClaim {
            source: tune,
            remix,
            used: String::new(),
            reason: "Bar 4.".to_owned(),
        };
        let first = make_claim(db, &ann, &claim(one)).await.unwrap();
        let second = make_claim(db, &ann, &claim(two)).await.unwrap();
        let ids = async |viewer: &Viewer, asked| {
            let page = list_claims(db, viewer, asked, None, 10).await.unwrap();
            page.rows.iter().map(|claim| claim.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&bo, Asked::AboutOwn).await, [second, first]);
        assert_eq!(ids(&ann, Asked::Own).await, [second, first]);
        assert_eq!(ids(&cleo, Asked::Open).await, [second, first]);
        assert!(matches!(
            list_claims(db, &bo, Asked::Open, None, 10).await,
            Err(Error::NotFound)
        ));
        let page = list_claims(db, &cleo, Asked::Open, None, 1).await.unwrap();
        let rest = list_claims(db, &cleo, Asked::Open, page.next.as_deref(), 1)
            .await
            .unwrap();
        assert_eq!((rest.rows[0].id, rest.next), (first, None));
        assert!(matches!(
            take_back(db, &bo, first).await,
            Err(Error::NotFound)
        ));
        take_back(db, &ann, first).await.unwrap();
        assert!(take_back(db, &ann, first).await.is_err());
        decide(db, &bo, second, false, "Our own bar.")
            .await
            .unwrap();
        assert!(ids(&cleo, Asked::Open).await.is_empty());
        assert_eq!(ids(&ann, Asked::Own).await, [second, first]);
        // What was declined may be claimed again, with a better reason.
        make_claim(db, &ann, &claim(two)).await.unwrap();
        assert_eq!(
            world
                .number("SELECT count(*) FROM event WHERE kind = 'claim_decided'")
                .await,
            1
        );
        assert_eq!(
            world
                .number("SELECT count(*) FROM event WHERE kind = 'claimed'")
                .await,
            3
        );
    })
    .await;
}

#[tokio::test]
async fn a_project_knows_the_productions_that_came_of_it() {
    on_both(async |world| {
        let db = &world.db;
        let mut cleo = world.member("cleo").await;
        cleo.role = Role::Curator;
        let dara = director(world, "dara").await;
        let tune = world.record(&cleo, "tune", &[]).await;
        let form = domain::project::ProjectForm::parse("A film", "What it is about.").unwrap();
        let project = db::project::start(db, &cleo, &form).await.unwrap();
        let heading = domain::curation::Heading {
            title: "For the film".to_owned(),
            body: String::new(),
        };
        let shortlist = db::shortlist::start_shortlist(db, &cleo, &heading, Some(project))
            .await
            .unwrap();
        db::shortlist::send_to_shortlist(db, &cleo, shortlist, &[tune], "It sings.")
            .await
            .unwrap();
        assert!(productions_of(db, project, 10).await.unwrap().is_empty());
        let new = |title| NewProduction {
            shortlist: Some(shortlist),
            ..plan(title, &[tune])
        };
        let mut made = Vec::new();
        for title in ["First cut", "Second cut"] {
            made.push(create_production(db, &dara, &new(title)).await.unwrap());
        }
        create_production(db, &dara, &plan("Of no project", &[tune]))
            .await
            .unwrap();
        let lines = productions_of(db, project, 10).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| line.id).collect();
        assert_eq!(told, [made[1], made[0]]);
        assert_eq!(productions_of(db, project, 1).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_trail_is_withheld_whatever_else_is_made_from_the_shortlist() {
    on_both(async |world| {
        let db = &world.db;
        let dara = director(world, "dara").await;
        let heading = domain::curation::Heading {
            title: "For the film".to_owned(),
            body: String::new(),
        };
        let shortlist = db::shortlist::start_shortlist(db, &dara, &heading, None)
            .await
            .unwrap();
        let new = |title, trail_public| NewProduction {
            shortlist: Some(shortlist),
            trail_public,
            ..plan(title, &[])
        };
        create_production(db, &dara, &new("First cut", true))
            .await
            .unwrap();
        assert!(is_trail_public(db, shortlist).await.unwrap());
        let withheld = create_production(db, &dara, &new("Second cut", false))
            .await
            .unwrap();
        assert!(!find_production(db, withheld).await.unwrap().trail_public);
        assert!(!is_trail_public(db, shortlist).await.unwrap());
        save_details(db, &dara, withheld, 1, &details("Second cut", None))
            .await
            .unwrap();
        assert!(is_trail_public(db, shortlist).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn what_was_withdrawn_is_released_as_no_final_work() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, dara) = (world.member("ann").await, director(world, "dara").await);
        let lineage = LiveLineage::load(db).await.unwrap();
        let (one, work) = (
            world.record(&ann, "one", &[]).await,
            world.record(&ann, "work", &[]).await,
        );
        let id = create_production(db, &dara, &plan("Ferry", &[one]))
            .await
            .unwrap();
        let final_work = details("Ferry", Some(Work::Record(work)));
        save_details(db, &dara, id, version(world, id).await, &final_work)
            .await
            .unwrap();
        let version = version(world, id).await;
        take_step(db, &lineage, &dara, id, version, Step::Begin, "")
            .await
            .unwrap();
        db::record::withdraw(db, &ann, work).await.unwrap();
        let refused = release(db, &lineage, &dara, id, version + 1).await;
        let gone = ProductionError::UnknownRecord { record: work };
        assert!(is_rule(&refused.unwrap_err(), gone));
    })
    .await;
}

#[tokio::test]
async fn influences_are_told_when_it_begins_and_an_author_once() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let dara = director(world, "dara").await;
        let root = world.record(&ann, "root", &[]).await;
        let one = world.record(&bo, "one", &[root]).await;
        let two = world.record(&bo, "two", &[root]).await;
        let lineage = LiveLineage::load(db).await.unwrap();
        let id = create_production(db, &dara, &plan("Ferry", &[one, two]))
            .await
            .unwrap();
        let count = async |condition: &str| {
            let sql = format!("SELECT count(*) FROM event WHERE {condition}");
            world.number(&sql).await
        };
        assert_eq!(count("kind = 'included'").await, 1);
        assert!(
            find_influences(db, &lineage, ann.member)
                .await
                .unwrap()
                .is_empty()
        );
        take_step(db, &lineage, &dara, id, 1, Step::Begin, "")
            .await
            .unwrap();
        assert_eq!(count("kind = 'role_credited'").await, 1);
        let told = format!("kind = 'role_credited' AND member_id = {}", ann.member);
        assert_eq!(count(&told).await, 1);
        let own = find_influences(db, &lineage, ann.member).await.unwrap();
        assert_eq!(
            (
                own.len(),
                own[0].production,
                own[0].basis,
                own[0].record_count
            ),
            (1, id, Basis::Influence, 1)
        );
        assert_eq!(own[0].records[0].id, root);
        assert!(
            find_influences(db, &lineage, bo.member)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_members_credits_are_read_page_by_page() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, dara) = (world.member("ann").await, director(world, "dara").await);
        let (one, two) = (
            world.record(&ann, "one", &[]).await,
            world.record(&ann, "two", &[]).await,
        );
        let mut made = Vec::new();
        for n in 0..52 {
            let new = plan(&n.to_string(), &[one, two]);
            let id = create_production(db, &dara, &new).await.unwrap();
            // More rows than productions.
            db::production::add_role(db, &dara, id, 1, &ann.handle, "mix", "")
                .await
                .unwrap();
            made.push(id);
        }
        let first = list_member_credits(db, ann.member, None).await.unwrap();
        let next = list_member_credits(db, ann.member, first.next.as_deref())
            .await
            .unwrap();
        assert_eq!((first.rows.len(), next.rows.len()), (100, 4));
        assert_eq!(next.next, None);
        let mut seen: Vec<_> = first.rows.iter().chain(&next.rows).collect();
        assert!(
            seen.iter()
                .all(|row| row.basis == Basis::Role || row.records.len() == 2)
        );
        seen.dedup_by_key(|row| row.production);
        made.reverse();
        assert_eq!(
            seen.iter().map(|row| row.production).collect::<Vec<_>>(),
            made
        );
    })
    .await;
}
