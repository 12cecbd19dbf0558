//! The home page for those who are not signed in.

use crate::AppError;
use crate::home::lineage::{LineageSection, ShownLineage, load_lineage};
use crate::ssr::Site;
use crate::ui::RecordGrid;
use crate::ui::text::{count, members, records};
use db::record::{RecordCard, RecordFilter, Sort, Totals};
use leptos::prelude::*;

/// Records in each list of cards.
const CARDS: usize = 8;
/// The most remixed among which one is chosen whose lineage is shown.
const MOST_REMIXED: u64 = 48;

/// What the page shows of the records.
#[derive(Debug)]
pub struct Shown {
    newest: Vec<RecordCard>,
    most_remixed: Vec<RecordCard>,
    lineage: Option<ShownLineage>,
}

/// Reads it.
///
/// # Errors
/// Whatever the database says.
pub async fn load_visitor_home(site: &Site) -> Result<Shown, AppError> {
    let all = RecordFilter::default();
    let remixed = RecordFilter {
        min_remixes: Some(1),
        ..RecordFilter::default()
    };
    let (newest, most_remixed) = tokio::try_join!(
        db::record::list_records(&site.db, &all, Sort::Newest, None, CARDS as u64),
        db::record::list_records(&site.db, &remixed, Sort::Remixes, None, MOST_REMIXED),
    )?;
    let mut most_remixed = most_remixed.rows;
    let lineage = load_lineage(site, &most_remixed).await?;
    most_remixed.truncate(CARDS);
    Ok(Shown {
        newest: newest.rows,
        most_remixed,
        lineage,
    })
}

/// What this is, in one breath, with a picture of works growing from works.
#[component]
pub fn Hero() -> impl IntoView {
    view! {
        <section class="hero">
            <div class="wrap">
                <div class="hero-words">
                    <h1>"Works made from works."</h1>
                    <p class="lead">
                        "Put up a song, a photo, a poem, a film, a piece of code. Others remix it, and others remix that. "
                        "Understory keeps the whole lineage, so that everyone in it is credited."
                    </p>
                    <div class="acts">
                        <a class="btn btn-main btn-big" href="/sign-up">"Join"</a>
                        <a class="btn btn-big" href="/records">"Look around"</a>
                    </div>
                </div>
                <div inner_html=include_str!("../../../style/hero.svg")></div>
            </div>
        </section>
    }
}

/// The home page for a visitor.
#[component]
pub fn VisitorHome(
    /// How many there are of everything.
    totals: Totals,
    /// The records shown.
    home: Shown,
) -> impl IntoView {
    let sum = format!(
        "{} by {}, joined by {}",
        records(totals.records),
        members(totals.authors),
        count(totals.links, "link", "links")
    );
    view! {
        <Hero/>
        <div class="wrap page">
            <section class="section">
                <div class="section-head">
                    <h2>"Just put up"</h2>
                    <small>{sum}</small>
                    <a class="more" href="/records">"See all"</a>
                </div>
                <RecordGrid cards=home.newest/>
            </section>
            {home.lineage.map(|lineage| view! { <LineageSection lineage/> })}
            {most_remixed(home.most_remixed)}
            <section class="section">
                <div class="section-head"><h2>"How it grows"</h2></div>
                <ol class="steps">
                    <li><h3>"Put up"</h3><p>"Text, image, audio, video or code, finished or a sketch. You choose the license."</p></li>
                    <li><h3>"Remix"</h3><p>"Take up to 64 records of others as your sources, and say what you used of each."</p></li>
                    <li><h3>"Be credited"</h3><p>"Every record shows what it came from and what came from it, however far. Nobody is left out."</p></li>
                </ol>
            </section>
            <section class="section invite">
                <div>
                    <h2>"Something here wants your voice"</h2>
                    <p>"Joining takes a name and a password. What you put up stays yours."</p>
                </div>
                <a class="btn btn-main btn-big" href="/sign-up">"Join"</a>
            </section>
        </div>
    }
}

fn most_remixed(cards: Vec<RecordCard>) -> Option<impl IntoView> {
    (!cards.is_empty()).then(|| {
        view! {
            <section class="section">
                <div class="section-head">
                    <h2>"Most remixed"</h2>
                    <a class="more" href="/records?sort=remixes">"See all"</a>
                </div>
                <RecordGrid cards/>
            </section>
        }
    })
}
