//! `json_event`, `json_event_masked`: an event of a request becomes a line of JSON, and nobody keeps it.
//!
//! Both write the same fields. Of a request ours has a context and theirs a span; both are entered for all calls of a
//! turn, so that a figure is that of an event.

use std::hint::black_box;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gambeson::Masker;
use gambeson::context::{self, Context};
use gambeson::log::{FieldNames, hidden};
use tokio::runtime::Runtime;
use tracing::Instrument as _;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::harness::{Subject, child};

pub(super) const SUBJECTS: [&str; 2] = ["ours", "fmt_json"];

const SERVICE: &str = "shop";
const REQUEST: &str = "0191c5f2-8f6a-7c3e-9b1d-2f4e6a8c0b1d";
const USER: &str = "4711";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

pub(super) fn serve(name: &str, is_masked: bool, runtime: &Runtime) -> Option<ExitCode> {
    let subject = match name {
        "ours" => ours(is_masked, runtime)?,
        "fmt_json" => fmt_json(runtime)?,
        _ => return None,
    };
    Some(child::serve(subject, || {}))
}

fn ours(is_masked: bool, runtime: &Runtime) -> Option<Subject<'_>> {
    let masker = is_masked.then(|| Masker::global().clone());
    let layer = hidden::json(&FieldNames::default(), masker, Some(SERVICE), |line| {
        black_box(line);
    });
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::set_global_default(subscriber).ok()?;
    Some(Subject::new("ours", move |calls| {
        let trace = format!("00-{TRACE}-00f067aa0ba902b7-01");
        let trace = context::Traceparent::parse(trace).expect("it is one");
        let request = Context::new(REQUEST).user(USER).with_traceparent(trace);
        runtime.block_on(context::scope(request, async { events(calls) }))
    }))
}

fn fmt_json(runtime: &Runtime) -> Option<Subject<'_>> {
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        // Once is enough; without this line each field of the span stands there twice.
        .with_span_list(false)
        .with_file(true)
        .with_line_number(true)
        .with_writer(|| Nowhere)
        .finish();
    tracing::subscriber::set_global_default(subscriber).ok()?;
    Some(Subject::new("fmt_json", move |calls| {
        let request = tracing::info_span!(
            "request",
            request_id = REQUEST,
            user_id = USER,
            trace_id = TRACE,
            service = SERVICE
        );
        runtime.block_on(async { events(calls) }.instrument(request))
    }))
}

fn events(calls: u64) -> Duration {
    let start = Instant::now();
    for order in 0..calls {
        tracing::info!(
            order,
            currency = "EUR",
            amount = black_box(129.95),
            items = 3_u64,
            is_gift = false,
            city = "Port \"Lincoln\"",
            "the order was stored and is paid"
        );
    }
    start.elapsed()
}

/// Takes lines and keeps none.
struct Nowhere;

impl Write for Nowhere {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        Ok(black_box(line).len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
