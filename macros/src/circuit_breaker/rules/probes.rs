//! `half_open = 3`, `half_open(permits = 3, successes = 2, max_wait = "10s")`.

use proc_macro2::{Span as Place, TokenStream};
use quote::{quote, quote_spanned};

use super::count::{Count, count, count_of};
use crate::args::{Arguments, DurationValue, Given, Least};
use crate::circuit_breaker::grammar::HALF_OPEN;
use crate::diagnostics::Errors;

pub(super) struct HalfOpen {
    permits: Option<Count>,
    successes: Option<Count>,
    max_wait: Option<DurationValue>,
}

impl HalfOpen {
    pub(super) fn expand(&self, guards: &TokenStream) -> TokenStream {
        let site = Place::mixed_site();
        let permits = self
            .permits
            .as_ref()
            .map_or_else(|| quote!(1), Count::expand);
        let successes = self.successes.as_ref().map(|successes| {
            let successes = successes.expand();
            quote_spanned!(site=> .of_which(#successes))
        });
        let within = self.max_wait.as_ref().map(|max_wait| {
            let max_wait = max_wait.expand();
            quote_spanned!(site=> .within(#max_wait))
        });
        quote_spanned!(site=> #guards::HalfOpen::probes(#permits) #successes #within)
    }
}

pub(super) fn half_open(found: &Arguments, errors: &mut Errors) -> Option<HalfOpen> {
    let (_, given) = found.get("half_open")?;
    let inside = match given {
        Given::Value(value) => {
            return count_of("half_open", value, errors).map(|permits| HalfOpen {
                permits: Some(permits),
                successes: None,
                max_wait: None,
            });
        }
        Given::List(group) => group.stream(),
        Given::Word | Given::Unnamed(_) => return None,
    };
    let found = HALF_OPEN.read(inside, errors);
    let forever = Least::Positive("a probe takes some time");
    let half_open = HalfOpen {
        permits: count("permits", &found, errors),
        successes: count("successes", &found, errors),
        max_wait: found.duration("max_wait", forever, errors),
    };
    let permits = match &half_open.permits {
        None => Some(1),
        Some(Count::Fixed(permits, _)) => Some(*permits),
        Some(Count::Expr(_)) => None,
    };
    if let (Some(permits), Some(Count::Fixed(successes, at))) = (permits, &half_open.successes)
        && *successes > permits
        && !found.any_refused()
    {
        errors.add_at(
            *at,
            format!(
                "of {permits} there are never {successes} that succeed; write `permits = {successes}`"
            ),
        );
    }
    Some(half_open)
}
