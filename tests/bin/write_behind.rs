//! A process that puts changes and writes them to `SQLite`, for `write_behind_killed/` and
//! `write_behind_torture.rs`: they kill it.

fn main() {
    gambeson_tests::torture::process();
}
