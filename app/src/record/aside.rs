//! What stands beside the work: what it was made from, its license, tags, credit, data, and withdrawing it.

use super::licenses::{contradiction, license_words};
use super::work::is_web;
use crate::form::FormState;
use crate::production::parts::productions_section;
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::text;
use crate::ui::{RecordLine, Time};
use db::claim::AddedBy;
use db::production::ProductionLine;
use db::record::{RecordView, SourceView};
use domain::attribution::Attribution;
use domain::record::Status;
use leptos::prelude::*;

/// What claims and productions have to do with a record.
#[derive(Debug, Default)]
pub(super) struct Ties {
    /// Which sources claims added.
    pub(super) added: Vec<AddedBy>,
    /// The productions that include it.
    pub(super) productions: Vec<ProductionLine>,
    /// Whether the viewer may claim that it used a record of theirs.
    pub(super) may_claim: bool,
}

/// The column beside the work.
pub(super) fn aside(
    record: &RecordView,
    ties: &Ties,
    credit: Option<&Attribution>,
    may_withdraw: bool,
    withdraw: FormState,
) -> impl IntoView + use<> {
    view! {
        <aside class="aside" aria-label="About this record">
            {made_from(record, ties)}
            {license(record)}
            {productions_section("In productions", &ties.productions)}
            {tags(&record.tags)}
            {credit.map(|credit| credit_section(record, credit))}
            {may_withdraw.then(|| withdraw_fold(record, withdraw))}
        </aside>
    }
}

fn made_from(record: &RecordView, ties: &Ties) -> impl IntoView + use<> {
    let body = if record.sources.is_empty() {
        let words = match record.card.status {
            Status::Draft => {
                "No sources yet. If it is made from somebody’s record, name it before you publish."
            }
            _ => "A root: it came from nobody else’s record.",
        };
        view! { <p class="root-note">{words}</p> }.into_any()
    } else {
        let lines: Vec<_> = record
            .sources
            .iter()
            .map(|source| {
                let added = ties.added.iter().find(|by| by.source == source.card.id);
                view! {
                    <RecordLine card=&source.card used=source.used.clone()/>
                    {added.map(added_by)}
                }
            })
            .collect();
        view! { <ul class="line-list">{lines}</ul> }.into_any()
    };
    let claim = ties.may_claim.then(|| {
        let href = format!("/records/{}/claim", record.card.id);
        view! { <p class="small"><a href=href>"This used my record"</a></p> }
    });
    view! { <section id="made-from"><h2>"Made from"</h2>{body}{claim}</section> }
}

/// How a source came here by a claim, at its line.
fn added_by(by: &AddedBy) -> impl IntoView + use<> {
    view! {
        <li class="line-added">
            "Added by a claim of "<a href=format!("/members/{}", by.claimant) dir="auto">{by.claimant_name.clone()}</a>
            ", accepted by "<a href=format!("/members/{}", by.accepted_by) dir="auto">{by.accepted_by_name.clone()}</a>
            " on "<Time at=by.at/>": "<q dir="auto">{by.answer.clone()}</q>
        </li>
    }
}

fn license(record: &RecordView) -> impl IntoView + use<> {
    let words = license_words(record);
    // Only a claim can bring them together; whatever an import says is left alone.
    let against = |source: &SourceView| contradiction(&record.card, &source.card);
    let added = record.sources.iter().filter(|source| source.is_added);
    let against: Vec<_> = added
        .filter_map(against)
        .map(|words| view! { <p class="license-against">{words}</p> })
        .collect();
    view! {
        <section id="license">
            <h2>"License"</h2>
            <div class="license">
                <b>{words.name}</b>
                {words.meaning}
                {words.url.map(|url| view! {
                    " "<a href=url rel="license noopener external">"Read the license"</a>
                })}
            </div>
            {against}
        </section>
    }
}

fn tags(tags: &[String]) -> Option<impl IntoView + use<>> {
    if tags.is_empty() {
        return None;
    }
    let tags: Vec<_> = tags
        .iter()
        .map(|tag| {
            let href = format!("/records?tag={}", text::query_value(tag));
            view! { <li><a class="tag" href=href rel="tag" dir="auto">{tag.clone()}</a></li> }
        })
        .collect();
    Some(view! { <section><h2>"Tags"</h2><ul class="tags">{tags}</ul></section> })
}

fn credit_section(record: &RecordView, credit: &Attribution) -> impl IntoView + use<> {
    let api = format!("/api/v1/records/{}", record.card.id);
    let json = serde_json::to_string_pretty(credit).unwrap_or_default();
    let whole = |format: &str| format!("{api}/attribution?format={format}");
    view! {
        <section>
            <h2>"Credit it"</h2>
            <details class="fold">
                <summary>"Credit line to copy"</summary>
                <div class="fold-body">
                    <p class="hint">"One click selects a whole box. The chain goes along, so that everybody is named."</p>
                    {copy("Text", credit.text(), whole("text"))}
                    {copy("HTML", credit.html(), whole("html"))}
                    {copy("JSON", json, whole("json"))}
                </div>
            </details>
            {lineage_data(&api)}
            {embed(record, &credit.work.url)}
        </section>
    }
}

fn copy(name: &'static str, content: String, whole: String) -> impl IntoView + use<> {
    view! {
        <p class="label bar">
            <span>{name}</span>
            <a class="end small" href=whole aria-label=format!("The credit line as {name}, alone")>"Open it alone"</a>
        </p>
        <pre class="copy" tabindex="0" role="region" aria-label=format!("Credit line as {name}")>{content}</pre>
    }
}

fn lineage_data(api: &str) -> impl IntoView + use<> {
    let links: Vec<_> = lineage_formats(api)
        .into_iter()
        .map(|(name, href)| view! { <span><a href=href>{name}</a></span> })
        .collect();
    view! {
        <details class="fold">
            <summary>"The lineage as data"</summary>
            <div class="fold-body"><p class="facts">{links}</p></div>
        </details>
    }
}

/// The forms in which a lineage can be had: name and address. `api` is the record's address in the API.
pub(crate) fn lineage_formats(api: &str) -> [(&'static str, String); 5] {
    [
        ("SVG", format!("{api}/lineage.svg")),
        ("GraphML", format!("{api}/lineage.graphml")),
        ("GEXF", format!("{api}/lineage.gexf")),
        ("PROV-JSON", format!("{api}/lineage.prov.json")),
        ("JSON", format!("{api}/lineage")),
    ]
}

fn embed(record: &RecordView, address: &str) -> impl IntoView + use<> {
    let oembed = format!("/oembed?format=json&url={}", text::query_value(address));
    let imported = record.url.clone().filter(|url| is_web(url));
    view! {
        <details class="fold">
            <summary>"Link and embed"</summary>
            <div class="fold-body">
                <p class="label">"Address"</p>
                <pre class="copy" tabindex="0" role="region" aria-label="Address">{address.to_owned()}</pre>
                <p class="hint">
                    "Where you paste it, sites that know oEmbed show a card of the record ("
                    <a href=oembed>"see what they get"</a>")."
                </p>
                {imported.map(|url| view! {
                    <p class="label">"Where it came from"</p>
                    <pre class="copy" tabindex="0" role="region" aria-label="Where it came from">{url}</pre>
                })}
            </div>
        </details>
    }
}

fn withdraw_fold(record: &RecordView, state: FormState) -> impl IntoView + use<> {
    let id = record.card.id;
    let remixes = match record.card.remix_count {
        0 => String::new(),
        count => format!(
            " Its {} stay as they are.",
            text::count(count, "remix", "remixes")
        ),
    };
    let open = state.is_returned();
    view! {
        <section>
            <h2>"Take it back"</h2>
            <details class="fold" open=open>
                <summary>"Withdraw this record"</summary>
                <div class="fold-body">
                    <ErrorSummary state/>
                    <p class="hint">
                        "The work, its description and its tags are deleted for good. Title, credited name, license and links stay as a tombstone, so that nobody else’s lineage is lost."
                        {remixes}
                    </p>
                    <form method="post" action=format!("/records/withdraw?id={id}")>
                        {hidden("id", &id.to_string())}
                        <button class="btn btn-danger" r#type="submit">"Withdraw it for good"</button>
                    </form>
                </div>
            </details>
        </section>
    }
}
