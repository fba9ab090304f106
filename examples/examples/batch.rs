//! `#[cached(batch(ids -> id))]`: one query for all that is missing, and entries that are shared with the function of one id.

use std::collections::HashMap;

use gambeson::cached;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Book {
    id: u64,
    title: String,
}

/// The database of this example: it has the books 1 to 99.
fn query(ids: &[u64]) -> Vec<Book> {
    println!("  query for {ids:?}");
    ids.iter()
        .filter(|id| (1..100).contains(*id))
        .map(|&id| Book {
            id,
            title: format!("Volume {id}"),
        })
        .collect()
}

/// Ids that are not there are remembered for ten seconds.
#[cached(ttl = "5m", negative_ttl = "10s", key = "book:{id}", batch(ids -> id), handle = Books)]
async fn books(ids: &[u64]) -> HashMap<u64, Book> {
    query(ids).into_iter().map(|book| (book.id, book)).collect()
}

/// Of the same key: what `books` has loaded is found here.
#[cached(ttl = "5m", negative_ttl = "10s", key = "book:{id}")]
async fn book(id: u64) -> Option<Book> {
    query(&[id]).pop()
}

/// A list: in the order of the ids, whatever the order of the rows is.
#[cached(ttl = "5m", key = "book:{id}", batch(ids -> id, max = 2))]
async fn shelf(ids: &[u64]) -> Vec<(u64, Book)> {
    query(ids).into_iter().map(|book| (book.id, book)).collect()
}

#[tokio::main]
async fn main() -> Result<(), gambeson::CacheError> {
    println!("three books:");
    println!("  {} found", books(&[1, 2, 3]).await.len());

    println!("one of them, one more, and one that is not there:");
    println!("  {} found", books(&[3, 4, 1_000]).await.len());

    println!("the same once more:");
    println!("  {} found", books(&[3, 4, 1_000]).await.len());

    println!("one book by the function of one id:");
    println!("  {:?}", book(4).await.map(|book| book.title));

    println!("after book 4 was changed:");
    Books::invalidate(4).await?;
    println!("  {} found", books(&[1, 2, 3, 4]).await.len());

    println!("a shelf, loaded by twos:");
    let titles: Vec<String> = shelf(&[9, 3, 7, 8, 9])
        .await
        .into_iter()
        .map(|(_, book)| book.title)
        .collect();
    println!("  {titles:?}");
    Ok(())
}
