//! `hit_…`: the value is there. 1,024 keys in turn, each of four kinds; on one thread, over 64 tasks, and with a value of
//! eight strings that is cloned.

use std::borrow::Borrow;
use std::hash::Hash;

use super::ours;
use super::peers::{self, cached_profile, cached_user, concurrent_profile, concurrent_user};
use super::values::{Keys, Profile, User};
use crate::harness::drive::{Driver, Runtimes};
use crate::harness::{Bench, Subject, leak};

pub(crate) fn run(bench: &Bench, runtimes: &Runtimes) {
    let keys = Keys::leak();
    users(bench, "", Driver::Alone(&runtimes.one), keys);
    users(bench, "_tasks64", Driver::Tasks(&runtimes.many), keys);
    profiles(bench, "_strings8", Driver::Alone(&runtimes.one), keys);
}

/// The four kinds of key for one type of value: our module, those of `cached`, and what loads the value.
macro_rules! cases {
    ($name:ident, $ours:ident, $cached:ident, $concurrent:ident, $load:path) => {
        fn $name(bench: &Bench, suffix: &str, driver: Driver<'_>, keys: &'static Keys) {
            case(bench, &format!("hit_u64{suffix}"), || {
                let mut subjects = vec![
                    driver.subject("ours", |i| ours::$ours::hit_u64(keys.id(i))),
                    driver.subject("cached", |i| $cached::hit_u64(keys.id(i))),
                    driver.subject("concurrent_cached", |i| $concurrent::hit_u64(keys.id(i))),
                ];
                subjects.extend(moka::<u64, _, _, _>(driver, |i| keys.id(i), $load));
                subjects
            });
            case(bench, &format!("hit_str{suffix}"), || {
                let mut subjects = vec![
                    driver.subject("ours", |i| ours::$ours::hit_str(keys.name(i))),
                    driver.subject("cached", |i| $cached::hit_str(keys.name(i))),
                    driver.subject("concurrent_cached", |i| $concurrent::hit_str(keys.name(i))),
                ];
                subjects.extend(moka::<str, _, _, _>(driver, |i| keys.name(i), $load));
                subjects
            });
            // The argument is made anew for each call of each subject, as a caller has to.
            case(bench, &format!("hit_string{suffix}"), || {
                let mut subjects = vec![
                    driver.subject("ours", |i| ours::$ours::hit_string(keys.name(i).to_owned())),
                    driver.subject("cached", |i| $cached::hit_string(keys.name(i).to_owned())),
                    driver.subject("concurrent_cached", |i| {
                        $concurrent::hit_string(keys.name(i).to_owned())
                    }),
                ];
                subjects.extend(moka::<str, _, _, _>(
                    driver,
                    |i| keys.name(i).to_owned(),
                    $load,
                ));
                subjects
            });
            case(bench, &format!("hit_method{suffix}"), || {
                let mut subjects = vec![
                    driver.subject("ours", |i| keys.repo.$ours(keys.id(i))),
                    driver.subject("cached", |i| keys.repo.$cached(keys.id(i))),
                    driver.subject("concurrent_cached", |i| keys.repo.$concurrent(keys.id(i))),
                ];
                subjects.extend(moka::<(String, u64), _, _, _>(
                    driver,
                    |i| (keys.repo.tenant.clone(), keys.id(i)),
                    $load,
                ));
                subjects
            });
        }
    };
}

cases!(users, user, cached_user, concurrent_user, User::load);
cases!(
    profiles,
    profile,
    cached_profile,
    concurrent_profile,
    Profile::load
);

fn case<'r>(bench: &Bench, name: &str, subjects: impl FnOnce() -> Vec<Subject<'r>>) {
    if bench.wants(name) {
        bench.compare(name, subjects());
    }
}

/// moka's three ways, as one writes them by hand: look, else load and insert; or `get_with`, by reference, so that a hit
/// makes no owned key.
fn moka<Q, B, V, F>(driver: Driver<'_>, key: F, load: fn(u64) -> V) -> [Subject<'_>; 3]
where
    Q: ToOwned<Owned: Borrow<Q> + Hash + Eq + Send + Sync + 'static>
        + Hash
        + Eq
        + Sync
        + ?Sized
        + 'static,
    B: Borrow<Q> + Send + Sync,
    V: Clone + Send + Sync + 'static,
    F: Fn(usize) -> B + Copy + Send + Sync + 'static,
{
    let sync = leak(peers::moka_sync::<Q::Owned, V>());
    let future = leak(peers::moka_future::<Q::Owned, V>());
    let with = leak(peers::moka_future::<Q::Owned, V>());
    [
        driver.subject("moka_sync_get", move |i| async move {
            let key = key(i);
            if let Some(value) = sync.get(key.borrow()) {
                return value;
            }
            let value = load(i as u64);
            sync.insert(key.borrow().to_owned(), value.clone());
            value
        }),
        driver.subject("moka_future_get", move |i| async move {
            let key = key(i);
            if let Some(value) = future.get(key.borrow()).await {
                return value;
            }
            let value = load(i as u64);
            future.insert(key.borrow().to_owned(), value.clone()).await;
            value
        }),
        driver.subject("moka_get_with", move |i| async move {
            let key = key(i);
            with.get_with_by_ref(key.borrow(), async { load(i as u64) })
                .await
        }),
    ]
}
