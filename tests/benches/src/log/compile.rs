//! `compile_50`: the attributes beside which `#[log_execution_time]` is compiled.

use crate::harness::compile::{self, Attribute};
use crate::harness::{Bench, Failure};

pub(super) fn run(bench: &Bench) -> Result<(), Failure> {
    compile::run(bench, &ATTRIBUTES)
}

const ATTRIBUTES: [Attribute; 5] = [
    Attribute {
        name: "ours",
        dependency: "gambeson = { {gambeson}, features = [\"log\"] }",
        text: "#[gambeson::log_execution_time]",
    },
    Attribute {
        name: "instrument",
        dependency: "tracing = \"0.1\"",
        text: "#[tracing::instrument(skip_all)]",
    },
    Attribute {
        name: "logcall",
        dependency: "log = \"0.4\"\nlogcall = \"0.2\"",
        text: "#[logcall::logcall(\"info\")]",
    },
    Attribute {
        name: "autometrics",
        dependency: "autometrics = { version = \"3\", features = [\"metrics\"] }",
        text: "#[autometrics::autometrics]",
    },
    Attribute {
        name: "fastrace",
        dependency: "fastrace = { version = \"0.7\", features = [\"enable\"] }",
        text: "#[fastrace::trace]",
    },
];
