//! What forms about records send.
