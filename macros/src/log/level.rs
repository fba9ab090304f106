//! `level = warn`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::args::Arguments;
use crate::diagnostics::Errors;

/// One of the levels of `tracing`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

const LEVELS: &[(&str, Level)] = &[
    ("trace", Level::Trace),
    ("debug", Level::Debug),
    ("info", Level::Info),
    ("warn", Level::Warn),
    ("error", Level::Error),
];

impl Level {
    /// What stands behind `name =`.
    pub(crate) fn read(name: &str, found: &Arguments, errors: &mut Errors) -> Option<Self> {
        found.choice(name, LEVELS, errors).map(|(level, _)| level)
    }

    /// A constant expression of the runtime's type.
    pub(crate) fn expand(self, private: &TokenStream) -> TokenStream {
        let at = Span::mixed_site();
        let name = match self {
            Self::Trace => "TRACE",
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        };
        let name = Ident::new(name, at);
        quote_spanned!(at=> #private::log::Level::#name)
    }
}
