//! Who stands in a relation to what happened, as SQL.

use crate::sql::{self, Columns, values};
use crate::{Error, Result};
use domain::MemberId;
use domain::notification::{Kind, Relation};
use sea_orm::{DatabaseTransaction, Value};

/// An event that is to be told.
pub(super) struct Untold {
    pub(super) id: i64,
    /// `None` for a kind that this program does not know: a later version wrote it.
    pub(super) kind: Option<Kind>,
    pub(super) actor: MemberId,
    /// The last member looked at already.
    pub(super) told_to: i64,
    member: Option<i64>,
    record: Option<i64>,
    remix: Option<i64>,
    project: Option<i64>,
    challenge: Option<i64>,
    production: Option<i64>,
    claim: Option<i64>,
}

/// The first event that is not told yet. A challenge brings its project with it.
pub(super) async fn find_untold(tx: &DatabaseTransaction) -> Result<Option<Untold>> {
    let sql = "SELECT e.id, e.kind, e.actor_id, e.told_to, e.member_id, e.record_id, e.remix_id,
            coalesce(e.project_id, c.project_id), e.challenge_id, e.production_id, e.claim_id
        FROM event e LEFT JOIN challenge c ON c.id = e.challenge_id
        WHERE e.told_at IS NULL ORDER BY e.id LIMIT 1";
    let Some(row) = sql::first(tx, sql, Vec::new()).await? else {
        return Ok(None);
    };
    let mut columns = Columns::of(&row);
    Ok(Some(Untold {
        id: columns.take()?,
        kind: columns.take::<String>()?.parse().ok(),
        actor: MemberId(columns.take()?),
        told_to: columns.take()?,
        member: columns.take()?,
        record: columns.take()?,
        remix: columns.take()?,
        project: columns.take()?,
        challenge: columns.take()?,
        production: columns.take()?,
        claim: columns.take()?,
    }))
}

impl Untold {
    /// Whether it is not to be told any more: a heart or a recommendation that was taken back, or that was told of
    /// before.
    pub(super) async fn is_past(&self, tx: &DatabaseTransaction, kind: Kind) -> Result<bool> {
        let table = match kind {
            Kind::Hearted => "heart",
            Kind::Recommended => "recommendation",
            _ => return Ok(false),
        };
        let sql = format!(
            "SELECT 1 FROM {table} WHERE record_id = $1 AND member_id = $2
            AND NOT EXISTS (SELECT 1 FROM event WHERE record_id = $1 AND actor_id = $2
                AND kind = $4 AND id < $3 AND told_at IS NOT NULL)"
        );
        let done = values![self.record, self.actor.0, self.id, kind.as_str()];
        Ok(sql::first(tx, sql, done).await?.is_none())
    }

    /// The next members, at most `limit`, who stand in one of these relations: in the order of their ids,
    /// behind the last one looked at.
    pub(super) async fn find_members(
        &self,
        tx: &DatabaseTransaction,
        relations: &[Relation],
        limit: i64,
    ) -> Result<Vec<i64>> {
        let mut values = values![self.told_to, limit];
        let parts: Vec<String> = relations
            .iter()
            .filter_map(|relation| self.members(*relation, &mut values))
            .collect();
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT id FROM ({}) AS concerned WHERE id > $1 ORDER BY id LIMIT $2",
            parts.join(" UNION ")
        );
        let rows = sql::all(tx, sql, values).await?;
        rows.iter()
            .map(|row| row.try_get_by_index(0).map_err(Error::from))
            .collect()
    }

    /// A query of the `id` of those in the relation, in order, behind `$1` and at most `$2`; `None` where the event
    /// is not about what it takes.
    fn members(&self, relation: Relation, values: &mut Vec<Value>) -> Option<String> {
        let (subject, sql) = match relation {
            Relation::Named => (self.member, "SELECT id FROM member WHERE id = ?"),
            Relation::FollowsActor => (Some(self.actor.0), FOLLOWS_MEMBER),
            Relation::FollowsProject => (self.project, FOLLOWS_PROJECT),
            Relation::FollowsChallenge => (self.challenge, FOLLOWS_CHALLENGE),
            Relation::MadeRecord => (self.record, MADE),
            Relation::MadeRemix => (self.remix, MADE),
            Relation::MadeSource => (
                self.record,
                "SELECT s.author_id AS id FROM remix_source l JOIN record s ON s.id = l.source_id
                 WHERE l.remix_id = ?",
            ),
            Relation::LeadsProject => (
                self.project,
                "SELECT member_id AS id FROM project_leader WHERE project_id = ?",
            ),
            Relation::IssuedChallenge => (
                self.challenge,
                "SELECT issued_by AS id FROM challenge WHERE id = ?",
            ),
            Relation::Contributed => (
                self.challenge,
                "SELECT DISTINCT member_id AS id FROM contribution
                 WHERE challenge_id = ? AND member_id > $1 ORDER BY id LIMIT $2",
            ),
            Relation::IsIncluded => (
                self.production,
                "SELECT DISTINCT r.author_id AS id FROM production_record p
                 JOIN record r ON r.id = p.record_id
                 WHERE p.production_id = ? AND r.author_id > $1 ORDER BY id LIMIT $2",
            ),
            Relation::HasRole => (
                self.production,
                "SELECT DISTINCT member_id AS id FROM production_role
                 WHERE production_id = ? AND member_id > $1 ORDER BY id LIMIT $2",
            ),
            Relation::IsInfluence => (self.production, INFLUENCES),
            Relation::Claims => (
                self.claim,
                "SELECT claimed_by AS id FROM claim WHERE id = ?",
            ),
        };
        values.push(subject?.into());
        let sql = sql.replace('?', &format!("${}", values.len()));
        Some(format!("SELECT id FROM ({sql}) AS part{}", values.len()))
    }
}

/// Those of a released production, while they are at most [`domain::notification::INFLUENCES_MAX`].
const INFLUENCES: &str = "SELECT DISTINCT c.member_id AS id FROM production_credit c
    JOIN production_credit_count n ON n.production_id = c.production_id AND n.basis = c.basis
    WHERE c.production_id = ? AND c.basis = 'influence' AND n.members <= 200 AND c.member_id > $1
    ORDER BY id LIMIT $2";

const MADE: &str = "SELECT author_id AS id FROM record WHERE id = ?";

macro_rules! follows {
    ($kind:literal) => {
        concat!(
            "SELECT member_id AS id FROM follow WHERE kind = '",
            $kind,
            "' AND subject_id = ? AND member_id > $1 ORDER BY member_id LIMIT $2"
        )
    };
}
const FOLLOWS_MEMBER: &str = follows!("member");
const FOLLOWS_PROJECT: &str = follows!("project");
const FOLLOWS_CHALLENGE: &str = follows!("challenge");
