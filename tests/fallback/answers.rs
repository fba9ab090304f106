//! Which errors are answered, and how often anything runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gambeson::fallback;

use crate::PriceError;

type Answer = Result<u32, PriceError>;

fn made(times: &Cell<u32>) -> u32 {
    times.set(times.get() + 1);
    7
}

#[fallback(made(times))]
async fn with_a_value(times: &Cell<u32>, answer: Answer) -> Answer {
    answer
}

#[tokio::test]
async fn the_value_is_made_for_an_error_only() {
    let times = Cell::new(0);
    assert_eq!(with_a_value(&times, Ok(1)).await, Ok(1));
    assert_eq!(times.get(), 0);
    assert_eq!(with_a_value(&times, Err(PriceError::Down)).await, Ok(7));
    assert_eq!(times.get(), 1);
}

async fn later() -> u32 {
    tokio::task::yield_now().await;
    8
}

#[fallback(later().await)]
async fn with_a_value_that_is_awaited(answer: Answer) -> Answer {
    answer
}

#[tokio::test]
async fn a_value_may_be_awaited() {
    assert_eq!(
        with_a_value_that_is_awaited(Err(PriceError::Down)).await,
        Ok(8)
    );
}

#[fallback(other(answer.is_ok())?)]
async fn with_a_value_that_may_fail(answer: &Answer) -> Answer {
    answer.clone()
}

fn other(fine: bool) -> Answer {
    if fine {
        Ok(1)
    } else {
        Err(PriceError::Unknown(2))
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_made_is_the_functions_own_error() {
    let failed = with_a_value_that_may_fail(&Err(PriceError::Down)).await;
    assert_eq!(failed, Err(PriceError::Unknown(2)));
}

#[fallback(0, only(PriceError::Unknown(..)))]
fn only_unknown(answer: Answer) -> Answer {
    answer
}

#[fallback(0, except(PriceError::Unknown(1 | 2)))]
fn except_some_unknown(answer: Answer) -> Answer {
    answer
}

#[fallback(0, if = |error| *error == PriceError::Down)]
fn if_down(answer: Answer) -> Answer {
    answer
}

#[test]
fn errors_that_are_not_meant_pass() {
    let (down, first, third) = (
        || Err(PriceError::Down),
        || Err(PriceError::Unknown(1)),
        || Err(PriceError::Unknown(3)),
    );
    assert_eq!(
        [only_unknown(down()), only_unknown(first())],
        [down(), Ok(0)]
    );
    assert_eq!(
        [down(), first(), third()].map(except_some_unknown),
        [Ok(0), first(), Ok(0)]
    );
    assert_eq!([if_down(down()), if_down(first())], [Ok(0), first()]);
}

/// The arguments and the error, as the function of `with` has seen them.
#[derive(Default)]
struct Log(RefCell<Vec<String>>);

async fn from_the_log(log: &Log, item: String, seen: &mut u32, error: PriceError) -> Answer {
    tokio::task::yield_now().await;
    *seen += 10;
    log.0.borrow_mut().push(format!("{item} {seen} {error:?}"));
    Ok(42)
}

#[fallback(with = from_the_log)]
async fn with_a_function(log: &Log, item: String, seen: &mut u32) -> Answer {
    *seen += 1;
    log.0.borrow_mut().push(item.clone());
    Err(PriceError::Unknown(*seen))
}

#[tokio::test]
async fn a_function_has_the_arguments_and_the_error() {
    let (log, mut seen) = (Log::default(), 0);
    let answer = with_a_function(&log, "tea".into(), &mut seen).await;
    assert_eq!(answer, Ok(42));
    assert_eq!(seen, 11);
    assert_eq!(*log.0.borrow(), ["tea", "tea 11 Unknown(1)"]);
}

fn at_once(item: u32, error: PriceError) -> Answer {
    if item == 0 { Err(error) } else { Ok(item) }
}

#[fallback(with = at_once)]
async fn with_a_function_that_is_not_async(item: u32) -> Answer {
    tokio::task::yield_now().await;
    Err(PriceError::Unknown(item))
}

#[tokio::test]
async fn a_function_that_does_not_wait_serves_an_async_one() {
    assert_eq!(with_a_function_that_is_not_async(3).await, Ok(3));
    let failed = with_a_function_that_is_not_async(0).await;
    assert_eq!(failed, Err(PriceError::Unknown(0)), "it may fail, too");
}

#[fallback(with = at_once, except(PriceError::Down))]
fn with_a_function_for_some(item: u32) -> Answer {
    Err(if item == 9 {
        PriceError::Down
    } else {
        PriceError::Unknown(item)
    })
}

#[test]
fn a_function_is_not_called_for_errors_that_pass() {
    assert_eq!(with_a_function_for_some(9), Err(PriceError::Down));
    assert_eq!(with_a_function_for_some(4), Ok(4));
}

#[fallback(0)]
fn panics() -> Answer {
    panic!("no price");
}

#[test]
fn a_panic_is_no_error_to_answer() {
    assert!(std::panic::catch_unwind(panics).is_err());
}

/// An error that must not be held while the fallback is awaited.
#[derive(Debug)]
struct Local(#[expect(dead_code, reason = "it is here to be neither Send nor Sync")] Rc<()>);

#[fallback(later().await)]
async fn with_a_local_error(fails: bool) -> Result<u32, Local> {
    if fails {
        Err(Local(Rc::new(())))
    } else {
        Ok(1)
    }
}

#[tokio::test]
async fn an_error_that_is_not_send_is_gone_before_the_value_is_awaited() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let answer = is_send(with_a_local_error(true)).await;
    assert_eq!(answer.ok(), Some(8));
}
