//! Keys: templates, what their holes stand for, and the code that renders them.

mod list;
mod loaded;
mod plan;
mod render;
mod template;
mod types;

pub(crate) use list::ListOf;
pub(crate) use loaded::{RESULT, render_loaded};
pub(crate) use plan::{DefaultKey, Piece, Plan, Scope, Source, Value};
pub(crate) use render::{render, render_in_place};
pub(crate) use template::{Otherwise, Part, Template};
