//! The tokens of `#[retry]`: a policy for all calls, and the rules of one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::written::{Attempts, Written};
use crate::args::{DurationValue, Errs};
use crate::function::Returns;
use crate::paths::{Paths, located_at};
use crate::stack::{Context, Site};
use crate::tokens::{first_span, ours};

/// What all calls share.
pub(super) fn site(written: &Written, context: &Context<'_>) -> Site {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let guards = quote_spanned!(at=> #private::guards);
    let name = context.guard_name(written.name.as_deref());
    let policy = policy(written, &guards);
    Site {
        ty: quote_spanned!(at=> #guards::RetrySite),
        init: quote_spanned!(at=> #guards::RetrySite::new(#name, || #policy)),
    }
}

/// An expression that is evaluated at the first call.
fn policy(written: &Written, guards: &TokenStream) -> TokenStream {
    let at = Span::mixed_site();
    if let Some(policy) = &written.policy {
        let at = ours(first_span(policy));
        return quote_spanned!(at=> #guards::IntoPolicy::<#guards::RetryPolicy>::into_policy(#policy));
    }
    let mut tokens = quote_spanned!(at=> #guards::retry_builder());
    match &written.attempts {
        Some(Attempts::Known(number, at)) => {
            let at = ours(*at);
            tokens.extend(quote_spanned!(at=> .attempts(#number)));
        }
        Some(Attempts::Expr(expr)) => {
            let at = ours(first_span(expr));
            tokens.extend(
                quote_spanned!(at=> .attempts({ let __attempts: u32 = #expr; __attempts })),
            );
        }
        None => {}
    }
    if let Some(backoff) = &written.backoff {
        let backoff = backoff.expand(guards);
        tokens.extend(quote_spanned!(at=> .backoff(#backoff)));
    }
    if let Some(share) = written.budget {
        tokens.extend(quote_spanned!(at=> .budget(#share)));
    }
    if let Some(deadline) = written.deadline.as_ref().map(DurationValue::expand) {
        tokens.extend(quote_spanned!(at=> .deadline(#deadline)));
    }
    if written.refusals {
        tokens.extend(quote_spanned!(at=> .refusals()));
    }
    quote_spanned!(at=> #tokens.policy())
}

/// The guard of one call.
pub(super) fn guard(written: &Written, context: &Context<'_>, site: &TokenStream) -> TokenStream {
    let at = ours(context.function.returns.span());
    let private = context.paths.private_at(at);
    let names = Names {
        at,
        guards: quote_spanned!(at=> #private::guards),
        ret: context.function.returns.nameable(),
        error: error(&context.function.returns, context.paths),
    };
    let judge = names.judge(written);
    let refusal = names.refusal();
    let after = names.after(written);
    let describe = names.describe();
    let tell = names.tell(written);
    let Names { guards, .. } = names;
    quote_spanned! {at=> {
        use #guards::autoref::*;
        #guards::RetrySite::guard(#site, #guards::RetryRules {
            judge: #judge,
            refusal: #refusal,
            after: #after,
            describe: #describe,
            tell: #tell,
        })
    }}
}

/// What every closure names.
struct Names {
    at: Span,
    guards: TokenStream,
    /// The function's result.
    ret: TokenStream,
    /// Its error, if it is one: an expression.
    error: TokenStream,
}

fn error(returns: &Returns, paths: &Paths) -> TokenStream {
    let at = returns.span();
    let fallible = returns.fallible(paths);
    let result = Ident::new("__result", Span::mixed_site());
    quote_spanned!(at=> #fallible::error(#result))
}

impl Names {
    /// `|result| outcome`
    fn judge(&self, written: &Written) -> TokenStream {
        let Self {
            at,
            guards,
            ret,
            error,
        } = self;
        let at = *at;
        let rules = self.pattern(written.errs.as_ref()).into_iter();
        let rules: Vec<_> = rules.chain(self.condition(written)).collect();
        let arm = if rules.is_empty() {
            quote_spanned!(at=> ::core::option::Option::Some(_) => #guards::Outcome::Failure)
        } else {
            quote_spanned! {at=>
                ::core::option::Option::Some(__error) => if #(#rules)&&* {
                    #guards::Outcome::Failure
                } else {
                    #guards::Outcome::Ignored
                }
            }
        };
        let by_error = quote_spanned! {at=>
            match #error {
                #arm,
                ::core::option::Option::None => #guards::Outcome::Success,
            }
        };
        let body = match &written.on_result {
            None => by_error,
            Some(rule) => {
                let user = ours(first_span(rule));
                let there = located_at(guards.clone(), user);
                let again = quote_spanned!(user=> #there::by_result(#rule, __result));
                quote_spanned! {at=>
                    if #again {
                        #guards::Outcome::Failure
                    } else {
                        #by_error
                    }
                }
            }
        };
        quote_spanned!(at=> #guards::judged::<#ret, _>(|__result| #body))
    }

    /// Whether `__error` is one of `only(..)`, or none of `except(..)`.
    fn pattern(&self, errs: Option<&Errs>) -> Option<TokenStream> {
        let (pattern, matching) = match errs? {
            Errs::Only(pattern) => (pattern, true),
            Errs::Except(pattern) => (pattern, false),
        };
        let at = self.at;
        Some(quote_spanned! {at=> {
            #[allow(unreachable_patterns, clippy::all, clippy::pedantic)]
            let __meant = match __error {
                #pattern => #matching,
                _ => !#matching,
            };
            __meant
        }})
    }

    /// `if = |e| ..`
    fn condition(&self, written: &Written) -> Option<TokenStream> {
        let rule = written.condition.as_ref()?;
        let at = ours(first_span(rule));
        let guards = located_at(self.guards.clone(), at);
        Some(quote_spanned!(at=> #guards::by_error(#rule, __error)))
    }

    /// `|result| refusal`
    fn refusal(&self) -> TokenStream {
        let Self {
            at, guards, ret, ..
        } = self;
        let at = *at;
        let found = quote_spanned!(at=> (&&&#guards::RefusedProbe::of(__error)).refusal(__error));
        let body = self.of_error(&found);
        quote_spanned!(at=> #guards::refusing::<#ret, _>(|__result| #body))
    }

    /// `|result| wait`
    fn after(&self, written: &Written) -> TokenStream {
        let Self {
            at, guards, ret, ..
        } = self;
        let asked = match &written.after {
            Some(rule) => {
                let at = ours(first_span(rule));
                let guards = located_at(guards.clone(), at);
                quote_spanned!(at=> #guards::asked(#rule, __error))
            }
            None => {
                quote_spanned!(*at=> (&&#guards::AfterProbe::of(__error)).after(__error))
            }
        };
        let body = self.of_error(&asked);
        quote_spanned!(*at=> #guards::waiting::<#ret, _>(|__result| #body))
    }

    /// `|result| description`
    fn describe(&self) -> TokenStream {
        let Self {
            at, guards, ret, ..
        } = self;
        let at = *at;
        let words = quote_spanned! {at=>
            ::core::option::Option::Some((&&&#guards::Described(__error)).describe())
        };
        let body = self.of_error(&words);
        quote_spanned!(at=> #guards::describing::<#ret, _>(|__result| #body))
    }

    /// `|result, attempts, delay|`
    fn tell(&self, written: &Written) -> TokenStream {
        let Self {
            at, guards, ret, ..
        } = self;
        let at = *at;
        let Some(tell) = &written.on_retry else {
            return quote_spanned!(at=> #guards::telling::<#ret, _>(|_, _, _| {}));
        };
        let user = ours(first_span(tell));
        let there = located_at(guards.clone(), user);
        let error = &self.error;
        let told = quote_spanned!(user=> #there::told(#tell, __error, __attempt, __delay));
        quote_spanned! {at=>
            #guards::telling::<#ret, _>(|__result, __attempt, __delay| {
                if let ::core::option::Option::Some(__error) = #error {
                    #told
                }
            })
        }
    }

    /// `inside`, an `Option` of what `__error` gives.
    fn of_error(&self, inside: &TokenStream) -> TokenStream {
        let Self { at, error, .. } = self;
        let at = *at;
        quote_spanned! {at=>
            match #error {
                ::core::option::Option::Some(__error) => #inside,
                ::core::option::Option::None => ::core::option::Option::None,
            }
        }
    }
}
