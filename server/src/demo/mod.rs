//! The demonstration world.

use crate::start::Failure;
use crate::state::AppState;

/// Makes the world where there is none.
pub(crate) async fn seed(state: &AppState) -> Result<(), Failure> {
    let _ = state;
    Ok(())
}

/// What to try, and with which sign-ins.
pub(crate) fn welcome(public_url: &str) -> String {
    public_url.to_owned()
}
