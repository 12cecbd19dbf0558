//! What every handler of the server may need.

use crate::api::Listeners;
use crate::config::Config;
use crate::notification;
use crate::web::headers::PagePolicy;
use crate::web::limits::ReadLimit;
use crate::web::visitors::Visitors;
use app::ssr::Site;
use axum::extract::FromRef;
use metrics_exporter_prometheus::PrometheusHandle;
use object_store::ObjectStore;
use std::path::PathBuf;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The server's parts. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// What pages and server functions need: database, lineage, assets, public address.
    pub site: Site,
    /// What is in force.
    pub config: Arc<Config>,
    /// Where files are kept.
    pub store: Store,
    /// How large uploads may be.
    pub upload_limits: UploadLimits,
    /// How often those may read who are not signed in.
    pub read_limit: ReadLimit,
    /// Who hears of changes of the map.
    pub(crate) listeners: Listeners,
    /// Which members hear at once what they are told.
    pub(crate) told: notification::Listeners,
    /// Cancelled when the server is to stop, so that streams of events end.
    pub(crate) stopping: CancellationToken,
    /// The path patterns of all pages, such as `/records/{id}`.
    pub(crate) pages: Arc<[String]>,
    /// What pages may run.
    pub(crate) page_policy: PagePolicy,
    /// Pages as visitors were shown them a moment ago.
    pub(crate) visitors: Visitors,
    /// What `/metrics` shows.
    pub(crate) metrics: PrometheusHandle,
}

/// Where files are kept: content by its hash, beside a local folder for what is arriving.
#[derive(Clone, Debug)]
pub struct Store {
    /// The objects.
    pub objects: Arc<dyn ObjectStore>,
    /// A local folder for uploads that are arriving; emptied at start.
    pub arriving: PathBuf,
}

/// Limits of SAFETY on uploads; smaller in tests.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// Bytes of an image.
    pub image_bytes: u64,
    /// Pixels of an image.
    pub image_pixels: u64,
    /// Frames of an animated image.
    pub image_frames: u32,
    /// Bytes of audio.
    pub audio_bytes: u64,
    /// Bytes of video.
    pub video_bytes: u64,
    /// Milliseconds of audio and video.
    pub duration_ms: i64,
    /// Free bytes to be left where files arrive; below them uploads answer 507.
    pub disk_reserve: u64,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            image_bytes: 25_000_000,
            image_pixels: 50_000_000,
            image_frames: 500,
            audio_bytes: 200_000_000,
            video_bytes: 1_000_000_000,
            duration_ms: 2 * 3_600_000,
            disk_reserve: 500_000_000,
        }
    }
}

impl FromRef<AppState> for Site {
    fn from_ref(state: &AppState) -> Self {
        state.site.clone()
    }
}

impl FromRef<AppState> for db::Db {
    fn from_ref(state: &AppState) -> Self {
        state.site.db.clone()
    }
}

impl FromRef<AppState> for Store {
    fn from_ref(state: &AppState) -> Self {
        state.store.clone()
    }
}
