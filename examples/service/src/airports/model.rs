//! What is known of an airport.

use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _};

use super::code::{Code, Country};

/// One airport.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Airport {
    /// Four letters and digits; every airport has one, and no two the same.
    pub icao: Code,
    /// Three letters, for those that airlines fly to.
    pub iata: Option<Code>,
    /// Its name.
    pub name: String,
    /// The city that it serves; may be empty.
    pub city: String,
    /// The state or province; may be empty.
    pub subd: String,
    /// The country that it lies in.
    pub country: Country,
    /// Feet above the sea.
    pub elevation: f64,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// The time zone's name, as IANA spells it.
    pub tz: String,
}

impl FromRow<'_, SqliteRow> for Airport {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            icao: checked(row.try_get("icao")?)?,
            iata: row
                .try_get::<Option<String>, _>("iata")?
                .map(checked)
                .transpose()?,
            name: row.try_get("name")?,
            city: row.try_get("city")?,
            subd: row.try_get("subd")?,
            country: checked(row.try_get("country")?)?,
            elevation: row.try_get("elevation")?,
            lat: row.try_get("lat")?,
            lon: row.try_get("lon")?,
            tz: row.try_get("tz")?,
        })
    }
}

fn checked<T: TryFrom<String, Error = &'static str>>(text: String) -> Result<T, sqlx::Error> {
    T::try_from(text).map_err(|error| sqlx::Error::Decode(error.into()))
}
