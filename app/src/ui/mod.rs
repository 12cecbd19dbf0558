//! Shared presentation: the frame of every page, forms, cards, marks. Knows nothing of server functions.

#[cfg(feature = "hydrate")]
pub(crate) mod dom;
pub mod text;

#[cfg(feature = "ssr")]
pub mod bell;
#[cfg(feature = "ssr")]
pub mod card;
#[cfg(feature = "ssr")]
pub mod cover;
#[cfg(feature = "ssr")]
pub mod error_page;
#[cfg(feature = "ssr")]
pub mod follow;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod frame;
#[cfg(feature = "ssr")]
pub mod mark;
#[cfg(feature = "ssr")]
pub mod share;
#[cfg(feature = "ssr")]
pub mod time;

#[cfg(feature = "ssr")]
pub use card::{RecordGrid, RecordLine};
#[cfg(feature = "ssr")]
pub use cover::{Cover, Thumb};
#[cfg(feature = "ssr")]
pub use error_page::{ErrorPage, kept};
#[cfg(feature = "ssr")]
pub use follow::FollowForm;
#[cfg(feature = "ssr")]
pub use mark::{Empty, Icon, Mark};
#[cfg(feature = "ssr")]
pub use share::ShareTags;
#[cfg(feature = "ssr")]
pub use time::Time;
