//! `cargo +nightly fuzz run stream fuzz/seeds`
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gambeson_fuzz::stream::check(bytes));

#[cfg(not(fuzzing))]
fn main() {
    eprintln!("this is a target of libFuzzer: cargo +nightly fuzz run stream fuzz/seeds");
}
