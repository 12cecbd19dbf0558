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
        let edit = |version, title: &str| StepChange::Edit {
            version,
            form: step(title, "done"),
        };
        let remove = |version| StepChange::Remove { version };
        // Moving it changes nothing that it says, so it is in its first version still.
        change_step(db, &ann, id, cut, &edit(1, "cut it"))
            .await
            .unwrap();
        for late in [edit(1, "cut it short"), remove(1)] {
            let late = change_step(db, &ann, id, cut, &late).await;
            assert!(matches!(
                late,
                Err(Error::Conflict(Conflict::ChangedMeanwhile))
            ));
        }
        change_step(db, &ann, id, write, &remove(1)).await.unwrap();
        assert_eq!(titles().await, ["cut it", "shoot"]);
        let foreign = change_step(db, &ann, other, cut, &remove(2)).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let stranger = change_step(db, &bo, id, cut, &remove(2)).await;
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
async fn of_leaders_who_edit_a_step_at_once_one_does() {
    on_both(async |world| {
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let id = started(world, &ann, "A film").await;
        add_leader(&world.db, &ann, id, "bo").await.unwrap();
        let step = |title: &str| StepForm::parse(title, "", "open").unwrap();
        add_step(&world.db, &ann, id, &step("cut")).await.unwrap();
        let at = find(&world.db, id).await.unwrap().steps[0].id;
        let mut tasks = JoinSet::new();
        for n in 0..16 {
            let (db, by) = (world.db.clone(), [&ann, &bo][n % 2].clone());
            let form = step(&format!("cut {n}"));
            tasks.spawn(async move {
                let edit = StepChange::Edit { version: 1, form };
                change_step(&db, &by, id, at, &edit).await.is_ok()
            });
        }
        let done = tasks.join_all().await;
        assert_eq!(done.into_iter().filter(|done| *done).count(), 1);
        assert_eq!(find(&world.db, id).await.unwrap().steps[0].version, 2);
    })
    .await;
}

#[tokio::test]
async fn an_update_is_changed_and_taken_back_by_who_wrote_it() {
    on_both(async |world| {
        let db = &world.db;
        let (ann, bo) = (world.member("ann").await, world.member("bo").await);
        let mut ada = world.member("ada").await;
        ada.role = domain::Role::Admin;
        let id = started(world, &ann, "A film").await;
        let other = started(world, &ann, "Another").await;
        add_leader(db, &ann, id, "bo").await.unwrap();
        write_update(db, &bo, id, "We sail").await.unwrap();
        write_update(db, &bo, id, "We sank").await.unwrap();
        let shown = async || list_updates(db, id, None, 9).await.unwrap().rows;
        let [sank, sail] = [shown().await[0].id, shown().await[1].id];
        assert_eq!(
            (shown().await[1].version, shown().await[1].edited_at),
            (1, None)
        );

        for not_theirs in [&ann, &ada] {
            let refused = edit_update(db, not_theirs, id, sail, 1, "Mine").await;
            assert!(matches!(refused, Err(Error::Forbidden)));
        }
        let refused = take_back_update(db, &ann, id, sail, 1).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        let foreign = edit_update(db, &bo, other, sail, 1, "There").await;
        assert!(matches!(foreign, Err(Error::Forbidden)));
        let foreign = take_back_update(db, &bo, other, sail, 1).await;
        assert!(matches!(foreign, Err(Error::NotFound)));

        edit_update(db, &bo, id, sail, 1, "We sail at 23:40")
            .await
            .unwrap();
        let update = shown().await.remove(1);
        assert_eq!(
            (update.body.as_str(), update.version),
            ("We sail at 23:40", 2)
        );
        assert!(update.edited_at.is_some());
        let late = [
            edit_update(db, &bo, id, sail, 1, "Older").await,
            take_back_update(db, &bo, id, sail, 1).await,
        ];
        for late in late {
            assert!(matches!(
                late,
                Err(Error::Conflict(Conflict::ChangedMeanwhile))
            ));
        }
        let told = "SELECT count(*) FROM event WHERE kind = 'project_updated'";
        assert_eq!(world.number(told).await, 2);

        // Who leads it no more cannot change what stands on its page, but take back what they said.
        remove_leader(db, &ann, id, bo.member).await.unwrap();
        let refused = edit_update(db, &bo, id, sail, 2, "Ha").await;
        assert!(matches!(refused, Err(Error::Forbidden)));
        take_back_update(db, &bo, id, sail, 2).await.unwrap();
        take_back_update(db, &ada, id, sank, 1).await.unwrap();
        assert!(shown().await.is_empty());
        let gone = take_back_update(db, &bo, id, sail, 2).await;
        assert!(matches!(gone, Err(Error::NotFound)));
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
