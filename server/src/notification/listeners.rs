//! Which members listen, and waking those for whom there is something new.

use crate::state::AppState;
use db::notification::{find_latest, who_hears};
use db::session::{Viewer, find_live_sessions};
use domain::{MemberId, NotificationId, SessionId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Most who listen at once, and most pages of one member.
const LISTENERS_MAX: usize = 2_000;
const PAGES_OF_A_MEMBER: usize = 8;
/// How often is looked for what is new, and whether those who listen are still signed in.
const LOOK: Duration = Duration::from_millis(300);
const CHECK: Duration = Duration::from_secs(2);

/// One page that listens.
pub(crate) struct Listener {
    session: SessionId,
    /// Something new may be there. It holds one call at most, however slow the reader is.
    pub(crate) wake: Notify,
    /// The session has ended.
    pub(crate) ended: CancellationToken,
}

/// Who listens to this process. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Listeners(Arc<Mutex<HashMap<MemberId, Vec<Arc<Listener>>>>>);

/// A place among those who listen, until it is dropped.
pub(crate) struct Place {
    all: Listeners,
    member: MemberId,
    pub(crate) listener: Arc<Listener>,
}

/// Why one more cannot listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// The member has many pages open already.
    ForMember,
    /// The server has as many listeners as it holds.
    ForAll,
}

impl Listeners {
    /// Lets one more page listen.
    pub(crate) fn admit(&self, viewer: &Viewer) -> Result<Place, Full> {
        let mut all = self.lock();
        if all.values().map(Vec::len).sum::<usize>() >= LISTENERS_MAX {
            return Err(Full::ForAll);
        }
        let own = all.entry(viewer.member).or_default();
        if own.len() >= PAGES_OF_A_MEMBER {
            return Err(Full::ForMember);
        }
        let listener = Arc::new(Listener {
            session: viewer.session,
            wake: Notify::new(),
            ended: CancellationToken::new(),
        });
        own.push(Arc::clone(&listener));
        Ok(Place {
            all: self.clone(),
            member: viewer.member,
            listener,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<MemberId, Vec<Arc<Listener>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn members(&self) -> Vec<MemberId> {
        self.lock().keys().copied().collect()
    }

    fn sessions(&self) -> Vec<SessionId> {
        let all = self.lock();
        all.values().flatten().map(|one| one.session).collect()
    }

    fn wake(&self, members: &[MemberId]) {
        let all = self.lock();
        for listener in members.iter().filter_map(|id| all.get(id)).flatten() {
            listener.wake.notify_one();
        }
    }

    /// Ends those whose session is not among these.
    fn keep(&self, live: &[SessionId]) {
        for listener in self.lock().values().flatten() {
            if !live.contains(&listener.session) {
                listener.ended.cancel();
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.all.lock();
        if let Some(own) = all.get_mut(&self.member) {
            own.retain(|other| !Arc::ptr_eq(other, &self.listener));
            if own.is_empty() {
                all.remove(&self.member);
            }
        }
    }
}

/// Wakes those for whom there is something new, whichever process told it; and ends those who have signed out or were
/// suspended. Asks the database nothing while nobody listens.
pub(crate) async fn hear(state: AppState) {
    // Up to where those who listen have been told; `None` while nobody does.
    let mut seen = None;
    let mut checked = Instant::now();
    loop {
        tokio::time::sleep(LOOK).await;
        if state.told.is_empty() {
            seen = None;
            continue;
        }
        match look(&state, seen).await {
            Ok(latest) => seen = Some(latest),
            Err(error) => tracing::warn!(cause = error.to_string(), "what is new cannot be read"),
        }
        if checked.elapsed() >= CHECK {
            checked = Instant::now();
            match find_live_sessions(&state.site.db, &state.told.sessions()).await {
                Ok(live) => state.told.keep(&live),
                Err(error) => tracing::warn!(cause = error.to_string(), "sessions cannot be read"),
            }
        }
    }
}

async fn look(state: &AppState, seen: Option<NotificationId>) -> db::Result<NotificationId> {
    let db = &state.site.db;
    let latest = find_latest(db).await?;
    // Read after that: whoever has come since may have looked before what is behind `latest` was there.
    let members = state.told.members();
    match seen {
        // The first who listens may have looked before this did.
        None => state.told.wake(&members),
        Some(seen) if latest > seen => {
            let heard = who_hears(db, &members, seen, latest).await?;
            state.told.wake(&heard);
        }
        Some(_) => {}
    }
    Ok(latest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Role;

    fn viewer(member: i64, session: i64) -> Viewer {
        Viewer {
            member: MemberId(member),
            handle: "ada".parse().unwrap(),
            name: "Ada".to_owned(),
            role: Role::Member,
            session: SessionId(session),
        }
    }

    #[test]
    fn so_many_pages_listen_and_no_more() {
        let all = Listeners::default();
        let mut places: Vec<Place> = (0..8).map(|n| all.admit(&viewer(1, n)).unwrap()).collect();
        assert_eq!(all.admit(&viewer(1, 9)).err(), Some(Full::ForMember));
        for member in 2..1_994 {
            places.push(all.admit(&viewer(member, member)).unwrap());
        }
        assert_eq!(all.admit(&viewer(5_000, 1)).err(), Some(Full::ForAll));
        places.clear();
        assert!(all.lock().is_empty());
    }

    #[test]
    fn those_who_are_signed_out_are_ended() {
        let all = Listeners::default();
        let (one, two) = (
            all.admit(&viewer(1, 1)).unwrap(),
            all.admit(&viewer(1, 2)).unwrap(),
        );
        all.keep(&[SessionId(2)]);
        assert!(one.listener.ended.is_cancelled() && !two.listener.ended.is_cancelled());
    }
}
