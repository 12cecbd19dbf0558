//! Why an upload was not taken.

use app::AppError;
use domain::Rule;
use domain::file::FileError;
use domain::text::TextError;

/// Why an upload was not taken.
#[derive(Debug)]
pub(crate) enum UploadError {
    /// The file itself is refused.
    File(FileError),
    /// Another rule refuses it, such as a text's length.
    Rule(Rule),
    /// The database refuses it or failed.
    Db(db::Error),
    /// The form is not of the form that was expected.
    Malformed,
    /// The disk is nearly full.
    DiskLow,
    /// The sender went away or was too slow.
    Interrupted,
    /// Files cannot be written or read; for the log alone.
    Storage(String),
}

impl From<FileError> for UploadError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<TextError> for UploadError {
    fn from(error: TextError) -> Self {
        Self::Rule(error.into())
    }
}

impl From<db::Error> for UploadError {
    fn from(error: db::Error) -> Self {
        Self::Db(error)
    }
}

impl From<std::io::Error> for UploadError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskLow,
            _ => Self::Storage(error.to_string()),
        }
    }
}

impl From<object_store::Error> for UploadError {
    fn from(error: object_store::Error) -> Self {
        Self::Storage(error.to_string())
    }
}

impl std::fmt::Display for UploadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(error) => f.write_str(&error.message()),
            Self::Rule(rule) => write!(f, "refused by a rule: {rule:?}"),
            Self::Db(error) => error.fmt(f),
            Self::Malformed => f.write_str("malformed"),
            Self::DiskLow => f.write_str("the disk is nearly full"),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Storage(cause) => write!(f, "storage: {cause}"),
        }
    }
}

impl std::error::Error for UploadError {}

impl UploadError {
    /// What the person is told; a cause is logged here, once.
    pub(crate) fn told(self) -> AppError {
        match self {
            Self::File(error) => AppError::Rule(error.into()),
            Self::Rule(rule) => AppError::Rule(rule),
            Self::Db(error) => error.into(),
            Self::Malformed | Self::Interrupted => AppError::Malformed,
            Self::DiskLow => AppError::DiskLow,
            Self::Storage(cause) => app::ssr::internal(&cause),
        }
    }
}

/// The stable word for an error, for programs that upload.
pub(crate) fn code(error: &AppError) -> &'static str {
    match error {
        AppError::Rule(Rule::File(error)) => error.code(),
        AppError::Rule(Rule::Text(TextError::TooLong { .. })) => "text_too_long",
        AppError::Rule(_) => "refused",
        AppError::QuotaFull { .. } => "quota_full",
        AppError::TooOften { .. } => "too_often",
        AppError::SignInNeeded => "sign_in_needed",
        AppError::Malformed => "malformed",
        AppError::DiskLow => "disk_low",
        AppError::NotFound => "not_found",
        _ => "failed",
    }
}
