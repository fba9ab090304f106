//! The words.

use super::dictionary::{Part, part};

/// Sensitive wherever it stands, alone or put together from two or three words.
pub(super) const STRONG: u16 = 1;
/// The same, but not as a part of a longer word.
pub(super) const WEAK: u16 = 1 << 1;
/// Sensitive at the end.
pub(super) const TOKEN: u16 = 1 << 2;
/// Sensitive at the end, behind a word that says that it opens something.
pub(super) const KEY: u16 = 1 << 3;
/// Sensitive at the end: too usual to be more.
pub(super) const LAST: u16 = 1 << 4;
/// At the end: told about a secret, and no secret.
pub(super) const ABOUT: u16 = 1 << 5;
/// Directly before: nothing secret about this one.
pub(super) const NEUTRAL: u16 = 1 << 6;
/// Before `key`: it opens something.
pub(super) const OPENS: u16 = 1 << 7;
/// May follow what stands at the end.
pub(super) const TRAILS: u16 = 1 << 8;
/// At the beginning: a question or a switch.
pub(super) const ASKS: u16 = 1 << 9;
/// Sensitive anywhere in the name of a cookie.
pub(super) const COOKIE: u16 = 1 << 10;
/// Also ends names in plain text, where only the end of a name is looked at first.
pub(super) const ENDS: u16 = 1 << 11;

/// Words of at most sixteen bytes. What belongs together is written as one word.
pub(super) const LISTS: &[(u16, &str)] = &[
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
pub(super) const ENDINGS: [(Part, u16); 12] = [
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
pub(super) const BEGINNINGS: [Part; 5] = [
    part(b"password"),
    part(b"passwd"),
    part(b"passphrase"),
    part(b"apikey"),
    part(b"cardnumber"),
];
/// What opens something, as the end of what stands before `key` in one word.
pub(super) const OPENS_WITHIN: [Part; 5] = [
    part(b"api"),
    part(b"private"),
    part(b"secret"),
    part(b"access"),
    part(b"encryption"),
];
/// How the name of a cookie may end.
pub(super) const COOKIE_ENDINGS: [Part; 11] = [
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
pub(super) const COOKIE_LAST: u32 = {
    let mut letters = 0;
    let mut at = 0;
    while at < COOKIE_ENDINGS.len() {
        let ending = COOKIE_ENDINGS[at];
        letters |= 1 << (ending.packed >> (8 * (ending.length - 1)) & 31);
        at += 1;
    }
    letters
};
