//! A site of a test's own: a server on a random port with a database and files in a temporary folder.

use crate::http::{Answer, Ask};
use db::record::DraftForm;
use db::session::{Origin, Viewer};
use domain::record::{Body, Details};
use domain::remix::NamedSource;
use domain::{ChallengeId, License, Medium, ProjectId, RecordId, Role};
use server::config::{self, Sources};
use server::start;
use server::state::{AppState, UploadLimits};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A running site; its end removes its folder.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    pub(crate) state: AppState,
    stop: Option<oneshot::Sender<()>>,
    pub(crate) serving: Option<JoinHandle<()>>,
    jobs: JoinSet<()>,
    _folder: TempDir,
}

/// Somebody with an account and a session.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) handle: String,
    pub(crate) token: String,
    pub(crate) viewer: Viewer,
}

impl Site {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With `UNDERSTORY_*` variables of its own.
    pub(crate) async fn start_with(variables: &[(&str, &str)]) -> Self {
        Self::start_as(variables, UploadLimits::default()).await
    }

    /// With limits on uploads that a test can reach.
    pub(crate) async fn start_limited(limits: UploadLimits) -> Self {
        Self::start_as(&[], limits).await
    }

    async fn start_as(variables: &[(&str, &str)], limits: UploadLimits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = start::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let own = [
            (
                "UNDERSTORY_DATA",
                folder.path().to_str().unwrap().to_owned(),
            ),
            ("UNDERSTORY_LISTEN", address.to_string()),
        ];
        let own = own
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        let given = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let sources = Sources {
            variables: own.chain(given).collect(),
            ..Sources::default()
        };
        let config = config::load(&sources).unwrap().config;
        let (state, jobs) = start::assemble(config, limits).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = state.clone();
        let serving = tokio::spawn(async move {
            let stopped = async {
                let _ended = stopped.await;
            };
            start::run(listener, &served, stopped).await.unwrap();
        });
        Self {
            address,
            state,
            stop: Some(stop),
            serving: Some(serving),
            jobs,
            _folder: folder,
        }
    }

    /// Serves another state at another address, until this site ends.
    pub(crate) async fn serve_too(&mut self, state: AppState) -> SocketAddr {
        let listener = start::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        self.jobs.spawn(async move {
            start::run(listener, &state, std::future::pending())
                .await
                .unwrap();
        });
        address
    }

    /// Brings the map up to date, and lays it out as often as that is due. Answers its epoch.
    pub(crate) async fn settle(&self) -> String {
        let site = &self.state.site;
        loop {
            site.lineage.catch_up(&site.db).await.unwrap();
            let is_new = site.map.lay_out(&site.db).await.unwrap();
            site.map.catch_up(&site.db).await.unwrap();
            if !is_new && !site.map.lay_out(&site.db).await.unwrap() {
                return site.map.info().unwrap().epoch.to_string();
            }
        }
    }

    pub(crate) fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _sent = stop.send(());
        }
    }

    pub(crate) async fn send(&self, ask: Ask) -> Answer {
        ask.send(self.address).await
    }

    /// A new member with a role, signed in.
    pub(crate) async fn join(&self, role: Role) -> Somebody {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let db = &self.state.site.db;
        let handle = format!("{role}{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let name = format!("Somebody {handle}");
        db::member::create_member(db, &handle, &name, role, PASSWORD)
            .await
            .unwrap();
        let token = self.sign_in(&handle).await;
        let viewer = db::session::find_viewer(db, &token).await.unwrap().unwrap();
        Somebody {
            handle,
            token,
            viewer,
        }
    }

    /// One more session.
    pub(crate) async fn sign_in(&self, handle: &str) -> String {
        let origin = Origin {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            browser: "test".to_owned(),
        };
        db::session::sign_in(&self.state.site.db, handle, PASSWORD, &origin)
            .await
            .unwrap()
    }

    pub(crate) async fn draft(&self, by: &Somebody) -> RecordId {
        self.draft_of(by, Vec::new()).await
    }

    async fn draft_of(&self, by: &Somebody, sources: Vec<NamedSource>) -> RecordId {
        let form = DraftForm {
            details: Details::parse("Rain on tin", "", "rain").unwrap(),
            body: Some(Body::parse(Medium::Text, "patter", "").unwrap()),
            license: Some(License::CcBy),
            sources,
        };
        db::record::create_draft(&self.state.site.db, &by.viewer, &form)
            .await
            .unwrap()
    }

    pub(crate) async fn published(&self, by: &Somebody) -> RecordId {
        let id = self.draft(by).await;
        self.publish(by, id).await
    }

    /// A published remix of one record.
    pub(crate) async fn remix(&self, by: &Somebody, source: RecordId) -> RecordId {
        let named = NamedSource {
            source,
            used: String::new(),
        };
        let id = self.draft_of(by, vec![named]).await;
        self.publish(by, id).await
    }

    /// A production by a director, planned, or in production with a final work.
    pub(crate) async fn production(
        &self,
        by: &db::session::Viewer,
        records: &[RecordId],
        ready: bool,
    ) -> domain::ProductionId {
        let db = &self.state.site.db;
        let new = db::production::NewProduction {
            title: "Night Ferry".to_owned(),
            body: String::new(),
            shortlist: None,
            records: records.to_vec(),
            trail_public: true,
        };
        let id = db::production::create_production(db, by, &new)
            .await
            .unwrap();
        if ready {
            let work = "https://film.example/ferry";
            let details =
                db::production::Details::parse("Night Ferry", "", "Mine alone.", work, true, "")
                    .unwrap();
            db::production::save_details(db, by, id, 1, &details)
                .await
                .unwrap();
            let step = domain::production::Step::Begin;
            db::production::take_step(db, &self.state.site.lineage, by, id, 2, step, "")
                .await
                .unwrap();
        }
        id
    }

    /// A project that somebody started.
    pub(crate) async fn project(&self, by: &Somebody) -> ProjectId {
        let form = domain::project::ProjectForm::parse("A film", "About a ferry.").unwrap();
        db::project::start(&self.state.site.db, &by.viewer, &form)
            .await
            .unwrap()
    }

    /// A challenge that somebody issued, for a medium or any (empty), without pay or deadline.
    pub(crate) async fn challenge(
        &self,
        by: &Somebody,
        medium: &str,
        starts: &[RecordId],
    ) -> ChallengeId {
        let form = db::challenge::ChallengeForm {
            call: domain::challenge::Call::parse("Sing this", "The chorus.", medium).unwrap(),
            deadline_at: None,
            pay: domain::challenge::Pay::None,
            sources: starts.to_vec(),
        };
        db::challenge::issue(&self.state.site.db, &by.viewer, None, &form)
            .await
            .unwrap()
    }

    async fn publish(&self, by: &Somebody, id: RecordId) -> RecordId {
        let site = &self.state.site;
        db::record::publish(&site.db, &by.viewer, id).await.unwrap();
        site.lineage.catch_up(&site.db).await.unwrap();
        id
    }
}
