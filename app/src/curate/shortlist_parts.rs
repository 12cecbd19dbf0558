//! Parts of a shortlist's page: what it is for, its records with reasons and votes, and its trail.

use super::parts::{BECOMES_PUBLIC, facts};
use super::shortlist::Shown;
use crate::form::FormState;
use crate::ssr::{self, markdown};
use crate::ui::form::{TextField, hidden, refused, version};
use crate::ui::text::{self, query_value};
use crate::ui::{Empty, Mark, Thumb, Time};
use db::shortlist::{Order, Shortlist, ShortlistEvent, ShortlistRecord, VoteView};
use domain::curation::{Step, Vote};
use domain::record::Status;
use domain::text::Field;
use leptos::prelude::*;

/// How the page's forms stand.
pub(super) struct Forms {
    vote: FormState,
    remove: FormState,
    close: FormState,
}

impl Forms {
    pub(super) fn of_page() -> Self {
        Self {
            vote: ssr::form_state("/curate/shortlists/vote"),
            remove: ssr::form_state("/curate/shortlists/remove"),
            close: ssr::form_state("/curate/shortlists/close"),
        }
    }
}

/// Title, project, who started it, and the brief.
pub(super) fn head(shortlist: &Shortlist, directs: bool) -> impl IntoView + use<> {
    let id = shortlist.id;
    let html = markdown::to_html(shortlist.body.trim());
    let project = shortlist.project.clone().map(|(id, title)| {
        view! { <span>"for "<a href=format!("/projects/{id}") dir="auto">{text::short_title(&title, 80)}</a></span> }
    });
    let closed = shortlist.closed_at.map(|at| {
        view! { <div class="notice notice-warn"><p><b>"Closed "<Time at/>"."</b>" Nothing on it changes until it is opened again."</p></div> }
    });
    let make = directs.then(|| {
        view! { <a class="btn btn-main" href=format!("/productions/new?shortlist={id}")>"Make a production of it"</a> }
    });
    let edit = shortlist.closed_at.is_none().then(|| {
        view! {
            <a class="btn" href="/curate">"Find records for it"</a>
            <a class="btn btn-quiet" href=format!("/curate/shortlists/{id}/edit")>"Edit"</a>
        }
    });
    let acts = (make.is_some() || edit.is_some())
        .then(|| view! { <div class="acts record-acts">{make}{edit}</div> });
    view! {
        <header class="record-head">
            <p class="eyebrow"><span class="facts"><span><a href="/curate/shortlists">"Shortlists"</a></span><span>{text::records(shortlist.record_count)}</span>{project}</span></p>
            <h1 dir="auto">{shortlist.title.clone()}</h1>
            <p class="record-by facts">
                <span>"started by "<a class="name" href=format!("/members/{}", shortlist.started_by) dir="auto">{shortlist.started_by_name.clone()}</a></span>
                <span><Time at=shortlist.created_at/></span>
            </p>
            {closed}
        </header>
        {(!html.is_empty()).then(|| view! { <div class="record-words prose" dir="auto" inner_html=html></div> })}
        {acts}
    }
}

/// The records.
pub(super) fn records_section(shown: &Shown, forms: &Forms) -> impl IntoView + use<> {
    let base = format!("/curate/shortlists/{}", shown.shortlist.id);
    let orders: Vec<_> = [
        (Order::Votes, base.clone(), "Most votes"),
        (Order::Added, format!("{base}?sort=added"), "Last added"),
    ]
    .into_iter()
    .map(|(order, href, name)| {
        let current = (order == shown.order).then_some("page");
        view! { <li><a class="tag" href=href aria-current=current>{name}</a></li> }
    })
    .collect();
    let lines: Vec<_> = shown
        .records
        .rows
        .iter()
        .map(|record| line(shown, record, forms))
        .collect();
    let list = match lines.is_empty() {
        true => view! {
            <Empty vine=3><p><b>"Nothing on it yet."</b>" Records come from the desk, from the list of records, and from what is selected on the map."</p><a class="btn" href="/curate">"See what waits"</a></Empty>
        }
        .into_any(),
        false => view! { <ul class="stack stack-wide">{lines}</ul> }.into_any(),
    };
    let sort = if shown.order == Order::Added {
        "&sort=added"
    } else {
        ""
    };
    let first = shown
        .goes_on
        .then(|| view! { <a class="btn" href=base.clone()>"Back to the start"</a> });
    let next = shown.records.next.as_deref().map(|after| {
        let href = format!("{base}?after={}{sort}", query_value(after));
        view! { <a class="btn" rel="next" href=href>"More"</a> }
    });
    let pager = (first.is_some() || next.is_some())
        .then(|| view! { <nav class="pager" aria-label="Pages of records">{first}{next}</nav> });
    view! {
        <section class="section" aria-labelledby="on-it-h">
            <div class="section-head"><h2 id="on-it-h">"Records"</h2></div>
            {refused("vote", &forms.vote, &[Field::Reason])}
            {refused("remove", &forms.remove, &[Field::Reason])}
            <nav aria-label="Order" class="section-first"><ul class="tags">{orders}</ul></nav>
            {list}
            {pager}
        </section>
    }
}

fn line(shown: &Shown, record: &ShortlistRecord, forms: &Forms) -> impl IntoView + use<> {
    let card = &record.card;
    let id = card.id;
    let gone = (card.status == Status::Withdrawn)
        .then(|| view! { " "<span class="badge">"withdrawn"</span> });
    let votes: Vec<_> = record.votes.iter().map(vote_line).collect();
    let open = shown.shortlist.closed_at.is_none();
    view! {
        <li class="panel shortlisted" id=format!("record-{id}")>
            <div class="line">
                <Thumb card/>
                <div>
                    <p class="line-title" dir="auto"><a href=format!("/records/{id}")>{text::title(&card.title).to_owned()}</a>{gone}</p>
                    <p class="line-meta"><Mark medium=card.medium/>" "{card.medium.label()}" by "<a href=format!("/members/{}", card.author) dir="auto">{card.author_name.clone()}</a></p>
                    <p class="line-meta">{facts(card)}</p>
                </div>
            </div>
            <q dir="auto">{record.reason.clone()}</q>
            <p class="line-meta">
                "put on by "<a href=format!("/members/{}", record.added_by) dir="auto">{record.added_by_name.clone()}</a>
                " · "<Time at=record.added_at/>
            </p>
            <p class="sum">{vote_words(&record.votes)}</p>
            {(!votes.is_empty()).then(|| view! { <ul class="quotes">{votes}</ul> })}
            {open.then(|| vote_form(shown, record, forms))}
            {open.then(|| remove_fold(shown, record, forms))}
        </li>
    }
}

/// `3 for, 1 against`.
fn vote_words(votes: &[VoteView]) -> String {
    let of = |vote: Vote| votes.iter().filter(|view| view.vote == vote).count();
    match (of(Vote::For), of(Vote::Against)) {
        (0, 0) => "No votes yet".to_owned(),
        (count, 0) => format!("{count} for"),
        (0, count) => format!("{count} against"),
        (count, against) => format!("{count} for, {against} against"),
    }
}

fn vote_line(vote: &VoteView) -> impl IntoView + use<> {
    let word = match vote.vote {
        Vote::For => "for it",
        Vote::Against => "against it",
    };
    let reason = vote.reason.clone();
    view! {
        <li>
            {(!reason.is_empty()).then(|| view! { <q dir="auto">{reason}</q> })}
            <p class="line-meta">
                <a href=format!("/members/{}", vote.by) dir="auto">{vote.by_name.clone()}</a>
                " is "<b>{word}</b>" · "<Time at=vote.at/>
            </p>
        </li>
    }
}

/// The state of a form at the record that it was sent for; of all others a fresh one.
fn state_at(state: &FormState, record: &ShortlistRecord) -> FormState {
    match state.value("record", "") == record.card.id.to_string() {
        true => state.clone(),
        false => FormState::default(),
    }
}

fn vote_form(shown: &Shown, record: &ShortlistRecord, forms: &Forms) -> impl IntoView + use<> {
    let id = record.card.id;
    let list = shown.shortlist.id;
    let own = record
        .votes
        .iter()
        .find(|vote| vote.by == shown.viewer.handle);
    let state = state_at(&forms.vote, record);
    let title = text::short_title(&record.card.title, 40);
    let button = |vote: Option<Vote>| {
        let is = own.map(|own| own.vote) == vote;
        let class = if is {
            "btn btn-small is-on"
        } else {
            "btn btn-small"
        };
        let (value, word) = match vote {
            Some(Vote::For) => ("for", "For it"),
            Some(Vote::Against) => ("against", "Against it"),
            None => ("none", "Take my vote back"),
        };
        let label = format!("{word}: {title}");
        view! { <button class=class r#type="submit" name="vote" value=value aria-label=label aria-pressed=vote.map(|_| is.to_string())>{word}</button> }
    };
    view! {
        <form class="form form-near" method="post" action=format!("/curate/shortlists/vote?id={list}")>
            {hidden("id", &list.to_string())}
            {hidden("record", &id.to_string())}
            <TextField
                state=state
                field=Field::Reason
                id=format!("vote-{id}")
                label="Why you vote so"
                hint=BECOMES_PUBLIC
                optional=true
                at_first=own.map(|own| own.reason.clone()).unwrap_or_default()
            />
            <div class="acts">
                {button(Some(Vote::For))}
                {button(Some(Vote::Against))}
                {own.is_some().then(|| button(None))}
            </div>
        </form>
    }
}

fn remove_fold(shown: &Shown, record: &ShortlistRecord, forms: &Forms) -> impl IntoView + use<> {
    let id = record.card.id;
    let list = shown.shortlist.id;
    let state = state_at(&forms.remove, record);
    let open = state.is_returned();
    let label = format!("Take off: {}", text::short_title(&record.card.title, 40));
    view! {
        <details class="fold" open=open>
            <summary aria-label=label>"Take it off"</summary>
            <div class="fold-body">
                <form class="form form-near" method="post" action=format!("/curate/shortlists/remove?id={list}")>
                    {hidden("id", &list.to_string())}
                    {hidden("record", &id.to_string())}
                    <TextField state=state field=Field::Reason id=format!("remove-{id}") label="Reason" hint=format!("It stays in the trail, with the votes there were. {BECOMES_PUBLIC}")/>
                    <div><button class="btn btn-danger btn-small" r#type="submit">"Take it off"</button></div>
                </form>
            </div>
        </details>
    }
}

/// Closes the shortlist, or opens it again.
pub(super) fn close_fold(shortlist: &Shortlist, forms: &Forms) -> impl IntoView + use<> {
    let id = shortlist.id;
    let closed = shortlist.closed_at.is_some();
    let state = &forms.close;
    let (summary, button, hint) = match closed {
        false => (
            "Close this shortlist",
            "Close it",
            "Nothing on it changes any more, until it is opened again.",
        ),
        true => (
            "Open this shortlist again",
            "Open it again",
            "Records and votes can change again.",
        ),
    };
    view! {
        <div class="section">
            <details class="fold" open=state.is_returned()>
                <summary>{summary}</summary>
                <div class="fold-body">
                    <form class="form form-near" method="post" action=format!("/curate/shortlists/close?id={id}")>
                        {refused("close", state, &[Field::Reason])}
                        {hidden("id", &id.to_string())}
                        {hidden("version", &version(state, shortlist.version))}
                        {hidden("close", &(!closed).to_string())}
                        <TextField state=state.clone() field=Field::Reason id="close-reason" label="Why" optional=true hint=hint/>
                        <div><button class="btn btn-small" r#type="submit">{button}</button></div>
                    </form>
                </div>
            </details>
        </div>
    }
}

/// How the selection came about, the last step first.
pub(super) fn trail(shown: &Shown) -> impl IntoView + use<> {
    let steps: Vec<_> = shown.events.rows.iter().map(step_line).collect();
    let older = shown.events.next.as_deref().map(|after| {
        let href = format!("/curate/shortlists/{}?trail={}#trail", shown.shortlist.id, query_value(after));
        view! { <nav class="pager" aria-label="Pages of the trail"><a class="btn" rel="next" href=href>"Earlier steps"</a></nav> }
    });
    view! {
        <section class="section" id="trail" aria-labelledby="trail-h">
            <div class="section-head"><h2 id="trail-h">"How it came about"</h2><small>"only ever added to"</small></div>
            <ul class="quotes">{steps}</ul>
            {older}
        </section>
    }
}

fn step_line(event: &ShortlistEvent) -> impl IntoView + use<> {
    let words = match event.step {
        Step::Started => "started it",
        Step::Added => "put on",
        Step::Removed => "took off",
        Step::VotedFor => "voted for",
        Step::VotedAgainst => "voted against",
        Step::VoteWithdrawn => "took their vote back on",
        Step::Closed => "closed it",
        Step::Reopened => "opened it again",
    };
    let record = event.record.clone().map(|(id, title)| {
        view! { " "<a href=format!("/records/{id}") dir="auto">{text::short_title(&title, 60)}</a> }
    });
    let reason = event.reason.clone();
    view! {
        <li>
            <p>
                <a href=format!("/members/{}", event.by) dir="auto">{event.by_name.clone()}</a>
                " "{words}{record}
                <span class="muted">" · "<Time at=event.at/></span>
            </p>
            {(!reason.is_empty()).then(|| view! { <q dir="auto">{reason}</q> })}
        </li>
    }
}
