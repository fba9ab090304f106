//! `/stats`: what the cache has done since the start.

use axum::Json;
use axum::extract::State;
use gambeson::cache::Counts;
use serde_json::{Map, Value, json};

use crate::app::App;

pub(crate) async fn show(State(app): State<App>) -> Json<Value> {
    let stats = app.cache.stats();
    let functions: Map<String, Value> = stats
        .functions
        .iter()
        .map(|function| (function.function.to_owned(), counts(&function.counts)))
        .collect();
    Json(json!({
        "total": counts(&stats.total),
        "functions": functions,
        "memory": {
            "entries": stats.entries,
            "bytes": stats.bytes,
            "evicted": stats.evicted,
            "expired": stats.expired,
        },
    }))
}

fn counts(counts: &Counts) -> Value {
    json!({
        "hit_rate": counts.hit_rate(),
        "hits_memory": counts.hits_memory,
        "hits_redis": counts.hits_redis,
        "misses": counts.misses,
        "loads": counts.loads,
        "joined": counts.joined,
        "stale": counts.stale,
        "reloads": counts.reloads,
        "sets": counts.sets,
        "deletes": counts.deletes,
        "invalidations": counts.invalidations,
        "errors": counts.errors,
        "undecodable": counts.undecodable,
        "mismatches": counts.mismatches,
    })
}
