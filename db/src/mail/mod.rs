//! Telling members by mail: their addresses, and what waits to be sent.

mod address;
mod outbox;
mod stop;

pub use address::{
    AskedAddress, MailAddress, ask_for_address, confirm_address, find_asked_address,
    find_mail_address, remove_address,
};
pub use outbox::{Bundle, claim_bundle, mark_failed, mark_sent};
pub use stop::{Stop, find_stop, stop_link, stop_mail};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 256 random bits, from a generator that is safe for secrets.
fn new_secret() -> [u8; 32] {
    rand::random()
}

fn in_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
