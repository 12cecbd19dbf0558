//! What must hold of the data, whatever program wrote it: `understory audit`.

use crate::sql::{self, values};
use crate::{Db, Result};
use sea_orm::DbBackend;

/// One thing that must hold, and the first row against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What must hold, in a phrase.
    pub what: &'static str,
    /// The first row for which it does not.
    pub bad: Option<String>,
}

/// Each query answers the first bad row, in words, or nothing.
const CHECKS: [(&str, &str); 22] = [
    (
        "every source was published before its remix, so that the lineage has no cycle",
        "SELECT 'record ' || r.id || ' names record ' || s.id || ' as a source' FROM remix_source l
         JOIN record r ON r.id = l.remix_id JOIN record s ON s.id = l.source_id
         WHERE r.seq IS NOT NULL AND (s.seq IS NULL OR s.seq >= r.seq) ORDER BY r.id LIMIT 1",
    ),
    (
        "published records are counted without gaps",
        "SELECT 'the counter is ' || c.value || ', there are ' || r.n || ' records up to ' || r.top
         FROM counter c, (SELECT count(*) AS n, coalesce(max(seq), 0) AS top FROM record WHERE seq IS NOT NULL) r
         WHERE c.name = 'record_seq' AND (c.value <> r.n OR c.value <> r.top)",
    ),
    (
        "each record counts its sources",
        "SELECT 'record ' || r.id || ' says ' || r.source_count || ', has ' || coalesce(l.n, 0) FROM record r
         LEFT JOIN (SELECT remix_id, count(*) AS n FROM remix_source GROUP BY remix_id) l ON l.remix_id = r.id
         WHERE r.source_count <> coalesce(l.n, 0) ORDER BY r.id LIMIT 1",
    ),
    (
        "each record counts its published remixes",
        "SELECT 'record ' || r.id || ' says ' || r.remix_count || ', has ' || coalesce(l.n, 0) FROM record r
         LEFT JOIN (SELECT l.source_id, count(*) AS n FROM remix_source l JOIN record m ON m.id = l.remix_id
                    WHERE m.seq IS NOT NULL GROUP BY l.source_id) l ON l.source_id = r.id
         WHERE r.remix_count <> coalesce(l.n, 0) ORDER BY r.id LIMIT 1",
    ),
    (
        "each record counts its hearts",
        "SELECT 'record ' || r.id || ' says ' || r.heart_count || ', has ' || coalesce(h.n, 0) FROM record r
         LEFT JOIN (SELECT record_id, count(*) AS n FROM heart GROUP BY record_id) h ON h.record_id = r.id
         WHERE r.heart_count <> coalesce(h.n, 0) ORDER BY r.id LIMIT 1",
    ),
    (
        "no record has more than 64 sources, unless it was imported",
        "SELECT 'record ' || id || ' has ' || source_count FROM record
         WHERE source_count > 64 AND external_id IS NULL ORDER BY id LIMIT 1",
    ),
    (
        "nothing of a withdrawn record's content is left",
        "SELECT 'record ' || id FROM record WHERE status = 'withdrawn'
         AND (body <> '' OR description <> '' OR excerpt <> '' OR media_id IS NOT NULL) ORDER BY id LIMIT 1",
    ),
    (
        "tags repeat when their record was published",
        "SELECT 'record ' || r.id || ', tag ' || t.tag FROM record_tag t JOIN record r ON r.id = t.record_id
         WHERE coalesce(t.published_at, 0) <> coalesce(r.published_at, 0) ORDER BY r.id LIMIT 1",
    ),
    (
        "every link leads from a record to a record",
        "SELECT 'link from ' || l.source_id || ' to ' || l.remix_id FROM remix_source l
         LEFT JOIN record r ON r.id = l.remix_id LEFT JOIN record s ON s.id = l.source_id
         WHERE r.id IS NULL OR s.id IS NULL LIMIT 1",
    ),
    (
        "withdrawn records are counted right",
        "SELECT 'counted are ' || e.withdrawn || ', there are ' || r.n
         FROM map_epoch e, (SELECT count(*) AS n FROM record WHERE status = 'withdrawn') r
         WHERE e.withdrawn <> r.n",
    ),
    (
        "links that were added are those of accepted claims, and counted",
        "SELECT 'counted are ' || c.value || ', added links ' || l.n || ', accepted claims ' || a.n
         FROM counter c, (SELECT count(*) AS n FROM remix_source WHERE added IS NOT NULL) l,
            (SELECT count(*) AS n FROM claim WHERE status = 'accepted') a
         WHERE c.name = 'lineage_change' AND (c.value <> l.n OR l.n <> a.n)",
    ),
    (
        "every included record of a released production is credited",
        "SELECT 'production ' || p.id || ', record ' || i.record_id FROM production p
         JOIN production_record i ON i.production_id = p.id
         WHERE p.status = 'released' AND NOT EXISTS (SELECT 1 FROM production_credit c
            WHERE c.production_id = p.id AND c.record_id = i.record_id AND c.basis = 'included')
         ORDER BY p.id LIMIT 1",
    ),
    (
        "every published record that can be remixed has a license, unless it was imported",
        "SELECT 'record ' || id FROM record WHERE seq IS NOT NULL AND license IS NULL AND external_id IS NULL
         ORDER BY id LIMIT 1",
    ),
    (
        "every project has a leader",
        "SELECT 'project ' || p.id FROM project p WHERE NOT EXISTS (
            SELECT 1 FROM project_leader l WHERE l.project_id = p.id) ORDER BY p.id LIMIT 1",
    ),
    (
        "each project counts its ratings and their stars",
        "SELECT 'project ' || p.id || ' says ' || p.rating_count || ' with ' || p.rating_sum FROM project p
         LEFT JOIN (SELECT project_id, count(*) AS n, sum(stars) AS stars FROM project_rating
                    GROUP BY project_id) r ON r.project_id = p.id
         WHERE p.rating_count <> coalesce(r.n, 0) OR p.rating_sum <> coalesce(r.stars, 0)
         ORDER BY p.id LIMIT 1",
    ),
    (
        "each challenge counts its contributions",
        "SELECT 'challenge ' || h.id || ' says ' || h.contribution_count || ', has ' || coalesce(c.n, 0)
         FROM challenge h LEFT JOIN (SELECT challenge_id, count(*) AS n FROM contribution
                                     GROUP BY challenge_id) c ON c.challenge_id = h.id
         WHERE h.contribution_count <> coalesce(c.n, 0) ORDER BY h.id LIMIT 1",
    ),
    (
        "each contribution repeats its record's hearts",
        "SELECT 'record ' || c.record_id || ' in challenge ' || c.challenge_id
         FROM contribution c JOIN record r ON r.id = c.record_id
         WHERE c.heart_count <> r.heart_count ORDER BY c.record_id LIMIT 1",
    ),
    (
        "what was entered for a challenge is published and by whoever entered it",
        "SELECT 'record ' || c.record_id || ' in challenge ' || c.challenge_id
         FROM contribution c JOIN record r ON r.id = c.record_id
         WHERE r.seq IS NULL OR r.author_id <> c.member_id ORDER BY c.record_id LIMIT 1",
    ),
    (
        "each record counts its curators' ratings",
        "SELECT 'record ' || r.id || ' says ' || r.rating_count || ', has ' || coalesce(g.n, 0) FROM record r
         LEFT JOIN (SELECT record_id, count(*) AS n FROM record_rating GROUP BY record_id) g ON g.record_id = r.id
         WHERE r.rating_count <> coalesce(g.n, 0) ORDER BY r.id LIMIT 1",
    ),
    (
        "the records of a collection are counted, and their places have no gaps",
        "SELECT 'collection ' || c.id || ' says ' || c.record_count || ', has ' || coalesce(l.n, 0) FROM collection c
         LEFT JOIN (SELECT collection_id, count(*) AS n, count(DISTINCT position) AS places,
                        min(position) AS first, max(position) AS last
                    FROM collection_record GROUP BY collection_id) l ON l.collection_id = c.id
         WHERE c.record_count <> coalesce(l.n, 0)
            OR l.places <> l.n OR l.first <> 1 OR l.last <> l.n ORDER BY c.id LIMIT 1",
    ),
    (
        "each shortlist counts its records",
        "SELECT 'shortlist ' || s.id || ' says ' || s.record_count || ', has ' || coalesce(l.n, 0) FROM shortlist s
         LEFT JOIN (SELECT shortlist_id, count(*) AS n FROM shortlist_record
                    GROUP BY shortlist_id) l ON l.shortlist_id = s.id
         WHERE s.record_count <> coalesce(l.n, 0) ORDER BY s.id LIMIT 1",
    ),
    (
        "each shortlisted record sums its votes",
        "SELECT 'record ' || l.record_id || ' on shortlist ' || l.shortlist_id FROM shortlist_record l
         LEFT JOIN (SELECT shortlist_id, record_id, sum(vote) AS votes FROM shortlist_vote
                    GROUP BY shortlist_id, record_id) v
            ON v.shortlist_id = l.shortlist_id AND v.record_id = l.record_id
         WHERE l.vote_sum <> coalesce(v.votes, 0) ORDER BY l.shortlist_id, l.record_id LIMIT 1",
    ),
];

/// Triggers that keep what is published, by database, but for those of what a release freezes.
const SQLITE_TRIGGERS: &[&str] = &[
    "remix_source_update",
    "remix_source_delete",
    "remix_source_insert",
    "record_update",
    "record_publish",
    "record_delete",
    "counter_update",
    "counter_delete",
    "record_withdraw",
    "contribution_heart",
    "shortlist_event_update",
    "shortlist_event_delete",
    "claim_update",
    "claim_delete",
    "production_update",
    "production_delete",
];
const POSTGRES_TRIGGERS: &[&str] = &[
    "remix_source_keep",
    "remix_source_insert",
    "record_keep",
    "record_delete",
    "counter_keep",
    "record_withdraw",
    "contribution_heart",
    "shortlist_event_keep",
    "claim_keep",
    "production_keep",
];

/// Checks everything.
///
/// # Errors
/// [`crate::Error::Database`].
pub async fn audit(db: &Db) -> Result<Vec<Finding>> {
    let on = db.reader();
    let mut findings = Vec::with_capacity(CHECKS.len() + 1);
    for (what, query) in CHECKS {
        let row = sql::first(on, query, Vec::new()).await?;
        let bad = row.map(|row| row.try_get_by_index(0)).transpose()?;
        findings.push(Finding { what, bad });
    }
    findings.push(check_triggers(db).await?);
    Ok(findings)
}

async fn check_triggers(db: &Db) -> Result<Finding> {
    let on = db.reader();
    let (triggers, query) = match db.backend() {
        DbBackend::Postgres => (
            POSTGRES_TRIGGERS,
            "SELECT count(*) FROM pg_trigger WHERE tgname = $1 AND tgenabled <> 'D'",
        ),
        _ => (
            SQLITE_TRIGGERS,
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = $1",
        ),
    };
    let mut bad = None;
    let mut all: Vec<String> = triggers.iter().map(|name| (*name).to_owned()).collect();
    all.extend(migration::frozen_triggers(db.backend()));
    for trigger in all {
        let count: i64 = sql::scalar(on, query, values![&trigger]).await?;
        if count == 0 {
            bad = Some(format!("trigger {trigger} is missing"));
            break;
        }
    }
    Ok(Finding {
        what: "the triggers that keep what is published are in place",
        bad,
    })
}
