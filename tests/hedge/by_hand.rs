//! `Hedge`, as the attribute and without it.

use std::cell::Cell;
use std::time::Duration;

use gambeson::resilience::Hedge;

use crate::Does::{Answers, Fails, Hangs};
use crate::{Fault, Script};

const AFTER: Duration = Duration::from_millis(100);

#[tokio::test(start_paused = true)]
async fn by_hand_it_starts_one_more_unless_it_is_told_otherwise() {
    let script = Script::new([Hangs, Answers(20)]);
    assert_eq!(Hedge::after(AFTER).run(|| script.attempt()).await, Ok(1));
    assert_eq!(script.starts(), [0, 100]);

    let script = Script::new([Hangs, Hangs, Answers(20)]);
    let hedge = Hedge::after(AFTER).max(2).name("by_hand");
    assert_eq!(hedge.run(|| script.attempt()).await, Ok(2));
    assert_eq!(script.starts(), [0, 100, 200]);
}

#[tokio::test(start_paused = true)]
async fn with_none_there_is_only_the_first() {
    let hedge = Hedge::after(AFTER).max(0);
    let script = Script::new([Answers(500)]);
    assert_eq!(hedge.run(|| script.attempt()).await, Ok(0));
    let script = Script::new([Fails(0)]);
    let failed = hedge.run(|| script.attempt()).await;
    assert_eq!(failed, Err(Fault::Failed(0)));
    assert_eq!(script.starts().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_runs_before_it_is_awaited() {
    let script = Script::new([Answers(0)]);
    let made = Cell::new(0);
    let hedge = Hedge::after(AFTER);
    let call = hedge.run(|| {
        made.set(made.get() + 1);
        script.attempt()
    });
    assert_eq!(made.get(), 0);
    assert_eq!(call.await, Ok(0));
    assert_eq!(made.get(), 1);
}

#[test]
fn what_answers_at_once_needs_no_runtime() {
    let hedge = Hedge::after(AFTER);
    let answer = futures::executor::block_on(hedge.run(|| async { Ok::<_, Fault>(1) }));
    assert_eq!(answer, Ok(1));
}
