//! A logged function's future is at most a tenth larger than what `tracing::instrument` makes of it.

use gambeson::{log_exceptions, log_execution_time};
use tokio::task::yield_now;
use tracing::instrument;

/// Declares one function twice, and compares the futures of a call.
macro_rules! no_larger {
    ($test:ident, [$(#[$ours:meta])+], $theirs:meta, ($($arg:ident: $ty:ty = $value:expr),*) -> $ret:ty $body:block) => {
        #[tokio::test]
        async fn $test() {
            $(#[$ours])+
            async fn ours($($arg: $ty),*) -> $ret $body
            #[$theirs]
            async fn theirs($($arg: $ty),*) -> $ret $body

            let (ours, theirs) = (ours($($value),*), theirs($($value),*));
            let (our_size, their_size) = (size_of_val(&ours), size_of_val(&theirs));
            println!("{}: {our_size} bytes against {their_size}", stringify!($test));
            assert!(10 * our_size <= 11 * their_size, "{our_size} bytes against {their_size}");
            assert_eq!(ours.await, theirs.await);
        }
    };
}

no_larger!(without_arguments, [#[log_execution_time]], instrument(skip_all), () -> u64 {
    yield_now().await;
    1
});

no_larger!(a_number, [#[log_execution_time]], instrument(skip_all), (id: u64 = 1) -> u64 {
    yield_now().await;
    id
});

no_larger!(text, [#[log_execution_time]], instrument(skip_all), (text: String = "a".into(), more: &str = "b") -> usize {
    yield_now().await;
    text.len() + more.len()
});

no_larger!(a_kilobyte, [#[log_execution_time]], instrument(skip_all), (bytes: [u8; 1024] = [1; 1024]) -> usize {
    yield_now().await;
    bytes.len()
});

no_larger!(a_span, [#[log_execution_time(span)]], instrument(skip_all), (bytes: [u8; 1024] = [1; 1024]) -> usize {
    yield_now().await;
    bytes.len()
});

no_larger!(both, [#[log_execution_time] #[log_exceptions]], instrument(skip_all, err), (id: u64 = 1) -> Result<u64, String> {
    yield_now().await;
    Ok(id)
});

no_larger!(both_and_a_kilobyte, [#[log_execution_time] #[log_exceptions]], instrument(skip_all, err), (bytes: [u8; 1024] = [1; 1024]) -> Result<usize, String> {
    yield_now().await;
    Ok(bytes.len())
});
