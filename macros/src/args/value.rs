//! The other values that arguments take.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{LitBool, LitInt, LitStr, Path, Token};

use super::{Arguments, Given};
use crate::diagnostics::Errors;
use crate::tokens::{bare, single, source};

/// What `handle = ..` asks for.
#[derive(Clone)]
pub(crate) enum Handle {
    /// `handle = Name`: a type beside a free function.
    Type(Ident),
    /// `handle = fn name`: an associated function in an inherent `impl`.
    Function(Ident),
}

impl Arguments {
    /// `crate = path`.
    pub(crate) fn crate_path(&self, errors: &mut Errors) -> Option<Path> {
        let value = self.tokens("crate")?;
        let path = syn::parse2::<Path>(bare(value.clone())).ok();
        if path.is_none() {
            let message = "`crate` takes a path without quotes; write `crate = ::gambeson`";
            errors.add(value, message);
        }
        path
    }

    /// An expression, a closure or anything else that is code and passed on as it is.
    pub(crate) fn code(
        &self,
        name: &str,
        example: &str,
        errors: &mut Errors,
    ) -> Option<TokenStream> {
        let value = self.tokens(name)?;
        if let Some(TokenTree::Literal(literal)) = single(value)
            && literal.to_string().ends_with('"')
        {
            errors.add(
                &literal,
                format!("code is not put in text; write `{example}`"),
            );
            return None;
        }
        match syn::parse2::<syn::Expr>(value.clone()) {
            Ok(_) => Some(value.clone()),
            Err(error) => {
                errors.combine(error);
                None
            }
        }
    }

    /// A policy that is an expression. `ty` is what it has to be.
    pub(crate) fn policy(&self, ty: &str, errors: &mut Errors) -> Option<TokenStream> {
        let example = format!("policy = {ty}::from_env()");
        let value = self.code("policy", &example, errors)?;
        if matches!(&*source(&value), "from_env" | "from_env ()" | "from_env()") {
            errors.add(
                &value,
                format!("`from_env` belongs to the policy; write `policy = gambeson::resilience::{ty}::from_env()`"),
            );
            return None;
        }
        Some(value)
    }

    /// `name`, `name = true` or `name = false`.
    pub(crate) fn flag(&self, name: &str, errors: &mut Errors) -> Option<bool> {
        let value = match self.get(name)?.1 {
            Given::Word => return Some(true),
            Given::Value(value) => value,
            Given::List(_) | Given::Unnamed(_) => return None,
        };
        let said = syn::parse2::<LitBool>(bare(value.clone())).ok();
        if said.is_none() {
            let message = format!("`{name}` is true or false; write `{name} = false`");
            errors.add(value, message);
        }
        said.map(|said| said.value)
    }

    /// A small number that is written out.
    pub(crate) fn number(&self, name: &str, errors: &mut Errors) -> Option<u32> {
        let value = self.tokens(name)?;
        let number = syn::parse2::<LitInt>(bare(value.clone())).ok();
        let number = number.and_then(|literal| literal.base10_parse().ok());
        if number.is_none() {
            errors.add(
                value,
                format!(
                    "`{name}` takes a whole number; write `{name} = {}`",
                    whole(&source(value)).unwrap_or("2")
                ),
            );
        }
        number
    }

    /// A text that is written out.
    pub(crate) fn text(&self, name: &str, errors: &mut Errors) -> Option<String> {
        let value = self.tokens(name)?;
        match syn::parse2::<LitStr>(bare(value.clone())) {
            Ok(text) if !text.value().is_empty() => Some(text.value()),
            Ok(_) => {
                errors.add(
                    value,
                    format!("`{name}` is empty; write a text, or remove it"),
                );
                None
            }
            Err(_) => {
                // A constant is no text here; what it is called may be.
                let written = source(value).to_lowercase();
                errors.add(
                    value,
                    format!("`{name}` takes a text; write `{name} = \"{written}\"`"),
                );
                None
            }
        }
    }

    /// The names in `name(a, b)`.
    pub(crate) fn names(&self, name: &str, errors: &mut Errors) -> Vec<Ident> {
        let Some((word, Given::List(group))) = self.get(name) else {
            return Vec::new();
        };
        if group.stream().is_empty() {
            errors.add(
                word,
                format!("`{name}()` names nothing; write `{name}(db)`, or remove it"),
            );
            return Vec::new();
        }
        let mut names: Vec<Ident> = Vec::new();
        for written in super::split(group.stream()) {
            match (&written.name, &written.given) {
                (Some(ident), Given::Word) if names.contains(ident) => {
                    errors.add(
                        ident,
                        format!("`{ident}` is named twice in `{name}(..)`; remove one"),
                    );
                }
                (Some(ident), Given::Word) => names.push(ident.clone()),
                _ => errors.add(
                    &written,
                    format!("`{name}(..)` takes names of arguments, such as `{name}(db)`"),
                ),
            }
        }
        names
    }

    /// Whether `allow(..)` lifts `rule`.
    pub(crate) fn allows(&self, rule: &str, errors: &mut Errors) -> bool {
        let mut allowed = false;
        for name in self.names("allow", errors) {
            if name == rule {
                allowed = true;
            } else {
                errors.add(
                    &name,
                    format!("`allow` lifts only `{rule}`; write `allow({rule})`"),
                );
            }
        }
        allowed
    }

    /// `handle = Name` or `handle = fn name`.
    pub(crate) fn handle(&self, errors: &mut Errors) -> Option<Handle> {
        let value = self.tokens("handle")?;
        let parse = |input: ParseStream<'_>| {
            if input.peek(Token![fn]) {
                input.parse::<Token![fn]>()?;
                return input.parse().map(Handle::Function);
            }
            input.parse().map(Handle::Type)
        };
        let handle = parse.parse2(bare(value.clone())).ok();
        if handle.is_none() {
            errors.add(
                value,
                "`handle` takes a name: `handle = UserCache` beside a free function, \
                 `handle = fn user_cache` on a method",
            );
        }
        handle
    }
}

/// The digits of a number in quotes.
fn whole(value: &str) -> Option<&str> {
    let digits = value.strip_prefix('"')?.strip_suffix('"')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then_some(digits)
}
