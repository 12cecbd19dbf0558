//! The page on which a production is changed: its details, what it includes, roles, working versions, its status.

use super::edit_parts::{included_section, roles_section, status_section, versions_section};
use super::parts::trail_field;
use crate::AppError;
use crate::form::FormState;
use crate::ssr::{self, Site};
use crate::ui::form::{
    ErrorSummary, MarkdownHint, TextArea, TextField, hidden, stands_now, version,
};
use crate::ui::{ErrorPage, text};
use db::production::{Included, Production, RoleView, Version};
use db::record::{RecordCard, RecordFilter, Sort};
use db::session::Viewer;
use domain::ProductionId;
use domain::production::{Status, Work};
use domain::remix::parse_reference;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// Records found at once.
const FOUND_MAX: u64 = 10;
/// Included records that the page shows: all there may be.
const INCLUDED_SHOWN: u64 = domain::production::INCLUDED_MAX as u64;

/// How the forms of the page stand; all are sent to one address and told apart by their buttons.
#[derive(Clone)]
pub(super) struct Forms {
    pub(super) details: FormState,
    pub(super) included: FormState,
    pub(super) roles: FormState,
    pub(super) versions: FormState,
    pub(super) status: FormState,
    whole: FormState,
}

impl Forms {
    fn read() -> Self {
        let whole = ssr::form_state("/productions/edit");
        let of = |buttons: &[&str]| whole.sent_by("act", buttons);
        Self {
            details: of(&["details"]),
            included: of(&["find", "add", "remove", "up", "down", "describe"]),
            roles: of(&["role", "role-remove"]),
            versions: of(&["version", "version-remove"]),
            status: of(&["begin", "abandon", "take-up"]),
            whole,
        }
    }
}

/// What the page shows.
pub(super) struct Shown {
    pub(super) production: Production,
    notes: String,
    pub(super) included: Vec<Included>,
    pub(super) find: String,
    pub(super) found: Option<Vec<RecordCard>>,
    pub(super) roles: Vec<RoleView>,
    pub(super) versions: Vec<Version>,
}

impl Shown {
    /// The id and version, which every form of the page carries.
    pub(super) fn carried(&self) -> impl IntoView + use<> {
        let (id, version) = (self.production.id, self.production.version);
        view! { {hidden("id", &id.to_string())}{hidden("version", &version.to_string())} }
    }

    /// Where the page's forms are sent to, and the part of the page that one comes back to.
    pub(super) fn action(&self, part: &str) -> String {
        format!("/productions/edit?id={}#{part}", self.production.id)
    }

    pub(super) fn is_open(&self) -> bool {
        self.production.status != Status::Released
    }
}

/// Edit a production.
#[component]
pub fn EditProductionPage() -> impl IntoView {
    let asked = ssr::asked_id()
        .ok_or(AppError::NotFound)
        .and_then(|id| Ok((ssr::site()?, ssr::signed_in()?, ProductionId(id))));
    let forms = Forms::read();
    Suspend::new(async move {
        let loaded = match asked {
            Ok((site, viewer, id)) => load(&site, &viewer, id, &forms).await,
            Err(error) => Err(error),
        };
        match loaded {
            Ok(shown) => page(&shown, forms).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

async fn load(
    site: &Site,
    viewer: &Viewer,
    id: ProductionId,
    forms: &Forms,
) -> Result<Shown, AppError> {
    let db = &site.db;
    let production = db::production::find_production(db, id).await?;
    // Refused before anything else is read.
    let notes = db::production::find_notes(db, viewer, id).await?;
    let find = forms.included.value("find", "").trim().to_owned();
    let found = match find.is_empty() {
        true => None,
        false => Some(find_records(site, &find).await?),
    };
    let (included, roles, versions) = tokio::try_join!(
        db::production::list_included(db, id, 0, INCLUDED_SHOWN),
        db::production::list_roles(db, id),
        db::production::list_versions(db, id),
    )?;
    Ok(Shown {
        production,
        notes,
        included,
        find,
        found,
        roles,
        versions,
    })
}

/// The record that is meant by an id or an address, then those with the words.
async fn find_records(site: &Site, typed: &str) -> Result<Vec<RecordCard>, AppError> {
    let meant = parse_reference(typed);
    let mut found = match meant {
        Some(id) => db::record::find_cards(&site.db, &[id]).await?,
        None => Vec::new(),
    };
    let filter = RecordFilter {
        q: Some(typed.chars().take(200).collect()),
        ..RecordFilter::default()
    };
    let page = db::record::list_records(&site.db, &filter, Sort::Newest, None, FOUND_MAX).await?;
    found.extend(page.rows.into_iter().filter(|card| Some(card.id) != meant));
    Ok(found)
}

fn page(shown: &Shown, forms: Forms) -> impl IntoView + use<> {
    let production = &shown.production;
    let title = text::short_title(&production.title, 80);
    let back = format!("/productions/{}", production.id);
    let lost = forms.whole.error().is_some()
        && [
            &forms.details,
            &forms.included,
            &forms.roles,
            &forms.versions,
            &forms.status,
        ]
        .iter()
        .all(|form| !form.is_returned());
    view! {
        <Title text=format!("Edit “{title}”")/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href=back dir="auto">{title}</a></p>
                <h1>"Edit a production"</h1>
            </div>
            {lost.then(|| view! { <ErrorSummary state=forms.whole.clone()/> })}
            <div class="edit-parts">
                {details_form(shown, forms.details.clone())}
                {included_section(shown, forms.included.clone())}
                {roles_section(shown, forms.roles.clone())}
                {versions_section(shown, forms.versions.clone())}
                {status_section(shown, forms.status)}
            </div>
        </div>
    }
}

fn details_form(shown: &Shown, state: FormState) -> impl IntoView + use<> {
    let production = &shown.production;
    let work = match &production.final_work {
        Some(Work::Record(id)) => format!("/records/{id}"),
        Some(Work::Link(url)) => url.clone(),
        None => String::new(),
    };
    let version = version(&state, production.version);
    let stands_now = stands_now(&state);
    let final_work = match shown.is_open() {
        true => view! {
            <TextField state=state.clone() field=Field::FinalWork label="The final work" optional=true at_first=work any_direction=false
                hint="A record’s number or address, or an address elsewhere that begins with https://. Needed before it is released."/>
        }
        .into_any(),
        false => view! { {hidden("final_work", &work)} }.into_any(),
    };
    view! {
        <section class="panel" id="details" aria-labelledby="details-h">
            <h2 id="details-h">"What it is"</h2>
            <ErrorSummary state=state.clone() message=stands_now/>
            <form class="form" method="post" action=shown.action("details")>
                {hidden("id", &production.id.to_string())}
                {hidden("version", &version)}
                <TextField state=state.clone() field=Field::Title label="Title" at_first=production.title.clone() class="input-title"/>
                <TextArea state=state.clone() field=Field::Body label="About it" optional=true at_first=production.body.clone()/>
                <MarkdownHint/>
                {final_work}
                <TextArea state=state.clone() field=Field::Notes label="Private notes" optional=true rows=4 at_first=shown.notes.clone()
                    hint="Only you and admins can read them."/>
                {trail_field(&state, production.trail_public)}
                <div class="form-end">
                    <button class="btn btn-main" r#type="submit" name="act" value="details">"Save"</button>
                </div>
            </form>
        </section>
    }
}
