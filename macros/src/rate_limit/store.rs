//! `store = redis`, and what goes with it.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::grammar::{LOCAL, NOTHING};
use super::written::{Number, number};
use crate::args::{Arguments, fraction, one_of_forms};
use crate::diagnostics::Errors;
use crate::paths::Paths;
use crate::tokens::{first_span, ours};

/// One limit for all processes.
pub(super) struct Store {
    /// The word `redis`, where an error about the feature stands.
    pub(super) at: Span,
    url: Option<TokenStream>,
    lease: Option<Number>,
    on_error: Option<OnError>,
}

#[derive(Clone, Copy)]
enum OnError {
    Local(f64),
    Open,
    Closed,
}

impl Store {
    pub(super) fn read(found: &Arguments, errors: &mut Errors) -> Option<Self> {
        if !found.has("store") {
            without_store(found, errors);
            return None;
        }
        let store = found.choice("store", &[("redis", ())], errors);
        let url =
            found
                .tokens("redis")
                .and_then(|url| match syn::parse2::<syn::Expr>(url.clone()) {
                    Ok(_) => Some(url.clone()),
                    Err(error) => {
                        errors.combine(error);
                        None
                    }
                });
        let lease = number(found, "lease", "a block of 0 permits serves nobody", errors);
        let on_error = on_error(found, errors);
        let ((), word) = store?;
        Some(Self {
            at: word.span(),
            url,
            lease,
            on_error,
        })
    }

    /// An expression of the runtime's `StoreOptions`.
    pub(super) fn expand(&self, paths: &Paths) -> TokenStream {
        let site = Span::mixed_site();
        let private = paths.private();
        let url = self.url.as_ref().map(|url| {
            let at = ours(first_span(url));
            quote_spanned!(at=> .redis(#url))
        });
        let lease = self.lease.as_ref().map(|lease| {
            let lease = lease.expand(&quote_spanned!(site=> ::core::primitive::u32));
            quote_spanned!(site=> .lease(#lease))
        });
        let on_error = self.on_error.map(|answer| {
            let answer = match answer {
                OnError::Local(share) => quote_spanned!(site=> Local(#share)),
                OnError::Open => quote_spanned!(site=> Open),
                OnError::Closed => quote_spanned!(site=> Closed),
            };
            quote_spanned!(site=> .on_store_error(#private::guards::OnStoreError::#answer))
        });
        quote_spanned!(site=> #private::guards::StoreOptions::new() #url #lease #on_error)
    }
}

fn without_store(found: &Arguments, errors: &mut Errors) {
    if found.any_refused() {
        return;
    }
    for name in ["redis", "on_store_error", "lease"] {
        if let Some((word, _)) = found.get(name) {
            errors.add(
                word,
                format!(
                    "`{name}` is about a limit in Redis, and this one is kept in memory; add \
                     `store = redis`, or remove `{name}`"
                ),
            );
        }
    }
}

fn on_error(found: &Arguments, errors: &mut Errors) -> Option<OnError> {
    let value = found.tokens("on_store_error")?;
    let forms = [("local", &LOCAL), ("open", &NOTHING), ("closed", &NOTHING)];
    let example = "on_store_error = local(0.25)";
    let called = one_of_forms("on_store_error", value, &forms, example, errors)?;
    if called.word == "open" {
        return Some(OnError::Open);
    }
    if called.word == "closed" {
        return Some(OnError::Closed);
    }
    let Some(share) = called.arguments.tokens("share") else {
        if !called.arguments.any_refused() {
            errors.add(
                &called.word,
                "`local` takes the share of this process: 1 by the number of processes; write \
                 `local(0.25)`",
            );
        }
        return None;
    };
    match fraction("local", share, errors)? {
        0.0 => {
            errors.add(
                share,
                "a share of 0 lets nothing through; write `on_store_error = closed`",
            );
            None
        }
        part => Some(OnError::Local(part)),
    }
}
