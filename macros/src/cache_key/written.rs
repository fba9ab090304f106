//! What was written: the fields, and their `#[key(..)]`.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields, Meta};

use crate::args::{Arguments, Exclusive, Foreign, Form, Grammar, Known};
use crate::diagnostics::Errors;
use crate::paths::Paths;

const ON_TYPE: Grammar = Grammar {
    title: "`#[key]` on a type",
    known: &[],
    foreign: &[&[Foreign {
        names: &["skip", "hash"],
        answer: |_| "it belongs on a field".to_owned(),
    }]],
    exclusive: &[],
    positional: None,
};

const ON_FIELD: Grammar = Grammar {
    title: "`#[key]` on a field",
    known: &[
        Known {
            name: "skip",
            form: Form::Word,
            example: "skip",
        },
        Known {
            name: "hash",
            form: Form::Word,
            example: "hash",
        },
    ],
    foreign: &[&[Foreign {
        names: &["ignore", "exclude"],
        answer: |_| "here it is `skip`".to_owned(),
    }]],
    exclusive: &[Exclusive {
        pair: ["skip", "hash"],
        because: "what is left out is not hashed; remove one",
    }],
    positional: None,
};

pub(super) struct Type<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) paths: Paths,
    pub(super) shape: Shape<'a>,
}

pub(super) enum Shape<'a> {
    Struct(Vec<Field<'a>>, &'a Fields),
    Enum(Vec<(&'a Ident, Vec<Field<'a>>, &'a Fields)>),
}

pub(super) struct Field<'a> {
    pub(super) ty: &'a syn::Type,
    pub(super) use_: Use,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Written,
    Hashed,
    Skipped,
}

impl<'a> Type<'a> {
    pub(super) fn parse(input: &'a DeriveInput, errors: &mut Errors) -> Option<Self> {
        let paths = Paths::new(
            read(&ON_TYPE, &input.attrs, errors).and_then(|found| found.crate_path(errors)),
        );
        let shape = match &input.data {
            Data::Struct(data) => {
                let fields = fields(&data.fields, errors);
                if !fields.is_empty() && fields.iter().all(|field| field.use_ == Use::Skipped) {
                    errors.add(
                        &input.ident,
                        format!(
                            "every field of `{}` is skipped, so all its values would be one key; \
                             remove a `#[key(skip)]`",
                            input.ident
                        ),
                    );
                }
                Shape::Struct(fields, &data.fields)
            }
            Data::Enum(data) => {
                let variants = data.variants.iter();
                let variants = variants.map(|variant| {
                    refuse_on_variant(&variant.attrs, errors);
                    (
                        &variant.ident,
                        fields(&variant.fields, errors),
                        &variant.fields,
                    )
                });
                Shape::Enum(variants.collect())
            }
            Data::Union(data) => {
                errors.add(
                    data.union_token,
                    "a union cannot be part of a key, because the active field is unknown; write \
                     `impl CacheKey` by hand",
                );
                return None;
            }
        };
        Some(Self {
            input,
            paths,
            shape,
        })
    }
}

fn fields<'a>(fields: &'a Fields, errors: &mut Errors) -> Vec<Field<'a>> {
    let read = |field: &'a syn::Field| {
        let found = read(&ON_FIELD, &field.attrs, errors);
        let has = |name: &str| found.as_ref().is_some_and(|found| found.has(name));
        let use_ = match (has("skip"), has("hash")) {
            (true, _) => Use::Skipped,
            (false, true) => Use::Hashed,
            (false, false) => Use::Written,
        };
        Field {
            ty: &field.ty,
            use_,
        }
    };
    fields.iter().map(read).collect()
}

/// The arguments of all `#[key(..)]` among `attrs`.
fn read(grammar: &Grammar, attrs: &[Attribute], errors: &mut Errors) -> Option<Arguments> {
    let mut tokens = proc_macro2::TokenStream::new();
    let mut any = false;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("key")) {
        any = true;
        match &attr.meta {
            Meta::List(list) if !list.tokens.is_empty() => {
                tokens.extend(list.tokens.clone());
                tokens.extend(quote::quote!(,));
            }
            other => errors.add(
                other.to_token_stream(),
                "`#[key]` takes its arguments in parentheses, such as `#[key(skip)]`",
            ),
        }
    }
    any.then(|| grammar.read(tokens, errors))
}

fn refuse_on_variant(attrs: &[Attribute], errors: &mut Errors) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("key")) {
        errors.add(
            attr,
            "`#[key]` belongs on a field; every variant is told apart by its name",
        );
    }
}
