//! The airports nearest to a point: the slow question.

use std::sync::Arc;

use gambeson::{CacheKey, cached, log_exceptions, log_execution_time};
use serde::{Deserialize, Serialize};

use super::model::Airport;
use crate::db::{Db, DbError};
use crate::timing;

/// Kilometres.
const EARTH_RADIUS: f64 = 6371.0;

/// A point of the Earth in hundredths of a degree: about a kilometre.
///
/// Whole numbers, because a float makes no good key; rounded, because clients who stand next to
/// each other are to share one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, CacheKey, Deserialize)]
#[serde(try_from = "Asked")]
pub struct Spot {
    /// Hundredths of a degree north, -9000 to 9000.
    pub lat: i32,
    /// Hundredths of a degree east, -17999 to 18000.
    pub lon: i32,
}

/// The point as it is written in a query, in degrees.
#[derive(Deserialize)]
struct Asked {
    lat: f64,
    lon: f64,
}

impl TryFrom<Asked> for Spot {
    type Error = &'static str;

    fn try_from(Asked { lat, lon }: Asked) -> Result<Self, Self::Error> {
        // NaN is in no range.
        if !(-90.0..=90.0).contains(&lat) {
            return Err("`lat` goes from -90 to 90 degrees");
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err("`lon` goes from -180 to 180 degrees");
        }
        Ok(Self {
            lat: hundredths(lat),
            lon: hundredths(lon),
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "at most 18000, as was checked"
)]
fn hundredths(degrees: f64) -> i32 {
    (degrees * 100.0).round() as i32
}

/// An airport, and how far away it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Near {
    /// Kilometres along the great circle, to one decimal: the point is no more exact.
    pub km: f64,
    /// The airport.
    pub airport: Airport,
}

/// The ten airports nearest to a point, the nearest first.
///
/// No index helps: the distance of every airport is worked out. Of an answer that is asked for again and again nobody
/// waits for that twice: in the last fifth of its time it is worked out once more in the background.
///
/// # Errors
///
/// When the database cannot answer.
#[cached(
    ttl = "10m",
    strategy = refresh_ahead,
    key = "nearest:{spot.lat}:{spot.lon}",
    handle = NearestCache
)]
#[log_execution_time(target = "service::model", slow = "250ms", metrics)]
#[log_exceptions(target = "service::model")]
pub async fn nearest(db: &Db, spot: Spot) -> Result<Arc<Vec<Near>>, DbError> {
    let here = (f64::from(spot.lat) / 100.0, f64::from(spot.lon) / 100.0);
    let places = sqlx::query_as("SELECT icao, lat, lon FROM airport").fetch_all(db.pool());
    let places: Vec<(String, f64, f64)> = timing::query(places).await?;
    let mut distances: Vec<(f64, String)> = places
        .into_iter()
        .map(|(icao, lat, lon)| (kilometres(here, (lat, lon)), icao))
        .collect();
    distances.sort_unstable_by(|(one, _), (other, _)| one.total_cmp(other));
    distances.truncate(10);

    let mut near = Vec::with_capacity(distances.len());
    for (km, icao) in distances {
        let found = sqlx::query_as("SELECT * FROM airport WHERE icao = ?")
            .bind(icao)
            .fetch_optional(db.pool());
        near.extend(timing::query(found).await?.map(|airport| Near {
            km: (km * 10.0).round() / 10.0,
            airport,
        }));
    }
    Ok(Arc::new(near))
}

/// The distance of two points along the great circle, by the haversine formula.
fn kilometres((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let across = lat.to_radians().cos() * other_lat.to_radians().cos();
    let haversine = half(lat, other_lat) + across * half(lon, other_lon);
    2.0 * EARTH_RADIUS * haversine.min(1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_great_circle() {
        let quarter = EARTH_RADIUS * std::f64::consts::FRAC_PI_2;
        for (from, to, expected) in [
            ((0.0, 0.0), (0.0, 0.0), 0.0),
            ((0.0, 0.0), (90.0, 123.0), quarter),
            ((0.0, 179.0), (0.0, -179.0), quarter / 45.0),
            ((0.0, 0.0), (0.0, 180.0), quarter * 2.0),
            // Frankfurt to Reykjavik.
            ((50.03, 8.57), (63.99, -22.61), 2398.0),
        ] {
            let found = kilometres(from, to);
            assert!(
                (found - expected).abs() < 5.0,
                "{from:?} to {to:?}: {found}"
            );
        }
    }

    #[test]
    fn a_point_is_rounded_to_hundredths_of_a_degree() {
        let spot = |lat, lon| Spot::try_from(Asked { lat, lon });
        assert_eq!(
            spot(52.516, -13.404),
            Ok(Spot {
                lat: 5252,
                lon: -1340
            })
        );
        assert_eq!(
            spot(90.0, -180.0),
            Ok(Spot {
                lat: 9000,
                lon: -18000
            })
        );
        for (lat, lon) in [
            (90.1, 0.0),
            (0.0, 180.1),
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
        ] {
            assert!(spot(lat, lon).is_err(), "{lat} {lon}");
        }
    }
}
