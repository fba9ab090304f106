//! Bulkheads: so many calls at a time, and no more.
//!
//! | file | subject |
//! |---|---|
//! | `places` | the places, and who waits for one |
//! | `face` | the bulkhead as users hold it, its settings and its permits |
//! | `site` | the bulkhead of an attribute |
//! | `guard` | one call of it in a stack |

mod face;
mod guard;
mod places;
mod site;

pub use face::{Bulkhead, BulkheadBuilder, BulkheadPermit};
pub use guard::BulkheadGuard;
pub use site::BulkheadSite;
