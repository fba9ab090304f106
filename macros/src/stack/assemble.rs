//! The layers of a stack, put together around the body.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::context::Context;
use super::inner::{Inner, Passing};
use super::layer::{Around, Guard, Kind, Layer};
use super::{before, handle, repeat, sites};
use crate::args::Handle;
use crate::function::{Form, Function};
use crate::paths::Paths;

/// The function with all layers around its body, the first outermost, and what is declared beside.
pub(super) fn assemble(
    layers: &[Box<dyn Layer>],
    function: &Function,
    paths: &Paths,
    asked: Option<&Handle>,
) -> TokenStream {
    let levels = levels(layers);
    let controls = handle::controls(layers, asked, paths);
    let base = usize::from(function.is_async());
    let context = |place: usize| Context {
        function,
        paths,
        depth: base + place,
        borrowed: levels.iter().take(place).any(Level::borrows),
        handle: asked,
        controls: &controls,
    };
    let repeated = levels.iter().any(Level::repeats);
    let borrowing = levels.iter().position(Level::borrows);
    let passing = match borrowing {
        _ if repeated => Passing::Copied,
        Some(_) => Passing::Borrowed,
        None => Passing::Moved,
    };
    let mut inner = Inner::of_body(function, paths, passing);
    for (place, level) in levels.iter().enumerate().rev() {
        let mut statements = TokenStream::new();
        if borrowing == Some(place) {
            statements.extend(before::parts(function).once(repeated));
        }
        statements.extend(level.wrap(&context(place), inner));
        inner = Inner::of_layers(statements);
    }
    let statements = finished(inner, function, paths);
    let mut tokens = if repeated {
        repeat::unmutable(function).with_statements(statements)
    } else {
        function.with_statements(statements)
    };
    for (place, level) in levels.iter().enumerate() {
        for layer in level.layers() {
            tokens.extend(layer.companions(&context(place)));
        }
    }
    tokens.extend(handle::companions(layers, &context(0)));
    tokens
}

/// One nesting of statements: an attribute around the rest, or neighbouring guards together.
enum Level<'a> {
    Around(&'a dyn Layer, &'a dyn Around),
    Guards(Vec<(usize, &'a dyn Layer, &'a dyn Guard)>),
}

fn levels(layers: &[Box<dyn Layer>]) -> Vec<Level<'_>> {
    let mut levels: Vec<Level<'_>> = Vec::new();
    for (place, layer) in layers.iter().enumerate() {
        match layer.kind() {
            Kind::Around(around) => levels.push(Level::Around(&**layer, around)),
            Kind::Guard(guard) => match levels.last_mut() {
                Some(Level::Guards(guards)) => guards.push((place, &**layer, guard)),
                _ => levels.push(Level::Guards(vec![(place, &**layer, guard)])),
            },
        }
    }
    levels
}

impl Level<'_> {
    fn repeats(&self) -> bool {
        match self {
            Self::Around(_, around) => around.repeats(),
            Self::Guards(guards) => guards.iter().any(|(.., guard)| guard.repeats()),
        }
    }

    fn borrows(&self) -> bool {
        match self {
            Self::Around(_, around) => around.borrows(),
            Self::Guards(_) => self.repeats(),
        }
    }

    fn layers(&self) -> Vec<&dyn Layer> {
        match self {
            Self::Around(layer, _) => vec![*layer],
            Self::Guards(guards) => guards.iter().map(|(_, layer, _)| *layer).collect(),
        }
    }

    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        match self {
            Self::Around(_, around) => around.wrap(context, inner),
            Self::Guards(guards) => guarded(guards, context, inner, self.repeats()),
        }
    }
}

/// Neighbouring guards as one, around one attempt after another.
fn guarded(
    guards: &[(usize, &dyn Layer, &dyn Guard)],
    context: &Context<'_>,
    inner: Inner,
    repeats: bool,
) -> TokenStream {
    let site = Span::mixed_site();
    let private = context.paths.private();
    let innermost = quote_spanned!(site=> #private::guards::Innermost::new());
    let stack = guards
        .iter()
        .rev()
        .fold(innermost, |below, (place, _, guard)| {
            let (before, reference) = sites::of(*place, *guard, context);
            let guard = guard.guard(context, &reference);
            quote_spanned! {site=>
                #private::guards::On::new({ #before #guard }, #below)
            }
        });
    let borrowed = context.borrowed || repeats;
    let function = context.function;
    let attempt = if function.is_async() {
        let body = inner.into_future(function, borrowed);
        if repeats {
            quote_spanned!(site=> #private::guards::attempt(&mut __guards, #body).await)
        } else {
            // Moved: a future that points at a part of itself stays in memory.
            quote_spanned!(site=> #private::guards::once(__guards, #body).await)
        }
    } else {
        let body = inner.into_closure(function, borrowed);
        let once = if repeats {
            quote_spanned!(site=> attempt_blocking)
        } else {
            quote_spanned!(site=> once_blocking)
        };
        quote_spanned!(site=> #private::guards::#once(&mut __guards, #body))
    };
    let run = if repeats {
        quote_spanned! {site=>
            loop {
                if let ::core::ops::ControlFlow::Break(__answer) = #attempt {
                    break __answer;
                }
            }
        }
    } else {
        attempt
    };
    let mutable = (repeats || !function.is_async()).then(|| quote_spanned!(site=> mut));
    quote_spanned! {site=>
        let #mutable __guards = #stack;
        #run
    }
}

/// The outermost statements, as the function's form wants them.
fn finished(inner: Inner, function: &Function, paths: &Paths) -> TokenStream {
    match function.returns.form {
        Form::Value => inner.into_statements(),
        // Not the bare block: clippy would take the function for one that could be `async fn`.
        Form::ImplFuture => {
            let private = paths.private();
            let future = inner.into_future(function, false);
            quote_spanned!(Span::mixed_site()=> #private::future(#future))
        }
        Form::BoxedFuture => {
            let future = inner.into_future(function, false);
            quote_spanned!(Span::mixed_site()=> ::std::boxed::Box::pin(#future))
        }
    }
}
