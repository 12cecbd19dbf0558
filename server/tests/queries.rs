//! A record's page asks the database as often for a record of many sources and remixes as for one of few: the
//! statements that the real binary logs are counted.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The record, its sources with their remixes; most queries of the page of any record.
const MOST: usize = 4;

struct Server {
    child: Child,
    port: u16,
    log: Receiver<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn understory(data: &Path, postgres: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_understory"));
    command
        .current_dir(data)
        .env("UNDERSTORY_DATA", data)
        .env("UNDERSTORY_LOG", "info,sqlx::query=trace")
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null());
    if let Some(url) = postgres {
        command.env("DATABASE_URL", url);
    }
    command
}

/// `few` and `many`, with so many sources and remixes.
fn write_corpus(folder: &Path) {
    let mut works = String::from("id,title,author,created_at,media,license,tags,url\n");
    let mut links = String::from("remix_id,source_id\n");
    let mut minute = 0;
    let mut work = |id: &str| {
        minute += 1;
        let (author, hour, minute) = (minute % 7, minute / 60, minute % 60);
        writeln!(
            works,
            "{id},Work {id},Author {author},2020-01-01T{hour:02}:{minute:02}:00Z,text,CC-BY-4.0,harbour;slow,"
        )
        .unwrap();
    };
    for (name, sources, remixes) in [("few", 1, 1), ("many", 60, 200)] {
        for n in 0..sources {
            work(&format!("{name}-source-{n}"));
            writeln!(links, "{name},{name}-source-{n}").unwrap();
        }
        work(name);
        for n in 0..remixes {
            work(&format!("{name}-remix-{n}"));
            writeln!(links, "{name}-remix-{n},{name}").unwrap();
        }
    }
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("works.csv"), works).unwrap();
    fs::write(folder.join("remixes.csv"), links).unwrap();
}

impl Server {
    fn start(data: &Path, postgres: Option<&str>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut child = understory(data, postgres)
            .arg("serve")
            .env("UNDERSTORY_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (told, log) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if told.send(line).is_err() {
                    break;
                }
            }
        });
        let server = Self { child, port, log };
        let is_ready = |line: String| line.starts_with("Understory is at");
        assert!(server.log.iter().any(is_ready), "the server never started");
        server
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer
    }

    /// How many statements the page of the record with this external id took; its page.
    fn page(&self, name: &str) -> (usize, String) {
        let found = self.get(&format!("/api/v1/records?external_id=works/{name}"));
        let (_, rest) = found.split_once("\"id\":").unwrap();
        let id = rest.split(',').next().unwrap();
        let page = self.get(&format!("/records/{id}"));
        let mut statements = 0;
        // Log lines of what was asked may come a little after the answer.
        while let Ok(line) = self.log.recv_timeout(Duration::from_millis(300)) {
            let of_page = line.contains("route=\"/records/{id}\"");
            statements += usize::from(of_page && line.contains("db.statement"));
        }
        (statements, page)
    }
}

fn counts(data: &Path, postgres: Option<&str>) {
    let corpus = data.join("works");
    write_corpus(&corpus);
    let import = understory(data, postgres)
        .arg("import")
        .arg(&corpus)
        .output()
        .unwrap();
    assert!(import.status.success());
    let server = Server::start(data, postgres);
    let (few, _) = server.page("few");
    let (many, page) = server.page("many");
    assert!(page.contains("200 records, the newest 12 here"));
    assert!((1..=MOST).contains(&few), "{few} statements");
    assert_eq!(few, many);
}

#[test]
fn the_page_of_many_remixes_takes_as_many_queries_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    counts(folder.path(), None);
}

#[test]
fn the_page_of_many_remixes_takes_as_many_queries_on_postgresql() {
    let Ok(admin) = std::env::var("UNDERSTORY_TEST_POSTGRES") else {
        eprintln!("skipped: UNDERSTORY_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("understory_queries_{}", std::process::id());
    let sql = |sql: String| {
        let told = Command::new("psql")
            .args([admin.as_str(), "--command", &sql])
            .output()
            .unwrap();
        assert!(told.status.success());
    };
    sql(format!("CREATE DATABASE {name}"));
    let (cluster, _) = admin.rsplit_once('/').unwrap();
    let folder = tempfile::tempdir().unwrap();
    counts(folder.path(), Some(&format!("{cluster}/{name}")));
    sql(format!("DROP DATABASE {name} WITH (FORCE)"));
}
