//! Places come back whatever happens to a call.

use gambeson::bulkhead;
use gambeson::resilience::Bulkhead;
use tokio::time::sleep;

use crate::support::{MS, PayError, SECOND};

macro_rules! one_place {
    ($name:ident, $handle:ident, $body:expr) => {
        #[bulkhead(1, queue = 3, handle = $handle)]
        async fn $name() -> Result<u8, PayError> {
            $body
        }
    };
}

one_place!(for_ever, ForEver, std::future::pending().await);

#[tokio::test]
async fn dropped_at_each_stage() {
    let guard = ForEver::bulkhead();
    drop(for_ever());
    assert_eq!(guard.in_use(), 0, "it had not begun");
    let mut runs = Box::pin(for_ever());
    assert!(futures::poll!(&mut runs).is_pending());
    assert_eq!(guard.in_use(), 1);
    let mut waits = Box::pin(for_ever());
    assert!(futures::poll!(&mut waits).is_pending());
    assert_eq!((guard.in_use(), guard.waiting()), (1, 1));
    drop(waits);
    assert_eq!((guard.in_use(), guard.waiting()), (1, 0));
    drop(runs);
    assert_eq!((guard.in_use(), guard.waiting()), (0, 0));
}

one_place!(panics, Panics, {
    tokio::task::yield_now().await;
    panic!("it broke")
});

#[tokio::test]
async fn after_a_panic() {
    assert!(tokio::spawn(panics()).await.unwrap_err().is_panic());
    assert_eq!(Panics::bulkhead().in_use(), 0);
}

one_place!(loses, Loses, std::future::pending().await);

#[tokio::test(start_paused = true)]
async fn after_it_lost_a_race() {
    for _ in 0..3 {
        tokio::select! {
            result = loses() => panic!("{result:?}"),
            () = sleep(MS) => {}
        }
        assert_eq!(Loses::bulkhead().in_use(), 0);
    }
}

one_place!(aborted, Aborted, std::future::pending().await);

#[tokio::test]
async fn after_its_task_was_aborted() {
    let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(aborted())).collect();
    tokio::task::yield_now().await;
    let guard = Aborted::bulkhead();
    assert_eq!((guard.in_use(), guard.waiting()), (1, 3));
    for task in tasks {
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
    }
    assert_eq!((guard.in_use(), guard.waiting()), (0, 0));
}

one_place!(shut_down, ShutDown, std::future::pending().await);

#[test]
fn after_its_runtime_was_shut_down() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for _ in 0..3 {
        runtime.spawn(shut_down());
    }
    let guard = ShutDown::bulkhead();
    while (guard.in_use(), guard.waiting()) != (1, 2) {
        std::thread::yield_now();
    }
    drop(runtime);
    assert_eq!((guard.in_use(), guard.waiting()), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_thousands_of_calls_that_end_in_every_way() {
    let bulkhead = Bulkhead::builder(4).queue(64).build();
    let calls = (0..4_000_u32).map(|n| {
        let bulkhead = bulkhead.clone();
        tokio::spawn(async move {
            let call = bulkhead.run(async {
                for _ in 0..n % 5 {
                    tokio::task::yield_now().await;
                }
                assert!(n % 7 != 0, "it broke");
                Ok::<_, PayError>(n)
            });
            if n % 3 == 0 {
                tokio::select! {
                    biased;
                    _ = call => {}
                    () = tokio::task::yield_now() => {}
                }
            } else {
                let _ = call.await;
            }
        })
    });
    for call in calls.collect::<Vec<_>>() {
        let _ = call.await;
    }
    assert_eq!((bulkhead.in_use(), bulkhead.waiting()), (0, 0));
    let permits: Vec<_> = (0..4).map(|_| bulkhead.try_acquire().unwrap()).collect();
    assert!(bulkhead.try_acquire().is_err());
    drop(permits);
}

#[tokio::test(start_paused = true)]
async fn a_place_is_free_when_the_call_has_answered() {
    let bulkhead = Bulkhead::new(1);
    for n in 0..3 {
        let call = bulkhead.run(async {
            sleep(SECOND).await;
            Ok::<_, PayError>(n)
        });
        assert_eq!(call.await, Ok(n));
    }
}
