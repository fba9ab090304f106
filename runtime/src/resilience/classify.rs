//! What a result counts as, by the words of an attribute and by the type of its error.
//!
//! The words become closures of the expansion. The functions here give such a closure its signature
//! before rustc looks at its body, so that `|e| e.is_transient()` needs no type.

use std::error::Error;
use std::marker::PhantomData;
use std::time::Duration;

use super::breaker::Outcome;
use super::rejected::{BulkheadFull, CircuitOpen, RateLimited, Rejected};

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

/// `|result| refusal`, where a guard further in has refused.
#[cfg_attr(not(debug_assertions), inline)]
pub fn refusing<R, F: Fn(&R) -> Option<Refusal>>(refused: F) -> F {
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
    fn refusal(&self, error: &E) -> Option<Refusal>;
}

impl<E: Error + 'static> RefusedError<E> for &&RefusedProbe<E> {
    fn refusal(&self, error: &E) -> Option<Refusal> {
        refusal(error)
    }
}

/// What holds an error: `Box<dyn Error + Send + Sync>`, and what other crates put around one.
pub trait RefusedBoxed<E> {
    /// As [`RefusedError::refusal`].
    fn refusal(&self, error: &E) -> Option<Refusal>;
}

impl<E: AsRef<dyn Error + Send + Sync>> RefusedBoxed<E> for &RefusedProbe<E> {
    fn refusal(&self, error: &E) -> Option<Refusal> {
        refusal(error.as_ref())
    }
}

/// Any other error.
pub trait RefusedAny<E> {
    /// As [`RefusedError::refusal`].
    fn refusal(&self, error: &E) -> Option<Refusal>;
}

impl<E> RefusedAny<E> for RefusedProbe<E> {
    fn refusal(&self, _: &E) -> Option<Refusal> {
        None
    }
}

/// `Box<dyn Error>` is no [`Error`] itself.
impl RefusedProbe<Box<dyn Error>> {
    /// As [`RefusedError::refusal`].
    #[expect(clippy::borrowed_box, reason = "the error as the function returns it")]
    pub fn refusal(&self, error: &Box<dyn Error>) -> Option<Refusal> {
        refusal(&**error)
    }
}

/// What is known of a refusal, wherever it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// When it is worth coming again, where the guard knows.
    pub(crate) retry_after: Option<Duration>,
}

impl Refusal {
    /// What one error among the sources says by itself.
    ///
    /// An error that passes everything on to a [`Rejected`] (`#[error(transparent)]`) has the
    /// rejection's sources, and the rejection itself is not among them: so what it knows is asked, too.
    fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        if let Some(rejected) = error.downcast_ref::<Rejected>() {
            return rejected.is_refusal().then(|| Self {
                retry_after: rejected.retry_after(),
            });
        }
        let retry_after = if let Some(open) = error.downcast_ref::<CircuitOpen>() {
            open.retry_after
        } else if let Some(limited) = error.downcast_ref::<RateLimited>() {
            Some(limited.retry_after)
        } else if error.is::<BulkheadFull>() {
            None
        } else {
            return None;
        };
        Some(Self { retry_after })
    }
}

/// The refusal that `error` is, or comes from.
#[cold]
pub(crate) fn refusal(error: &(dyn Error + 'static)) -> Option<Refusal> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(refusal) = Refusal::of(error) {
            return Some(refusal);
        }
        at = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;
    use crate::resilience::{Name, TimedOut};

    macro_rules! refusal_of {
        ($error:expr) => {{
            let error = $error;
            (&&&RefusedProbe::of(&error)).refusal(&error)
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

    /// As `#[error(transparent)]` makes one.
    #[derive(Debug)]
    struct Transparent(Rejected);

    impl fmt::Display for Transparent {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }

    impl Error for Transparent {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.0.source()
        }
    }

    struct Plain;

    const FULL: Option<Refusal> = Some(Refusal { retry_after: None });

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
        assert_eq!(refusal_of!(full()), FULL);
        assert_eq!(refusal_of!(Outer(full())), FULL);
        let boxed: Box<dyn Error + Send + Sync> = Outer(full()).into();
        assert_eq!(refusal_of!(boxed), FULL);
        let boxed: Box<dyn Error> = Outer(full()).into();
        assert_eq!(refusal_of!(boxed), FULL);
    }

    #[test]
    fn an_error_that_passes_all_on_to_a_rejection_does_not_hide_it() {
        let retry_after = Some(Duration::from_secs(7));
        let open = Rejected::CircuitOpen(CircuitOpen {
            name: Name::of("c"),
            key: None,
            retry_after,
        });
        assert_eq!(refusal_of!(Transparent(full())), FULL);
        assert_eq!(
            refusal_of!(Transparent(open)),
            Some(Refusal { retry_after })
        );
        assert_eq!(refusal_of!(Transparent(late())), None);
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
