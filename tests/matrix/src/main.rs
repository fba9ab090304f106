//! The scenarios of the conformance matrix on other caches as published; a line for each cache, which
//! `cache-matrix` of the workspace above reads.

#![allow(
    dead_code,
    unused_imports,
    reason = "the server of the tests can do more than is asked here"
)]

#[path = "../../support/redis_server/mod.rs"]
mod redis_server;
mod report;
mod rivals;
mod scenarios;
mod source;
mod subject;

#[tokio::main]
async fn main() {
    // Panics are part of the scenarios.
    std::panic::set_hook(Box::new(|_| {}));
    for subject in rivals::all().await {
        println!("{}", report::column(&*subject).await.line());
    }
}
