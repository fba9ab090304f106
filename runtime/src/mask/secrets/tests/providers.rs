use super::super::shapes::{Part, SHAPES};
use super::{ALNUM, HEX, LOWER, UPPER, URL, assert_found, assert_nothing, body, find};
use crate::mask::Kind;

/// A token of a provider: its prefix, and the alphabets and lengths of what follows.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, usize, &'static str)],
);

/// Provider, prefix, parts of the body with what stands behind each.
const TOKENS: &[Row] = &[
    ("Amazon", "AKIA", &[(UPPER, 16, "")]),
    ("Amazon, for a session", "ASIA", &[(UPPER, 16, "")]),
    ("Google", "AIza", &[(URL, 35, "")]),
    ("Google OAuth", "GOCSPX-", &[(URL, 28, "")]),
    ("Google access", "ya29.", &[(URL, 60, "")]),
    ("GitHub", "ghp_", &[(ALNUM, 36, "")]),
    ("GitHub OAuth", "gho_", &[(ALNUM, 36, "")]),
    ("GitHub, to a server", "ghs_", &[(ALNUM, 36, "")]),
    ("GitHub, refresh", "ghr_", &[(ALNUM, 76, "")]),
    (
        "GitHub, fine-grained",
        "github_pat_",
        &[(ALNUM, 22, "_"), (ALNUM, 59, "")],
    ),
    ("GitLab", "glpat-", &[(URL, 20, "")]),
    (
        "GitLab, routable",
        "glpat-",
        &[(URL, 27, "."), (LOWER, 2, "."), (LOWER, 9, "")],
    ),
    ("GitLab runner", "glrt-", &[(URL, 20, "")]),
    (
        "Slack bot",
        "xoxb-",
        &[
            ("0123456789", 12, "-"),
            ("0123456789", 12, "-"),
            (ALNUM, 24, ""),
        ],
    ),
    (
        "Slack user",
        "xoxp-",
        &[
            ("0123456789", 12, "-"),
            ("0123456789", 12, "-"),
            (HEX, 32, ""),
        ],
    ),
    (
        "Slack app",
        "xapp-",
        &[
            ("1", 1, "-"),
            (UPPER, 11, "-"),
            ("123", 13, "-"),
            (HEX, 64, ""),
        ],
    ),
    ("Stripe", "sk_live_", &[(ALNUM, 24, "")]),
    ("Stripe, new", "sk_live_", &[(ALNUM, 99, "")]),
    ("Stripe, for tests", "sk_test_", &[(ALNUM, 24, "")]),
    ("Stripe, restricted", "rk_live_", &[(ALNUM, 24, "")]),
    ("Stripe webhook", "whsec_", &[(ALNUM, 32, "")]),
    ("OpenAI", "sk-", &[(ALNUM, 48, "")]),
    ("OpenAI project", "sk-proj-", &[(URL, 156, "")]),
    ("Anthropic", "sk-ant-api03-", &[(URL, 93, "AA")]),
    ("npm", "npm_", &[(ALNUM, 36, "")]),
    ("PyPI", "pypi-AgEIcHlwaS5vcmc", &[(URL, 80, "")]),
    ("SendGrid", "SG.", &[(URL, 22, "."), (URL, 43, "")]),
    ("Twilio", "SK", &[(HEX, 32, "")]),
    ("Shopify", "shpat_", &[(HEX, 32, "")]),
    ("Shopify, shared", "shpss_", &[(HEX, 32, "")]),
    ("Square", "sq0atp-", &[(URL, 22, "")]),
    ("Square, new", "EAAA", &[(URL, 60, "")]),
    ("Facebook", "EAA", &[(ALNUM, 160, "")]),
    ("DigitalOcean", "dop_v1_", &[(HEX, 64, "")]),
    ("Hugging Face", "hf_", &[(ALNUM, 34, "")]),
    ("Databricks", "dapi", &[(HEX, 32, "")]),
    ("Mailgun", "key-", &[(HEX, 32, "")]),
    ("Mailchimp", "", &[(HEX, 32, "-us12")]),
    ("New Relic", "NRAK-", &[(UPPER, 27, "")]),
    ("New Relic licence", "", &[(HEX, 36, "NRAL")]),
    ("Grafana", "glsa_", &[(ALNUM, 32, "_"), (HEX, 8, "")]),
    ("Grafana Cloud", "glc_", &[(ALNUM, 120, "")]),
    ("Vault", "hvs.", &[(URL, 95, "")]),
    ("Vault, batch", "hvb.", &[(URL, 140, "")]),
    (
        "Terraform Cloud",
        "",
        &[(ALNUM, 14, ".atlasv1."), (ALNUM, 67, "")],
    ),
    ("Linear", "lin_api_", &[(ALNUM, 40, "")]),
    ("Notion", "ntn_", &[(ALNUM, 46, "")]),
    ("Notion, old", "secret_", &[(ALNUM, 43, "")]),
    ("Postman", "PMAK-", &[(HEX, 24, "-"), (HEX, 34, "")]),
    ("Doppler", "dp.pt.", &[(ALNUM, 43, "")]),
    ("Doppler, service", "dp.st.prd.", &[(ALNUM, 43, "")]),
    ("Dropbox", "sl.", &[(URL, 135, "")]),
    ("Atlassian", "ATATT3", &[(URL, 180, "=1A2B3C4D")]),
    ("Bitbucket", "ATBB", &[(ALNUM, 32, "")]),
    ("Fly", "fm2_", &[(ALNUM, 160, "==")]),
    ("Fly OAuth", "fo1_", &[(URL, 43, "")]),
    ("Heroku", "HRKU-AA", &[(URL, 58, "")]),
    ("Cloudflare", "cfut_", &[(ALNUM, 40, ""), (HEX, 8, "")]),
    (
        "Cloudflare origin",
        "v1.0-",
        &[(HEX, 24, "-"), (HEX, 146, "")],
    ),
    ("Microsoft Entra", "", &[(ALNUM, 3, "8Q~"), (ALNUM, 34, "")]),
    ("Azure DevOps", "", &[(ALNUM, 76, "AZDO"), (ALNUM, 4, "")]),
    ("Azure AI", "", &[(ALNUM, 52, "JQQJ99"), (ALNUM, 26, "")]),
    ("Telegram", "123456789:AA", &[(URL, 33, "")]),
    ("Docker", "dckr_pat_", &[(URL, 27, "")]),
    ("RubyGems", "rubygems_", &[(HEX, 48, "")]),
    ("crates.io", "cio", &[(ALNUM, 32, "")]),
    ("Supabase", "sbp_", &[(HEX, 40, "")]),
    (
        "Tailscale",
        "tskey-auth-",
        &[(ALNUM, 12, "-"), (ALNUM, 32, "")],
    ),
    ("Sentry", "sntryu_", &[(HEX, 64, "")]),
    ("Sonar", "squ_", &[(HEX, 40, "")]),
    ("Pulumi", "pul-", &[(HEX, 40, "")]),
    ("PlanetScale", "pscale_tkn_", &[(URL, 43, "")]),
    ("Airtable", "pat", &[(ALNUM, 14, "."), (HEX, 64, "")]),
    ("Brevo", "xkeysib-", &[(HEX, 64, "-"), (ALNUM, 16, "")]),
    ("Figma", "figd_", &[(URL, 40, "")]),
    ("Groq", "gsk_", &[(ALNUM, 52, "")]),
    ("Replicate", "r8_", &[(ALNUM, 37, "")]),
    ("Dynatrace", "dt0c01.", &[(UPPER, 24, "."), (UPPER, 64, "")]),
    ("age", "AGE-SECRET-KEY-1", &[(UPPER, 58, "")]),
    ("Resend", "re_", &[(ALNUM, 8, "_"), (ALNUM, 24, "")]),
];

fn token(seed: u64, (_, prefix, parts): &Row) -> String {
    let mut token = (*prefix).to_owned();
    for (place, (alphabet, length, behind)) in (0..).zip(*parts) {
        token.push_str(&body(seed * 31 + place, alphabet, *length));
        token.push_str(behind);
    }
    token
}

#[test]
fn the_tokens_of_the_providers_are_found_wherever_they_stand() {
    for row in TOKENS {
        for seed in 0..8 {
            let token = token(seed, row);
            // An escape would be a part of what has no prefix.
            if row.1.is_empty() {
                let text = format!("key={token}&next=1");
                assert_eq!(find(&text), [(Kind::Token, &*token)], "{}", row.0);
            } else {
                assert_found(Kind::Token, &token);
            }
        }
    }
}

#[test]
fn there_are_tokens_of_more_than_twenty_providers() {
    let mut providers: Vec<&str> = TOKENS
        .iter()
        .map(|(provider, ..)| provider.split([',', ' ']).next().unwrap())
        .collect();
    providers.dedup();
    assert!(providers.len() > 45, "{}", providers.len());
}

#[test]
fn every_shape_of_the_table_is_found() {
    for shape in SHAPES {
        let mut token = shape.prefix.to_owned();
        for (seed, part) in (0..).zip(shape.body) {
            match *part {
                Part::Byte(byte) => token.push(char::from(byte)),
                // Digits and the letters of hexadecimal belong to each alphabet.
                Part::Run(super::super::class::UPPER, least, _) => {
                    token.push_str(&body(seed, UPPER, least));
                }
                Part::Run(_, least, _) => token.push_str(&body(seed, HEX, least)),
            }
        }
        let text = format!("a {token} b");
        assert_eq!(find(&text), [(Kind::Token, &*token)], "{}", shape.prefix);
    }
}

#[test]
fn a_token_that_is_too_short_or_of_another_alphabet_is_none() {
    for (prefix, alphabet, length) in [
        ("ghp_", ALNUM, 35),
        ("AKIA", UPPER, 15),
        ("AKIA", UPPER, 17),
        ("AIza", URL, 34),
        ("SK", HEX, 31),
        ("SK", HEX, 33),
        ("dop_v1_", HEX, 63),
        ("sk_live_", ALNUM, 15),
        ("key-", HEX, 30),
        ("shpat_", HEX, 31),
    ] {
        assert_nothing(&format!("a {prefix}{} b", body(1, alphabet, length)));
    }
    assert_nothing(&format!("AKIA{}", body(1, "abcdef", 16)));
    assert_nothing(&format!("dapi{}", body(1, "ghijk", 32)));
}

#[test]
fn a_prefix_within_a_word_is_none() {
    assert_nothing(&format!("xghp_{}", body(1, ALNUM, 36)));
    assert_nothing(&format!("maskAKIA{}", body(1, UPPER, 16)));
}

#[test]
fn what_providers_call_public_stays() {
    assert_nothing(&format!("pk_live_{}", body(1, ALNUM, 24)));
    assert_nothing(&format!("pk.eyJ{}", body(1, ALNUM, 60)));
    assert_nothing(&format!("AC{}", body(1, HEX, 32)));
}

#[test]
fn words_with_the_prefixes_of_tokens_stay() {
    for text in [
        "sk-learn-is-a-kebab-case-name-of-a-crate",
        "api-gateway-production-europe-west",
        "secret_name_of_the_database_in_production",
        "key-value-store-with-a-long-name",
        "path/to/patterns_and_other_things.rs",
        "re_export_of_the_whole_module_tree",
        "access-production-database-of-customers",
        "hf_transformers_are_models_of_language",
        "sdk-for-javascript-version-three-of-it",
        "pattern.matching.of.long.qualified.names.in.code",
    ] {
        assert_nothing(text);
    }
}

#[test]
fn a_bot_of_discord_and_the_webhooks_are_found() {
    let digits = ["MTk4NjIyNDgzNDcx", "NDg0ODkyNzY4MTkw"];
    for (seed, id) in (0..).zip(digits) {
        let bot = format!(
            "{id}{}.{}.{}",
            body(seed, ALNUM, 10),
            body(seed + 1, ALNUM, 6),
            body(seed + 2, ALNUM, 38)
        );
        assert_found(Kind::Token, &bot);
    }
    let secret = body(3, ALNUM, 24);
    let text = format!("https://hooks.slack.com/services/T0123ABCD/B0123ABCD/{secret}");
    assert_eq!(find(&text), [(Kind::Token, &*secret)]);
    let secret = body(4, URL, 68);
    let text = format!("POST https://discord.com/api/webhooks/123456789012345678/{secret}");
    assert_eq!(find(&text), [(Kind::Token, &*secret)]);
    assert_nothing(&format!(
        "https://example.com/services/T0123ABCD/B0123ABCD/{secret}"
    ));
}

#[test]
fn a_bot_of_telegram_is_found_in_its_url() {
    let secret = format!("123456789:AA{}", body(1, ALNUM, 33));
    let text = format!("https://api.telegram.org/bot{secret}/getMe");
    assert_eq!(find(&text), [(Kind::Token, &*secret)]);
}
