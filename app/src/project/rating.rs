//! What members think of a project: how it is shown, and how it is given.

use crate::form::FormState;
use crate::ui::form::{ErrorSummary, hidden};
use crate::ui::text::{self, query_value};
use db::project::ProjectCard;
use db::session::Viewer;
use domain::project::{PRIOR_RATINGS, PRIOR_STARS, Stars, Status};
use leptos::prelude::*;

/// A number of stars given in thousandths, to a tenth: `3.4`.
pub(crate) fn tenths(thousandths: i64) -> String {
    let tenths = (thousandths.max(0) + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `rated 4.2 by 12 members`, or that nobody did.
pub(crate) fn rating_line(card: &ProjectCard) -> String {
    match card.rating_count {
        0 => "not rated yet".to_owned(),
        count => format!(
            "rated {} by {}",
            tenths(card.rating_sum * 1_000 / count),
            text::members(count)
        ),
    }
}

/// How a project stands, how that is made, and one's own rating.
pub(super) fn rating_section(
    card: &ProjectCard,
    viewer: Option<&Viewer>,
    own: Option<Stars>,
    state: FormState,
) -> impl IntoView + use<> {
    let id = card.id;
    let mean = match card.rating_count {
        0 => view! { <p>"Nobody has rated it yet."</p> }.into_any(),
        count => view! {
            <p><b class="big-number">{tenths(card.rating_sum * 1_000 / count)}</b>" of 5, by "{text::members(count)}"."</p>
        }
        .into_any(),
    };
    let closed = card.status == Status::Closed;
    let give = match (viewer, closed) {
        (_, true) => {
            view! { <p class="hint">"The project is closed, so ratings stay as they are."</p> }
                .into_any()
        }
        (None, false) => {
            let back = query_value(&format!("/projects/{id}"));
            view! { <p><a class="btn" href=format!("/sign-in?next={back}")>"Sign in to rate it"</a></p> }
                .into_any()
        }
        (Some(_), false) => stars_form(id, own).into_any(),
    };
    view! {
        <section id="rating">
            <h2>"Rating"</h2>
            <ErrorSummary state/>
            {mean}
            {give}
            <details class="fold">
                <summary>"How the order is made"</summary>
                <div class="fold-body hint">
                    <p>
                        "Projects are listed by "<b>{tenths(card.score)}</b>": the mean of all ratings together with "
                        {PRIOR_RATINGS}" ratings of "{PRIOR_STARS}" stars that every project has from the start. So one or two ratings move it little, and many move it to what members think."
                    </p>
                </div>
            </details>
        </section>
    }
}

/// Five buttons, and a sixth to take one's rating back.
fn stars_form(id: domain::ProjectId, own: Option<Stars>) -> impl IntoView {
    let buttons: Vec<_> = Stars::ALL
        .into_iter()
        .map(|stars| {
            let count = stars.count();
            let is_own = own == Some(stars);
            let class = if is_own { "btn btn-small is-on" } else { "btn btn-small" };
            let pressed = if is_own { "true" } else { "false" };
            let label = text::count(count, "star", "stars");
            view! {
                <button class=class r#type="submit" name="stars" value=count.to_string() aria-pressed=pressed aria-label=label>{count}</button>
            }
        })
        .collect();
    let back = own.map(|_| {
        view! { <button class="btn btn-quiet btn-small" r#type="submit" name="stars" value="">"Take it back"</button> }
    });
    let words = match own {
        Some(_) => "Your rating. Choose another to change it.",
        None => "Rate it, 1 to 5. Others see the mean, not who gave what.",
    };
    view! {
        <form method="post" action=format!("/projects/rate?id={id}") class="stars" id="stars">
            {hidden("id", &id.to_string())}
            <p class="hint">{words}</p>
            <div class="acts" role="group" aria-label="Your rating">{buttons}{back}</div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn stars_to_a_tenth() {
        for (thousandths, words) in [
            (3_000, "3.0"),
            (3_181, "3.2"),
            (4_950, "5.0"),
            (4_949, "4.9"),
        ] {
            assert_eq!(tenths(thousandths), words);
        }
    }
}
