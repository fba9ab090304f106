//! The published shapes of the providers' tokens.
//!
//! In the order of their first bytes, longer prefixes before those that they begin with. Identifiers
//! that their providers call public (`pk_live_`, application ids) are left out. Where a provider
//! has changed lengths, the least is given: a prefix that nothing else has is worth more than it.

use super::class::{ALNUM, Alphabet, DOTTED, HEX, HEX_ANY, LOWER, STD, UPPER, URL, WIDE};

/// A token: how it begins, and what follows.
pub(super) struct Shape {
    pub(super) prefix: &'static str,
    pub(super) body: &'static [Part],
}

#[derive(Clone, Copy)]
pub(super) enum Part {
    /// Bytes of an alphabet, at least and at most so many.
    Run(Alphabet, usize, usize),
    /// A byte as it is.
    Byte(u8),
}

const fn exact(alphabet: Alphabet, length: usize) -> Part {
    Part::Run(alphabet, length, length)
}

/// As many as there are, and at least so many.
const fn least(alphabet: Alphabet, length: usize) -> Part {
    Part::Run(alphabet, length, usize::MAX)
}

const fn shape(prefix: &'static str, body: &'static [Part]) -> Shape {
    Shape { prefix, body }
}

const DASH: Part = Part::Byte(b'-');
const DOT: Part = Part::Byte(b'.');
const UNDERSCORE: Part = Part::Byte(b'_');

const UUID: &[Part] = &[
    exact(HEX_ANY, 8),
    DASH,
    exact(HEX_ANY, 4),
    DASH,
    exact(HEX_ANY, 4),
    DASH,
    exact(HEX_ANY, 4),
    DASH,
    exact(HEX_ANY, 12),
];
const HEX_32: &[Part] = &[exact(HEX, 32)];
const HEX_40: &[Part] = &[exact(HEX, 40)];
const HEX_64: &[Part] = &[exact(HEX, 64)];
const ALNUM_32: &[Part] = &[least(ALNUM, 32)];
const ALNUM_36: &[Part] = &[least(ALNUM, 36)];
const AWS: &[Part] = &[exact(UPPER, 16)];
const GITLAB: &[Part] = &[least(DOTTED, 20)];
const SLACK: &[Part] = &[least(URL, 20)];
const STRIPE: &[Part] = &[least(ALNUM, 16)];
const LONG_URL: &[Part] = &[least(URL, 40)];
const LONG_DOTTED: &[Part] = &[least(DOTTED, 40)];
const LONG_STD: &[Part] = &[least(STD, 40)];
const LONG_WIDE: &[Part] = &[least(WIDE, 60)];

pub(super) const SHAPES: &[Shape] = &[
    // ClickHouse Cloud
    shape("4b1d", &[exact(ALNUM, 38)]),
    // age, Amazon Web Services, Alibaba .. Artifactory, Atlassian and Bitbucket, Google, Yandex
    shape("ABIA", AWS),
    shape("ABSK", &[least(STD, 100)]),
    shape("ACCA", AWS),
    shape("AGE-SECRET-KEY-1", &[exact(UPPER, 58)]),
    shape("AIza", &[exact(URL, 35)]),
    shape("AKCp", &[least(ALNUM, 60)]),
    shape("AKIA", AWS),
    shape("API-", &[exact(UPPER, 26)]),
    shape("AQ.Ab", LONG_URL),
    shape("AQVN", &[least(URL, 35)]),
    shape("ASIA", AWS),
    shape("ATATT3", LONG_WIDE),
    shape("ATBB", &[least(ALNUM, 32)]),
    shape("ATCTT3", LONG_WIDE),
    // CircleCI, Contentful, Clojars
    shape("CCIPAT_", LONG_URL),
    shape("CCIPRJ_", LONG_URL),
    shape("CFPAT-", &[least(URL, 43)]),
    shape("CLOJARS_", &[exact(LOWER, 60)]),
    // Square, Facebook, EasyPost
    shape("EAAA", &[exact(URL, 60)]),
    shape("EAA", &[least(ALNUM, 100)]),
    shape("EZAK", &[exact(ALNUM, 54)]),
    shape("EZTK", &[exact(ALNUM, 54)]),
    // Flutterwave
    shape("FLWSECK-", SLACK),
    shape("FLWSECK_TEST-", &[least(URL, 12)]),
    // Google OAuth, GitLab runners
    shape("GOCSPX-", &[least(URL, 28)]),
    shape("GR1348941", &[least(URL, 20)]),
    // Heroku
    shape("HRKU-", LONG_URL),
    // Alibaba
    shape("LTAI", &[Part::Run(ALNUM, 16, 24)]),
    // New Relic
    shape("NRAK-", &[exact(UPPER, 27)]),
    shape("NRII-", &[least(URL, 32)]),
    // Postman
    shape("PMAK-", &[exact(HEX, 24), DASH, exact(HEX, 34)]),
    // SendGrid, Twilio
    shape("SG.", &[least(URL, 16), DOT, least(URL, 16)]),
    shape("SK", HEX_32),
    // Adafruit, LaunchDarkly, Hugging Face, Apify, Plaid
    shape("access-development-", UUID),
    shape("access-production-", UUID),
    shape("access-sandbox-", UUID),
    shape("aio_", &[exact(ALNUM, 28)]),
    shape("api-", UUID),
    shape("api_org_", &[exact(ALNUM, 34)]),
    shape("apify_api_", ALNUM_36),
    // Amazon Bedrock, Buildkite
    shape("bedrock-api-key-", LONG_STD),
    shape("bkua_", HEX_40),
    // Cloudflare, crates.io, Artifactory, Cerebras
    shape("cfat_", ALNUM_36),
    shape("cfk_", ALNUM_36),
    shape("cfut_", ALNUM_36),
    shape("cio", &[exact(ALNUM, 32)]),
    shape("cmVmdGtuO", LONG_STD),
    shape("csk-", &[exact(LOWER, 48)]),
    // Databricks, Docker, DigitalOcean, Doppler, Dynatrace, Duffel
    shape("dapi", HEX_32),
    shape("dckr_oat_", &[least(URL, 27)]),
    shape("dckr_pat_", &[least(URL, 27)]),
    shape("doo_v1_", HEX_64),
    shape("dop_v1_", HEX_64),
    shape("dor_v1_", HEX_64),
    shape("dp.audit.", LONG_DOTTED),
    shape("dp.ct.", LONG_DOTTED),
    shape("dp.pt.", LONG_DOTTED),
    shape("dp.sa.", LONG_DOTTED),
    shape("dp.scim.", LONG_DOTTED),
    shape("dp.st.", LONG_DOTTED),
    shape("dt0c01.", &[exact(UPPER, 24), DOT, exact(UPPER, 64)]),
    shape("dt0s01.", &[exact(UPPER, 8), DOT, exact(UPPER, 64)]),
    shape("duffel_live_", &[exact(URL, 43)]),
    shape("duffel_test_", &[exact(URL, 43)]),
    // Grafana, before it had a prefix
    shape("eyJrIjoi", &[least(STD, 60)]),
    // Firecrawl, Figma, Frame.io, Fly
    shape("fc-", HEX_32),
    shape("figd_", &[least(URL, 36)]),
    shape("fio-u-", &[exact(URL, 64)]),
    shape("fm1a_", LONG_STD),
    shape("fm1r_", LONG_STD),
    shape("fm2_", LONG_STD),
    shape("fo1_", &[exact(URL, 43)]),
    // GitHub, GitLab, Grafana, Groq
    shape("gho_", ALNUM_36),
    shape("ghp_", ALNUM_36),
    shape("ghr_", ALNUM_36),
    shape("ghs_", ALNUM_36),
    shape("ghu_", ALNUM_36),
    shape("github_pat_", &[least(URL, 60)]),
    shape("glagent-", GITLAB),
    shape("glc_", &[least(STD, 32)]),
    shape("glcbt-", GITLAB),
    shape("gldt-", GITLAB),
    shape("glffct-", GITLAB),
    shape("glft-", GITLAB),
    shape("glimt-", GITLAB),
    shape("gloas-", GITLAB),
    shape("glpat-", GITLAB),
    shape("glptt-", GITLAB),
    shape("glrt-", GITLAB),
    shape("glrtr-", GITLAB),
    shape("glsa_", &[exact(ALNUM, 32), UNDERSCORE, exact(HEX_ANY, 8)]),
    shape("glsoat-", GITLAB),
    shape("gsk_", &[least(ALNUM, 48)]),
    // Hugging Face, HashiCorp Vault
    shape("hf_", &[Part::Run(ALNUM, 30, 64)]),
    shape("hvb.", &[least(URL, 24)]),
    shape("hvr.", &[least(URL, 24)]),
    shape("hvs.", &[least(URL, 24)]),
    // Infracost
    shape("ico-", &[exact(ALNUM, 32)]),
    // Mailgun
    shape("key-", HEX_32),
    // Linear, LangSmith
    shape("lin_api_", ALNUM_32),
    shape("lin_oauth_", ALNUM_32),
    shape("lin_wh_", ALNUM_32),
    shape("lsv2_pt_", &[exact(HEX, 32), UNDERSCORE, exact(HEX, 10)]),
    shape("lsv2_sk_", &[exact(HEX, 32), UNDERSCORE, exact(HEX, 10)]),
    // Neon, Netlify, npm, Notion, NVIDIA
    shape("napi_", &[least(ALNUM, 40)]),
    shape("nfp_", ALNUM_36),
    shape("npm_", ALNUM_36),
    shape("ntn_", &[least(ALNUM, 40)]),
    shape("nvapi-", LONG_URL),
    // 1Password, NuGet
    shape("ops_eyJ", LONG_WIDE),
    shape("oy2", &[exact(LOWER, 43)]),
    // Adobe, HubSpot, Airtable, Pinecone, PostHog, Prefect, Perplexity, PlanetScale, Pulumi, PyPI
    shape("p8e-", &[exact(ALNUM, 32)]),
    shape("pat-eu1-", UUID),
    shape("pat-na1-", UUID),
    shape("pat-na2-", UUID),
    shape("pat", &[exact(ALNUM, 14), DOT, exact(HEX, 64)]),
    shape("pcsk_", LONG_URL),
    shape("phx_", &[least(ALNUM, 40)]),
    shape("pnu_", ALNUM_36),
    shape("pplx-", &[least(ALNUM, 40)]),
    shape("pscale_oauth_", &[least(DOTTED, 32)]),
    shape("pscale_pw_", &[least(DOTTED, 32)]),
    shape("pscale_tkn_", &[least(DOTTED, 32)]),
    shape("pul-", HEX_40),
    shape("pypi-AgE", LONG_URL),
    // Replicate, ReadMe, Resend, Stripe, RubyGems
    shape("r8_", &[exact(ALNUM, 37)]),
    shape("rdme_", &[exact(LOWER, 70)]),
    shape("re_", &[exact(ALNUM, 8), UNDERSCORE, exact(ALNUM, 24)]),
    shape("rk_live_", STRIPE),
    shape("rk_prod_", STRIPE),
    shape("rk_test_", STRIPE),
    shape("rubygems_", &[exact(HEX, 48)]),
    // Supabase, Notion, LaunchDarkly, Sourcegraph, Shopify, Shippo, Anthropic, OpenAI,
    // OpenRouter, Langfuse, Mapbox, Stripe, ElevenLabs, Dropbox, SettleMint, Sentry, Square, Sonar
    shape("sb_secret_", &[least(URL, 24)]),
    shape("sbp_", HEX_40),
    shape("sdk-", UUID),
    shape("secret_", &[exact(ALNUM, 43)]),
    shape("sgp_", LONG_URL),
    shape("sha256~", &[exact(URL, 43)]),
    shape("shippo_live_", HEX_40),
    shape("shippo_test_", HEX_40),
    shape("shpat_", &[exact(HEX_ANY, 32)]),
    shape("shpca_", &[exact(HEX_ANY, 32)]),
    shape("shppa_", &[exact(HEX_ANY, 32)]),
    shape("shpss_", &[exact(HEX_ANY, 32)]),
    shape("shpua_", &[exact(HEX_ANY, 32)]),
    shape("sk-admin-", LONG_URL),
    shape("sk-ant-", LONG_URL),
    shape("sk-lf-", UUID),
    shape("sk-or-v1-", LONG_URL),
    shape("sk-proj-", LONG_URL),
    shape("sk-svcacct-", LONG_URL),
    shape("sk-", ALNUM_32),
    shape("sk.eyJ", LONG_DOTTED),
    shape("sk_live_", STRIPE),
    shape("sk_prod_", STRIPE),
    shape("sk_test_", STRIPE),
    shape("sk_", &[exact(HEX, 48)]),
    shape("sl.", &[least(DOTTED, 60)]),
    shape("sm_aat_", &[exact(ALNUM, 16)]),
    shape("sm_pat_", &[exact(ALNUM, 16)]),
    shape("sm_sat_", &[exact(ALNUM, 16)]),
    shape("sntrys_", LONG_WIDE),
    shape("sntryu_", HEX_64),
    shape("sq0atp-", &[least(URL, 22)]),
    shape("sq0csp-", &[least(URL, 40)]),
    shape("sqa_", HEX_40),
    shape("sqp_", HEX_40),
    shape("squ_", HEX_40),
    // Typeform, Together, Scalingo, Tailscale, Tavily
    shape("tfp_", &[least(DOTTED, 50)]),
    shape("tgp_v1_", LONG_URL),
    shape("tk-us-", &[exact(URL, 48)]),
    shape("tskey-", &[least(URL, 20)]),
    shape("tvly-", &[least(URL, 32)]),
    // Cloudflare's origin, Vercel
    shape("v1.0-", &[exact(HEX, 24), DASH, exact(HEX, 146)]),
    shape("vca_", ALNUM_36),
    shape("vci_", ALNUM_36),
    shape("vck_", ALNUM_36),
    shape("vcp_", ALNUM_36),
    shape("vcr_", ALNUM_36),
    // Stripe's webhooks
    shape("whsec_", &[least(STD, 32)]),
    // xAI, Slack, Brevo
    shape("xai-", &[least(ALNUM, 64)]),
    shape("xapp-", SLACK),
    shape("xkeysib-", &[exact(HEX, 64), DASH, exact(ALNUM, 16)]),
    shape("xoxa-", SLACK),
    shape("xoxb-", SLACK),
    shape("xoxc-", SLACK),
    shape("xoxd-", SLACK),
    shape("xoxe-", SLACK),
    shape("xoxo-", SLACK),
    shape("xoxp-", SLACK),
    shape("xoxr-", SLACK),
    shape("xoxs-", SLACK),
    shape("xsmtpsib-", &[exact(HEX, 64), DASH, exact(ALNUM, 16)]),
    // Google OAuth
    shape("ya29.", &[least(DOTTED, 20)]),
];
