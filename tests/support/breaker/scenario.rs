//! The form of a file of scenarios.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct File {
    /// Each a [`Scenario`], read one by one: what one of them holds that is not known here fails it
    /// alone.
    pub(super) cases: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
pub(super) struct Scenario {
    pub(super) config: Config,
    pub(super) steps: Vec<Step>,
}

#[derive(Deserialize)]
pub(super) struct Config {
    pub(super) window: WindowSpec,
    pub(super) consecutive_failures: Option<u64>,
    pub(super) failure_rate: Option<f64>,
    pub(super) failure_count: Option<u64>,
    pub(super) min_calls: Option<u64>,
    pub(super) slow_call_ms: Option<u64>,
    pub(super) slow_call_rate: Option<f64>,
    pub(super) evaluate_on: Option<Evaluate>,
    pub(super) open_wait_ms: Option<u64>,
    pub(super) open_backoff: Option<f64>,
    pub(super) open_wait_max_ms: Option<u64>,
    #[serde(default)]
    pub(super) open_keeps_metrics: bool,
    pub(super) half_open: Option<HalfOpenSpec>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WindowSpec {
    None,
    Count { size: usize },
    Time { ms: u64, buckets: u32 },
    FixedTime { ms: u64 },
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Evaluate {
    Any,
    Failure,
}

#[derive(Deserialize)]
pub(super) struct HalfOpenSpec {
    pub(super) permits: u64,
    pub(super) decision: Decision,
    pub(super) success_threshold: Option<u64>,
    pub(super) failure_threshold: Option<u64>,
    pub(super) max_wait_ms: Option<u64>,
    pub(super) on_max_wait: Option<OnMaxWait>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Decision {
    RateAfterN,
    FirstFailure,
    Threshold,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OnMaxWait {
    Open,
    Closed,
}

/// One step, and what has to be seen after it.
#[derive(Deserialize)]
pub(super) struct Step {
    #[serde(flatten)]
    pub(super) op: Op,
    pub(super) state: Option<String>,
    #[serde(default)]
    pub(super) metrics: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(super) enum Op {
    Call {
        outcome: How,
        #[serde(default = "one")]
        n: usize,
        expect: Option<Answer>,
        #[serde(default)]
        dur_ms: u64,
    },
    Acquire {
        id: Option<String>,
        #[serde(default = "one")]
        n: usize,
        expect: Answer,
    },
    Finish {
        id: String,
        outcome: How,
    },
    Advance {
        ms: u64,
    },
    Manual {
        action: String,
        ms: Option<u64>,
        expect: Option<String>,
    },
    Observe,
}

fn one() -> usize {
    1
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum How {
    Success,
    Failure,
    Ignored,
    Cancelled,
    Panic,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    Permit,
    Reject,
}
