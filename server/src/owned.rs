//! Keeps what requests have in their context apart.
//!
//! Leptos finds a request's context by a variable of the thread, which is set when rendering begins. Requests
//! that wait go on in whichever thread is free, beside others: without this they would find nothing there, or
//! the context of another request.

use leptos::prelude::Owner;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A future that finds, whenever it goes on, the owner that it left; and leaves the thread as it was.
pub(crate) struct Apart<'a, T> {
    inner: Pin<Box<dyn Future<Output = T> + Send + 'a>>,
    owner: Option<Owner>,
}

/// Runs a future apart from all others.
pub(crate) fn apart<'a, T>(inner: impl Future<Output = T> + Send + 'a) -> Apart<'a, T> {
    Apart {
        inner: Box::pin(inner),
        owner: None,
    }
}

impl<T> Future for Apart<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let before = Owner::current();
        enter(self.owner.take());
        let polled = self.inner.as_mut().poll(context);
        self.owner = Owner::current();
        enter(before);
        polled
    }
}

fn enter(owner: Option<Owner>) {
    match (owner, Owner::current()) {
        (Some(owner), _) => owner.set(),
        (None, Some(other)) => other.unset(),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::{provide_context, use_context};

    async fn request(number: usize) -> bool {
        let owner = Owner::new_root(None);
        provide_context(number);
        for _ in 0..50 {
            tokio::task::yield_now().await;
            if use_context::<usize>() != Some(number) {
                return false;
            }
        }
        owner.unset_with_forced_cleanup();
        true
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn requests_that_wait_find_their_own_context() {
        let requests: Vec<_> = (0..64)
            .map(|number| tokio::spawn(apart(request(number))))
            .collect();
        for request in requests {
            assert!(request.await.unwrap());
        }
        assert!(Owner::current().is_none());
    }
}
