//! `Bulkhead` without an attribute.

use gambeson::Rejected;
use gambeson::resilience::{Bulkhead, GuardKind, guards};

use crate::support::{PayError, full};

#[tokio::test]
async fn a_permit_is_a_place() {
    let bulkhead = Bulkhead::builder(2).name("by hand").build();
    let a = bulkhead.acquire().await.unwrap();
    let b = bulkhead.try_acquire().unwrap();
    let refused = bulkhead.try_acquire().unwrap_err();
    assert_eq!(refused.name(), "by hand");
    assert!(refused.is_refusal());
    assert_eq!(
        refused.to_string(),
        "the bulkhead `by hand` is full: 2 calls are under way"
    );
    drop(a);
    assert_eq!(bulkhead.in_use(), 1);
    drop(b);
    assert_eq!(bulkhead.in_use(), 0);
    assert_eq!((bulkhead.limit(), bulkhead.name()), (2, "by hand"));
}

#[tokio::test]
async fn a_clone_is_the_same_bulkhead() {
    let bulkhead = Bulkhead::new(1);
    let _permit = bulkhead.clone().try_acquire().unwrap();
    let refused = bulkhead.run(async { Ok::<u8, PayError>(7) }).await;
    assert_eq!(full(&refused).limit, 1);
}

#[test]
fn what_is_not_async_is_refused_at_once() {
    let bulkhead = Bulkhead::builder(1).queue(9).build();
    let result = bulkhead.call(|| bulkhead.call(|| Ok::<u8, Rejected>(7)));
    assert!(matches!(result, Err(Rejected::BulkheadFull(_))));
    assert_eq!(bulkhead.call(|| Ok::<_, Rejected>(7)), Ok(7));
}

#[tokio::test]
async fn it_is_in_the_list_of_all_guards_with_what_it_has_counted() {
    let bulkhead = Bulkhead::builder(1).name("listed").queue(1).build();
    let _permit = bulkhead.try_acquire().unwrap();
    let _refused = bulkhead.try_acquire().unwrap_err();
    let report = guards()
        .into_iter()
        .find(|guard| guard.name == "listed")
        .unwrap();
    assert_eq!(report.kind, GuardKind::Bulkhead);
    let shown = format!("{report:?}");
    assert!(shown.contains("bulkhead_in_use"), "{shown}");
}
