//! `#[serde(..)]`: what serde is told about the type is told to the copy of its definition, too.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, LitStr, Meta};

use crate::args::{Given, RawArgument, did_you_mean, split};
use crate::diagnostics::Errors;
use crate::tokens::unraw;

/// All that stands in the `#[serde(..)]` of one place.
pub(super) struct SerdeAttrs(Vec<RawArgument>);

/// Where a `#[serde(..)]` stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Type,
    Variant,
    Field,
}

impl Place {
    fn known(self) -> &'static [&'static str] {
        match self {
            Place::Type => &[
                "rename",
                "rename_all",
                "rename_all_fields",
                "deny_unknown_fields",
                "tag",
                "content",
                "untagged",
                "bound",
                "default",
                "remote",
                "transparent",
                "from",
                "try_from",
                "into",
                "crate",
                "expecting",
                "variant_identifier",
                "field_identifier",
            ],
            Place::Variant => &[
                "rename",
                "alias",
                "rename_all",
                "skip",
                "skip_serializing",
                "skip_deserializing",
                "serialize_with",
                "deserialize_with",
                "with",
                "bound",
                "borrow",
                "other",
                "untagged",
            ],
            Place::Field => &[
                "rename",
                "alias",
                "default",
                "flatten",
                "skip",
                "skip_serializing",
                "skip_deserializing",
                "skip_serializing_if",
                "serialize_with",
                "deserialize_with",
                "with",
                "borrow",
                "bound",
                "getter",
            ],
        }
    }
}

impl SerdeAttrs {
    pub(super) fn read(attrs: &[Attribute]) -> Self {
        let lists = attrs.iter().filter_map(|attr| match &attr.meta {
            Meta::List(list) if attr.path().is_ident("serde") => Some(list.tokens.clone()),
            _ => None,
        });
        Self(lists.flat_map(split).collect())
    }

    pub(super) fn find(&self, name: &str) -> Option<&RawArgument> {
        self.0.iter().find(|written| is(written, name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether serde leaves the place out when it writes.
    pub(super) fn is_left_out(&self) -> bool {
        self.has("skip") || self.has("skip_serializing")
    }

    /// Other names of the place: those of `rename` and `alias`.
    pub(super) fn other_names(&self) -> Vec<String> {
        let gives_one = |written: &&RawArgument| is(written, "rename") || is(written, "alias");
        let mut names = Vec::new();
        for written in self.0.iter().filter(gives_one) {
            match &written.given {
                Given::Value(value) => names.extend(text(value)),
                Given::List(list) => {
                    let directions = split(list.stream());
                    names.extend(
                        directions
                            .iter()
                            .filter_map(|written| match &written.given {
                                Given::Value(value) => text(value),
                                _ => None,
                            }),
                    );
                }
                Given::Word | Given::Unnamed(_) => {}
            }
        }
        names
    }

    /// Whether the name that serde writes is given.
    pub(super) fn renames_for_writing(&self) -> bool {
        self.0.iter().any(|written| {
            is(written, "rename")
                && match &written.given {
                    Given::List(list) => split(list.stream())
                        .iter()
                        .any(|direction| is(direction, "serialize")),
                    _ => true,
                }
        })
    }

    /// The predicates that serde is told in place of its own, for `direction`.
    pub(super) fn bounds(&self, direction: &str) -> Vec<TokenStream> {
        let bounds = self.0.iter().filter(|written| is(written, "bound"));
        bounds
            .filter_map(|written| match &written.given {
                Given::Value(value) => text(value),
                Given::List(list) => {
                    let directions = split(list.stream());
                    directions.iter().find_map(|written| match &written.given {
                        Given::Value(value) if is(written, direction) => text(value),
                        _ => None,
                    })
                }
                Given::Word | Given::Unnamed(_) => None,
            })
            .filter_map(|source| source.parse().ok())
            .collect()
    }

    /// Reports what serde does not know here. Left to serde, it would be told about the copy of the
    /// definition, too.
    pub(super) fn refuse_unknown(&self, place: Place, errors: &mut Errors) {
        let known = || place.known().iter().copied();
        for written in &self.0 {
            let Some(name) = &written.name else { continue };
            let text = unraw(name);
            if !known().any(|known| known == text) {
                let hint = did_you_mean(&text, known());
                errors.add(name, format!("serde knows no `{text}` here{hint}"));
            }
        }
    }

    /// Reports what stands here and cannot be kept.
    pub(super) fn refuse(&self, refused: &[(&str, &str)], errors: &mut Errors) {
        for (name, message) in refused {
            if let Some(written) = self.find(name) {
                match &written.name {
                    Some(name) => errors.add(name, message),
                    None => errors.add(written, message),
                }
            }
        }
    }

    /// The attribute again, without what is named.
    pub(super) fn without(&self, left_out: &[&str]) -> TokenStream {
        let kept = self
            .0
            .iter()
            .filter(|written| !left_out.iter().any(|name| is(written, name)));
        let kept: Vec<TokenStream> = kept.map(ToTokens::to_token_stream).collect();
        if kept.is_empty() {
            TokenStream::new()
        } else {
            quote!(#[serde(#(#kept),*)])
        }
    }
}

fn is(written: &RawArgument, wanted: &str) -> bool {
    written
        .name
        .as_ref()
        .is_some_and(|name| unraw(name) == wanted)
}

fn text(value: &TokenStream) -> Option<String> {
    syn::parse2::<LitStr>(value.clone())
        .ok()
        .map(|literal| literal.value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn read(attr: Attribute) -> SerdeAttrs {
        SerdeAttrs::read(&[attr, parse_quote!(#[doc = "no attribute of serde"])])
    }

    #[test]
    fn every_spelling_of_a_name_is_a_name() {
        let attrs = read(parse_quote!(
            #[serde(rename(serialize = "a", deserialize = "b"), alias = "c", alias = "d")]
        ));
        assert_eq!(attrs.other_names(), ["a", "b", "c", "d"]);
        assert_eq!(
            read(parse_quote!(#[serde(rename = "e")])).other_names(),
            ["e"]
        );
    }

    #[test]
    fn a_name_for_reading_leaves_that_for_writing_open() {
        assert!(!read(parse_quote!(#[serde(rename(deserialize = "b"))])).renames_for_writing());
        assert!(read(parse_quote!(#[serde(rename = "b")])).renames_for_writing());
    }

    #[test]
    fn what_is_left_out_takes_nothing_else_along() {
        let attrs = read(parse_quote!(
            #[serde(with = "a::b", rename = "c", skip_serializing_if = "Option::is_none")]
        ));
        assert_eq!(
            attrs.without(&["with"]).to_string(),
            "# [serde (rename = \"c\" , skip_serializing_if = \"Option::is_none\")]"
        );
        assert!(
            attrs
                .without(&["with", "rename", "skip_serializing_if"])
                .is_empty()
        );
    }
}
