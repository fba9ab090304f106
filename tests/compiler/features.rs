//! What depends on a feature that is not there.

use crate::scratch::check;

/// A program without any feature, what it needs, and what the error stands at.
struct Case {
    name: &'static str,
    source: &'static str,
    what: &'static str,
    feature: &'static str,
    at: &'static str,
}

const CASES: &[Case] = &[
    Case {
        name: "tier_redis",
        source: "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", tier = redis)]\nasync fn f(id: u64) -> u64 {\n    id\n}\nfn main() { drop(f(1)); }\n",
        what: "tier `redis`",
        feature: "redis",
        at: "redis",
    },
    Case {
        name: "flight_cluster",
        source: "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", flight = cluster)]\nasync fn f(id: u64) -> u64 {\n    id\n}\nfn main() { drop(f(1)); }\n",
        what: "flight `cluster`",
        feature: "redis",
        at: "flight",
    },
    Case {
        name: "hard_timeout",
        source: "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", hard_timeout = \"2s\")]\nasync fn f(id: u64) -> Result<u64, std::fmt::Error> {\n    Ok(id)\n}\nfn main() { drop(f(1)); }\n",
        what: "`hard_timeout`",
        feature: "resilience",
        at: "hard_timeout",
    },
    Case {
        name: "write_behind",
        source: "#[gambeson::cached(ttl = \"5m\", key = \"f:{id}\", strategy = write_behind, handle = Ids)]\nasync fn save(id: u64) -> Result<(), String> {\n    drop(id);\n    Ok(())\n}\nfn main() {}\n",
        what: "`strategy = write_behind`",
        feature: "write-behind",
        at: "write_behind",
    },
];

#[test]
fn what_needs_a_feature_names_it_once_and_where_it_is_asked_for() {
    let sources: Vec<(String, String)> = CASES
        .iter()
        .map(|case| (case.name.to_owned(), case.source.to_owned()))
        .collect();
    let reports = check("features", "2024", "gambeson = { {gambeson} }", &sources);
    for case in CASES {
        let all = &reports[case.name];
        let found: Vec<_> = all.iter().filter(|found| found.level == "error").collect();
        assert_eq!(found.len(), 1, "{}: {all:?}", case.name);
        assert_eq!(
            found[0].message,
            format!(
                "{} needs the `{feature}` feature: `gambeson = {{ version = \"{}.{}\", features = [\"{feature}\"] }}`",
                case.what,
                env!("CARGO_PKG_VERSION_MAJOR"),
                env!("CARGO_PKG_VERSION_MINOR"),
                feature = case.feature,
            )
        );
        let attribute = case.source.lines().next().expect("a line");
        let column = attribute.rfind(case.at).expect("the word") as u64 + 1;
        let end = column + case.at.len() as u64;
        assert_eq!(found[0].places, [[1, column, 1, end]], "{}", case.name);
    }
}
