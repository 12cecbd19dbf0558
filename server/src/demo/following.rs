//! Who follows whom in the demonstration world, and what they have read.

use super::failed;
use super::world::PEOPLE;
use crate::start::Failure;
use crate::state::AppState;
use db::notification::Which;
use db::session::Viewer;
use domain::follow::Subject;
use std::collections::HashMap;

/// What each has not read yet, as if they had been away for a day.
const UNREAD: usize = 5;

/// Everybody follows the next three; curators and up follow everybody.
pub(super) async fn follow(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
) -> Result<(), Failure> {
    let db = &state.site.db;
    for (place, person) in PEOPLE.iter().enumerate() {
        let whom = if person.role > domain::Role::Member {
            PEOPLE.len()
        } else {
            4
        };
        let others = (1..whom).map(|step| &PEOPLE[(place + step) % PEOPLE.len()]);
        let pairs = others
            .filter_map(|other| Some((viewers.get(person.handle)?, viewers.get(other.handle)?)));
        for (viewer, other) in pairs {
            let subject = Subject::Member(other.member);
            db::follow::set_follow(db, viewer.member, subject, true)
                .await
                .map_err(|error| failed(person.handle)(&error))?;
        }
    }
    Ok(())
}

/// All that happened is told, and read but for the last.
pub(super) async fn read(
    state: &AppState,
    viewers: &HashMap<&'static str, Viewer>,
) -> Result<(), Failure> {
    let db = &state.site.db;
    let fail = |error: db::Error| failed("notifications")(&error);
    while db::notification::is_anything_untold(db)
        .await
        .map_err(fail)?
    {
        db::notification::tell_some(db, state.config.mail_delay)
            .await
            .map_err(fail)?;
    }
    for viewer in viewers.values() {
        let newest = db::notification::list_notifications(
            db,
            viewer.member,
            Which::Unread,
            None,
            UNREAD + 1,
        )
        .await;
        if let Some(line) = newest.map_err(fail)?.rows.get(UNREAD) {
            db::notification::mark_all_read(db, viewer.member, line.id)
                .await
                .map_err(fail)?;
        }
    }
    Ok(())
}
