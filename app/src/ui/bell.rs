//! The bell in the header: how much a member has not read yet. `bell/` brings it to life.

use crate::ui::mark::Icon;
use domain::NotificationId;
use leptos::prelude::*;

/// The link to all that was told, with how much of it is unread. `latest` is the last that the page knows of: the
/// page listens for what comes behind it.
#[must_use]
pub(super) fn bell(unread: i64, latest: NotificationId) -> impl IntoView {
    let address = format!("/me/notifications/events?after={latest}");
    view! {
        <div class="bell" data-bell=address>
            <a class="icon-btn" href="/me/notifications" aria-label=label(&shown(unread))>
                <Icon name="bell"/>
                <span class="bell-count" aria-hidden="true" hidden=unread == 0>{shown(unread)}</span>
            </a>
            <span class="sr" aria-live="polite"></span>
        </div>
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

/// The link's name, with a count from [`shown`].
#[must_use]
pub fn label(unread: &str) -> String {
    format!("Notifications, {unread} unread")
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn many_are_not_counted() {
        assert_eq!([0, 99, 100, 5_000].map(shown), ["0", "99", "99+", "99+"]);
    }
}
