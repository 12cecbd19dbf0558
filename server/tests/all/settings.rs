//! Where settings come from, and which one holds.

use server::config::{self, Flags, Sources};

/// Names and values.
type Variables<'a> = &'a [(&'a str, &'a str)];

fn load(file: &str, variables: &[(&str, &str)], flags: Flags) -> Result<config::Settings, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understory.toml");
    std::fs::write(&path, file).unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    config::load(&Sources {
        file: Some(path),
        variables,
        flags,
    })
    .map_err(|error| error.to_string())
}

#[test]
fn flags_hold_over_variables_over_the_file_over_defaults() {
    let listen = |port: u16| format!("127.0.0.1:{port}");
    let flags = |port: u16| Flags {
        listen: Some(listen(port)),
        ..Flags::default()
    };
    let file = "listen = '127.0.0.1:2'\nlog = 'debug'";
    let variables = [
        ("UNDERSTORY_LISTEN", "127.0.0.1:3"),
        ("DATABASE_URL", "postgres://ada:secret@db/x"),
    ];
    let variables = [
        variables[0],
        variables[1],
        ("UNDERSTORY_MAIL", "smtps://ada:secret@mail.example.org"),
        ("UNDERSTORY_MAIL_DELAY", "60"),
    ];
    let port = |settings: config::Settings| settings.config.listen.port();
    assert_eq!(port(load("", &[], Flags::default()).unwrap()), 3000);
    assert_eq!(port(load(file, &[], Flags::default()).unwrap()), 2);
    assert_eq!(port(load(file, &variables, Flags::default()).unwrap()), 3);
    let settings = load(file, &variables, flags(4)).unwrap();
    let shown = config::show(&settings);
    let line = |key: &str| {
        shown
            .lines()
            .find(|line| line.starts_with(key))
            .unwrap()
            .to_owned()
    };
    assert!(
        line("listen").contains("127.0.0.1:4") && line("listen").ends_with("--listen"),
        "{shown}"
    );
    assert!(
        line("log ").contains("debug") && line("log ").ends_with("understory.toml"),
        "{shown}"
    );
    assert!(line("data").ends_with("default"), "{shown}");
    assert!(line("database_url").ends_with("DATABASE_URL"), "{shown}");
    assert!(
        line("mail ").contains("smtps://ada:***@mail.example.org"),
        "{shown}"
    );
    assert!(line("mail_delay").contains("60"), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn what_is_wrong_is_told_with_its_source_and_key() {
    let rows: [(&str, Variables, &[&str]); 11] = [
        (
            "",
            &[("UNDERSTORY_LISTEN", "here")],
            &["UNDERSTORY_LISTEN", "`listen`", "here"],
        ),
        (
            "",
            &[("UNDERSTORY_LISTN", "127.0.0.1:1")],
            &["UNDERSTORY_LISTN", "`listn`"],
        ),
        ("lisen = 'x'", &[], &["understory.toml", "`lisen`"]),
        ("listen = 3", &[], &["understory.toml", "`listen`"]),
        (
            "public_url = 'example.org'",
            &[],
            &["understory.toml", "`public_url`", "https://example.org"],
        ),
        (
            "",
            &[("DATABASE_URL", "mysql://ada:secret@db/x")],
            &["DATABASE_URL", "`database_url`"],
        ),
        (
            "",
            &[("UNDERSTORY_TRUSTED_PROXIES", "10.0.0.0/8, proxy")],
            &["UNDERSTORY_TRUSTED_PROXIES", "proxy"],
        ),
        (
            "",
            &[("UNDERSTORY_LOG_FORMAT", "xml")],
            &["UNDERSTORY_LOG_FORMAT", "xml"],
        ),
        (
            "",
            &[("UNDERSTORY_MAIL", "ada:secret@mail.example.org")],
            &["UNDERSTORY_MAIL", "`mail`", "file:FOLDER"],
        ),
        (
            "mail_from = 'Understory'",
            &[],
            &["understory.toml", "`mail_from`", "Understory"],
        ),
        (
            "mail_delay = 100000",
            &[],
            &["understory.toml", "`mail_delay`", "86400"],
        ),
    ];
    for (file, variables, parts) in rows {
        let error = load(file, variables, Flags::default()).unwrap_err();
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn places_follow_the_data_folder_unless_they_are_set() {
    let config = load("data = '/srv/understory'", &[], Flags::default())
        .unwrap()
        .config;
    assert_eq!(
        config.database_url(),
        "sqlite:///srv/understory/understory.db?mode=rwc"
    );
    assert_eq!(config.media(), "/srv/understory/media");
    let variables = [
        ("UNDERSTORY_PUBLIC_URL", "https://Example.org/"),
        ("UNDERSTORY_MEDIA", "s3://bucket/x"),
    ];
    let config = load("", &variables, Flags::default()).unwrap().config;
    assert_eq!(
        (config.public_url().as_str(), config.media().as_str()),
        ("https://example.org", "s3://bucket/x")
    );
}
