//! A collection's page: its records in their order, with the owner's notes.

use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site, markdown};
use crate::ui::form::{TextField, hidden, refused};
use crate::ui::{Empty, ErrorPage, RecordLine, ShareTags, Thumb, Time, text};
use db::collection::{Collection, CollectionRecord};
use domain::CollectionId;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// Records on a page.
const PAGE: u64 = 100;

/// The server's parts and the collection that the page is about.
pub(super) fn asked() -> Result<(Site, CollectionId), AppError> {
    let id = ssr::asked_id().ok_or(AppError::NotFound)?;
    Ok((ssr::site()?, CollectionId(id)))
}

/// How the page's forms stand.
struct Forms {
    to: FormState,
    note: FormState,
    remove: FormState,
}

/// A collection.
#[component]
pub fn CollectionPage() -> impl IntoView {
    let asked = asked();
    let viewer = ssr::viewer();
    let forms = Forms {
        to: ssr::form_state("/collections/move"),
        note: ssr::form_state("/collections/note"),
        remove: ssr::form_state("/collections/remove"),
    };
    let came_back =
        forms.to.is_returned() || forms.note.is_returned() || forms.remove.is_returned();
    let arrange = ssr::query("arrange").is_some() || came_back;
    let after = ssr::query("after")
        .and_then(|place| ssr::parse_id(&place))
        .unwrap_or(0);
    Suspend::new(async move {
        let found = async {
            let (site, id) = asked?;
            let collection = db::collection::find_collection(&site.db, viewer.as_ref(), id).await?;
            let records =
                db::collection::list_collection_records(&site.db, id, after, PAGE).await?;
            Ok::<_, AppError>((collection, records))
        };
        match found.await {
            Ok((collection, records)) => {
                let own = viewer.is_some_and(|viewer| viewer.member == collection.owner);
                page(&collection, records, own, arrange && own, after, &forms).into_any()
            }
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

fn page(
    collection: &Collection,
    records: Vec<CollectionRecord>,
    own: bool,
    arrange: bool,
    after: i64,
    forms: &Forms,
) -> impl IntoView + use<> {
    let id = collection.id;
    let html = markdown::to_html(collection.body.trim());
    let private =
        (!collection.public).then(|| view! { <span class="badge">"only you see it"</span> });
    let description = format!(
        "{} by {}.",
        text::records(collection.record_count),
        collection.owner_name
    );
    let pager = pager(collection, &records, arrange, after);
    let list = match (records.is_empty(), arrange) {
        (true, _) => nothing(own).into_any(),
        (false, true) => arranging(collection, &records, forms).into_any(),
        (false, false) => reading(&records).into_any(),
    };
    view! {
        <Title text=text::short_title(&collection.title, 120)/>
        <ShareTags title=text::short_title(&collection.title, 120) description/>
        <div class="wrap wrap-form page">
            <header class="record-head">
                <p class="eyebrow"><span class="facts"><span>"Collection"</span><span>{text::records(collection.record_count)}</span><span>"changed "<Time at=collection.updated_at/></span></span></p>
                <h1 dir="auto">{collection.title.clone()}</h1>
                <p class="record-by facts">
                    <span>"by "<a class="name" href=format!("/members/{}", collection.owner_handle) dir="auto">{collection.owner_name.clone()}</a></span>
                    {private}
                </p>
            </header>
            {(!html.is_empty()).then(|| view! { <div class="record-words prose" dir="auto" inner_html=html></div> })}
            {own.then(|| acts(id, arrange, collection.record_count))}
            <section class="section" aria-labelledby="records-h">
                <h2 class="sr" id="records-h">"Records"</h2>
                {list}
                {pager}
            </section>
        </div>
    }
}

fn acts(id: CollectionId, arrange: bool, count: i64) -> impl IntoView {
    let way = match (arrange, count) {
        (true, _) => Some((format!("/collections/{id}"), "Done arranging")),
        (false, 0) => None,
        (false, _) => Some((format!("/collections/{id}?arrange=1"), "Arrange and note")),
    };
    view! {
        <div class="acts record-acts">
            {way.map(|(href, words)| view! { <a class="btn" href=href>{words}</a> })}
            <a class="btn btn-quiet" href=format!("/collections/{id}/edit")>"Edit"</a>
        </div>
    }
}

fn nothing(own: bool) -> impl IntoView {
    match own {
        true => view! {
            <Empty vine=3>
                <p><b>"Nothing in it yet."</b>" Open a record and choose “Add to a collection”."</p>
                <a class="btn" href="/records">"Look among the records"</a>
            </Empty>
        }
        .into_any(),
        false => view! { <Empty vine=3><p>"Nothing is in it yet."</p></Empty> }.into_any(),
    }
}

fn reading(records: &[CollectionRecord]) -> impl IntoView + use<> {
    let lines: Vec<_> = records
        .iter()
        .map(|record| view! { <RecordLine card=&record.card used=record.note.clone()/> })
        .collect();
    view! { <ol class="line-list">{lines}</ol> }
}

fn arranging(
    collection: &Collection,
    records: &[CollectionRecord],
    forms: &Forms,
) -> impl IntoView + use<> {
    let lines: Vec<_> = records
        .iter()
        .map(|record| arranged(collection, record, forms))
        .collect();
    view! {
        {refused("move", &forms.to, &[])}
        {refused("remove", &forms.remove, &[])}
        <p class="hint">"Move a record by its buttons, or drag it to its place."</p>
        <ol class="line-list" data-desk="arrange">{lines}</ol>
    }
}

/// A record with what moves it, notes it, and takes it out.
fn arranged(
    collection: &Collection,
    record: &CollectionRecord,
    forms: &Forms,
) -> impl IntoView + use<> {
    let (id, card) = (record.card.id, &record.card);
    let title = text::short_title(&card.title, 60);
    let ids = || {
        view! {
            {hidden("id", &collection.id.to_string())}
            {hidden("version", &collection.version.to_string())}
            {hidden("record", &id.to_string())}
        }
    };
    let action = |what: &str| format!("/collections/{what}?id={}&arrange=1", collection.id);
    // What was typed stands at the record that it was typed for.
    let is_own = forms.note.value("record", "") == id.to_string();
    let note = if is_own {
        forms.note.clone()
    } else {
        FormState::default()
    };
    let open = note.is_returned();
    let step = |to: &'static str, sign: &'static str, words: &str| {
        let label = format!("{words}: {title}");
        view! { <button class="icon-btn" r#type="submit" name="to" value=to aria-label=label>{sign}</button> }
    };
    view! {
        <li class="line arrange" id=format!("record-{id}") data-place=record.place>
            <Thumb card/>
            <div>
                <p class="line-title" dir="auto"><a href=format!("/records/{id}")>{title.clone()}</a></p>
                <p class="line-meta">{format!("{}. by ", record.place)}<bdi>{card.author_name.clone()}</bdi></p>
                {(!record.note.is_empty()).then(|| view! { <q dir="auto">{record.note.clone()}</q> })}
                <details class="fold" open=open>
                    <summary aria-label=format!("Note or take out: {title}")>"Note, or take out"</summary>
                    <div class="fold-body">
                        <form class="form form-near" method="post" action=action("note")>
                            {ids()}
                            {refused(&format!("note-{id}"), &note, &[Field::Note])}
                            <TextField state=note field=Field::Note id=format!("note-{id}") label="Note" optional=true at_first=record.note.clone()/>
                            <div><button class="btn btn-small" r#type="submit">"Save the note"</button></div>
                        </form>
                        <form method="post" action=action("remove")>
                            {ids()}
                            <button class="btn btn-danger btn-small" r#type="submit">"Take it out"</button>
                        </form>
                    </div>
                </details>
            </div>
            <form class="steps" method="post" action=action("move")>
                {ids()}
                {step("top", "⤒", "To the top")}
                {step("up", "↑", "Up")}
                {step("down", "↓", "Down")}
            </form>
        </li>
    }
}

fn pager(
    collection: &Collection,
    records: &[CollectionRecord],
    arrange: bool,
    after: i64,
) -> Option<impl IntoView + use<>> {
    let arrange = if arrange { "&arrange=1" } else { "" };
    let here = |after: i64| format!("/collections/{}?after={after}{arrange}", collection.id);
    let last = records.last().map_or(0, |record| record.place);
    let next = (last > 0 && last < collection.record_count).then(|| here(last));
    let before = (after > 0).then(|| here((after - 100).max(0)));
    (next.is_some() || before.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {before.map(|href| view! { <a class="btn" rel="prev" href=href>"Earlier"</a> })}
                {next.map(|href| view! { <a class="btn" rel="next" href=href>"Further"</a> })}
            </nav>
        }
    })
}
