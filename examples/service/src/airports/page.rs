//! Long lists, a page at a time.

use gambeson::CacheKey;
use serde::{Deserialize, Serialize};

/// Which part of a list: `?page=2&size=50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, CacheKey, Deserialize)]
#[serde(try_from = "Asked")]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    /// The most items on it, 1 to 100.
    pub size: u32,
}

/// The page as it is written in a query. Every field may be left out.
#[derive(Deserialize)]
struct Asked {
    page: Option<u32>,
    size: Option<u32>,
}

impl TryFrom<Asked> for Page {
    type Error = &'static str;

    fn try_from(asked: Asked) -> Result<Self, Self::Error> {
        Self::new(asked.page, asked.size)
    }
}

impl Page {
    /// The page of this number and size; the first one and 20 where nothing is said.
    ///
    /// # Errors
    ///
    /// When either is out of its bounds; the text says which.
    pub fn new(number: Option<u32>, size: Option<u32>) -> Result<Self, &'static str> {
        let (number, size) = (number.unwrap_or(1), size.unwrap_or(20));
        if !(1..=1_000_000).contains(&number) {
            return Err("`page` counts from 1 to 1000000");
        }
        if !(1..=100).contains(&size) {
            return Err("`size` goes from 1 to 100");
        }
        Ok(Self { number, size })
    }

    /// How many items lie before it.
    pub(crate) fn offset(self) -> i64 {
        i64::from(self.number - 1) * i64::from(self.size)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing<T> {
    /// The page's number.
    pub page: u32,
    /// How many items a full page has.
    pub size: u32,
    /// How many items the whole list has.
    pub total: u32,
    /// The items of this page.
    pub items: Vec<T>,
}

impl<T> Listing<T> {
    /// The page with what stands on it.
    pub(crate) fn new(page: Page, total: u32, items: Vec<T>) -> Self {
        Self {
            page: page.number,
            size: page.size,
            total,
            items,
        }
    }
}
