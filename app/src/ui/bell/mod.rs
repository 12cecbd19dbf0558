//! The bell in the header: how much a member has not read yet.

#[cfg(feature = "hydrate")]
mod alive;

use leptos::html::Div;
use leptos::prelude::*;

/// Counts up while the page is open, and brings in what is told. The link is given as children (see [`parts`]).
#[island]
pub fn Bell(
    /// The link.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    frame.on_load(|frame| alive::start(&frame));
    view! { <div class="bell" node_ref=frame>{children()}</div> }
}

/// The link to all that was told, with how much of it is unread. `latest` is the last that the page knows of.
#[cfg(feature = "ssr")]
pub(super) fn parts(unread: i64, latest: domain::NotificationId) -> impl IntoView {
    use crate::ui::mark::Icon;
    view! {
        <a class="icon-btn" href="/me/notifications" aria-label=label(&shown(unread)) data-after=latest.to_string()>
            <Icon name="bell"/>
            <span class="bell-count" aria-hidden="true" hidden=unread == 0>{shown(unread)}</span>
        </a>
        <span class="sr" role="status"></span>
    }
}

/// A count as the bell shows it: not more than `99+`.
#[must_use]
pub fn shown(unread: i64) -> String {
    if unread > 99 {
        "99+".to_owned()
    } else {
        unread.to_string()
    }
}

/// The link's name.
fn label(unread: &str) -> String {
    ["Notifications, ", unread, " unread"].concat()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn many_are_not_counted() {
        assert_eq!([0, 99, 100, 5_000].map(shown), ["0", "99", "99+", "99+"]);
    }
}
