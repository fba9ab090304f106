//! The kinds of things that are found in text.

use std::fmt;
use std::str::FromStr;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What was found, or is to be found.
        ///
        /// # Examples
        ///
        /// ```
        /// use gambeson::mask::Kind;
        ///
        /// assert_eq!(Kind::UkNhs.name(), "uk_nhs");
        /// assert_eq!("uk_nhs".parse(), Ok(Kind::UkNhs));
        /// ```
        ///
        /// # All of them
        ///
        /// `on`: without a word of the builder. `pack`: the constant that switches on all of a
        /// country, as [`Kind::UK`]. `Strict` is [`Strictness::Strict`](super::Strictness::Strict).
        ///
        #[doc = include_str!("../../docs/kinds.md")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum Kind {
            $($(#[$doc])* $variant,)*
        }

        impl Kind {
            /// Every kind there is, in the order of their declaration.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];

            /// The name by which the kind is written in a configuration.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Kind::$variant => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// Addresses of e-mail.
    Email = "email",
    /// National and international numbers of telephones.
    Phone = "phone",
    /// Numbers of payment cards.
    Card = "card",
    /// Social security numbers of the United States.
    Ssn = "ssn",
    /// International bank account numbers.
    Iban = "iban",
    /// IPv4 and IPv6 addresses. Off until it is switched on: a log of requests wants them.
    Ip = "ip",
    /// Hardware addresses. Off until it is switched on.
    Mac = "mac",
    /// User and password in a URL: what stands before the `@`.
    UrlCredentials = "url_credentials",
    /// `password=..` and its cousins in text: the value of a name that is known to be sensitive.
    Password = "password",
    /// JSON web tokens.
    Jwt = "jwt",
    /// What follows `Bearer` and `Basic`.
    Authorization = "authorization",
    /// Private keys in PEM.
    PrivateKey = "private_key",
    /// Tokens and keys of the published shapes of their providers.
    Token = "token",
    /// The values of cookies that hold a session or a credential.
    Cookie = "cookie",
    /// A long run of mixed letters and digits, as keys of programming interfaces are; only in
    /// [`Strictness::Eager`](super::Strictness::Eager).
    HighEntropy = "high_entropy",
    /// What a pattern of the user matched.
    Custom = "custom",
    /// Wallets of Bitcoin.
    Crypto = "crypto",
    /// Numbers of mobile devices.
    Imei = "imei",
    /// Universally unique identifiers.
    Uuid = "uuid",
    /// The name of a user in a path of a home directory.
    UserPath = "user_path",
    /// Whole URLs.
    Url = "url",
    /// Routing numbers of banks in the United States.
    AbaRouting = "aba_routing",
    /// Account numbers of banks in the United States.
    UsBank = "us_bank",
    /// Driving licences of the United States.
    UsDriverLicense = "us_driver_license",
    /// Individual taxpayer identification numbers of the United States.
    UsItin = "us_itin",
    /// Medicare beneficiary identifiers of the United States.
    UsMbi = "us_mbi",
    /// National provider identifiers of the United States.
    UsNpi = "us_npi",
    /// Passports of the United States.
    UsPassport = "us_passport",
    /// Certificate numbers of the United States' drug enforcement administration.
    MedicalLicense = "medical_license",
    /// Business numbers of Australia.
    AuAbn = "au_abn",
    /// Company numbers of Australia.
    AuAcn = "au_acn",
    /// Medicare numbers of Australia.
    AuMedicare = "au_medicare",
    /// Tax file numbers of Australia.
    AuTfn = "au_tfn",
    /// National numbers of Belgium.
    BeNationalNumber = "be_national_number",
    /// Numbers of companies in Brazil.
    BrCnpj = "br_cnpj",
    /// Numbers of taxpayers in Brazil.
    BrCpf = "br_cpf",
    /// Social insurance numbers of Canada.
    CaSin = "ca_sin",
    /// Social insurance numbers of Switzerland.
    ChAhv = "ch_ahv",
    /// Identity numbers of residents of China.
    CnResidentId = "cn_resident_id",
    /// Health insurance numbers of Germany.
    DeHealthInsurance = "de_health_insurance",
    /// Identity cards of Germany.
    DeIdCard = "de_id_card",
    /// Passports of Germany.
    DePassport = "de_passport",
    /// Pension insurance numbers of Germany.
    DeSocialSecurity = "de_social_security",
    /// Tax identification numbers of Germany.
    DeTaxId = "de_tax_id",
    /// Value added tax numbers of Germany.
    DeVatId = "de_vat_id",
    /// Personal identification numbers of Denmark.
    DkCpr = "dk_cpr",
    /// Identity numbers of foreigners in Spain.
    EsNie = "es_nie",
    /// Tax numbers of Spain.
    EsNif = "es_nif",
    /// Passports of Spain.
    EsPassport = "es_passport",
    /// Personal identity codes of Finland.
    FiPersonalIdentityCode = "fi_personal_identity_code",
    /// Social security numbers of France.
    FrNir = "fr_nir",
    /// Aadhaar numbers of India.
    InAadhaar = "in_aadhaar",
    /// Goods and services tax numbers of India.
    InGstin = "in_gstin",
    /// Permanent account numbers of India.
    InPan = "in_pan",
    /// Passports of India.
    InPassport = "in_passport",
    /// Number plates of India.
    InVehicleRegistration = "in_vehicle_registration",
    /// Voters' identity cards of India.
    InVoter = "in_voter",
    /// Driving licences of Italy.
    ItDriverLicense = "it_driver_license",
    /// Fiscal codes of Italy.
    ItFiscalCode = "it_fiscal_code",
    /// Identity cards of Italy.
    ItIdentityCard = "it_identity_card",
    /// Passports of Italy.
    ItPassport = "it_passport",
    /// Value added tax numbers of Italy.
    ItVatCode = "it_vat_code",
    /// Business registration numbers of Korea.
    KrBrn = "kr_brn",
    /// Driving licences of Korea.
    KrDriverLicense = "kr_driver_license",
    /// Registration numbers of foreigners in Korea.
    KrFrn = "kr_frn",
    /// Passports of Korea.
    KrPassport = "kr_passport",
    /// Resident registration numbers of Korea.
    KrRrn = "kr_rrn",
    /// National identification numbers of Nigeria.
    NgNin = "ng_nin",
    /// Number plates of Nigeria.
    NgVehicleRegistration = "ng_vehicle_registration",
    /// Citizen service numbers of the Netherlands.
    NlBsn = "nl_bsn",
    /// Mobile numbers of the Philippines.
    PhMobile = "ph_mobile",
    /// Passports of the Philippines.
    PhPassport = "ph_passport",
    /// Numbers of taxpayers in the Philippines.
    PhTin = "ph_tin",
    /// Unified multi-purpose identity numbers of the Philippines.
    PhUmid = "ph_umid",
    /// PESEL numbers of Poland.
    PlPesel = "pl_pesel",
    /// Tax numbers of Portugal.
    PtNif = "pt_nif",
    /// Numbers of organisations in Sweden.
    SeOrganisationsnummer = "se_organisationsnummer",
    /// Personal identity numbers of Sweden.
    SePersonnummer = "se_personnummer",
    /// Identity card numbers of Singapore.
    SgNricFin = "sg_nric_fin",
    /// Unique entity numbers of Singapore.
    SgUen = "sg_uen",
    /// National identification numbers of Thailand.
    ThTnin = "th_tnin",
    /// Identity numbers of Turkey.
    TrNationalId = "tr_national_id",
    /// Telephone numbers of Turkey.
    TrPhone = "tr_phone",
    /// National identity numbers of Taiwan.
    TwNationalId = "tw_national_id",
    /// Driving licences of the United Kingdom.
    UkDrivingLicence = "uk_driving_licence",
    /// Numbers of the National Health Service of the United Kingdom.
    UkNhs = "uk_nhs",
    /// National insurance numbers of the United Kingdom.
    UkNino = "uk_nino",
    /// Passports of the United Kingdom.
    UkPassport = "uk_passport",
    /// Postcodes of the United Kingdom.
    UkPostcode = "uk_postcode",
    /// Number plates of the United Kingdom.
    UkVehicleRegistration = "uk_vehicle_registration",
    /// Identity numbers of South Africa.
    ZaId = "za_id",
}

impl Kind {
    /// What a masker looks for that was told nothing.
    pub const DEFAULT: &'static [Kind] = &[
        Kind::Email,
        Kind::Phone,
        Kind::Card,
        Kind::Ssn,
        Kind::Iban,
        Kind::UrlCredentials,
        Kind::Password,
        Kind::Jwt,
        Kind::Authorization,
        Kind::PrivateKey,
        Kind::Token,
        Kind::Cookie,
    ];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no [`Kind`] has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no kind `{}`", self.0)
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Kind::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KindSet(u128);

const _: () = assert!(Kind::ALL.len() <= 128);

impl KindSet {
    pub(crate) fn insert(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u8;
    }

    pub(crate) fn remove(&mut self, kind: Kind) {
        self.0 &= !(1 << kind as u8);
    }

    pub(crate) fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub(crate) fn intersects(self, other: KindSet) -> bool {
        self.0 & other.0 != 0
    }
}

impl FromIterator<Kind> for KindSet {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        let mut set = KindSet::default();
        kinds.into_iter().for_each(|kind| set.insert(kind));
        set
    }
}
