//! What all policies have in common: where they come from, and what may be wrong with them.

use std::borrow::Cow;
use std::env::VarError;
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// A policy that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    setting: &'static str,
    reason: Cow<'static, str>,
}

impl PolicyError {
    /// What is wrong with a setting or a variable.
    pub(super) fn new(setting: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            setting,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.setting, self.reason)
    }
}

impl Error for PolicyError {}

/// What `policy = ..` takes for a policy of type `P`.
#[diagnostic::on_unimplemented(
    message = "`policy` takes a `{P}`, and this is a `{Self}`",
    label = "write an expression that is a `{P}`, a reference to one, or a `Result` of one"
)]
pub trait IntoPolicy<P> {
    /// The policy.
    ///
    /// # Errors
    ///
    /// What was wrong with it already.
    fn into_policy(self) -> Result<P, PolicyError>;
}

#[diagnostic::do_not_recommend]
impl<P> IntoPolicy<P> for P {
    fn into_policy(self) -> Result<P, PolicyError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Clone> IntoPolicy<P> for &P {
    fn into_policy(self) -> Result<P, PolicyError> {
        Ok(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<P> IntoPolicy<P> for Result<P, PolicyError> {
    fn into_policy(self) -> Self {
        self
    }
}

/// A variable of the environment, without the blanks around it; `None` if it is not set.
pub(super) fn variable(
    name: &'static str,
    read: impl Fn(&'static str) -> Result<String, VarError>,
) -> Result<Option<String>, PolicyError> {
    match read(name) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(PolicyError::new(name, "it is not Unicode")),
    }
}

/// What a variable holds, as a number of seconds: `60`, `2.5`.
pub(super) fn seconds(name: &'static str, text: &str) -> Result<Duration, PolicyError> {
    let span = text.parse().ok();
    let span = span.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let fault = || PolicyError::new(name, format!("`{text}` is no number of seconds above 0"));
    span.filter(|span| !span.is_zero()).ok_or_else(fault)
}
