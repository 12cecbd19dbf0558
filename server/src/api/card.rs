//! `GET /productions/{id}/credits/card`: the credits as a card that other sites may frame. The only thing that they
//! may: it is static, runs nothing, has no form and nothing of whoever looks at it, so that nobody can be led to
//! press anything of this site unseen.

use super::answer;
use super::parameters::path_id;
use super::problem::Problem;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use db::credit::{CreditLine, CreditSheet};
use db::production::Production;
use domain::ProductionId;
use domain::attribution::escape;
use domain::credit::{Basis, Count};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Credits named on each basis.
const NAMED: usize = 24;

const STYLE: &str = "\
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}\
body{margin:0;padding:20px;color:light-dark(#1c211a,#e9ece4);background:light-dark(#fffefb,#161b14)}\
h1{font-size:1.25rem;line-height:1.3;margin:0}\
h2{font-size:.95rem;margin:18px 0 4px}\
p,ul{margin:0}ul{padding:0;list-style:none}\
small{color:light-dark(#5a6154,#a4ac9b)}\
a{color:light-dark(#2f5d34,#8fc487)}";

/// What may happen in the card: its one style, links, and being framed.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'none'; base-uri 'none'; frame-ancestors *"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

pub(super) async fn show(
    State(state): State<AppState>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = &state.site;
    let production =
        db::production::find_production(&site.db, path_id::<ProductionId>(&path)?).await?;
    let sheet = CreditSheet::open(&site.db, &site.lineage, &production).await?;
    let mut from = 0;
    let mut parts = String::new();
    for (basis, count) in Basis::ALL.into_iter().zip(sheet.counts) {
        let most = NAMED.min(usize::try_from(count.credits).unwrap_or(NAMED));
        if most > 0 {
            let (lines, _) = sheet.page(from, most, None).await?;
            parts.push_str(&part(basis, count, &lines));
        }
        from += i64::try_from(count.credits).unwrap_or(i64::MAX);
    }
    let html = page(&production, &site.public_url, &parts);
    let mut response = answer::bytes(&headers, "text/html; charset=utf-8", html.into_bytes());
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    Ok(response)
}

fn page(production: &Production, public_url: &str, parts: &str) -> String {
    let title = escape(&production.title);
    let url = escape(&format!("{public_url}/productions/{}", production.id));
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Credits of {title}</title><style>{STYLE}</style></head><body>\
         <h1 dir=\"auto\">{title}</h1><p><small>{} · directed by <bdi>{}</bdi></small></p>{parts}\
         <h2><a href=\"{url}/credits\" target=\"_blank\" rel=\"noopener\">All credits</a></h2>\
         </body></html>",
        production.status.label(),
        escape(&production.director_name),
    )
}

fn part(basis: Basis, count: Count, lines: &[CreditLine]) -> String {
    // Each once, wherever their credits stand.
    let mut members: Vec<Vec<&CreditLine>> = Vec::new();
    for line in lines {
        match members.iter_mut().find(|own| own[0].member == line.member) {
            Some(own) => own.push(line),
            None => members.push(vec![line]),
        }
    }
    let mut html = format!("<h2>{}</h2><ul>", basis.heading());
    for lines in &members {
        let name = escape(&lines[0].name);
        let roles: Vec<String> = lines
            .iter()
            .filter(|line| !line.role.is_empty())
            .map(|line| escape(&line.role))
            .collect();
        let what = match roles.is_empty() {
            true => String::new(),
            false => format!(" <small>{}</small>", roles.join(", ")),
        };
        html.push_str(&format!("<li><bdi>{name}</bdi>{what}</li>"));
    }
    let more = count.members.saturating_sub(members.len() as u64);
    if more > 0 {
        html.push_str(&format!("<li><small>and {more} more</small></li>"));
    }
    html.push_str("</ul>");
    html
}
