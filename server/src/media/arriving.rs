//! A file that is arriving: written to a folder of its own while it is hashed and counted, and gone
//! again whatever happens, unless it is kept.

use super::claim::{Claim, HEAD_BYTES, Kind};
use super::error::UploadError;
use crate::state::{Store, UploadLimits};
use domain::Medium;
use domain::file::FileError;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

/// A path that is removed when this is dropped: at the end, on an error, and when the sender goes away.
#[derive(Debug)]
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an arriving file could not be removed");
        }
    }
}

/// A file whose content is still being received.
pub(crate) struct Arriving {
    temporary: Temporary,
    file: tokio::fs::File,
    hasher: blake3::Hasher,
    bytes: u64,
    claim: Claim,
    limits: UploadLimits,
    head: Vec<u8>,
    kind: Option<Kind>,
}

/// A file that is here whole.
#[derive(Debug)]
pub(crate) struct Arrived {
    temporary: Temporary,
    /// Hex BLAKE3 hash.
    pub(crate) hash: String,
    pub(crate) bytes: u64,
    pub(crate) kind: Kind,
    pub(crate) claim: Claim,
}

impl Arrived {
    pub(crate) fn path(&self) -> &Path {
        &self.temporary.0
    }
}

/// Most bytes of a file of this medium.
pub(crate) fn bytes_max(limits: &UploadLimits, medium: Medium) -> u64 {
    match medium {
        Medium::Image => limits.image_bytes,
        Medium::Audio => limits.audio_bytes,
        Medium::Video => limits.video_bytes,
        Medium::Text | Medium::Code => domain::file::bytes_max(medium),
    }
}

impl Arriving {
    /// Begins a file in the folder for arriving ones, under a name that nobody can guess or choose.
    pub(crate) async fn begin(
        store: &Store,
        limits: UploadLimits,
        claim: Claim,
    ) -> Result<Self, UploadError> {
        let name = format!("{:032x}.part", rand::random::<u128>());
        let temporary = Temporary(store.arriving.join(name));
        let file = tokio::fs::File::options()
            .write(true)
            .create_new(true)
            .open(&temporary.0)
            .await?;
        Ok(Self {
            temporary,
            file,
            hasher: blake3::Hasher::new(),
            bytes: 0,
            claim,
            limits,
            head: Vec::new(),
            kind: None,
        })
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes the next bytes. Refuses at the moment that the content is seen not to be what it says, or
    /// to be more than its medium may have.
    pub(crate) async fn write(&mut self, chunk: &[u8]) -> Result<(), UploadError> {
        if self.kind.is_none() {
            let room = HEAD_BYTES - self.head.len();
            self.head.extend_from_slice(&chunk[..room.min(chunk.len())]);
            if self.head.len() == HEAD_BYTES {
                self.kind = Some(self.claim.kind(&self.head)?);
            }
        }
        self.bytes += chunk.len() as u64;
        if let Some(kind) = self.kind {
            self.check_size(kind)?;
        }
        self.hasher.update(chunk);
        self.file.write_all(chunk).await?;
        Ok(())
    }

    fn check_size(&self, kind: Kind) -> Result<(), FileError> {
        let medium = kind.medium();
        let max = bytes_max(&self.limits, medium);
        if self.bytes > max {
            return Err(FileError::TooLarge { medium, max });
        }
        Ok(())
    }

    /// Ends the file.
    pub(crate) async fn finish(mut self) -> Result<Arrived, UploadError> {
        let kind = match self.kind {
            Some(kind) => kind,
            None => self.claim.kind(&self.head)?,
        };
        self.check_size(kind)?;
        self.file.flush().await?;
        Ok(Arrived {
            hash: self.hasher.finalize().to_hex().to_string(),
            bytes: self.bytes,
            kind,
            claim: self.claim,
            temporary: self.temporary,
        })
    }
}

/// Makes the folder for this process's arriving files, and removes what a stop left behind: its own, and
/// the folders beside it of processes that are no more.
///
/// # Errors
/// As the file system's.
pub(crate) fn clear_arriving(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    let Some(all) = folder.parent() else {
        return Ok(());
    };
    for entry in std::fs::read_dir(all)? {
        let entry = entry?;
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.parse::<u32>().ok());
        if process.is_some_and(is_gone) {
            std::fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Whether no process has this number, where that can be told.
fn is_gone(process: u32) -> bool {
    Path::new("/proc/self").exists() && !Path::new("/proc").join(process.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_removes_what_a_stop_left() {
        let data = tempfile::tempdir().unwrap();
        let own = data.path().join(std::process::id().to_string());
        let others = [
            data.path().join("1"),
            data.path().join("4294967294"),
            own.clone(),
        ];
        for folder in &others {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join("x.part"), b"half").unwrap();
        }
        clear_arriving(&own).unwrap();
        let left = others.map(|folder| folder.join("x.part").exists());
        assert_eq!(left, [true, false, false]);
        assert!(own.exists());
    }
}
