use crate::mask::Kind;
use crate::mask::number::tests::driver::{DEFAULT, rules, texts};
use crate::mask::rules::Strictness;

fn found(text: &str, strictness: Strictness) -> Vec<String> {
    let found = texts(&rules(&DEFAULT, &[], strictness), text);
    let ibans = found.into_iter().filter(|(kind, _)| *kind == Kind::Iban);
    ibans.map(|(_, text)| text).collect()
}

#[test]
fn a_number_with_its_countrys_structure_and_checksum_is_found() {
    for number in [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "DE89-3704-0044-0532-0130-00",
        "de89370400440532013000",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "NO93 8601 1117 947",
        "SV62CENR00000000000000700025",
        "RU0304452522540817810538091310419",
    ] {
        let text = format!("pay to {number} X today");
        assert_eq!(found(&text, Strictness::Strict), [number], "{number}");
    }
}

#[test]
fn one_wrong_character_is_enough_to_leave_it() {
    for text in [
        "DE89370400440532013001",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "GB29 1WBK 6016 1331 9268 19",
        "GI75 aWBK 0000 0000 7099 453",
        "AB150120690000003111141",
        "fooNO9386011117947",
    ] {
        assert_eq!(found(text, Strictness::Balanced), [""; 0], "{text}");
    }
}

#[test]
fn directly_behind_the_word_the_structure_is_enough() {
    let text = "some iban: DE33286483480880127754!";
    assert_eq!(
        found(text, Strictness::Balanced),
        ["DE33286483480880127754"]
    );
    assert_eq!(found(text, Strictness::Strict), [""; 0]);
    assert_eq!(
        found("some iban: NO938601111794!", Strictness::Balanced),
        [""; 0]
    );
}
