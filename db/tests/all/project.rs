use crate::harness::{World, on_both};
use db::project::*;
use db::session::Viewer;
use db::{Conflict, Error};
use domain::project::{ProjectError, ProjectForm, Stars, Status, StepForm, score};
use domain::{ProjectId, Rule};
use tokio::task::JoinSet;

fn form(title: &str) -> ProjectForm {
    ProjectForm::parse(title, "What it is about.").unwrap()
}

async fn started(world: &World, by: &Viewer, title: &str) -> ProjectId {
    let id = start(&world.db, by, &form(title)).await.unwrap();
    world.forget_pace().await;
    id
}

fn refused<T: std::fmt::Debug>(result: db::Result<T>) -> ProjectError {
    match result {
        Err(Error::Rule(Rule::Project(error))) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_project_is_started_changed_and_closed_by_its_leaders() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        let view = find(db, id).await.unwrap();
        assert_eq!(
            (view.card.title.as_str(), view.body.as_str()),
            ("A film", "What it is about.")
        );
        assert_eq!(view.card.leaders[0].handle.as_str(), "ann");
        assert_eq!(view.card.score, score(0, 0));
        assert!(view.is_led_by(&ann) && !view.is_led_by(&bo));

        let other = edit(db, &bo, id, 1, &form("Mine now")).await;
        assert!(matches!(other, Err(Error::Forbidden)));
        edit(db, &ann, id, 1, &form("A short film")).await.unwrap();
        let stale = edit(db, &ann, id, 1, &form("Older")).await;
        assert!(matches!(
            stale,
            Err(Error::Conflict(Conflict::ChangedMeanwhile))
        ));
        assert!(matches!(
            set_closed(db, &bo, id, true).await,
            Err(Error::Forbidden)
        ));
        for (closed, status) in [(true, Status::Closed), (false, Status::Open)] {
            for _ in 0..2 {
                set_closed(db, &ann, id, closed).await.unwrap();
                assert_eq!(find(db, id).await.unwrap().card.status, status);
            }
        }
        assert!(matches!(
            find(db, ProjectId(99)).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn leaders_come_and_go_but_for_the_last() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        assert_eq!(
            refused(remove_leader(db, &ann, id, ann.member).await),
            ProjectError::LastLeader
        );
        assert_eq!(
            refused(add_leader(db, &ann, id, "nobody").await),
            ProjectError::UnknownMember
        );
        add_leader(db, &ann, id, " @Bo ").await.unwrap();
        assert_eq!(
            refused(add_leader(db, &ann, id, "bo").await),
            ProjectError::LeadsAlready
        );
        assert_eq!(
            list_leading(db, bo.member).await.unwrap(),
            [(id, "A film".to_owned())]
        );
        let told = "SELECT count(*) FROM event WHERE kind = 'leader_added'";
        assert_eq!(world.number(told).await, 1);
        remove_leader(db, &ann, id, ann.member).await.unwrap();
        let view = find(db, id).await.unwrap();
        assert_eq!(view.card.leaders.len(), 1);
        let gone = add_leader(db, &ann, id, "ann").await;
        assert!(matches!(gone, Err(Error::Forbidden)));
    })
    .await;
}

#[tokio::test]
async fn two_leaders_who_remove_each_other_leave_one() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        add_leader(&world.db, &ann, id, "bo").await.unwrap();
        let mut tasks = JoinSet::new();
        for n in 0..64 {
            let (by, whom) = if n % 2 == 0 {
                (ann.clone(), bo.member)
            } else {
                (bo.clone(), ann.member)
            };
            let db = world.db.clone();
            tasks.spawn(async move { remove_leader(&db, &by, id, whom).await });
        }
        tasks.join_all().await;
        assert_eq!(find(&world.db, id).await.unwrap().card.leaders.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn steps_are_added_moved_changed_and_removed() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        let other = started(world, &ann, "Another").await;
        let step = |title: &str, status: &str| StepForm::parse(title, "", status).unwrap();
        for title in ["write", "shoot", "cut"] {
            add_step(db, &ann, id, &step(title, "planned"))
                .await
                .unwrap();
        }
        let titles = async || -> Vec<String> {
            let steps = find(db, id).await.unwrap().steps;
            steps.into_iter().map(|step| step.title).collect()
        };
        let steps = find(db, id).await.unwrap().steps;
        let [write, _, cut] = [steps[0].id, steps[1].id, steps[2].id];
        change_step(db, &ann, id, cut, &StepChange::Up)
            .await
            .unwrap();
        assert_eq!(titles().await, ["write", "cut", "shoot"]);
        change_step(db, &ann, id, write, &StepChange::Down)
            .await
            .unwrap();
        assert_eq!(titles().await, ["cut", "write", "shoot"]);
        change_step(db, &ann, id, cut, &StepChange::Up)
            .await
            .unwrap();
        let edit = StepChange::Edit(step("cut it", "done"));
        change_step(db, &ann, id, cut, &edit).await.unwrap();
        change_step(db, &ann, id, write, &StepChange::Remove)
            .await
            .unwrap();
        assert_eq!(titles().await, ["cut it", "shoot"]);
        let foreign = change_step(db, &ann, other, cut, &StepChange::Remove).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let stranger = change_step(db, &bo, id, cut, &StepChange::Remove).await;
        assert!(matches!(stranger, Err(Error::Forbidden)));
        for n in 0..48 {
            add_step(db, &ann, id, &step(&format!("{n}"), "open"))
                .await
                .unwrap();
        }
        assert_eq!(
            refused(add_step(db, &ann, id, &step("51st", "open")).await),
            ProjectError::TooManySteps
        );
    })
    .await;
}

#[tokio::test]
async fn updates_are_read_newest_first_and_told() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        for n in 0..5 {
            write_update(db, &ann, id, &format!("day {n}"))
                .await
                .unwrap();
        }
        let first = list_updates(db, id, None, 3).await.unwrap();
        let rest = list_updates(db, id, first.next.as_deref(), 3)
            .await
            .unwrap();
        let bodies: Vec<_> = first
            .rows
            .iter()
            .chain(&rest.rows)
            .map(|u| u.body.as_str())
            .collect();
        assert_eq!(bodies, ["day 4", "day 3", "day 2", "day 1", "day 0"]);
        assert!(rest.next.is_none());
        assert!(matches!(
            write_update(db, &bo, id, "me too").await,
            Err(Error::Forbidden)
        ));
        let told = "SELECT count(*) FROM event WHERE kind = 'project_updated'";
        assert_eq!(world.number(told).await, 5);
    })
    .await;
}

#[tokio::test]
async fn a_rating_is_put_changed_and_taken_back() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        for (who, stars, count, sum) in [
            (&ann, Some(5), 1, 5),
            (&ann, Some(5), 1, 5),
            (&bo, Some(2), 2, 7),
            (&bo, Some(4), 2, 9),
            (&ann, None, 1, 4),
            (&ann, None, 1, 4),
        ] {
            let stars = stars.and_then(Stars::new);
            rate(db, who, id, stars).await.unwrap();
            assert_eq!(find_rating(db, who.member, id).await.unwrap(), stars);
            let card = find(db, id).await.unwrap().card;
            assert_eq!((card.rating_count, card.rating_sum), (count, sum));
            assert_eq!(card.score, score(count, sum));
        }
        set_closed(db, &ann, id, true).await.unwrap();
        let late = rate(db, &bo, id, Stars::new(1)).await;
        assert_eq!(refused(late), ProjectError::Closed);
    })
    .await;
}

#[tokio::test]
async fn sixty_four_ratings_at_once_are_one_each() {
    on_both(async |world| {
        let ann = world.member("ann").await;
        let id = started(world, &ann, "A film").await;
        let mut members = Vec::new();
        for n in 0..8 {
            members.push(world.member(&format!("member-{n}")).await);
        }
        let mut tasks = JoinSet::new();
        for n in 0..64 {
            let (db, by) = (world.db.clone(), members[n % 8].clone());
            let stars = Stars::new((n / 8 % 5) as i64 + 1);
            tasks.spawn(async move { rate(&db, &by, id, stars).await.unwrap() });
        }
        tasks.join_all().await;
        let card = find(&world.db, id).await.unwrap().card;
        assert_eq!(card.rating_count, 8);
        let sum = "SELECT CAST(sum(stars) AS BIGINT) FROM project_rating";
        assert_eq!(card.rating_sum, world.number(sum).await);
        assert_eq!(card.score, score(8, card.rating_sum));
    })
    .await;
}

#[tokio::test]
async fn projects_are_listed_by_day_and_by_rating_without_loss() {
    on_both(async |world| {
        let db = &world.db;
        let ann = world.member("ann").await;
        let mut ids = Vec::new();
        for n in 0..7 {
            let id = started(world, &ann, &format!("project {n}")).await;
            // Some alike, so that ties are broken.
            rate(db, &ann, id, Stars::new(n % 3 + 1)).await.unwrap();
            ids.push(id);
        }
        for sort in [ProjectSort::Newest, ProjectSort::Rating] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = list(db, sort, after.as_deref(), 2).await.unwrap();
                assert!(page.rows.iter().all(|card| card.leaders.len() == 1));
                seen.extend(page.rows.into_iter().map(|card| (card.score, card.id)));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            let ordered = match sort {
                ProjectSort::Newest => seen.is_sorted_by_key(|(_, id)| std::cmp::Reverse(*id)),
                ProjectSort::Rating => seen.is_sorted_by_key(|key| std::cmp::Reverse(*key)),
            };
            assert!(ordered, "{sort:?}: {seen:?}");
            assert_eq!(seen.len(), ids.len());
            let other = if sort == ProjectSort::Newest {
                "s1.1"
            } else {
                "n1.1"
            };
            assert!(list(db, sort, Some(other), 2).await.is_err());
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_made_a_leader_without_end() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        let mut told = 0;
        let refused = loop {
            if let Err(refused) = add_leader(db, &ann, id, "bo").await {
                break refused;
            }
            told += 1;
            if let Err(refused) = remove_leader(db, &ann, id, bo.member).await {
                break refused;
            }
        };
        assert!(matches!(refused, Error::TooOften { .. }));
        assert_eq!(told, 10);
    })
    .await;
}
