//! How often those may read who are not signed in: 20 a second and address, 60 at once. Tiles of the map and their
//! titles have a quota of their own, 200 a second, 600 at once: a view is made of dozens of them, they cost little,
//! and browsers keep them.

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
pub struct ReadLimit {
    reads: Counter,
    tiles: Counter,
}

/// Reads of one kind.
#[derive(Clone, Debug)]
struct Counter(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl Default for ReadLimit {
    fn default() -> Self {
        Self {
            reads: Counter::new(20, 60),
            tiles: Counter::new(200, 600),
        }
    }
}

impl ReadLimit {
    /// Forgets addresses that have not read for a while.
    pub(crate) fn sweep(&self) {
        for counter in [&self.reads, &self.tiles] {
            counter.0.retain_recent();
            counter.0.shrink_to_fit();
        }
    }
}

impl Counter {
    fn new(per_second: u32, at_once: u32) -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(number(per_second)).allow_burst(number(at_once));
        Self(Arc::new(RateLimiter::keyed(quota)))
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
    limit(&state.read_limit.reads, request, next).await
}

/// The same for tiles of the map.
pub(crate) async fn limit_tiles(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    limit(&state.read_limit.tiles, request, next).await
}

async fn limit(counter: &Counter, request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    let address = extensions.get::<ClientAddress>().map(|client| client.0);
    if let Some(address) = address
        && !address.is_loopback()
        && extensions.get::<Viewer>().is_none()
        && let Err(seconds) = counter.check(address)
    {
        let mut response = errors::plain(StatusCode::TOO_MANY_REQUESTS);
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return response;
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_come_by_the_hundred_but_not_without_end() {
        let limit = ReadLimit::default();
        let let_through = |counter: &Counter, most: usize| {
            let address = IpAddr::from([203, 0, 113, 9]);
            (0..most)
                .take_while(|_| counter.check(address).is_ok())
                .count()
        };
        let reads = let_through(&limit.reads, 10_000);
        assert!((60..120).contains(&reads), "{reads}");
        let tiles = let_through(&limit.tiles, 10_000);
        assert!((600..1_200).contains(&tiles), "{tiles}");
    }
}
