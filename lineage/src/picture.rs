//! The picture of a small lineage: what goes in, and SVG that comes out.

use crate::dag::{Dag, Dense, Neighbourhood};
use crate::layout::layered::{self, Graph};
use crate::{draw, svg};

/// Which class of mark a record gets; each has its own shape and colour.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Medium {
    Text,
    Image,
    Audio,
    Video,
    Code,
}

impl Medium {
    /// All, in their order.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Image,
        Self::Audio,
        Self::Video,
        Self::Code,
    ];
}

/// For how much room the picture is made. It scales with what holds it; its
/// letters are as large as they should be at the widths given here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum PictureSize {
    /// 800 units wide, unless a very deep lineage needs more.
    #[default]
    Wide,
    /// 360 units wide, for telephones; taller and with fewer labels.
    Compact,
}

/// One record of the picture.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PictureRecord {
    /// Of any length and script; escaped and shortened here.
    pub title: String,
    /// Follows the title where the pointer rests, such as "by Member C, 2025";
    /// may be empty.
    pub byline: String,
    pub medium: Medium,
    pub withdrawn: bool,
    /// Where a click leads.
    pub href: String,
    /// Orders records beside one another; any unit.
    pub time: i64,
    /// Sources that are not among the picture's records.
    pub hidden_sources: u32,
    /// Remixes that are not among the picture's records.
    pub hidden_remixes: u32,
}

/// `records[remix]` was made from `records[source]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PictureLink {
    pub source: usize,
    pub remix: usize,
    /// Place among the sources that the remix names; 0 is primary.
    pub position: u32,
}

/// What to draw. Records that are neither ancestors nor descendants of the
/// focus are left out.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PictureInput {
    pub records: Vec<PictureRecord>,
    pub links: Vec<PictureLink>,
    /// Index of the record that the picture is about.
    pub focus: usize,
    /// The picture's name for those who do not see it.
    pub title: String,
    /// Begins the ids inside the picture; unique on the page.
    pub id: String,
    pub size: PictureSize,
}

impl PictureInput {
    /// A picture of a neighbourhood. `describe` gives each record; the counts
    /// of what is hidden are filled in here.
    pub fn from_neighbourhood(
        dag: &Dag,
        view: &Neighbourhood,
        mut describe: impl FnMut(Dense) -> PictureRecord,
    ) -> Self {
        let place: std::collections::HashMap<Dense, usize> =
            view.records.iter().copied().zip(0..).collect();
        let mut records: Vec<PictureRecord> = view
            .records
            .iter()
            .map(|&record| PictureRecord {
                hidden_sources: dag.source_count(record) as u32,
                hidden_remixes: dag.remix_count(record) as u32,
                ..describe(record)
            })
            .collect();
        let mut links = Vec::with_capacity(view.links.len());
        for link in &view.links {
            let (Some(&source), Some(&remix)) = (place.get(&link.source), place.get(&link.remix))
            else {
                continue;
            };
            records[source].hidden_remixes -= 1;
            records[remix].hidden_sources -= 1;
            links.push(PictureLink {
                source,
                remix,
                position: link.position,
            });
        }
        let mut input = Self {
            records,
            links,
            focus: 0,
            title: String::new(),
            id: "lineage".to_owned(),
            size: PictureSize::Wide,
        };
        input.title = input.describe_counts(view);
        input
    }

    fn describe_counts(&self, view: &Neighbourhood) -> String {
        let title = self.records.first().map_or("", |focus| &focus.title);
        format!(
            "Lineage of {}: {} before, {} after",
            crate::draw::text::shown(title),
            counted(view.ancestor_count),
            counted(view.descendant_count),
        )
    }
}

fn counted(count: u32) -> String {
    match count {
        1 => "1 record".to_owned(),
        _ => format!("{count} records"),
    }
}

/// The picture as SVG to stand inside a page, coloured by the page's classes:
/// `lin-picture`, `lin-link`, `lin-link-more` (dashed), `lin-petal`,
/// `lin-mark` with `lin-m-text`, `-image`, `-audio`, `-video`, `-code`,
/// `lin-focus`, `lin-ring`, `lin-withdrawn`, `lin-label`, `lin-count`,
/// `lin-ancestor`, `lin-descendant`. No `style` attributes.
#[must_use]
pub fn render(input: &PictureInput) -> String {
    svg::inline(input, &draw_list(input))
}

/// The picture as a file of its own, with its colours, light and dark.
#[must_use]
pub fn render_standalone(input: &PictureInput) -> String {
    svg::standalone(input, &draw_list(input))
}

/// What [`render`] writes, before it is written.
#[must_use]
pub fn draw_list(input: &PictureInput) -> draw::DrawList {
    let graph = Graph::new(input);
    draw::draw(input, &layered::lay_out(&graph, input.size))
}
