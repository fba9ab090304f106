//! Colours.

use tracing::Level;

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    is_on: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Colour {
    Plain,
    Dim,
    Bold,
    /// Of the request.
    Id,
    /// Of a field.
    Name,
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

impl Colour {
    pub(super) fn of(level: Level) -> Self {
        match level {
            Level::TRACE => Self::Trace,
            Level::DEBUG => Self::Debug,
            Level::INFO => Self::Info,
            Level::WARN => Self::Warn,
            Level::ERROR => Self::Error,
        }
    }

    /// What a terminal is told before it.
    fn code(self) -> &'static [u8] {
        match self {
            Self::Plain => b"",
            Self::Dim => b"\x1b[2m",
            Self::Bold => b"\x1b[1m",
            Self::Id => b"\x1b[36m",
            Self::Name => b"\x1b[3m",
            Self::Trace => b"\x1b[35m",
            Self::Debug => b"\x1b[34m",
            Self::Info => b"\x1b[32m",
            Self::Warn => b"\x1b[33m",
            Self::Error => b"\x1b[31m",
        }
    }
}

impl Paint {
    pub(super) fn new(is_on: bool) -> Self {
        Self { is_on }
    }

    /// What `write` appends, in a colour.
    pub(super) fn put(self, colour: Colour, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
        let code = if self.is_on { colour.code() } else { b"" };
        out.extend_from_slice(code);
        write(out);
        if !code.is_empty() {
            out.extend_from_slice(b"\x1b[0m");
        }
    }
}
