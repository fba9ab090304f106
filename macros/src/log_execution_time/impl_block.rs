//! `#[log_execution_time]` on an `impl`: on each of its methods.
//!
//! The `impl` is not parsed, as no body is: its items are told apart by their tokens.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::beside::SKIP;
use super::grammar::GRAMMAR;
use crate::args::{Arguments, Given, did_you_mean, split};
use crate::diagnostics::Errors;
use crate::function::take_attributes;
use crate::log::ARGS;
use crate::paths::Paths;
use crate::stack::within;
use crate::tokens::{is_punct, mention, unraw};

/// The `impl` with the attribute on its methods; `None` if the item is no `impl`.
pub(crate) fn expand(args: &TokenStream, item: &TokenStream) -> Option<TokenStream> {
    let (attributes, trees) = take_attributes(item.clone());
    let (header, block) = parted(trees)?;
    let mut errors = Errors::new();
    let found = GRAMMAR.read(args.clone(), &mut errors);
    let paths = Paths::new(found.crate_path(&mut errors));
    let skipped = found.names(SKIP.name, &mut errors);
    let items = items(block.stream());
    refuse_unknown(&skipped, &items, &mut errors);
    refuse_arguments(&found, &items, &mut errors);
    if !errors.is_empty() {
        let mut tokens = item.clone();
        tokens.extend(errors.into_compile_errors());
        return Some(tokens);
    }
    let attribute = attribute(args, &header, &paths);
    let inside: TokenStream = items
        .iter()
        .map(|item| {
            let is_skipped = |method: &Method| skipped.contains(&method.name);
            match &item.method {
                Some(method) if method.is_timed && !is_skipped(method) => {
                    let tokens = &item.tokens;
                    quote!(#attribute #tokens)
                }
                _ => item.tokens.clone(),
            }
        })
        .collect();
    let mut group = Group::new(Delimiter::Brace, inside);
    group.set_span(block.span());
    let header: TokenStream = header.into_iter().collect();
    Some(quote!(#attributes #header #group))
}

/// What stands before the braces of an `impl`, and the braces.
fn parted(mut trees: Vec<TokenTree>) -> Option<(Vec<TokenTree>, Group)> {
    let is = |tree: Option<&TokenTree>, word: &str| matches!(tree, Some(TokenTree::Ident(ident)) if ident == word);
    let first = usize::from(is(trees.first(), "unsafe") || is(trees.first(), "default"));
    if !is(trees.get(first), "impl") {
        return None;
    }
    match trees.pop() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            Some((trees, group))
        }
        _ => None,
    }
}

/// The attribute of each method: without `skip`, and with the name of the type.
fn attribute(args: &TokenStream, header: &[TokenTree], paths: &Paths) -> TokenStream {
    let args = split(args.clone())
        .into_iter()
        .filter(|written| written.name.as_ref().is_none_or(|name| name != SKIP.name))
        .map(ToTokens::into_token_stream);
    let within = within(&name_of_type(header));
    let root = paths.root_at(Span::call_site());
    quote_spanned!(Span::call_site()=> #[#root::log_execution_time(#within, #(#args),*)])
}

/// The last name in the path of the type: `Repo` of `impl<T> Load for store::Repo<T>`.
fn name_of_type(header: &[TokenTree]) -> String {
    let mut depth = 0_usize;
    let mut dashed = false;
    let (mut name, mut is_over) = (String::new(), false);
    for tree in header {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '<' => {
                depth += 1;
                is_over |= !name.is_empty();
            }
            TokenTree::Punct(punct) if punct.as_char() == '>' && !dashed => {
                depth = depth.saturating_sub(1);
            }
            TokenTree::Ident(ident) if depth == 0 => match ident.to_string().as_str() {
                "for" => (name, is_over) = (String::new(), false),
                "where" => break,
                "impl" | "unsafe" | "default" | "dyn" | "mut" => {}
                // A path goes on behind `::`; what follows its arguments is no part of it.
                _ if is_over => {}
                _ => name = unraw(ident),
            },
            _ => {}
        }
        dashed = is_punct(Some(tree), '-');
    }
    name
}

struct Item {
    tokens: TokenStream,
    /// `None` for a constant, a type or a macro.
    method: Option<Method>,
}

struct Method {
    name: Ident,
    /// What stands behind its name, without the body.
    header: TokenStream,
    /// Whether it gets the attribute: a `const fn` cannot have it, and others have one of their own.
    is_timed: bool,
}

/// The items of an `impl`: each ends with `;` or with the braces of a body.
fn items(inside: TokenStream) -> Vec<Item> {
    let mut items = Vec::new();
    let mut trees: Vec<TokenTree> = Vec::new();
    let mut depth = 0_usize;
    let mut dashed = false;
    for tree in inside {
        let ends = match &tree {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => true,
                '<' => {
                    depth += 1;
                    false
                }
                '>' if !dashed => {
                    depth = depth.saturating_sub(1);
                    false
                }
                _ => false,
            },
            // Of a constant in angle brackets there may be some, too.
            TokenTree::Group(group) => {
                group.delimiter() == Delimiter::Brace && depth == 0 && !is_value(&trees)
            }
            _ => false,
        };
        dashed = is_punct(Some(&tree), '-');
        trees.push(tree);
        if ends {
            depth = 0;
            items.push(Item::of(std::mem::take(&mut trees)));
        }
    }
    if !trees.is_empty() {
        items.push(Item::of(trees));
    }
    items
}

/// Whether what comes is a value: `const NAME: T = {`.
fn is_value(trees: &[TokenTree]) -> bool {
    let is_function = trees
        .iter()
        .any(|tree| matches!(tree, TokenTree::Ident(ident) if ident == "fn"));
    !is_function && trees.iter().any(|tree| is_punct(Some(tree), '='))
}

impl Item {
    fn of(trees: Vec<TokenTree>) -> Self {
        let tokens: TokenStream = trees.into_iter().collect();
        let method = method(tokens.clone());
        Self { tokens, method }
    }
}

fn method(item: TokenStream) -> Option<Method> {
    let (attributes, trees) = take_attributes(item);
    let mut is_const = false;
    let mut trees = trees.iter();
    loop {
        match trees.next()? {
            TokenTree::Ident(ident) => match ident.to_string().as_str() {
                "fn" => break,
                "const" => is_const = true,
                "pub" | "crate" | "default" | "async" | "unsafe" | "extern" | "safe" => {}
                _ => return None,
            },
            TokenTree::Group(_) | TokenTree::Literal(_) => {}
            TokenTree::Punct(_) => return None,
        }
    }
    let TokenTree::Ident(name) = trees.next()? else {
        return None;
    };
    let has_body = matches!(trees.next_back(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    let header = trees.cloned().collect();
    let has_own = attributes.0.iter().any(|attribute| {
        let path = attribute.path();
        path.last().is_some_and(|last| last == "log_execution_time")
    });
    Some(Method {
        name: name.clone(),
        header,
        is_timed: has_body && !is_const && !has_own,
    })
}

fn refuse_unknown(skipped: &[Ident], items: &[Item], errors: &mut Errors) {
    let methods = || items.iter().filter_map(|item| item.method.as_ref());
    let names: Vec<String> = methods().map(|method| unraw(&method.name)).collect();
    for name in skipped {
        if !methods().any(|method| method.name == *name) {
            let near = did_you_mean(&unraw(name), names.iter().map(String::as_str));
            errors.add(
                name,
                format!("there is no method `{name}` in this `impl`{near}"),
            );
        }
    }
}

/// Reports names in `args(..)` that are those of no argument: each method tells of those it has.
fn refuse_arguments(found: &Arguments, items: &[Item], errors: &mut Errors) {
    let Some((_, Given::List(group))) = found.get(ARGS.name) else {
        return;
    };
    let methods = || items.iter().filter_map(|item| item.method.as_ref());
    for name in split(group.stream())
        .into_iter()
        .filter_map(|written| written.name)
    {
        let text = unraw(&name);
        if text != "self" && !methods().any(|method| mention(&method.header, &text)) {
            errors.add(
                &name,
                format!("no method of this `impl` has an argument `{text}`; remove it"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(args: &str, item: &str) -> String {
        let expanded = expand(&args.parse().unwrap(), &item.parse().unwrap());
        expanded
            .map(|tokens| tokens.to_string())
            .unwrap_or_default()
    }

    fn timed(args: &str, item: &str) -> usize {
        expanded(args, item)
            .matches("log_execution_time (__within")
            .count()
    }

    #[test]
    fn every_method_gets_the_attribute_and_nothing_else_does() {
        let item = "impl S { const A: u8 = { 1 }; type T = u8; const fn a() {} pub(crate) fn b() {} \
                    pub async unsafe fn c<const N: usize>() -> [u8; N] { [0; N] } made! { fn x() {} } \
                    #[other] fn d() -> A<{ 1 }> where u8: Copy { A } }";
        assert_eq!(timed("", item), 3);
        assert_eq!(timed("skip(b)", item), 2);
    }

    #[test]
    fn a_method_with_an_attribute_of_its_own_keeps_that() {
        assert_eq!(
            timed(
                "",
                "impl S { #[gambeson::log_execution_time(span)] fn a() {} fn b() {} }"
            ),
            1
        );
    }

    #[test]
    fn an_unknown_method_is_answered_with_a_known_one() {
        let out = expanded("skip(lode)", "impl S { fn load() {} }");
        assert!(out.contains("there is no method `lode` in this `impl`; did you mean `load`?"));
    }

    #[test]
    fn the_type_is_found_in_every_header() {
        for (header, name) in [
            ("impl S", "S"),
            (
                "impl<T: Fn(u8) -> u8> Load<u8> for store::Repo<T> where T: Copy",
                "Repo",
            ),
            ("unsafe impl<'a> Load for &'a mut r#type::Repo", "Repo"),
            ("impl Load for Box<dyn Other>", "Box"),
        ] {
            let trees: Vec<TokenTree> =
                header.parse::<TokenStream>().unwrap().into_iter().collect();
            assert_eq!(name_of_type(&trees), name, "{header}");
        }
    }

    #[test]
    fn anything_else_is_no_impl() {
        assert_eq!(expanded("", "fn f() {}"), "");
        assert_eq!(expanded("", "struct S {}"), "");
    }
}
