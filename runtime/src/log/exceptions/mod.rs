//! `#[log_exceptions]`: one event for each failure.
//!
//! | file | subject |
//! |---|---|
//! | `guard` | one call |
//! | `site` | what is kept of a function, and its events |
//! | `options` | what was written |
//! | `failure` | an error, told by its type |
//! | `words` | what an error says, and what of it is logged |
//! | `repeats` | identical failures, counted by the minute |
//! | `swallow` | errors that end here |

mod failure;
mod guard;
mod options;
pub(crate) mod repeats;
mod site;
mod swallow;
mod words;

pub use failure::{Defaulted, Failing, Failure, Logged, behind, debugged, failing, unfailing};
pub use guard::ExceptionsGuard;
pub use options::{Backtraces, ExceptionOptions};
pub use site::ExceptionSite;
pub use swallow::{catching, catching_blocking, swallow, swallow_panic};

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fmt;

    /// An error around another, which says this.
    #[derive(Debug)]
    pub(super) struct Outer(pub(super) Inner);

    #[derive(Debug)]
    pub(super) struct Inner(pub(super) &'static str);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("outer")
        }
    }

    impl fmt::Display for Inner {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Inner {}

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }
}
