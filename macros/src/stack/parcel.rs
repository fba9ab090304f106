//! The queue on the item.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::{crate_argument, expand};
use crate::function::{Attributes, take_attributes};
use crate::paths::{self, Paths};
use crate::tokens::bare;

/// One attribute in the queue. Its name carries the place of the attribute.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Ident,
    pub(crate) args: TokenStream,
}

impl ToTokens for Entry {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.name.to_tokens(tokens);
        Group::new(Delimiter::Parenthesis, self.args.clone()).to_tokens(tokens);
    }
}

/// Attributes that run no code: nothing is to be waited for.
const INERT: &[&str] = &[
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "clippy",
    "cold",
    "coverage",
    "deny",
    "deprecated",
    "diagnostic",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "inline",
    "link_section",
    "miri",
    "must_use",
    "no_mangle",
    "optimize",
    "rust_analyzer",
    "rustc_on_unimplemented",
    "rustfmt",
    "target_feature",
    "track_caller",
    "unsafe",
    "warn",
];

/// What rustc calls for an attribute of ours: queues it, and expands the queue if it is complete.
pub(crate) fn join(name: &Ident, args: TokenStream, item: TokenStream) -> TokenStream {
    let (attributes, rest) = take_attributes(item);
    let (queues, others): (Vec<_>, Vec<_>) = attributes
        .0
        .into_iter()
        .partition(|attribute| is_queue(&attribute.path()));
    let mut queue: Vec<Entry> = queues
        .iter()
        .flat_map(|attribute| entries(inside(&attribute.arguments())))
        .collect();
    queue.push(Entry {
        name: name.clone(),
        args,
    });

    let complete = others.iter().all(|attribute| is_inert(&attribute.path()));
    let others = Attributes(others);
    let rest: TokenStream = rest.into_iter().collect();
    if complete {
        return expand(&queue, quote!(#others #rest));
    }
    let root = queue
        .iter()
        .find_map(crate_argument)
        .and_then(|path| syn::parse2(bare(path)).ok());
    let stack = paths::stack(&Paths::new(root));
    quote!(#others #[#stack(#(#queue),*)] #rest)
}

/// What rustc calls for the queue: everything above has run, so it is complete.
pub(crate) fn run(queue: TokenStream, item: TokenStream) -> TokenStream {
    expand(&entries(queue), item)
}

fn is_queue(path: &[String]) -> bool {
    path.last().is_some_and(|last| last == "__stack")
}

fn is_inert(path: &[String]) -> bool {
    path.first()
        .is_some_and(|first| INERT.contains(&first.as_str()))
}

/// The tokens in the parentheses of an attribute.
fn inside(arguments: &TokenStream) -> TokenStream {
    match crate::tokens::single(arguments) {
        Some(TokenTree::Group(group)) => group.stream(),
        _ => TokenStream::new(),
    }
}

fn entries(queue: TokenStream) -> Vec<Entry> {
    let mut list = Vec::new();
    let mut name = None;
    for tree in queue {
        match tree {
            TokenTree::Ident(ident) => name = Some(ident),
            TokenTree::Group(group) => {
                list.extend(name.take().map(|name| Entry {
                    name,
                    args: group.stream(),
                }));
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn joined(name: &str, args: &str, item: &str) -> String {
        let name = Ident::new(name, Span::call_site());
        join(&name, args.parse().unwrap(), item.parse().unwrap()).to_string()
    }

    #[test]
    fn an_attribute_waits_for_what_may_run_code() {
        assert_eq!(
            joined(
                "cached",
                "ttl = \"5m\"",
                "#[doc = \"x\"] #[instrument] fn f() {}"
            ),
            "# [doc = \"x\"] # [instrument] # [:: gambeson :: private :: __stack (cached (ttl = \"5m\"))] fn f () { }"
        );
    }

    #[test]
    fn an_attribute_joins_the_queue_that_is_there() {
        assert_eq!(
            joined(
                "b",
                "2",
                "#[other] #[::gambeson::private::__stack(a(1))] fn f() {}"
            ),
            "# [other] # [:: gambeson :: private :: __stack (a (1) , b (2))] fn f () { }"
        );
    }

    #[test]
    fn a_renamed_crate_is_remembered_by_the_queue() {
        assert_eq!(
            joined(
                "b",
                "",
                "#[other] #[gb::private::__stack(a(crate = gb))] fn f() {}"
            ),
            "# [other] # [gb :: private :: __stack (a (crate = gb) , b ())] fn f () { }"
        );
    }

    #[test]
    fn a_faulty_attribute_gives_the_item_back_with_its_errors() {
        let out = joined(
            "cached",
            "tll = 1",
            "#[inline] async fn f(id: u64) -> u64 { id }",
        );
        assert!(
            out.starts_with("# [inline] async fn f (id : u64) -> u64 { id }"),
            "{out}"
        );
        assert!(out.contains("did you mean `ttl`?"), "{out}");
        assert!(!out.contains("needs a `ttl`"), "{out}");
    }

    #[test]
    fn half_a_function_is_put_back_without_a_word() {
        assert_eq!(
            joined("cached", "ttl = \"5m\"", "async fn f(x: ) {}"),
            "async fn f (x :) { }"
        );
    }
}
