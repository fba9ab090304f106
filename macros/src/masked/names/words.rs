//! The words by which a name tells that its value is sensitive, and how they are read.
//!
//! This file names nothing but `core`: the macros have a copy of it, byte for byte, so that the
//! derive decides at compile time as text and JSON are decided over at run time.

/// How much of a name is looked at: its last bytes.
const LOOKED_AT: usize = 48;
/// The same, and as much as the longest word of the lists behind it.
const ROOM: usize = LOOKED_AT + LONGEST;
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
         presharedkey sessionkey keyphrase authorization codeverifier clientassertion \
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
        "hash new old confirm confirmation again repeat _id -id _no -no",
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
const ENDINGS: &[(&[u8], u16)] = &[
    (b"password", STRONG),
    (b"passwd", STRONG),
    (b"passwort", STRONG),
    (b"passphrase", STRONG),
    (b"passcode", STRONG),
    (b"pwd", STRONG),
    (b"secret", STRONG),
    (b"credentials", STRONG),
    (b"sessionid", STRONG),
    (b"sessid", STRONG),
    (b"token", TOKEN),
    (b"key", KEY),
];
/// How a longer word may begin.
const BEGINNINGS: &[&[u8]] = &[
    b"password",
    b"passwd",
    b"passphrase",
    b"apikey",
    b"cardnumber",
];
/// What opens something, as the end of what stands before `key` in one word.
const OPENS_WITHIN: &[&[u8]] = &[b"api", b"private", b"secret", b"access", b"encryption"];
/// How the name of a cookie may end.
const COOKIE_ENDINGS: &[&[u8]] = &[
    b"sid",
    b"session",
    b"sessionid",
    b"sessid",
    b"sess",
    b"csrf",
    b"xsrf",
    b"jwt",
    b"token",
    b"auth",
    b"secret",
];

const SLOTS: usize = 1024;

struct Dictionary {
    words: [u128; SLOTS],
    flags: [u16; SLOTS],
}

static DICTIONARY: Dictionary = dictionary();

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

const fn packed(word: &[u8]) -> u128 {
    let mut packed = 0;
    let mut at = 0;
    while at < word.len() {
        packed |= (word[at] as u128) << (8 * at);
        at += 1;
    }
    packed
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a hash keeps what it needs"
)]
const fn hash(word: u128) -> usize {
    let folded = word as u64 ^ ((word >> 64) as u64).rotate_left(23);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize % SLOTS
}

fn look_up(word: &[u8]) -> u16 {
    if word.is_empty() || word.len() > LONGEST {
        return 0;
    }
    look_up_packed(packed(word))
}

#[inline]
fn look_up_packed(packed: u128) -> u16 {
    let mut slot = hash(packed);
    loop {
        match (DICTIONARY.words.get(slot), DICTIONARY.flags.get(slot)) {
            (Some(&word), Some(&flags)) if word == packed => return flags,
            (Some(0) | None, _) | (_, None) => return 0,
            _ => slot = (slot + 1) % SLOTS,
        }
    }
}

/// A name as its words in lower case, written one behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    letters: [u8; ROOM],
    starts: [u8; MOST_WORDS + 1],
    count: usize,
    whole: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Lower,
    Upper,
    Gap,
}

impl Shape {
    /// What is not ASCII belongs to the word around it: scripts of which nothing is known here.
    fn of(byte: u8) -> Shape {
        match byte {
            b'A'..=b'Z' => Shape::Upper,
            b'a'..=b'z' | b'0'..=b'9' | 0x80.. => Shape::Lower,
            _ => Shape::Gap,
        }
    }
}

impl Words {
    /// camelCase, kebab-case, `snake_case`, dotted, spaced and UPPER, in any mixture. Of a long
    /// name the end decides.
    pub(crate) fn of(name: &[u8]) -> Words {
        let name = name.trim_ascii();
        let cut = name.len().saturating_sub(LOOKED_AT);
        let mut words = Words {
            letters: [0; ROOM],
            starts: [0; MOST_WORDS + 1],
            count: 0,
            whole: cut == 0,
        };
        let name = name.get(cut..).unwrap_or_default();
        let (mut length, mut before) = (0, Shape::Gap);
        for (at, &byte) in name.iter().enumerate() {
            let shape = Shape::of(byte);
            if shape != Shape::Gap {
                let after = name.get(at + 1).map(|&next| Shape::of(next));
                let begins = match (before, shape) {
                    (Shape::Gap, _) | (Shape::Lower, Shape::Upper) => true,
                    // The last capital of several begins a word: `APIKey`.
                    (Shape::Upper, Shape::Upper) => {
                        after == Some(Shape::Lower)
                            && name.get(at + 1).is_some_and(u8::is_ascii_lowercase)
                    }
                    _ => false,
                };
                if begins {
                    words.begin(length);
                }
                if let Some(letter) = words.letters.get_mut(length) {
                    *letter = byte.to_ascii_lowercase();
                }
                length += 1;
            }
            before = shape;
        }
        if let Some(end) = words.starts.get_mut(words.count) {
            *end = u8::try_from(length).unwrap_or(u8::MAX);
        }
        words
    }

    /// Where there are more words than are kept, the first of them are forgotten.
    fn begin(&mut self, at: usize) {
        if self.count == MOST_WORDS {
            self.starts.copy_within(1.., 0);
            self.count -= 1;
            self.whole = false;
        }
        if let Some(start) = self.starts.get_mut(self.count) {
            *start = u8::try_from(at).unwrap_or(u8::MAX);
            self.count += 1;
        }
    }

    /// The words from `from` up to `to`, written together.
    fn join(&self, from: usize, to: usize) -> &[u8] {
        match (self.starts.get(from), self.starts.get(to)) {
            (Some(&from), Some(&to)) => self
                .letters
                .get(usize::from(from)..usize::from(to))
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// What the words from `from` up to `to` are, written together.
    #[inline]
    fn look_up(&self, from: usize, to: usize) -> u16 {
        let (Some(&from), Some(&to)) = (self.starts.get(from), self.starts.get(to)) else {
            return 0;
        };
        let letters = usize::from(to.saturating_sub(from));
        let window = self.letters.get(usize::from(from)..);
        let Some(&window) = window.and_then(<[u8]>::first_chunk::<LONGEST>) else {
            return 0;
        };
        if letters == 0 || letters > LONGEST {
            return 0;
        }
        look_up_packed(u128::from_le_bytes(window) & u128::MAX >> (8 * (LONGEST - letters)))
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[u8] {
        self.join(0, self.count)
    }

    pub(crate) fn last(&self) -> &[u8] {
        self.join(self.count.saturating_sub(1), self.count)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The same name, however its words are written apart.
    pub(crate) fn is(&self, other: &Words) -> bool {
        self.whole && other.whole && self.all() == other.all()
    }

    /// The other's words are the last ones of this name.
    pub(crate) fn ends_with(&self, other: &Words) -> bool {
        !other.is_empty() && (0..self.count).any(|from| self.join(from, self.count) == other.all())
    }

    pub(crate) fn are_sensitive(&self) -> bool {
        Meaning::of(self).is_sensitive()
    }

    pub(crate) fn are_sensitive_of_a_cookie(&self) -> bool {
        let meaning = Meaning::of(self);
        meaning.is_sensitive()
            || !meaning.is_about_something()
                && (meaning.any(COOKIE)
                    || COOKIE_ENDINGS.iter().any(|end| self.all().ends_with(end)))
    }
}

/// What the words of a name are.
struct Meaning<'a> {
    words: &'a Words,
    flags: [u16; MOST_WORDS],
}

impl Meaning<'_> {
    fn of(words: &Words) -> Meaning<'_> {
        let mut flags = [0; MOST_WORDS];
        for (at, flags) in flags.iter_mut().enumerate().take(words.count) {
            *flags = match words.look_up(at, at + 1) {
                0 => of_other_word(words.join(at, at + 1)),
                flags => flags,
            };
        }
        Meaning { words, flags }
    }

    fn has(&self, at: usize, flag: u16) -> bool {
        self.flags.get(at).is_some_and(|flags| flags & flag != 0)
    }

    fn any(&self, flag: u16) -> bool {
        self.flags.iter().any(|flags| flags & flag != 0)
    }

    fn is_sensitive(&self) -> bool {
        (0..self.words.count).any(|at| {
            self.end_of_secret_at(at)
                .is_some_and(|end| self.stands(at, end))
        })
    }

    fn is_about_something(&self) -> bool {
        self.words.count > 0 && self.has(self.words.count - 1, ABOUT)
    }

    /// What follows and what the name begins with do not take it back.
    fn stands(&self, start: usize, end: usize) -> bool {
        let about = end < self.words.count && self.is_about_something();
        let asks = start > 0 && self.has(0, ASKS);
        !about && !asks
    }

    fn end_of_secret_at(&self, at: usize) -> Option<usize> {
        for words in [3, 2] {
            if at + words <= self.words.count && self.words.look_up(at, at + words) & STRONG != 0 {
                return Some(at + words);
            }
        }
        let neutral = at > 0 && self.has(at - 1, NEUTRAL);
        let found = if self.has(at, STRONG) {
            true
        } else if self.has(at, WEAK) {
            !neutral && !self.is_an_aim(at)
        } else if self.has(at, TOKEN | LAST) {
            !neutral && self.only_trails(at + 1)
        } else {
            self.has(at, KEY) && self.is_opened(at) && self.only_trails(at + 1)
        };
        found.then_some(at + 1)
    }

    /// `keyVaultToStoreSecrets` says where to, not what.
    fn is_an_aim(&self, at: usize) -> bool {
        (0..at).any(|before| self.words.join(before, before + 1) == b"to")
    }

    fn only_trails(&self, from: usize) -> bool {
        (from..self.words.count).all(|at| self.has(at, TRAILS))
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
        !self.has(one, NEUTRAL) && self.has(two, OPENS) || self.words.look_up(two, at) & OPENS != 0
    }
}

/// A word that is not in the lists as it is. A number at the end counts for nothing: `password1`.
fn of_other_word(word: &[u8]) -> u16 {
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let letters = word.len() - word.iter().rev().take_while(is_digit).count();
    if letters == 0 {
        return TRAILS;
    }
    let letters = word.get(..letters).unwrap_or_default();
    match if letters == word { 0 } else { look_up(letters) } {
        0 => of_long_word(letters),
        flags => flags,
    }
}

/// Words that are written together: `dbpassword`, `passwordhash`, `xapikey`.
fn of_long_word(word: &[u8]) -> u16 {
    if word.len() < 5 || !may_be_long(word) {
        return 0;
    }
    for &(ending, flag) in ENDINGS {
        if let Some(before) = word.strip_suffix(ending) {
            let meaning = look_up(before);
            let found = match flag {
                KEY => meaning & OPENS != 0 || OPENS_WITHIN.iter().any(|end| before.ends_with(end)),
                TOKEN => before.len() > 1 && meaning & NEUTRAL == 0,
                _ => meaning & ASKS == 0,
            };
            return if found { STRONG } else { 0 };
        }
    }
    let behind = BEGINNINGS
        .iter()
        .find_map(|beginning| word.strip_prefix(*beginning));
    match behind {
        Some(behind) if look_up(behind) & ABOUT == 0 => STRONG,
        _ => 0,
    }
}

/// How the endings end, and how the beginnings begin.
fn may_be_long(word: &[u8]) -> bool {
    let ends = matches!(
        word,
        [.., b'r' | b'w' | b'i', b'd']
            | [.., b'r' | b'e', b't']
            | [.., b's' | b'd', b'e']
            | [.., b'l', b's']
            | [.., b'e', b'n' | b'y']
    );
    ends || matches!(
        word,
        [b'p', b'a', b's', b's', ..] | [b'a', b'p', ..] | [b'c', b'a', ..]
    )
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
