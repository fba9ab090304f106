//! Keys: templates, what their holes stand for, and the code that renders them.

mod plan;
mod render;
mod template;
mod types;

pub(crate) use plan::{DefaultKey, Piece, Plan, Scope, Source, Value};
pub(crate) use render::{render, render_in_place};
pub(crate) use template::{Otherwise, Template};
