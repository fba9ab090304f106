//! Who asks.

use std::sync::Barrier;
use std::thread;

use crate::context::user::User;

#[test]
fn the_last_user_counts() {
    let user = User::default();
    assert_eq!(user.get(), None);
    user.with(|id| assert_eq!(id, None));
    for id in ["one", "two", "one"] {
        user.set(id.into());
        assert_eq!(user.get().as_deref(), Some(id));
        user.with(|seen| assert_eq!(seen, Some(id)));
    }
}

#[test]
fn whoever_looks_may_set_it() {
    let user = User::of("one".into());
    user.set("two".into());
    user.with(|seen| {
        user.set("three".into());
        assert_eq!(seen, Some("two"));
    });
    assert_eq!(user.get().as_deref(), Some("three"));
}

#[test]
fn of_users_set_at_the_same_time_one_stays() {
    for _ in 0..100 {
        let user = User::default();
        let begin = Barrier::new(3);
        thread::scope(|scope| {
            for id in ["one", "two", "three"] {
                let (user, begin) = (&user, &begin);
                scope.spawn(move || {
                    begin.wait();
                    user.set(id.into());
                    assert!(user.get().is_some(), "never forgotten again");
                });
            }
        });
        let last = user.get();
        assert_eq!(user.get(), last);
    }
}
