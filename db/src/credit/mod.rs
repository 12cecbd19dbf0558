//! Credits of productions: at hand from the lineage until the release, and from then on as they were written down.

mod member;
mod name;
mod sheet;
mod snapshot;

pub use member::{MemberCredit, find_influences, list_member_credits};
pub use name::{OwnCredit, confirm_name, find_own_credit};
pub use sheet::{CreditLine, CreditSheet, CreditedRecord};

pub(crate) use snapshot::write_snapshot;

use crate::lineage::Ancestry;
use crate::production::RoleView;
use domain::credit::{Authored, Credits, Given, credits};

/// The credits as the lineage has them now. The included records stand as the director ordered them.
pub(crate) fn at_hand(roles: &[RoleView], ancestry: &Ancestry) -> Credits {
    let given = |(place, role): (u32, &RoleView)| Given {
        member: role.member_id,
        place,
    };
    let roles: Vec<Given> = (0..).zip(roles).map(given).collect();
    let included = (0..).zip(&ancestry.records);
    let included: Vec<Authored> = included
        .map(|(place, record)| Authored { place, ..*record })
        .collect();
    credits(&roles, &included, &ancestry.ancestors)
}
