//! Functions that are not async.

use std::sync::{Arc, Barrier};
use std::thread;

use gambeson::cached;

use crate::Db;
use crate::support::ran;

#[cached(ttl = "5m", key = "sync:plain:{id}")]
fn plain(id: u64) -> u64 {
    ran();
    id
}

#[cached(ttl = "5m", key = "sync:fallible:{id}")]
fn fallible(db: &Db, id: &str) -> Result<u64, std::num::ParseIntError> {
    ran();
    let _ = db;
    let number: u64 = id.parse()?;
    if number == 0 {
        return Ok(1);
    }
    Ok(number * 2)
}

#[cached(ttl = "5m", key = "sync:static:{id}")]
fn of_static(id: u64) -> &'static str {
    ran();
    if id == 1 { "one" } else { "many" }
}

#[cached(ttl = "5m")]
fn generic<T: Default + std::fmt::Debug + 'static>(name: String) -> String {
    ran();
    name + &format!("{:?}", T::default())
}

#[cached(ttl = "5m", key = "sync:recursive:{n}")]
fn fibonacci(n: u64) -> u64 {
    ran();
    if n < 2 {
        n
    } else {
        fibonacci(n - 1) + fibonacci(n - 2)
    }
}

#[test]
fn a_plain_function() {
    assert_cached!(plain(1), plain(2));
}

#[test]
fn a_function_with_question_marks_and_returns() {
    assert_cached!(fallible(&Db, "0"), fallible(&Db, "1"));
    let before = crate::support::runs();
    assert!(fallible(&Db, "x").is_err() && fallible(&Db, "x").is_err());
    assert_eq!(crate::support::runs(), before + 2, "an error is not kept");
}

#[test]
fn a_function_that_returns_what_lives_for_ever() {
    assert_cached!(of_static(1), of_static(2));
}

#[test]
fn a_generic_function() {
    assert_cached!(
        generic::<u8>("a".into()),
        generic::<u16>("a".into()),
        generic::<u8>("b".into())
    );
}

#[test]
fn a_function_that_calls_itself() {
    assert_eq!(fibonacci(50), 12_586_269_025);
    assert_eq!(crate::support::runs(), 51, "each step runs once");
}

static LOADS: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

#[cached(ttl = "5m", key = "sync:flight:{id}")]
fn slow(id: u64, started: &Barrier) -> u64 {
    LOADS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    started.wait();
    id
}

#[test]
fn threads_share_one_load_without_a_runtime() {
    let started = Arc::new(Barrier::new(2));
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let started = started.clone();
            thread::spawn(move || slow(1, &started))
        })
        .collect();
    // Ends the one load; a second load would wait here for ever, and be seen below.
    started.wait();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic"), 1);
    }
    assert_eq!(LOADS.load(std::sync::atomic::Ordering::SeqCst), 1);
}
