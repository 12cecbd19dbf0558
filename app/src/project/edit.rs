//! The pages on which projects are started and changed.

use super::manage::{close_section, leaders_section, steps_section};
use crate::AppError;
use crate::form::FormState;
use crate::ssr;
use crate::ui::ErrorPage;
use crate::ui::form::{
    ErrorSummary, MarkdownHint, TextArea, TextField, hidden, stands_now, version,
};
use crate::ui::text;
use db::project::ProjectView;
use db::session::Viewer;
use domain::ProjectId;
use domain::text::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// How the page's forms stand.
pub(super) struct Forms {
    edit: FormState,
    pub(super) add_leader: FormState,
    pub(super) remove_leader: FormState,
    pub(super) add_step: FormState,
    pub(super) change_step: FormState,
    pub(super) close: FormState,
}

/// Start a project.
#[component]
pub fn NewProjectPage() -> impl IntoView {
    let state = ssr::form_state("/projects/new");
    // Whose session ended while they typed gets the form back with all of it.
    if ssr::viewer().is_none() && !state.is_returned() {
        return view! { <ErrorPage error=AppError::SignInNeeded/> }.into_any();
    }
    view! {
        <Title text="Start a project"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <h1>"Start a project"</h1>
                <p class="lead">"Say what it is to become. Then divide it into steps, find others to lead it with you, and issue challenges."</p>
            </div>
            <div class="panel">{project_form("/projects/new".to_owned(), &state, None)}</div>
        </div>
    }
    .into_any()
}

/// Edit a project.
#[component]
pub fn EditProjectPage() -> impl IntoView {
    let asked = ssr::signed_in().and_then(|viewer| {
        let id = ssr::asked_id().ok_or(AppError::NotFound)?;
        Ok((ssr::site()?, viewer, ProjectId(id)))
    });
    let forms = Forms {
        edit: ssr::form_state("/projects/edit"),
        add_leader: ssr::form_state("/projects/add-leader"),
        remove_leader: ssr::form_state("/projects/remove-leader"),
        add_step: ssr::form_state("/projects/add-step"),
        change_step: ssr::form_state("/projects/change-step"),
        close: ssr::form_state("/projects/close"),
    };
    Suspend::new(async move {
        let found = match asked {
            Ok((site, viewer, id)) => match db::project::find(&site.db, id).await {
                Ok(project) if project.is_led_by(&viewer) => Ok((project, viewer)),
                Ok(_) => Err(AppError::Forbidden),
                Err(error) => Err(error.into()),
            },
            Err(error) => Err(error),
        };
        match found {
            Ok((project, viewer)) => edit_page(&project, &viewer, forms).into_any(),
            Err(error) => view! { <ErrorPage error/> }.into_any(),
        }
    })
}

fn edit_page(project: &ProjectView, viewer: &Viewer, forms: Forms) -> impl IntoView + use<> {
    let id = project.card.id;
    let title = text::short_title(&project.card.title, 80);
    let form = project_form(
        format!("/projects/edit?id={id}"),
        &forms.edit,
        Some(project),
    );
    view! {
        <Title text="Edit a project"/>
        <div class="wrap wrap-form page">
            <div class="page-head">
                <p class="eyebrow"><a href=format!("/projects/{id}") dir="auto">{title}</a></p>
                <h1>"Edit a project"</h1>
            </div>
            <section class="panel" aria-labelledby="about-h">
                <h2 id="about-h">"What it is about"</h2>
                {form}
            </section>
            {steps_section(project, &forms)}
            {leaders_section(project, viewer, &forms)}
            {close_section(project, &forms)}
        </div>
    }
}

fn project_form(
    action: String,
    state: &FormState,
    project: Option<&ProjectView>,
) -> impl IntoView + use<> {
    let edited = project.map(|project| {
        let version = version(state, project.version);
        view! { {hidden("id", &project.card.id.to_string())}{hidden("version", &version)} }
    });
    let button = match project {
        Some(_) => "Save",
        None => "Start it",
    };
    let title = project.map(|project| project.card.title.clone());
    let body = project.map(|project| project.body.clone());
    view! {
        <ErrorSummary state=state.clone() message=stands_now(state)/>
        <form class="form" method="post" action=action>
            {edited}
            <TextField state=state.clone() field=Field::Title label="Title" at_first=title.unwrap_or_default() class="input-title" placeholder="A night on the ferry"/>
            <TextArea
                state=state.clone()
                field=Field::Body
                label="Text"
                optional=true
                at_first=body.unwrap_or_default()
                hint="What it is to become, what there is already, and who is needed."
                rows=8
            />
            <MarkdownHint/>
            <div class="form-end"><button class="btn btn-main" r#type="submit">{button}</button></div>
        </form>
    }
}
