//! Methods of all receivers, of traits, and of `async_trait`.

use std::sync::Arc;

use gambeson::retry;

use super::{Busy, Db, assert_third, third};

#[derive(Debug)]
struct Client {
    calls: u64,
}

impl Client {
    #[retry(3, backoff = none)]
    async fn by_reference(&self, name: &str) -> Result<u64, Busy> {
        third()?;
        Ok(self.calls + name.len() as u64)
    }

    #[retry(3, backoff = none)]
    async fn by_mutable_reference(&mut self) -> Result<u64, Busy> {
        self.calls += 1;
        third()?;
        Ok(self.calls)
    }

    #[retry(3, backoff = none)]
    async fn by_arc(self: Arc<Self>, id: u64) -> Result<u64, Busy> {
        third()?;
        Ok(self.calls + id)
    }

    #[retry(3, backoff = none)]
    async fn by_value(self) -> Result<u64, Busy> {
        third()?;
        Ok(self.calls)
    }

    #[retry(3, backoff = none)]
    async fn borrowed(&self) -> Result<&u64, Busy> {
        third()?;
        Ok(&self.calls)
    }

    #[retry(3, backoff = none)]
    async fn made(calls: u64) -> Result<Self, Busy> {
        third()?;
        Ok(Self { calls })
    }

    #[retry(3, backoff = none)]
    fn blocking(&mut self) -> Result<u64, Busy> {
        self.calls += 1;
        third()?;
        Ok(self.calls)
    }

    #[retry(3, backoff = none, if = |_| self.calls > 0)]
    async fn asks_itself(&self) -> Result<u64, Busy> {
        third()?;
        Ok(self.calls)
    }
}

#[tokio::test]
async fn of_every_receiver() {
    assert_third!(Client { calls: 1 }.by_reference("a").await, 2);
    assert_third!(Client { calls: 1 }.by_mutable_reference().await, 4);
    assert_third!(Arc::new(Client { calls: 1 }).by_arc(1).await, 2);
    assert_third!(Client { calls: 1 }.by_value().await, 1);
    assert_third!(Client { calls: 1 }.borrowed().await, &1);
    assert_third!(Client::made(1).await.map(|client| client.calls), 1);
    assert_third!(Client { calls: 1 }.blocking(), 4);
    assert_third!(Client { calls: 1 }.asks_itself().await, 1);
}

struct Repo<T>(T);

impl<T: Clone + Send + Sync> Repo<T> {
    #[retry(3, backoff = none)]
    async fn first(&self) -> Result<T, Busy> {
        third()?;
        Ok(self.0.clone())
    }
}

#[tokio::test]
async fn of_a_generic_impl() {
    assert_third!(Repo("a").first().await, "a");
}

trait Pay {
    async fn pay(&self, cents: u64) -> Result<u64, Busy>;

    #[retry(3, backoff = none)]
    async fn pay_all(&self, cents: Vec<u64>) -> Result<u64, Busy> {
        third()?;
        Ok(cents.iter().sum())
    }
}

impl Pay for Client {
    #[retry(3, backoff = none)]
    async fn pay(&self, cents: u64) -> Result<u64, Busy> {
        third()?;
        Ok(self.calls + cents)
    }
}

#[tokio::test]
async fn of_a_trait() {
    assert_third!(Client { calls: 1 }.pay(1).await, 2);
    assert_third!(Client { calls: 1 }.pay_all(vec![1, 2]).await, 3);
}

mod by_async_trait {
    use async_trait::async_trait;

    use super::*;

    #[async_trait]
    trait Pay {
        async fn pay(&self, db: Db, name: String) -> Result<u64, Busy>;

        async fn destructured(&self, pair: (Db, String)) -> Result<u64, Busy>;

        #[retry(3, backoff = none)]
        async fn by_default(&self, names: Vec<String>) -> Result<u64, Busy>
        where
            Self: Sync,
        {
            third()?;
            Ok(names.len() as u64)
        }
    }

    #[async_trait]
    impl Pay for Client {
        #[retry(3, backoff = none)]
        async fn pay(&self, db: Db, name: String) -> Result<u64, Busy> {
            third()?;
            Ok(self.calls + db.0 + name.len() as u64)
        }

        #[retry(3, backoff = none)]
        async fn destructured(&self, (db, name): (Db, String)) -> Result<u64, Busy> {
            third()?;
            Ok(self.calls + db.0 + name.len() as u64)
        }
    }

    #[async_trait]
    trait Change {
        async fn change(&mut self, names: Vec<String>) -> Result<u64, Busy>;

        async fn consumed(self, id: u64) -> Result<u64, Busy>;
    }

    #[async_trait]
    impl Change for Client {
        #[retry(3, backoff = none)]
        async fn change(&mut self, mut names: Vec<String>) -> Result<u64, Busy> {
            self.calls += 1;
            names.push(String::new());
            third()?;
            Ok(self.calls + names.len() as u64)
        }

        #[retry(3, backoff = none)]
        async fn consumed(self, id: u64) -> Result<u64, Busy> {
            third()?;
            Ok(self.calls + id)
        }
    }

    #[tokio::test]
    async fn of_owned_arguments() {
        let client = Client { calls: 1 };
        assert_third!(client.pay(Db(1), "a".to_owned()).await, 3);
        assert_third!(client.by_default(vec!["a".to_owned()]).await, 1);
    }

    #[tokio::test]
    async fn of_destructured_arguments() {
        let client = Client { calls: 1 };
        assert_third!(client.destructured((Db(1), "a".to_owned())).await, 3);
    }

    #[tokio::test]
    async fn of_mut_arguments_and_of_a_receiver_that_changes() {
        assert_third!(Client { calls: 1 }.change(vec![]).await, 5);
        assert_third!(Client { calls: 1 }.consumed(1).await, 2);
    }
}
