//! A record for a challenge: its form, its draft, and what its page says of challenges.

use crate::AppError;
use crate::challenge::words::{closes, medium_words, pay_line};
use crate::form::FormState;
use crate::ui::RecordLine;
use crate::ui::form::error_view;
use crate::ui::text;
use db::challenge::{ChallengeView, Named, OfRecord};
use db::record::RecordCard;
use db::{Db, Timestamp};
use domain::challenge::{Entry, check_entry};
use domain::record::Status;
use domain::text::Field;
use domain::{ChallengeId, Medium, RecordId};
use leptos::prelude::*;
use leptos_meta::Title;

/// The challenge that a record is made for.
#[derive(Clone, Debug)]
pub(super) struct ForChallenge {
    view: ChallengeView,
    starts: Vec<RecordCard>,
}

impl ForChallenge {
    pub(super) async fn load(db: &Db, id: ChallengeId) -> Result<Self, AppError> {
        let view = db::challenge::find(db, id).await?;
        let is_there = |card: &&RecordCard| card.status == Status::Published;
        let starts = view.sources.iter().filter(is_there).cloned().collect();
        Ok(Self { view, starts })
    }

    pub(super) fn id(&self) -> ChallengeId {
        self.view.card.id
    }

    /// The records that it starts from and that are still there.
    pub(super) fn starts(&self) -> &[RecordCard] {
        &self.starts
    }

    /// The record that it starts from, where it is one alone: then it is hardly left out.
    pub(super) fn only_start(&self) -> Option<RecordId> {
        match self.starts.as_slice() {
            [only] if super::licenses::may_be_remixed(only) => Some(only.id),
            _ => None,
        }
    }

    /// Whether it asks for what is put up as a file.
    pub(super) fn wants_file(&self) -> bool {
        self.view
            .card
            .medium
            .is_some_and(|medium| !medium.is_typed())
    }

    /// The medium that a form for something typed begins with.
    pub(super) fn typed_medium(&self) -> &'static str {
        match self.view.card.medium {
            Some(Medium::Code) => Medium::Code.as_str(),
            _ => Medium::Text.as_str(),
        }
    }

    fn is_open(&self) -> bool {
        self.view.card.standing(Timestamp::now()).is_open()
    }

    fn link(&self) -> impl IntoView + use<> {
        let title = text::short_title(&self.view.card.title, 80);
        view! { "“"<a href=format!("/challenges/{}", self.id())><bdi>{title}</bdi></a>"”" }
    }

    /// What its draft says of it.
    pub(super) fn draft_words(&self) -> impl IntoView + use<> {
        let words = match self.is_open() {
            true => (" Publishing enters it for ", "."),
            false => (
                " It was meant for ",
                ", which has closed: publish it without the challenge.",
            ),
        };
        view! { {words.0}{self.link()}{words.1} }
    }
}

/// The id of a challenge as a form sends it; empty for none.
pub(super) fn parse(typed: &str) -> Result<Option<ChallengeId>, AppError> {
    match typed {
        "" => Ok(None),
        id => super::address::parse_id(id)
            .map(|id| Some(ChallengeId(id.0)))
            .ok_or(AppError::Malformed),
    }
}

/// Checks what stands against entering a record of one's own that is to be published, before anything is stored.
pub(super) async fn check(
    db: &Db,
    challenge: Option<ChallengeId>,
    medium: Option<Medium>,
) -> Result<(), AppError> {
    let (Some(id), Some(medium)) = (challenge, medium) else {
        return Ok(());
    };
    let card = db::challenge::find(db, id).await?.card;
    let entry = Entry {
        own: true,
        status: Status::Published,
        medium,
        entered: false,
    };
    check_entry(card.standing(Timestamp::now()), card.medium, &entry)?;
    Ok(())
}

/// What the page of a contribution begins with.
pub(super) fn contributing_heading(challenge: &ForChallenge) -> AnyView {
    let card = &challenge.view.card;
    let facts: Vec<_> = [
        medium_words(card.medium).to_owned(),
        closes(card, Timestamp::now()),
        pay_line(&card.pay),
    ]
    .into_iter()
    .map(|fact| view! { <span>{fact}</span> })
    .collect();
    let closed = (!challenge.is_open()).then(|| {
        view! {
            <div class="notice notice-warn">
                <p>"This challenge is closed and takes no more contributions. What you make here can still be published, without the challenge."</p>
            </div>
        }
    });
    view! {
        <Title text=format!("Contribute to “{}”", text::short_title(&card.title, 80))/>
        <div class="page-head">
            <h1>"Contribute"</h1>
            <p class="lead">"For the challenge "{challenge.link()}", by "<bdi>{card.issued_by.name.clone()}</bdi>"."</p>
            <p class="facts">{facts}</p>
            {closed}
        </div>
    }
    .into_any()
}

/// The records to start from, where they are named only when a file is up.
pub(super) fn starts_of(challenge: &ForChallenge) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = challenge
        .starts
        .iter()
        .map(|card| view! { <RecordLine card/> })
        .collect();
    let hint = match challenge.only_start() {
        Some(_) => {
            "It is named as a source of what you put up. Take it out of the draft if you did not use it."
        }
        None => "Once your file is up, name those that you used as its sources.",
    };
    (!lines.is_empty()).then(|| {
        view! {
            <p class="label">"The challenge starts from"</p>
            <p class="hint">{hint}</p>
            <ul class="line-list">{lines}</ul>
        }
    })
}

/// Whether the record is entered once it is published.
pub(super) fn challenge_choice(
    state: &FormState,
    challenge: &ForChallenge,
) -> impl IntoView + use<> {
    let id = Field::Challenge.as_str();
    let ticked = state.is_ticked(id, challenge.is_open());
    let hint = match challenge.is_open() {
        true => "Publishing enters it at once. You can take it back until the challenge closes.",
        false => "It has closed. Leave this unticked to publish the record by itself.",
    };
    view! {
        <fieldset class="field" id=id tabindex="-1" aria-describedby="challenge-hint challenge-error">
            <legend>"Challenge"</legend>
            <label class="check">
                <input r#type="checkbox" name=id value=challenge.id().to_string() checked=ticked/>
                <span>"Enter it for “"<bdi>{text::short_title(&challenge.view.card.title, 80)}</bdi>"”"</span>
            </label>
            <p class="hint" id="challenge-hint">{hint}</p>
            {error_view(id, state.error_at(Field::Challenge))}
        </fieldset>
    }
}

/// What a record was entered for, and which challenges start from it.
pub(super) fn in_challenges(challenges: &OfRecord) -> impl IntoView + use<> {
    let line = |words: &'static str, list: &[Named]| {
        let links: Vec<_> = list
            .iter()
            .map(|challenge| {
                let title = text::short_title(&challenge.title, 80);
                view! { <span><a href=format!("/challenges/{}", challenge.id) dir="auto">{title}</a></span> }
            })
            .collect();
        (!list.is_empty()).then(|| {
            view! { <p class="small muted in-challenges">{words}" "<span class="facts">{links}</span></p> }
        })
    };
    view! {
        {line("Contributed to", &challenges.contributed)}
        {line("Start of challenge", &challenges.starts)}
    }
}
