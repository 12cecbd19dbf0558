//! Sending what waits.

use super::{Mailer, compose};
use crate::state::AppState;
use app::ssr::AddressQuestion;
use db::mail::{claim_bundle, mark_failed, mark_sent};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;

/// How often is looked for what is due.
const LOOK: Duration = Duration::from_secs(5);
/// Pauses before a question is sent once more. It is lost where the server stops meanwhile: its member asks again.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(300),
];

/// Sends what members are told by mail, whenever something is due.
pub(crate) async fn send_waiting(state: AppState, mailer: Mailer) {
    loop {
        tokio::time::sleep(LOOK).await;
        if let Err(error) = send_due(&state, &mailer).await {
            tracing::warn!(cause = error.to_string(), "mail that is due cannot be read");
        }
    }
}

async fn send_due(state: &AppState, mailer: &Mailer) -> db::Result<()> {
    let db = &state.site.db;
    while let Some(bundle) = claim_bundle(db).await? {
        let letter = compose::bundle(&state.site.public_url, &bundle);
        match mailer.send(&letter).await {
            Ok(()) => mark_sent(db, &bundle).await?,
            Err(cause) => {
                let given_up = mark_failed(db, &bundle).await?;
                let member = bundle.member.0;
                match given_up {
                    0 => tracing::warn!(%cause, member, "mail was not sent; it is tried again"),
                    _ => {
                        tracing::warn!(%cause, member, given_up, "mail was not sent and is given up")
                    }
                }
            }
        }
    }
    Ok(())
}

/// Asks addresses whether they are their members'.
pub(crate) async fn ask_addresses(
    state: AppState,
    mailer: Mailer,
    mut questions: UnboundedReceiver<AddressQuestion>,
) {
    while let Some(question) = questions.recv().await {
        let letter = compose::question(&state.site.public_url, &question);
        let mailer = mailer.clone();
        tokio::spawn(async move {
            for pause in PAUSES.into_iter().map(Some).chain([None]) {
                match (mailer.send(&letter).await, pause) {
                    (Ok(()), _) => return,
                    (Err(cause), Some(pause)) => {
                        tracing::warn!(%cause, "an address was not asked; it is tried again");
                        tokio::time::sleep(pause).await;
                    }
                    (Err(cause), None) => {
                        tracing::warn!(%cause, "an address was not asked");
                    }
                }
            }
        });
    }
}
