//! What was written in `#[log_execution_time(..)]`.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::LitStr;

use super::beside::Beside;
use super::grammar::GRAMMAR;
use super::slow;
use crate::args::{Arguments, DurationValue, Handle, fraction};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::log::{Fields, Level, Metrics};
use crate::stack::Entry;
use crate::tokens::bare;

pub(super) struct Written {
    pub(super) level: Level,
    pub(super) slow: Option<(DurationValue, Level)>,
    /// Where what is slow is told, whether or not it is said when a call is.
    pub(super) slow_level: Level,
    pub(super) target: Option<String>,
    pub(super) message: Option<String>,
    pub(super) fields: Rc<Fields>,
    pub(super) ret: Option<Ident>,
    /// Which fraction of the calls is told of.
    pub(super) sample: Option<f64>,
    pub(super) entry: bool,
    pub(super) metrics: Metrics,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

impl Written {
    pub(super) fn parse(entry: &Entry, function: &Function, errors: &mut Errors) -> (Self, Beside) {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        found.crate_path(errors);
        let level = Level::read("level", &found, errors).unwrap_or(Level::Info);
        let slow_level = slow::level(level, &found, errors);
        let written = Self {
            level,
            slow: slow::read(slow_level, &found, function, errors),
            slow_level,
            target: found.text("target", errors),
            message: message(&found, errors),
            fields: Rc::new(Fields::read(&found, function, errors)),
            ret: found.get("ret").map(|(word, _)| word.clone()),
            sample: sample(&found, errors),
            entry: found.has("entry"),
            metrics: Metrics::read(&found),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        };
        let beside = Beside::read(&found, function, errors);
        (written, beside)
    }
}

/// What is told varies by `args` and `fields`: a text with holes would be shown with them.
fn message(found: &Arguments, errors: &mut Errors) -> Option<String> {
    let text = found.text("message", errors)?;
    let hole = text.split_once('{').and_then(|(_, rest)| {
        let (name, _) = rest.split_once('}')?;
        Some(name.split(':').next().unwrap_or(name))
    });
    let Some(hole) = hole else {
        return Some(text);
    };
    let name =
        syn::parse_str::<Ident>(hole).map_or_else(|_| "id".to_owned(), |name| name.to_string());
    let value = found.tokens("message").cloned().unwrap_or_default();
    let literal = syn::parse2::<LitStr>(bare(value.clone())).ok();
    errors.add(
        literal.map_or(value, |literal| quote::ToTokens::to_token_stream(&literal)),
        format!("a message is told as it stands, with `{{{hole}}}` in it; what varies is a field: `args({name})`"),
    );
    None
}

fn sample(found: &Arguments, errors: &mut Errors) -> Option<f64> {
    let value = found.tokens("sample")?;
    fraction("sample", value, errors)
}
