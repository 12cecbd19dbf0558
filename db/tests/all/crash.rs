//! `kill -9` in the middle of a release and of accepting claims: each is there as a whole or not at all, what was
//! said to be done is done, and whoever starts anew completes the rest.

use crate::harness::{World, on_both};
use db::claim::{NewClaim, decide, make_claim};
use db::corpus::import;
use db::credit::CreditSheet;
use db::production::{
    Details, NewProduction, create_production, find_production, release, save_details, take_step,
};
use db::{Conflict, Db, Error, LiveLineage};
use domain::production::{Step, Work};
use domain::{ClaimId, ProductionId, RecordId};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Records in the lineage of each production: a release takes long enough to be killed in the middle.
const RECORDS: i64 = 3_000;
/// How long after a release began the process is killed, in milliseconds.
const MOMENTS: [u64; 6] = [0, 15, 40, 80, 160, 320];
/// Claims that are accepted one after another, and how many before the process is killed.
const CLAIMS: i64 = 60;
const CLAIMS_BEFORE: [usize; 4] = [1, 6, 17, 30];

/// Does what its parent says, one after another, and tells before and after each.
#[tokio::test]
#[ignore = "run as a process of its own by the tests below"]
async fn work_until_killed() {
    let url = std::env::var("UNDERSTORY_TEST_KILL_URL").unwrap();
    let what = std::env::var("UNDERSTORY_TEST_KILL_WHAT").unwrap();
    let ids = std::env::var("UNDERSTORY_TEST_KILL_IDS").unwrap();
    let db = Db::connect(&url).await.unwrap();
    let lineage = LiveLineage::load(&db).await.unwrap();
    for id in ids.split(',') {
        println!("\nbegin {id}");
        let id = id.parse().unwrap();
        match &*what {
            "release" => release_one(&db, &lineage, ProductionId(id)).await,
            _ => accept_one(&db, ClaimId(id)).await,
        }
        println!("\ndone {id}");
    }
}

async fn release_one(db: &Db, lineage: &LiveLineage, id: ProductionId) {
    let dara = db::demo::find_viewer(db, "dara").await.unwrap();
    let version = find_production(db, id).await.unwrap().version;
    match release(db, lineage, &dara, id, version).await {
        Ok(()) | Err(Error::Conflict(Conflict::AlreadyDone)) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn accept_one(db: &Db, id: ClaimId) {
    let cleo = db::demo::find_viewer(db, "cleo").await.unwrap();
    match decide(db, &cleo, id, true, "It is.").await {
        Ok(_) => {}
        Err(Error::Rule(domain::Rule::Claim(domain::claim::ClaimError::NotOpen))) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Has a process do this to the first `before` and one more, and kills it so long after it began the last one. Answers
/// what it said was done.
async fn kill(world: &World, what: &str, ids: &[i64], before: usize, moment: Duration) -> Vec<i64> {
    let ids: Vec<String> = ids[..=before].iter().map(ToString::to_string).collect();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::work_until_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("UNDERSTORY_TEST_KILL_URL", &world.url)
        .env("UNDERSTORY_TEST_KILL_WHAT", what)
        .env("UNDERSTORY_TEST_KILL_IDS", ids.join(","))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (mut begun, mut done) = (0, Vec::new());
    let mut read = |line: String| {
        if line.starts_with("begin ") {
            begun += 1;
        }
        if let Some(id) = line.strip_prefix("done ") {
            done.push(id.parse().unwrap());
        }
        begun
    };
    for line in lines.by_ref().map_while(Result::ok) {
        if read(line) > before {
            break;
        }
    }
    std::thread::sleep(moment);
    // On Unix this is `kill -9`.
    child.kill().unwrap();
    child.wait().unwrap();
    for line in lines.map_while(Result::ok) {
        read(line);
    }
    assert!(begun > before, "{what} began {begun} times");
    // Waits for a server that has yet to see that its client is gone.
    world.sql("UPDATE counter SET value = value").await.unwrap();
    done
}

/// A chain of records by ten authors; answers the last.
async fn chain(world: &World) -> RecordId {
    let dir = tempfile::tempdir().unwrap();
    let mut works = "id,title,author,created_at,media,license,tags,url\n".to_owned();
    let mut remixes = "remix_id,source_id\n".to_owned();
    for n in 0..RECORDS {
        let author = n % 10;
        writeln!(works, "{n},work {n},a{author},2020-01-01T00:00:00Z,text,,,").unwrap();
        if n > 0 {
            writeln!(remixes, "{n},{}", n - 1).unwrap();
        }
    }
    std::fs::write(dir.path().join("works.csv"), works).unwrap();
    std::fs::write(dir.path().join("remixes.csv"), remixes).unwrap();
    import(&world.db, dir.path(), "chain", false, &|_| {})
        .await
        .unwrap();
    let last = format!(
        "SELECT id FROM record WHERE external_id = 'chain/{}'",
        RECORDS - 1
    );
    RecordId(world.number(&last).await)
}

async fn ready(world: &World, record: RecordId) -> i64 {
    let db = &world.db;
    let dara = db::demo::find_viewer(db, "dara").await.unwrap();
    let new = NewProduction {
        title: "Ferry".to_owned(),
        body: String::new(),
        shortlist: None,
        records: vec![record],
        trail_public: true,
    };
    let id = create_production(db, &dara, &new).await.unwrap();
    let details = Details {
        title: "Ferry".to_owned(),
        body: String::new(),
        notes: String::new(),
        final_work: Some(Work::Link("https://film.example/ferry".to_owned())),
        trail_public: true,
    };
    save_details(db, &dara, id, 1, &details).await.unwrap();
    let version = find_production(db, id).await.unwrap().version;
    let lineage = LiveLineage::load(db).await.unwrap();
    take_step(db, &lineage, &dara, id, version, Step::Begin, "")
        .await
        .unwrap();
    id.0
}

/// Whether it is released, with all that a release writes or with nothing of it.
async fn is_released(world: &World, id: i64) -> bool {
    let count = async |from: &str| {
        world
            .number(&format!("SELECT count(*) FROM {from} = {id}"))
            .await
    };
    let released = count("production WHERE status = 'released' AND id").await == 1;
    let credits = count("production_credit WHERE production_id").await;
    let counts = count("production_credit_count WHERE production_id").await;
    let told = count("event WHERE kind = 'production_changed' AND production_id").await;
    match released {
        // One event is that of its beginning.
        true => assert_eq!((credits, counts, told), (RECORDS, 3, 2), "production {id}"),
        false => assert_eq!((credits, counts, told), (0, 0, 1), "production {id}"),
    }
    released
}

#[tokio::test]
async fn a_release_that_is_killed_is_there_as_a_whole_or_not_at_all() {
    on_both(async |world| {
        world.member("dara").await;
        world
            .sql("UPDATE member SET role = 'director' WHERE handle = 'dara'")
            .await
            .unwrap();
        let last = chain(world).await;
        let mut ids = Vec::new();
        for _ in 0..2 * MOMENTS.len() {
            ids.push(ready(world, last).await);
        }
        let mut in_the_middle = 0;
        for (round, moment) in MOMENTS.into_iter().enumerate() {
            let mut open = Vec::new();
            for id in &ids {
                if !is_released(world, *id).await {
                    open.push(*id);
                }
            }
            let moment = Duration::from_millis(moment);
            let done = kill(world, "release", &open, round % 2, moment).await;
            for id in done {
                assert!(
                    is_released(world, id).await,
                    "production {id} was said to be released"
                );
            }
            for id in &open[..=round % 2] {
                in_the_middle += usize::from(!is_released(world, *id).await);
            }
            world.expect_sound().await;
        }
        assert!(
            in_the_middle > 0,
            "no release was killed before it was done"
        );
        let db = Db::connect(&world.url).await.unwrap();
        let lineage = LiveLineage::load(&db).await.unwrap();
        for id in ids {
            release_one(&db, &lineage, ProductionId(id)).await;
            assert!(is_released(world, id).await);
            let production = find_production(&db, ProductionId(id)).await.unwrap();
            let sheet = CreditSheet::open(&db, &lineage, &production).await.unwrap();
            assert_eq!(sheet.len(), RECORDS as u64);
        }
        db.close().await;
        world.expect_sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_accepted_claim_that_is_killed_has_its_link_or_is_open() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        world.member("cleo").await;
        world
            .sql("UPDATE member SET role = 'curator' WHERE handle = 'cleo'")
            .await
            .unwrap();
        let db = &world.db;
        let mut ids = Vec::new();
        for n in 0..CLAIMS {
            let source = world.record(&ann, &format!("source {n}"), &[]).await;
            let remix = world.record(&bo, &format!("remix {n}"), &[]).await;
            let claim = NewClaim {
                source,
                remix,
                used: String::new(),
                reason: "It is mine.".to_owned(),
            };
            ids.push(make_claim(db, &ann, &claim).await.unwrap().0);
            world.forget_pace().await;
        }
        let links = "SELECT count(*) FROM remix_source WHERE added IS NOT NULL";
        let accepted = "SELECT count(*) FROM claim WHERE status = 'accepted'";
        let mut before = 0;
        for count in CLAIMS_BEFORE {
            let open: Vec<i64> = ids.split_off(usize::try_from(before).unwrap());
            let done = kill(
                world,
                "accept",
                &open,
                count.min(open.len() - 1),
                Duration::ZERO,
            )
            .await;
            ids.extend(&open);
            let now = world.number(links).await;
            assert!(
                now >= before + done.len() as i64,
                "{now} links, {before} before, then {done:?}"
            );
            assert_eq!(world.number(accepted).await, now);
            // Says as well that each record counts its sources, each source its remixes, and all links that were added.
            world.expect_sound().await;
            before = now;
            if before == CLAIMS {
                break;
            }
        }
        let again = Db::connect(&world.url).await.unwrap();
        for id in ids {
            accept_one(&again, ClaimId(id)).await;
        }
        let lineage = LiveLineage::load(&again).await.unwrap();
        assert_eq!(lineage.change_count() as i64, CLAIMS);
        assert_eq!(lineage.size(), (2 * CLAIMS as usize, CLAIMS as usize));
        again.close().await;
        world.expect_sound().await;
    })
    .await;
}
