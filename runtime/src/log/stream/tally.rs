//! What is counted of a stream.

use crate::log::call::{Moment, Outcome};

/// What is counted of a stream from its first poll on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    pub(super) began: Moment,
    /// When the first item came.
    pub(super) first: Option<Moment>,
    pub(super) items: u64,
    /// The items that were an `Err`.
    pub(super) errors: u64,
    /// Whether the last item was one.
    is_last_error: bool,
}

impl Tally {
    pub(super) fn begun() -> Self {
        Self {
            began: Moment::now(),
            first: None,
            items: 0,
            errors: 0,
            is_last_error: false,
        }
    }

    pub(super) fn count(&mut self, item: Outcome) {
        if self.first.is_none() {
            self.first = Some(Moment::now());
        }
        self.items += 1;
        self.is_last_error = item == Outcome::Err;
        self.errors += u64::from(self.is_last_error);
    }

    /// Of a stream that came to its end.
    pub(super) fn outcome(&self) -> Outcome {
        if self.is_last_error {
            Outcome::Err
        } else {
            Outcome::Ok
        }
    }
}
