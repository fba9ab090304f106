//! The tables of the database, and the first filling of that of the airports, from the data that is part of the program.

use serde::Deserialize;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

/// See data/README.md and data/LICENSE.
const AIRPORTS: &str = include_str!("../data/airports.csv");

/// `folded` is what a search looks into: `SQLite` folds the case of ASCII only.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS airport (
        icao      TEXT PRIMARY KEY,
        iata      TEXT UNIQUE,
        name      TEXT NOT NULL,
        city      TEXT NOT NULL,
        subd      TEXT NOT NULL,
        country   TEXT NOT NULL,
        elevation REAL NOT NULL,
        lat       REAL NOT NULL,
        lon       REAL NOT NULL,
        tz        TEXT NOT NULL,
        folded    TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS booking (
        id    INTEGER PRIMARY KEY,
        guest TEXT NOT NULL,
        email TEXT NOT NULL,
        phone TEXT NOT NULL,
        card  TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS visit (
        icao     TEXT NOT NULL,
        instance TEXT NOT NULL,
        count    INTEGER NOT NULL,
        PRIMARY KEY (icao, instance)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS airport_country ON airport (country, icao);
";

/// Rows per statement: many, because each statement costs as much as many rows, and few enough
/// for the number of values that `SQLite` takes.
const ROWS: usize = 1000;

#[derive(Deserialize)]
struct Row {
    icao: String,
    iata: Option<String>,
    name: String,
    city: String,
    subd: String,
    country: String,
    elevation: f64,
    lat: f64,
    lon: f64,
    tz: String,
}

/// Creates the tables and fills that of the airports, all of it or nothing.
pub(crate) async fn fill_if_empty(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    // IMMEDIATE takes the write lock at once: of several processes that start together, one
    // fills the table, and the others find it filled.
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::raw_sql(SCHEMA).execute(&mut *transaction).await?;
    let (filled,): (bool,) = sqlx::query_as("SELECT EXISTS (SELECT 1 FROM airport)")
        .fetch_one(&mut *transaction)
        .await?;
    if !filled {
        fill(&mut transaction).await?;
    }
    transaction.commit().await
}

async fn fill(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let rows: Vec<Row> = csv::Reader::from_reader(AIRPORTS.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| sqlx::Error::Decode(error.into()))?;
    for rows in rows.chunks(ROWS) {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO airport
                 (icao, iata, name, city, subd, country, elevation, lat, lon, tz, folded) ",
        );
        insert.push_values(rows, |mut values, row| {
            values
                .push_bind(row.icao.as_str())
                .push_bind(row.iata.as_deref())
                .push_bind(row.name.as_str())
                .push_bind(row.city.as_str())
                .push_bind(row.subd.as_str())
                .push_bind(row.country.as_str())
                .push_bind(row.elevation)
                .push_bind(row.lat)
                .push_bind(row.lon)
                .push_bind(row.tz.as_str())
                .push_bind(folded(&row.name, &row.city));
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// What a search looks into, for an airport of this name in this city.
pub(crate) fn folded(name: &str, city: &str) -> String {
    format!("{name}\n{city}").to_lowercase()
}
