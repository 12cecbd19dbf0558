//! Records: drafting, publishing, remixing, withdrawing; reading one and listing many.

mod cards;
mod chosen;
mod credit;
mod draft;
mod edit;
mod list;
mod one;
mod publish;
pub(crate) mod search;
mod totals;
mod view;
mod withdraw;

pub use cards::{find_cards, find_lineage_lines, find_used};
pub use credit::{Credit, CreditChain, find_credit_chain};
pub use draft::{DraftForm, create_draft, create_draft_for, save_draft, save_draft_for};
pub use edit::edit_published;
pub use list::{Page, RecordFilter, Sort, count_records, cursor_after, list_records};
pub use one::find_record;
pub(crate) use publish::hold_counter;
pub use publish::{publish, publish_alone};
pub use totals::{Totals, find_totals};
pub use view::{LineageLine, RecordCard, RecordView, SourceView, Thumbnail};
pub use withdraw::{discard_draft, withdraw};

pub(crate) use cards::{CARD, CARD_COLUMNS, CARD_JOINS, read_card, read_cards};
pub(crate) use chosen::check_all_published;
pub(crate) use draft::{NewDraft, find_held, insert_draft, write_sources};
pub(crate) use publish::publish_as_of;
pub(crate) use totals::TotalsCache;

/// Characters of a body that lists show.
const EXCERPT: usize = 240;

/// The part of a body that lists show.
fn excerpt(body: &str) -> String {
    body.chars().take(EXCERPT).collect()
}
