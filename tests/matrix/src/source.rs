//! What the caches stand in front of: a store that is slow, fails or panics as a scenario says.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

/// How a load goes wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// It returns an error.
    Error,
    /// It panics.
    Panic,
}

/// What the store holds under one key, and what happens to those who load it.
#[derive(Debug)]
pub(crate) struct Plan {
    value: AtomicU64,
    took: Duration,
    faults: Mutex<VecDeque<Fault>>,
    broken: watch::Sender<bool>,
    loads: watch::Sender<u64>,
}

static PLANS: LazyLock<Mutex<HashMap<u64, Arc<Plan>>>> = LazyLock::new(Mutex::default);

fn plans() -> std::sync::MutexGuard<'static, HashMap<u64, Arc<Plan>>> {
    PLANS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A key that nothing else uses, whose loads take this long.
pub(crate) fn fresh(took: Duration) -> (u64, Arc<Plan>) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let key = NEXT.fetch_add(1, Ordering::Relaxed);
    let plan = Arc::new(Plan {
        value: AtomicU64::new(1),
        took,
        faults: Mutex::default(),
        broken: watch::Sender::new(false),
        loads: watch::Sender::new(0),
    });
    plans().insert(key, Arc::clone(&plan));
    (key, plan)
}

impl Plan {
    /// Changes what the store holds.
    pub(crate) fn set(&self, value: u64) {
        self.value.store(value, Ordering::SeqCst);
    }

    /// The next loads go wrong like this, one after the other.
    pub(crate) fn fault(&self, fault: Fault) {
        self.faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(fault);
    }

    /// All loads fail, or none any more.
    pub(crate) fn break_down(&self, broken: bool) {
        self.broken.send_replace(broken);
    }

    /// How many loads have begun.
    pub(crate) fn loads(&self) -> u64 {
        *self.loads.borrow()
    }

    /// Waits until so many have.
    pub(crate) async fn begun(&self, loads: u64) {
        let wait = async {
            self.loads
                .subscribe()
                .wait_for(|now| *now >= loads)
                .await
                .map(drop)
        };
        // A cache that never loads is told by what it answers.
        _ = tokio::time::timeout(Duration::from_secs(5), wait).await;
    }
}

/// The load: what is read is what the store held when it began.
///
/// # Errors
///
/// What the scenario says.
///
/// # Panics
///
/// When the scenario says so.
pub(crate) async fn load(key: u64) -> Result<u64, String> {
    let plan = plans().get(&key).cloned();
    let plan = plan.ok_or_else(|| format!("no key {key}"))?;
    let fault = plan
        .faults
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .pop_front();
    let value = plan.value.load(Ordering::SeqCst);
    plan.loads.send_modify(|loads| *loads += 1);
    sleep(plan.took).await;
    match fault {
        Some(Fault::Panic) => panic!("as the scenario says"),
        Some(Fault::Error) => Err("as the scenario says".to_owned()),
        None if *plan.broken.borrow() => Err("the store is down".to_owned()),
        None => Ok(value),
    }
}

/// A number that no call has returned before: what a load is recognised by.
pub(crate) fn unique() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
