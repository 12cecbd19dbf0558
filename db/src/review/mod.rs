//! The curators' desk: what is new and unrated, ratings, curators' tags, flags.
//!
//! Ratings and curators' tags are seen by curators alone. Curators' tags are kept apart from a record's own, which
//! are its author's words.

mod flag;
mod queue;
mod rate;
mod tag;

pub use flag::{Flag, flag_record, list_open_flags, settle_flag};
pub use queue::{DeskFacts, Waiting, count_waiting, find_facts, find_review};
pub use rate::rate;
pub use tag::{remove_tag, tag_records};

use crate::record::check_all_published;
use crate::session::Viewer;
use crate::sql::{self, values};
use crate::{Result, Timestamp};
use domain::curation::CurationError;
use domain::project::Stars;
use domain::{Handle, MemberId, RecordId, ShortlistId};
use sea_orm::DatabaseTransaction;

/// A record as a curator saw it: whoever was there since is told of, and not overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The record.
    pub record: RecordId,
    /// Its `review_version` when it was shown.
    pub version: i64,
}

/// A curator's rating.
#[derive(Clone, Debug)]
pub struct Rating {
    /// Who.
    pub by: Handle,
    /// Their name.
    pub by_name: String,
    /// 1 to 5.
    pub stars: Stars,
    /// Why.
    pub reason: String,
    /// When it was last changed.
    pub at: Timestamp,
}

/// A tag that a curator gave.
#[derive(Clone, Debug)]
pub struct CuratorTag {
    /// The tag.
    pub tag: String,
    /// Who gave it.
    pub by_name: String,
}

/// All that curators know of a record.
#[derive(Clone, Debug)]
pub struct Review {
    /// Grows with whatever curators do with it; handed back with what they do next.
    pub version: i64,
    /// The ratings, last changed first.
    pub ratings: Vec<Rating>,
    /// The curators' tags, in the order of the alphabet.
    pub tags: Vec<CuratorTag>,
    /// The flags that wait for an answer, first to last.
    pub flags: Vec<Flag>,
    /// The shortlists it is on.
    pub shortlists: Vec<(ShortlistId, String)>,
}

/// Holds these records until the transaction ends, each as it was seen, in the order of their ids.
///
/// # Errors
/// [`CurationError::NotThere`], [`CurationError::ChangedMeanwhile`] for the first that is not so.
pub(crate) async fn hold_as_seen(tx: &DatabaseTransaction, seen: &[Seen]) -> Result<()> {
    let ids: Vec<RecordId> = seen.iter().map(|seen| seen.record).collect();
    check_all_published(tx, &ids).await?;
    let hold = sql::for_update(tx);
    let mut ordered = seen.to_vec();
    ordered.sort_unstable_by_key(|seen| seen.record);
    for Seen { record, version } in ordered {
        let sql = format!("SELECT review_version FROM record WHERE id = $1{hold}");
        let now: i64 = sql::scalar(tx, sql, values![record.0]).await?;
        if now != version {
            return Err(CurationError::ChangedMeanwhile { record }.into());
        }
    }
    Ok(())
}

/// Raises the version that curators see of a record.
pub(crate) async fn note_change(tx: &DatabaseTransaction, record: RecordId) -> Result<()> {
    let sql = "UPDATE record SET review_version = review_version + 1 WHERE id = $1";
    sql::run(tx, sql, values![record.0]).await?;
    Ok(())
}

/// Who made a record.
async fn find_author(tx: &DatabaseTransaction, record: RecordId) -> Result<MemberId> {
    let sql = "SELECT author_id FROM record WHERE id = $1";
    Ok(MemberId(sql::scalar(tx, sql, values![record.0]).await?))
}

/// # Errors
/// [`CurationError::OwnRecord`] for a record of the viewer's.
pub(crate) async fn check_others(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    record: RecordId,
) -> Result<()> {
    match find_author(tx, record).await? == viewer.member {
        true => Err(CurationError::OwnRecord { record }.into()),
        false => Ok(()),
    }
}
