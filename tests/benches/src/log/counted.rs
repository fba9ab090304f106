//! `metrics`: calls that a Prometheus recorder counts. Nobody listens to events.

use std::process::ExitCode;

use metrics_exporter_prometheus::PrometheusBuilder;

use super::called::{autometrics, counted, plain};
use crate::harness::child;
use crate::harness::drive::Driver;

pub(super) const SUBJECTS: [&str; 3] = ["ours", "plain_call", "autometrics"];

pub(super) fn serve(name: &str, driver: Driver<'_>) -> Option<ExitCode> {
    let subject = match name {
        "ours" => driver.subject("ours", counted),
        "plain_call" => driver.subject("plain_call", plain::waits),
        "autometrics" => driver.subject("autometrics", autometrics::waits),
        _ => return None,
    };
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).ok()?;
    // The recorder keeps each time of a histogram until it is asked to make buckets of them.
    Some(child::serve(subject, || handle.run_upkeep()))
}
