//! What a result counts as, by the words of an attribute and by the type of its error.
//!
//! The words become closures of the expansion. The functions here give such a closure its signature
//! before rustc looks at its body, so that `|e| e.is_transient()` needs no type.

use std::error::Error;
use std::marker::PhantomData;

use super::breaker::Outcome;
use super::rejected::Rejected;

/// `|result| outcome`, by the whole result.
#[cfg_attr(not(debug_assertions), inline)]
pub fn judged<R, J: Fn(&R) -> Outcome>(judge: J) -> J {
    judge
}

/// `|error| bool`, of the error. The closure comes first, and is looked at last: its argument's type
/// is known by then.
#[cfg_attr(not(debug_assertions), inline)]
pub fn by_error<E, F: Fn(&E) -> bool>(rule: F, error: &E) -> bool {
    rule(error)
}

/// `|result| bool`, of the whole result.
#[cfg_attr(not(debug_assertions), inline)]
pub fn by_result<R, F: Fn(&R) -> bool>(rule: F, result: &R) -> bool {
    rule(result)
}

/// `|result| rejection`, where a guard further in has refused.
#[cfg_attr(not(debug_assertions), inline)]
pub fn refusing<R, F: for<'a> Fn(&'a R) -> Option<&'a Rejected>>(refused: F) -> F {
    refused
}

/// An error that is asked whether a refusal is behind it.
///
/// Generated code calls `(&&&RefusedProbe::of(error)).refusal(error)` with the traits of this module
/// in scope; method lookup takes the impl that needs the fewest dereferences. An error that is no
/// [`std::error::Error`] shows nothing of what is behind it.
#[derive(Debug)]
pub struct RefusedProbe<E>(PhantomData<fn(&E)>);

impl<E> RefusedProbe<E> {
    /// Asks about the type of `error`.
    pub fn of(_error: &E) -> Self {
        Self(PhantomData)
    }
}

/// An error with sources.
pub trait RefusedError<E> {
    /// The refusal of a guarded function that was called, if the error is one or comes from one.
    fn refusal<'a>(&self, error: &'a E) -> Option<&'a Rejected>;
}

impl<E: Error + 'static> RefusedError<E> for &&RefusedProbe<E> {
    fn refusal<'a>(&self, error: &'a E) -> Option<&'a Rejected> {
        refusal(error)
    }
}

/// What holds an error: `Box<dyn Error + Send + Sync>`, and what other crates put around one.
pub trait RefusedBoxed<E> {
    /// As [`RefusedError::refusal`].
    fn refusal<'a>(&self, error: &'a E) -> Option<&'a Rejected>;
}

impl<E: AsRef<dyn Error + Send + Sync>> RefusedBoxed<E> for &RefusedProbe<E> {
    fn refusal<'a>(&self, error: &'a E) -> Option<&'a Rejected> {
        refusal(error.as_ref())
    }
}

/// Any other error.
pub trait RefusedAny<E> {
    /// As [`RefusedError::refusal`].
    fn refusal<'a>(&self, error: &'a E) -> Option<&'a Rejected>;
}

impl<E> RefusedAny<E> for RefusedProbe<E> {
    fn refusal<'a>(&self, _: &'a E) -> Option<&'a Rejected> {
        None
    }
}

/// The refusal that `error` is, or comes from.
#[cold]
pub(crate) fn refusal<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Rejected> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(rejected) = error.downcast_ref::<Rejected>() {
            return rejected.is_refusal().then_some(rejected);
        }
        at = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::time::Duration;

    use super::*;
    use crate::resilience::{BulkheadFull, Name, TimedOut};

    macro_rules! refusal_of {
        ($error:expr) => {{
            let error = $error;
            (&&&RefusedProbe::of(&error)).refusal(&error).cloned()
        }};
    }

    #[derive(Debug)]
    struct Outer(Rejected);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("outer")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    struct Plain;

    fn full() -> Rejected {
        Rejected::BulkheadFull(BulkheadFull {
            name: Name::of("b"),
            limit: 1,
            waited: Duration::ZERO,
        })
    }

    fn late() -> Rejected {
        Rejected::TimedOut(TimedOut {
            name: Name::of("t"),
            after: Duration::from_secs(1),
        })
    }

    #[test]
    fn a_refusal_is_found_wherever_it_lies_among_the_sources() {
        assert_eq!(refusal_of!(full()), Some(full()));
        assert_eq!(refusal_of!(Outer(full())), Some(full()));
        let boxed: Box<dyn Error + Send + Sync> = Outer(full()).into();
        assert_eq!(refusal_of!(boxed), Some(full()));
    }

    #[test]
    fn a_time_out_is_no_refusal() {
        assert_eq!(refusal_of!(Outer(late())), None);
    }

    #[test]
    fn an_error_that_is_none_to_the_standard_library_has_nothing_behind_it() {
        assert_eq!(refusal_of!(Plain), None);
        assert_eq!(refusal_of!("text"), None);
    }
}
