//! How the account number of each country is built: 89 rows of the registry of SWIFT.

/// `n`: digits; `a`: capital letters; `c`: both. A number with its letter is a run.
const COUNTRIES: [(&[u8; 2], &[u8]); 89] = [
    (b"AD", b"8n12c"),
    (b"AE", b"19n"),
    (b"AL", b"8n16c"),
    (b"AT", b"16n"),
    (b"AZ", b"4a20c"),
    (b"BA", b"16n"),
    (b"BE", b"12n"),
    (b"BG", b"4a6n8c"),
    (b"BH", b"4a14c"),
    (b"BI", b"23n"),
    (b"BR", b"23n1a1c"),
    (b"BY", b"4c4n16c"),
    (b"CH", b"5n12c"),
    (b"CR", b"18n"),
    (b"CY", b"8n16c"),
    (b"CZ", b"20n"),
    (b"DE", b"18n"),
    (b"DJ", b"23n"),
    (b"DK", b"14n"),
    (b"DO", b"4c20n"),
    (b"EE", b"16n"),
    (b"EG", b"25n"),
    (b"ES", b"20n"),
    (b"FI", b"14n"),
    (b"FK", b"2a12n"),
    (b"FO", b"14n"),
    (b"FR", b"10n11c2n"),
    (b"GB", b"4a14n"),
    (b"GE", b"2a16n"),
    (b"GI", b"4a15c"),
    (b"GL", b"14n"),
    (b"GR", b"7n16c"),
    (b"GT", b"24c"),
    (b"HN", b"4a20n"),
    (b"HR", b"17n"),
    (b"HU", b"24n"),
    (b"IE", b"4a14n"),
    (b"IL", b"19n"),
    (b"IQ", b"4a15n"),
    (b"IS", b"22n"),
    (b"IT", b"1a10n12c"),
    (b"JO", b"4a4n18c"),
    (b"KW", b"4a22c"),
    (b"KZ", b"3n13c"),
    (b"LB", b"4n20c"),
    (b"LC", b"4a24c"),
    (b"LI", b"5n12c"),
    (b"LT", b"16n"),
    (b"LU", b"3n13c"),
    (b"LV", b"4a13c"),
    (b"LY", b"21n"),
    (b"MC", b"10n11c2n"),
    (b"MD", b"20c"),
    (b"ME", b"18n"),
    (b"MK", b"3n10c2n"),
    (b"MN", b"16n"),
    (b"MR", b"23n"),
    (b"MT", b"4a5n18c"),
    (b"MU", b"4a19n3a"),
    (b"NI", b"4a20n"),
    (b"NL", b"4a10n"),
    (b"NO", b"11n"),
    (b"OM", b"3n16c"),
    (b"PK", b"4a16c"),
    (b"PL", b"24n"),
    (b"PS", b"4a21c"),
    (b"PT", b"21n"),
    (b"QA", b"4a21c"),
    (b"RO", b"4a16c"),
    (b"RS", b"18n"),
    (b"RU", b"14n15c"),
    (b"SA", b"2n18c"),
    (b"SC", b"4a20n3a"),
    (b"SD", b"14n"),
    (b"SE", b"20n"),
    (b"SI", b"15n"),
    (b"SK", b"20n"),
    (b"SM", b"1a10n12c"),
    (b"SO", b"19n"),
    (b"ST", b"21n"),
    (b"SV", b"4a20n"),
    (b"TL", b"19n"),
    (b"TN", b"20n"),
    (b"TR", b"6n16c"),
    (b"UA", b"6n19c"),
    (b"VA", b"18n"),
    (b"VG", b"4a16n"),
    (b"XK", b"16n"),
    (b"YE", b"4a4n18c"),
];

/// The structure behind the country and the two check digits.
pub(super) fn structure(country: [u8; 2]) -> Option<&'static [u8]> {
    let place = COUNTRIES
        .binary_search_by_key(&country, |(name, _)| **name)
        .ok()?;
    COUNTRIES.get(place).map(|(_, structure)| *structure)
}

/// Whether the two letters are of a country that has such numbers: a bit each.
#[inline]
pub(super) fn is_country(country: [u8; 2]) -> bool {
    has(&KNOWN, country)
}

#[inline]
fn has(rows: &[u32; 26], country: [u8; 2]) -> bool {
    let [first, second] = country.map(|letter| letter.wrapping_sub(b'A'));
    let row = rows.get(usize::from(first)).copied().unwrap_or(0);
    second < 26 && row & (1 << second) != 0
}

/// The class of the first run.
const fn class(structure: &[u8]) -> u8 {
    let mut at = 0;
    while structure[at].is_ascii_digit() {
        at += 1;
    }
    structure[at]
}

/// Whether a digit follows the check digits.
#[inline]
pub(super) fn begins_with_digits(country: [u8; 2]) -> bool {
    has(&DIGITS, country)
}

const KNOWN: [u32; 26] = rows(false);
const DIGITS: [u32; 26] = rows(true);

/// A bit for each country, or for each whose number begins with digits.
const fn rows(digits: bool) -> [u32; 26] {
    let mut rows = [0; 26];
    let mut at = 0;
    while at < COUNTRIES.len() {
        let [first, second] = *COUNTRIES[at].0;
        if !digits || class(COUNTRIES[at].1) == b'n' {
            rows[(first - b'A') as usize] |= 1 << (second - b'A');
        }
        at += 1;
    }
    rows
}

/// The runs of a structure: how many characters, and of which class.
pub(super) fn runs(structure: &[u8]) -> impl Iterator<Item = (usize, u8)> + '_ {
    structure
        .split_inclusive(u8::is_ascii_lowercase)
        .filter_map(|run| {
            let (class, digits) = run.split_last()?;
            let count = digits.iter().fold(0, |count, digit| {
                count * 10 + usize::from(digit.wrapping_sub(b'0'))
            });
            Some((count, *class))
        })
}
