//! The same without an attribute.

use std::time::Duration;

use gambeson::resilience::{Backoff, Retry, RetryPolicy, Verdict};
use tokio::time::Instant;

fn retry(attempts: u32) -> Retry {
    let builder = Retry::builder().attempts(attempts);
    builder.backoff(Backoff::none()).build().unwrap()
}

#[tokio::test]
async fn it_counts_attempts_recoveries_and_those_that_gave_up() {
    let retry = retry(3);
    for failures in [0, 1, 2, 3, 4] {
        let mut asked = 0;
        let answer = retry.run(|| {
            asked += 1;
            let asked = asked;
            async move {
                if asked > failures {
                    Ok(asked)
                } else {
                    Err(asked)
                }
            }
        });
        let answer = answer.await;
        let expected = if failures < 3 {
            Ok(failures + 1)
        } else {
            Err(3)
        };
        assert_eq!(answer, expected);
    }
    let counts = retry.counts();
    assert_eq!(counts.attempts, 1 + 2 + 3 + 3 + 3);
    assert_eq!(counts.recovered, 2);
    assert_eq!(counts.exhausted, 2);
}

#[tokio::test(start_paused = true)]
async fn a_verdict_says_whether_and_after_what_time() {
    let retry = retry(5);
    let begun = Instant::now();
    let mut left = vec!["done", "busy", "down"];
    let answer = retry.run_as(
        || std::future::ready(left.pop().unwrap_or("none")),
        |answer| match *answer {
            "down" => Verdict::Again,
            "busy" => Verdict::AgainAfter(Duration::from_secs(2)),
            _ => Verdict::Done,
        },
    );
    assert_eq!(answer.await, "done");
    assert_eq!(begun.elapsed(), Duration::from_secs(2));
}

#[test]
fn what_is_not_async_is_called_by_another_name() {
    let retry = retry(3);
    let mut asked = 0;
    let answer = retry.call(|| {
        asked += 1;
        if asked < 3 { Err(()) } else { Ok(asked) }
    });
    assert_eq!(answer, Ok(3));
    let mut asked = 0;
    let answer = retry.call_as(
        || {
            asked += 1;
            asked
        },
        |asked| {
            if *asked < 2 {
                Verdict::Again
            } else {
                Verdict::Done
            }
        },
    );
    assert_eq!(answer, 2);
}

#[test]
fn what_cannot_be_is_refused_with_its_name() {
    let said = |builder: gambeson::resilience::RetryBuilder| {
        builder.build().map(|_| ()).unwrap_err().to_string()
    };
    let ms = Duration::from_millis;
    assert_eq!(
        said(Retry::builder().attempts(0)),
        "`attempts`: must be at least 1"
    );
    assert_eq!(
        said(Retry::builder().deadline(Duration::ZERO)),
        "`deadline`: must be longer than zero"
    );
    assert_eq!(
        said(Retry::builder().backoff(Backoff::exponential(ms(5)).max(ms(1)))),
        "`backoff`: the longest wait is at least as long as the first"
    );
    for share in [0.0, -1.0, 1.5, f64::NAN] {
        let said = said(Retry::builder().budget(share));
        assert!(said.starts_with("`budget`: "), "{said}");
    }
}

#[tokio::test]
async fn a_policy_may_be_used_twice() {
    let policy: RetryPolicy = Retry::builder()
        .attempts(2)
        .backoff(Backoff::none())
        .policy()
        .unwrap();
    for name in ["a", "b"] {
        let retry = Retry::with_policy(name, policy.clone());
        let answer: Result<(), _> = retry.run(async || Err("down")).await;
        assert_eq!(answer, Err("down"));
        assert_eq!(retry.name(), name);
        assert_eq!(retry.counts().attempts, 2);
    }
}
