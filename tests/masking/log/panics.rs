//! Panics in a process of their own, whose standard error is read.

use std::process::Command;

/// Names the test that is to panic in the child.
const CHILD: &str = "GAMBESON_TEST_PANIC";

/// What the child prints to standard error, in which `panic` is called behind the hook.
fn printed(test: &str, backtrace: Option<&str>, panic: fn()) -> String {
    if std::env::var_os(CHILD).is_some_and(|child| child == *test) {
        gambeson::mask::install_panic_hook();
        panic();
        std::process::exit(0);
    }
    let mut command = Command::new(std::env::current_exe().expect("a test has a file"));
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, test)
        .env_remove("RUST_BACKTRACE");
    if let Some(backtrace) = backtrace {
        command.env("RUST_BACKTRACE", backtrace);
    }
    let output = command.output().expect("the test runs again");
    String::from_utf8(output.stderr).expect("standard error is text")
}

fn caught(panic: fn()) {
    assert!(std::panic::catch_unwind(panic).is_err());
}

#[test]
fn a_message_is_masked_and_the_place_stays() {
    let printed = printed(
        "log::panics::a_message_is_masked_and_the_place_stays",
        None,
        || {
            caught(|| panic!("no mail for {}", "john@example.com"));
        },
    );
    assert!(
        printed.contains("no mail for j***@example.com\n"),
        "{printed}"
    );
    assert!(
        printed.contains("panicked at tests/masking/log/panics.rs:"),
        "{printed}"
    );
    assert!(
        printed.contains("note: run with `RUST_BACKTRACE=1`"),
        "{printed}"
    );
    assert!(!printed.contains("john@"), "{printed}");
}

#[test]
fn an_error_that_was_unwrapped_is_masked() {
    let printed = printed(
        "log::panics::an_error_that_was_unwrapped_is_masked",
        None,
        || {
            caught(|| {
                let refused: Result<(), _> = std::hint::black_box(Err("password=hunter2"));
                refused.unwrap();
            });
            caught(|| {
                serde_json::from_str::<u32>("\"hunter2\"").unwrap();
            });
        },
    );
    assert!(printed.contains("called `Result::unwrap()`"), "{printed}");
    assert!(!printed.contains("hunter2"), "{printed}");
}

#[test]
fn a_backtrace_is_printed_where_it_is_asked_for() {
    let printed = printed(
        "log::panics::a_backtrace_is_printed_where_it_is_asked_for",
        Some("1"),
        || {
            caught(|| panic!("call 555-123-4567"));
        },
    );
    assert!(
        printed.contains("call ***-***-4567\nstack backtrace:\n"),
        "{printed}"
    );
    assert!(!printed.contains("note: run with"), "{printed}");
}

#[test]
fn a_value_that_is_no_text_is_not_shown() {
    let printed = printed(
        "log::panics::a_value_that_is_no_text_is_not_shown",
        None,
        || {
            caught(|| std::panic::panic_any(["hunter2"]));
        },
    );
    assert!(printed.contains("Box<dyn Any>"), "{printed}");
}

#[test]
fn a_thread_that_panics_does_not_wait_for_who_holds_standard_error() {
    let test = "log::panics::a_thread_that_panics_does_not_wait_for_who_holds_standard_error";
    let printed = printed(test, None, || {
        let held = std::io::stderr().lock();
        let thread = std::thread::Builder::new().name("mail of john@example.com".to_owned());
        let thread = thread
            .spawn(|| panic!("call 555-123-4567"))
            .expect("a thread starts");
        assert!(thread.join().is_err());
        drop(held);
    });
    assert!(
        printed.contains("thread 'mail of j***@example.com' panicked"),
        "{printed}"
    );
    assert!(printed.contains("call ***-***-4567"), "{printed}");
}
