//! What depends on a feature that is not there.

use crate::scratch::check;

#[test]
fn a_tier_that_needs_a_feature_names_it() {
    let source = "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", tier = redis)]\nasync fn f(id: u64) -> u64 {\n    id\n}\nfn main() { drop(f(1)); }\n";
    let sources = [("tier_redis".to_owned(), source.to_owned())];
    let reports = check("features", "2024", "gambeson = { {gambeson} }", &sources);
    let found = &reports["tier_redis"];
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        found[0].message,
        format!(
            "tier `redis` needs the `redis` feature: `gambeson = {{ version = \"{}.{}\", features = [\"redis\"] }}`",
            env!("CARGO_PKG_VERSION_MAJOR"),
            env!("CARGO_PKG_VERSION_MINOR"),
        )
    );
    let attribute = source.lines().next().expect("a line");
    let column = attribute.find("redis)").expect("the word") as u64 + 1;
    assert_eq!(found[0].places, [[1, column, 1, column + 5]]);
}
