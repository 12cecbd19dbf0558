//! Runs a test on a fresh SQLite file and on a fresh PostgreSQL database.
//!
//! PostgreSQL is where `UNDERSTORY_TEST_POSTGRES` says (a superuser's URL, with a database to connect to);
//! without it that half is skipped with a line on standard error. `cargo xtask test` sets it.

use db::entity;
use db::record::{DraftForm, create_draft, publish};
use db::session::{Origin, Viewer};
use db::{Db, Timestamp};
use domain::license::License;
use domain::record::{Body, Details};
use domain::remix::NamedSource;
use domain::{Medium, MemberId, RecordId, Role, SessionId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectOptions, ConnectionTrait, Database,
    DatabaseConnection, Statement, Value,
};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// A fresh database, and what tests do in it again and again.
pub(crate) struct World {
    /// The database, migrated.
    pub(crate) db: Db,
    /// Where it is, to connect past the crate's own commands.
    pub(crate) url: String,
    raw: OnceCell<DatabaseConnection>,
}

/// Runs the test on both databases.
pub(crate) async fn on_both(test: impl AsyncFn(&World)) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("test.db");
    std::fs::copy(sqlite_template().await, &file).unwrap();
    run(&test, format!("sqlite://{}?mode=rwc", file.display())).await;
    match postgres() {
        Some(admin) => {
            let name = fresh_name();
            let template = postgres_template(&admin).await;
            admin_run(
                &admin,
                &format!("CREATE DATABASE {name} TEMPLATE {template}"),
            )
            .await;
            run(&test, with_database(&admin, &name)).await;
            admin_run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        None => eprintln!("skipped on PostgreSQL: UNDERSTORY_TEST_POSTGRES is not set"),
    }
}

/// Empty databases without a schema, one of each kind.
pub(crate) async fn on_both_empty(test: impl AsyncFn(&str)) {
    let dir = tempfile::tempdir().unwrap();
    test(&format!(
        "sqlite://{}?mode=rwc",
        dir.path().join("empty.db").display()
    ))
    .await;
    if let Some(admin) = postgres() {
        let name = fresh_name();
        admin_run(&admin, &format!("CREATE DATABASE {name}")).await;
        test(&with_database(&admin, &name)).await;
        admin_run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

async fn run(test: &impl AsyncFn(&World), url: String) {
    let world = World {
        db: Db::connect(&url).await.unwrap(),
        url,
        raw: OnceCell::new(),
    };
    test(&world).await;
    world.db.close().await;
    if let Some(raw) = world.raw.into_inner() {
        raw.close().await.unwrap();
    }
}

fn postgres() -> Option<String> {
    std::env::var("UNDERSTORY_TEST_POSTGRES").ok()
}

fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("understory_{}_{next}", std::process::id())
}

fn with_database(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn admin_run(admin: &str, sql: &str) {
    let connection = Database::connect(quiet(admin)).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

fn quiet(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(2).sqlx_logging(false);
    options
}

async fn migrated(url: &str) {
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    db.close().await;
}

async fn sqlite_template() -> &'static PathBuf {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    let make = async || {
        let file = std::env::temp_dir().join(format!("{}.db", fresh_name()));
        migrated(&format!("sqlite://{}?mode=rwc", file.display())).await;
        file
    };
    TEMPLATE.get_or_init(make).await
}

async fn postgres_template(admin: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let name = fresh_name();
        admin_run(admin, &format!("CREATE DATABASE {name}")).await;
        migrated(&with_database(admin, &name)).await;
        name
    };
    TEMPLATE.get_or_init(make).await
}

/// Somebody on the network, by the last two parts of their address.
pub(crate) fn origin(network: u8, host: u8) -> Origin {
    Origin {
        address: [198, 51, network, host].into(),
        browser: "test".to_owned(),
    }
}

/// A form about a text.
pub(crate) fn form(title: &str, sources: &[RecordId]) -> DraftForm {
    let named = |source: &RecordId| NamedSource {
        source: *source,
        used: format!("of {source}"),
    };
    DraftForm {
        details: Details::parse(title, "", "").unwrap(),
        body: Some(Body::parse(Medium::Text, &format!("{title}, in full"), "").unwrap()),
        license: Some(License::CcBy),
        sources: sources.iter().map(named).collect(),
    }
}

impl World {
    /// A connection past the crate's own commands.
    pub(crate) async fn raw(&self) -> &DatabaseConnection {
        let connect = async || Database::connect(quiet(&self.url)).await.unwrap();
        self.raw.get_or_init(connect).await
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite")
    }

    /// Runs SQL past the crate's own commands.
    pub(crate) async fn sql(&self, sql: &str) -> Result<u64, sea_orm::DbErr> {
        let raw = self.raw().await;
        raw.execute_unprepared(sql)
            .await
            .map(|done| done.rows_affected())
    }

    /// A number from SQL.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let raw = self.raw().await;
        let values = Vec::<Value>::new();
        let statement = Statement::from_sql_and_values(raw.get_database_backend(), sql, values);
        let row = raw.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// A new member, signed in as far as commands are concerned.
    pub(crate) async fn member(&self, handle: &str) -> Viewer {
        let row = entity::member::ActiveModel {
            handle: Set(handle.to_owned()),
            name: Set(format!("The {handle}")),
            role: Set("member".to_owned()),
            bio: Set(String::new()),
            created_at: Set(Timestamp::now().0),
            ..Default::default()
        };
        let row = row.insert(self.raw().await).await.unwrap();
        Viewer {
            member: MemberId(row.id),
            handle: handle.parse().unwrap(),
            name: row.name,
            role: Role::Member,
            session: SessionId(0),
        }
    }

    /// A published text.
    pub(crate) async fn record(
        &self,
        author: &Viewer,
        title: &str,
        sources: &[RecordId],
    ) -> RecordId {
        let id = create_draft(&self.db, author, &form(title, sources))
            .await
            .unwrap();
        publish(&self.db, author, id).await.unwrap();
        self.forget_pace().await;
        id
    }

    /// Everything counted agrees with what is there.
    pub(crate) async fn expect_sound(&self) {
        for finding in db::audit::audit(&self.db).await.unwrap() {
            assert_eq!(finding.bad, None, "{}", finding.what);
        }
    }

    /// As though an hour had passed for all limits.
    pub(crate) async fn forget_pace(&self) {
        self.sql("DELETE FROM pace").await.unwrap();
    }
}
