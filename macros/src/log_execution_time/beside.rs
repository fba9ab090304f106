//! What `#[log_execution_time]` does beside telling of the end of a call.

use std::rc::Rc;

use proc_macro2::{Span as Place, TokenStream};
use quote::quote_spanned;

use super::span::Span;
use super::stream::Stream;
use super::stuck::Stuck;
use super::written::Written;
use crate::args::{Arguments, Exclusive, Foreign, Form, Known};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::log::{Fields, Level, source};
use crate::stack::{Context, Entry, Layer};

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
    Exclusive {
        pair: ["stream", "slow"],
        because: "a stream takes as long as its reader lets it; remove `slow`",
    },
    Exclusive {
        pair: ["stream", "ret"],
        because: "its items are counted and not shown; remove `ret`",
    },
    Exclusive {
        pair: ["stream", "entry"],
        because: "a stream tells of its end only; remove `entry`",
    },
    Exclusive {
        pair: ["stream", "sample"],
        because: "every stream is told of; remove `sample`",
    },
];

/// What was written of it.
pub(super) struct Beside {
    span: bool,
    stuck: Option<Stuck>,
    stream: Option<Stream>,
}

impl Beside {
    pub(super) fn read(found: &Arguments, function: &Function, errors: &mut Errors) -> Self {
        if let Some((word, _)) = found.get(SKIP.name) {
            errors.add(
                word,
                "no argument is told of but those in `args(..)`, and `skip` leaves methods of a whole \
                 `impl` out; remove it",
            );
        }
        Self {
            span: found.has(SPAN.name),
            stuck: Stuck::read(found, errors),
            stream: Stream::read(found, function, errors),
        }
    }

    /// The layer that tells of streams, in the place of that which tells of calls.
    pub(super) fn take_stream(
        &mut self,
        entry: &Entry,
        written: &Written,
    ) -> Option<Box<dyn Layer>> {
        let stream = self.stream.take()?;
        Some(stream.layer(entry, written))
    }

    /// The layer above that which tells of calls: what is told is told in the span.
    pub(super) fn take_span(&mut self, entry: &Entry, written: &Written) -> Option<Span> {
        std::mem::take(&mut self.span).then(|| Span::new(entry, written))
    }

    /// The layers beneath that which tells of calls.
    pub(super) fn layers(self, entry: &Entry, written: &Written) -> Vec<Box<dyn Layer>> {
        let stuck = self.stuck.map(|stuck| stuck.layer(entry, written));
        stuck.into_iter().collect()
    }
}

/// Where it is told: what the attribute says for all that it tells.
pub(super) struct Told {
    pub(super) level: Level,
    pub(super) target: Option<String>,
    fields: Rc<Fields>,
}

impl Told {
    pub(super) fn new(level: Level, written: &Written) -> Self {
        Self {
            level,
            target: written.target.clone(),
            fields: written.fields.clone(),
        }
    }

    /// A constant expression of the runtime's `Source`.
    pub(super) fn source(&self, context: &Context<'_>) -> TokenStream {
        source(context, self.target.as_deref(), &self.fields.names())
    }

    /// An expression of what `args` and `fields` give, for a call of the `site`.
    pub(super) fn values(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        let at = Place::mixed_site();
        if self.fields.is_empty() {
            return quote_spanned!(at=> ());
        }
        let private = context.paths.private();
        let values = self.fields.values(context.paths);
        quote_spanned! {at=>
            if #site.is_enabled() { #values } else { #private::log::Values::none() }
        }
    }
}
