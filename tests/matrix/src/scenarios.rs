//! What is asked of each cache.

use std::time::{Duration, Instant};

use futures::future::join_all;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::redis_server::RedisServer;
use crate::source::{Fault, fresh};
use crate::subject::{Loaded, OverRedis, STALE, Subject, TTL};

/// How a cache did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// As it should.
    Good(String),
    /// Not as it should.
    Bad(String),
    /// It has nothing of the kind.
    Without,
}

/// A name, and what is right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scenario {
    /// Its row in the table.
    pub(crate) name: &'static str,
    /// What a cache should do.
    pub(crate) right: &'static str,
}

macro_rules! scenario {
    ($name:literal, $right:literal) => {
        Scenario {
            name: $name,
            right: $right,
        }
    };
}

/// All, in the order of the table.
pub(crate) const ALL: [Scenario; 12] = [
    scenario!("cold burst", "200 callers of a cold key: one load"),
    scenario!(
        "leader dropped",
        "20 callers wait, the one that loads is dropped: at most one more load, nobody hangs"
    ),
    scenario!(
        "leader panics",
        "20 callers wait, the load panics: they get a value by one more load, nobody hangs"
    ),
    scenario!(
        "follower cancelled",
        "one of 20 that wait is dropped: the others get their value by the same load"
    ),
    scenario!(
        "invalidate during load",
        "removed while it loads: what was read before is not served after"
    ),
    scenario!(
        "error not cached",
        "the next call after an error loads again"
    ),
    scenario!(
        "alias of Result",
        "the same, where the return type is `type Answer = Result<..>`"
    ),
    scenario!(
        "key collisions",
        "(\"a:b\", \"c\"), (\"a\", \"b:c\"), (None, ..) and (\"\", ..) are four keys"
    ),
    scenario!(
        "stale if error, bounded",
        "an old value in place of an error, and the error again after the stated time"
    ),
    scenario!(
        "Redis down",
        "a server that is gone: values, and no call takes a second"
    ),
    scenario!(
        "missed invalidation",
        "removed while Redis was away: what Redis brings back is not served"
    ),
    scenario!(
        "schema change",
        "an entry of an older type: loaded anew, no error"
    ),
];

/// What is too long for a call that does not hang.
const PATIENCE: Duration = Duration::from_secs(5);
const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_millis(400);

/// Runs one scenario.
pub(crate) async fn run(scenario: &Scenario, subject: &dyn Subject) -> Verdict {
    match scenario.name {
        "cold burst" => cold_burst(subject).await,
        "leader dropped" => leader_goes(subject, true).await,
        "leader panics" => leader_goes(subject, false).await,
        "follower cancelled" => follower_cancelled(subject).await,
        "invalidate during load" => invalidate_during_load(subject).await,
        "error not cached" => error_not_cached(|key| Some(subject.get(key))).await,
        "alias of Result" => error_not_cached(|key| subject.alias(key)).await,
        "key collisions" => key_collisions(subject).await,
        "stale if error, bounded" => stale_if_error(subject).await,
        "Redis down" => redis_down(subject).await,
        "missed invalidation" => missed_invalidation(subject).await,
        "schema change" => schema_change(subject).await,
        _ => Verdict::Without,
    }
}

fn verdict(good: bool, seen: String) -> Verdict {
    if good {
        Verdict::Good(seen)
    } else {
        Verdict::Bad(seen)
    }
}

fn spawn(subject: &dyn Subject, key: u64) -> JoinHandle<Loaded> {
    tokio::spawn(subject.get(key))
}

/// How calls ended.
#[derive(Debug, Default)]
struct Ends {
    values: usize,
    errors: usize,
    panics: usize,
    hung: usize,
}

async fn ends(calls: Vec<JoinHandle<Loaded>>) -> Ends {
    let mut ends = Ends::default();
    let waits = calls.into_iter().map(|call| timeout(PATIENCE, call));
    for end in join_all(waits).await {
        match end {
            Err(_) => ends.hung += 1,
            Ok(Err(_)) => ends.panics += 1,
            Ok(Ok(Err(_))) => ends.errors += 1,
            Ok(Ok(Ok(_))) => ends.values += 1,
        }
    }
    ends
}

async fn cold_burst(subject: &dyn Subject) -> Verdict {
    let (key, plan) = fresh(SHORT);
    let calls = (0..200).map(|_| spawn(subject, key)).collect();
    let ends = ends(calls).await;
    let loads = plan.loads();
    verdict(loads == 1 && ends.values == 200, format!("{loads} loads"))
}

async fn leader_goes(subject: &dyn Subject, dropped: bool) -> Verdict {
    let (key, plan) = fresh(LONG);
    if !dropped {
        plan.fault(Fault::Panic);
    }
    let leader = spawn(subject, key);
    plan.begun(1).await;
    let followers: Vec<_> = (0..20).map(|_| spawn(subject, key)).collect();
    sleep(SHORT).await;
    if dropped {
        leader.abort();
    }
    let Ends { values, hung, .. } = ends(followers).await;
    let loads = plan.loads();
    let seen = match (hung, values) {
        (0, 20) => format!("{loads} loads"),
        (0, _) => format!("{loads} loads, {} without a value", 20 - values),
        _ => format!("{loads} loads, {hung} hang"),
    };
    verdict(loads <= 2 && values == 20, seen)
}

async fn follower_cancelled(subject: &dyn Subject) -> Verdict {
    let (key, plan) = fresh(LONG);
    let leader = spawn(subject, key);
    plan.begun(1).await;
    let mut calls: Vec<_> = (0..20).map(|_| spawn(subject, key)).collect();
    sleep(SHORT).await;
    if let Some(call) = calls.pop() {
        call.abort();
    }
    calls.push(leader);
    let Ends { values, .. } = ends(calls).await;
    let loads = plan.loads();
    verdict(
        values == 20 && loads == 1,
        format!("{loads} loads, {values} of 20 values"),
    )
}

async fn invalidate_during_load(subject: &dyn Subject) -> Verdict {
    let (key, plan) = fresh(LONG);
    let leader = spawn(subject, key);
    plan.begun(1).await;
    plan.set(2);
    let Some(removal) = subject.invalidate(key) else {
        return Verdict::Without;
    };
    removal.await;
    _ = timeout(PATIENCE, leader).await;
    match timeout(PATIENCE, subject.get(key)).await {
        Ok(Ok(2)) => Verdict::Good("fresh".to_owned()),
        Ok(Ok(_)) => Verdict::Bad("stale, and stays".to_owned()),
        Ok(Err(error)) => Verdict::Bad(error),
        Err(_) => Verdict::Bad("hangs".to_owned()),
    }
}

async fn error_not_cached(call: impl Fn(u64) -> Option<crate::subject::Call<Loaded>>) -> Verdict {
    let (key, plan) = fresh(Duration::ZERO);
    plan.fault(Fault::Error);
    let Some(first) = call(key) else {
        return Verdict::Without;
    };
    if first.await.is_ok() {
        return Verdict::Bad("the error is lost".to_owned());
    }
    let Some(second) = call(key) else {
        return Verdict::Without;
    };
    match second.await {
        Ok(_) => Verdict::Good("loads again".to_owned()),
        Err(_) => Verdict::Bad("the error is cached".to_owned()),
    }
}

async fn key_collisions(subject: &dyn Subject) -> Verdict {
    let text = |text: &str| Some(text.to_owned());
    let calls = [
        (text("a:b"), "c"),
        (text("a"), "b:c"),
        (None, "x"),
        (text(""), "x"),
    ];
    let mut values = Vec::new();
    for (a, b) in calls {
        let Some(call) = subject.pair(a, b.to_owned()) else {
            return Verdict::Without;
        };
        values.push(call.await);
    }
    values.sort_unstable();
    values.dedup();
    let kinds = values.len();
    verdict(kinds == 4, format!("{kinds} keys of 4"))
}

async fn stale_if_error(subject: &dyn Subject) -> Verdict {
    let (key, plan) = fresh(Duration::ZERO);
    let call = || subject.stale(key);
    let Some(first) = call() else {
        return Verdict::Without;
    };
    if first.await != Ok(1) {
        return Verdict::Bad("no value".to_owned());
    }
    plan.break_down(true);
    sleep(Duration::from_millis(TTL + 300)).await;
    let during = match call() {
        Some(call) => call.await.is_ok(),
        None => false,
    };
    // Calls that go on failing must not prolong it.
    let end = Instant::now() + Duration::from_millis(STALE + TTL);
    while Instant::now() < end {
        if let Some(call) = call() {
            _ = call.await;
        }
        sleep(SHORT).await;
    }
    let after = match call() {
        Some(call) => call.await.is_ok(),
        None => false,
    };
    match (during, after) {
        (true, false) => Verdict::Good("bounded".to_owned()),
        (true, true) => Verdict::Bad("for ever".to_owned()),
        (false, _) => Verdict::Bad("an error at once".to_owned()),
    }
}

async fn over(subject: &dyn Subject, server: &RedisServer) -> Option<Box<dyn OverRedis>> {
    Some(subject.over_redis(server.url())?.await)
}

async fn redis_down(subject: &dyn Subject) -> Verdict {
    let mut server = RedisServer::start();
    let Some(cache) = over(subject, &server).await else {
        return Verdict::Without;
    };
    let (warm, _plan) = fresh(Duration::ZERO);
    if let Err(error) = cache.get(warm).await {
        return Verdict::Bad(error);
    }
    server.kill();
    let mut longest = Duration::ZERO;
    let mut failed = 0;
    for _ in 0..5 {
        let (key, _plan) = fresh(Duration::ZERO);
        let began = Instant::now();
        match timeout(PATIENCE * 3, cache.get(key)).await {
            Ok(Ok(_)) => {}
            _ => failed += 1,
        }
        longest = longest.max(began.elapsed());
    }
    let ms = longest.as_millis();
    match failed {
        0 if ms < 1_000 => Verdict::Good("values at once".to_owned()),
        0 => Verdict::Bad(format!("values after {ms} ms")),
        _ => Verdict::Bad(format!("{failed} of 5 are errors")),
    }
}

async fn missed_invalidation(subject: &dyn Subject) -> Verdict {
    let mut server = RedisServer::start();
    let Some(cache) = over(subject, &server).await else {
        return Verdict::Without;
    };
    let (key, plan) = fresh(Duration::ZERO);
    if cache.get(key).await != Ok(1) {
        return Verdict::Bad("no value".to_owned());
    }
    sleep(SHORT).await;
    server.save();
    server.kill();
    plan.set(2);
    let Some(removal) = cache.invalidate(key) else {
        return Verdict::Without;
    };
    // An error here is an answer, too: this asks what is served afterwards.
    _ = timeout(PATIENCE, removal).await;
    server.restart();
    // Every connection is back by then.
    sleep(Duration::from_secs(3)).await;
    cache.forget_memory().await;
    // The first call may be the one that notices the lost connection.
    let mut last = Verdict::Without;
    for _ in 0..3 {
        last = match timeout(PATIENCE, cache.get(key)).await {
            Ok(Ok(2)) => return Verdict::Good("fresh".to_owned()),
            Ok(Ok(_)) => return Verdict::Bad("stale".to_owned()),
            Ok(Err(error)) => Verdict::Bad(error),
            Err(_) => Verdict::Bad("hangs".to_owned()),
        };
    }
    last
}

async fn schema_change(subject: &dyn Subject) -> Verdict {
    let server = RedisServer::start();
    let Some(cache) = over(subject, &server).await else {
        return Verdict::Without;
    };
    let (key, _plan) = fresh(Duration::ZERO);
    let Some(before) = cache.old_shape(key) else {
        return Verdict::Without;
    };
    if let Err(error) = before.await {
        return Verdict::Bad(error);
    }
    sleep(SHORT).await;
    cache.forget_memory().await;
    match cache.new_shape(key) {
        Some(after) => match timeout(PATIENCE, after).await {
            Ok(Ok(_)) => Verdict::Good("loaded anew".to_owned()),
            Ok(Err(_)) => Verdict::Bad("an error".to_owned()),
            Err(_) => Verdict::Bad("hangs".to_owned()),
        },
        None => Verdict::Without,
    }
}
