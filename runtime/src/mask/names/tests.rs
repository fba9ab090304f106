use super::words::{TAILS, tail};
use super::{Names, is_tail};

/// From the public cases of relay-pii and gitleaks.
const CASES_SENSITIVE: &str = "
    password the_secret a_password_here api_key otp two_factor MYSQL_PWD mysql_pwd
    a_password_number a_password_array authorization X_API_KEY refreshToken idToken secret
    clientSecret credential Authorization Proxy-Authorization cookie Password passwd
    private_key apiKey two-factor mySecretString todo_secret_do_not_commit some_api_token_123
    user_auth credentials creds private-key access_token client_secret api_token
    accessToken access-token x-api-key Set-Cookie passwordHash privateKey passphrase";
const CASES_PLAIN: &str = "
    author_id random_access rapid credential_id credentialsId withCredentials bucket_key
    foreignKey hotkey primaryKey pubkey schemaKey turkey monkey keyboard keyword key_id keyname
    keyPressed keystone secret_length secret_name UserSecretsId api_endpoint token_uri
    public_token key_file apiUrl
    accessor report_access_id accessibilityYesOptionId RandomAccessIterator rapidstring
    event-bus-message-api COMMUNICATION_API_VERSION MantleAPI_version X-API-Name author author_name
    X-MS-Exchange-Organization-AuthSource Authentication-Results jobCredentialsId credentialId
    CREDENTIALS_ID dev.credentials.url public_key X509_pubkey_st pIdxKey monkeys-audio idx_key
    natural_key primary_key foreign_key pub_key publicKey public-key sequenceKey sequence_key
    key_down_event issuerKeyHash minisat-master-keying IceSSL.KeyFile app.keystore.file
    KEYTAB_FILE KeySize keySelector haKey key_name kms_key_id key_vault_name keyVaultToStoreSecrets
    validKeyChars keyStr key_length KeyMeshing KeyPair BlindKeySignatures key_alias key_board
    AVEncVideoMaxKeyframeDistance key_code key_frame key_ring keyring key_up key_left key_right
    keystoretype key_store_type key_signature keystore_path LLM_SECRET_NAME secretSize
    XXH3_SECRET_SIZE_MIN access_token_url publicToken TokenFile token_file token_url
    credentials_endpoint credentials_uri token_endpoint api_url api_id api_name api_version
    clientId client_id capital accessibility access_id chain_Anvil1_Key foo not_sensitive";
const CASES_COOKIES: &str = "
    sentrysid sudo phpsessid fasthttpsessionid _vercel_jwt _csrf csrf-token csrf_token
    xsrf-token xsrf_token fastcsrf su session __session sessionid user_session symfony mysession
    irissessionid csrf xsrf _xsrf _iris_csrf";

const HEADERS_SENSITIVE: &str = "
    Authorization Proxy-Authorization Cookie Set-Cookie Set-Cookie2 X-Api-Key Api-Key X-Auth-Token
    X-Access-Token X-CSRF-Token X-XSRF-TOKEN X-Amz-Security-Token X-Vault-Token Private-Token
    X-Goog-Api-Key X-Functions-Key Ocp-Apim-Subscription-Key DD-API-KEY X-Shopify-Access-Token
    X-Gitlab-Token X-GitHub-OTP X-Session-Id X-Refresh-Token X-Auth X-Auth-Key X-Api-Secret
    X-Api-Token X-Insert-Key-Secret X-Master-Key X-Amz-Credential X-Client-Secret
    x-amz-server-side-encryption-customer-key X-Auth-Request-Access-Token X-Jwt X-Id-Token
    X-Figma-Token X-Telegram-Bot-Api-Secret-Token X-Plex-Token X-Consul-Token X-Admin-Token
    X-Hasura-Admin-Secret X-Parse-Master-Key X-License-Key X-Newrelic-License-Key X-Password";
const HEADERS_PLAIN: &str = "
    Accept Accept-Encoding Accept-Language Authentication-Info WWW-Authenticate Proxy-Authenticate
    Cache-Control Connection Content-Type Content-Length Content-MD5 Date ETag Expires Host
    If-None-Match If-Modified-Since Idempotency-Key Keep-Alive Last-Modified Location Origin Pragma
    Range Referer Retry-After Sec-WebSocket-Key Sec-Fetch-Site Server Surrogate-Key
    Strict-Transport-Security Traceparent Transfer-Encoding Upgrade User-Agent Vary Via X-Request-Id
    X-Correlation-Id X-Forwarded-For X-Forwarded-Host X-Real-IP X-Amz-Request-Id X-Amzn-Trace-Id
    X-Frame-Options X-Powered-By X-RateLimit-Limit X-RateLimit-Remaining CF-Ray X-Api-Version
    x-amz-server-side-encryption-customer-key-MD5 X-Token-Expires X-Continuation-Token
    X-Next-Token Access-Control-Allow-Credentials Access-Control-Allow-Origin Authority";

const ENVIRONMENT_SENSITIVE: &str = "
    AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN DB_PASSWORD DB_PASS DATABASE_PASSWORD PGPASSWORD
    MYSQL_ROOT_PASSWORD POSTGRES_PASSWORD REDIS_PASSWORD REDISCLI_AUTH SECRET_KEY SECRET_KEY_BASE
    APP_KEY APP_SECRET JWT_SECRET SESSION_SECRET ENCRYPTION_KEY GITHUB_TOKEN GH_TOKEN GITLAB_TOKEN
    NPM_TOKEN CARGO_REGISTRY_TOKEN SLACK_BOT_TOKEN SLACK_SIGNING_SECRET STRIPE_SECRET_KEY
    STRIPE_WEBHOOK_SECRET OPENAI_API_KEY ANTHROPIC_API_KEY GEMINI_API_KEY HF_TOKEN SENDGRID_API_KEY
    TWILIO_AUTH_TOKEN AZURE_CLIENT_SECRET AZURE_STORAGE_KEY AZURE_STORAGE_ACCOUNT_KEY ARM_ACCESS_KEY
    GOOGLE_API_KEY MAILGUN_API_KEY DD_API_KEY DD_APP_KEY NEW_RELIC_LICENSE_KEY SENTRY_AUTH_TOKEN
    VAULT_TOKEN DOCKER_PASSWORD SMTP_PASSWORD SMTP_PASS MAIL_PASSWORD SSH_PRIVATE_KEY SSHPASS
    RAILS_MASTER_KEY DJANGO_SECRET_KEY LDAP_BIND_PASSWORD KEYSTORE_PASSWORD SSL_KEY_PASSPHRASE
    SUPABASE_SERVICE_ROLE_KEY ALGOLIA_ADMIN_KEY PUSHER_APP_SECRET CLOUDFLARE_API_TOKEN SENDGRID_KEY
    DIGITALOCEAN_ACCESS_TOKEN SONAR_TOKEN CODECOV_TOKEN AccountKey SharedAccessKey SendGridKey
    OpenAIKey API_KEY_PROD STRIPE_LIVE_KEY ACCESS_TOKEN_1 ADMIN_PASSWORD2 ROOT_PW PGP_PASSPHRASE";
const ENVIRONMENT_PLAIN: &str = "
    AWS_ACCESS_KEY_ID AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE DB_HOST DB_USER DB_PASSWORD_FILE
    DATABASE_NAME HOME PATH SHELL LANG TERM USER HOSTNAME PORT LOG_LEVEL RUST_LOG NODE_ENV
    SECRET_NAME SECRET_ARN VAULT_ADDR TOKEN_TTL TOKEN_AUDIENCE JWT_ISSUER JWT_EXPIRATION
    PASSWORD_MIN_LENGTH PASSWORD_POLICY GOOGLE_APPLICATION_CREDENTIALS_FILE SSL_CERT_FILE
    SSH_PUBLIC_KEY SSH_PRIVATE_KEY_PATH STRIPE_PUBLISHABLE_KEY RECAPTCHA_SITE_KEY KMS_KEY_ARN
    CACHE_KEY_PREFIX SESSION_TIMEOUT COOKIE_DOMAIN COOKIE_NAME MAX_TOKENS AUTH_METHOD AUTH_TYPE
    AUTH_PROVIDER OAUTH_CLIENT_ID OAUTH_REDIRECT_URI TOKENIZERS_PARALLELISM KEYBOARD_LAYOUT";

const FIELDS_SENSITIVE: &str = "
    authorisation proxy_authorisation private_key_pem privateKeyPem csrf_token passport_number
    passwordConfirmation password_confirmation new_password oldPassword currentPassword
    confirm_password user_password encrypted_password password_digest password_salt hashedPassword
    passwordHash reset_password_token password_reset_token confirmation_token remember_token
    authenticity_token csrfmiddlewaretoken __RequestVerificationToken access_token refresh_token
    id_token device_token api_secret consumer_key consumer_secret oauth_token_secret webhook_secret
    signing_secret shared_secret master_key private_key_pem totp_secret otp_code otpSecret mfa_code
    two_factor_code twoFactorCode backup_codes recovery_codes recovery_phrase seedPhrase pin PIN
    pin_code user_pin card_pin cvv cvc cvv2 card_cvv security_code cardNumber card_number cardNo
    card_num credit_card creditCard credit_card_number ccNumber cc_number debitCard ssn SSN user_ssn
    social_security_number socialSecurityNumber iban bank_account bankAccountNumber account_number
    passport_number driversLicense driver_license_number security_answer code_verifier
    client_assertion device_code auth_code authorization_code SAMLResponse sessionToken session_id
    sessionId sessionKey jwt jwtToken bearer bearer_token auth basicAuth db_pass dbPassword
    dbpassword userpassword mypasswd rootpw bindpw wifi_password wpa_psk ssh_key sshKey tls_key
    rsa_private_key aesKey hmac_key encryptionKey decryption_key license_key activationKey
    deploy_key write_key apikey apiKeys api-keys api.key api_key_value ApiKey APIKey xapikey
    app_secret user_secret secrets the.secret.value secret_key secretKey accesskey secretaccesskey
    authtoken AUTHTOKEN token Token TOKEN tokenValue userToken access_tokens passwords password1
    passwordHint2Answer kennwort passwort senha wachtwoord contraseña пароль 密码 pwd Pwd pw user_pw
    spring.datasource.password spring.redis.password app.security.jwt.secret user[password]
    params.password $password @password password. spaced@password";
const FIELDS_PLAIN: &str = "
    id name username user_name email first_name lastName address city zip country phone
    created_at updatedAt status type kind title description count total amount price quantity
    author authors authority authored authenticated authorize authorized_at oauth auth_time
    auth_method auth_type isAuthenticated requires_auth skip_auth monkey keyboard keynote keyed
    key keys primary_key partitionKey sort_key cache_key group_key routing_key object_key
    foreign_key_name hostKey lookup_key idempotencyKey translationKey keyCode keyPath public_key
    publicKey ssh_public_key password_length passwordPolicy password_expires_at passwordUpdatedAt
    password_changed_at has_password hasPassword is_password_set show_password forgot_password
    password_required requirePassword password_strength passwordless password_field
    token_type tokenType token_count tokens max_tokens total_tokens prompt_tokens completionTokens
    input_tokens output_tokens token_limit expires_in token_expires_at next_page_token nextPageToken
    pageToken continuation_token NextToken sync_token pad_token eos_token_id brace_token comma_token
    semi_token paren_token tokenizer tokenize tokenized secretary secretariat secret_id secret_arn
    secret_version secretRef secretKeyRef credential_type compass bypass passenger passport passive
    passed pass_count pass_rate boarding_pass render_pass pinned pinterest spin pinch gpio_pin led_pin
    opinion shopping bearing bear cookie_policy cookieConsent cookie_name cookie_domain accept_cookies
    card_type card_brand cardHolder card_last4 creditScore credit discard postcard session sessions
    session_count session_timeout session_start code error_code country_code zipCode promo_code
    verification_status authorization_url authorizationEndpoint pins_count topic optional optical
    options otter laptop desktop cvs csv nonce hash sha256 checksum signature fingerprint digest
    access accessLevel access_log accessed_at private privacy is_private api apiVersion encryption
    encrypted is_encrypted encryption_type signing_algorithm master slave root admin user_id uuid";

const COOKIES_SENSITIVE: &str = "
    JSESSIONID PHPSESSID ASP.NET_SessionId .AspNetCore.Session .ASPXAUTH connect.sid laravel_session
    _myapp_session XSRF-TOKEN remember_token remember_me remember_user_token sid SSID HSID SAPISID
    session_id auth auth_token access_token __Host-session __Secure-next-auth.session-token
    next-auth.csrf-token wordpress_logged_in_0a1b2c jwt id_token sso_ticket cf_clearance CFTOKEN
    express.sid koa.sess flask_session user_credentials ring-session rack.session kc_identity";
const COOKIES_PLAIN: &str = "
    theme lang locale _ga _gid _gat _fbp consent cookie_consent cookieconsent_status timezone tz
    currency cart_id visitor_id utm_source ab_test_group dark_mode sidebar inside session_timeout
    csrf_enabled author NID optimizelyEndUserId";

fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split_ascii_whitespace()
}

#[track_caller]
fn assert_all(list: &str, expected: bool, answer: impl Fn(&str) -> bool) {
    let wrong: Vec<&str> = names(list)
        .filter(|name| answer(name) != expected)
        .collect();
    assert!(wrong.is_empty(), "should be {expected}: {wrong:?}");
}

fn sensitive(name: &str) -> bool {
    Names::default().is_sensitive(name.as_bytes())
}

fn sensitive_cookie(name: &str) -> bool {
    Names::default().is_sensitive_cookie(name.as_bytes())
}

#[test]
fn public_cases_are_told_apart() {
    assert_all(CASES_SENSITIVE, true, sensitive);
    assert_all(CASES_PLAIN, false, sensitive);
    assert_all(CASES_COOKIES, true, sensitive_cookie);
    assert!(!sensitive_cookie("not_sensitive"));
}

#[test]
fn headers_are_told_apart() {
    assert_all(HEADERS_SENSITIVE, true, sensitive);
    assert_all(HEADERS_PLAIN, false, sensitive);
}

#[test]
fn variables_of_the_environment_are_told_apart() {
    assert_all(ENVIRONMENT_SENSITIVE, true, sensitive);
    assert_all(ENVIRONMENT_PLAIN, false, sensitive);
}

#[test]
fn fields_of_forms_tables_and_messages_are_told_apart() {
    assert_all(FIELDS_SENSITIVE, true, sensitive);
    assert_all(FIELDS_PLAIN, false, sensitive);
}

#[test]
fn cookies_are_told_apart() {
    assert_all(COOKIES_SENSITIVE, true, sensitive_cookie);
    assert_all(COOKIES_PLAIN, false, sensitive_cookie);
}

#[test]
fn the_style_of_writing_does_not_matter() {
    for name in [
        "clientSecret",
        "ClientSecret",
        "client_secret",
        "client-secret",
        "client.secret",
        "client secret",
        "CLIENT_SECRET",
        "  client__secret  ",
        "client/secret",
        "clientsecret",
        "CLIENTSECRET",
    ] {
        assert!(sensitive(name), "{name}");
    }
}

#[test]
fn the_end_of_a_long_name_decides() {
    let long = "section.".repeat(40);
    assert!(sensitive(&format!("{long}password")));
    assert!(sensitive(&format!("{long}apiKey")));
    assert!(!sensitive(&format!("{long}password_length")));
    assert!(!sensitive(&long));
    assert!(sensitive(&format!("{}password", "a.".repeat(100))));
}

#[test]
fn any_bytes_have_an_answer() {
    let names = Names::new(&["\u{0}\u{1}".into(), String::new()], &["--".into()]);
    let mut bytes = Vec::new();
    let mut state = 7_u64;
    for _ in 0..20_000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        bytes.push((state >> 56) as u8);
        if bytes.len() > 90 {
            bytes.drain(..60);
        }
        names.is_sensitive(&bytes);
        names.is_sensitive_cookie(&bytes);
    }
    assert!(!names.is_sensitive(b""));
    assert!(!names.is_sensitive(b"\xff\xfe_-. "));
    assert!(names.is_sensitive(b"\xff\xfe_password"));
    let huge = vec![b'A'; 1 << 20];
    assert!(!names.is_sensitive(&huge));
}

#[test]
fn fields_of_the_user_are_sensitive_at_the_end_of_a_name() {
    let names = Names::new(&["tax_id".into(), "employeeNumber".into()], &[]);
    for name in [
        "tax_id",
        "taxId",
        "TAX-ID",
        "user.tax.id",
        "X-Tax-Id",
        "employee_number",
    ] {
        assert!(names.is_sensitive(name.as_bytes()), "{name}");
        assert!(names.is_sensitive_cookie(name.as_bytes()), "{name}");
    }
    for name in ["tax", "syntax_id", "tax_id_type", "employee", "number"] {
        assert!(!names.is_sensitive(name.as_bytes()), "{name}");
    }
    assert!(names.is_sensitive(b"password"));
}

#[test]
fn what_is_allowed_is_allowed_as_it_is_written_and_no_more() {
    let names = Names::new(
        &["pin".into()],
        &["sessionId".into(), "map_pin".into(), "otp".into()],
    );
    for name in ["session_id", "SESSION-ID", "mapPin", "otp", "OTP"] {
        assert!(!names.is_sensitive(name.as_bytes()), "{name}");
        assert!(!names.is_sensitive_cookie(name.as_bytes()), "{name}");
    }
    for name in ["user_session_id", "otp_code", "pin", "user_map_pin"] {
        assert!(names.is_sensitive(name.as_bytes()), "{name}");
    }
}

#[test]
fn no_name_that_ends_with_its_sensitive_word_has_a_tail_that_is_refused() {
    let matcher = Names::new(&["tax_id".into(), "Kundennummer".into(), "zz".into()], &[]);
    let own = ["taxid", "TAX_ID", "kundennummer", "x_zz", " zz"];
    let all = [
        CASES_SENSITIVE,
        CASES_COOKIES,
        HEADERS_SENSITIVE,
        ENVIRONMENT_SENSITIVE,
        FIELDS_SENSITIVE,
    ];
    let midst = [
        "a_password_here",
        "a_password_number",
        "a_password_array",
        "mySecretString",
        "todo_secret_do_not_commit",
        "API_KEY_PROD",
        "SECRET_KEY_BASE",
        "password_digest",
        "password_salt",
        "ACCESS_TOKEN_1",
        "some_api_token_123",
        "api_key_value",
        "tokenValue",
        "the.secret.value",
    ];
    let lists = all.into_iter().flat_map(names).chain(own);
    for name in lists.filter(|name| !midst.contains(name) && name.is_ascii()) {
        if !matcher.is_sensitive(name.as_bytes()) {
            continue;
        }
        let padded = format!("\"{name}");
        let last = padded
            .trim_end_matches('.')
            .trim_end_matches(']')
            .as_bytes();
        let last = [
            last[last.len() - 3],
            last[last.len() - 2],
            last[last.len() - 1],
        ];
        assert!(is_tail(matcher.tails(), last), "{name}");
    }
    for tail in [b"tus", b"vel", b"hod"] {
        assert!(!is_tail(matcher.tails(), *tail));
    }
}

#[test]
fn the_table_of_tails_is_sparse() {
    let set: u32 = TAILS.iter().map(|bits| bits.count_ones()).sum();
    assert!(set < 2_600, "{set} of 32768");
    assert_eq!(tail(*b"ORD"), tail(*b"ord"));
}
