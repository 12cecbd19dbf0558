//! `kill -9` of the real binary in the middle of an import, at each of its steps: the database is as it was
//! before (or, once the commit is on its way, whole), and a second run completes it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Enough that every step takes long enough to be hit.
const WORKS: usize = 20_000;
/// The steps whose beginning the import tells, and at which it is killed.
const STEPS: [&str; 4] = ["members", "records", "links", "writing"];

/// Where records are kept: a folder, and PostgreSQL where an address is given.
struct Store<'a> {
    data: &'a Path,
    postgres: Option<String>,
}

impl Store<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_understory"));
        command
            .current_dir(self.data)
            .env("UNDERSTORY_DATA", self.data)
            .env("UNDERSTORY_LOG", "warn")
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null());
        if let Some(url) = &self.postgres {
            command.env("DATABASE_URL", url);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command().args(arguments).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {words}");
        output
    }

    /// Everything published, in the form of a corpus; the audit holds.
    fn everything(&self) -> (String, String) {
        self.run(&["audit"]);
        let to = self.data.join("export");
        self.run(&["export", to.to_str().unwrap()]);
        let read = |name: &str| fs::read_to_string(to.join(name)).unwrap();
        (read("works.csv"), read("remixes.csv"))
    }

    /// Imports the corpus and kills the process when it tells that `step` begins; whether it still ran.
    fn kill_import_at(&self, corpus: &Path, step: &str) -> bool {
        let mut import = self
            .command()
            .args(["import", "--as", "crash"])
            .arg(corpus)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(import.stderr.take().unwrap()).lines();
        let begun = lines
            .map_while(Result::ok)
            .any(|line| line.starts_with(&format!("{step}:")));
        assert!(begun, "the import never told of `{step}`");
        import.kill().unwrap();
        !import.wait().unwrap().success()
    }
}

/// Works in a few chains by a few authors, with tags.
fn write_corpus(folder: &Path, works: usize) {
    fs::create_dir_all(folder).unwrap();
    let mut rows = String::from("id,title,author,created_at,media,license,tags,url\n");
    let mut links = String::from("remix_id,source_id\n");
    for n in 0..works {
        let (hour, minute) = (n / 60 % 24, n % 60);
        let day = n / 1440 + 1;
        let (author, month, day) = (n % 500, day / 28 + 1, day % 28 + 1);
        writeln!(
            rows,
            "w{n},Work {n} on the harbour,Author {author},2020-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z,text,CC-BY-4.0,harbour;slow,"
        )
        .unwrap();
        if n >= 7 {
            writeln!(links, "w{n},w{}", n - 7).unwrap();
        }
    }
    fs::write(folder.join("works.csv"), rows).unwrap();
    fs::write(folder.join("remixes.csv"), links).unwrap();
}

fn rows(csv: &str) -> usize {
    csv.lines().count() - 1
}

fn survives(store: &Store<'_>) {
    let before = store.data.join("before");
    write_corpus(&before, 50);
    store.run(&["import", before.to_str().unwrap()]);
    let was = store.everything();
    assert_eq!((rows(&was.0), rows(&was.1)), (50, 43));

    let corpus = store.data.join("crash");
    write_corpus(&corpus, WORKS);
    let whole = (50 + WORKS, 43 + WORKS - 7);
    for step in STEPS {
        let was_running = store.kill_import_at(&corpus, step);
        let is = store.everything();
        // Whoever is killed while the commit is on its way cannot take it back: then it is all there.
        let is_whole = (rows(&is.0), rows(&is.1)) == whole;
        if step == "writing" && is_whole {
            break;
        }
        assert!(
            was_running,
            "the import ended before it was killed at `{step}`"
        );
        let count = rows(&is.0);
        assert!(is == was, "killed at `{step}`: {count} works instead of 50");
    }
    store.run(&["import", "--as", "crash", corpus.to_str().unwrap()]);
    let all = store.everything();
    assert_eq!((rows(&all.0), rows(&all.1)), whole);
    store.run(&["import", "--as", "crash", corpus.to_str().unwrap()]);
    assert!(store.everything() == all, "importing again added something");
}

#[test]
fn an_import_that_is_killed_leaves_sqlite_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    survives(&Store {
        data: folder.path(),
        postgres: None,
    });
}

#[test]
fn an_import_that_is_killed_leaves_postgresql_as_it_was() {
    let Ok(admin) = std::env::var("UNDERSTORY_TEST_POSTGRES") else {
        eprintln!("skipped: UNDERSTORY_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("understory_crash_{}", std::process::id());
    let sql = |sql: String| {
        let told = Command::new("psql")
            .args([admin.as_str(), "--command", &sql])
            .output()
            .unwrap();
        assert!(
            told.status.success(),
            "{}",
            String::from_utf8_lossy(&told.stderr)
        );
    };
    sql(format!("CREATE DATABASE {name}"));
    let (server, _) = admin.rsplit_once('/').unwrap();
    let folder = tempfile::tempdir().unwrap();
    survives(&Store {
        data: folder.path(),
        postgres: Some(format!("{server}/{name}")),
    });
    sql(format!("DROP DATABASE {name} WITH (FORCE)"));
}
