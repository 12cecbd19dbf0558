//! Who may do what: every server function, call and page in one table, each cell asked for real.
//! What is served and has no row fails the test.

use crate::http::Ask;
use crate::site::{PASSWORD, Site, Somebody};
use app::app::App;
use db::notification::Switch;
use domain::notification::Kind;
use domain::{NotificationId, RecordId, Role};
use leptos::server_fn::axum::server_fn_paths;
use server::config::MailTo;
use std::collections::BTreeSet;

/// The columns, in the order of a row's statuses.
const COLUMNS: [&str; 7] = [
    "anonymous",
    "member",
    "owner",
    "curator",
    "director",
    "admin",
    "suspended",
];

/// What a row's request is about.
#[derive(Clone, Copy, Debug)]
enum About {
    Nothing,
    /// A draft of the owner's.
    Draft,
    /// A published record of the owner's.
    Published,
    /// The picture of a draft of the owner's.
    DraftPicture,
    /// The picture of a published record of the owner's.
    Picture,
    /// A session of the owner's, beside the one in use.
    Session,
    /// The map with a published record of the owner's: its epoch, the record's index and id.
    Map,
    /// The same with a draft of the owner's, which has no index.
    MapDraft,
    /// The same with a published remix of the owner's, and the id of its source.
    MapRemix,
    /// A question to a mail address of the owner's: the secret of its link.
    Asked,
    /// A link that stops the owner's mail.
    Stop,
    /// Something the owner was told.
    Told,
    /// A member: the owner.
    Member,
    /// A project that the owner leads alone.
    Project,
    /// The same, and the handle of a member who does not lead it.
    ProjectAndMember,
    /// A project that the owner leads with another, and that one's id.
    LedByTwo,
    /// A project that the owner leads, and a step of it.
    Step,
    /// A project that the owner leads, and an update that they wrote.
    Update,
    /// A challenge that the owner issued.
    Challenge,
    /// The same, and a published record of the owner's.
    ChallengeAndRecord,
    /// The same, and the record is entered.
    Entered,
    /// A private collection of the owner's with a record in it, and the record.
    Private,
    /// The same, for everybody to see.
    Collection,
    /// A shortlist with a record on it, and the record.
    Shortlist,
    /// A production that its owner directs, and a record.
    Included,
    /// A flag on a record, and the record.
    Flag,
    /// A production that the owner directs, with a record of theirs; its version.
    Production,
    /// The same, ready to be released.
    Ready,
    /// A claim that the owner made about another's record.
    Claim,
    /// A record of another's, and an earlier one of the owner's.
    Claimable,
    /// Whoever asks signs in, changes a password: the one in the column.
    Oneself,
}

struct Row {
    method: &'static str,
    route: &'static str,
    about: About,
    /// The form, `{}` standing for what it is about, `{1}` for its second part.
    form: &'static [(&'static str, &'static str)],
    statuses: [u16; 7],
}

const fn get(route: &'static str, about: About, statuses: [u16; 7]) -> Row {
    Row {
        method: "GET",
        route,
        about,
        form: &[],
        statuses,
    }
}

const fn post(
    route: &'static str,
    about: About,
    form: &'static [(&'static str, &'static str)],
    statuses: [u16; 7],
) -> Row {
    Row {
        method: "POST",
        route,
        about,
        form,
        statuses,
    }
}

const ALL: [u16; 7] = [200; 7];
/// Needs a member, of any role.
const MEMBERS: [u16; 7] = [401, 200, 200, 200, 200, 200, 401];
/// Who is signed in is led on.
const STRANGERS: [u16; 7] = [200, 302, 302, 302, 302, 302, 200];
/// Another's draft looks to everybody like one that does not exist, admins included.
const OWNER_SEES: [u16; 7] = [404, 404, 200, 404, 404, 404, 404];
const OWNER_DOES: [u16; 7] = [401, 404, 200, 404, 404, 404, 401];
const OWNER_OR_ADMIN: [u16; 7] = [401, 404, 200, 404, 404, 200, 401];

/// What leaders do, and admins.
const LEADERS_DO: [u16; 7] = [401, 403, 200, 403, 403, 200, 401];

/// What its author does, and nobody else.
const AUTHOR_DOES: [u16; 7] = [401, 403, 200, 403, 403, 403, 401];

/// Curators and up; to members there is no such thing.
const CURATORS: [u16; 7] = [401, 404, 404, 200, 200, 200, 401];
const CURATORS_NOT: [u16; 7] = [401, 404, 404, 404, 404, 404, 401];
/// What its director does, and admins; everybody sees it.
const DIRECTORS_DO: [u16; 7] = [401, 403, 200, 403, 403, 200, 401];

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Pages.
    get("/", About::Nothing, ALL),
    get("/records", About::Nothing, ALL),
    get("/records/new", About::Nothing, MEMBERS),
    get("/records/{id}", About::Published, ALL),
    get("/records/{id}", About::Draft, OWNER_SEES),
    get("/records/{id}/remix", About::Published, MEMBERS),
    get("/records/{id}/edit", About::Draft, OWNER_DOES),
    get("/records/{id}/edit", About::Published, OWNER_DOES),
    get("/records/edit", About::Draft, OWNER_DOES),
    get("/records/{id}/lineage", About::Published, ALL),
    get("/records/{id}/lineage", About::Draft, [404; 7]),
    get("/records/{id}/recommendations", About::Published, ALL),
    get("/records/{id}/recommendations", About::Draft, [404; 7]),
    get("/members/{handle}/recommendations", About::Oneself, ALL),
    get("/members/{handle}/collections", About::Oneself, ALL),
    get("/collections/new", About::Nothing, MEMBERS),
    get("/collections/add", About::Collection, MEMBERS),
    get("/collections/{id}", About::Collection, ALL),
    get("/collections/{id}", About::Private, OWNER_SEES),
    get("/collections/{id}/edit", About::Collection, OWNER_DOES),
    get("/collections/edit", About::Private, OWNER_DOES),
    get("/curate", About::Nothing, CURATORS),
    get("/curate/flags", About::Nothing, CURATORS),
    get("/curate/records/{id}", About::Published, CURATORS),
    get("/curate/records/{id}", About::Draft, CURATORS_NOT),
    get("/curate/shortlists", About::Nothing, CURATORS),
    get("/curate/shortlists/new", About::Nothing, CURATORS),
    get("/curate/shortlists/add", About::Shortlist, CURATORS),
    get("/curate/shortlists/{id}", About::Shortlist, CURATORS),
    get("/curate/shortlists/{id}/edit", About::Shortlist, CURATORS),
    get("/curate/shortlists/edit", About::Shortlist, CURATORS),
    get("/projects", About::Nothing, ALL),
    get("/projects/new", About::Nothing, MEMBERS),
    get("/projects/edit", About::Project, LEADERS_DO),
    get("/projects/add-step", About::Project, LEADERS_DO),
    get("/projects/change-step", About::Project, LEADERS_DO),
    get("/projects/add-leader", About::Project, LEADERS_DO),
    get("/projects/remove-leader", About::Project, LEADERS_DO),
    get("/projects/close", About::Project, LEADERS_DO),
    get("/projects/{id}", About::Project, ALL),
    get("/projects/{id}/edit", About::Project, LEADERS_DO),
    get("/challenges", About::Nothing, ALL),
    get("/challenges/new", About::Nothing, MEMBERS),
    get("/challenges/edit", About::Challenge, LEADERS_DO),
    get("/challenges/{id}", About::Challenge, ALL),
    get("/challenges/{id}/edit", About::Challenge, LEADERS_DO),
    get("/productions", About::Nothing, ALL),
    get("/productions/new", About::Production, [401, 404, 200, 404, 200, 200, 401]),
    get("/productions/add", About::Included, [401, 404, 200, 404, 200, 200, 401]),
    get("/productions/edit", About::Production, DIRECTORS_DO),
    get("/productions/release", About::Production, DIRECTORS_DO),
    get("/productions/credits", About::Production, ALL),
    get("/productions/{id}", About::Production, ALL),
    get("/productions/{id}/edit", About::Production, DIRECTORS_DO),
    get("/productions/{id}/release", About::Production, DIRECTORS_DO),
    get("/productions/{id}/credits", About::Production, ALL),
    get("/productions/{id}/credits/card", About::Production, ALL),
    get("/records/{id}/claim", About::Published, MEMBERS),
    get("/records/{id}/claim", About::Draft, [401, 404, 404, 404, 404, 404, 401]),
    get("/claims", About::Nothing, MEMBERS),
    get("/claims/new", About::Published, MEMBERS),
    get("/claims/decide", About::Claim, [401, 404, 200, 200, 200, 200, 401]),
    get("/claims/{id}", About::Claim, [401, 404, 200, 200, 200, 200, 401]),
    get("/map", About::Nothing, ALL),
    get("/members/{handle}", About::Oneself, ALL),
    get("/me", About::Nothing, MEMBERS),
    get("/me/following", About::Nothing, MEMBERS),
    get("/me/notifications", About::Nothing, MEMBERS),
    get("/me/notifications/events", About::Nothing, MEMBERS),
    get("/me/notifications/settings", About::Nothing, MEMBERS),
    // Who has the link has the mailbox, signed in or not.
    get("/mail/confirm", About::Asked, ALL),
    get("/mail/confirm", About::Nothing, [404; 7]),
    get("/mail/stop", About::Stop, ALL),
    get("/mail/stop", About::Nothing, [404; 7]),
    get("/sign-in", About::Nothing, STRANGERS),
    get("/sign-up", About::Nothing, STRANGERS),
    // Server functions. A suspended member is nobody, and their password opens nothing.
    post("/sign-in", About::Oneself, &[("handle", "{}"), ("password", PASSWORD)], [200, 200, 200, 200, 200, 200, 422]),
    post("/sign-up", About::Nothing, &[("handle", "new{n}"), ("name", "New"), ("password", PASSWORD)], ALL),
    post("/sign-out", About::Nothing, &[], ALL),
    post("/me/password", About::Oneself, &[("password", PASSWORD), ("new_password", "another horse battery")], MEMBERS),
    post("/me/end-session", About::Session, &[("session", "{}")], OWNER_DOES),
    post("/me/profile", About::Nothing, &[("name", "Renamed"), ("bio", "")], MEMBERS),
    post("/records/new", About::Nothing, &[("medium", "text"), ("title", "T"), ("body", "B"), ("intent", "save")], MEMBERS),
    post("/records/edit", About::Draft, &[("id", "{}"), ("version", "1"), ("medium", "text"), ("title", "T"), ("body", "B"), ("intent", "save")], OWNER_DOES),
    post("/records/edit", About::Published, &[("id", "{}"), ("version", "2"), ("title", "T")], OWNER_DOES),
    post("/records/publish", About::Draft, &[("id", "{}")], OWNER_DOES),
    post("/records/discard", About::Draft, &[("id", "{}")], OWNER_DOES),
    post("/records/withdraw", About::Published, &[("id", "{}")], OWNER_OR_ADMIN),
    post("/records/withdraw", About::Draft, &[("id", "{}")], [401, 404, 404, 404, 404, 404, 401]),
    post("/records/heart", About::Published, &[("id", "{}"), ("on", "true")], MEMBERS),
    post("/records/heart", About::Draft, &[("id", "{}"), ("on", "true")], [401, 404, 404, 404, 404, 404, 401]),
    // Nobody follows themselves.
    post("/follow", About::Member, &[("kind", "member"), ("id", "{}"), ("on", "true")], [401, 200, 422, 200, 200, 200, 401]),
    post("/follow", About::Nothing, &[("kind", "project"), ("id", "999"), ("on", "true")], [401, 404, 404, 404, 404, 404, 401]),
    post("/me/notifications/settings", About::Nothing, &[("in_page[]", "hearted")], MEMBERS),
    post("/me/notifications/mail", About::Nothing, &[("address", "a{n}@example.org")], MEMBERS),
    post("/me/notifications/no-mail", About::Nothing, &[], MEMBERS),
    post("/mail/confirm", About::Asked, &[("token", "{}")], ALL),
    post("/mail/confirm", About::Nothing, &[("token", "made-up")], [404; 7]),
    post("/mail/stop", About::Stop, &[], ALL),
    post("/mail/stop", About::Nothing, &[], [404; 7]),
    post("/me/notifications/open", About::Told, &[("id", "{}")], OWNER_DOES),
    post("/me/notifications/read", About::Nothing, &[("up_to", "1")], MEMBERS),
    post("/projects/new", About::Nothing, &[("title", "T")], MEMBERS),
    post("/projects/edit", About::Project, &[("id", "{}"), ("version", "1"), ("title", "T")], LEADERS_DO),
    post("/projects/close", About::Project, &[("id", "{}"), ("closed", "true")], LEADERS_DO),
    post("/projects/rate", About::Project, &[("id", "{}"), ("stars", "4")], MEMBERS),
    post("/projects/add-leader", About::ProjectAndMember, &[("id", "{}"), ("leader", "{1}")], LEADERS_DO),
    post("/projects/remove-leader", About::LedByTwo, &[("id", "{}"), ("member", "{1}")], LEADERS_DO),
    post("/projects/add-step", About::Project, &[("id", "{}"), ("step_title", "T"), ("status", "open")], LEADERS_DO),
    post("/projects/change-step", About::Step, &[("id", "{}"), ("step", "{1}"), ("version", "1"), ("intent", "remove")], LEADERS_DO),
    post("/projects/write-update", About::Project, &[("id", "{}"), ("update", "U")], LEADERS_DO),
    post("/projects/edit-update", About::Update, &[("id", "{}"), ("which", "{1}"), ("version", "1"), ("update", "U")], AUTHOR_DOES),
    post("/projects/take-back-update", About::Update, &[("id", "{}"), ("which", "{1}"), ("version", "1")], LEADERS_DO),
    post("/challenges/new", About::Nothing, &[("title", "T"), ("asked", "A"), ("pay", "none")], MEMBERS),
    post("/challenges/new", About::Project, &[("project", "{}"), ("title", "T"), ("asked", "A"), ("pay", "none")], LEADERS_DO),
    post("/challenges/edit", About::Challenge, &[("id", "{}"), ("version", "1"), ("title", "T"), ("asked", "A"), ("pay", "none")], LEADERS_DO),
    post("/challenges/close", About::Challenge, &[("id", "{}"), ("closed", "true")], LEADERS_DO),
    // Only one's own is entered; what another entered is not there to be taken back.
    post("/challenges/enter", About::ChallengeAndRecord, &[("id", "{}"), ("record", "{1}")], [401, 422, 200, 422, 422, 422, 401]),
    post("/challenges/take-back", About::Entered, &[("id", "{}"), ("record", "{1}")], OWNER_DOES),
    // Nobody recommends or flags what is not public, nor recommends their own.
    post("/records/recommend", About::Published, &[("id", "{}"), ("line", "Why")], [401, 200, 422, 200, 200, 200, 401]),
    post("/records/recommend", About::Draft, &[("id", "{}"), ("line", "Why")], [401, 404, 404, 404, 404, 404, 401]),
    post("/records/unrecommend", About::Published, &[("id", "{}")], MEMBERS),
    post("/records/flag", About::Published, &[("id", "{}"), ("reason", "Odd")], MEMBERS),
    post("/records/flag", About::Draft, &[("id", "{}"), ("reason", "Odd")], [401, 404, 404, 404, 404, 404, 401]),
    post("/collections/new", About::Nothing, &[("title", "T"), ("public", "true")], MEMBERS),
    post("/collections/edit", About::Collection, &[("id", "{}"), ("version", "1"), ("title", "T"), ("public", "true")], OWNER_DOES),
    post("/collections/delete", About::Collection, &[("id", "{}"), ("version", "1")], OWNER_DOES),
    post("/collections/add", About::Collection, &[("collection", "{}")], OWNER_DOES),
    post("/collections/move", About::Collection, &[("id", "{}"), ("version", "1"), ("record", "{1}"), ("to", "top")], OWNER_DOES),
    post("/collections/note", About::Collection, &[("id", "{}"), ("version", "1"), ("record", "{1}"), ("note", "N")], OWNER_DOES),
    post("/collections/remove", About::Private, &[("id", "{}"), ("version", "1"), ("record", "{1}")], OWNER_DOES),
    // The desk.
    post("/curate", About::Collection, &[("act", "rate"), ("seen[]", "{1}.0"), ("stars", "3"), ("reason", "Why")], CURATORS),
    post("/curate/records/rate", About::Collection, &[("version", "0"), ("stars", "3"), ("reason", "Why")], CURATORS),
    post("/curate/records/tag", About::Collection, &[("version", "0"), ("tags", "slow")], CURATORS),
    post("/curate/records/untag", About::Collection, &[("version", "0"), ("tag", "none")], CURATORS_NOT),
    post("/curate/records/shortlist", About::Shortlist, &[("version", "1"), ("shortlist", "{}"), ("reason", "Why")], CURATORS),
    post("/curate/records/settle", About::Flag, &[("flag", "{}"), ("answer", "A")], CURATORS),
    post("/curate/shortlists/new", About::Nothing, &[("title", "T")], CURATORS),
    post("/curate/shortlists/edit", About::Shortlist, &[("id", "{}"), ("version", "1"), ("title", "T")], CURATORS),
    post("/curate/shortlists/close", About::Shortlist, &[("id", "{}"), ("version", "1"), ("close", "true")], CURATORS),
    post("/curate/shortlists/vote", About::Shortlist, &[("id", "{}"), ("record", "{1}"), ("vote", "for")], CURATORS),
    post("/curate/shortlists/remove", About::Shortlist, &[("id", "{}"), ("record", "{1}"), ("reason", "Why")], CURATORS),
    post("/curate/shortlists/add", About::Shortlist, &[("shortlist", "{}"), ("reason", "Why")], CURATORS),
    post("/productions/new", About::Production, &[("title", "T")], [401, 404, 200, 404, 200, 200, 401]),
    post("/productions/add", About::Included, &[("production", "{}")], [401, 404, 200, 404, 403, 200, 401]),
    post("/productions/edit", About::Production, &[("id", "{}"), ("version", "{1}"), ("act", "details"), ("title", "T")], DIRECTORS_DO),
    post("/productions/release", About::Ready, &[("id", "{}"), ("version", "{1}")], DIRECTORS_DO),
    // Only who is credited confirms a name; of others it is not there.
    post("/productions/credits", About::Production, &[("id", "{}"), ("credited_name", "N")], OWNER_DOES),
    // A source is claimed by its author; who made a claim does not decide it.
    post("/claims/new", About::Claimable, &[("id", "{}"), ("claimed_source", "{1}"), ("reason", "R")], [401, 422, 200, 422, 422, 422, 401]),
    post("/claims/decide", About::Claim, &[("id", "{}"), ("act", "accept"), ("answer", "A")], [401, 404, 422, 200, 200, 200, 401]),
    post("/claims/decide", About::Claim, &[("id", "{}"), ("act", "take-back")], OWNER_DOES),
    // Files.
    post("/uploads", About::Nothing, &[], [401, 201, 201, 201, 201, 201, 401]),
    get("/media/{id}", About::DraftPicture, OWNER_SEES),
    get("/media/{id}", About::Picture, ALL),
    get("/media/{id}/{variant}", About::DraftPicture, OWNER_SEES),
    get("/media/{id}/{variant}", About::Picture, ALL),
    // The API shows everybody what everybody may see, whoever asks.
    get("/api/v1/records", About::Nothing, ALL),
    get("/api/v1/records/{id}", About::Published, ALL),
    get("/api/v1/records/{id}", About::Draft, [404; 7]),
    get("/api/v1/records/{id}/lineage", About::Published, ALL),
    get("/api/v1/records/{id}/lineage", About::Draft, [404; 7]),
    get("/api/v1/records/{id}/attribution", About::Published, ALL),
    get("/api/v1/records/{id}/attribution", About::Draft, [404; 7]),
    get("/api/v1/records/{id}/lineage.svg", About::Published, ALL),
    get("/api/v1/records/{id}/lineage.svg", About::Draft, [404; 7]),
    get("/api/v1/records/{id}/lineage.graphml", About::Published, ALL),
    get("/api/v1/records/{id}/lineage.graphml", About::Draft, [404; 7]),
    get("/api/v1/records/{id}/lineage.gexf", About::Published, ALL),
    get("/api/v1/records/{id}/lineage.gexf", About::Draft, [404; 7]),
    get("/api/v1/records/{id}/lineage.prov.json", About::Published, ALL),
    get("/api/v1/records/{id}/lineage.prov.json", About::Draft, [404; 7]),
    get("/api/v1/oembed", About::Published, ALL),
    get("/api/v1/oembed", About::Draft, [404; 7]),
    get("/oembed", About::Published, ALL),
    get("/api/v1/projects", About::Nothing, ALL),
    get("/api/v1/projects/{id}", About::Project, ALL),
    get("/api/v1/challenges", About::Nothing, ALL),
    get("/api/v1/challenges/{id}", About::Challenge, ALL),
    get("/api/v1/challenges/{id}/contributions", About::Challenge, ALL),
    get("/challenges/{id}/feed.atom", About::Challenge, ALL),
    get("/records/{id}/remixes.atom", About::Published, ALL),
    get("/records/{id}/remixes.atom", About::Draft, [404; 7]),
    get("/members/{handle}/feed.atom", About::Oneself, ALL),
    get("/api/v1/productions", About::Nothing, ALL),
    get("/api/v1/productions/{id}", About::Production, ALL),
    get("/api/v1/productions/{id}/credits", About::Production, ALL),
    get("/api/v1/openapi.json", About::Nothing, ALL),
    get("/api/v1/map", About::Nothing, ALL),
    get("/api/v1/map/live", About::Nothing, ALL),
    get("/api/v1/map/{epoch}/tiles/{level}/{x}/{y}", About::Map, ALL),
    get("/api/v1/map/{epoch}/labels/{level}/{x}/{y}", About::Map, ALL),
    get("/api/v1/map/{epoch}/new", About::Map, ALL),
    get("/api/v1/map/{epoch}/new/labels", About::Map, ALL),
    get("/api/v1/map/{epoch}/select", About::Map, ALL),
    get("/api/v1/map/{epoch}/select", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/heaviest", About::Map, ALL),
    get("/api/v1/map/{epoch}/heaviest", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/flow", About::Map, [422; 7]),
    // Of what came from nothing, which has no siblings.
    get("/api/v1/map/{epoch}/siblings", About::Map, [404; 7]),
    get("/api/v1/map/{epoch}/siblings", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/siblings", About::MapRemix, ALL),
    get("/api/v1/map/{epoch}/summary", About::Map, ALL),
    get("/api/v1/map/{epoch}/summary", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/export.csv", About::Map, ALL),
    get("/api/v1/map/{epoch}/export.csv", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/export.graphml", About::Map, ALL),
    get("/api/v1/map/{epoch}/export.graphml", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/export.gexf", About::Map, ALL),
    get("/api/v1/map/{epoch}/export.gexf", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/records/{index}", About::Map, ALL),
    get("/api/v1/map/{epoch}/find", About::Map, ALL),
    get("/api/v1/map/{epoch}/find", About::MapDraft, [404; 7]),
    get("/api/v1/map/{epoch}/lineage", About::Map, ALL),
    get("/api/v1/map/{epoch}/lineage", About::MapDraft, [404; 7]),
    // For those that watch the server, and what every page loads.
    get("/healthz", About::Nothing, ALL),
    get("/readyz", About::Nothing, ALL),
    get("/metrics", About::Nothing, ALL),
    // Only there where the server is started to be measured.
    get("/bench/minimal", About::Nothing, [404; 7]),
    get("/pkg/{*file}", About::Nothing, [404; 7]),
];

/// Every route that is served: of pages and server functions as they are registered, of all others as the
/// source names them.
fn served() -> BTreeSet<(String, String)> {
    let mut served = BTreeSet::new();
    for route in leptos_axum::generate_route_list(App) {
        served.insert(("GET".to_owned(), route.path().to_owned()));
    }
    for (path, method) in server_fn_paths() {
        served.insert((method.to_string(), path.to_owned()));
    }
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                for call in source.split(".route(").skip(1) {
                    if let Some(rest) = call.trim_start().strip_prefix('"') {
                        let route = rest.split('"').next().unwrap();
                        let handler = rest.split_once("\",").map_or("", |(_, handler)| handler);
                        let is_post =
                            route == "/uploads" || handler.trim_start().starts_with("post(");
                        let method = if is_post { "POST" } else { "GET" };
                        served.insert((method.to_owned(), route.to_owned()));
                    }
                }
            }
        }
    }
    served
}

#[test]
fn everything_served_has_a_row() {
    let rows: BTreeSet<_> = ROWS
        .iter()
        .map(|row| (row.method.to_owned(), row.route.to_owned()))
        .collect();
    let served = served();
    let missing: Vec<_> = served.difference(&rows).collect();
    assert!(
        missing.is_empty(),
        "served without a row in the matrix: {missing:?}"
    );
    let gone: Vec<_> = rows.difference(&served).collect();
    assert!(gone.is_empty(), "rows for what is not served: {gone:?}");
    assert!(
        served.len() > 35,
        "the list of routes is not read as it should be: {served:?}"
    );
}

/// One cell's people: the one who asks, and the owner of what is asked for.
struct Cell {
    asks: Option<Somebody>,
    owner: Somebody,
}

impl Cell {
    async fn of(site: &Site, column: &str) -> Self {
        let owner = site.join(Role::Member).await;
        let role = match column {
            "curator" => Role::Curator,
            "director" => Role::Director,
            "admin" => Role::Admin,
            _ => Role::Member,
        };
        let asks = match column {
            "anonymous" => None,
            "owner" => Some(owner.clone()),
            _ => Some(site.join(role).await),
        };
        if let (Some(somebody), "suspended") = (&asks, column) {
            db::member::set_suspended(&site.state.site.db, &somebody.handle, true)
                .await
                .unwrap();
        }
        Self { asks, owner }
    }
}

async fn picture(site: &Site, owner: &Somebody, publish: bool) -> i64 {
    let png = include_bytes!("../../../public/icon-512.png");
    let ask = Ask::upload("/uploads", "icon.png", png)
        .json()
        .with(Some(&owner.token));
    let answer = site.send(ask).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let id: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let id = RecordId(id["id"].as_i64().unwrap());
    let db = &site.state.site.db;
    let record = db::record::find_record(db, Some(&owner.viewer), id)
        .await
        .unwrap();
    if publish {
        let form = db::record::DraftForm {
            details: domain::record::Details::parse("Icon", "", "").unwrap(),
            body: None,
            license: Some(domain::License::Cc0),
            sources: Vec::new(),
        };
        db::record::save_draft(db, &owner.viewer, id, record.version, &form)
            .await
            .unwrap();
        db::record::publish(db, &owner.viewer, id).await.unwrap();
    }
    record.media.unwrap().id.0
}

/// What the row is about, made anew for this cell: as it stands in a path or a field.
async fn subject(site: &Site, about: About, cell: &Cell) -> String {
    match about {
        About::Nothing => String::new(),
        About::Asked => {
            let owner = cell.owner.viewer.member;
            // Only three may ask for one address within an hour.
            let address = format!("owner-{owner}@example.org").parse().unwrap();
            db::mail::ask_for_address(&site.state.site.db, owner, &address)
                .await
                .unwrap()
        }
        About::Stop => stop_link(site, &cell.owner).await,
        About::Told => told(site, &cell.owner).await.to_string(),
        About::Member => cell.owner.viewer.member.to_string(),
        About::Draft => site.draft(&cell.owner).await.to_string(),
        About::Published => site.published(&cell.owner).await.to_string(),
        About::DraftPicture => picture(site, &cell.owner, false).await.to_string(),
        About::Picture => picture(site, &cell.owner, true).await.to_string(),
        About::Map => on_map(site, site.published(&cell.owner).await).await,
        About::MapRemix => {
            let source = site.published(&cell.owner).await;
            let remix = site.remix(&cell.owner, source).await;
            format!("{} {source}", on_map(site, remix).await)
        }
        About::MapDraft => on_map(site, site.draft(&cell.owner).await).await,
        About::Production => production(site, &cell.owner, false).await,
        About::Ready => production(site, &cell.owner, true).await,
        About::Claim => claim(site, &cell.owner).await,
        About::Claimable => claimable(site, &cell.owner).await,
        About::Project => site.project(&cell.owner).await.to_string(),
        About::ProjectAndMember => {
            let other = site.join(Role::Member).await;
            format!("{} {}", site.project(&cell.owner).await, other.handle)
        }
        About::LedByTwo => {
            let (project, other) = (
                site.project(&cell.owner).await,
                site.join(Role::Member).await,
            );
            let db = &site.state.site.db;
            db::project::add_leader(db, &cell.owner.viewer, project, &other.handle)
                .await
                .unwrap();
            format!("{project} {}", other.viewer.member)
        }
        About::Step => {
            let (project, db) = (site.project(&cell.owner).await, &site.state.site.db);
            let step = domain::project::StepForm::parse("Cut", "", "open").unwrap();
            db::project::add_step(db, &cell.owner.viewer, project, &step)
                .await
                .unwrap();
            let steps = db::project::find(db, project).await.unwrap().steps;
            format!("{project} {}", steps[0].id)
        }
        About::Update => {
            let (project, db) = (site.project(&cell.owner).await, &site.state.site.db);
            db::project::write_update(db, &cell.owner.viewer, project, "Day one")
                .await
                .unwrap();
            let updates = db::project::list_updates(db, project, None, 1)
                .await
                .unwrap();
            format!("{project} {}", updates.rows[0].id)
        }
        About::Challenge => site.challenge(&cell.owner, "", &[]).await.to_string(),
        About::ChallengeAndRecord | About::Entered => {
            let challenge = site.challenge(&cell.owner, "", &[]).await;
            let record = site.published(&cell.owner).await;
            if matches!(about, About::Entered) {
                let db = &site.state.site.db;
                db::challenge::enter(db, &cell.owner.viewer, challenge, record)
                    .await
                    .unwrap();
            }
            format!("{challenge} {record}")
        }
        About::Private => collection(site, &cell.owner, false).await,
        About::Collection => collection(site, &cell.owner, true).await,
        About::Shortlist => shortlist(site, &cell.owner).await,
        About::Included => {
            let made = production(site, &cell.owner, false).await;
            let (id, _) = made.split_once(' ').unwrap();
            format!("{id} {}", site.published(&cell.owner).await)
        }
        About::Flag => flag(site, &cell.owner).await,
        About::Oneself => cell.asks.as_ref().unwrap_or(&cell.owner).handle.clone(),
        About::Session => {
            let other = site.sign_in(&cell.owner.handle).await;
            let viewer = db::session::find_viewer(&site.state.site.db, &other)
                .await
                .unwrap();
            viewer.unwrap().session.to_string()
        }
    }
}

/// A collection of the owner's, and the record in it.
async fn collection(site: &Site, owner: &Somebody, public: bool) -> String {
    let record = site.published(owner).await;
    let form = db::collection::CollectionForm {
        heading: domain::curation::Heading::parse("Rain", "").unwrap(),
        public,
    };
    let db = &site.state.site.db;
    let id = db::collection::create_collection(db, &owner.viewer, &form, &[record]).await;
    format!("{} {record}", id.unwrap())
}

/// A shortlist, and the record of the owner's that is on it.
async fn shortlist(site: &Site, owner: &Somebody) -> String {
    let record = site.published(owner).await;
    let curator = db::session::Viewer {
        role: Role::Curator,
        ..owner.viewer.clone()
    };
    let db = &site.state.site.db;
    let heading = domain::curation::Heading::parse("Ferry", "").unwrap();
    let id = db::shortlist::start_shortlist(db, &curator, &heading, None)
        .await
        .unwrap();
    db::shortlist::send_to_shortlist(db, &curator, id, &[record], "Why.")
        .await
        .unwrap();
    format!("{id} {record}")
}

/// A flag of the owner's, and the record that it is on.
async fn flag(site: &Site, owner: &Somebody) -> String {
    let record = site.published(owner).await;
    let curator = db::session::Viewer {
        role: Role::Curator,
        ..owner.viewer.clone()
    };
    let db = &site.state.site.db;
    db::review::flag_record(db, &owner.viewer, record, "Odd.")
        .await
        .unwrap();
    let review = db::review::find_review(db, &curator, record).await.unwrap();
    format!("{} {record}", review.flags[0].id)
}

/// The link of a mail to the owner, who wants hearts by mail.
async fn stop_link(site: &Site, owner: &Somebody) -> String {
    let db = &site.state.site.db;
    let address = format!("{}@example.org", owner.handle).parse().unwrap();
    let token = db::mail::ask_for_address(db, owner.viewer.member, &address).await;
    db::mail::confirm_address(db, &token.unwrap())
        .await
        .unwrap();
    let hearts = Switch {
        kind: Kind::Hearted,
        in_page: true,
        by_mail: true,
    };
    db::notification::set_switches(db, owner.viewer.member, &[hearts])
        .await
        .unwrap();
    told(site, owner).await;
    loop {
        if let Some(bundle) = db::mail::claim_bundle(db).await.unwrap()
            && bundle.member == owner.viewer.member
        {
            return db::mail::stop_link(&bundle.secret, bundle.member, Some(Kind::Hearted));
        }
        // The site may have been faster, and sent it.
        if let Some(mail) = mail_to(site, &owner.handle) {
            let link = mail.split("/mail/stop?link=").nth(1).unwrap();
            return link.split('>').next().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// What was mailed to `HANDLE@example.org` about what happened.
fn mail_to(site: &Site, handle: &str) -> Option<String> {
    let MailTo::Folder(folder) = &site.state.config.mail else {
        return None;
    };
    let files = std::fs::read_dir(folder).unwrap();
    let mut mails = files.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok());
    let to = format!("To: {handle}@example.org");
    mails.find(|mail| mail.contains(&to) && mail.contains("/mail/stop?link="))
}

/// A notification: somebody hearted a record of the owner's.
async fn told(site: &Site, owner: &Somebody) -> NotificationId {
    let db = &site.state.site.db;
    let record = site.published(owner).await;
    let fan = site.join(Role::Member).await;
    db::heart::set_heart(db, fan.viewer.member, record, true)
        .await
        .unwrap();
    loop {
        let told = db::notification::find_news(db, owner.viewer.member, NotificationId(0), 1).await;
        if let Some(told) = told.unwrap().first() {
            return told.id;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// A production that the owner directs, and its version.
async fn production(site: &Site, owner: &Somebody, ready: bool) -> String {
    let db = &site.state.site.db;
    db::member::set_role(db, &owner.handle, Role::Director)
        .await
        .unwrap();
    let record = site.published(owner).await;
    let mut viewer = owner.viewer.clone();
    viewer.role = Role::Director;
    let id = site.production(&viewer, &[record], ready).await;
    // So that the lineage knows of the record.
    site.state.site.lineage.catch_up(db).await.unwrap();
    let version = db::production::find_production(db, id)
        .await
        .unwrap()
        .version;
    format!("{id} {version}")
}

/// A remix of another's and an earlier record of the owner's.
async fn claimable(site: &Site, owner: &Somebody) -> String {
    let source = site.published(owner).await;
    let other = site.join(Role::Member).await;
    format!("{} {source}", site.published(&other).await)
}

async fn claim(site: &Site, owner: &Somebody) -> String {
    let pair = claimable(site, owner).await;
    let (remix, source) = pair.split_once(' ').unwrap();
    let new = db::claim::NewClaim {
        source: source.parse().unwrap(),
        remix: remix.parse().unwrap(),
        used: String::new(),
        reason: "Bar 4.".to_owned(),
    };
    let claim = db::claim::make_claim(&site.state.site.db, &owner.viewer, &new).await;
    claim.unwrap().to_string()
}

/// Epoch, index and id, with spaces between them.
async fn on_map(site: &Site, id: RecordId) -> String {
    let epoch = site.settle().await;
    let index = site.state.site.map.index(id).unwrap_or(u32::MAX);
    format!("{epoch} {index} {id}")
}

fn request(row: &Row, subject: &str, number: usize) -> Ask {
    if row.route == "/uploads" {
        return Ask::upload("/uploads", "poem.txt", b"patter").json();
    }
    let (first, second) = subject.split_once(' ').unwrap_or((subject, ""));
    let path = row
        .route
        .replace("{id}", first)
        .replace("{handle}", subject)
        .replace("{variant}", "w320")
        .replace("{*file}", "none.css");
    if row.route.starts_with("/api/v1/map/{epoch}/") {
        let parts: Vec<&str> = subject.split(' ').collect();
        let path = path
            .replace("{epoch}", parts[0])
            .replace("{index}", parts[1])
            .replace("{level}", "0")
            .replace("{x}", "0")
            .replace("{y}", "0");
        let source = parts.get(3).unwrap_or(&parts[2]);
        return Ask::get(format!(
            "{path}?records={0}&record={0}&source={source}",
            parts[2]
        ));
    }
    if row.method == "GET" {
        return match row.route {
            "/mail/confirm" => Ask::get(format!("{path}?token={subject}")).html(),
            "/mail/stop" => Ask::get(format!("{path}?link={subject}")).html(),
            "/records/edit"
            | "/projects/edit"
            | "/projects/add-step"
            | "/projects/change-step"
            | "/projects/add-leader"
            | "/projects/remove-leader"
            | "/projects/close"
            | "/challenges/edit"
            | "/collections/edit"
            | "/curate/shortlists/edit"
            | "/productions/edit"
            | "/productions/release"
            | "/productions/credits"
            | "/claims/new"
            | "/claims/decide" => Ask::get(format!("{path}?id={first}")).html(),
            "/collections/add" | "/curate/shortlists/add" | "/productions/add" => {
                Ask::get(format!("{path}?record={second}")).html()
            }
            "/api/v1/oembed" | "/oembed" => Ask::get(format!(
                "{path}?url=http%3A%2F%2F{{host}}%2Frecords%2F{subject}"
            )),
            _ if path.starts_with("/api/") => Ask::get(path),
            _ => Ask::get(path).html(),
        };
    }
    let path = match row.route {
        "/mail/stop" => format!("{path}?link={subject}"),
        "/collections/add" | "/curate/shortlists/add" | "/productions/add" => {
            format!("{path}?record={second}")
        }
        _ if path.starts_with("/curate/records/") => format!("{path}?id={second}"),
        _ => path,
    };
    let number = number.to_string();
    let filled: Vec<(&str, String)> = row
        .form
        .iter()
        .map(|(name, value)| {
            let value = value.replace("{}", first).replace("{1}", second);
            (*name, value.replace("{n}", &number))
        })
        .collect();
    let fields: Vec<(&str, &str)> = filled
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Ask::form(path, &fields).json()
}

fn ends_session(row: &Row) -> bool {
    matches!(
        row.route,
        "/sign-out" | "/sign-in" | "/sign-up" | "/me/password"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_answers_as_the_table_says() {
    let folder = tempfile::tempdir().unwrap();
    let place = format!("file:{}", folder.path().display());
    let site = Site::start_with(&[
        ("UNDERSTORY_MAIL", place.as_str()),
        ("UNDERSTORY_MAIL_DELAY", "0"),
    ])
    .await;
    let host = site.address.to_string().replace(':', "%3A");
    let mut wrong = Vec::new();
    let mut number = 0;
    for (place, column) in COLUMNS.iter().enumerate() {
        let mut cell = Cell::of(&site, column).await;
        for (at, row) in ROWS.iter().enumerate() {
            number += 1;
            // Members may put up 20 records an hour: people are new every few rows, and after one ends their session.
            if at % 8 == 0 || ends_session(&ROWS[at - 1]) {
                cell = Cell::of(&site, column).await;
            }
            let subject = subject(&site, row.about, &cell).await;
            let ask = request(row, &subject, number).in_path("{host}", &host);
            let ask = ask.with(cell.asks.as_ref().map(|somebody| somebody.token.as_str()));
            // One of them never ends.
            let status = ask.status(site.address).await;
            if status != row.statuses[place] {
                wrong.push(format!(
                    "row {at} {} {} ({:?}) as {column}: {} instead of {}",
                    row.method, row.route, row.about, status, row.statuses[place]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_a_form_does_not_have_change_nothing() {
    let site = Site::start().await;
    let (member, other) = (site.join(Role::Member).await, site.join(Role::Member).await);
    let db = &site.state.site.db;
    let other_id = other.viewer.member.to_string();
    let extra = [
        ("role", "admin"),
        ("author_id", other_id.as_str()),
        ("member", &other_id),
        ("id", "1"),
    ];
    let mut profile = vec![("name", "Me"), ("bio", "")];
    profile.extend(extra);
    let answer = site
        .send(
            Ask::form("/me/profile", &profile)
                .json()
                .with(Some(&member.token)),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let viewer = db::session::find_viewer(db, &member.token)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((viewer.role, viewer.name.as_str()), (Role::Member, "Me"));
    assert_ne!(
        db::member::find_profile(db, &other.handle)
            .await
            .unwrap()
            .name,
        "Me"
    );
    let form = [
        ("medium", "text"),
        ("title", "Mine"),
        ("body", "B"),
        ("intent", "save"),
        ("author_id", &other_id),
        ("fields[author_id]", &other_id),
        ("status", "published"),
        ("role", "admin"),
    ];
    let answer = site
        .send(
            Ask::form("/records/new", &form)
                .json()
                .with(Some(&member.token)),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(
        db::member::list_drafts(db, viewer.member)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        db::member::list_drafts(db, other.viewer.member)
            .await
            .unwrap()
            .is_empty()
    );
    let sign_up = [
        ("handle", "climber"),
        ("name", "C"),
        ("password", PASSWORD),
        ("role", "admin"),
    ];
    assert_eq!(
        site.send(Ask::form("/sign-up", &sign_up).json())
            .await
            .status,
        200
    );
    assert_eq!(
        db::member::find_profile(db, "climber").await.unwrap().role,
        Role::Member
    );
}
