//! What is told of calls that were tried again.

use std::fmt;

use gambeson::resilience::Backoff;
use gambeson::retry;
use gambeson_tests::Events;
use tracing::Level;

#[derive(Debug)]
struct Down(u32);

impl fmt::Display for Down {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "down for the {}. time", self.0)
    }
}

#[retry(3, backoff = fixed("2ms"), jitter = none, except(Down(9)))]
async fn pay(failures: u32, asked: &mut u32) -> Result<(), Down> {
    *asked += 1;
    if *asked > failures {
        Ok(())
    } else {
        Err(Down(*asked))
    }
}

#[tokio::test(start_paused = true)]
async fn each_attempt_that_failed_is_told_once_and_the_last_says_how_many_there_were() {
    let events = Events::listen();
    assert!(pay(9, &mut 0).await.is_err());
    let attempts = events.at(Level::DEBUG, "trying again");
    assert_eq!(attempts.len(), 2);
    for (number, attempt) in attempts.iter().enumerate() {
        assert!(attempt.fields["name"].ends_with("events::pay"));
        assert_eq!(attempt.fields["attempt"], (number + 1).to_string());
        assert_eq!(attempt.fields["delay"], "2ms");
        let error = format!("down for the {}. time", number + 1);
        assert_eq!(attempt.fields["error"], error);
    }
    let last = events.at(Level::WARN, "gave up");
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].fields["attempts"], "3");
    assert_eq!(last[0].fields["reason"], "attempts");
    assert_eq!(last[0].fields["error"], "down for the 3. time");
}

#[tokio::test(start_paused = true)]
async fn a_success_after_a_failure_says_how_many_attempts_it_took() {
    let events = Events::listen();
    assert!(pay(1, &mut 0).await.is_ok());
    assert_eq!(events.at(Level::DEBUG, "").len(), 1);
    let last = events.at(Level::INFO, "succeeded");
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].fields["attempts"], "2");
    assert!(events.at(Level::WARN, "").is_empty());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_told_of_a_call_that_is_made_once() {
    let events = Events::listen();
    assert!(pay(0, &mut 0).await.is_ok());
    assert!(pay(9, &mut 8).await.is_err());
    assert_eq!(events.text(), "[]");
}

#[tokio::test(start_paused = true)]
async fn an_end_that_is_not_tried_again_says_how_many_attempts_there_were() {
    let events = Events::listen();
    assert!(pay(9, &mut 7).await.is_err());
    let last = events.at(Level::WARN, "gave up");
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].fields["attempts"], "2");
    assert_eq!(last[0].fields["reason"], "final");
}

#[tokio::test]
async fn an_error_without_words_is_told_by_its_type() {
    struct Mute;

    #[retry(2, backoff = none, name = "payments")]
    async fn mute() -> Result<(), Mute> {
        Err(Mute)
    }
    let events = Events::listen();
    assert!(mute().await.is_err());
    let last = events.at(Level::WARN, "gave up");
    assert!(last[0].fields["error"].ends_with("Mute"));
    assert_eq!(last[0].fields["name"], "payments");
}

#[tokio::test(start_paused = true)]
async fn a_policy_that_cannot_be_is_one_event_and_the_defaults_are_used() {
    fn impossible() -> Backoff {
        Backoff::exponential(std::time::Duration::ZERO)
    }

    #[retry(policy = gambeson::resilience::Retry::builder().backoff(impossible()).policy())]
    async fn call(asked: &mut u32) -> Result<(), ()> {
        *asked += 1;
        Err(())
    }
    let events = Events::listen();
    let mut asked = 0;
    for _ in 0..2 {
        assert!(call(&mut asked).await.is_err());
    }
    assert_eq!(asked, 6);
    assert_eq!(events.at(Level::ERROR, "the defaults are used").len(), 1);
}
