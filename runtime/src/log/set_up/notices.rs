//! Lines of the log about the log: what was dropped, and which output cannot be written.

use std::sync::Arc;

use jiff::Timestamp;
use tracing::Level;

use super::destinations::Destinations;
use super::outputs::Formats;
use super::record::{Fields, Record, Value};
use super::routes::Routes;
use super::sink::{Notice, Tell};

/// The target of those lines.
const TARGET: &str = "gambeson::log";
const LEVEL: Level = Level::WARN;

/// Writes them into the outputs that take their target, each in its format.
pub(super) fn tell(routes: Arc<Routes>, formats: Formats) -> Tell {
    Box::new(move |output, notice, out| write(&routes, &formats, output, notice, out))
}

fn write(
    routes: &Routes,
    formats: &Formats,
    output: usize,
    notice: &Notice<'_>,
    out: &mut Vec<u8>,
) {
    let to = routes.at(LEVEL, TARGET);
    if !to.contains(output) {
        return;
    }
    let bit = Destinations::NOWHERE.with(output).bits();
    let Some((_, format)) = formats.iter().find(|(outputs, _)| outputs & bit != 0) else {
        return;
    };
    let message = notice.to_string();
    let fields = Fields::default();
    let record = Record {
        time: Timestamp::now(),
        level: LEVEL,
        target: TARGET,
        module: Some(TARGET),
        function: None,
        file: None,
        line: None,
        message: Some(Value::Text(&message)),
        request_id: None,
        user_id: None,
        trace_id: None,
        fields: &fields,
    };
    format.write(&record, out);
}
