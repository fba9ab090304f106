//! `cold_10000`: so many callers of a key that nobody loaded yet; a figure is the time until all have the value.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use tokio::sync::{OnceCell, watch};

use super::values::User;
use super::{ours, peers};
use crate::harness::drive::Runtimes;
use crate::harness::{Bench, Subject};

const CALLERS: usize = 10_000;

/// Keeps the load back until every caller has made its call, so that all but one have to wait.
#[derive(Debug)]
pub(crate) struct Gate {
    called: AtomicUsize,
    open: watch::Sender<bool>,
    loads: AtomicUsize,
}

impl Gate {
    fn new() -> Arc<Self> {
        Arc::new(Gate {
            called: AtomicUsize::new(0),
            open: watch::Sender::new(false),
            loads: AtomicUsize::new(0),
        })
    }

    /// A caller says that it is about to call.
    fn calls(&self) {
        if self.called.fetch_add(1, Ordering::Relaxed) + 1 == CALLERS {
            self.open.send_replace(true);
        }
    }

    /// The body of the function.
    pub(crate) async fn load(&self, id: u64) -> Arc<User> {
        self.loads.fetch_add(1, Ordering::Relaxed);
        // The sender lives as long as this gate: waiting cannot fail.
        let _ = self.open.subscribe().wait_for(|open| *open).await;
        User::load(id)
    }
}

pub(crate) fn run(bench: &Bench, runtimes: &Runtimes) {
    if !bench.wants("cold_10000") {
        return;
    }
    let moka = peers::moka_future();
    let subjects = vec![
        storm(runtimes, "ours", |id, gate, _| async move {
            ours::cold(id, &gate).await
        }),
        storm(runtimes, "once_cell", |id, gate, once| async move {
            Arc::clone(once.get_or_init(|| gate.load(id)).await)
        }),
        storm(runtimes, "moka_get_with", move |id, gate, _| {
            let moka = moka.clone();
            async move { moka.get_with(id, gate.load(id)).await }
        }),
    ];
    bench.compare("cold_10000", subjects);
}

type Once = Arc<OnceCell<Arc<User>>>;

/// Each of the `n` calls of a round is a storm of its own, for a key of its own.
fn storm<'r, F, Fut>(runtimes: &'r Runtimes, name: &'static str, call: F) -> Subject<'r>
where
    F: Fn(u64, Arc<Gate>, Once) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Arc<User>> + Send,
{
    static KEYS: AtomicU64 = AtomicU64::new(0);
    Subject::new(name, move |storms| {
        let start = Instant::now();
        for _ in 0..storms {
            let (id, gate, once) = (
                KEYS.fetch_add(1, Ordering::Relaxed),
                Gate::new(),
                Once::default(),
            );
            runtimes.many.block_on(async {
                let callers: Vec<_> = (0..CALLERS)
                    .map(|_| {
                        let (call, gate, once) =
                            (call.clone(), Arc::clone(&gate), Arc::clone(&once));
                        tokio::spawn(async move {
                            gate.calls();
                            call(id, gate, once).await
                        })
                    })
                    .collect();
                for caller in callers {
                    let user = caller.await.expect("a caller panicked");
                    assert_eq!(user.id, id, "{name} gave the value of another key");
                }
            });
            let loads = gate.loads.load(Ordering::Relaxed);
            assert_eq!(loads, 1, "{name} loaded {loads} times");
        }
        start.elapsed()
    })
}
