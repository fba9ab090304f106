//! The service from outside: over HTTP, on a free port, with a database of its own.

mod answers;
mod bookings;
mod cached;
mod life;
mod logs;
mod payments;
mod program;
mod redis;
#[expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "shared with the tests of the runtime, which use more of it"
)]
#[path = "../../../../tests/support/redis_server/mod.rs"]
mod redis_server;
mod refreshed;
mod refusals;
mod support;
mod visits;
