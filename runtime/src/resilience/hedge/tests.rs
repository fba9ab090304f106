use std::future::{pending, ready};
use std::time::Duration;

use super::Hedge;

type Answer = Result<u64, ()>;

#[test]
fn the_future_is_little_larger_than_one_attempt() {
    let hedge = Hedge::after(Duration::from_secs(1));
    let body = || async {
        let held = [0_u64; 32];
        ready(()).await;
        Answer::Ok(held.iter().sum())
    };
    let (one, all) = (size_of_val(&body()), size_of_val(&hedge.run(body)));
    assert!(all <= one + 128, "{all} bytes for attempts of {one}");
}

#[tokio::test(start_paused = true)]
async fn two_that_fail_together_have_two_in_their_place() {
    let hedge = Hedge::after(Duration::from_millis(10)).max(3);
    let mut number = 0;
    let answer: Result<u64, u64> = hedge
        .run(|| {
            number += 1;
            let number = number;
            async move {
                match number {
                    1 | 2 => {
                        let together = tokio::time::Duration::from_millis(30 - 10 * (number - 1));
                        tokio::time::sleep(together).await;
                        Err(number)
                    }
                    3 => pending().await,
                    _ => Ok(number),
                }
            }
        })
        .await;
    assert_eq!(answer, Ok(4));
}
