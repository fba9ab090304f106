//! Five attributes in all of their 120 orders: who is above whom says what each of them sees.

use std::pin::Pin;

use gambeson::{bulkhead, circuit_breaker, fallback, rate_limit, retry};

use super::support::{Answer, afresh, fails, note, noted, runs, taken_of_5};

/// What is seen of a call that fails as often as it is tried.
#[derive(Debug, PartialEq)]
struct Seen {
    /// How often the body ran.
    attempts: u32,
    /// What the circuit has counted as a call, and as a failure.
    calls: u64,
    failures: u64,
    /// Permits of the limit.
    permits: u32,
    /// Places that are taken between two attempts, if there is a second one.
    places: u32,
}

/// What is to be seen, by who is above whom.
fn expected(order: &[&str]) -> Seen {
    let place = |name| order.iter().position(|other| *other == name);
    let above = |upper, lower| place(upper) < place(lower);
    let attempts = if above("retry", "fallback") { 1 } else { 3 };
    let of_each = |name| if above("retry", name) { attempts } else { 1 };
    let calls = u64::from(of_each("circuit_breaker"));
    Seen {
        attempts,
        calls,
        failures: if above("circuit_breaker", "fallback") {
            0
        } else {
            calls
        },
        permits: of_each("rate_limit"),
        places: u32::from(attempts > 1 && above("bulkhead", "retry")),
    }
}

type Look = Pin<Box<dyn Future<Output = Seen>>>;

macro_rules! orders {
    ($looks:ident: $($attribute:tt)+) => {
        orders!(@complete $looks [] [$($attribute)+])
    };
    (@complete $looks:ident $above:tt []) => {
        orders!(@look $looks $above)
    };
    (@complete $looks:ident $above:tt $rest:tt) => {
        orders!(@next $looks $above [] $rest)
    };
    // Each of the rest in turn is the next one.
    (@next $looks:ident $above:tt $passed:tt []) => {};
    (@next $looks:ident [$($above:tt)*] [$($passed:tt)*] [$next:tt $($rest:tt)*]) => {
        orders!(@complete $looks [$($above)* $next] [$($passed)* $($rest)*]);
        orders!(@next $looks [$($above)*] [$($passed)* $next] [$($rest)*]);
    };
    (@look $looks:ident [$(($name:ident $arguments:tt))+]) => {
        let look: Look = Box::pin(async {
            $(#[$name $arguments])+
            async fn call() -> Answer {
                fails()
            }

            assert_eq!(call().await, Ok(7));
            let counts = Guards::breaker().counts();
            assert_eq!(Guards::bulkhead().in_use(), 0);
            Seen {
                attempts: runs(),
                calls: counts.calls,
                failures: counts.failures,
                permits: taken_of_5(Guards::limiter()),
                places: noted(),
            }
        });
        $looks.push(([$(stringify!($name)),+], look));
    };
}

#[tokio::test(start_paused = true)]
async fn in_every_order_each_sees_what_is_beneath_it() {
    let _time = gambeson::test::follow_tokio();
    let mut looks = Vec::new();
    orders! {
        looks:
        (retry(3, backoff = none, on_retry = |_, _, _| note(Guards::bulkhead().in_use())))
        (circuit_breaker(handle = Guards))
        (rate_limit("5/h"))
        (bulkhead(1))
        (fallback(7, allow(order)))
    }
    assert_eq!(looks.len(), 120);
    for (order, look) in looks {
        assert_eq!(afresh(look).await, expected(&order), "{order:?}");
    }
}
