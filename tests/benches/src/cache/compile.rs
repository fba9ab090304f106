//! `compile_50`: the attributes beside which `#[cached]` is compiled.

use super::Failure;
use crate::harness::Bench;
use crate::harness::compile::{self, Attribute};

pub(super) fn run(bench: &Bench) -> Result<(), Failure> {
    compile::run(bench, &ATTRIBUTES)
}

const ATTRIBUTES: [Attribute; 4] = [
    Attribute {
        name: "ours",
        dependency: "gambeson = { {gambeson} }",
        text: r#"#[gambeson::cached(ttl = "5m", key = "user:{id}")]"#,
    },
    Attribute {
        name: "instrument",
        dependency: "tracing = \"0.1\"",
        text: "#[tracing::instrument]",
    },
    Attribute {
        name: "cached",
        dependency: "cached = { version = \"4.1\", features = [\"async\"] }",
        text: "#[cached::macros::cached(max_size = 1_000, ttl_secs = 300)]",
    },
    Attribute {
        name: "concurrent_cached",
        dependency: "cached = { version = \"4.1\", features = [\"async\"] }",
        text: "#[cached::macros::concurrent_cached(max_size = 1_000, ttl_secs = 300)]",
    },
];
