//! How often those may read who are not signed in: 20 a second and address, 60 at once.

use super::errors;
use crate::state::AppState;
use app::ssr::ClientAddress;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use db::session::Viewer;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Counts reads by address, or by network where one person has a whole one.
#[derive(Clone, Debug)]
pub struct ReadLimit(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl Default for ReadLimit {
    fn default() -> Self {
        const PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
        const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
        Self(Arc::new(RateLimiter::keyed(
            Quota::per_second(PER_SECOND).allow_burst(BURST),
        )))
    }
}

impl ReadLimit {
    /// Forgets addresses that have not read for a while.
    pub(crate) fn sweep(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
    }

    /// Seconds to wait, where it is too much.
    fn check(&self, address: IpAddr) -> Result<(), u64> {
        let early = self.0.check_key(&network(address)).err();
        early.map_or(Ok(()), |early| {
            let wait = early.wait_time_from(DefaultClock::default().now());
            Err(wait.as_secs() + 1)
        })
    }
}

/// An IPv6 address stands for its /64, which is what one connection is given.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

/// Answers 429 where somebody unknown reads too much.
pub(crate) async fn limit_reads(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let extensions = request.extensions();
    let address = extensions.get::<ClientAddress>().map(|client| client.0);
    if let Some(address) = address
        && !address.is_loopback()
        && extensions.get::<Viewer>().is_none()
        && let Err(seconds) = state.read_limit.check(address)
    {
        let mut response = errors::plain(StatusCode::TOO_MANY_REQUESTS);
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return response;
    }
    next.run(request).await
}
