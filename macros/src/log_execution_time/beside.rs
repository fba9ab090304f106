//! What `#[log_execution_time]` does beside telling of the end of a call.

use super::span::Span;
use super::stream::Stream;
use super::stuck::Stuck;
use crate::args::{Arguments, Exclusive, Foreign, Form, Handle, Known};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::log::Level;
use crate::stack::{Entry, Layer};

pub(super) const SPAN: Known = Known {
    name: "span",
    form: Form::Word,
    example: "span",
};

pub(super) const STUCK: Known = Known {
    name: "stuck",
    form: Form::Value,
    example: "stuck = \"30s\"",
};

pub(super) const STREAM: Known = Known {
    name: "stream",
    form: Form::Word,
    example: "stream",
};

pub(super) const SKIP: Known = Known {
    name: "skip",
    form: Form::List,
    example: "skip(new)",
};

pub(super) const STUCK_ELSEWHERE: Foreign = Foreign {
    names: &[
        "stuck_after",
        "hang",
        "still_running",
        "watchdog",
        "deadline",
    ],
    answer: |value| {
        let value = if value.is_empty() { "\"30s\"" } else { value };
        format!("to be told of a call that is not done, write `stuck = {value}`")
    },
};

pub(super) const EXCLUSIVE: &[Exclusive] = &[
    Exclusive {
        pair: ["stream", "span"],
        because: "a span would be around the making of the stream; remove `span`",
    },
    Exclusive {
        pair: ["stream", "stuck"],
        because: "a stream waits as long as its reader lets it; remove `stuck`",
    },
];

/// The levels and the target of the attribute, which hold for what stands beside it, too.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) level: Level,
    pub(super) slow_level: Level,
    pub(super) target: Option<String>,
}

/// What was written of it.
#[derive(Default)]
pub(super) struct Beside {
    span: bool,
    stuck: Option<Stuck>,
    stream: Option<Stream>,
}

impl Beside {
    pub(super) fn read(
        found: &Arguments,
        function: &Function,
        shared: &Shared,
        errors: &mut Errors,
    ) -> Self {
        if let Some((word, _)) = found.get(SKIP.name) {
            errors.add(
                word,
                "`skip` leaves methods of an `impl` out; remove it here, or put \
                 `#[log_execution_time(skip(..))]` on the `impl`",
            );
        }
        Self {
            span: found.has(SPAN.name),
            stuck: Stuck::read(found, shared, errors),
            stream: Stream::read(found, function, shared, errors),
        }
    }

    /// The layer that tells of streams, in the place of that which tells of calls.
    pub(super) fn take_stream(
        &mut self,
        entry: &Entry,
        handle: Option<Handle>,
    ) -> Option<Box<dyn Layer>> {
        let stream = self.stream.take()?;
        Some(stream.layer(entry, handle))
    }

    /// The layers beneath that which tells of calls.
    pub(super) fn layers(self, entry: &Entry, shared: &Shared) -> Vec<Box<dyn Layer>> {
        let stuck = self.stuck.map(|stuck| stuck.layer(entry));
        let span = self.span.then(|| Span::new(entry, shared));
        let span = span.map(|span| -> Box<dyn Layer> { Box::new(span) });
        stuck.into_iter().chain(span).collect()
    }
}
