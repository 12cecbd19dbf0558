//! The pages on which records are made and changed.

use super::address::asked_record;
use super::contribute::ForChallenge;
use super::contributing::{asked_challenge, contributing_page, edited_challenge};
use super::fields::{AtFirst, RecordForm, Shape, record_form};
use super::licenses::may_be_remixed;
use super::parts::{discard_fold, title_class};
use super::sources::{Chooser, Choosing};
use super::steps::Chosen;
use super::upload_panel::upload_panel;
use super::work::work;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::ErrorPage;
use crate::ui::text;
use db::record::{RecordCard, RecordView};
use db::session::Viewer;
use domain::record::Status;
use domain::remix::{NamedSource, parse_reference};
use domain::{ChallengeId, RecordId};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the pages read of the request, before the first wait.
pub(super) struct Asked {
    pub(super) site: Site,
    pub(super) viewer: Option<Viewer>,
    pub(super) state: FormState,
}

impl Asked {
    fn read(action: &str) -> Result<Self, AppError> {
        let asked = Self {
            site: ssr::site()?,
            viewer: ssr::viewer(),
            state: ssr::form_state(action),
        };
        // Whose session ended while they typed gets the form back with all of it.
        match asked.viewer.is_some() || asked.state.is_returned() {
            true => Ok(asked),
            false => Err(AppError::SignInNeeded),
        }
    }
}

/// Put up a record.
#[component]
pub fn NewRecordPage() -> impl IntoView {
    let asked = Asked::read("/records/new");
    let source = ssr::query("source").and_then(|typed| parse_reference(&typed));
    let challenge = asked_challenge(asked.as_ref().ok());
    let upload = ssr::form_state("/uploads");
    Suspend::new(async move {
        let page = match asked {
            Ok(asked) => new_page(asked, source, challenge, upload).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

/// Remix a record: a new one, with that one as its first source.
#[component]
pub fn RemixPage() -> impl IntoView {
    let asked = Asked::read("/records/new").and_then(|asked| Ok((asked, asked_record()?)));
    let upload = ssr::form_state("/uploads");
    Suspend::new(async move {
        let page = match asked {
            Ok((asked, id)) => remix_page(asked, id, upload).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

/// Edit a record.
#[component]
pub fn EditPage() -> impl IntoView {
    let asked = Asked::read("/records/edit").and_then(|asked| Ok((asked, asked_record()?)));
    Suspend::new(async move {
        let page = match asked {
            Ok((asked, id)) => edit_page(asked, id).await,
            Err(error) => Err(error),
        };
        page.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
    })
}

async fn new_page(
    asked: Asked,
    source: Option<RecordId>,
    challenge: Option<ChallengeId>,
    upload: FormState,
) -> Result<AnyView, AppError> {
    if let Some(id) = challenge {
        let challenge = ForChallenge::load(&asked.site.db, id).await?;
        let form = blank_form(&asked, source, Some(challenge.clone())).await?;
        return Ok(contributing_page(&challenge, &asked, form, upload));
    }
    if let Some(id) = source {
        return remix_page(asked, id, upload).await;
    }
    let heading = view! {
        <Title text="Put up a record"/>
        <div class="page-head">
            <h1>"Put up a record"</h1>
            <p class="lead">"Something you made: a text, a picture, a sound, a film, a piece of code."</p>
        </div>
    };
    let form = blank_form(&asked, None, None).await?;
    Ok(making_page(heading.into_any(), &asked, form, upload))
}

async fn remix_page(asked: Asked, id: RecordId, upload: FormState) -> Result<AnyView, AppError> {
    let cards = db::record::find_cards(&asked.site.db, &[id]).await?;
    let card = cards.into_iter().next().ok_or(AppError::NotFound)?;
    let heading = remix_heading(&card);
    let possible = card.status == Status::Published && may_be_remixed(&card);
    // What was typed is never taken away, whatever became of the source meanwhile.
    if possible || asked.state.is_returned() {
        let form = blank_form(&asked, Some(id), None).await?;
        return Ok(making_page(heading, &asked, form, upload));
    }
    Ok(view! {
        <div class="wrap wrap-form page">
            {heading}
            <div class="acts">
                <a class="btn btn-main" href=format!("/records/{id}")>"Back to the record"</a>
                <a class="btn" href="/records">"See other records"</a>
            </div>
        </div>
    }
    .into_any())
}

fn remix_heading(card: &RecordCard) -> AnyView {
    let title = text::short_title(&card.title, 80);
    let href = format!("/records/{}", card.id);
    let name = view! { <a href=href dir="auto">{title.clone()}</a> };
    let lead = match (card.status == Status::Published, may_be_remixed(card)) {
        (false, _) => {
            view! { <p class="lead">{name}" was withdrawn, so it cannot be remixed."</p> }.into_any()
        }
        (true, false) => view! {
            <p class="lead">{name}" has no license that allows remixing here. Ask its author, or choose another record."</p>
        }
        .into_any(),
        (true, true) => view! {
            <p class="lead">"Made from "{name}" by "<bdi>{card.author_name.clone()}</bdi>", who will be credited, with all whose work is in it."</p>
        }
        .into_any(),
    };
    view! {
        <Title text=format!("Remix “{title}”")/>
        <div class="page-head"><h1>"Make a remix"</h1>{lead}</div>
    }
    .into_any()
}

/// The ids of the chosen sources.
pub(super) fn chosen_ids(form: &RecordForm) -> Vec<i64> {
    let chosen = form.chooser.chosen.iter();
    chosen.map(|(card, _)| card.id.0).collect()
}

/// A form for a new record, with a source or without, for a challenge or for none.
async fn blank_form(
    asked: &Asked,
    source: Option<RecordId>,
    challenge: Option<ForChallenge>,
) -> Result<RecordForm, AppError> {
    let source_or_only = source.or_else(|| challenge.as_ref()?.only_start());
    let first = source_or_only.map(|source| NamedSource {
        source,
        used: String::new(),
    });
    let chosen = Chosen::of(&asked.state, None, first.into_iter().collect());
    let mut chooser = Chooser::load(Choosing::Sources, &asked.site, None, &chosen).await?;
    if let Some(challenge) = &challenge {
        chooser.offered = challenge.starts().to_vec();
    }
    Ok(RecordForm {
        shape: Shape::Typed,
        action: match (&challenge, source) {
            (Some(challenge), _) => format!("/records/new?challenge={}", challenge.id()),
            (None, Some(id)) => format!("/records/new?source={id}"),
            (None, None) => "/records/new".to_owned(),
        },
        state: asked.state.clone(),
        edited: None,
        at_first: AtFirst {
            medium: challenge
                .as_ref()
                .map_or("text", ForChallenge::typed_medium)
                .to_owned(),
            ..AtFirst::default()
        },
        chooser,
        challenge,
    })
}

/// The page of a new record: files to put up, or something to write.
fn making_page(heading: AnyView, asked: &Asked, form: RecordForm, upload: FormState) -> AnyView {
    let sources = chosen_ids(&form);
    view! {
        <div class="wrap wrap-form page">
            {heading}
            {signed_out_note(asked)}
            <section class="panel" aria-labelledby="files-h">
                <h2 id="files-h">"Put up files"</h2>
                {upload_panel(sources, None, upload)}
            </section>
            <section class="panel" aria-labelledby="write-h">
                <h2 id="write-h">"Or write it here"</h2>
                {record_form(form)}
            </section>
        </div>
    }
    .into_any()
}

/// Where somebody's session ended while they typed: a way to sign in that does not lose it.
pub(super) fn signed_out_note(asked: &Asked) -> Option<impl IntoView + use<>> {
    asked.viewer.is_none().then(|| {
        view! {
            <div class="notice notice-warn notice-gap">
                <p>"You are signed out. Sign in in another tab, then come back and send the form again."</p>
                <a class="btn btn-small" href="/sign-in" target="_blank">"Sign in in another tab"</a>
            </div>
        }
    })
}

async fn edit_page(asked: Asked, id: RecordId) -> Result<AnyView, AppError> {
    let Some(viewer) = asked.viewer.clone() else {
        return returned_page(asked, id).await;
    };
    let record = db::record::find_record(&asked.site.db, Some(&viewer), id).await?;
    if record.author_id != viewer.member || record.card.status == Status::Withdrawn {
        return Err(AppError::NotFound);
    }
    let shape = match (record.card.status, &record.media) {
        (Status::Draft, None) => Shape::Typed,
        (Status::Draft, Some(_)) => Shape::File,
        _ => Shape::Published,
    };
    let form = edit_form(&asked, id, shape, Some(&record)).await?;
    Ok(editing_page(&asked, Some(&record), form))
}

/// The form of somebody whose session ended while they typed: only what was typed is shown.
async fn returned_page(asked: Asked, id: RecordId) -> Result<AnyView, AppError> {
    let sent = |name: &str| asked.state.is_ticked(name, false);
    let shape = match (sent("body"), sent("find")) {
        (true, _) => Shape::Typed,
        (false, true) => Shape::File,
        (false, false) => Shape::Published,
    };
    let form = edit_form(&asked, id, shape, None).await?;
    Ok(editing_page(&asked, None, form))
}

async fn edit_form(
    asked: &Asked,
    id: RecordId,
    shape: Shape,
    record: Option<&RecordView>,
) -> Result<RecordForm, AppError> {
    let named = record.map(|record| {
        let named = record.sources.iter().map(|source| NamedSource {
            source: source.card.id,
            used: source.used.clone(),
        });
        named.collect()
    });
    let chosen = match shape {
        Shape::Published => Chosen::default(),
        _ => Chosen::of(&asked.state, Some(id), named.unwrap_or_default()),
    };
    let version = record.map(|record| record.version.to_string());
    let challenge = match shape {
        Shape::Published => None,
        _ => edited_challenge(asked, id).await?,
    };
    let mut chooser = Chooser::load(Choosing::Sources, &asked.site, Some(id), &chosen).await?;
    if let Some(challenge) = &challenge {
        chooser.offered = challenge.starts().to_vec();
    }
    Ok(RecordForm {
        shape,
        action: format!("/records/edit?id={id}"),
        state: asked.state.clone(),
        edited: Some((
            id.to_string(),
            asked.state.value("version", &version.unwrap_or_default()),
        )),
        at_first: record.map(AtFirst::of).unwrap_or_default(),
        chooser,
        challenge,
    })
}

fn editing_page(asked: &Asked, record: Option<&RecordView>, form: RecordForm) -> AnyView {
    let title = record.map_or("", |record| record.card.title.as_str());
    let is_draft = form.shape != Shape::Published;
    let heading = match is_draft {
        true => "Edit a draft",
        false => "Edit a record",
    };
    let back = record.map(|record| {
        let href = format!("/records/{}", record.card.id);
        view! { <p class="eyebrow"><a href=href class=title_class(title) dir="auto">{text::short_title(title, 80)}</a></p> }
    });
    let file = record.filter(|_| form.shape == Shape::File).map(work);
    let discard = record.filter(|_| is_draft).map(discard_fold);
    view! {
        <Title text=heading/>
        <div class="wrap wrap-form page">
            <div class="page-head">{back}<h1>{heading}</h1></div>
            {signed_out_note(asked)}
            {file.map(|file| view! { <div class="section">{file}</div> })}
            <div class="panel">{record_form(form)}</div>
            {discard.map(|discard| view! { <div class="section">{discard}</div> })}
        </div>
    }
    .into_any()
}
