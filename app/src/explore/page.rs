//! The map of everything.

use super::atlas::{atlas, name};
use super::largest::{TREES, Tree, find_largest};
use super::overview::{Overview, draw, find_first, find_overview};
use super::stage::style;
use crate::AppError;
use crate::ssr::{self, Site};
use crate::ui::{Empty, ErrorPage};
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

/// What the page shows.
enum Shown {
    Map(Box<Drawn>),
    /// Nothing is published yet.
    Empty,
    /// There are records, and their places are being worked out.
    NotYet,
}

struct Drawn {
    overview: Overview,
    pictures: [String; 2],
    trees: Vec<Tree>,
    public_url: std::sync::Arc<str>,
}

/// The map.
#[component]
pub fn MapPage() -> impl IntoView {
    let site = ssr::site();
    let style = style(&site);
    let page = Suspend::new(async move {
        let shown = match site {
            Ok(site) => load(&site).await,
            Err(error) => Err(error),
        };
        match shown {
            Ok(Shown::Map(drawn)) => map(*drawn).into_any(),
            Ok(Shown::Empty) => nothing().into_any(),
            Ok(Shown::NotYet) => not_yet().into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    });
    view! { {style}{page} }
}

async fn load(site: &Site) -> Result<Shown, AppError> {
    let (Some(overview), Some(first)) = (find_overview(site).await?, find_first(site).await?)
    else {
        return Ok(match db::record::find_totals(&site.db).await?.records {
            0 => Shown::Empty,
            _ => Shown::NotYet,
        });
    };
    if overview.records() == 0 {
        return Ok(Shown::Empty);
    }
    let trees = find_largest(site, &first, TREES).await?;
    let pictures = draw(&overview.info, &first, &name(&overview));
    Ok(Shown::Map(Box::new(Drawn {
        overview,
        pictures,
        trees,
        public_url: site.public_url.clone(),
    })))
}

fn map(drawn: Drawn) -> impl IntoView {
    let Drawn {
        overview,
        pictures,
        trees,
        public_url,
    } = drawn;
    let name = name(&overview);
    view! {
        <Title text="Map"/>
        <Link rel="canonical" href=format!("{public_url}/map")/>
        <h1 class="sr">"The map of everything"</h1>
        {atlas(&overview, pictures, &name, None, trees)}
    }
}

fn nothing() -> impl IntoView {
    view! {
        <Title text="Map"/>
        <div class="wrap page">
            <div class="page-head"><h1>"The map"</h1></div>
            <Empty vine=6>
                <h2>"Nothing grows here yet"</h2>
                <p>"The map draws itself from what is put up. Put up the first record, or import a corpus with “understory import”."</p>
                <a class="btn btn-main" href="/records/new">"Put up a record"</a>
            </Empty>
        </div>
    }
}

/// The page asks again by itself.
fn not_yet() -> impl IntoView {
    view! {
        <Title text="Map"/>
        <Meta http_equiv="refresh" content="3"/>
        <div class="wrap page">
            <div class="page-head"><h1>"The map"</h1></div>
            <Empty vine=4>
                <h2>"The map is being drawn"</h2>
                <p>"Every record is finding its place. This page looks again by itself in a few seconds."</p>
                <a class="btn" href="/records">"See every record"</a>
            </Empty>
        </div>
    }
}
