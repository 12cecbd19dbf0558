use crate::harness::{World, form as record_form, on_both};
use db::challenge::*;
use db::heart::set_heart;
use db::record::{
    RecordFilter, Sort, create_draft_for, find_record, list_records, publish, publish_alone,
    save_draft_for, withdraw,
};
use db::session::Viewer;
use db::{Conflict, Error, Timestamp, project};
use domain::challenge::{Call, ChallengeError, Pay, Standing};
use domain::project::{ProjectError, ProjectForm};
use domain::record::Status;
use domain::text::Field;
use domain::{ChallengeId, Medium, RecordId, Rule};

pub(crate) fn form(title: &str, medium: &str, sources: &[RecordId]) -> ChallengeForm {
    ChallengeForm {
        call: Call::parse(title, "Sing this.", medium).unwrap(),
        deadline_at: None,
        pay: Pay::None,
        sources: sources.to_vec(),
    }
}

fn paid(budget: &str, contributors: &str) -> Pay {
    Pay::parse("budget", budget, "EUR", contributors, "A credit.").unwrap()
}

pub(crate) async fn issued(world: &World, by: &Viewer, form: &ChallengeForm) -> ChallengeId {
    let id = issue(&world.db, by, None, form).await.unwrap();
    world.forget_pace().await;
    id
}

fn refused<T: std::fmt::Debug>(result: db::Result<T>) -> ChallengeError {
    match result {
        Err(Error::Rule(Rule::Challenge(error))) => error,
        other => panic!("{other:?}"),
    }
}

async fn entered(world: &World, id: ChallengeId, sort: ContributionSort) -> Vec<RecordId> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = list_contributions(&world.db, id, sort, after.as_deref(), 2)
            .await
            .unwrap();
        ids.extend(page.rows.iter().map(|row| row.card.id));
        after = page.next;
        if after.is_none() {
            return ids;
        }
    }
}

#[tokio::test]
async fn a_challenge_says_what_is_asked_and_what_it_pays() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let one = world.record(&ann, "one", &[]).await;
        let two = world.record(&ann, "two", &[]).await;
        let mut form = form("Sing", "audio", &[two, one]);
        form.pay = paid("1200", "4");
        form.deadline_at = Some(Timestamp::now().plus_seconds(3_600));
        let id = issued(world, &ann, &form).await;
        let view = find(db, id).await.unwrap();
        assert_eq!(view.asked, "Sing this.");
        assert_eq!(view.card.medium, Some(Medium::Audio));
        assert_eq!(
            (view.card.pay.clone(), view.card.deadline_at),
            (form.pay.clone(), form.deadline_at)
        );
        let sources: Vec<_> = view.sources.iter().map(|card| card.id).collect();
        assert_eq!(sources, [two, one]);
        assert_eq!(view.card.standing(Timestamp::now()), Standing::Open);
        assert!(view.is_led_by(&ann) && !view.is_led_by(&bo));
        let listed = list(
            db,
            ChallengeFilter {
                open: true,
                project: None,
            },
            None,
            10,
        )
        .await
        .unwrap();
        assert_eq!(listed.rows[0].id, id);
        let told = "SELECT count(*) FROM event WHERE kind = 'challenge_issued'";
        assert_eq!(world.number(told).await, 1);

        let draft = create_draft_for(db, &ann, &record_form("draft", &[]), None)
            .await
            .unwrap();
        for unknown in [draft, RecordId(999)] {
            form.sources = vec![unknown];
            assert!(issue(db, &ann, None, &form).await.is_err());
        }
        form.sources = Vec::new();
        form.deadline_at = Some(Timestamp::now().minus_seconds(1));
        assert_eq!(
            refused(issue(db, &ann, None, &form).await),
            ChallengeError::DeadlinePassed
        );
    })
    .await;
}

#[tokio::test]
async fn only_leaders_issue_in_a_project_and_only_while_it_goes_on() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let project = project::start(db, &ann, &ProjectForm::parse("Film", "").unwrap())
            .await
            .unwrap();
        let form = form("Sing", "", &[]);
        assert!(matches!(
            issue(db, &bo, Some(project), &form).await,
            Err(Error::Forbidden)
        ));
        let id = issue(db, &ann, Some(project), &form).await.unwrap();
        assert_eq!(
            project::find(db, project)
                .await
                .unwrap()
                .card
                .challenge_count,
            1
        );
        project::add_leader(db, &ann, project, "bo").await.unwrap();
        let view = find(db, id).await.unwrap();
        assert!(view.is_led_by(&bo));
        assert_eq!(view.card.project, Some((project, "Film".to_owned())));
        // Whoever leads the project may change what another leader issued.
        edit(db, &bo, id, 1, &form).await.unwrap();
        assert!(matches!(
            edit(db, &bo, id, 1, &form).await,
            Err(Error::Conflict(Conflict::ChangedMeanwhile))
        ));
        project::set_closed(db, &ann, project, true).await.unwrap();
        let closed = issue(db, &ann, Some(project), &form).await;
        assert!(matches!(
            closed,
            Err(Error::Rule(Rule::Project(ProjectError::Closed)))
        ));

        let record = world.record(&bo, "sung", &[]).await;
        enter(db, &bo, id, record).await.unwrap();
        let alone = world.record(&bo, "alone", &[]).await;
        let filter = RecordFilter {
            project: Some(project),
            ..RecordFilter::default()
        };
        let found = list_records(db, &filter, Sort::Newest, None, 10)
            .await
            .unwrap();
        assert_eq!(
            found.rows.iter().map(|card| card.id).collect::<Vec<_>>(),
            [record]
        );
        assert!(alone > record);
    })
    .await;
}

#[tokio::test]
async fn what_is_ones_own_and_fits_is_entered_once_and_taken_back() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = issued(world, &ann, &form("Write", "text", &[])).await;
        let record = world.record(&bo, "mine", &[]).await;
        let fitting = list_fitting(db, id, Some(Medium::Text), bo.member, 10)
            .await
            .unwrap();
        assert_eq!(fitting.len(), 1);
        assert!(
            list_fitting(db, id, Some(Medium::Audio), bo.member, 10)
                .await
                .unwrap()
                .is_empty()
        );
        enter(db, &bo, id, record).await.unwrap();
        assert!(
            list_fitting(db, id, None, bo.member, 10)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(find(db, id).await.unwrap().card.contribution_count, 1);
        assert_eq!(list_own(db, id, bo.member).await.unwrap()[0].id, record);
        assert_eq!(
            refused(enter(db, &bo, id, record).await),
            ChallengeError::EnteredAlready
        );
        assert_eq!(
            refused(enter(db, &ann, id, record).await),
            ChallengeError::NotOwn
        );
        assert_eq!(
            refused(enter(db, &bo, id, RecordId(999)).await),
            ChallengeError::UnknownRecord
        );
        let audio = issued(world, &ann, &form("Sing", "audio", &[])).await;
        assert_eq!(
            refused(enter(db, &bo, audio, record).await),
            ChallengeError::WrongMedium {
                wanted: Medium::Audio,
                found: Medium::Text
            }
        );
        let gone = world.record(&bo, "gone", &[]).await;
        withdraw(db, &bo, gone).await.unwrap();
        assert_eq!(
            refused(enter(db, &bo, id, gone).await),
            ChallengeError::Withdrawn
        );
        let draft = create_draft_for(db, &bo, &record_form("draft", &[]), None)
            .await
            .unwrap();
        assert_eq!(
            refused(enter(db, &bo, id, draft).await),
            ChallengeError::NotPublished
        );
        assert_eq!(
            refused(enter(db, &ann, id, draft).await),
            ChallengeError::UnknownRecord
        );
        assert!(matches!(
            enter(db, &bo, ChallengeId(99), record).await,
            Err(Error::NotFound)
        ));

        assert_eq!(of_record(db, record).await.unwrap().contributed[0].id, id);
        assert!(find_record(db, None, record).await.unwrap().is_in_challenge);
        assert!(matches!(
            take_back(db, &ann, id, record).await,
            Err(Error::NotFound)
        ));
        take_back(db, &bo, id, record).await.unwrap();
        assert!(matches!(
            take_back(db, &bo, id, record).await,
            Err(Error::NotFound)
        ));
        assert_eq!(find(db, id).await.unwrap().card.contribution_count, 0);
        assert!(!find_record(db, None, record).await.unwrap().is_in_challenge);
        enter(db, &bo, id, record).await.unwrap();
        set_closed(db, &ann, id, true).await.unwrap();
        assert_eq!(
            refused(take_back(db, &bo, id, record).await),
            ChallengeError::Closed
        );
        let told = "SELECT count(*) FROM event WHERE kind = 'contributed'";
        assert_eq!(world.number(told).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_draft_is_entered_when_it_is_published() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let start = world.record(&ann, "start", &[]).await;
        let id = issued(world, &ann, &form("Answer", "text", &[start])).await;
        assert_eq!(
            of_record(db, start).await.unwrap().starts[0].title,
            "Answer"
        );
        let draft = create_draft_for(db, &bo, &record_form("answer", &[start]), Some(id))
            .await
            .unwrap();
        assert_eq!(find_of_draft(db, draft).await.unwrap(), Some(id));
        assert!(
            entered(world, id, ContributionSort::Newest)
                .await
                .is_empty()
        );
        publish(db, &bo, draft).await.unwrap();
        publish(db, &bo, draft).await.unwrap();
        assert_eq!(entered(world, id, ContributionSort::Newest).await, [draft]);
        assert_eq!(find_of_draft(db, draft).await.unwrap(), None);

        let late = create_draft_for(db, &bo, &record_form("late", &[]), Some(id))
            .await
            .unwrap();
        set_closed(db, &ann, id, true).await.unwrap();
        assert_eq!(
            refused(publish(db, &bo, late).await),
            ChallengeError::Closed
        );
        let view = find_record(db, Some(&bo), late).await.unwrap();
        assert_eq!(
            (view.card.status, view.body.as_str()),
            (Status::Draft, "late, in full")
        );
        assert_eq!(find_of_draft(db, late).await.unwrap(), Some(id));
        publish_alone(db, &bo, late).await.unwrap();
        assert_eq!(find(db, id).await.unwrap().card.contribution_count, 1);
        assert_eq!(
            find_record(db, None, late).await.unwrap().card.status,
            Status::Published
        );

        // Saving without it forgets it, and nobody's challenge is refused.
        set_closed(db, &ann, id, false).await.unwrap();
        let other = create_draft_for(db, &bo, &record_form("other", &[]), Some(id))
            .await
            .unwrap();
        save_draft_for(db, &bo, other, 1, &record_form("other", &[]), None)
            .await
            .unwrap();
        publish(db, &bo, other).await.unwrap();
        assert_eq!(find(db, id).await.unwrap().card.contribution_count, 1);
        let none = create_draft_for(db, &bo, &record_form("x", &[]), Some(ChallengeId(99))).await;
        assert!(matches!(none, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn contributions_are_listed_by_day_and_by_hearts() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = issued(world, &ann, &form("Write", "", &[])).await;
        let mut ids = Vec::new();
        for n in 0..5 {
            let record = world.record(&bo, &format!("entry {n}"), &[]).await;
            enter(db, &bo, id, record).await.unwrap();
            ids.push(record);
        }
        set_heart(db, ann.member, ids[1], true).await.unwrap();
        set_heart(db, bo.member, ids[1], true).await.unwrap();
        set_heart(db, ann.member, ids[3], true).await.unwrap();
        withdraw(db, &bo, ids[4]).await.unwrap();
        let newest: Vec<_> = ids.iter().rev().copied().collect();
        assert_eq!(entered(world, id, ContributionSort::Newest).await, newest);
        assert_eq!(
            entered(world, id, ContributionSort::Hearts).await,
            [ids[1], ids[3], ids[4], ids[2], ids[0]]
        );
        set_heart(db, ann.member, ids[1], false).await.unwrap();
        set_heart(db, bo.member, ids[1], false).await.unwrap();
        assert_eq!(
            entered(world, id, ContributionSort::Hearts).await[0],
            ids[3]
        );
        // A tombstone stays among them.
        let page = list_contributions(db, id, ContributionSort::Newest, None, 1)
            .await
            .unwrap();
        assert_eq!(page.rows[0].card.status, Status::Withdrawn);
        let wrong =
            list_contributions(db, id, ContributionSort::Hearts, page.next.as_deref(), 1).await;
        assert!(wrong.is_err());
    })
    .await;
}

#[tokio::test]
async fn pay_and_medium_are_not_made_worse_once_somebody_worked_for_them() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let mut form = form("Write", "text", &[]);
        form.pay = paid("1200", "4");
        let id = issued(world, &ann, &form).await;
        let worse = ChallengeForm {
            pay: paid("100", "4"),
            ..form.clone()
        };
        edit(db, &ann, id, 1, &worse).await.unwrap();
        edit(db, &ann, id, 2, &form).await.unwrap();
        let record = world.record(&bo, "mine", &[]).await;
        enter(db, &bo, id, record).await.unwrap();
        let version = find(db, id).await.unwrap().version;
        assert_eq!(
            refused(edit(db, &ann, id, version, &worse).await),
            ChallengeError::PayWorsened {
                field: Field::Budget
            }
        );
        let narrow = ChallengeForm {
            call: Call::parse("Write", "b", "audio").unwrap(),
            ..form.clone()
        };
        assert_eq!(
            refused(edit(db, &ann, id, version, &narrow).await),
            ChallengeError::MediumNarrowed
        );
        let better = ChallengeForm {
            pay: paid("1500", "5"),
            ..form.clone()
        };
        edit(db, &ann, id, version, &better).await.unwrap();
        assert!(matches!(
            edit(db, &bo, id, version + 1, &better).await,
            Err(Error::Forbidden)
        ));
    })
    .await;
}

#[tokio::test]
async fn a_deadline_closes_and_a_later_one_opens_again() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let mut form = form("Write", "", &[]);
        form.deadline_at = Some(Timestamp::now().plus_seconds(3_600));
        let id = issued(world, &ann, &form).await;
        let record = world.record(&bo, "mine", &[]).await;
        let past = Timestamp::now().minus_seconds(60);
        world
            .sql(&format!("UPDATE challenge SET deadline_at = {}", past.0))
            .await
            .unwrap();
        assert_eq!(
            refused(enter(db, &bo, id, record).await),
            ChallengeError::Closed
        );
        let open = ChallengeFilter {
            open: true,
            project: None,
        };
        assert!(list(db, open, None, 10).await.unwrap().rows.is_empty());
        assert_eq!(close_overdue(db).await.unwrap(), 1);
        assert_eq!(close_overdue(db).await.unwrap(), 0);
        let told = "SELECT count(*) FROM event WHERE kind = 'challenge_closed'";
        assert_eq!(world.number(told).await, 1);
        let card = find(db, id).await.unwrap().card;
        assert_eq!(
            (card.closed_at, card.standing(Timestamp::now())),
            (Some(past), Standing::Over)
        );
        assert_eq!(
            refused(set_closed(db, &ann, id, false).await),
            ChallengeError::DeadlinePassed
        );
        form.deadline_at = Some(past.plus_seconds(1));
        assert_eq!(
            refused(edit(db, &ann, id, 1, &form).await),
            ChallengeError::DeadlinePassed
        );
        form.deadline_at = Some(Timestamp::now().plus_seconds(3_600));
        edit(db, &ann, id, 1, &form).await.unwrap();
        enter(db, &bo, id, record).await.unwrap();
        // Closed by hand stays closed, whatever becomes of the deadline.
        set_closed(db, &ann, id, true).await.unwrap();
        form.deadline_at = None;
        edit(db, &ann, id, 2, &form).await.unwrap();
        let card = find(db, id).await.unwrap().card;
        assert_eq!(card.standing(Timestamp::now()), Standing::Closed);
        set_closed(db, &ann, id, false).await.unwrap();
        assert_eq!(find(db, id).await.unwrap().card.closed_at, None);
    })
    .await;
}

#[tokio::test]
async fn nobody_closes_and_opens_without_end() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let id = issued(world, &ann, &form("Write", "", &[])).await;
        let mut done = 0;
        let refused = loop {
            match set_closed(db, &ann, id, done % 2 == 0).await {
                Ok(()) => done += 1,
                Err(refused) => break refused,
            }
        };
        assert!(matches!(refused, Error::TooOften { .. }));
        assert_eq!(done, 20);
    })
    .await;
}
