//! What rustc says of a function, it says of it with the attribute, too: each expectation below is
//! an error where nothing is reported.

use gambeson::retry;

use super::{Busy, Db, third};

#[expect(dead_code, reason = "nobody calls it")]
#[retry(3, backoff = none)]
async fn dead(id: u64) -> Result<u64, Busy> {
    Ok(id)
}

#[expect(dead_code, reason = "nobody calls it")]
#[retry(3, backoff = none)]
fn dead_sync(id: u64) -> Result<u64, Busy> {
    Ok(id)
}

struct Repo;

impl Repo {
    fn ready(&self) -> bool {
        std::mem::size_of_val(self) == 0
    }

    #[expect(dead_code, reason = "nobody calls it")]
    #[retry(3, backoff = none)]
    async fn dead_method(&self, id: u64) -> Result<u64, Busy> {
        Ok(id)
    }
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[retry(3, backoff = none)]
async fn unused_argument(db: &Db, id: u64) -> Result<u64, Busy> {
    third()?;
    Ok(id)
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[retry(3, backoff = none)]
fn unused_argument_of_a_sync_function(db: &Db, id: u64) -> Result<u64, Busy> {
    third()?;
    Ok(id)
}

#[expect(unused_mut, reason = "the body does not change it")]
#[retry(3, backoff = none)]
async fn needless_mut(mut id: u64) -> Result<u64, Busy> {
    third()?;
    Ok(id)
}

#[retry(3, backoff = none)]
async fn in_the_body(id: u64) -> Result<u64, Busy> {
    #[expect(unused_variables, reason = "nobody reads it")]
    let unused = 1;
    #[expect(unused_must_use, reason = "nobody looks at it")]
    third().is_ok();
    #[expect(unreachable_code, reason = "nobody comes there")]
    if id == 0 {
        return Ok(id);
        println!();
    }
    Ok(id)
}

#[tokio::test]
async fn they_run() {
    assert!(Repo.ready());
    assert_eq!(unused_argument(&Db(1), 1).await, Ok(1));
    assert_eq!(unused_argument_of_a_sync_function(&Db(1), 1), Ok(1));
    assert_eq!(needless_mut(1).await, Ok(1));
    assert_eq!(in_the_body(1).await, Ok(1));
}
