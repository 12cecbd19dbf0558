//! `POST /uploads`: files stream in, one after the other, and each becomes a draft.

use super::arriving::{Arrived, Arriving};
use super::claim::Claim;
use super::error::{UploadError, code};
use super::keep::keep;
use crate::forms::come_back;
use crate::state::AppState;
use crate::web::errors::wants_html;
use app::{AppError, FormReturn};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::session::Viewer;
use domain::RecordId;
use domain::remix::NamedSource;
use domain::text::TextError;
use serde::Serialize;
use std::time::Duration;

/// A sender may be silent for so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// Most fields of a form.
const FIELDS_MAX: usize = 200;

/// Bytes after which the quota is asked again, where the length was not told.
const QUOTA_STEP: u64 = 32 << 20;

/// Of a refused upload so much is still read and thrown away, so that the answer is heard: most
/// programs listen only when they have sent everything.
const DRAIN_BYTES: usize = 64 << 20;
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// A draft made of an upload.
#[derive(Debug, Serialize)]
struct Made {
    id: RecordId,
    url: String,
    title: String,
}

/// What stands in the form besides its files.
#[derive(Default)]
struct Form {
    sources: Vec<String>,
    challenge: String,
    files: Vec<Arrived>,
}

pub(super) async fn upload(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned();
    let request = Request::from_parts(parts.clone(), body);
    let multipart = Multipart::from_request(request, &state).await;
    let mut typed = Vec::new();
    let done = match (viewer, multipart) {
        (None, _) => Err(AppError::SignInNeeded),
        (_, Err(_)) => Err(AppError::Malformed),
        (Some(viewer), Ok(mut multipart)) => {
            let taken = take(&state, &viewer, &parts.headers, &mut multipart, &mut typed).await;
            if taken.is_err() {
                let _ = tokio::time::timeout(DRAIN_TIME, drain(&mut multipart)).await;
            }
            taken.map_err(UploadError::told)
        }
    };
    match done {
        Ok(made) => accept(&parts.headers, &made),
        Err(error) if wants_html(&parts.headers) => {
            let form = FormReturn {
                action: "/uploads".to_owned(),
                error,
                values: typed
                    .into_iter()
                    .map(|source| ("source".to_owned(), source))
                    .collect(),
            };
            come_back(&state, &parts, form).await
        }
        Err(error) => refuse(&error),
    }
}

async fn take(
    state: &AppState,
    viewer: &Viewer,
    headers: &HeaderMap,
    multipart: &mut Multipart,
    typed: &mut Vec<String>,
) -> Result<Vec<Made>, UploadError> {
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    db::media::check_quota(&state.site.db, viewer.member, length.unwrap_or(0)).await?;
    check_disk(state, length.unwrap_or(0))?;
    let mut form = Form::default();
    let read = receive(state, viewer, length.is_none(), multipart, &mut form).await;
    typed.clone_from(&form.sources);
    read?;
    if form.files.is_empty() {
        return Err(TextError::Empty(domain::text::Field::File).into());
    }
    let sources = sources(&form.sources)?;
    let challenge = match form.challenge.trim() {
        "" => None,
        id => Some(id.parse().map_err(|_| UploadError::Malformed)?),
    };
    let mut made = Vec::new();
    for file in form.files {
        let title = file.claim.title();
        let id = keep(state, viewer, file, &sources, challenge).await?;
        made.push(Made {
            id,
            url: format!("/records/{id}/edit"),
            title,
        });
    }
    Ok(made)
}

async fn receive(
    state: &AppState,
    viewer: &Viewer,
    ask_quota: bool,
    multipart: &mut Multipart,
    form: &mut Form,
) -> Result<(), UploadError> {
    let mut count = 0;
    while let Some(mut field) = patiently(multipart.next_field()).await? {
        count += 1;
        if count > FIELDS_MAX {
            return Err(UploadError::Malformed);
        }
        match field.name() {
            Some("file") => {
                if let Some(file) = receive_file(state, viewer, ask_quota, &mut field).await? {
                    form.files.push(file);
                }
            }
            Some("challenge") => form.challenge = receive_text(&mut field).await?,
            Some("source") => form.sources.push(receive_text(&mut field).await?),
            _ => {
                receive_text(&mut field).await?;
            }
        }
    }
    Ok(())
}

/// A file field; `None` where nothing was chosen, for which browsers send a field without a name or content.
async fn receive_file(
    state: &AppState,
    viewer: &Viewer,
    ask_quota: bool,
    field: &mut Field<'_>,
) -> Result<Option<Arrived>, UploadError> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let declared = field.content_type().unwrap_or_default().to_owned();
    let claim = Claim::new(&name, &declared);
    let mut arriving = Arriving::begin(&state.store, state.upload_limits, claim).await?;
    let mut asked = 0;
    while let Some(chunk) = patiently(field.chunk()).await? {
        arriving.write(&chunk).await?;
        if ask_quota && arriving.bytes() - asked > QUOTA_STEP {
            asked = arriving.bytes();
            let bytes = i64::try_from(asked).unwrap_or(i64::MAX);
            db::media::check_quota(&state.site.db, viewer.member, bytes).await?;
            check_disk(state, 0)?;
        }
    }
    if name.is_empty() && arriving.bytes() == 0 {
        return Ok(None);
    }
    arriving.finish().await.map(Some)
}

async fn receive_text(field: &mut Field<'_>) -> Result<String, UploadError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = patiently(field.chunk()).await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > 4096 {
            return Err(UploadError::Malformed);
        }
    }
    String::from_utf8(bytes).map_err(|_| UploadError::Malformed)
}

async fn patiently<T>(
    next: impl Future<Output = Result<T, axum::extract::multipart::MultipartError>>,
) -> Result<T, UploadError> {
    match tokio::time::timeout(PATIENCE, next).await {
        Ok(Ok(next)) => Ok(next),
        Ok(Err(_)) | Err(_) => Err(UploadError::Interrupted),
    }
}

async fn drain(multipart: &mut Multipart) {
    let mut read = 0;
    while let Ok(Some(mut field)) = multipart.next_field().await {
        while let Ok(Some(chunk)) = field.chunk().await {
            read += chunk.len();
            if read > DRAIN_BYTES {
                return;
            }
        }
    }
}

fn sources(typed: &[String]) -> Result<Vec<RecordId>, UploadError> {
    let mut named = Vec::new();
    for source in typed.iter().filter(|source| !source.trim().is_empty()) {
        let source = domain::remix::parse_reference(source)
            .ok_or(TextError::Malformed(domain::text::Field::Sources))?;
        named.push(NamedSource {
            source,
            used: String::new(),
        });
    }
    let checked = domain::remix::check_sources(None, &named).map_err(UploadError::Rule)?;
    Ok(checked.into_iter().map(|named| named.source).collect())
}

/// Whether the disk that files arrive on keeps its reserve.
fn check_disk(state: &AppState, more: i64) -> Result<(), UploadError> {
    let Ok(disk) = nix::sys::statvfs::statvfs(&state.store.arriving) else {
        return Ok(());
    };
    let free = disk.blocks_available().saturating_mul(disk.fragment_size());
    let needed = u64::try_from(more).unwrap_or(0);
    if free < state.upload_limits.disk_reserve.saturating_add(needed) {
        return Err(UploadError::DiskLow);
    }
    Ok(())
}

/// To the draft, or to all drafts; programs are told of them.
fn accept(headers: &HeaderMap, made: &[Made]) -> Response {
    let [first, rest @ ..] = made else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if wants_html(headers) {
        let to = if rest.is_empty() {
            first.url.as_str()
        } else {
            "/me#drafts"
        };
        return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
    }
    let mut body = serde_json::json!(first);
    if !rest.is_empty() {
        body["records"] = serde_json::json!(made);
    }
    (StatusCode::CREATED, axum::Json(body)).into_response()
}

fn refuse(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::json!({ "code": code(error), "message": error.message() });
    let mut response = (status, axum::Json(body)).into_response();
    if let AppError::TooOften { retry_after } = error {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*retry_after));
    }
    response
}
