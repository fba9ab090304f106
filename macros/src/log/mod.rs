//! What the attributes of logging have in common.

mod judge;
mod level;
mod source;

pub(crate) use judge::judge;
pub(crate) use level::Level;
pub(crate) use source::source;
