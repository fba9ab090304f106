use crate::mask::Kind;
use crate::mask::number::tests::driver::{rules, texts};
use crate::mask::rules::Strictness;

fn found(kind: Kind, text: &str) -> Vec<String> {
    let found = texts(&rules(&[kind], &[kind], Strictness::Balanced), text);
    found.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn addresses_of_the_internet_are_found_with_zone_and_prefix() {
    for address in [
        "192.168.0.1",
        "10.0.0.0/8",
        "2001:db8::1",
        "::ffff:192.0.2.1",
        "2001:db8:0:0:0:0:192.168.1.1",
        "fe80::1%eth0/64",
        "::",
        "::/0",
    ] {
        assert_eq!(found(Kind::Ip, &format!("from {address} to")), [address]);
    }
    assert_eq!(found(Kind::Ip, "[2001:db8::1]:8080"), ["2001:db8::1"]);
    assert_eq!(found(Kind::Ip, "192.168.1.1.1"), ["192.168.1.1"]);
    assert_eq!(found(Kind::Ip, "10.0.0.0/123"), ["10.0.0.0"]);
}

#[test]
fn paths_times_and_versions_are_no_addresses() {
    for text in [
        "std::cout",
        "de::ad",
        "foo::1",
        ":::",
        "12:34:56",
        "1:2:3:4",
        "10.0.19045.3693",
        "192.168.1.256",
        "2001::db8::1",
        "::ffff:256.0.0.1",
        "text192.168.1.1",
        "fe80::1text",
    ] {
        assert_eq!(found(Kind::Ip, text), [""; 0], "{text}");
    }
}

#[test]
fn hardware_addresses_are_found_in_their_three_forms() {
    for address in ["00:1a:2b:3c:4d:5e", "00-1A-2B-3C-4D-5E", "0012.3456.789a"] {
        assert_eq!(found(Kind::Mac, &format!("ether {address}.")), [address]);
    }
    for text in [
        "00:1A:2B:3C:4D",
        "FF:FF:FF:FF:FF:FF",
        "00:1A:2B:3C:4D:5E:6F:70",
    ] {
        assert_eq!(found(Kind::Mac, text), [""; 0], "{text}");
    }
}
