use crate::mask::Masker;

fn masked(text: &str) -> String {
    Masker::default().mask(text).into_owned()
}

#[test]
fn an_address_keeps_its_first_character_and_its_domain() {
    assert_eq!(
        masked("to john.doe@example.com, now"),
        "to j***@example.com, now"
    );
}
