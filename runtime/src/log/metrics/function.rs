//! What is kept of a function, and one counted call of it.

use std::mem;
use std::sync::OnceLock;
use std::time::Duration;

use super::handles::Handles;
use super::meter::Meter;
use super::recorder::{Current, with_current};
use crate::log::call::Outcome;

/// A function whose calls are counted.
#[derive(Debug)]
pub struct FunctionMetrics {
    pub(super) function: &'static str,
    pub(super) module: &'static str,
    /// Whether the function says from when on a call is slow.
    pub(super) has_slow: bool,
    /// Its series at the recorder of the process.
    held: OnceLock<Handles>,
}

impl FunctionMetrics {
    /// Of a function of this name in this module. `has_slow`: a call of it can be slow.
    pub const fn new(function: &'static str, module: &'static str, has_slow: bool) -> Self {
        Self {
            function,
            module,
            has_slow,
            held: OnceLock::new(),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn now(&'static self) -> Metered {
        with_current(|current| match current {
            Current::Process(recorder) => match self.held.get() {
                Some(held) => Metered::Held(held),
                None => self.hold(recorder),
            },
            Current::Nobody => Metered::Idle(self),
            Current::Other(recorder) => Metered::Own(Box::new(Handles::of(self, recorder))),
        })
    }

    #[cold]
    fn hold(&'static self, recorder: &dyn metrics::Recorder) -> Metered {
        // The recorder is code of the user, so the cell is not entered while it runs. All threads that
        // come here at once make handles of the same series.
        let made = Handles::of(self, recorder);
        Metered::Held(self.held.get_or_init(|| made))
    }
}

/// One call of such a function.
///
/// What is told of a call, is told to the recorder that was there when it began: what has gone up there
/// goes down there.
#[derive(Debug)]
pub enum Metered {
    /// None has begun, or nobody counts it.
    Idle(&'static FunctionMetrics),
    /// The recorder of the process counts it.
    Held(&'static Handles),
    /// A recorder counts it that is there for a part of one thread, or that is not known yet.
    Own(Box<Handles>),
}

impl Metered {
    /// For one call of `function`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(function: &'static FunctionMetrics) -> Self {
        Self::Idle(function)
    }
}

impl Meter for Metered {
    const COUNTS: bool = true;

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) -> bool {
        if let Self::Idle(function) = *self {
            *self = function.now();
        }
        match self {
            Self::Idle(_) => false,
            Self::Held(handles) => {
                handles.began();
                true
            }
            Self::Own(handles) => {
                handles.began();
                true
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, outcome: Outcome, took: Duration, slow: bool) {
        match self {
            Self::Idle(_) => {}
            Self::Held(handles) => {
                let handles = *handles;
                *self = Self::Idle(handles.function);
                handles.ended(outcome, took, slow);
            }
            Self::Own(handles) => {
                let idle = Self::Idle(handles.function);
                if let Self::Own(handles) = mem::replace(self, idle) {
                    handles.ended(outcome, took, slow);
                }
            }
        }
    }
}
