//! What the first characters of a shape can be: one comparison refuses nearly every text.

/// The classes of the first sixteen characters, four bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct First(u64);

const DIGIT: u64 = 1;
const UPPER: u64 = 2;
const LOWER: u64 = 4;
/// Everything else, and the end of the text.
const OTHER: u64 = 8;
const ANY: u64 = DIGIT | UPPER | LOWER | OTHER;

/// How many characters are looked at.
const PLACES: u32 = 16;

const fn class(byte: u8) -> u64 {
    match byte {
        b'0'..=b'9' => DIGIT,
        b'A'..=b'Z' => UPPER,
        b'a'..=b'z' => LOWER,
        _ => OTHER,
    }
}

/// What turns `OTHER` into the class of each byte.
const FROM_OTHER: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = OTHER ^ class(byte);
        byte += 1;
    }
    table
};

impl First {
    /// Of a text, at a place.
    pub(super) fn of_text(text: &[u8], at: usize) -> Self {
        let stretch = text.get(at..).unwrap_or_default();
        let mut classes = 0x8888_8888_8888_8888;
        for (place, byte) in (0..PLACES).zip(stretch) {
            let turn = FROM_OTHER.get(usize::from(*byte)).copied().unwrap_or(0);
            classes ^= turn << (4 * place);
        }
        First(classes)
    }

    /// Of all the texts that have a shape. A number is not followed by a letter or a digit. A `+`
    /// stands before the first digit, where nothing is compared.
    pub(super) fn of_shape(shape: &str) -> Self {
        let shape = shape.strip_prefix('+').unwrap_or(shape);
        let mut first = First(0);
        // The places at which the next element can stand, a bit each.
        let mut places = 1_u64;
        let mut behind = shape.as_bytes();
        while let Some((&element, rest)) = behind.split_first() {
            let (least, most, rest) = super::shape::count(rest);
            let optional = element == b'_' || rest.first() == Some(&b'?');
            let least = if optional { 0 } else { least };
            let class = match element {
                b'#' => DIGIT,
                b'A' => UPPER,
                b'a' => UPPER | LOWER,
                b'x' => DIGIT | UPPER | LOWER,
                b'_' | b'~' => OTHER,
                literal => self::class(literal),
            };
            places = first.allow(places, class, least, most);
            behind = rest.strip_prefix(b"?").unwrap_or(rest);
        }
        let beyond = first.allow(places, OTHER, 1, 1);
        first.allow(beyond, ANY, 1, PLACES as usize);
        first
    }

    /// Whether a text that begins like this can have the shape.
    pub(super) fn fits(self, shape: First) -> bool {
        self.0 & !shape.0 == 0
    }

    /// Allows a class as often as it is repeated, and returns the places behind it.
    fn allow(&mut self, places: u64, class: u64, least: usize, most: usize) -> u64 {
        let mut behind = if least == 0 { places } else { 0 };
        let mut at = places;
        for times in 1..=most {
            for place in (0..PLACES).filter(|place| at >> place & 1 == 1) {
                self.0 |= class << (4 * place);
            }
            // What lies beyond the last place is not compared.
            at = at << 1 & ((1 << PLACES) - 1);
            if times >= least {
                behind |= at;
            }
        }
        behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(text: &str, shape: &str) -> bool {
        First::of_text(text.as_bytes(), 0).fits(First::of_shape(shape))
    }

    #[test]
    fn what_has_a_shape_begins_like_it() {
        for (text, shape) in [
            ("123456789", "#{9}"),
            ("123456789 and", "#{9}"),
            ("1234-5", "####~#"),
            ("12345678", "#{6,14}"),
            ("12345678901234567890", "#{15,20}"),
            ("AB 12", "aa ?##"),
            ("ab12.", "aa ?##"),
            ("123.45", "###_##"),
            ("12345", "###_##"),
            ("90 1", "+90_#"),
            ("DE123", "DE_###"),
        ] {
            assert!(fits(text, shape), "{text} {shape}");
        }
    }

    #[test]
    fn what_begins_otherwise_is_refused() {
        for (text, shape) in [
            ("1234567890", "#{9}"),
            ("12345678", "#{9}"),
            ("1234 5", "#####"),
            ("12345", "#{6,14}"),
            ("a123", "A###"),
            ("AB12C", "aa ?##"),
            ("", "#"),
        ] {
            assert!(!fits(text, shape), "{text} {shape}");
        }
    }
}
