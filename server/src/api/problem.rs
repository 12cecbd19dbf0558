//! Errors of the API: `application/problem+json` (RFC 9457) with a stable `code`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Rule;
use domain::text::{Field, TextError};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a call was not answered as asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: the status and the code say what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What happened and what to do next.
    detail: String,
    /// A stable word for programs: `not_found`, `invalid_parameter`, `unsupported_format`,
    /// `stale`, `too_many`, `unavailable` or `failed`.
    code: &'static str,
    /// The query parameter that is not as it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: String) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail,
            code,
            parameter: None,
        }
    }

    /// Nothing is there, or it is not public.
    pub(super) fn not_found() -> Self {
        let detail = "There is nothing here, or it is not public.".to_owned();
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// A query parameter has a value that it cannot have; `wanted` says which it can.
    pub(super) fn parameter(name: &'static str, wanted: &str) -> Self {
        let detail = format!("The parameter {name} must be {wanted}.");
        let problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid_parameter",
            detail,
        );
        Self {
            parameter: Some(name),
            ..problem
        }
    }

    /// A form of answer that there is none of.
    pub(super) fn unsupported_format(wanted: &str) -> Self {
        let detail = format!("Only these formats are given: {wanted}.");
        Self::new(StatusCode::NOT_IMPLEMENTED, "unsupported_format", detail)
    }

    /// It takes too long just now.
    pub(super) fn unavailable() -> Self {
        let detail = "This takes too long just now. Try again in a second.".to_owned();
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
    }

    /// The map is not laid out yet.
    pub(super) fn not_yet() -> Self {
        let detail = "The map is being laid out. Try again in a second.".to_owned();
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
    }

    /// What is asked for belongs to a map that is no more.
    pub(super) fn stale() -> Self {
        let detail = "The map was laid out anew. Load it again.".to_owned();
        Self::new(StatusCode::GONE, "stale", detail)
    }

    /// More records than one file may hold.
    pub(super) fn too_many(count: u64, most: u64) -> Self {
        let detail = format!(
            "These are {count} records; at most {most} can be exported at once. Narrow the selection."
        );
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too_many", detail)
    }

    /// Too many streams of events to one address.
    pub(super) fn too_many_listeners() -> Self {
        let detail = "Too many listen at your address. Close a window of the map.".to_owned();
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", detail)
    }

    /// A file could not be written.
    pub(super) fn from_io(error: std::io::Error) -> Self {
        db::Error::Database(Box::new(error)).into()
    }

    fn failed(reference: &str) -> Self {
        let detail = format!("Something failed on our side; it is logged under {reference}.");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", detail)
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotFound => Self::not_found(),
            db::Error::Rule(Rule::Text(TextError::Malformed(Field::Search))) => {
                Self::parameter("after", "what `next` of the same list gave")
            }
            other => match app::AppError::from(other) {
                app::AppError::Internal { reference } => Self::failed(&reference),
                told => Self::new(
                    StatusCode::from_u16(told.status())
                        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                    "failed",
                    told.message(),
                ),
            },
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let wait = match status {
            StatusCode::SERVICE_UNAVAILABLE => Some("1"),
            StatusCode::TOO_MANY_REQUESTS => Some("60"),
            _ => None,
        };
        if let Some(wait) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(wait));
        }
        response
    }
}
