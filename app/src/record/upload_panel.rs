//! Where files are put up: the uploader, which is a plain form without JavaScript.

use super::uploader::{self, Uploader};
use crate::form::FormState;
use crate::ui::form::ErrorSummary;
use domain::ChallengeId;
use leptos::prelude::*;

/// The uploader, and what stands against what was sent last. `sources` are those chosen so far, `challenge` is the one
/// that the drafts are for.
pub(super) fn upload_panel(
    sources: Vec<i64>,
    challenge: Option<ChallengeId>,
    state: FormState,
) -> impl IntoView {
    view! {
        <ErrorSummary state/>
        <Uploader>{uploader::parts(sources, challenge.map(|id| id.0))}</Uploader>
        <p class="hint">
            "Each file becomes a draft, which you then describe and publish. Chosen sources go along with it."
        </p>
    }
}
