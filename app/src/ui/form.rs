//! Parts of forms: fields with their label, hint and error; the summary of what to put right.
//!
//! A field's id is its name unless another is given, so that the summary can lead to it.

use crate::AppError;
use crate::form::FormState;
use domain::attribution::escape;
use domain::text::Field;
use leptos::prelude::*;

/// The ids that describe a field, for `aria-describedby`.
fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// The label of a field, with "if you like" where it may stay empty.
fn label_view(id: &str, label: &str, optional: bool) -> impl IntoView + use<> {
    let note = optional.then(|| view! { " "<span class="optional">"if you like"</span> });
    view! { <label r#for=id.to_owned()>{label.to_owned()}{note}</label> }
}

fn hint_view(id: &str, hint: &str) -> Option<impl IntoView + use<>> {
    let (id, hint) = (format!("{id}-hint"), hint.to_owned());
    (!hint.is_empty()).then(|| view! { <p class="hint" id=id>{hint}</p> })
}

/// What stands against a field, under it.
#[must_use]
pub fn error_view(id: &str, error: Option<String>) -> Option<impl IntoView + use<>> {
    let id = format!("{id}-error");
    error.map(|error| view! { <p class="field-error" id=id><span>{error}</span></p> })
}

/// The version that a form goes with: the one it was opened with, or, where something was changed meanwhile, the
/// present one, which the page shows now.
#[must_use]
pub fn version(state: &FormState, present: i64) -> String {
    match state.error() {
        Some(AppError::ChangedMeanwhile) => present.to_string(),
        _ => state.value("version", &present.to_string()),
    }
}

/// What to say where something was changed meanwhile and the page shows how it stands now.
pub const STANDS_NOW: &str = "This was changed meanwhile, in another window or by somebody else. The page shows how it stands now; what you typed is kept. Look at it, then send again.";

/// [`STANDS_NOW`] as the words of a form's summary, where something was changed meanwhile.
#[must_use]
pub fn stands_now(state: &FormState) -> Option<String> {
    let is_stale = state.error() == Some(&AppError::ChangedMeanwhile);
    is_stale.then(|| STANDS_NOW.to_owned())
}

/// What stands against a small form as a whole: what is at none of these fields of it.
#[must_use]
pub fn refused(id: &str, state: &FormState, fields: &[Field]) -> Option<impl IntoView + use<>> {
    let error = state.error().filter(|error| {
        let at = error.field();
        at.is_none_or(|field| !fields.contains(&field))
    });
    let id = format!("{id}-refused");
    error.map(|error| {
        let words = match error {
            AppError::ChangedMeanwhile => STANDS_NOW.to_owned(),
            error => error.message(),
        };
        view! { <p class="field-error" id=id role="alert"><span>{words}</span></p> }
    })
}

/// A field of one line.
#[component]
pub fn TextField(
    /// The form it stands in.
    state: FormState,
    /// Which field it is: gives its name, and its error.
    field: Field,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// Another name than the field's own.
    #[prop(optional, into)]
    name: String,
    /// Another id than the name, where a page has two of a name.
    #[prop(optional, into)]
    id: String,
    /// What it holds at first.
    #[prop(optional, into)]
    at_first: String,
    /// A line under the label.
    #[prop(optional, into)]
    hint: String,
    /// Its `type`; what was typed into a password is never given back.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it may stay empty, which is said.
    #[prop(optional)]
    optional: bool,
    /// Classes beside `input`.
    #[prop(optional)]
    class: &'static str,
    /// What the browser may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// An example, shown while it is empty.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// Whether members' words go in, whose direction follows what is typed.
    #[prop(default = true)]
    any_direction: bool,
) -> impl IntoView {
    let name = if name.is_empty() {
        field.as_str().to_owned()
    } else {
        name
    };
    let id = if id.is_empty() { name.clone() } else { id };
    let value = (kind != "password").then(|| state.value(&name, &at_first));
    let error = state.error_at(field);
    let invalid = error.is_some().then_some("true");
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let required = (!optional).then_some("true");
    let direction = (any_direction && kind == "text").then_some("auto");
    view! {
        <div class="field">
            {label_view(&id, &label, optional)}
            {hint_view(&id, &hint)}
            <input class=format!("input {class}").trim_end().to_owned() id=id.clone() name=name r#type=kind value=value
                dir=direction autocomplete=autocomplete placeholder=placeholder
                aria-required=required aria-describedby=described aria-invalid=invalid/>
            {error_view(&id, error)}
        </div>
    }
}

/// A field of many lines: the only `<textarea>` of the site.
///
/// Leptos 0.8 writes what stands inside one to the page unescaped, so this one escapes by hand.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the component that the others are sent to"
)]
#[component]
pub fn TextArea(
    /// The form it stands in.
    state: FormState,
    /// Which field it is: gives its name, and its error.
    field: Field,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// What it holds at first.
    #[prop(optional, into)]
    at_first: String,
    /// A line under the label.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may stay empty, which is said.
    #[prop(optional)]
    optional: bool,
    /// Classes beside `input`.
    #[prop(optional)]
    class: &'static str,
    /// Lines shown at first.
    #[prop(default = 5)]
    rows: u16,
    /// Whether code goes in: neither wrapped nor checked for spelling.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let id = field.as_str();
    let error = state.error_at(field);
    let invalid = error.is_some().then_some("true");
    let described = described_by(id, !hint.is_empty(), error.is_some());
    let typed = textarea_html(&state.value(id, &at_first));
    view! {
        <div class="field">
            {label_view(id, &label, optional)}
            {hint_view(id, &hint)}
            <textarea class=format!("input {class}").trim_end().to_owned() id=id name=id rows=rows dir="auto"
                spellcheck=code.then_some("false") wrap=code.then_some("off")
                aria-describedby=described aria-invalid=invalid inner_html=typed></textarea>
            {error_view(id, error)}
        </div>
    }
}

/// What stands inside a `<textarea>`. Browsers drop a line end right after the tag, so there always is one to drop.
fn textarea_html(text: &str) -> String {
    format!("\n{}", escape(text))
}

/// Says at the head of a form that came back what stands against it, and leads to the field.
#[component]
pub fn ErrorSummary(
    /// The form.
    state: FormState,
    /// Better words than the error's own, where the page knows more.
    #[prop(optional_no_strip)]
    message: Option<String>,
) -> impl IntoView {
    let error = state.error().cloned()?;
    let text = message.unwrap_or_else(|| error.message());
    let (heading, line) = match summary_target(&error) {
        Some(target) => (
            "One thing to put right",
            view! { <ul><li><a href=format!("#{target}")>{text}</a></li></ul> }.into_any(),
        ),
        None => ("That did not work", view! { <p>{text}</p> }.into_any()),
    };
    Some(view! {
        <div class="summary" role="alert" tabindex="-1" autofocus id="problems"><h2>{heading}</h2>{line}</div>
    })
}

/// The id of the field that an error stands at.
fn summary_target(error: &AppError) -> Option<&'static str> {
    match error.field()? {
        Field::Used => Some(Field::Sources.as_str()),
        field => Some(field.as_str()),
    }
}

/// A choice among a few, each with what is sent and what is read.
#[component]
pub fn SelectField(
    /// The form it stands in.
    state: FormState,
    /// Which field it is: gives its name, and its error.
    field: Field,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    choices: Vec<(String, String)>,
    /// Another id than the name, where a page has two of a name.
    #[prop(optional, into)]
    id: String,
    /// What is chosen at first.
    #[prop(optional, into)]
    at_first: String,
) -> impl IntoView {
    let name = field.as_str();
    let id = if id.is_empty() { name.to_owned() } else { id };
    let chosen = state.value(name, &at_first);
    let error = state.error_at(field);
    let options: Vec<_> = choices
        .into_iter()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect();
    let invalid = error.is_some().then_some("true");
    let described = described_by(&id, false, error.is_some());
    view! {
        <div class="field">
            {label_view(&id, &label, false)}
            <select class="input" id=id.clone() name=name aria-invalid=invalid aria-describedby=described>{options}</select>
            {error_view(&id, error)}
        </div>
    }
}

/// A value that goes with the form unseen.
#[must_use]
pub fn hidden(name: &str, value: &str) -> impl IntoView + use<> {
    view! { <input r#type="hidden" name=name.to_owned() value=value.to_owned()/> }
}

/// How texts can be formatted, in a fold below a field.
#[component]
pub fn MarkdownHint() -> impl IntoView {
    view! {
        <details class="fold">
            <summary>"Formatting"</summary>
            <div class="fold-body hint">
                <p>
                    "Plain lines are fine; an empty line begins a paragraph. In Markdown: "
                    <code>"*soft*"</code>", "<code>"**strong**"</code>", "<code>"# Heading"</code>", "
                    <code>"- list"</code>", "<code>"> quote"</code>", "<code>"[words](https://address)"</code>
                    ". Two spaces or a backslash at the end of a line keep its break."
                </p>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::FormReturn;
    use domain::text::TextError;

    fn returned(name: &str, value: &str, error: AppError) -> FormState {
        let form = FormReturn {
            action: "/records/new".into(),
            error,
            values: vec![(name.into(), value.into())],
        };
        FormState::of(Some(&form), "/records/new")
    }

    fn html(view: impl FnOnce() -> AnyView) -> String {
        let owner = Owner::new();
        owner.with(|| view().to_html())
    }

    #[test]
    fn a_textarea_cannot_be_closed_from_inside() {
        let attack = "\n</textarea><script>alert(1)</script> & \"quotes\"";
        let page = html(|| {
            let state = returned("body", attack, AppError::Malformed);
            view! { <TextArea state field=Field::Body label="Text"/> }.into_any()
        });
        assert!(!page.contains("<script"), "{page}");
        assert_eq!(page.matches("</textarea>").count(), 1, "{page}");
        assert!(
            page.contains(">\n\n&lt;/textarea&gt;&lt;script&gt;"),
            "{page}"
        );
        assert!(page.contains("&amp; &quot;quotes&quot;"), "{page}");
    }

    #[test]
    fn an_error_stands_at_its_field_and_leads_to_it() {
        let error = AppError::from(TextError::Empty(Field::Title));
        let page = html(|| {
            let state = returned("title", "\"><b>", error);
            view! {
                <ErrorSummary state=state.clone()/>
                <TextField state field=Field::Title label="Title" hint="One line."/>
            }
            .into_any()
        });
        for part in [
            "href=\"#title\"",
            "role=\"alert\"",
            "aria-invalid=\"true\"",
            "aria-describedby=\"title-hint title-error\"",
            "id=\"title-error\"",
            "Title is needed.",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("<b>"), "{page}");
    }

    #[test]
    fn a_password_is_not_given_back() {
        let page = html(|| {
            let state = returned("password", "correct horse", AppError::WrongHandleOrPassword);
            view! { <TextField state field=Field::Password label="Password" kind="password"/> }
                .into_any()
        });
        assert!(!page.contains("correct horse"), "{page}");
    }

    #[test]
    fn a_step_is_no_error() {
        let state = returned("title", "", AppError::Continue);
        let page = html(|| view! { <ErrorSummary state/> }.into_any());
        assert!(!page.contains("alert"), "{page}");
        assert!(described_by("a", true, false).unwrap() == "a-hint");
    }
}
