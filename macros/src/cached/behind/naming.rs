//! The key of a change: made of its value, or of one argument for each hole.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};
use syn::Type;

use crate::cached::strategy::Word;
use crate::cached::written::Written;
use crate::diagnostics::Errors;
use crate::function::{Argument, Function};
use crate::key::{Piece, Plan, Scope, Source, Template, Value};
use crate::tokens::unraw;

/// The template of the key; a writer needs one.
pub(super) fn template<'a>(
    written: &'a Written,
    word: &Word,
    errors: &mut Errors,
) -> Option<&'a Template> {
    match &written.key {
        Some(Source::Template(template)) if template.holes().next().is_some() => Some(template),
        Some(Source::Template(template)) => {
            errors.add(
                &template.literal,
                "the key names nothing of the value, so all changes would be of one entry; name \
                 what tells them apart, such as `{user.id}`",
            );
            None
        }
        Some(Source::Expr(expr)) => {
            errors.add(
                expr,
                "the key of a change is made of its value and, for a deletion, of its parts, so it \
                 is a template; write `key = \"user:{user.id}\"`",
            );
            None
        }
        // What was refused may be the key, at another place.
        None if written.has_key || word.arguments.any_refused() => None,
        None => {
            errors.add(
                &word.word,
                "a writer needs the key of what it writes, the same as that of the function that \
                 reads; write `key = \"user:{user.id}\"`",
            );
            None
        }
    }
}

/// What all holes begin with: it stands for the value.
pub(super) fn root(template: &Template, errors: &mut Errors) -> Option<String> {
    let first = template.holes().next()?.root.clone();
    for hole in template.holes() {
        if hole.root != first {
            let message = format!(
                "a change is known by its value alone, which is `{first}` here; name fields of \
                 `{first}` only"
            );
            template.fault(hole, &message, errors);
            return None;
        }
    }
    if first == "self" {
        let hole = template.holes().next()?;
        template.fault(
            hole,
            "a writer has no `self`; name the value, such as `{user.id}`",
            errors,
        );
        return None;
    }
    Some(first)
}

/// In a batch the name is the user's choice, and must not be that of an argument.
pub(super) fn no_argument(
    template: &Template,
    function: &Function,
    root: &str,
    errors: &mut Errors,
) -> bool {
    let (Some(hole), true) = (template.holes().next(), function.binding(root).is_some()) else {
        return true;
    };
    let message = format!(
        "`{root}` is an argument, and the key is made of the value of a change, by any other name: \
         `{{user.id}}`"
    );
    template.fault(hole, &message, errors);
    false
}

/// The key, of a value that is called as the holes call it.
pub(super) fn plan(
    template: &Template,
    version: Option<u32>,
    function: &Function,
    value: (&str, &Type),
    errors: &mut Errors,
) -> Option<(Ident, Plan)> {
    let (root, ty) = value;
    let place = function.binding(root).map(|(_, ident)| ident.clone());
    let ident = place.unwrap_or_else(|| ident(root, template.literal.span()));
    let alone = alone(function, &ident, ty);
    let source = Source::Template(template.clone());
    let mut plan = Plan::new(&source, Scope::Function(&alone), errors)?;
    plan.push_version(version);
    Some((ident, plan))
}

/// The function as if the value were its only argument.
fn alone(function: &Function, ident: &Ident, ty: &Type) -> Function {
    let mut alone = function.clone();
    alone.arguments = vec![Argument {
        cfgs: Vec::new(),
        pat: syn::parse_quote!(#ident),
        ty: ty.clone(),
        bindings: vec![ident.clone()],
    }];
    alone
}

fn ident(name: &str, span: Span) -> Ident {
    syn::parse_str::<Ident>(name).map_or_else(
        |_| Ident::new_raw(name, span),
        |mut ident| {
            ident.set_span(span);
            ident
        },
    )
}

/// The same key of one argument for each hole, and what the arguments are called.
pub(super) fn by_parts(plan: &Plan, template: &Template) -> (Plan, Vec<Ident>) {
    let mut holes = template.holes();
    let mut names: Vec<Ident> = Vec::new();
    let mut pieces = Vec::new();
    for piece in &plan.pieces {
        pieces.push(match piece {
            Piece::Value(value) => {
                let name = part_name(
                    holes.next().and_then(|hole| hole.fields.last()),
                    names.len(),
                );
                let name = if names.contains(&name) {
                    format_ident!("part{}", names.len())
                } else {
                    name
                };
                let place = quote!(#name);
                names.push(name);
                Piece::Value(Value {
                    cfgs: Vec::new(),
                    lead: value.lead,
                    place,
                    at: value.at,
                    modifier: value.modifier,
                })
            }
            Piece::Text(text) => Piece::Text(text.clone()),
            // A free function without generics has no others.
            _ => continue,
        });
    }
    let start = None;
    (Plan { start, pieces }, names)
}

/// A field's name, where it can be that of an argument.
fn part_name(field: Option<&String>, place: usize) -> Ident {
    let field = field.filter(|field| {
        field.starts_with(|first: char| first.is_ascii_lowercase())
            && syn::parse_str::<Ident>(field).is_ok()
    });
    field.map_or_else(
        || format_ident!("part{place}"),
        |field| format_ident!("{field}"),
    )
}

/// The arguments that the manager's expression mentions cannot be had where changes are put.
pub(super) fn manager(written: &Written, function: &Function, errors: &mut Errors) {
    let Some(cache) = &written.cache else { return };
    for (_, name) in function.bindings() {
        if crate::tokens::mention(cache, &name.to_string()) {
            errors.add(
                cache,
                format!(
                    "`{}` is an argument of the writer, and there is none where changes are put; \
                     name something that is always there, such as a `static`",
                    unraw(name)
                ),
            );
            return;
        }
    }
}
