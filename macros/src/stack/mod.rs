//! The order of attributes: the one on top is outermost.
//!
//! rustc expands the topmost attribute first, so an attribute does not expand at once. It puts
//! itself at the end of a queue on the item, `#[::gambeson::private::__stack(..)]`, behind
//! everything else; rustc resolves the name of the next one, which does the same; and when nothing
//! is left that may run code, the queue is expanded as a whole, in the order as written. A foreign
//! attribute macro has then run already, wherever it stood: it wraps the body itself.

mod assemble;
mod before;
mod constant;
mod context;
mod fallible;
mod given;
mod handle;
mod inner;
mod layer;
mod mutable;
mod order;
mod parcel;
mod place;
mod repeat;
mod sites;
mod within;

use proc_macro2::TokenStream;

use crate::args::{Given, split};
use crate::diagnostics::Errors;
use crate::function::{Function, NotAFunction};
use crate::paths::Paths;
use crate::tokens::{bare, source};

pub(crate) use context::Context;
pub(crate) use handle::with_guards;
pub(crate) use inner::Inner;
pub(crate) use layer::{Around, Control, Guard, Kind, Layer, Site, build};
pub(crate) use order::{Facts, tag_identity};
pub(crate) use parcel::{Entry, join, run};
pub(crate) use place::Place;
pub(crate) use repeat::refuse as refuse_again;
pub(crate) use within::within;

/// Expands the whole queue; or, if something is wrong, gives the item back as it was, with every
/// fault beside it.
fn expand(queue: &[Entry], item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let (queue, within) = within::parted(queue);
    let mut tokens = match Function::parse(item.clone()) {
        Ok(mut function) => {
            function.within = within;
            given::take(&queue, &mut function, &mut errors);
            expand_function(&queue, &function, &mut errors)
                .filter(|_| errors.is_empty())
                .or_else(|| given::without(&function))
        }
        Err(fault) => {
            refuse(&queue, &fault, &mut errors);
            None
        }
    }
    .unwrap_or(item);
    tokens.extend(errors.into_compile_errors());
    tokens
}

fn expand_function(
    queue: &[Entry],
    function: &Function,
    errors: &mut Errors,
) -> Option<TokenStream> {
    if refuse_const(queue, function, errors) || refuse_variadic(queue, function, errors) {
        return None;
    }
    fallible::refuse(queue, function, errors);
    let paths = paths(queue, errors);
    let queue = order::without_repetitions(queue, function, errors);
    let layers: Vec<Box<dyn Layer>> = queue
        .iter()
        .filter_map(|entry| build(entry, function, errors))
        .collect();
    if layers.len() != queue.len() {
        return None;
    }
    order::check(&layers, errors);
    crate::log::refuse_second(layers.iter().map(|layer| layer.facts()), function, errors);
    let layers = place::placed(layers, errors);
    place::check(&layers, errors);
    let handle = handle::of(&layers, function, errors);
    let context = Context {
        function,
        paths: &paths,
        depth: 0,
        borrowed: false,
        handle,
        controls: &[],
    };
    constant::check(&layers, &context, errors);
    Some(assemble::assemble(&layers, function, &paths, handle))
}

/// No attribute can act while the compiler evaluates a function. Said once, whatever the stack, and
/// alone: that such a function is not async either is no second mistake.
fn refuse_const(queue: &[Entry], function: &Function, errors: &mut Errors) -> bool {
    let (Some(constness), Some(Entry { name, .. })) = (&function.sig.constness, queue.first())
    else {
        return false;
    };
    errors.add(
        constness,
        format!("`#[{name}]` cannot be used on a `const fn`, because it acts at run time"),
    );
    true
}

/// What is behind `...` cannot be passed on to a body inside of a closure.
fn refuse_variadic(queue: &[Entry], function: &Function, errors: &mut Errors) -> bool {
    let (Some(variadic), Some(Entry { name, .. })) = (&function.sig.variadic, queue.first()) else {
        return false;
    };
    errors.add(
        variadic.dots,
        format!(
            "`#[{name}]` cannot be used on a function with `...`, whose arguments have no names; put \
             it on a function that this one calls"
        ),
    );
    true
}

/// Where the runtime is found: every attribute may say so, and all have to agree.
fn paths(queue: &[Entry], errors: &mut Errors) -> Paths {
    let mut first: Option<(String, syn::Path)> = None;
    for entry in queue {
        let Some(value) = crate_argument(entry) else {
            continue;
        };
        let Ok(path) = syn::parse2::<syn::Path>(bare(value.clone())) else {
            continue;
        };
        let spelt = source(&value);
        match &first {
            Some((text, _)) if *text != spelt => errors.add(
                &value,
                format!(
                    "the attributes of one function name one crate; write `crate = {text}` here too"
                ),
            ),
            Some(_) => {}
            None => first = Some((spelt, path)),
        }
    }
    Paths::new(first.map(|(_, path)| path))
}

/// The tokens of `crate = path`, before the arguments as a whole are looked at.
fn crate_argument(entry: &Entry) -> Option<TokenStream> {
    split(entry.args.clone())
        .into_iter()
        .find_map(|written| match written.given {
            Given::Value(value) if written.name.as_ref().is_some_and(|name| name == "crate") => {
                Some(value)
            }
            _ => None,
        })
}

fn refuse(queue: &[Entry], fault: &NotAFunction, errors: &mut Errors) {
    let Some(Entry { name, .. }) = queue.first() else {
        return;
    };
    match fault {
        NotAFunction::Other(keyword, kind) => {
            errors.add(
                keyword,
                format!("`#[{name}]` goes on a function, not on {kind}"),
            );
        }
        NotAFunction::NoBody(end) => errors.add(
            end,
            format!("`#[{name}]` needs a body; put it on the method in the `impl`"),
        ),
        // rustc has reported what is half-typed; a second error at the same place helps nobody.
        NotAFunction::Broken => {}
    }
}
