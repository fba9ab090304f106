//! The kinds of one country, to switch on together.

use crate::mask::Kind;

/// Packs of national kinds. None of them is on by default.
///
/// # Examples
///
/// ```
/// use gambeson::mask::Kind;
///
/// assert!(Kind::UK.contains(&Kind::UkNhs));
/// ```
impl Kind {
    /// The kinds of Australia.
    pub const AU: &'static [Kind] = &[Kind::AuAbn, Kind::AuAcn, Kind::AuMedicare, Kind::AuTfn];
    /// The kinds of Belgium.
    pub const BE: &'static [Kind] = &[Kind::BeNationalNumber];
    /// The kinds of Brazil.
    pub const BR: &'static [Kind] = &[Kind::BrCnpj, Kind::BrCpf];
    /// The kinds of Canada.
    pub const CA: &'static [Kind] = &[Kind::CaSin];
    /// The kinds of Switzerland.
    pub const CH: &'static [Kind] = &[Kind::ChAhv];
    /// The kinds of China.
    pub const CN: &'static [Kind] = &[Kind::CnResidentId];
    /// The kinds of Germany.
    pub const DE: &'static [Kind] = &[
        Kind::DeHealthInsurance,
        Kind::DeIdCard,
        Kind::DePassport,
        Kind::DeSocialSecurity,
        Kind::DeTaxId,
        Kind::DeVatId,
    ];
    /// The kinds of Denmark.
    pub const DK: &'static [Kind] = &[Kind::DkCpr];
    /// The kinds of Spain.
    pub const ES: &'static [Kind] = &[Kind::EsNie, Kind::EsNif, Kind::EsPassport];
    /// The kinds of Finland.
    pub const FI: &'static [Kind] = &[Kind::FiPersonalIdentityCode];
    /// The kinds of France.
    pub const FR: &'static [Kind] = &[Kind::FrNir];
    /// The kinds of India.
    pub const IN: &'static [Kind] = &[
        Kind::InAadhaar,
        Kind::InGstin,
        Kind::InPan,
        Kind::InPassport,
        Kind::InVehicleRegistration,
        Kind::InVoter,
    ];
    /// The kinds of Italy.
    pub const IT: &'static [Kind] = &[
        Kind::ItDriverLicense,
        Kind::ItFiscalCode,
        Kind::ItIdentityCard,
        Kind::ItPassport,
        Kind::ItVatCode,
    ];
    /// The kinds of Korea.
    pub const KR: &'static [Kind] = &[
        Kind::KrBrn,
        Kind::KrDriverLicense,
        Kind::KrFrn,
        Kind::KrPassport,
        Kind::KrRrn,
    ];
    /// The kinds of Nigeria.
    pub const NG: &'static [Kind] = &[Kind::NgNin, Kind::NgVehicleRegistration];
    /// The kinds of the Netherlands.
    pub const NL: &'static [Kind] = &[Kind::NlBsn];
    /// The kinds of the Philippines.
    pub const PH: &'static [Kind] = &[Kind::PhMobile, Kind::PhPassport, Kind::PhTin, Kind::PhUmid];
    /// The kinds of Poland.
    pub const PL: &'static [Kind] = &[Kind::PlPesel];
    /// The kinds of Portugal.
    pub const PT: &'static [Kind] = &[Kind::PtNif];
    /// The kinds of Sweden.
    pub const SE: &'static [Kind] = &[Kind::SeOrganisationsnummer, Kind::SePersonnummer];
    /// The kinds of Singapore.
    pub const SG: &'static [Kind] = &[Kind::SgNricFin, Kind::SgUen];
    /// The kinds of Thailand.
    pub const TH: &'static [Kind] = &[Kind::ThTnin];
    /// The kinds of Turkey.
    pub const TR: &'static [Kind] = &[Kind::TrNationalId, Kind::TrPhone];
    /// The kinds of Taiwan.
    pub const TW: &'static [Kind] = &[Kind::TwNationalId];
    /// The kinds of the United Kingdom.
    pub const UK: &'static [Kind] = &[
        Kind::UkDrivingLicence,
        Kind::UkNhs,
        Kind::UkNino,
        Kind::UkPassport,
        Kind::UkPostcode,
        Kind::UkVehicleRegistration,
    ];
    /// The kinds of the United States that are not on by default.
    pub const US: &'static [Kind] = &[
        Kind::AbaRouting,
        Kind::UsBank,
        Kind::UsDriverLicense,
        Kind::UsItin,
        Kind::UsMbi,
        Kind::UsNpi,
        Kind::UsPassport,
        Kind::MedicalLicense,
    ];
    /// The kinds of South Africa.
    pub const ZA: &'static [Kind] = &[Kind::ZaId];
}
