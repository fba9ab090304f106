//! Parameters, lifetimes, and types that hold themselves.

use std::marker::PhantomData;

use gambeson::Masked;

use crate::rendered::{debug, json};

#[derive(Masked)]
struct Page<'a, T, const N: usize = 2>
where
    T: Clone,
{
    items: Vec<T>,
    #[mask(email)]
    owners: [&'a str; N],
    next: Option<Box<Page<'a, T, N>>>,
    marker: PhantomData<T>,
    #[mask(show)]
    cursor: Option<T>,
}

#[test]
fn generics_lifetimes_clauses_and_constants_are_kept() {
    let page = || Page {
        items: vec![1_u16, 2],
        owners: ["a.b@example.com", "cd@example.com"],
        next: None,
        marker: PhantomData,
        cursor: Some(3),
    };
    let two = Page {
        next: Some(Box::new(page())),
        ..page()
    };
    assert_eq!(
        debug(&two),
        "Page { items: [1, 2], owners: [\"a***@example.com\", \"c***@example.com\"], \
         next: Some(Page { items: [1, 2], owners: [\"a***@example.com\", \"c***@example.com\"], \
         next: None, marker: PhantomData<u16>, cursor: Some(3) }), marker: PhantomData<u16>, \
         cursor: Some(3) }"
    );
    assert_eq!(
        json(&page()),
        r#"{"items":[1,2],"owners":["a***@example.com","c***@example.com"],"next":null,"marker":null,"cursor":3}"#
    );
}

#[derive(Masked)]
struct Tree<T> {
    value: T,
    children: Vec<Self>,
}

#[test]
fn a_type_that_holds_itself_compiles() {
    let tree = Tree {
        value: 1,
        children: vec![Tree {
            value: 2,
            children: Vec::new(),
        }],
    };
    assert_eq!(
        json(&tree),
        r#"{"value":1,"children":[{"value":2,"children":[]}]}"#
    );
}

/// A parameter that only a skipped or hidden field mentions needs nothing.
#[derive(Masked)]
struct Hidden<T> {
    #[mask(secret)]
    value: T,
}

#[test]
fn a_hidden_parameter_needs_no_bound() {
    struct Opaque;
    let hidden = Hidden { value: Opaque };
    let Opaque = hidden.value;
    assert_eq!(debug(&hidden), "Hidden { value: \"********\" }");
    assert_eq!(json(&hidden), r#"{"value":"********"}"#);
}
