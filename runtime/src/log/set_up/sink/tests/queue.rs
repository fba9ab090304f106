//! The queue and its thread.

use std::io;
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::thread;

use super::super::WhenFull::{Drop, Wait};
use super::super::queue::Queue;
use super::super::{Output, Sink, SinkGuard, SinkOptions, Stream, WhenFull};
use super::support::{By, Hold, Kept, Written, held, sink, told};

const LARGE: usize = 1 << 20;

fn kept() -> (Written, Box<Kept>) {
    let written = Written::default();
    (written.clone(), Box::new(Kept(written)))
}

#[test]
fn each_output_is_given_its_lines_in_their_order() {
    let (console, first) = kept();
    let (file, second) = kept();
    let (sink, guard) = sink(vec![first, second], LARGE, Drop);
    for (to, line) in [
        (1, "a\n"),
        (2, "b\n"),
        (3, "c\n"),
        (0, "nowhere\n"),
        (4, "nobody\n"),
    ] {
        sink.push(to, line.as_bytes());
    }
    drop(guard);
    assert_eq!(console.text(), "a\nc\n");
    assert_eq!(file.text(), "b\nc\n");
    assert_eq!(sink.dropped(), 0);
}

#[test]
fn what_was_pushed_is_written_when_flush_returns() {
    let (written, output) = kept();
    let (sink, _guard) = sink(vec![output], LARGE, Drop);
    let mut expected = String::new();
    for number in 0..100 {
        let line = format!("{number}\n");
        sink.push(1, line.as_bytes());
        expected.push_str(&line);
        sink.flush();
        assert_eq!(written.text(), expected);
    }
    sink.flush();
}

/// A sink whose thread writes `first` until it is let go on.
fn busy(capacity: usize, when_full: WhenFull) -> (Sink, SinkGuard, Hold) {
    let (output, hold) = held();
    let (sink, guard) = sink(vec![Box::new(output)], capacity, when_full);
    sink.push(1, b"first\n");
    hold.called.recv().expect("a write");
    (sink, guard, hold)
}

#[test]
fn lines_that_find_no_room_are_dropped_counted_and_told_of() {
    let (sink, guard, hold) = busy(64, Drop);
    for number in 0..10 {
        sink.push(1, format!("{number:15}\n").as_bytes());
    }
    assert_eq!(
        sink.dropped(),
        7,
        "three weigh 48 bytes, and where they go 16"
    );
    drop(hold.go_on);
    drop(guard);
    let text = hold.written.text();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let told = "! 7 lines are dropped: the queue of the log was full";
    assert_eq!(lines, ["first", "0", "1", "2", told]);
}

#[test]
fn the_program_waits_for_room_if_it_is_to() {
    let (sink, guard, hold) = busy(64, Wait);
    let pushing = {
        let sink = sink.clone();
        thread::spawn(move || {
            for number in 0..10 {
                sink.push(1, format!("{number:15}\n").as_bytes());
            }
        })
    };
    drop(hold.go_on);
    pushing.join().expect("no panic");
    drop(guard);
    assert_eq!(hold.written.text().lines().count(), 11);
    assert_eq!(sink.dropped(), 0);
}

#[test]
fn a_line_that_is_larger_than_the_queue_is_written_or_counted() {
    let large = format!("{}\n", "x".repeat(1000));
    let (sink, guard, hold) = busy(64, Drop);
    sink.push(1, large.as_bytes());
    sink.push(1, large.as_bytes());
    assert_eq!(sink.dropped(), 1);
    drop(hold.go_on);
    drop(guard);
    assert!(hold.written.text().starts_with(&format!("first\n{large}!")));

    let (sink, guard, hold) = busy(64, Wait);
    drop(hold.go_on);
    sink.push(1, b"small\n");
    sink.push(1, large.as_bytes());
    drop(guard);
    assert_eq!(hold.written.text(), format!("first\nsmall\n{large}"));
    assert_eq!(sink.dropped(), 0);
}

#[test]
fn what_comes_after_the_guard_is_dropped_and_counted() {
    for when_full in [Drop, Wait] {
        let (written, output) = kept();
        let (sink, guard) = sink(vec![output], LARGE, when_full);
        sink.push(1, b"before\n");
        drop(guard);
        sink.push(1, b"after\n");
        sink.flush();
        assert_eq!(written.text(), "before\n");
        assert_eq!(sink.dropped(), 1);
    }
}

#[test]
fn one_who_waits_for_room_is_let_go_when_the_guard_is_dropped() {
    let (sink, guard, hold) = busy(64, Wait);
    sink.push(1, &[b'x'; 40]);
    let at_the_queue = Arc::new(Barrier::new(2));
    let pushing = {
        let (sink, at_the_queue) = (sink.clone(), Arc::clone(&at_the_queue));
        thread::spawn(move || {
            at_the_queue.wait();
            sink.push(1, &[b'x'; 40]);
        })
    };
    at_the_queue.wait();
    let dropping = thread::spawn(move || drop(guard));
    pushing.join().expect("no panic");
    drop(hold.go_on);
    dropping.join().expect("no panic");
    assert_eq!(sink.dropped(), 1);
}

#[test]
fn a_panic_of_an_output_loses_its_lines_and_nothing_else() {
    let (written, other) = kept();
    let panics = By(|_: &[u8]| -> io::Result<()> { panic!("an output's own") });
    let (sink, guard) = sink(vec![Box::new(panics), other], LARGE, Drop);
    sink.push(3, b"a\n");
    sink.flush();
    sink.push(3, b"b\n");
    drop(guard);
    let text = written.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert_eq!(
        lines.last(),
        Some(&"! 2 lines are missing in `by`, which could not be written")
    );
    assert!(lines.contains(&"a") && lines.contains(&"b"), "{text}");
    assert!(
        text.contains("! `by` cannot be written: its writer panicked\n"),
        "{text}"
    );
    assert_eq!(sink.dropped(), 2);
}

#[test]
fn an_output_that_can_be_written_again_is_told_what_is_missing() {
    let (written, output) = kept();
    let mut output = *output;
    let mut calls = 0;
    let fails_once = By(move |lines: &[u8]| {
        calls += 1;
        if calls == 1 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Output::write(&mut output, lines).map_err(|unwritten| unwritten.error)
    });
    let (sink, guard) = sink(vec![Box::new(fails_once)], LARGE, Drop);
    sink.push(1, b"lost\n");
    sink.flush();
    sink.push(1, b"written\n");
    drop(guard);
    assert_eq!(
        written.text(),
        "written\n! 1 line is missing in `by`, which could not be written\n"
    );
    assert_eq!(sink.dropped(), 1);
}

#[test]
fn a_thread_that_logs_while_it_writes_does_not_wait_for_itself() {
    let (tx, rx) = channel::<Sink>();
    let mut sinks = rx.into_iter();
    let mut own = None;
    let logs = By(move |_: &[u8]| {
        let sink = own.get_or_insert_with(|| sinks.next().expect("it is sent"));
        for _ in 0..10 {
            sink.push(2, &[b'x'; 40]);
            sink.flush();
        }
        Ok(())
    });
    let (sink, guard) = sink(vec![Box::new(logs)], 64, Wait);
    tx.send(sink.clone()).expect("it is received");
    sink.push(1, b"a\n");
    drop(guard);
    assert!(sink.dropped() >= 9);
}

#[test]
fn a_process_that_was_forked_off_waits_for_nobody() {
    // As in the other process: there is no writer.
    let queue = Queue::new(64, Wait).expect("memory").of_another_process();
    for _ in 0..3 {
        queue.push(1, &[b'x'; 40]);
    }
    queue.flush();
    assert_eq!(queue.lost(), 2);
}

#[test]
fn no_memory_for_the_queue_is_an_error() {
    let options = SinkOptions {
        capacity_bytes: usize::MAX,
        when_full: Drop,
        tell: told(),
    };
    let error = Sink::start(Vec::new(), options).expect_err("so much memory");
    assert_eq!(error.kind(), io::ErrorKind::OutOfMemory);
}

#[test]
fn an_output_without_a_bit_is_an_error() {
    let outputs = (0..33).map(|_| Box::new(Kept(Written::default())) as _);
    let options = SinkOptions {
        capacity_bytes: LARGE,
        when_full: Drop,
        tell: told(),
    };
    let error = Sink::start(outputs.collect(), options).expect_err("33 outputs");
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn a_stream_says_how_much_it_did_not_take() {
    struct Full(usize);
    impl io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut stream = Stream::new("console", Full(3));
    let unwritten = Output::write(&mut stream, b"a\nb\nc\n").expect_err("it is full");
    assert_eq!(unwritten.lines, 2);
}
