//! Generic functions, and methods of generic types.

use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::marker::PhantomData;

use gambeson::{CacheKey, cached};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Db;
use crate::support::ran;

#[cached(ttl = "5m", key = "generics:argument:{id}")]
async fn in_an_argument<T: CacheKey + Display>(id: T) -> String {
    ran();
    id.to_string()
}

#[tokio::test]
async fn a_type_that_an_argument_has() {
    assert_cached!(
        in_an_argument(1_u64).await,
        in_an_argument(2_u64).await,
        in_an_argument("three").await
    );
}

#[cached(ttl = "5m", key = "generics:name:{id}")]
async fn by_type<T: Default + Debug>(id: u64) -> String {
    ran();
    format!("{id}{:?}", T::default())
}

#[tokio::test]
async fn a_type_that_no_argument_has_enters_the_key() {
    assert_cached!(
        by_type::<u8>(1).await,
        by_type::<String>(1).await,
        by_type::<u8>(2).await
    );
}

#[cached(ttl = "5m", key = "generics:value:{id}")]
async fn generic_value<T>(id: u64) -> Result<T, String>
where
    T: From<u8> + Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    ran();
    let small = u8::try_from(id).map_err(|error| error.to_string())?;
    Ok(T::from(small))
}

#[tokio::test]
async fn a_generic_value_in_a_result() {
    assert_cached!(generic_value::<u8>(1).await, generic_value::<u8>(2).await);
    assert_cached!(generic_value::<u64>(1).await, generic_value::<u64>(2).await);
}

#[cached(ttl = "5m", key = "generics:constant:{id}")]
async fn constant<const N: usize>(id: u64) -> usize {
    ran();
    N + usize::from(id == 1)
}

#[cached(ttl = "5m", key = "generics:named_constant:{N}")]
async fn named_constant<const N: usize>() -> usize {
    ran();
    N
}

#[cached(ttl = "5m")]
async fn default_key<T: 'static, const N: usize>(id: u64) -> usize {
    ran();
    N + size_of::<T>() + usize::from(id == 1)
}

#[tokio::test]
async fn constants() {
    assert_cached!(
        constant::<3>(1).await,
        constant::<4>(1).await,
        constant::<3>(2).await
    );
    assert_cached!(named_constant::<3>().await, named_constant::<4>().await);
}

#[tokio::test]
async fn types_and_constants_in_the_default_key() {
    assert_cached!(
        default_key::<u8, 3>(1).await,
        default_key::<u16, 3>(1).await,
        default_key::<u8, 4>(1).await,
        default_key::<u8, 3>(2).await,
    );
}

#[cached(ttl = "5m", key = "generics:impl:{id}", skip(db))]
async fn anonymous(db: impl Debug + Send, id: u64) -> String {
    ran();
    format!("{db:?}{id}")
}

#[cached(ttl = "5m", key = "generics:closure:{id}")]
async fn with_closure<F: AsyncFn(u64) -> u64>(id: u64, f: F) -> u64 {
    ran();
    f(id).await
}

#[tokio::test]
async fn arguments_of_types_without_a_name() {
    assert_cached!(anonymous(Db, 1).await, anonymous(Db, 2).await);
    assert_cached!(
        with_closure(1, async |id| id).await,
        with_closure(2, async |id| id).await
    );
}

struct Repo<T> {
    table: &'static str,
    rows: PhantomData<fn() -> T>,
}

impl<T> Repo<T> {
    fn of(table: &'static str) -> Self {
        Self {
            table,
            rows: PhantomData,
        }
    }
}

impl<T> Repo<T>
where
    T: Default + Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    #[cached(ttl = "5m", key = "generics:repo:{self.table}:{id}")]
    async fn get(&self, id: u64) -> Option<(u64, T)> {
        ran();
        Some((id, T::default()))
    }

    #[cached(ttl = "5m", key = "generics:repo_function:{id}")]
    async fn function(id: u64) -> Option<T> {
        ran();
        (id > 0).then(T::default)
    }

    #[cached(ttl = "5m", key = "generics:repo_method:{id}", skip(self))]
    async fn method<U: Default + Hash + Debug>(&self, id: u64) -> Result<(T, String), String> {
        ran();
        Ok((T::default(), format!("{id}{:?}", U::default())))
    }

    #[cached(ttl = "5m", key = "generics:repo_sync:{id}", skip(self))]
    fn sync(&self, id: u64) -> Option<(u64, T)> {
        ran();
        (!self.table.is_empty()).then(|| (id, T::default()))
    }
}

#[tokio::test]
async fn methods_of_a_generic_type() {
    let (numbers, texts) = (Repo::<u8>::of("a"), Repo::<String>::of("a"));
    assert_cached!(
        numbers.get(1).await,
        numbers.get(2).await,
        Repo::<u8>::of("b").get(1).await
    );
    assert_cached!(texts.get(1).await, texts.get(2).await);
}

#[tokio::test]
async fn functions_of_a_generic_type() {
    assert_cached!(Repo::<u8>::function(1).await, Repo::<u8>::function(2).await);
    assert_cached!(
        Repo::<String>::function(1).await,
        Repo::<String>::function(2).await
    );
}

#[tokio::test]
async fn generic_methods_of_a_generic_type() {
    let (numbers, texts) = (Repo::<u8>::of("a"), Repo::<String>::of("a"));
    assert_cached!(
        numbers.method::<u8>(1).await,
        numbers.method::<String>(1).await,
        numbers.method::<u8>(2).await
    );
    assert_cached!(texts.method::<u8>(1).await, texts.method::<String>(1).await);
    assert_cached!(numbers.sync(1), numbers.sync(2));
    assert_cached!(texts.sync(1), texts.sync(2));
}

struct Borrowing<'a> {
    tenant: &'a str,
}

impl<'a> Borrowing<'a> {
    #[cached(ttl = "5m", key = "generics:borrowing:{self.tenant}:{more}")]
    async fn get(&self, more: &'a str) -> String {
        ran();
        format!("{}{more}", self.tenant)
    }
}

impl Borrowing<'_> {
    #[cached(ttl = "5m", key = "generics:elided:{self.tenant}")]
    async fn elided(&self) -> String {
        ran();
        self.tenant.to_owned()
    }
}

#[tokio::test]
async fn methods_of_a_type_that_borrows() {
    let tenants = [String::from("a"), String::from("b")];
    let [a, b] = tenants.each_ref().map(|tenant| Borrowing { tenant });
    assert_cached!(a.get("x").await, b.get("x").await, a.get("y").await);
    assert_cached!(a.elided().await, b.elided().await);
}

trait Source: Sync {
    type Row: Clone + Send + Sync + Serialize + DeserializeOwned + Debug + PartialEq + 'static;

    fn row(&self, id: u64) -> Self::Row;
}

impl Source for u8 {
    type Row = u64;

    fn row(&self, id: u64) -> u64 {
        id + u64::from(*self)
    }
}

impl Source for str {
    type Row = String;

    fn row(&self, id: u64) -> String {
        format!("{self}{id}")
    }
}

#[cached(ttl = "5m", key = "generics:projection:{id}", skip(source))]
async fn projection<S: Source + ?Sized>(source: &S, id: u64) -> Option<S::Row> {
    ran();
    Some(source.row(id))
}

#[tokio::test]
async fn a_value_of_an_associated_type() {
    assert_cached!(projection(&1_u8, 1).await, projection(&1_u8, 2).await);
    assert_cached!(projection("a", 1).await, projection("a", 2).await);
}
