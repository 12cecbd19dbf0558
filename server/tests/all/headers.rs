//! The headers of SAFETY.md on every kind of answer.

use crate::http::{Answer, Ask};
use crate::site::Site;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Role;
use sha2::{Digest, Sha256};

const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

fn check_always(what: &str, answer: &Answer) {
    for (name, value) in ALWAYS {
        assert_eq!(answer.all(name), [value], "{name} of {what}");
    }
    assert_eq!(
        answer.all("cross-origin-resource-policy").len(),
        1,
        "{what}"
    );
    assert_eq!(answer.all("content-security-policy").len(), 1, "{what}");
    assert!(
        answer
            .header("x-request-id")
            .is_some_and(|id| id.len() == 16),
        "{what}"
    );
    assert!(answer.header("server").is_none(), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_answer_has_them() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let id = site.published(&member).await;
    let asks = [
        ("page", Ask::get("/").html(), 200),
        ("missing page", Ask::get("/nope").html(), 404),
        ("wrong method", Ask::get("/sign-out").html(), 405),
        ("api", Ask::get(format!("/api/v1/records/{id}")), 200),
        ("missing call", Ask::get("/api/v1/nope"), 404),
        ("missing file", Ask::get("/media/999"), 404),
        ("missing style", Ask::get("/pkg/nope.css"), 404),
        ("health", Ask::get("/healthz"), 200),
        (
            "forbidden",
            Ask::form("/sign-out", &[])
                .without("sec-fetch-site")
                .header("sec-fetch-site", "cross-site"),
            403,
        ),
        (
            "form that came back",
            Ask::form("/sign-in", &[("handle", "x")]).html(),
            422,
        ),
        (
            "form as JSON",
            Ask::form("/sign-in", &[("handle", "x")]).json(),
            422,
        ),
    ];
    for (what, ask, status) in asks {
        let answer = site.send(ask).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        check_always(what, &answer);
        assert!(
            answer.header("strict-transport-security").is_none(),
            "{what}: http has no HSTS"
        );
    }
}

/// The scripts that stand in a page: what each is, and its text.
fn scripts(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("<script").skip(1);
    parts
        .map(|part| {
            let (kind, rest) = part.split_once('>').unwrap();
            (kind.trim(), rest.split("</script>").next().unwrap())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_the_exact_policy_with_a_nonce_of_its_own_and_all_their_scripts() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    let id = site.published(&member).await;
    let draft = site.draft(&member).await;
    let mut nonces = Vec::new();
    let paths = [
        "/".to_owned(),
        "/records".to_owned(),
        "/records?q=x".to_owned(),
        "/records/new".to_owned(),
        format!("/records/{id}"),
        format!("/records/{id}/lineage"),
        format!("/records/{id}/remix"),
        format!("/records/{draft}/edit"),
        format!("/members/{}", member.handle),
        "/me".to_owned(),
        "/sign-in".to_owned(),
        "/nope".to_owned(),
    ];
    for (path, token) in paths
        .iter()
        .flat_map(|path| [(path, None), (path, Some(member.token.as_str()))])
    {
        let answer = site.send(Ask::get(path).html().with(token)).await;
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        let (_, rest) = policy.split_once("'nonce-").unwrap();
        let (nonce, rest) = rest.split_once("' ").unwrap();
        let (hashes, _) = rest.split_once(" 'strict-dynamic'").unwrap();
        let expected = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' {hashes} 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
             img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
             worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
        );
        assert_eq!(policy, expected);
        assert!(nonce.len() >= 22, "{nonce}");
        nonces.push(nonce.to_owned());
        let hashes: Vec<&str> = hashes.split(' ').collect();
        assert!(hashes.iter().all(|hash| hash.starts_with("'sha256-")));
        let page = answer.text();
        let found = scripts(&page);
        assert!(found.len() >= 4, "{path}: {found:?}");
        for (kind, text) in found {
            // Data, which no browser runs.
            if kind.contains("application/ld+json") {
                continue;
            }
            let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
            assert!(
                hashes.contains(&hash.as_str()),
                "{path}: <script {kind}>{text}"
            );
        }
    }
    let asked = nonces.len();
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_answers_allow_no_script() {
    let site = Site::start().await;
    for path in ["/api/v1/records", "/healthz", "/media/1", "/pkg/none.js"] {
        let answer = site.send(Ask::get(path)).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("script-src"),
            "{path}: {policy}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn https_brings_hsts_and_the_strict_cookie() {
    let site = Site::start_with(&[("UNDERSTORY_PUBLIC_URL", "https://example.org/")]).await;
    let answer = site.send(Ask::get("/").html()).await;
    assert_eq!(
        answer.header("strict-transport-security"),
        Some("max-age=63072000; includeSubDomains")
    );
    let form = [
        ("handle", "ada"),
        ("name", "Ada"),
        ("password", crate::site::PASSWORD),
    ];
    let answer = site.send(Ask::form("/sign-up", &form).html()).await;
    let cookie = answer.header("set-cookie").unwrap();
    let token = answer.token().unwrap();
    assert_eq!(
        cookie,
        format!("__Host-session={token}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure")
    );
    // The plain name is not believed there.
    let plain = Ask::get("/me")
        .html()
        .header("cookie", &format!("session={token}"));
    assert_eq!(site.send(plain).await.status, 401);
    let strict = Ask::get("/me")
        .html()
        .header("cookie", &format!("__Host-session={token}"));
    assert_eq!(site.send(strict).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_members_are_stored_nowhere() {
    let site = Site::start().await;
    let member = site.join(Role::Member).await;
    for path in ["/", "/records", "/me", "/nope"] {
        let answer = site
            .send(Ask::get(path).html().with(Some(&member.token)))
            .await;
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
    let answer = site.send(Ask::get("/").html()).await;
    assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_in_the_language_of_who_asks() {
    let site = Site::start().await;
    let page = site.send(Ask::get("/nope").html()).await;
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    assert!(page.text().contains("site-header"));
    let call = site.send(Ask::get("/api/v1/nope").html()).await;
    assert_eq!(
        (call.status, call.header("content-type")),
        (404, Some("application/problem+json"))
    );
    let call = site
        .send(
            Ask::get("/api/v1/records")
                .method("DELETE")
                .header("sec-fetch-site", "none"),
        )
        .await;
    assert_eq!(
        (call.status, call.header("content-type")),
        (405, Some("application/problem+json"))
    );
    assert!(
        call.header("allow")
            .is_some_and(|methods| methods.contains("GET"))
    );
    let program = site.send(Ask::get("/nope").json()).await;
    assert_eq!(
        (program.status, program.header("content-type")),
        (404, Some("application/json"))
    );
}
