//! Group `mask`: text, JSON, headers and derived structs, beside what else masks them.

mod corpus;
mod headers;
mod hostile;
mod json;
mod peers;
mod records;
mod text;
mod timed;

use gambeson::Masker;

use crate::harness::{Bench, Failure};

#[expect(clippy::unnecessary_wraps, reason = "as every group")]
pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    let masker = Masker::global();
    text::run(bench, masker);
    json::run(bench, masker);
    records::run(bench);
    headers::run(bench, masker);
    hostile::run(bench, masker);
    Ok(())
}
