//! What forms about productions are sent to.

use crate::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::selection;
#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use db::{
    production::{Details, IncludedChange, NewProduction},
    session::Viewer,
};
#[cfg(feature = "ssr")]
use domain::{
    ProductionId, RecordId, Role, ShortlistId,
    production::{LINE_MAX, Step, Work, parse_weight},
    remix::parse_reference,
    text::{self, BODY_MAX, Field, TITLE_MAX, TextError},
};

/// A form about a production, as it was typed; what is not sent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductionFields {
    /// The production.
    pub id: String,
    /// The version of it that the form was opened with.
    pub version: String,
    /// Which of the page's forms it is, and which of its buttons.
    pub act: String,
    /// The title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Private notes.
    pub notes: String,
    /// The final work: a record or an address.
    pub final_work: String,
    /// Ticked where everybody may read how its records were selected.
    pub trail_public: String,
    /// The included record that is meant.
    pub record: String,
    /// Its weight.
    pub weight: String,
    /// Its note, or a working version's.
    pub note: String,
    /// Whom a role is given.
    pub handle: String,
    /// The role.
    pub role: String,
    /// The name as credited.
    pub credited_name: String,
    /// A working version's title.
    pub version_title: String,
    /// A working version's record or link.
    pub work: String,
    /// The role or working version to take away.
    pub row: String,
    /// Why it is abandoned.
    pub reason: String,
}

/// Plans a production from a title and chosen records; with `rest`, also from all on the shortlist that were not
/// `offered` one by one. What the address selects goes in too.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no director, or a rule of the fields.
#[server(prefix = "", endpoint = "/productions/new")]
pub async fn create_production(
    #[server(default)] title: String,
    #[server(default)] body: String,
    #[server(default)] shortlist: String,
    #[server(default)] records: Vec<String>,
    #[server(default)] offered: String,
    #[server(default)] rest: String,
    #[server(default)] trail_public: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    if viewer.role < Role::Director {
        return Err(AppError::NotFound);
    }
    let site = ssr::site()?;
    let shortlist = ssr::parse_id(&shortlist).map(ShortlistId);
    let taken = records.iter().filter_map(|id| ssr::parse_id(id));
    let mut records: Vec<RecordId> = taken.map(RecordId).collect();
    if let Some(shortlist) = shortlist.filter(|_| !rest.is_empty()) {
        let offered = offered.split(' ').filter_map(ssr::parse_id);
        let offered: Vec<RecordId> = offered.map(RecordId).collect();
        let all = db::shortlist::find_published(&site.db, &viewer, shortlist).await?;
        records.extend(all.into_iter().filter(|record| !offered.contains(record)));
    }
    let pairs = ssr::query_pairs();
    if !selection::is_empty(&pairs) {
        records.extend(selection::find(&site, &pairs).await?);
    }
    let new = NewProduction {
        title: text::required_line(Field::Title, &title, TITLE_MAX)?,
        body: text::optional_text(Field::Body, &body, BODY_MAX)?,
        // Where there is no shortlist, there is nothing to withhold.
        trail_public: shortlist.is_none() || !trail_public.is_empty(),
        shortlist,
        records,
    };
    let id = db::production::create_production(&site.db, &viewer, &new).await?;
    ssr::go_to(&format!("/productions/{id}/edit?done=planned"));
    Ok(())
}

/// Includes what the address selects (`?record=17&record=18`, or an expression of the explorer) in a production.
///
/// # Errors
/// [`AppError::NotFound`] for whoever is no director, [`AppError::Forbidden`] for another's, or a rule; then nothing is
/// added.
#[server(prefix = "", endpoint = "/productions/add")]
pub async fn add_to_production(#[server(default)] production: String) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    if viewer.role < Role::Director {
        return Err(AppError::NotFound);
    }
    let site = ssr::site()?;
    if production.is_empty() {
        return Err(TextError::Empty(Field::Production).into());
    }
    let id = production_id(&production)?;
    let records = selection::find(&site, &ssr::query_pairs()).await?;
    db::production::include_all(&site.db, &viewer, id, &records).await?;
    ssr::go_to(&format!("/productions/{id}/edit?done=included"));
    Ok(())
}

/// Changes one thing about a production.
///
/// # Errors
/// [`AppError::Continue`] for a search, [`AppError::Forbidden`] where it is another's,
/// [`AppError::ChangedMeanwhile`], or a rule.
#[server(prefix = "", endpoint = "/productions/edit")]
pub async fn edit_production(#[server(flatten)] fields: ProductionFields) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let site = ssr::site()?;
    let id = production_id(&fields.id)?;
    let version = fields.version.parse().map_err(|_| AppError::Malformed)?;
    let place = match fields.act.as_str() {
        "details" => {
            save_details(&site, &viewer, id, version, &fields).await?;
            "details"
        }
        "find" => return Err(AppError::Continue),
        "add" | "remove" | "up" | "down" | "describe" => {
            change_included(&site, &viewer, id, version, &fields).await?;
            "records"
        }
        "role" | "role-remove" => {
            change_roles(&site, &viewer, id, version, &fields).await?;
            "roles"
        }
        "version" | "version-remove" => {
            change_versions(&site, &viewer, id, version, &fields).await?;
            "versions"
        }
        act => {
            let step = match act {
                "begin" => Step::Begin,
                "abandon" => Step::Abandon,
                "take-up" => Step::TakeUp,
                _ => return Err(AppError::Malformed),
            };
            let reason = &fields.reason;
            db::production::take_step(&site.db, &site.lineage, &viewer, id, version, step, reason)
                .await?;
            "status"
        }
    };
    ssr::go_to(&format!("/productions/{id}/edit?done=saved#{place}"));
    Ok(())
}

/// Releases a production: what it includes and its credits never change from then on.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::AlreadyDone`], [`AppError::ChangedMeanwhile`], or what is missing still.
#[server(prefix = "", endpoint = "/productions/release")]
pub async fn release_production(
    #[server(default)] id: String,
    #[server(default)] version: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, lineage, .. } = ssr::site()?;
    let id = production_id(&id)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    db::production::release(&db, &lineage, &viewer, id, version).await?;
    ssr::go_to(&format!("/productions/{id}?done=released"));
    Ok(())
}

/// Confirms the name that one is credited with, or changes it.
///
/// # Errors
/// [`AppError::NotFound`] where one is not credited, or a rule.
#[server(prefix = "", endpoint = "/productions/credits")]
pub async fn confirm_credited_name(
    #[server(default)] id: String,
    #[server(default)] credited_name: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, lineage, .. } = ssr::site()?;
    let id = production_id(&id)?;
    db::credit::confirm_name(&db, &lineage, &viewer, id, &credited_name).await?;
    ssr::go_to(&format!("/productions/{id}/credits?done=credited"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn production_id(typed: &str) -> Result<ProductionId, AppError> {
    let id = ssr::parse_id(typed).map(ProductionId);
    id.ok_or(AppError::NotFound)
}

#[cfg(feature = "ssr")]
async fn save_details(
    site: &Site,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    fields: &ProductionFields,
) -> Result<(), AppError> {
    let details = Details::parse(
        &fields.title,
        &fields.body,
        &fields.notes,
        &fields.final_work,
        !fields.trail_public.is_empty(),
        &site.public_url,
    )?;
    Ok(db::production::save_details(&site.db, viewer, id, version, &details).await?)
}

#[cfg(feature = "ssr")]
async fn change_included(
    site: &Site,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    fields: &ProductionFields,
) -> Result<(), AppError> {
    let record = parse_reference(&fields.record).ok_or(TextError::Malformed(Field::Records))?;
    let change = match fields.act.as_str() {
        "add" => IncludedChange::Add,
        "remove" => IncludedChange::Remove,
        "up" => IncludedChange::Up,
        "down" => IncludedChange::Down,
        _ => IncludedChange::Describe {
            weight: parse_weight(&fields.weight)?,
            note: text::optional_line(Field::Note, &fields.note, LINE_MAX)?,
        },
    };
    let db = &site.db;
    Ok(db::production::change_included(db, viewer, id, version, record, &change).await?)
}

#[cfg(feature = "ssr")]
async fn change_roles(
    site: &Site,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    fields: &ProductionFields,
) -> Result<(), AppError> {
    let db = &site.db;
    if fields.act == "role-remove" {
        let row = fields.row.parse().map_err(|_| AppError::Malformed)?;
        return Ok(db::production::remove_role(db, viewer, id, version, row).await?);
    }
    let handle = fields.handle.parse()?;
    let (role, name) = (&fields.role, &fields.credited_name);
    Ok(db::production::add_role(db, viewer, id, version, &handle, role, name).await?)
}

#[cfg(feature = "ssr")]
async fn change_versions(
    site: &Site,
    viewer: &Viewer,
    id: ProductionId,
    version: i64,
    fields: &ProductionFields,
) -> Result<(), AppError> {
    let db = &site.db;
    if fields.act == "version-remove" {
        let row = fields.row.parse().map_err(|_| AppError::Malformed)?;
        return Ok(db::production::remove_version(db, viewer, id, version, row).await?);
    }
    let title = text::required_line(Field::VersionTitle, &fields.version_title, TITLE_MAX)?;
    let work = Work::parse(Field::Work, &fields.work, &site.public_url)?;
    let work = work.ok_or(TextError::Empty(Field::Work))?;
    let notes = &fields.note;
    Ok(db::production::add_version(db, viewer, id, version, &title, notes, &work).await?)
}
