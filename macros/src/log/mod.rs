//! What the attributes of logging have in common.

mod level;
mod source;

pub(crate) use level::Level;
pub(crate) use source::source;
