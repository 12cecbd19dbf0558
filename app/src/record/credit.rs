//! The attribution of a record, from its chain in the database.

use db::record::Credit;
use domain::attribution::{Attribution, CreditLicense, CreditLine};

/// The attribution of the work at the head of `chain` (see [`db::record::find_credit_chain`]);
/// `public_url` is the site's address without a slash at the end. `None` for an empty chain.
#[must_use]
pub fn attribution(public_url: &str, chain: &[Credit], ancestor_count: u32) -> Option<Attribution> {
    let (work, made_from) = chain.split_first()?;
    let line = |credit: &Credit| credit_line(public_url, credit);
    Some(Attribution {
        work: line(work),
        made_from: made_from.iter().map(line).collect(),
        ancestor_count,
        lineage_url: format!("{public_url}/records/{}/lineage", work.line.id),
    })
}

fn credit_line(public_url: &str, credit: &Credit) -> CreditLine {
    let line = &credit.line;
    CreditLine {
        title: line.title.clone(),
        author: line.author_name.clone(),
        url: format!("{public_url}/records/{}", line.id),
        license: line.license.as_deref().map(CreditLicense::of),
        withdrawn: line.withdrawn,
        distance: credit.distance,
    }
}
