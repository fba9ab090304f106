//! `pattern = "user:{org}:*"`: a glob over keys, with holes whose values match nothing but themselves.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::LitStr;

use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{self, Otherwise, Part, Plan, Scope, Source, Template};
use crate::paths::Paths;
use crate::tokens::bare;

/// A pattern that is well formed. Its names are not looked up yet.
pub(super) struct Glob(Template);

/// A part of a pattern whose names are looked up.
pub(super) enum GlobPart {
    Text(String),
    Hole(Plan),
}

impl Glob {
    pub(super) fn parse(value: &TokenStream, errors: &mut Errors) -> Option<Self> {
        let Ok(literal) = syn::parse2::<LitStr>(bare(value.clone())) else {
            errors.add(
                value,
                "`pattern` is text that keys match; write `pattern = \"user:*\"`, or call the \
                 manager's `clear`",
            );
            return None;
        };
        let template = Template::parse(&literal, Otherwise::Expression, errors)?;
        if let Some(message) = fault(&template) {
            errors.add(&literal, message);
            return None;
        }
        Some(Self(template))
    }

    /// Looks up the names.
    pub(super) fn plan(&self, function: &Function, errors: &mut Errors) -> Option<Vec<GlobPart>> {
        let parts = self.0.parts.iter().map(|part| match part {
            Part::Text(text) => Some(GlobPart::Text(text.clone())),
            hole @ Part::Hole(_) => {
                let alone = Template {
                    literal: self.0.literal.clone(),
                    parts: vec![hole.clone()],
                };
                let source = Source::Template(alone);
                Plan::new(&source, Scope::Function(function), errors).map(GlobPart::Hole)
            }
        });
        let parts: Vec<Option<GlobPart>> = parts.collect();
        parts.into_iter().collect()
    }
}

/// An expression of the runtime's type of a pattern.
pub(super) fn expand(
    parts: &[GlobPart],
    paths: &Paths,
    here: &TokenStream,
    depth: usize,
) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let steps = parts.iter().map(|part| match part {
        GlobPart::Text(text) => quote_spanned!(site=> __glob.literal(#text);),
        GlobPart::Hole(plan) => {
            let key = key::render(plan, paths, here, depth);
            quote_spanned!(site=> __glob.value(#key);)
        }
    });
    quote_spanned!(site=> {
        let mut __glob = #private::Glob::new();
        #(#steps)*
        __glob
    })
}

/// What is wrong with a pattern, as the runtime would find.
fn fault(template: &Template) -> Option<&'static str> {
    let text = |part: &Part| match part {
        Part::Text(text) => Some(text.clone()),
        Part::Hole(_) => None,
    };
    let texts: Vec<String> = template.parts.iter().filter_map(text).collect();
    if let Some(fault) = texts.iter().find_map(|text| Reader::new(text).fault()) {
        return Some(fault);
    }
    let is_wild = |text: &String| text.contains(['*', '?', '[']);
    if !texts.iter().any(is_wild) {
        return Some(
            "this pattern has no `*`, so it is one key; write `key = ..`, or `\"user:*\"` for all \
             that begin so",
        );
    }
    let no_holes = template.holes().next().is_none();
    if no_holes && texts.concat().chars().all(|c| matches!(c, '*' | '?')) {
        return Some(
            "this pattern would empty the whole cache; write what the keys begin with, such as \
             `\"user:*\"`, or call the manager's `clear_all`",
        );
    }
    None
}

/// Goes through a part of a pattern that has no holes.
struct Reader<'a>(std::str::Chars<'a>);

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self(text.chars())
    }

    fn fault(&mut self) -> Option<&'static str> {
        while let Some(character) = self.0.next() {
            match character {
                '\\' if self.0.next().is_none() => {
                    return Some(
                        "a `\\` in a pattern takes the next character as it is, and here is none; \
                         write `\\\\\\\\` for the character itself",
                    );
                }
                '[' => {
                    if let Some(fault) = self.set() {
                        return Some(fault);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Behind a `[`.
    fn set(&mut self) -> Option<&'static str> {
        const OPEN: &str = "a `[` in a pattern has no `]`; write `\\\\[` for the character itself";
        const EMPTY: &str =
            "`[]` in a pattern is a set of nothing; name its characters, such as `[0-9]`";
        const RANGE: &str = "a range in `[..]` needs an end, such as `[0-9]`; write `\\\\-` for the character itself";
        const ASCII: &str =
            "`[..]` in a pattern takes ASCII characters only; write `*` in its place";
        let mut ahead = self.0.clone();
        if ahead.next() == Some('^') {
            self.0 = ahead;
        }
        let mut members = 0;
        loop {
            let Some(character) = self.0.next() else {
                return Some(OPEN);
            };
            let first = match character {
                ']' if members == 0 => return Some(EMPTY),
                ']' => return None,
                '\\' => match self.0.next() {
                    Some(escaped) => escaped,
                    None => return Some(OPEN),
                },
                other => other,
            };
            members += 1;
            let mut ahead = self.0.clone();
            let mut last = first;
            if character != '\\' && ahead.next() == Some('-') {
                match ahead.next() {
                    None | Some(']' | '\\') => return Some(RANGE),
                    Some(end) => last = end,
                }
                self.0 = ahead;
            }
            if !first.is_ascii() || !last.is_ascii() {
                return Some(ASCII);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(pattern: &str) -> Vec<String> {
        let literal = LitStr::new(pattern, Span::call_site());
        let mut errors = Errors::new();
        Glob::parse(&quote::quote!(#literal), &mut errors);
        errors.messages()
    }

    #[test]
    fn patterns_are_read_as_the_runtime_reads_them() {
        for pattern in [
            "user:*",
            "user:?",
            "{org}:*",
            "*:{org}",
            "a[0-9]",
            "a[^a-c]*",
            "a\\*[\\]]",
            "[a-]",
        ] {
            let faults = faults(pattern);
            let expected = usize::from(pattern == "[a-]");
            assert_eq!(faults.len(), expected, "{pattern}: {faults:?}");
        }
    }

    #[test]
    fn every_fault_is_found() {
        for (pattern, start) in [
            ("*", "this pattern would empty"),
            ("?*", "this pattern would empty"),
            ("user:{org}", "this pattern has no `*`"),
            ("user:[0-9", "a `[` in a pattern has no `]`"),
            ("user:[]*", "`[]` in a pattern"),
            ("user:[a-]*", "a range in `[..]`"),
            ("user:[ä]*", "`[..]` in a pattern"),
            ("user:*\\", "a `\\` in a pattern"),
        ] {
            let found = faults(pattern);
            assert!(
                found.len() == 1 && found[0].starts_with(start),
                "{pattern}: {found:?}"
            );
        }
    }
}
