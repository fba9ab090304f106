//! Which requests are sent: a few airports are asked for often, most of them seldom.
//!
//! Only those with an IATA code are drawn, about eight thousand: nobody asks for private strips.

use std::sync::Arc;

use rand::rngs::SmallRng;
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_distr::{Distribution as _, Zipf};
use serde_json::json;

use crate::db::{Db, DbError};

/// One run is like another.
const SEED: u64 = 0x6761_6d62_6573_6f6e;
/// How much more popular the first is than the second, the second than the fourth, and so on:
/// near 1 for what people ask of web services.
const EXPONENT: f64 = 1.0;

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Airport,
    Country,
    Nearest,
    Search,
    Booking,
}

impl Kind {
    /// All kinds, and how many of a hundred requests are of each.
    pub(crate) const SHARES: [(Self, u32); 5] = [
        (Self::Airport, 89),
        (Self::Country, 5),
        (Self::Nearest, 3),
        (Self::Search, 2),
        (Self::Booking, 1),
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Airport => "airport",
            Self::Country => "country",
            Self::Nearest => "nearest",
            Self::Search => "search",
            Self::Booking => "booking",
        }
    }
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) kind: Kind,
    pub(crate) path: String,
    /// What is sent; nothing where something is only asked for.
    pub(crate) body: String,
}

/// Where the guests of a drive have their addresses; nobody else has one there (RFC 2606).
pub(crate) const DOMAIN: &str = "drive.invalid";

/// All requests, in their order.
pub(crate) struct Plan {
    steps: Vec<Step>,
}

/// What a request can be made from.
type Place = (String, String, String, f64, f64);

impl Plan {
    /// Draws as many requests.
    pub(crate) async fn draw(db: &Db, requests: u32) -> Result<Self, DbError> {
        let mut places: Vec<Place> = sqlx::query_as(
            "SELECT icao, country, name, lat, lon FROM airport \
                 WHERE iata IS NOT NULL ORDER BY icao",
        )
        .fetch_all(db.pool())
        .await?;
        let mut random = SmallRng::seed_from_u64(SEED);
        places.shuffle(&mut random);
        // Without places, or with a bad exponent, there is nothing to draw.
        #[expect(
            clippy::cast_precision_loss,
            reason = "there are fewer airports than 2^52"
        )]
        let Ok(rank) = Zipf::new(places.len() as f64, EXPONENT) else {
            return Ok(Self { steps: Vec::new() });
        };
        let steps = (0..requests).filter_map(|_| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a rank"
            )]
            let place = places.get(rank.sample(&mut random) as usize - 1)?;
            Some(step(kind(random.random_range(0..100)), place))
        });
        Ok(Self {
            steps: steps.collect(),
        })
    }

    /// The same requests in as many parts, or fewer if there are not enough.
    pub(crate) fn rounds(&self, rounds: usize) -> impl Iterator<Item = Arc<[Step]>> {
        self.steps
            .chunks(self.steps.len().div_ceil(rounds).max(1))
            .map(Arc::from)
    }
}

fn kind(mut percent: u32) -> Kind {
    for (kind, share) in Kind::SHARES {
        if percent < share {
            return kind;
        }
        percent -= share;
    }
    Kind::Airport
}

fn step(kind: Kind, (icao, country, name, lat, lon): &Place) -> Step {
    let path = match kind {
        Kind::Airport => format!("/airports/{icao}"),
        Kind::Country => format!("/countries/{country}/airports"),
        Kind::Nearest => format!("/nearest?lat={lat}&lon={lon}"),
        Kind::Search => format!("/search?q={}", word(name)),
        Kind::Booking => "/bookings".to_owned(),
    };
    let body = match kind {
        Kind::Booking => booking(icao),
        _ => String::new(),
    };
    Step { kind, path, body }
}

/// What a guest from there sends.
pub(super) fn booking(icao: &str) -> String {
    json!({
        "name": format!("Guest of {icao}"),
        "email": format!("guest.{icao}@{DOMAIN}"),
        "phone": "555-123-4567",
        "card": "4111-1111-1111-1234",
        "password": "of no account",
    })
    .to_string()
}

/// A word of the name that needs no escaping in a query, and that is long enough for a search.
fn word(name: &str) -> &str {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .find(|word| word.len() >= 3)
        .unwrap_or("airport")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_make_a_hundred_and_each_kind_gets_its_own() {
        let of = |wanted| u32::try_from((0..100).filter(|n| kind(*n) == wanted).count());
        for (kind, share) in Kind::SHARES {
            assert_eq!(of(kind), Ok(share));
        }
        assert_eq!(
            Kind::SHARES.iter().map(|(_, share)| share).sum::<u32>(),
            100
        );
    }

    #[test]
    fn a_searched_word_needs_no_escaping() {
        assert_eq!(word("Bíldudalur Airport"), "ldudalur");
        assert_eq!(word("A & B"), "airport");
    }
}
