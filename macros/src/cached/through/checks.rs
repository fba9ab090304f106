//! What `strategy = write_through` cannot do, and why.

use proc_macro2::Ident;

use super::Through;
use crate::args::Arguments;
use crate::cached::checks;
use crate::cached::strategy::Word;
use crate::cached::written::Written;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::tokens::{source, unraw};

/// Arguments that are about reading, and what to do instead.
const FOREIGN: &[(&[&str], &str)] = &[
    (
        &["key_prefix"],
        "the entry is that of a function that reads it; write its key, such as `key = \"user:{user.id}\"`",
    ),
    (
        &["skip"],
        "what the key leaves out is what the function writes, so nothing is forgotten; remove `skip(..)`",
    ),
    (
        &["error_ttl"],
        "an error of a write changes nothing, and is not stored; remove `error_ttl`",
    ),
    (
        &["handle"],
        "`write_through` sets an entry, and its handle is that of the function that reads it; put \
         `handle` there",
    ),
    (
        &["tags"],
        "`write_through` stores an entry without tags; where it has some, write `#[invalidate(key = ..)]` \
         instead, and let the next read store it",
    ),
];

/// Arguments that mean something to a load only.
const OF_LOADS: &[&str] = &[
    "reload",
    "early",
    "stale_while_revalidate",
    "stale_if_error",
    "retry_after",
    "soft_timeout",
    "hard_timeout",
    "batch",
    "flight",
    "read",
    "wait",
];

/// The names of those that were written.
pub(super) fn foreign(found: &Arguments) -> Vec<Ident> {
    let answered = FOREIGN.iter().flat_map(|(names, _)| names.iter());
    answered
        .chain(OF_LOADS)
        .filter_map(|name| found.get(name).map(|(name, _)| name.clone()))
        .collect()
}

/// Reports everything that keeps the function from writing through. `word` chose it.
pub(in crate::cached) fn check(
    written: &Written,
    Word { word, arguments }: &Word,
    function: &Function,
    errors: &mut Errors,
) {
    for name in &written.through.foreign {
        errors.add(name, answer(&unraw(name)));
    }
    checks::foreign_abi(function, errors);
    if !function.is_async() {
        errors.add(
            function.sig.fn_token,
            "`write_through` has to tell Redis, and a sync function cannot wait for it; add `async` \
             here, or write `#[invalidate(key = ..)]` instead",
        );
    }
    if !written.has_key && written.key_prefix.is_none() {
        errors.add(
            word,
            format!(
                "`write_through` needs the key of the entry that it sets, for example `key = \"{}\"`",
                example(function)
            ),
        );
    }
    // What was refused may be the value, at another place.
    if written.through.value.is_none() && !arguments.any_refused() {
        stores_something(written, function, errors);
    }
}

/// Reports `value = "users"` where nothing is written through: elsewhere it names a cache.
pub(super) fn is_name_of_a_cache(found: &Arguments, errors: &mut Errors) -> bool {
    let value = found.tokens("value").map(source);
    let Some(text) = value.filter(|value| value.starts_with('"')) else {
        return false;
    };
    let Some((name, _)) = found.get("value") else {
        return false;
    };
    errors.add(
        name,
        format!(
            "`value` says what a write sets the entry to, beside `strategy = write_through`; what names \
             a cache elsewhere is `key_prefix = {text}` here"
        ),
    );
    true
}

/// Reports `value` where nothing is written through.
pub(in crate::cached) fn check_elsewhere(through: &Through, errors: &mut Errors) {
    if let Some((name, _)) = &through.value {
        errors.add(
            name,
            "`value` says what a write sets the entry to; add `strategy = write_through`, or remove \
             `value`",
        );
    }
}

fn answer(name: &str) -> String {
    let mut rows = FOREIGN.iter();
    match rows.find(|(names, _)| names.contains(&name)) {
        Some((_, answer)) => (*answer).to_owned(),
        None => format!(
            "`{name}` is about loading, and `write_through` loads nothing; put it on the function that \
             reads the entry"
        ),
    }
}

/// A key of the first argument.
fn example(function: &Function) -> String {
    match first(function) {
        Some(name) => format!("{name}:{{{name}.id}}"),
        None => "user:{user.id}".to_owned(),
    }
}

fn first(function: &Function) -> Option<String> {
    let mut names = function.bindings().map(|(_, name)| unraw(name));
    names.find(|name| !matches!(name.as_str(), "db" | "pool" | "conn" | "client"))
}

fn stores_something(written: &Written, function: &Function, errors: &mut Errors) {
    let returns = &function.returns;
    if returns.is_never() {
        errors.add(
            &returns.value,
            "a function that never returns cannot be cached",
        );
        return;
    }
    if !returns.is_unit() && !returns.is_empty_result() {
        checks::parts(written, function, errors);
        checks::type_parameters(written, function, errors);
        return;
    }
    let (name, example) = (function.name(), first(function));
    let example = example.as_deref().unwrap_or("user");
    errors.add(
        &function.sig.ident,
        format!(
            "`write_through` stores what `{name}` returns, and that is `()`; say what was written with \
             `value = {example}`"
        ),
    );
}
