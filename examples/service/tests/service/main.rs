//! The service from outside: over HTTP, on a free port, with a database of its own.

mod answers;
mod cached;
mod life;
mod refusals;
mod support;
