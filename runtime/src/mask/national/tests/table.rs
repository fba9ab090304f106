//! The table of kinds in the documentation is what the code says.

use std::fmt::Write as _;

use super::{Confidence, Kind, Strictness, published, rows, rules, scan};

const TABLE: &str = include_str!("../../../../docs/kinds.md");
const SOURCE: &str = include_str!("../../kind.rs");

const PACKS: &[(&str, &[Kind])] = &[
    ("AU", Kind::AU),
    ("BE", Kind::BE),
    ("BR", Kind::BR),
    ("CA", Kind::CA),
    ("CH", Kind::CH),
    ("CN", Kind::CN),
    ("DE", Kind::DE),
    ("DK", Kind::DK),
    ("ES", Kind::ES),
    ("FI", Kind::FI),
    ("FR", Kind::FR),
    ("IN", Kind::IN),
    ("IT", Kind::IT),
    ("KR", Kind::KR),
    ("NG", Kind::NG),
    ("NL", Kind::NL),
    ("PH", Kind::PH),
    ("PL", Kind::PL),
    ("PT", Kind::PT),
    ("SE", Kind::SE),
    ("SG", Kind::SG),
    ("TH", Kind::TH),
    ("TR", Kind::TR),
    ("TW", Kind::TW),
    ("UK", Kind::UK),
    ("US", Kind::US),
    ("ZA", Kind::ZA),
];

#[test]
fn the_table_of_kinds_in_the_documentation_is_what_the_code_says() {
    let generated = generated();
    if let Ok(path) = std::env::var("KINDS_TABLE") {
        std::fs::write(path, &generated).unwrap();
    }
    assert_eq!(
        TABLE, generated,
        "KINDS_TABLE=runtime/docs/kinds.md writes it"
    );
}

fn generated() -> String {
    let mut table =
        "| kind | what | pack | on | what decides |\n|---|---|---|---|---|\n".to_owned();
    for &kind in Kind::ALL {
        let packs = PACKS.iter().filter(|(_, kinds)| kinds.contains(&kind));
        let pack = packs
            .map(|(name, _)| format!("`{name}`"))
            .collect::<Vec<_>>();
        let on = if Kind::DEFAULT.contains(&kind) {
            "yes"
        } else {
            ""
        };
        let (name, what, pack, decides) = (kind.name(), what(kind), pack.join(", "), decides(kind));
        writeln!(table, "| `{name}` | {what} | {pack} | {on} | {decides} |").unwrap();
    }
    table
}

/// The first sentence of the kind's documentation.
fn what(kind: Kind) -> String {
    let name = format!(" = \"{}\",", kind.name());
    let lines: Vec<&str> = SOURCE.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| line.ends_with(&name)).unwrap();
    let docs = lines[..at]
        .iter()
        .rev()
        .map_while(|line| line.strip_prefix("/// "));
    let mut docs: Vec<&str> = docs.collect();
    docs.reverse();
    let docs = docs.join(" ");
    let first = docs.split_inclusive(". ").next().unwrap_or_default();
    let first = first.split(';').next().unwrap_or_default();
    first.trim().trim_end_matches('.').to_owned()
}

fn decides(kind: Kind) -> String {
    general(kind).map_or_else(|| national(kind), str::to_owned)
}

/// By the samples of authorities and public suites, without a word around them.
fn national(kind: Kind) -> String {
    let samples = rows::ROWS.iter().chain(published::ROWS);
    let samples = samples.filter(|(name, ..)| *name == kind.name());
    let mut found: Vec<Confidence> = samples
        .flat_map(|(_, _, expected)| expected.iter())
        .flat_map(|sample| scan(sample.as_bytes(), &rules(&[kind], Strictness::Balanced)))
        .map(|found| found.confidence)
        .collect();
    found.sort_unstable();
    found.dedup();
    assert!(!found.is_empty(), "there is no sample of {kind}");
    let said = found.iter().rev().map(|confidence| match confidence {
        Confidence::High => "checksum",
        Confidence::Medium => "structure",
        Confidence::Low => "shape; `Strict`: a word before it",
    });
    said.collect::<Vec<_>>().join(", or ")
}

fn general(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Email | Kind::Uuid => "shape",
        Kind::Card => {
            "shape; bare digits: a checksum, or sixteen that begin with 4 or 5; `Strict`: a checksum"
        }
        Kind::Phone | Kind::Ssn => {
            "shape; bare digits: a word before them, or the kind named; `Strict`: also structure"
        }
        Kind::Iban => "checksum, or the word `iban` directly before it; `Strict`: a checksum",
        Kind::Ip | Kind::Mac | Kind::Jwt | Kind::UrlCredentials | Kind::PrivateKey | Kind::Url => {
            "structure"
        }
        Kind::Password => "the name before it",
        Kind::Authorization => "the scheme before it",
        Kind::Token => "prefix and length",
        Kind::Cookie => "the name of the cookie, in a line of cookies",
        Kind::HighEntropy => "length and variety; only in `Eager`",
        Kind::Custom => "the pattern",
        Kind::UserPath => "`/home/`, `/Users/`, `C:\\Users\\` before it",
        _ => return None,
    })
}
