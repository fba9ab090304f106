//! The words by which a name tells that its value is sensitive, and how they are read.
//!
//! This file names nothing but `core`: the macros have a copy of it, byte for byte, so that the
//! derive decides at compile time as text and JSON are decided over at run time.

/// How much of a name is looked at: its last bytes.
const LOOKED_AT: usize = 48;
/// The same in parts of eight bytes, and as much as the longest word of the lists behind it.
const ROOM: usize = (LOOKED_AT + LONGEST) / 8;
/// Bytes of the longest word of the lists.
const LONGEST: usize = 16;
/// How many of its words.
const MOST_WORDS: usize = 16;

/// Sensitive wherever it stands, alone or put together from two or three words.
const STRONG: u16 = 1;
/// The same, but not as a part of a longer word.
const WEAK: u16 = 1 << 1;
/// Sensitive at the end.
const TOKEN: u16 = 1 << 2;
/// Sensitive at the end, behind a word that says that it opens something.
const KEY: u16 = 1 << 3;
/// Sensitive at the end: too usual to be more.
const LAST: u16 = 1 << 4;
/// At the end: told about a secret, and no secret.
const ABOUT: u16 = 1 << 5;
/// Directly before: nothing secret about this one.
const NEUTRAL: u16 = 1 << 6;
/// Before `key`: it opens something.
const OPENS: u16 = 1 << 7;
/// May follow what stands at the end.
const TRAILS: u16 = 1 << 8;
/// At the beginning: a question or a switch.
const ASKS: u16 = 1 << 9;
/// Sensitive anywhere in the name of a cookie.
const COOKIE: u16 = 1 << 10;
/// Also ends names in plain text, where only the end of a name is looked at first.
const ENDS: u16 = 1 << 11;

/// Words of at most sixteen bytes. What belongs together is written as one word.
const LISTS: &[(u16, &str)] = &[
    (
        STRONG,
        "password passwords passwd passwds passwort passphrase passphrases passcode passcodes \
         passkey passwrd passw pswd psword pword pwrd pwd pwds kennwort senha contrasena \
         contraseña wachtwoord motdepasse пароль 密码 密碼 비밀번호 \
         apikey apikeys apisecret privatekey privatekeys privkey secretkey secretkeys accesskey \
         accesskeys encryptionkey decryptionkey signingkey masterkey clientkey sharedkey \
         presharedkey sessionkey keyphrase authorization authorisation codeverifier clientassertion \
         samlresponse samlassertion otp totp hotp otpauth twofactor securityanswer secretanswer \
         authcode devicecode mfacode 2facode smscode resetcode logincode magiclink onetimecode \
         onetimepin verificationcode securitycode backupcode backupcodes recoverycode \
         recoverycodes recoveryphrase seedphrase mnemonicphrase walletseed pincode pinnumber \
         cvv cvc cvn cardnumber cardnum cardno ccnumber ccnum creditcard creditcards debitcard \
         ssn socialsecurity taxid taxnumber iban bankaccount accountnumber routingnumber \
         passportnumber passportno amzsignature googsignature hubsignature slacksignature \
         svixsignature workossignature stripesignature webhooksignature \
         driverlicense driverslicense driverlicence \
         sessionid sessid phpsessid jsessionid connectsid sessioncookie \
         bindpw rootpw userpw dbpass userpass sshpass rootpass adminpass smtppass mailpass \
         ftppass pgpass redispass loginpass keypass storepass",
    ),
    (WEAK, "secret secrets credential credentials creds"),
    (TOKEN, "token"),
    (KEY, "key keys tokens"),
    (
        LAST,
        "pass pin auth pw psk jwt bearer cookie cookies mnemonic",
    ),
    (
        ABOUT,
        "id ids name names length len size sizes url urls uri uris link links href file files \
         filename path paths dir directory folder type types kind kinds endpoint endpoints count \
         counts counter policy policies rule rules field fields label hint placeholder title \
         description desc format version versions status state valid invalid validity validated \
         verified expiry expires expiration expired at on in by date time timestamp datetime ttl \
         timeout age lifetime duration seconds secs minutes hours days ms limit limits max min \
         maximum minimum required optional enabled disabled exists present changed updated \
         created modified rotated revoked issued used last attempts attempt retries tries \
         strength score error errors message messages method methods algorithm algorithms algo \
         alg mode provider providers issuer audience scope scopes region location source sources \
         prefix header headers param parameter params column index idx alias aliases arn ref refs \
         reference selector store stores storage manager service server host hostname port \
         generator validator encoder decoder hasher factory handler checker class module settings \
         options option config configuration regex pattern template charset chars visible \
         visibility usage info metadata meta category group groups total remaining quota budget \
         rate cost price fee amount owner user username fingerprint thumbprint checksum md5 env \
         var variable variables event events less list reader writer rotation management vault \
         needed supported support strategy step stage screen view form input button prompt \
         requirement requirements complexity similarity parser lexer stream color icon image",
    ),
    (
        NEUTRAL,
        "public publishable pub page next prev previous continuation cursor sync pad eos bos unk \
         sep cls mask start end stop first second single multi special rolling syntax lexer \
         parser operator punct ident literal keyword brace bracket paren delim comma semi colon \
         dot eq and or not star pound lt gt arrow question bang tilde underscore fn let mut ref \
         struct enum union trait impl for if else match while loop return break mod const type \
         where unsafe async await try in as dyn extern macro render boarding season parking gpio \
         led tx rx clk clock cs miso mosi sck sda scl analog digital accept allow",
    ),
    (
        OPENS,
        "api private priv secret access encryption encrypt decryption crypt crypto cipher aes des \
         rsa dsa ec ecdsa ed hmac signing sign signature jwt jwe jws cookie token symmetric \
         session shared preshared master root admin write ingest ingestion instrumentation auth \
         authentication authorization oauth login security password client server tls ssl ssh pgp \
         gpg pem cert certificate merchant gateway payment integration subscription function \
         functions device app application consumer developer dev partner account license licence \
         activation deploy recovery wallet webhook wrapping bearer refresh vapid wpa wifi bot \
         role customer aws azure gcp google openai anthropic claude gemini cohere mistral groq \
         deepseek huggingface hf replicate sendgrid twilio stripe paypal braintree square adyen \
         mailgun mailchimp postmark github gitlab bitbucket slack discord telegram datadog dd \
         newrelic algolia cloudinary cloudflare firebase fcm mapbox sentry rollbar bugsnag pusher \
         heroku digitalocean supabase linear notion airtable shopify okta pagerduty opsgenie \
         vercel netlify amplitude mixpanel intercom zendesk hubspot plaid coinbase binance kraken \
         etherscan infura alchemy",
    ),
    (
        TRAILS,
        "value values secret hash hashed digest string str raw data plain plaintext encrypted \
         encoded base b hex pem prod production dev development test testing live sandbox staging \
         local new old current default backup primary secondary here code jwt bearer confirm \
         confirmation again repeat number base next previous key token",
    ),
    (
        ENDS,
        "hash new old confirm confirmation again repeat here array pem sig _id -id _no -no",
    ),
    (
        ASKS,
        "has is are with without needs need should can may must allow allows allowed require \
         requires required show shows hide hides enable enables enabled disable disables disabled \
         use uses no skip ignore ignores forgot supports support check checks num count",
    ),
    (
        COOKIE,
        "session sessions sess sid ssid csrf xsrf jwt auth sso saml remember rememberme symfony \
         aspxauth logged tgc ticket cftoken cfid su sudo login clearance identity",
    ),
];

/// How a longer word may end, and what it is then.
const ENDINGS: [(Part, u16); 12] = [
    (part(b"password"), STRONG),
    (part(b"passwd"), STRONG),
    (part(b"passwort"), STRONG),
    (part(b"passphrase"), STRONG),
    (part(b"passcode"), STRONG),
    (part(b"pwd"), STRONG),
    (part(b"secret"), STRONG),
    (part(b"credentials"), STRONG),
    (part(b"sessionid"), STRONG),
    (part(b"sessid"), STRONG),
    (part(b"token"), TOKEN),
    (part(b"key"), KEY),
];
/// How a longer word may begin.
const BEGINNINGS: [Part; 5] = [
    part(b"password"),
    part(b"passwd"),
    part(b"passphrase"),
    part(b"apikey"),
    part(b"cardnumber"),
];
/// What opens something, as the end of what stands before `key` in one word.
const OPENS_WITHIN: [Part; 5] = [
    part(b"api"),
    part(b"private"),
    part(b"secret"),
    part(b"access"),
    part(b"encryption"),
];
/// How the name of a cookie may end.
const COOKIE_ENDINGS: [Part; 11] = [
    part(b"sid"),
    part(b"session"),
    part(b"sessionid"),
    part(b"sessid"),
    part(b"sess"),
    part(b"csrf"),
    part(b"xsrf"),
    part(b"jwt"),
    part(b"token"),
    part(b"auth"),
    part(b"secret"),
];
/// The letters that they end with.
const COOKIE_LAST: u32 = {
    let mut letters = 0;
    let mut at = 0;
    while at < COOKIE_ENDINGS.len() {
        let ending = COOKIE_ENDINGS[at];
        letters |= 1 << (ending.packed >> (8 * (ending.length - 1)) & 31);
        at += 1;
    }
    letters
};

/// Up to sixteen letters, the first of them lowest.
type Packed = u128;

/// The end or the beginning of a word.
#[derive(Clone, Copy)]
struct Part {
    packed: Packed,
    length: usize,
}

const fn part(letters: &[u8]) -> Part {
    Part {
        packed: packed(letters),
        length: letters.len(),
    }
}

impl Part {
    fn begins(self, head: Packed) -> bool {
        first_letters(head, self.length) == self.packed
    }

    /// `tail` has its last letter highest.
    fn ends(self, tail: Packed) -> bool {
        tail >> (8 * (LONGEST - self.length)) == self.packed
    }
}

/// Two of three are free, so that most words that are not there meet a free one at once.
const SLOTS: usize = 2048;

struct Dictionary {
    words: [Packed; SLOTS],
    flags: [u16; SLOTS],
}

static DICTIONARY: Dictionary = dictionary();

#[expect(clippy::large_stack_arrays, reason = "made when this is compiled")]
const fn dictionary() -> Dictionary {
    let mut made = Dictionary {
        words: [0; SLOTS],
        flags: [0; SLOTS],
    };
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            assert!(word.len() <= LONGEST, "a word that is too long");
            if !word.is_empty() {
                let word = packed(word);
                let mut slot = hash(word);
                while made.words[slot] != 0 && made.words[slot] != word {
                    slot = (slot + 1) % SLOTS;
                }
                made.words[slot] = word;
                made.flags[slot] |= flag;
            }
        }
        list += 1;
    }
    made
}

/// What stands before the first space, and what stands behind it.
const fn first_word(text: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < text.len() && text[end] != b' ' {
        end += 1;
    }
    let (word, rest) = text.split_at(end);
    match rest {
        [_, rest @ ..] => (word, rest),
        [] => (word, rest),
    }
}

const fn packed(word: &[u8]) -> Packed {
    let mut packed = 0;
    let mut at = 0;
    while at < word.len() {
        packed |= (word[at] as Packed) << (8 * at);
        at += 1;
    }
    packed
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a hash keeps what it needs"
)]
const fn hash(word: Packed) -> usize {
    let folded = word as u64 ^ ((word >> 64) as u64).rotate_left(23);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize % SLOTS
}

/// What is known of a word that is not empty.
#[inline]
fn look_up(word: Packed) -> u16 {
    let mut slot = hash(word);
    loop {
        match (DICTIONARY.words.get(slot), DICTIONARY.flags.get(slot)) {
            (Some(&known), Some(&flags)) if known == word => return flags,
            (Some(0) | None, _) | (_, None) => return 0,
            _ => slot = (slot + 1) % SLOTS,
        }
    }
}

/// For the first letter of each strong word, with which letters such words end: so few that two
/// words together are seldom looked up.
static STRONG_ENDS: [u32; 32] = strong_ends();

const fn strong_ends() -> [u32; 32] {
    let mut ends = [0; 32];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & STRONG != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            if let [first, .., last] = *word {
                ends[(first & 31) as usize] |= 1 << (last & 31);
            }
        }
        list += 1;
    }
    ends
}

/// What the bytes of a name are, a bit for each.
#[derive(Clone, Copy, Debug, Default)]
struct Shapes {
    upper: u64,
    lower: u64,
    digit: u64,
    /// All of them, and what is not ASCII: it belongs to the word around it, of a script of which
    /// nothing is known here.
    word: u64,
}

impl Shapes {
    /// Reads eight bytes, of which the first is byte `at` of the name, and gives them in lower
    /// case. All eight are looked at in one: a sum has its highest bit if a byte is that large.
    #[inline]
    fn read(&mut self, eight: u64, at: usize) -> u64 {
        const EACH: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = 0x80 * EACH;
        let low = eight & !HIGH;
        let within = |first: u8, last: u8| {
            let from = low + EACH * u64::from(0x80 - first);
            let behind = low + EACH * u64::from(0x7F - last);
            from & !behind & !eight & HIGH
        };
        let upper = within(b'A', b'Z');
        let lower = within(b'a', b'z');
        let digit = within(b'0', b'9');
        // The highest bits of eight bytes, side by side.
        let bits = |high: u64| ((high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << at;
        self.upper |= bits(upper);
        self.lower |= bits(lower);
        self.digit |= bits(digit);
        self.word |= bits(upper | lower | digit | eight & HIGH);
        eight | upper >> 2
    }

    /// Where words begin: behind what is no letter, at a capital behind what is none, and at the
    /// last capital of several: `APIKey`.
    #[inline]
    fn begins(&self) -> u64 {
        let last_capital = self.upper << 1 & self.lower >> 1;
        self.word & !(self.word << 1) | self.upper & ((self.word & !self.upper) << 1 | last_capital)
    }
}

/// The bytes of a name in lower case.
trait Letters {
    /// Sixteen of them from a place, the first lowest; zeros behind the end.
    fn window(&self, start: usize) -> Packed;
}

/// At most sixteen: most names, in two registers.
struct Few(Packed);

impl Letters for Few {
    #[inline]
    fn window(&self, start: usize) -> Packed {
        self.0 >> (8 * (start % LONGEST))
    }
}

/// Of a long name the last ones, eight in a part.
struct Many([u64; ROOM]);

impl Letters for Many {
    #[inline]
    fn window(&self, start: usize) -> Packed {
        let parts = self.0.get(start / 8..);
        let Some(&[a, b, c]) = parts.and_then(<[u64]>::first_chunk) else {
            return 0;
        };
        let shift = 8 * (start % 8);
        let low = a >> shift | b << 1 << (63 - shift);
        let high = b >> shift | c << 1 << (63 - shift);
        Packed::from(high) << 64 | Packed::from(low)
    }
}

/// A name cut into words: camelCase, kebab-case, `snake_case`, dotted, spaced and UPPER, in any
/// mixture.
struct Words<L> {
    letters: L,
    /// A bit per byte that begins a word.
    begins: u64,
    /// Per byte that belongs to one.
    inside: u64,
    digits: u64,
    whole: bool,
}

impl Words<Few> {
    /// None for a longer name.
    #[inline]
    fn of_few(name: &[u8]) -> Option<Self> {
        let mut shapes = Shapes::default();
        let letters = match (name.first_chunk(), name.len()) {
            (_, 17..) => return None,
            (None, _) => Packed::from(shapes.read(below_eight(name), 0)),
            (Some(first), length) => {
                let first = shapes.read(u64::from_le_bytes(*first), 0);
                let last = name
                    .last_chunk()
                    .map_or(0, |last| u64::from_le_bytes(*last));
                let last = if length == 8 {
                    0
                } else {
                    last >> (8 * (16 - length))
                };
                Packed::from(shapes.read(last, 8)) << 64 | Packed::from(first)
            }
        };
        Some(Words::cut(Few(letters), &shapes, true))
    }
}

impl Words<Many> {
    /// Of a long name the end decides.
    fn of_many(name: &[u8]) -> Self {
        let name = name.trim_ascii();
        let cut = name.len().saturating_sub(LOOKED_AT);
        let name = name.get(cut..).unwrap_or_default();
        let mut letters = [0; ROOM];
        let mut shapes = Shapes::default();
        let (eights, rest) = name.as_chunks::<8>();
        let mut parts = letters.iter_mut();
        for (number, (eight, part)) in eights.iter().zip(parts.by_ref()).enumerate() {
            *part = shapes.read(u64::from_le_bytes(*eight), 8 * number);
        }
        if let (Some(part), [_, ..]) = (parts.next(), rest) {
            *part = shapes.read(below_eight(rest), 8 * eights.len());
        }
        Words::cut(Many(letters), &shapes, cut == 0)
    }
}

impl<L: Letters> Words<L> {
    /// Where there are more words than are kept, the first of them are forgotten.
    #[inline]
    fn cut(letters: L, shapes: &Shapes, whole: bool) -> Self {
        let mut words = Words {
            letters,
            begins: shapes.begins(),
            inside: shapes.word,
            digits: shapes.digit,
            whole,
        };
        while words.count() > MOST_WORDS {
            words.begins &= words.begins - 1;
            words.whole = false;
        }
        words
    }

    #[inline]
    fn count(&self) -> usize {
        self.begins.count_ones() as usize
    }

    #[inline]
    fn each(&self) -> impl Iterator<Item = Word> {
        let mut begins = self.begins;
        core::iter::from_fn(move || {
            let word = (begins != 0).then(|| self.first(begins));
            begins &= begins.wrapping_sub(1);
            word
        })
    }

    /// The first of the words that begin at these places.
    #[inline]
    fn first(&self, begins: u64) -> Word {
        let start = begins.trailing_zeros();
        let later = begins & begins.wrapping_sub(1);
        let ends = (later | !self.inside) & u64::MAX.checked_shl(start).unwrap_or(0);
        Word::new(start, ends.trailing_zeros())
    }

    /// A word of at most sixteen letters; of a longer one, the first of them.
    #[inline]
    fn head(&self, word: Word) -> Packed {
        first_letters(self.letters.window(word.start()), word.length())
    }

    /// The last sixteen letters of a word, the last of them highest, with zeros before them.
    #[inline]
    fn tail(&self, word: Word) -> Packed {
        let window = |start| self.letters.window(start);
        match word.length() {
            0 => 0,
            length @ ..LONGEST => window(word.start()) << (8 * (LONGEST - length)),
            length => window(word.start() + length - LONGEST),
        }
    }

    /// What is known of a word.
    #[inline]
    fn look_up(&self, word: Word) -> u16 {
        if matches!(word.length(), 1..=LONGEST) {
            look_up(self.head(word))
        } else {
            0
        }
    }

    /// What is known of some words, written together.
    fn look_up_together(&self, words: &[Word]) -> u16 {
        let (mut packed, mut length) = (0, 0);
        for word in words {
            if length + word.length() > LONGEST {
                return 0;
            }
            packed |= self.head(*word) << (8 * length);
            length += word.length();
        }
        if length == 0 { 0 } else { look_up(packed) }
    }

    /// Whether some words are a strong one, written together.
    #[inline]
    fn are_strong_together(&self, words: &[Word]) -> bool {
        let ([first, ..], [.., last]) = (words, words) else {
            return false;
        };
        let [first, ..] = self.letters.window(first.start()).to_le_bytes();
        let last = last.start() + last.length().saturating_sub(1);
        let [last, ..] = self.letters.window(last).to_le_bytes();
        let ends = STRONG_ENDS.get(usize::from(first & 31)).unwrap_or(&0);
        ends >> (last & 31) & 1 != 0 && self.look_up_together(words) & STRONG != 0
    }

    #[inline]
    fn are_sensitive(&self) -> bool {
        // One word is the end and the beginning.
        if self.begins & self.begins.wrapping_sub(1) == 0 {
            let flags = self.begins != 0 && {
                self.flags(self.first(self.begins)) & (STRONG | WEAK | TOKEN | LAST) != 0
            };
            return flags;
        }
        self.means(Meaning::is_sensitive)
    }

    /// What the words are, for a question about it. It stays where it is written, because what is
    /// moved as soon as it is written has to be waited for.
    #[inline]
    fn means<'a>(&'a self, question: impl FnOnce(&Meaning<'a, L>) -> bool) -> bool {
        let mut meaning = Meaning {
            name: self,
            words: [Word::default(); MOST_WORDS],
            flags: [0; MOST_WORDS],
            count: self.count(),
            any: 0,
        };
        let places = meaning.words.iter_mut().zip(&mut meaning.flags);
        for ((to, flags), word) in places.zip(self.each()) {
            *to = word;
            *flags = self.flags(word);
            meaning.any |= *flags;
        }
        question(&meaning)
    }

    fn are_sensitive_of_a_cookie(&self) -> bool {
        if self.begins & self.begins.wrapping_sub(1) == 0 {
            if self.begins == 0 {
                return false;
            }
            let flags = self.flags(self.first(self.begins));
            let sensitive = flags & (STRONG | WEAK | TOKEN | LAST) != 0;
            let cookie = flags & COOKIE != 0 || self.end_as_cookies_do();
            return sensitive || flags & ABOUT == 0 && cookie;
        }
        self.means(|meaning| {
            let ends = meaning.any & COOKIE != 0 || self.end_as_cookies_do();
            meaning.is_sensitive() || !meaning.is_about_something() && ends
        })
    }

    fn end_as_cookies_do(&self) -> bool {
        let (mut tail, mut length) = (0, 0);
        let mut begins = self.begins;
        while length < LONGEST
            && let Some(last) = begins.checked_ilog2()
        {
            let word = self.first(self.begins & u64::MAX << last);
            tail |= self.tail(word) >> (8 * length);
            length += word.length();
            begins ^= 1 << last;
        }
        let [.., last] = tail.to_le_bytes();
        COOKIE_LAST >> (last & 31) & 1 != 0 && COOKIE_ENDINGS.iter().any(|ending| ending.ends(tail))
    }

    /// What a word is.
    #[inline]
    fn flags(&self, word: Word) -> u16 {
        match self.look_up(word) {
            0 => self.of_other_word(word),
            flags => flags,
        }
    }

    /// A word that is not in the lists as it is. A number at the end counts for nothing:
    /// `password1`.
    #[inline]
    fn of_other_word(&self, word: Word) -> u16 {
        let end = word.start() + word.length();
        let digits = (self.digits << (64 - end)).leading_ones() as usize;
        if digits >= word.length() {
            return TRAILS;
        }
        let letters = word.without(digits);
        match if digits == 0 {
            0
        } else {
            self.look_up(letters)
        } {
            0 => self.of_long_word(letters),
            flags => flags,
        }
    }

    /// Words that are written together: `dbpassword`, `passwordhash`, `xapikey`.
    #[inline]
    fn of_long_word(&self, word: Word) -> u16 {
        let (head, tail) = (self.head(word), self.tail(word));
        if word.length() < 5 || !may_be_long(head, tail) {
            return 0;
        }
        self.of_ends(word, head, tail)
    }

    fn of_ends(&self, word: Word, head: Packed, tail: Packed) -> u16 {
        for (ending, flag) in ENDINGS {
            if ending.ends(tail) {
                let before = word.without(ending.length);
                let meaning = self.look_up(before);
                let found = match flag {
                    KEY => meaning & OPENS != 0 || opens_within(self.tail(before)),
                    TOKEN => before.length() > 1 && meaning & NEUTRAL == 0,
                    _ => meaning & ASKS == 0,
                };
                return if found { STRONG } else { 0 };
            }
        }
        let beginning = BEGINNINGS.iter().find(|beginning| beginning.begins(head));
        let behind = beginning.map(|beginning| word.behind(beginning.length));
        match behind {
            Some(behind) if self.look_up(behind) & ABOUT == 0 => STRONG,
            _ => 0,
        }
    }

    fn together(&self) -> Together {
        let mut together = Together {
            letters: [0; LOOKED_AT],
            length: 0,
            starts: 0,
            whole: self.whole,
        };
        for word in self.each() {
            together.starts |= 1 << together.length;
            for at in word.start()..word.start() + word.length() {
                let [letter, ..] = self.letters.window(at).to_le_bytes();
                if let Some(to) = together.letters.get_mut(together.length) {
                    *to = letter;
                }
                together.length += 1;
            }
        }
        together
    }
}

/// Whether the value under this name is to be masked. Any bytes; of a long name the end decides.
#[inline]
pub(crate) fn is_sensitive(name: &[u8]) -> bool {
    match Words::of_few(name) {
        Some(words) => words.are_sensitive(),
        None => Words::of_many(name).are_sensitive(),
    }
}

/// The same for the name of a cookie.
pub(crate) fn is_sensitive_cookie(name: &[u8]) -> bool {
    match Words::of_few(name) {
        Some(words) => words.are_sensitive_of_a_cookie(),
        None => Words::of_many(name).are_sensitive_of_a_cookie(),
    }
}

/// Where a word stands in its name.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    start: u8,
    length: u8,
}

impl Word {
    #[expect(clippy::cast_possible_truncation, reason = "places in 48 bytes")]
    #[inline]
    fn new(start: u32, end: u32) -> Word {
        Word {
            start: start as u8,
            length: (end - start) as u8,
        }
    }

    #[inline]
    fn start(self) -> usize {
        usize::from(self.start)
    }

    #[inline]
    fn length(self) -> usize {
        usize::from(self.length)
    }

    /// Without its first letters.
    #[inline]
    fn behind(self, first: usize) -> Word {
        let first = u8::try_from(first).unwrap_or(u8::MAX);
        Word {
            start: self.start.saturating_add(first),
            length: self.length.saturating_sub(first),
        }
    }

    /// Without its last letters.
    #[inline]
    fn without(self, last: usize) -> Word {
        let last = u8::try_from(last).unwrap_or(u8::MAX);
        Word {
            start: self.start,
            length: self.length.saturating_sub(last),
        }
    }
}

/// Fewer than eight letters.
#[inline]
fn below_eight(name: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        return first | last << (8 * (name.len() - 4));
    }
    let last_first = name.iter().rev();
    last_first.fold(0, |letters, letter| letters << 8 | u64::from(*letter))
}

/// The first letters of some: all of them, where there are no more.
#[inline]
fn first_letters(letters: Packed, length: usize) -> Packed {
    match length {
        0 => 0,
        1..LONGEST => letters & Packed::MAX >> (8 * (LONGEST - length)),
        _ => letters,
    }
}

/// The words of a name, written one behind the other: the same for all ways to write them apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Together {
    letters: [u8; LOOKED_AT],
    length: usize,
    /// A bit per letter that begins a word.
    starts: u64,
    whole: bool,
}

impl Together {
    pub(crate) fn of(name: &[u8]) -> Together {
        Words::of_many(name).together()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) fn all(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }

    pub(crate) fn last(&self) -> &[u8] {
        let start = self.starts.checked_ilog2().unwrap_or(0) as usize;
        self.all().get(start..).unwrap_or_default()
    }

    /// The same name, however its words are written apart.
    pub(crate) fn is(&self, other: &Together) -> bool {
        self.whole && other.whole && self.all() == other.all()
    }

    /// The other's words are the last ones of this name.
    pub(crate) fn ends_with(&self, other: &Together) -> bool {
        other.length > 0
            && self.all().ends_with(other.all())
            && self.starts >> (self.length - other.length) & 1 != 0
    }
}

/// What the words of a name are.
struct Meaning<'a, L> {
    name: &'a Words<L>,
    words: [Word; MOST_WORDS],
    flags: [u16; MOST_WORDS],
    count: usize,
    /// All flags there are.
    any: u16,
}

impl<L: Letters> Meaning<'_, L> {
    fn has(&self, at: usize, flag: u16) -> bool {
        self.flags.get(at).is_some_and(|flags| flags & flag != 0)
    }

    fn words(&self, from: usize, to: usize) -> &[Word] {
        self.words.get(from..to).unwrap_or_default()
    }

    #[inline]
    fn is_sensitive(&self) -> bool {
        (0..self.count).any(|at| {
            self.end_of_secret_at(at)
                .is_some_and(|end| self.stands(at, end))
        })
    }

    fn is_about_something(&self) -> bool {
        self.count > 0 && self.has(self.count - 1, ABOUT)
    }

    /// What follows and what the name begins with do not take it back.
    fn stands(&self, start: usize, end: usize) -> bool {
        let about = end < self.count && self.is_about_something();
        let asks = start > 0 && self.has(0, ASKS);
        !about && !asks
    }

    #[inline]
    fn end_of_secret_at(&self, at: usize) -> Option<usize> {
        for end in [at + 3, at + 2] {
            if end <= self.count && self.name.are_strong_together(self.words(at, end)) {
                return Some(end);
            }
        }
        if !self.has(at, STRONG | WEAK | TOKEN | LAST | KEY) {
            return None;
        }
        let neutral = at > 0 && self.has(at - 1, NEUTRAL);
        let found = if self.has(at, STRONG) {
            true
        } else if self.has(at, WEAK) {
            !neutral && !self.is_an_aim(at)
        } else if self.has(at, TOKEN | LAST) {
            !neutral && self.only_trails(at + 1)
        } else {
            self.is_opened(at) && self.only_trails(at + 1)
        };
        found.then_some(at + 1)
    }

    /// `keyVaultToStoreSecrets` says where to, not what.
    fn is_an_aim(&self, at: usize) -> bool {
        self.words(0, at)
            .iter()
            .any(|word| word.length() == 2 && self.name.head(*word) == const { packed(b"to") })
    }

    fn only_trails(&self, from: usize) -> bool {
        (from..self.count).all(|at| self.has(at, TRAILS))
    }

    /// One of the two words before, or both as one, say that the key opens something.
    fn is_opened(&self, at: usize) -> bool {
        let Some(one) = at.checked_sub(1) else {
            return false;
        };
        if self.has(one, OPENS) {
            return true;
        }
        let Some(two) = at.checked_sub(2) else {
            return false;
        };
        !self.has(one, NEUTRAL) && self.has(two, OPENS)
            || self.name.look_up_together(self.words(two, at)) & OPENS != 0
    }
}

fn opens_within(tail: Packed) -> bool {
    OPENS_WITHIN.iter().any(|end| end.ends(tail))
}

/// How the endings end, and how the beginnings begin.
#[inline]
fn may_be_long(head: Packed, tail: Packed) -> bool {
    let [first, second, ..] = head.to_le_bytes();
    let [.., before, last] = tail.to_le_bytes();
    matches!(
        [before, last],
        [b'r' | b'w' | b'i', b'd']
            | [b'r' | b'e', b't']
            | [b's' | b'd', b'e']
            | [b'l', b's']
            | [b'e', b'n' | b'y']
    ) || matches!([first, second], [b'p' | b'c', b'a'] | [b'a', b'p'])
}

/// For the last letter of what stands before `key` in one word, with which letters before it such
/// words may be sensitive.
static KEY_BEFORE: [u32; 32] = key_before();

const fn key_before() -> [u32; 32] {
    let mut before = [0; 32];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & (STRONG | OPENS) != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            match *word {
                [.., one, two, b'k', b'e', b'y'] => set_pair(&mut before, one, two),
                [.., one, two] if flag == OPENS => set_pair(&mut before, one, two),
                _ => {}
            }
        }
        list += 1;
    }
    let mut at = 0;
    while at < OPENS_WITHIN.len() {
        let [one, two] = last_two(OPENS_WITHIN[at]);
        set_pair(&mut before, one, two);
        at += 1;
    }
    before
}

const fn last_two(part: Part) -> [u8; 2] {
    let last = part.packed >> (8 * (part.length - 2));
    let [one, two, ..] = last.to_le_bytes();
    [one, two]
}

const fn set_pair(pairs: &mut [u32; 32], one: u8, two: u8) {
    pairs[(two & 31) as usize] |= 1 << (one & 31);
}

/// Whether a name may be sensitive that ends with `key` behind these two bytes. It must open
/// something: that is the word before, or the beginning of this word.
#[inline]
pub(crate) fn may_be_key([one, two]: [u8; 2], key: [u8; 3]) -> bool {
    let upper = |byte: u8| byte & 0x20 == 0;
    let one_word = two.is_ascii_alphabetic() && key.iter().all(|byte| upper(*byte) == upper(two));
    if !one_word {
        return is_joint(two) || two.is_ascii_alphanumeric() || two >= 0x80;
    }
    if one.is_ascii_alphabetic() {
        let pairs = KEY_BEFORE.get(usize::from(two & 31)).unwrap_or(&0);
        return pairs >> (one & 31) & 1 != 0;
    }
    is_joint(one) || one >= 0x80
}

/// What may stand between the words of a name in text.
const fn is_joint(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b'.' | b' ')
}

/// For each three letters whether a sensitive name may end with them: a bit for each, of which the
/// number is made from five bits of each letter.
pub(crate) type Tails = [u64; 512];

/// The endings of the built-in words. Names that hold a sensitive word in their midst are not among
/// them: in text they are found by what their values look like.
pub(crate) static TAILS: Tails = tails();

const fn tails() -> Tails {
    let mut tails = [0; 512];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & (STRONG | WEAK | TOKEN | KEY | LAST | ENDS) != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            add_tail(&mut tails, word);
        }
        list += 1;
    }
    // `p:` at the beginning of a line, which may stand behind the name of a user.
    let mut before = 0;
    while before < 128 {
        set(&mut tails, tail([before, b'\n', b'p']));
        before += 1;
    }
    tails
}

/// The endings of a word, and of the word and a digit.
pub(crate) const fn add_tail(tails: &mut Tails, word: &[u8]) {
    let [.., one, two] = *word else { return };
    set(tails, tail([one, two, b'0']));
    if let [.., zero, _, _] = *word {
        set(tails, tail([zero, one, two]));
        return;
    }
    // A word of two letters stands behind anything.
    let mut before = 0;
    while before < 128 {
        set(tails, tail([before, one, two]));
        before += 1;
    }
}

const fn set(tails: &mut Tails, tail: usize) {
    tails[tail / 64] |= 1 << (tail % 64);
}

/// The number of a bit.
pub(crate) const fn tail(last: [u8; 3]) -> usize {
    let [one, two, three] = last;
    five_bits(one) << 10 | five_bits(two) << 5 | five_bits(three)
}

/// The case of a letter does not show in its five low bits. Digits and signs are all the same, and
/// no letter.
const fn five_bits(byte: u8) -> usize {
    if byte < 0x40 { 0 } else { (byte & 31) as usize }
}

/// For each three letters, how many letters the shortest sensitive word has that ends with them.
static SHORTEST: [u8; SHORTEST_ROOM] = shortest();
/// Half of all tails: two first letters share a place, and what is told of it is true of both.
const SHORTEST_ROOM: usize = 1 << 14;

const fn shortest() -> [u8; SHORTEST_ROOM] {
    let mut shortest = [u8::MAX; SHORTEST_ROOM];
    let mut list = 0;
    while list < LISTS.len() {
        let (flag, words) = LISTS[list];
        let mut rest = words.as_bytes();
        while flag & (STRONG | WEAK | TOKEN | KEY | LAST) != 0 && !rest.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            if let [first @ .., one, two, three] = word {
                let mut length = 3;
                let mut first = first;
                while let [_, behind @ ..] = first {
                    first = behind;
                    length += 1;
                }
                let place = tail([*one, *two, *three]) % SHORTEST_ROOM;
                if length < shortest[place] {
                    shortest[place] = length;
                }
            }
        }
        list += 1;
    }
    shortest
}

/// How many letters a sensitive word has at least that ends with these three, whether it is written
/// as one word or as several of which the last has three letters or more; `u8::MAX` if there is
/// none.
#[inline]
pub(crate) fn shortest_with(last: [u8; 3]) -> u8 {
    let place = tail(last) % SHORTEST_ROOM;
    SHORTEST.get(place).copied().unwrap_or(0)
}
