//! What `tracing` gives becomes fields.

use std::error::Error;
use std::fmt::{self, Write as _};

use tracing::field::{Field, Visit};

use super::fields::{Fields, Slot};
use crate::Masker;

/// How many errors of a chain are read: as many as [`Masker::mask_error`] reads.
const CHAIN: usize = 16;

/// Puts what is visited into fields.
pub(in super::super) struct Visitor<'a> {
    fields: &'a mut Fields,
    /// What errors quote is hidden by it while it is known that they are errors.
    masker: Option<&'a Masker>,
    /// The event is a record of the `log` crate: its `log.*` are known from its metadata.
    is_log: bool,
}

impl<'a> Visitor<'a> {
    pub(in super::super) fn new(fields: &'a mut Fields, masker: Option<&'a Masker>) -> Self {
        Self {
            fields,
            masker,
            is_log: false,
        }
    }

    pub(super) fn of_event(mut self, is_log: bool) -> Self {
        self.is_log = is_log;
        self
    }

    fn push(&mut self, field: &Field, slot: impl FnOnce(&mut Fields) -> Slot) {
        let name = field.name();
        if self.is_log && name.starts_with("log.") {
            return;
        }
        let slot = slot(self.fields);
        self.fields
            .push(name.strip_prefix("r#").unwrap_or(name), slot);
    }
}

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.push(field, |fields| fields.shown(format_args!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.push(field, |fields| fields.text(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.push(field, |_| Slot::Bool(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.push(field, |_| Slot::I64(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.push(field, |_| Slot::U64(value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.push(field, |_| Slot::F64(value));
    }

    /// A text where 64 bits are too few: few readers of JSON keep more of a number.
    fn record_i128(&mut self, field: &Field, value: i128) {
        self.push(field, |fields| match i64::try_from(value) {
            Ok(value) => Slot::I64(value),
            Err(_) => match u64::try_from(value) {
                Ok(value) => Slot::U64(value),
                Err(_) => fields.shown(format_args!("{value}")),
            },
        });
    }

    /// The same.
    fn record_u128(&mut self, field: &Field, value: u128) {
        self.push(field, |fields| match u64::try_from(value) {
            Ok(value) => Slot::U64(value),
            Err(_) => fields.shown(format_args!("{value}")),
        });
    }

    /// The sources of `error` are the field `sources`, as `#[log_exceptions]` has it; those of any
    /// other field are `<name>_sources`.
    fn record_error(&mut self, field: &Field, error: &(dyn Error + 'static)) {
        let masker = self.masker;
        self.push(field, |fields| said(fields, masker, error));
        let Some(first) = error.source() else { return };
        let sources = sources(self.fields, masker, first);
        match field.name() {
            "error" => self.fields.push("sources", sources),
            name => self.fields.push_named(&format!("{name}_sources"), sources),
        }
    }
}

/// What the error says, without its sources.
fn said(fields: &mut Fields, masker: Option<&Masker>, error: &(dyn Error + 'static)) -> Slot {
    match masker {
        Some(masker) => fields.text(&masker.mask_error(&Alone(error))),
        None => Slot::Text(fields.limited(|out| write!(out, "{error}"))),
    }
}

/// What the sources say, `: ` between them.
fn sources(fields: &mut Fields, masker: Option<&Masker>, first: &(dyn Error + 'static)) -> Slot {
    let mut next = Some(first);
    let range = fields.limited(|out| {
        for at in 0..CHAIN {
            let Some(error) = next else { break };
            if at > 0 {
                out.write_str(": ")?;
            }
            match masker {
                Some(masker) => out.write_str(&masker.mask_error(&Alone(error)))?,
                None => write!(out, "{error}")?,
            }
            next = error.source();
        }
        Ok(())
    });
    Slot::Shown(range)
}

/// An error without its sources.
#[derive(Debug)]
struct Alone<'a>(&'a (dyn Error + 'static));

impl fmt::Display for Alone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }
}

impl Error for Alone<'_> {}
