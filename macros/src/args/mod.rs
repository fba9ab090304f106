//! The arguments of an attribute: one grammar for all of them.
//!
//! An attribute describes what it takes in a [`Grammar`]; reading it gives [`Arguments`], from
//! which typed values are taken one by one. Misspelt, doubled and contradicting arguments are
//! answered here and nowhere else.

mod choice;
mod duration;
mod form;
mod fraction;
mod grammar;
mod patterns;
mod split;
mod suggest;
mod value;

pub(crate) use choice::Others;
pub(crate) use duration::{Least, Span as DurationValue, read as duration};
pub(crate) use form::{Called, called, one_of_forms};
pub(crate) use fraction::fraction;
pub(crate) use grammar::{ALLOW, Arguments, Exclusive, Foreign, Form, Grammar, Known};
pub(crate) use patterns::Errs;
pub(crate) use split::{Given, RawArgument, split};
pub(crate) use suggest::{did_you_mean, one_of, snake};
pub(crate) use value::Handle;
