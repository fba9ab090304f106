//! `tags`: one word for all entries that a change concerns.

use std::sync::atomic::{AtomicU32, Ordering};

use gambeson::{CacheManager, cached, invalidate};

/// The database of this example: which team each member is in.
static TEAM: AtomicU32 = AtomicU32::new(1);

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Member {
    id: u64,
    team: u32,
}

/// Goes with its organisation, and with the team that the loaded row names.
#[cached(ttl = "5m", key = "member:{org}:{id}", tags = ["org:{org}", "team:{result.team}"])]
async fn member(org: u32, id: u64) -> Member {
    println!("  loading member {id} of {org}");
    let team = TEAM.load(Ordering::Relaxed);
    Member { id, team }
}

#[cached(ttl = "5m", key = "headcount:{org}", tags = ["org:{org}"])]
async fn headcount(org: u32) -> usize {
    println!("  counting {org}");
    3
}

/// All members of the team, whatever their organisation.
#[invalidate(tags = ["team:{from}"])]
async fn rename_team(from: u32, to: u32) {
    TEAM.store(to, Ordering::Relaxed);
}

#[tokio::main]
async fn main() -> Result<(), gambeson::CacheError> {
    println!("misses, then hits:");
    show().await;
    show().await;

    println!("the team is another: its members go, the count stays");
    rename_team(1, 2).await;
    show().await;

    println!("the old team is nobody's any more: all hits");
    rename_team(1, 2).await;
    show().await;

    println!("everything about the organisation goes:");
    CacheManager::installed().invalidate_tags(["org:7"]).await?;
    show().await;
    Ok(())
}

async fn show() {
    for id in 1..=2 {
        let Member { id, team } = member(7, id).await;
        println!("  member {id} is in team {team}");
    }
    println!("  {} in all", headcount(7).await);
}
