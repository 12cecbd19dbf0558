//! `GET /api/v1/productions/{id}/credits`: pages as JSON, and all of it as text, HTML or CSV.

use super::answer;
use super::map::export::as_text;
use super::parameters::{Parameters, path_id};
use super::problem::Problem;
use super::schema::Author;
use crate::state::AppState;
use crate::web::headers::SANDBOX_POLICY;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use db::credit::{CreditLine, CreditSheet};
use db::production::Production;
use domain::attribution::escape;
use domain::credit::{Basis, Count};
use domain::{Handle, ProductionId};
use serde::Serialize;
use utoipa::ToSchema;

/// Credits read at a time, where all are written.
const BATCH: usize = 1_000;
/// With more than so many the answer is sent as it is read, and carries no validator.
const AT_ONCE: u64 = 5_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Text,
    Html,
    Csv,
}

const FORMATS: [(&str, Format); 4] = [
    ("json", Format::Json),
    ("text", Format::Text),
    ("html", Format::Html),
    ("csv", Format::Csv),
];

/// How many there are on a basis.
#[derive(Debug, Serialize, ToSchema)]
struct CreditCount {
    basis: &'static str,
    members: u64,
    credits: u64,
}

/// The record that a credit is for.
#[derive(Debug, Serialize, ToSchema)]
struct CreditRecord {
    id: i64,
    title: String,
    url: String,
}

/// One credit.
#[derive(Debug, Serialize, ToSchema)]
struct CreditRow {
    /// Its place among all, from 0.
    position: i64,
    member: Author,
    /// `role` (given by hand), `included` (the record is in the work) or `influence` (one that is came from it).
    basis: &'static str,
    /// Empty but for a role.
    role: String,
    /// Null for a role.
    record: Option<CreditRecord>,
}

/// A page of credits.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CreditList {
    production: i64,
    title: String,
    /// Whether they were written down at release and never change.
    is_final: bool,
    /// Exact, of all pages.
    counts: Vec<CreditCount>,
    credits: Vec<CreditRow>,
    /// To be given as `after` for what follows; null at the end.
    next: Option<i64>,
}

/// Read the credits of a production
///
/// Everybody who made what is included, everybody who made what it came from, and roles given by hand. Until the
/// release they follow the lineage; from then on they never change. As JSON in pages; as text, HTML and CSV all of
/// them. In CSV a text that a spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(
    get,
    path = "/api/v1/productions/{id}/credits",
    tag = "productions",
    params(
        ("id" = i64, Path, description = "The production's id"),
        ("format" = Option<String>, Query, description = "`json` (default), `text`, `html` to paste into a page, or `csv`"),
        ("member" = Option<String>, Query, description = "Of JSON: only those of the member with this handle"),
        ("after" = Option<i64>, Query, description = "Of JSON: `next` of the page before"),
        ("limit" = Option<i64>, Query, description = "Of JSON: 1 to 100, default 100"),
    ),
    responses(
        (status = 200, description = "The credits", content(
            (CreditList = "application/json"), (String = "text/plain"), (String = "text/html"), (String = "text/csv")
        )),
        (status = 304, description = "As `If-None-Match` says"),
        (status = 404, description = "There is no such production or member", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter cannot have this value", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn find_credits(
    State(state): State<AppState>,
    Path(path): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = parameters.word("format", &FORMATS)?;
    let site = &state.site;
    let production =
        db::production::find_production(&site.db, path_id::<ProductionId>(&path)?).await?;
    let sheet = CreditSheet::open(&site.db, &site.lineage, &production).await?;
    match format {
        Format::Json => list(&state, &parameters, &headers, &production, &sheet).await,
        format => whole(&state, &headers, production, sheet, format).await,
    }
}

async fn list(
    state: &AppState,
    parameters: &Parameters,
    headers: &HeaderMap,
    production: &Production,
    sheet: &CreditSheet,
) -> Result<Response, Problem> {
    let from = parameters.number("after", 0, i64::MAX)?.unwrap_or(0);
    let limit = parameters.number("limit", 1, 100)?.unwrap_or(100);
    let member = match parameters.text("member") {
        Some(handle) => Some(db::member::find_profile(&state.site.db, handle).await?.id),
        None => None,
    };
    let limit = usize::try_from(limit).unwrap_or(1);
    let (lines, next) = sheet.page(from, limit, member).await?;
    let public_url = &state.site.public_url;
    let list = CreditList {
        production: production.id.0,
        title: production.title.clone(),
        is_final: sheet.is_final(),
        counts: counts(&sheet.counts),
        credits: lines
            .into_iter()
            .map(|line| CreditRow::of(line, public_url))
            .collect(),
        next,
    };
    answer::json(headers, &list)
}

fn counts(counts: &[Count; 3]) -> Vec<CreditCount> {
    let count = |(basis, count): (Basis, &Count)| CreditCount {
        basis: basis.as_str(),
        members: count.members,
        credits: count.credits,
    };
    Basis::ALL.into_iter().zip(counts).map(count).collect()
}

impl CreditRow {
    fn of(line: CreditLine, public_url: &str) -> Self {
        Self {
            position: line.position,
            member: Author {
                handle: line.member.to_string(),
                name: line.name,
            },
            basis: line.basis.as_str(),
            role: line.role,
            record: line.record.map(|record| CreditRecord {
                id: record.id.0,
                url: format!("{public_url}/records/{}", record.id),
                title: record.title,
            }),
        }
    }
}

/// All credits in one answer: read a part at a time, and sent as they are read where they are many.
async fn whole(
    state: &AppState,
    headers: &HeaderMap,
    production: Production,
    sheet: CreditSheet,
    format: Format,
) -> Result<Response, Problem> {
    let mime = match format {
        Format::Html => "text/html; charset=utf-8",
        Format::Csv => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    let is_small = sheet.len() <= AT_ONCE;
    let mut writer = Writer::new(format, &production, &state.site.public_url);
    let mut response = if is_small {
        let mut body = writer.head();
        let mut from = Some(0);
        while let Some(at) = from {
            let (lines, next) = sheet.page(at, BATCH, None).await?;
            lines.iter().for_each(|line| writer.line(line, &mut body));
            from = next;
        }
        writer.end(&mut body);
        answer::bytes(headers, mime, body.into_bytes())
    } else {
        let mut response = Body::from_stream(parts(writer, sheet)).into_response();
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    };
    if format == Format::Html {
        // To be pasted elsewhere; opened here, it is a page without anything that runs.
        response.headers_mut().insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(SANDBOX_POLICY),
        );
    }
    Ok(response)
}

fn parts(
    writer: Writer,
    sheet: CreditSheet,
) -> impl futures::Stream<Item = Result<String, db::Error>> + Send {
    let begin = (writer, sheet, Some(0), true);
    futures::stream::try_unfold(begin, |(mut writer, sheet, from, is_first)| async move {
        let Some(at) = from else { return Ok(None) };
        let mut part = if is_first {
            writer.head()
        } else {
            String::new()
        };
        let (lines, next) = sheet.page(at, BATCH, None).await?;
        lines.iter().for_each(|line| writer.line(line, &mut part));
        if next.is_none() {
            writer.end(&mut part);
        }
        Ok(Some((part, (writer, sheet, next, false))))
    })
}

/// Writes credits one after the other, those of a basis and of a member together.
struct Writer {
    format: Format,
    title: String,
    public_url: String,
    last: Option<(Basis, Handle, String)>,
}

impl Writer {
    fn new(format: Format, production: &Production, public_url: &str) -> Self {
        Self {
            format,
            title: production.title.clone(),
            public_url: public_url.to_owned(),
            last: None,
        }
    }

    fn head(&self) -> String {
        match self.format {
            Format::Csv => "position,basis,role,name,member,record,title,url\r\n".to_owned(),
            Format::Html => format!("<h2>{}</h2>\n", escape(&self.title)),
            _ => format!("{}\n", self.title),
        }
    }

    fn line(&mut self, line: &CreditLine, out: &mut String) {
        if self.format == Format::Csv {
            return self.cells(line, out);
        }
        let same_basis = matches!(&self.last, Some((basis, ..)) if *basis == line.basis);
        let key = (line.basis, line.member.clone(), line.name.clone());
        let same_member = self.last.as_ref() == Some(&key);
        if !same_basis {
            self.close(out);
            match self.format {
                Format::Html => out.push_str(&format!("<h3>{}</h3>\n<ul>", line.basis.heading())),
                _ => out.push_str(&format!("\n{}\n", line.basis.heading())),
            }
        }
        let what = match (&line.record, self.format) {
            (None, Format::Html) => escape(&line.role),
            (None, _) => line.role.clone(),
            (Some(record), Format::Html) => format!(
                "<a href=\"{}/records/{}\">{}</a>",
                escape(&self.public_url),
                record.id,
                escape(title(&record.title))
            ),
            (Some(record), _) => format!("“{}”", title(&record.title)),
        };
        match (same_member, self.format) {
            (true, _) => out.push_str(&format!(", {what}")),
            (false, Format::Html) => {
                if same_basis {
                    out.push_str("</li>");
                }
                out.push_str(&format!("\n<li>{}: {what}", escape(&line.name)));
            }
            (false, _) => {
                if same_basis {
                    out.push('\n');
                }
                out.push_str(&format!("  {}: {what}", line.name));
            }
        }
        self.last = Some(key);
    }

    /// Ends the credits of a basis.
    fn close(&self, out: &mut String) {
        match (self.format, &self.last) {
            (_, None) => {}
            (Format::Html, _) => out.push_str("</li>\n</ul>\n"),
            _ => out.push('\n'),
        }
    }

    fn end(&self, out: &mut String) {
        if self.format != Format::Csv {
            self.close(out);
        }
    }

    fn cells(&self, line: &CreditLine, out: &mut String) {
        let record = line.record.as_ref();
        let url = |id| format!("{}/records/{id}", self.public_url);
        let cells = [
            line.position.to_string(),
            line.basis.as_str().to_owned(),
            as_text(&line.role).into_owned(),
            as_text(&line.name).into_owned(),
            line.member.to_string(),
            record.map_or_else(String::new, |record| record.id.to_string()),
            record.map_or_else(String::new, |record| as_text(&record.title).into_owned()),
            record.map_or_else(String::new, |record| url(record.id)),
        ];
        let quoted = cells.map(|cell| match cell.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell,
        });
        out.push_str(&quoted.join(","));
        out.push_str("\r\n");
    }
}

/// The title to show: an import may have none.
fn title(title: &str) -> &str {
    match title.trim() {
        "" => "Untitled",
        title => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use db::credit::CreditedRecord;
    use domain::RecordId;

    fn written(format: Format) -> String {
        let line = |position, name: &str, basis, role: &str, title: Option<&str>| CreditLine {
            position,
            member: "ann".parse().unwrap(),
            name: name.to_owned(),
            basis,
            role: role.to_owned(),
            record: title.map(|title| CreditedRecord {
                id: RecordId(position),
                title: title.to_owned(),
            }),
        };
        let lines = [
            line(0, "Ann", Basis::Role, "=cmd()", None),
            line(1, "Ann <b>", Basis::Included, "", Some("Rain, \"tin\"")),
            line(2, "Ann <b>", Basis::Included, "", Some("@SUM(A1)")),
            line(3, "Bo", Basis::Included, "", Some("")),
            line(4, "Bo", Basis::Influence, "", Some("Root")),
        ];
        let mut writer = Writer {
            format,
            title: "Night & Ferry".to_owned(),
            public_url: "https://here.example".to_owned(),
            last: None,
        };
        let mut out = writer.head();
        lines.iter().for_each(|line| writer.line(line, &mut out));
        writer.end(&mut out);
        out
    }

    #[test]
    fn text_has_each_member_once() {
        let expected = "Night & Ferry\n\nMade by\n  Ann: =cmd()\n\nWith records by\n  Ann <b>: “Rain, \"tin\"”, “@SUM(A1)”\n  Bo: “Untitled”\n\nGrown from records by\n  Bo: “Root”\n";
        assert_eq!(written(Format::Text), expected);
    }

    #[test]
    fn html_is_escaped_and_closed() {
        let html = written(Format::Html);
        assert!(html.contains("<h2>Night &amp; Ferry</h2>"), "{html}");
        assert!(
            html.contains("<li>Ann &lt;b&gt;: <a href=\"https://here.example/records/1\">"),
            "{html}"
        );
        for tag in ["li", "ul", "a", "h3"] {
            let open = html.matches(&format!("<{tag}>")).count()
                + html.matches(&format!("<{tag} ")).count();
            assert_eq!(
                open,
                html.matches(&format!("</{tag}>")).count(),
                "{tag} in {html}"
            );
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let csv = written(Format::Csv);
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!(rows[1], "0,role,'=cmd(),Ann,ann,,,");
        assert_eq!(
            rows[2],
            "1,included,,Ann <b>,ann,1,\"Rain, \"\"tin\"\"\",https://here.example/records/1"
        );
        assert_eq!(
            rows[3],
            "2,included,,Ann <b>,ann,2,'@SUM(A1),https://here.example/records/2"
        );
    }
}
