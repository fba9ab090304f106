//! Crates of edition 2021 that know gambeson under another name.

use crate::scratch::check;

const SOURCE: &str = r#"
#![deny(warnings)]
#![allow(dead_code)]

use std::future::Future;
use std::pin::Pin;

use gb::{cached, invalidate, key, CacheKey};

#[derive(Clone, CacheKey)]
#[key(crate = ::gb)]
struct Part {
    id: u64,
}

#[cached(ttl = "5m", key = "a:{part}", handle = Users, crate = ::gb)]
async fn plain(part: &Part) -> Result<Option<String>, String> {
    Ok(Some(part.id.to_string()))
}

#[invalidate(key = "a:{part}", crate = ::gb)]
#[cached(ttl = "5m", key = "b:{part}", negative_ttl = "1s", crate = ::gb)]
async fn stacked(part: Part) -> Option<u64> {
    Some(part.id)
}

#[cached(ttl = "5m", key = "c:{id}", crate = gb)]
fn sync(id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", key = "d:{name}", crate = gb)]
fn future<'a>(name: &'a str) -> impl Future<Output = usize> + 'a {
    async move { name.len() }
}

#[cached(ttl = "5m", key = "e:{id}", crate = gb)]
fn boxed(id: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move { id })
}

struct Repo<'a, T> {
    tenant: &'a str,
    rows: Vec<T>,
}

impl<'a, T: Send + Sync + 'static> Repo<'a, T> {
    #[cached(ttl = "5m", key = "f:{self.tenant}:{name}", skip(id), handle = fn get_cache, crate = ::gb)]
    async fn get<'b>(&self, name: &'b str, id: &u64) -> Result<u64, String> {
        let _ = (name, self.rows.len(), id);
        Ok(1)
    }

    #[cached(ttl = "5m", key = "g:{self.tenant}", handle = fn sync_cache, crate = ::gb)]
    fn sync(&self) -> u64 {
        1
    }
}

fn send<T: Send>(value: T) -> T {
    value
}

async fn uses() {
    let part = Part { id: 1 };
    let _ = send(plain(&part)).await;
    let _ = send(Users::peek(&part)).await;
    let _ = send(stacked(part.clone())).await;
    let _ = (sync(1), future("a").await, boxed(1).await);
    let tenant = String::from("a");
    let repo = Repo { tenant: &tenant, rows: vec![1] };
    let id = 1;
    let _ = send(repo.get("a", &id)).await;
    let _ = send(repo.get_cache().peek("a")).await;
    let _ = send(repo.get_cache().traced(("a", &id))).await;
    let _ = repo.sync_cache().refresh(());
    let id = 7;
    let _: gb::cache::Key = key!("a:{id}", crate = ::gb);
}

fn main() {
    drop(uses());
}
"#;

#[test]
fn every_attribute_works_in_edition_2021_and_under_another_name() {
    let sources = [("renamed".to_owned(), SOURCE.to_owned())];
    let reports = check(
        "renamed",
        "2021",
        "gb = { package = \"gambeson\", {gambeson} }",
        &sources,
    );
    assert_eq!(reports["renamed"], []);
}

#[test]
fn under_another_name_the_path_has_to_be_said() {
    let source = "#[gb::cached(ttl = \"5m\", key = \"f:{id}\")]\nasync fn f(id: u64) -> u64 {\n    id\n}\nfn main() { drop(f(1)); }\n";
    let sources = [("unsaid".to_owned(), source.to_owned())];
    let reports = check(
        "unsaid",
        "2024",
        "gb = { package = \"gambeson\", {gambeson} }",
        &sources,
    );
    let found = &reports["unsaid"];
    assert!(
        found
            .iter()
            .any(|report| report.message.contains("gambeson")),
        "{found:?}"
    );
}
