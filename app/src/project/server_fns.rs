//! What forms about projects are sent to.

use crate::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::ssr::{self, Site};
#[cfg(feature = "ssr")]
use db::project::StepChange;
#[cfg(feature = "ssr")]
use domain::{
    MemberId, ProjectId,
    project::{ProjectForm, Stars, StepForm, parse_update},
    text::{Field, TextError},
};

#[cfg(feature = "ssr")]
fn project_id(typed: &str) -> Result<ProjectId, AppError> {
    ssr::parse_id(typed)
        .map(ProjectId)
        .ok_or(AppError::NotFound)
}

/// Starts a project; who starts it leads it.
///
/// # Errors
/// A rule of the fields, [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/projects/new")]
pub async fn start_project(
    #[server(default)] title: String,
    #[server(default)] body: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let form = ProjectForm::parse(&title, &body)?;
    let id = db::project::start(&db, &viewer, &form).await?;
    ssr::go_to(&format!("/projects/{id}?done=started"));
    Ok(())
}

/// Changes title and text.
///
/// # Errors
/// [`AppError::Forbidden`] for who does not lead it, [`AppError::ChangedMeanwhile`], or a rule of the fields.
#[server(prefix = "", endpoint = "/projects/edit")]
pub async fn edit_project(
    #[server(default)] id: String,
    #[server(default)] version: String,
    #[server(default)] title: String,
    #[server(default)] body: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    let form = ProjectForm::parse(&title, &body)?;
    db::project::edit(&db, &viewer, id, version, &form).await?;
    ssr::go_to(&format!("/projects/{id}?done=saved"));
    Ok(())
}

/// Closes a project (`closed` is `true`), or opens it again.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
#[server(prefix = "", endpoint = "/projects/close")]
pub async fn close_project(
    #[server(default)] id: String,
    #[server(default)] closed: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let closed: bool = closed.parse().map_err(|_| AppError::Malformed)?;
    db::project::set_closed(&db, &viewer, id, closed).await?;
    let done = if closed { "closed" } else { "reopened" };
    ssr::go_to(&format!("/projects/{id}?done={done}"));
    Ok(())
}

/// Rates a project with 1 to 5 stars; empty takes one's rating back.
///
/// # Errors
/// [`AppError::NotFound`], or a rule.
#[server(prefix = "", endpoint = "/projects/rate")]
pub async fn rate_project(
    #[server(default)] id: String,
    #[server(default)] stars: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let stars = match stars.as_str() {
        "" => None,
        typed => {
            let known = typed.parse().ok().and_then(Stars::new);
            Some(known.ok_or(TextError::Malformed(Field::Stars))?)
        }
    };
    db::project::rate(&db, &viewer, id, stars).await?;
    let done = if stars.is_some() {
        "rated"
    } else {
        "rating-gone"
    };
    ssr::go_to(&format!("/projects/{id}?done={done}"));
    Ok(())
}

/// Makes a member a leader, by handle.
///
/// # Errors
/// [`AppError::Forbidden`] for who does not lead it, or a rule.
#[server(prefix = "", endpoint = "/projects/add-leader")]
pub async fn add_leader(
    #[server(default)] id: String,
    #[server(default)] leader: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    db::project::add_leader(&db, &viewer, id, &leader).await?;
    ssr::go_to(&format!("/projects/{id}/edit?done=saved#leaders"));
    Ok(())
}

/// Takes a leader away, never the last. Who removes themselves goes on to the project's page.
///
/// # Errors
/// [`AppError::Forbidden`] for who does not lead it, or a rule.
#[server(prefix = "", endpoint = "/projects/remove-leader")]
pub async fn remove_leader(
    #[server(default)] id: String,
    #[server(default)] member: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let member = MemberId(ssr::parse_id(&member).ok_or(AppError::NotFound)?);
    db::project::remove_leader(&db, &viewer, id, member).await?;
    let place = match member == viewer.member {
        true => format!("/projects/{id}?done=saved"),
        false => format!("/projects/{id}/edit?done=saved#leaders"),
    };
    ssr::go_to(&place);
    Ok(())
}

/// Adds a step at the end.
///
/// # Errors
/// [`AppError::Forbidden`] for who does not lead it, or a rule.
#[server(prefix = "", endpoint = "/projects/add-step")]
pub async fn add_step(
    #[server(default)] id: String,
    #[server(default)] step_title: String,
    #[server(default)] status: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let form = StepForm::parse(&step_title, "", &status)?;
    db::project::add_step(&db, &viewer, id, &form).await?;
    ssr::go_to(&format!("/projects/{id}/edit?done=saved#steps"));
    Ok(())
}

/// Changes, moves or removes a step, as `intent` says: `save`, `up`, `down` or `remove`. `version` is the one shown.
///
/// # Errors
/// [`AppError::Forbidden`] for who does not lead the project, [`AppError::ChangedMeanwhile`], or a rule.
#[server(prefix = "", endpoint = "/projects/change-step")]
pub async fn change_step(
    #[server(default)] id: String,
    #[server(default)] step: String,
    #[server(default)] version: String,
    #[server(default)] step_title: String,
    #[server(default)] status: String,
    #[server(default)] intent: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let step = ssr::parse_id(&step).ok_or(AppError::NotFound)?;
    let version = version.parse().map_err(|_| AppError::Malformed);
    let change = match intent.as_str() {
        "up" => StepChange::Up,
        "down" => StepChange::Down,
        "remove" => StepChange::Remove { version: version? },
        "save" => StepChange::Edit {
            version: version?,
            form: StepForm::parse(&step_title, "", &status)?,
        },
        _ => return Err(AppError::Malformed),
    };
    db::project::change_step(&db, &viewer, id, step, &change).await?;
    ssr::go_to(&format!("/projects/{id}/edit?done=saved#steps"));
    Ok(())
}

/// Writes of a project's progress.
///
/// # Errors
/// [`AppError::Forbidden`] for who does not lead it, a rule, [`AppError::TooOften`].
#[server(prefix = "", endpoint = "/projects/write-update")]
pub async fn write_update(
    #[server(default)] id: String,
    #[server(default)] update: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let update = parse_update(&update)?;
    db::project::write_update(&db, &viewer, id, &update).await?;
    ssr::go_to(&format!("/projects/{id}?done=updated#updates"));
    Ok(())
}

/// Changes what an update says (`which` is its id), as its author.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::ChangedMeanwhile`], or a rule.
#[server(prefix = "", endpoint = "/projects/edit-update")]
pub async fn edit_update(
    #[server(default)] id: String,
    #[server(default)] which: String,
    #[server(default)] version: String,
    #[server(default)] update: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let which = ssr::parse_id(&which).ok_or(AppError::NotFound)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    let update = parse_update(&update)?;
    db::project::edit_update(&db, &viewer, id, which, version, &update).await?;
    ssr::go_to(&format!("/projects/{id}?done=saved#update-{which}"));
    Ok(())
}

/// Takes an update back, as its author or an admin.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::ChangedMeanwhile`].
#[server(prefix = "", endpoint = "/projects/take-back-update")]
pub async fn take_back_update(
    #[server(default)] id: String,
    #[server(default)] which: String,
    #[server(default)] version: String,
) -> Result<(), AppError> {
    let viewer = ssr::signed_in()?;
    let Site { db, .. } = ssr::site()?;
    let id = project_id(&id)?;
    let which = ssr::parse_id(&which).ok_or(AppError::NotFound)?;
    let version = version.parse().map_err(|_| AppError::Malformed)?;
    db::project::take_back_update(&db, &viewer, id, which, version).await?;
    ssr::go_to(&format!("/projects/{id}?done=update-gone#updates"));
    Ok(())
}
