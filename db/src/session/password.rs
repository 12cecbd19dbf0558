//! Passwords: argon2id with 19 MiB, two passes and one lane (ASVS 5.0, 11.4.2), two at a time.

use crate::{Error, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// Each takes 19 MiB and a core, so more at once would only let strangers use up the machine.
static AT_A_TIME: Semaphore = Semaphore::const_new(2);

/// What an unknown handle's password is compared with, so that the answer takes as long: the hash of
/// something that nobody typed.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$dW5kZXJzdG9yeS1ub2JvZHk$uzl5OkkGxVBDMaVXTLkBkqiDYb0vHn1dVyPIFQ3ZBk8";

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Error::failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let _turn = AT_A_TIME.acquire().await.map_err(Error::failed)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::failed)?
}

/// The hash of a password, as a PHC string with its salt.
pub(crate) async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    in_turn(move || {
        let salt: [u8; 16] = rand::random();
        let hash: PasswordHash = argon2()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|cause| Error::failed(cause.to_string()))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password is the one behind the hash; `None` takes as long and is never right.
pub(crate) async fn verify(password: &str, hash: Option<String>) -> Result<bool> {
    let password = password.to_owned();
    in_turn(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
        let hash = PasswordHash::new(&hash).map_err(|cause| Error::failed(cause.to_string()))?;
        let right = argon2()?
            .verify_password(password.as_bytes(), &hash)
            .is_ok();
        Ok(right && known)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash() {
        let kept = hash("correct horse battery").await.unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert!(
            verify("correct horse battery", Some(kept.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("correct horse batterY", Some(kept)).await.unwrap());
        assert!(!verify("", None).await.unwrap());
    }

    #[test]
    fn nobodys_hash_costs_what_everybodys_does() {
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        let params = Params::try_from(&nobodys).unwrap();
        assert_eq!(
            (params.m_cost(), params.t_cost(), params.p_cost()),
            (19456, 2, 1)
        );
        assert_eq!(nobodys.hash.unwrap().len(), 32);
    }
}
