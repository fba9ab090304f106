//! The attribute macros of gambeson.
