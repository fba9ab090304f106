//! Events at odd moments: while a value is shown, while a thread or the program ends.

use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gambeson::log::{Console, LogConfig, LogFormat, layers};
use tracing::{Dispatch, dispatcher, info};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::support::{json, messages, read, run, run_well};

/// The messages that `work` logs.
fn logged(work: impl FnOnce()) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a directory");
    let config = LogConfig::new("shop")
        .console(Console::Off)
        .format(LogFormat::Json)
        .dir(dir.path());
    let (layer, guard) = layers(config).expect("it can be written");
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
    drop(guard);
    messages(&read(dir.path(), "app"))
}

/// Cannot be shown.
enum Refuses {
    ByError,
    ByPanic,
}

impl fmt::Display for Refuses {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByError => Err(fmt::Error),
            Self::ByPanic => std::panic::resume_unwind(Box::new(())),
        }
    }
}

#[test]
fn a_value_that_logs_when_it_is_shown_has_lines_of_its_own() {
    // With a subscriber for a part of a program, `tracing` lets no event within an event through.
    let said = run_well("talks", &[("ENVIRONMENT", "production")]);
    assert_eq!(
        said.messages(),
        ["shows 1", "shows 2", "an event with shown 2"]
    );
}

#[test]
fn a_value_that_cannot_be_shown_costs_no_other_event() {
    let logged = logged(|| {
        info!(value = %Refuses::ByError, "without its value");
        for _ in 0..2 {
            let shown = catch_unwind(AssertUnwindSafe(
                || info!(value = %Refuses::ByPanic, "none"),
            ));
            assert!(shown.is_err(), "the panic is the caller's");
            info!("after it");
        }
    });
    assert_eq!(logged, ["without its value", "after it", "after it"]);
}

struct SaysGoodbye(&'static str);

impl Drop for SaysGoodbye {
    fn drop(&mut self) {
        info!("{} ends", self.0);
    }
}

thread_local! {
    static FIRST: RefCell<Option<SaysGoodbye>> = const { RefCell::new(None) };
    static LAST: RefCell<Option<SaysGoodbye>> = const { RefCell::new(None) };
}

#[test]
fn what_ends_with_a_thread_is_heard() {
    let mut logged = logged(|| {
        let current = dispatcher::get_default(Dispatch::clone);
        let thread = std::thread::spawn(move || {
            // Set for the thread until it is gone.
            std::mem::forget(dispatcher::set_default(&current));
            // One is older than what the log keeps for a thread, and one is younger.
            FIRST.set(Some(SaysGoodbye("first")));
            info!("an event");
            LAST.set(Some(SaysGoodbye("last")));
            let _local = SaysGoodbye("local");
        });
        thread.join().expect("no panic");
    });
    // In which order a system ends them is its own affair.
    logged.sort();
    assert_eq!(
        logged,
        ["an event", "first ends", "last ends", "local ends"]
    );
}

#[test]
fn a_panic_in_main_is_in_the_log_if_a_hook_logs_it_and_nothing_before_it_is_lost() {
    let said = run("panics", &[("ENVIRONMENT", "production")]);
    assert!(!said.is_well);
    assert_eq!(said.messages(), ["before", "panicked", "unwinding"]);
}

#[test]
fn tasks_that_end_with_their_runtime_are_heard() {
    let said = run_well("shutdown", &[("ENVIRONMENT", "production")]);
    let mut messages = said.messages();
    messages.sort();
    assert_eq!(messages, ["after", "dropped", "dropped", "dropped"]);
}

#[test]
fn ten_thousand_tasks_have_each_their_lines_with_their_request() {
    const TASKS: usize = 10_000;

    let said = run_well("tasks", &[("ENVIRONMENT", "production")]);
    let mut seen = vec![Vec::new(); TASKS];
    for line in json(&said.out) {
        let task = line["task"].as_u64().expect("a number");
        assert_eq!(line["request_id"], format!("req-{task}"), "{line}");
        let task = usize::try_from(task).expect("a number");
        seen[task].push(line["message"].as_str().expect("a message").to_owned());
    }
    assert!(seen.iter().all(|messages| messages == &["begins", "ends"]));
}
