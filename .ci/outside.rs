//! Compiled by `.ci/run` as a crate of its own whose only dependency is gambeson.

use std::collections::HashMap;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use gambeson::write_behind::{Change, Op, PutErrorKind};
use gambeson::{
    CacheCtx, CacheKey, CacheManager, Masked, Rejected, bulkhead, cached, circuit_breaker,
    fallback, hedge, invalidate, key, log_exceptions, log_execution_time, rate_limit, retry,
    timeout,
};

static LOADS: AtomicU32 = AtomicU32::new(0);

#[derive(Clone, CacheKey)]
struct Page {
    number: u32,
    lang: String,
}

#[cached(ttl = "5m", key = "page:{page}")]
async fn page_text(page: &Page) -> String {
    LOADS.fetch_add(1, Ordering::Relaxed);
    format!("page {} in {}", page.number, page.lang)
}

#[cached(ttl = "5m", key = "square:{n}", tier = memory)]
fn square(n: u64) -> u64 {
    LOADS.fetch_add(1, Ordering::Relaxed);
    n * n
}

#[cached(
    ttl = "5m",
    jitter = 0.2,
    strategy = refresh_ahead(at = 0.9),
    reload = background,
    stale_while_revalidate = "1m",
    stale_if_error = "6h",
    retry_after = "1s",
    soft_timeout = "1s",
    hard_timeout = "30s",
    key = "rate:{currency}"
)]
async fn rate(ctx: CacheCtx, currency: &str) -> Result<u64, PriceError> {
    LOADS.fetch_add(1, Ordering::Relaxed);
    ctx.ttl(gambeson::ttl::short());
    Ok(currency.len() as u64)
}

#[cached(ttl = "5m", early = xfetch(beta = 2.0), reload = caller, key = "early:{n}")]
async fn early(n: u64) -> u64 {
    n
}

#[cached(ttl = "5m", strategy = write_through, key = "rate:{currency}", value = rate)]
async fn set_rate(currency: &str, rate: u64) -> Result<(), PriceError> {
    if rate == 0 {
        Err(PriceError::Down)
    } else {
        Ok(())
    }
}

#[cached(ttl = "5m", negative_ttl = "1s", key = "many:{id}", batch(ids -> id, max = 100))]
async fn many(ids: &[u64]) -> HashMap<u64, u64> {
    LOADS.fetch_add(1, Ordering::Relaxed);
    ids.iter().map(|&id| (id, id)).collect()
}

#[cached(ttl = "5m", key = "member:{org}:{id}", tags = ["org:{org}", "team:{result}"])]
async fn team(org: u32, id: u32) -> u32 {
    LOADS.fetch_add(1, Ordering::Relaxed);
    id % 10
}

#[invalidate(tags = ["team:{team}"], pattern = "report:*")]
async fn rename_team(team: u32) {}

/// Without a Redis each call loads, because nothing is kept that could be old.
#[cached(ttl = "5m", key = "balance:{account}", read = strict)]
async fn balance(account: u32) -> u32 {
    LOADS.fetch_add(1, Ordering::Relaxed);
    account
}

#[cached(ttl = "5m", key = "report:{year}", flight = cluster)]
async fn report(year: u32) -> u32 {
    LOADS.fetch_add(1, Ordering::Relaxed);
    year
}

#[cached(ttl = "5m", key = "visits:{page}")]
async fn visits(page: u32) -> (u32, u64) {
    LOADS.fetch_add(1, Ordering::Relaxed);
    (page, 0)
}

/// Of a page: its number, and how often it was visited.
#[cached(
    ttl = "5m",
    strategy = write_behind(batch = 10, every = "1ms", store = local),
    key = "visits:{visit.0}",
    handle = Visits
)]
async fn save_visits(batch: Vec<Change<(u32, u64)>>) -> Result<(), String> {
    for change in &batch {
        match change.op() {
            Op::Put((page, visits)) => println!("page {page} has {visits} visits"),
            Op::Delete => println!("page {:?} has none", change.part::<u32>(0)),
        }
    }
    Ok(())
}

#[invalidate(key = "page:{page}")]
async fn edit_page(page: &Page) -> Result<(), String> {
    if page.number == 0 {
        return Err(String::from("there is no page 0"));
    }
    Ok(())
}

#[derive(Debug)]
enum PriceError {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for PriceError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

#[fallback(99, only(PriceError::Rejected(_)))]
#[rate_limit("1/h", key = "{item}", name = "prices")]
#[timeout(attempt = "1s", total = "5s")]
#[retry(2, backoff = none, budget = 0.2)]
#[circuit_breaker(failure_rate = 0.5, window = "10s", handle = PriceGuards)]
#[bulkhead(4, queue = 4, wait = "1s")]
#[hedge(after = "500ms")]
async fn price(item: &str) -> Result<u32, PriceError> {
    if item.is_empty() {
        return Err(PriceError::Down);
    }
    Ok(399)
}

#[log_exceptions(args(order), count = 10, reraise = false, default = 0)]
fn refund(order: u32) -> Result<u32, String> {
    Err(format!("there is no order {order}"))
}

#[log_execution_time(slow = "1s", args(item), ret)]
#[circuit_breaker(consecutive = 1)]
fn stock(item: &str) -> Result<usize, PriceError> {
    if item.is_empty() {
        return Err(PriceError::Down);
    }
    Ok(item.len())
}

#[derive(Masked)]
#[mask(serialize, reject_masked)]
struct SignUp {
    #[mask(email)]
    email: Option<String>,
    password: String,
    age: u8,
}

#[fallback(0)]
#[retry(2, backoff = none)]
#[circuit_breaker(consecutive = 100)]
#[rate_limit("1000/s", key = "{customer}")]
#[bulkhead(8)]
fn points(customer: &str, failing: bool) -> Result<usize, Rejected> {
    LOADS.fetch_add(1, Ordering::Relaxed);
    if failing {
        return Err(refused());
    }
    Ok(customer.len())
}

/// The rejection of a limit that is used up.
fn refused() -> Rejected {
    #[rate_limit("1/d")]
    fn once_a_day() -> Result<(), Rejected> {
        Ok(())
    }
    loop {
        if let Err(rejected) = once_a_day() {
            return rejected;
        }
    }
}

/// `#[timeout]` and `#[hedge]` run on tokio, which is not at hand here: it is enough that they compile.
#[timeout("2s")]
#[hedge(after = "100ms")]
async fn points_elsewhere(customer: &str) -> Result<usize, Rejected> {
    Ok(customer.len())
}

/// Runs a future on this thread alone: no runtime is at hand here.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// What is read by what other processes see, and what is removed by a tag.
async fn reaches() {
    LOADS.store(0, Ordering::Relaxed);
    assert_eq!((team(1, 12).await, team(1, 12).await), (2, 2));
    rename_team(2).await;
    assert_eq!(team(1, 12).await, 2);
    assert_eq!(LOADS.swap(0, Ordering::Relaxed), 2, "the tag is removed");
    assert_eq!((balance(7).await, balance(7).await), (7, 7));
    assert_eq!(LOADS.swap(0, Ordering::Relaxed), 2, "memory is not asked");
    assert_eq!((report(1999).await, report(1999).await), (1999, 1999));
    assert_eq!(LOADS.swap(0, Ordering::Relaxed), 1, "the second is a hit");
}

/// Write-behind waits by the tasks and timers of tokio, which is not at hand here: a put is refused, and
/// says so. It is enough that the rest compiles.
async fn changes(log: &Path) {
    let cache = CacheManager::builder().queue_log(log).build().await;
    let cache = cache.expect("no Redis is needed for a local log");
    let scoped = cache.scope(async {
        assert_eq!(visits(7).await, (7, 0));
        let refused = Visits::put((7, 41)).await.expect_err("there is no tokio");
        assert!(refused.to_string().contains("tokio"), "{refused}");
        assert_eq!(refused.kind(), PutErrorKind::NotTaken);
        assert_eq!(visits(7).await, (7, 0), "nothing was put");
        assert!(Visits::start().await.is_err());
        drop((
            Visits::delete(7_u32),
            Visits::flush(),
            Visits::depth(),
            Visits::dead_letters(),
        ));
    });
    scoped.await;
}

fn main() {
    block_on(reaches());
    let log = std::env::temp_dir().join(format!("outside-{}.redb", std::process::id()));
    block_on(changes(&log));
    LOADS.store(0, Ordering::Relaxed);
    block_on(async {
        let page = Page {
            number: 7,
            lang: String::from("en"),
        };
        for _ in 0..2 {
            assert_eq!(page_text(&page).await, "page 7 in en");
        }
        assert_eq!(LOADS.load(Ordering::Relaxed), 1, "the second call is a hit");
        edit_page(&page).await.expect("page 7 can be edited");
        page_text(&page).await;
        assert_eq!(
            LOADS.load(Ordering::Relaxed),
            2,
            "the edit removed the entry"
        );
        assert_eq!(rate("EUR").await.ok(), Some(3));
        assert_eq!(rate("EUR").await.ok(), Some(3));
        set_rate("EUR", 5).await.expect("a rate above zero");
        assert_eq!(rate("EUR").await.ok(), Some(5), "it was written through");
        assert_eq!((early(1).await, early(1).await), (1, 1));
        many(&[1, 2]).await;
        assert_eq!(many(&[1, 2]).await.len(), 2);
        let loads = LOADS.swap(2, Ordering::Relaxed);
        assert_eq!(loads, 4, "one load of the rate and one of the batch");
    });
    assert_eq!((square(12), square(12)), (144, 144));
    assert_eq!(
        LOADS.load(Ordering::Relaxed),
        3,
        "a sync function is cached too"
    );
    assert_eq!(points("ada", false).ok(), Some(3));
    assert_eq!(points("ada", true).ok(), Some(0), "the fallback answers");
    assert_eq!(refund(7), Ok(0));
    drop(points_elsewhere("ada"));
    block_on(async {
        assert!(matches!(price("tea").await, Ok(399)));
        assert!(matches!(price("tea").await, Ok(99)), "the limit is reached");
        assert!(matches!(price("").await, Err(PriceError::Down)));
        assert_eq!(PriceGuards::breaker().counts().failures, 2);
    });
    assert!(matches!(stock("tea"), Ok(3)));
    assert!(matches!(stock(""), Err(PriceError::Down)));
    match stock("tea") {
        Err(PriceError::Rejected(rejected)) => assert!(rejected.retry_after().is_some()),
        other => panic!("the circuit is open, and this came: {other:?}"),
    }
    let (number, lang) = (7, "en");
    assert_eq!(key!("page:{number}:{lang}").to_string(), "page:7:en");
    let form = SignUp {
        email: Some(String::from("john@example.com")),
        password: String::from("hunter2"),
        age: 30,
    };
    gambeson::assert_masked!(form, ["john@example.com", "hunter2"]);
    println!(
        "outside: every attribute, derive(CacheKey), key! and derive(Masked) compile and run with gambeson alone"
    );
}
