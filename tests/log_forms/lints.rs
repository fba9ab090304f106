//! What rustc and clippy say of a function, they say of it with the attributes, too: each
//! expectation below is an error where nothing is reported.

use gambeson::{log_exceptions, log_execution_time};

#[expect(dead_code, reason = "nobody calls it")]
#[log_execution_time]
async fn dead(id: u64) -> u64 {
    id
}

#[expect(dead_code, reason = "nobody calls it")]
#[log_execution_time]
#[log_exceptions]
fn dead_sync(id: u64) -> Result<u64, String> {
    if id == 0 { Err(String::new()) } else { Ok(id) }
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[log_execution_time]
fn unused_argument(db: &str, id: u64) -> u64 {
    id
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[log_execution_time]
async fn unused_argument_of_an_async_function(db: &str, id: u64) -> u64 {
    id
}

#[expect(unused_mut, reason = "the body does not change it")]
#[log_execution_time]
fn needless_mut(mut id: u64) -> u64 {
    id
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[log_execution_time]
fn unused_local() {
    let unused = 1;
}

#[expect(clippy::needless_return, reason = "that is the point")]
#[log_execution_time]
fn needless_return(id: u64) -> u64 {
    return id;
}

#[expect(clippy::needless_pass_by_value, reason = "that is the point")]
#[log_execution_time]
fn needless_pass_by_value(text: String) -> usize {
    text.len()
}

#[must_use]
#[log_execution_time]
fn must_be_used() -> u64 {
    1
}

#[deprecated = "that is the point"]
#[log_execution_time]
fn deprecated() {}

#[test]
fn a_function_is_judged_as_it_was() {
    #[expect(unused_must_use, reason = "that is the point")]
    must_be_used();
    #[expect(deprecated, reason = "that is the point")]
    deprecated();
    unused_local();
    assert_eq!(unused_argument("a", 1), 1);
    drop(unused_argument_of_an_async_function("a", 1));
    assert_eq!(needless_mut(1), 1);
    assert_eq!(needless_return(1), 1);
    assert_eq!(needless_pass_by_value("a".into()), 1);
}
