//! `strategy = write_through`: the function writes the user's store, and then the entry is set.

mod checks;
mod expand;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::Expr;

use super::strategy::Strategy;
use crate::args::Arguments;
use crate::diagnostics::Errors;

pub(super) use checks::{check, check_elsewhere};
pub(super) use expand::expand;

/// What of the arguments of `#[cached]` is about writing through.
pub(super) struct Through {
    /// `value`: its name, and what is stored.
    value: Option<(Ident, Option<Value>)>,
    /// Arguments that say nothing about a write.
    foreign: Vec<Ident>,
}

/// What is stored, instead of what the function returns.
#[derive(Clone)]
pub(super) enum Value {
    /// An argument or a part of one, which the body takes: a copy is stored.
    Place(TokenStream),
    /// What an expression makes before the body runs.
    Made(TokenStream),
}

impl Through {
    pub(super) fn parse(found: &Arguments, strategy: &Strategy, errors: &mut Errors) -> Self {
        let writes = matches!(strategy, Strategy::WriteThrough(_));
        if !writes && checks::is_name_of_a_cache(found, errors) {
            return Self {
                value: None,
                foreign: Vec::new(),
            };
        }
        let value = found.get("value").map(|(name, _)| {
            let value = found.code("value", "value = user", errors);
            (name.clone(), value.map(Value::of))
        });
        Self {
            value,
            foreign: checks::foreign(found),
        }
    }

    /// What is stored, if it is not what the function returns.
    pub(super) fn into_value(self) -> Option<Value> {
        self.value.and_then(|(_, value)| value)
    }
}

impl Value {
    fn of(tokens: TokenStream) -> Self {
        match syn::parse2::<Expr>(tokens.clone()) {
            Ok(expr) => match place(&expr) {
                Some(place) => Self::Place(place.to_token_stream()),
                None => Self::Made(tokens),
            },
            Err(_) => Self::Made(tokens),
        }
    }
}

/// A name, or fields of one; also behind `&`, which a copy is made of all the same.
fn place(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Reference(reference) => place(&reference.expr),
        Expr::Paren(paren) => place(&paren.expr),
        Expr::Group(group) => place(&group.expr),
        Expr::Path(path) => path.path.get_ident().map(|_| expr),
        Expr::Field(field) => place(&field.base).map(|_| expr),
        _ => None,
    }
}
