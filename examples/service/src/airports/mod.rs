//! The airports: what they are, and each question about them, one file each.
//!
//! The functions here know nothing of HTTP, and the routes know nothing of SQL.

pub mod code;
pub mod country;
pub mod edit;
pub mod lookup;
pub mod model;
pub mod nearest;
pub mod page;
pub mod search;
pub mod visits;
