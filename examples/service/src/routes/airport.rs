//! `/airports/{code}`: one airport, read and changed.

use axum::extract::State;

use crate::airports::code::Code;
use crate::airports::edit::{self, Change};
use crate::airports::lookup;
use crate::airports::model::Airport;
use crate::app::App;
use crate::errors::Problem;
use crate::extract::{CacheControl, Json, Path};
use crate::routes::shared::Shared;

pub(crate) async fn show(
    State(app): State<App>,
    Path(code): Path<Code>,
    _: CacheControl,
) -> Result<Shared<Airport>, Problem> {
    let found = lookup::airport(&app.db, &code).await?;
    found.map(Shared).ok_or_else(|| unknown(&code))
}

pub(crate) async fn edit(
    State(app): State<App>,
    Path(code): Path<Code>,
    Json(change): Json<Change>,
) -> Result<Shared<Airport>, Problem> {
    change.check().map_err(Problem::bad_request)?;
    let airport = lookup::airport(&app.db, &code)
        .await?
        .ok_or_else(|| unknown(&code))?;
    let changed = edit::edit(&app.db, &airport, &change).await?;
    changed.map(Shared).ok_or_else(|| unknown(&code))
}

fn unknown(code: &Code) -> Problem {
    Problem::not_found(format!("no airport has the code {code}"))
}
