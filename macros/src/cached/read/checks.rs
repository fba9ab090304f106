//! What cannot stand together, and functions that cannot be loaded without their caller.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Pat, Type};

use crate::args::DurationValue;
use crate::cached::ladder::{Ladder, Named, Reload};
use crate::cached::written::Ttl;
use crate::diagnostics::Errors;
use crate::function::{Argument, Function, ungroup};
use crate::tokens::source;

/// Reports everything that keeps these arguments from making sense on this function.
pub(crate) fn check(ladder: &Ladder, ttl: Option<&Ttl>, function: &Function, errors: &mut Errors) {
    let before = errors.len();
    nothing_to_reload(ladder, errors);
    nothing_stale(ladder, errors);
    never(ladder, ttl, errors);
    longer(ladder, errors);
    if !function.is_async() {
        sync(ladder, function, errors);
    }
    if ladder.is_owned() && errors.len() == before {
        owned(ladder, function, errors);
    }
}

fn nothing_to_reload(ladder: &Ladder, errors: &mut Errors) {
    if let (Some((_, word)), false) = (&ladder.reload, ladder.reloads()) {
        errors.add(
            word,
            "`reload` says who loads an entry again while it still answers, and nothing does; add \
             `strategy = refresh_ahead` or `stale_while_revalidate = \"1m\"`, or remove it",
        );
    }
    if let (Some(Named { name, .. }), false) = (
        &ladder.retry_after,
        ladder.reloads() || ladder.if_error.is_some(),
    ) {
        errors.add(
            name,
            "`retry_after` holds back loads after a failure while something else answers; add \
             `stale_if_error = \"6h\"`, or remove it",
        );
    }
}

fn nothing_stale(ladder: &Ladder, errors: &mut Errors) {
    let has_stale = ladder.while_revalidate.is_some() || ladder.if_error.is_some();
    if let (Some(Named { name, .. }), false) = (&ladder.soft, has_stale) {
        errors.add(
            name,
            "`soft_timeout` answers with a stale value, and none is kept; add \
             `stale_if_error = \"6h\"`, or write `hard_timeout`, which is an error of the function",
        );
    }
}

fn never(ladder: &Ladder, ttl: Option<&Ttl>, errors: &mut Errors) {
    if !matches!(ttl, Some(Ttl::Never)) {
        return;
    }
    let spans = [&ladder.while_revalidate, &ladder.if_error];
    let words = ladder.early.iter().map(|(_, word)| word);
    let words = words.chain(spans.into_iter().flatten().map(|named| &named.name));
    let words = words.chain(
        ladder
            .jitter
            .iter()
            .filter(|(share, _)| *share > 0.0)
            .map(|(_, name)| name),
    );
    for word in words {
        errors.add(
            word,
            format!(
                "with `ttl = never` an entry has no end, and `{word}` is about that; write a span, \
                 such as `ttl = \"1h\"`, or remove it"
            ),
        );
    }
}

fn longer(ladder: &Ladder, errors: &mut Errors) {
    if let (
        Some(Named {
            span: DurationValue::Fixed(soft, literal),
            ..
        }),
        Some(Named {
            span: DurationValue::Fixed(hard, whole),
            ..
        }),
    ) = (&ladder.soft, &ladder.hard)
        && soft >= hard
    {
        errors.add(
            literal,
            format!(
                "`soft_timeout` must be shorter than `hard_timeout`, which is {whole}: the load has \
                 been given up by then; write a shorter one, or remove it"
            ),
        );
    }
}

fn sync(ladder: &Ladder, function: &Function, errors: &mut Errors) {
    for Named { name, .. } in [&ladder.soft, &ladder.hard].into_iter().flatten() {
        errors.add(
            name,
            format!(
                "`{name}` ends a wait, and a sync function cannot be left while it runs; add `async`, \
                 or remove it"
            ),
        );
    }
    let in_caller = matches!(ladder.reload, Some((Reload::Caller, _)));
    if ladder.reloads() && !in_caller {
        errors.add(
            function.sig.fn_token,
            "a sync function cannot be reloaded in the background; add `reload = caller`, where the \
             one call that notices does the work, or add `async` here",
        );
    }
}

/// What the way out is, where a body cannot be taken along.
fn way_out(ladder: &Ladder) -> &'static str {
    if ladder.soft.is_some() {
        "remove `soft_timeout`, and write `reload = caller` if it reloads"
    } else {
        "write `reload = caller`, where the one call that notices does the work"
    }
}

fn owned(ladder: &Ladder, function: &Function, errors: &mut Errors) {
    let way_out = way_out(ladder);
    for argument in &function.arguments {
        if matches!(argument.pat, Pat::Wild(_)) {
            continue;
        }
        if argument.name().is_none() {
            errors.add(
                &argument.pat,
                format!(
                    "a load in the background takes its arguments along, and needs one name for \
                     each; write `pair: (u64, u64)` and take it apart in the body, or {way_out}"
                ),
            );
        } else if let Some(object) = object(argument) {
            let name = source(object);
            errors.add(
                object,
                format!(
                    "a load in the background outlives the call, and a `{name}` behind a reference \
                     cannot be cloned for it; take an `Arc<{name}>`, or {way_out}"
                ),
            );
        } else if let Some(borrow) = inner_borrow(argument) {
            errors.add(
                &borrow,
                format!(
                    "a load in the background outlives the call, so `{}` cannot borrow inside of its \
                     type; take an owned value or an `Arc`, or {way_out}",
                    argument.bindings.iter().map(crate::tokens::unraw).collect::<String>()
                ),
            );
        }
    }
    if function.receiver.is_some()
        && let Some(literal) = naming_self(&function.body.statements())
    {
        errors.add(
            &literal,
            format!(
                "a load in the background has no `self` that a text could name; write `{{}}` and give \
                 `self` behind the text, or {way_out}"
            ),
        );
    }
}

/// The `dyn Trait` of a `&dyn Trait`.
fn object(argument: &Argument) -> Option<&Type> {
    match ungroup(&argument.ty) {
        Type::Reference(reference) => {
            let inside = ungroup(&reference.elem);
            matches!(inside, Type::TraitObject(_)).then_some(inside)
        }
        _ => None,
    }
}

/// A lifetime or a reference further in than the outermost `&`.
fn inner_borrow(argument: &Argument) -> Option<TokenStream> {
    let ty = ungroup(&argument.ty);
    let inside = match ty {
        Type::Reference(reference) => &reference.elem,
        _ => ty,
    };
    let mut trees = inside.to_token_stream().into_iter().peekable();
    borrow_in(&mut trees)
}

fn borrow_in(trees: &mut dyn Iterator<Item = TokenTree>) -> Option<TokenStream> {
    let mut trees = trees.peekable();
    while let Some(tree) = trees.next() {
        match &tree {
            TokenTree::Group(group) => {
                if let Some(found) = borrow_in(&mut group.stream().into_iter()) {
                    return Some(found);
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' => match trees.peek() {
                Some(TokenTree::Punct(next)) if next.as_char() == '\'' => {}
                _ => return Some(tree.into()),
            },
            TokenTree::Punct(punct) if punct.as_char() == '\'' => match trees.peek() {
                Some(TokenTree::Ident(name)) if name == "static" => {}
                Some(name) => return Some(TokenStream::from_iter([tree.clone(), name.clone()])),
                None => {}
            },
            _ => {}
        }
    }
    None
}

/// A text that names `self`, as in `"{self}"`.
fn naming_self(tokens: &TokenStream) -> Option<TokenTree> {
    tokens.clone().into_iter().find_map(|tree| match &tree {
        TokenTree::Group(group) => naming_self(&group.stream()),
        TokenTree::Literal(literal) => {
            let text = literal.to_string().replace("{{", "");
            (text.contains("{self}") || text.contains("{self:")).then_some(tree)
        }
        _ => None,
    })
}
