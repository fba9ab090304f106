//! A hit allocates nothing, and nor does the masking of a text with nothing to mask, and a line of a
//! log.
//!
//! A binary of its own, because its allocator counts.
#![expect(unsafe_code, reason = "an allocator that counts")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::sync::Arc;

use futures::FutureExt;
use gambeson::context::{self, Context};
use gambeson::log::{FieldNames, hidden};
use gambeson::{CacheKey, Masker, cached};
use serde::{Deserialize, Serialize};
use tracing_subscriber::Registry;
use tracing_subscriber::prelude::*;

struct Counting;

thread_local! {
    // Each test has a thread of its own.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

fn count() {
    // A thread that ends allocates after its locals are gone.
    let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many allocations `work` makes.
fn allocations<R>(work: impl FnOnce() -> R) -> u64 {
    let before = ALLOCATIONS.get();
    let _ = black_box(work());
    ALLOCATIONS.get() - before
}

/// What a call that has nothing to wait for comes to.
fn ready<F: Future>(future: F) -> F::Output {
    std::pin::pin!(future)
        .now_or_never()
        .expect("a hit waits for nothing")
}

/// Asserts that the first call allocates, and none of the many that follow does.
macro_rules! assert_free {
    ($call:expr) => {
        assert!(
            allocations(|| $call) > 0,
            "the count sees what a load allocates"
        );
        for _ in 0..1_000 {
            assert_eq!(allocations(|| $call), 0);
        }
    };
}

#[derive(Debug, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
}

#[cached(ttl = "5m", key = "allocations:user:{id}")]
async fn user(id: u64) -> Result<Arc<User>, String> {
    Ok(Arc::new(User {
        id,
        name: format!("user {id}"),
    }))
}

#[test]
fn a_hit_of_a_number_allocates_nothing() {
    assert_free!(ready(user(7)));
}

#[cached(ttl = "5m", key = "allocations:text:{tenant}:{name}")]
async fn by_text(tenant: &str, name: &str) -> Option<Arc<User>> {
    Some(Arc::new(User {
        id: 0,
        name: format!("{tenant}{name}"),
    }))
}

#[test]
fn a_hit_of_texts_that_need_escapes_allocates_nothing() {
    assert_free!(ready(by_text("a tenant: of some length", "a/name")));
}

#[test]
fn a_line_of_a_log_allocates_nothing() {
    let layer = hidden::json(&FieldNames::default(), None, Some("shop"), |line| {
        black_box(line);
    });
    tracing::subscriber::with_default(Registry::default().with(layer), || {
        context::sync_scope(Context::new("req-1").with("tenant", "acme"), || {
            let span = tracing::info_span!("http", route = "/orders", status = 200);
            let _inside = span.entered();
            assert_free!(tracing::info!(rows = 3, who = "kim", path = %"/a b", "stored"));
        });
    });
}

#[derive(CacheKey)]
struct Request {
    id: u64,
    page: Option<u32>,
    words: Vec<String>,
}

struct Repo {
    tenant: String,
}

impl Repo {
    #[cached(
        ttl = "5m",
        key = "allocations:method:{self.tenant}:{request}:{token:hash}"
    )]
    async fn find(
        &self,
        request: &Request,
        token: &str,
    ) -> Result<Arc<Vec<User>>, Box<dyn std::error::Error>> {
        let id = request.id + u64::from(request.page.unwrap_or_default());
        Ok(Arc::new(vec![User {
            id,
            name: format!("{}{token}", self.tenant),
        }]))
    }
}

#[test]
fn a_hit_of_a_method_with_a_derived_key_and_a_hash_allocates_nothing() {
    let repo = Repo {
        tenant: "acme".into(),
    };
    let request = Request {
        id: 1,
        page: None,
        words: vec!["a".into()],
    };
    assert_free!(ready(repo.find(&request, "secret")));
}

#[cached(
    ttl = "5m",
    key = "allocations:strategies:{id}",
    tags = ["user:{id}", "users", "team:{result.name}"],
    strategy = refresh_ahead
)]
async fn tagged_and_reloaded(id: u64) -> Arc<User> {
    Arc::new(User {
        id,
        name: format!("user {id}"),
    })
}

#[test]
fn a_hit_of_what_has_tags_and_is_loaded_ahead_allocates_nothing() {
    assert_free!(ready(tagged_and_reloaded(7)));
}

#[cached(ttl = "5m", key = "allocations:sync:{id}")]
fn sync(id: u64) -> Arc<str> {
    Arc::from(id.to_string())
}

#[test]
fn a_hit_of_a_sync_function_allocates_nothing() {
    assert_free!(sync(7));
}

#[cached(ttl = "5m")]
async fn default_key(id: u64, name: &str) -> u64 {
    id + name.len() as u64
}

#[test]
fn a_hit_of_a_default_key_and_a_number_allocates_nothing() {
    assert_free!(ready(default_key(1, "name")));
}

/// A log, a request and a page: names that are looked up, numbers, addresses without a dot, keys and times.
const CLEAN: &str = "\
2026-11-21T10:11:12.123456Z  INFO shop::http::server: request_id=4bf92f35 method=GET path=/api/v1/orders status=200
2026-11-21T10:11:13Z DEBUG sqlx::query: rows=12 elapsed=1.203ms token_url=/token primary_key=7 author: me
ticket #1234-5678 for user@host at 10.20, 3 of 5000 items, 12345 67890, --- not a key --- DE89 of block AB12
let token = lexer.next()?; brace_token: node.brace_token, pin: Pin<&mut T> \u{fc}ber \u{65e5}\u{672c} \"quoted: value\"
";

#[test]
fn a_text_with_nothing_to_mask_allocates_nothing() {
    let clean = CLEAN.repeat(200);
    // Not valid as text, and cut within a block.
    let bytes = [clean.as_bytes(), b"\xFF\xFE end of it"].concat();
    let own = Masker::builder()
        .kind_names(["ip", "mac", "uk_nino"])
        .fields(["tax_id"])
        .build()
        .unwrap();
    for masker in [Masker::global(), &own] {
        assert!(
            allocations(|| masker.mask("to j@example.com").len()) > 0,
            "the count sees what a finding allocates"
        );
        let found = masker.find(CLEAN);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(allocations(|| masker.mask(&clean)), 0);
        assert_eq!(allocations(|| masker.mask_bytes(&bytes)), 0);
        assert_eq!(allocations(|| masker.find(&clean).len()), 0);
        assert_eq!(allocations(|| masker.mask_query("page=2&sort=name")), 0);
        assert_eq!(allocations(|| masker.is_sensitive("customerTaxId")), 0);
        assert_eq!(allocations(|| masker.is_sensitive_cookie("theme")), 0);
    }
}

#[test]
fn to_enter_a_scope_and_to_look_at_the_context_allocates_nothing() {
    let context = Context::new("req-7").user(42).with("tenant", "north");
    assert_eq!(context.trace_id().len(), 32);
    let look = || async {
        let seen = context::current().expect("it is in a scope");
        let fields = seen.fields().count();
        (seen.request_id().len(), seen.user_id().is_some(), fields)
    };
    for _ in 0..1_000 {
        let context = context.clone();
        let free = allocations(|| ready(context::scope(context, look())));
        assert_eq!(free, 0);
    }
    assert_eq!(ready(context::scope(context, look())), (5, true, 1));
}
