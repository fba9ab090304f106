//! Asking a node that is down whether it is back, so that no check has to.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::sleep;

use super::Servers;
use super::node::Node;
use crate::cache::redis::Failure;
use crate::resilience::limit::store::script::{Ask, Grain};

/// How long after its loss a node is asked; each time doubles it.
const SHORTEST: Duration = Duration::from_millis(20);
/// The longest time between two questions: how late a node that is back is noticed.
pub(in super::super) const LONGEST: Duration = Duration::from_millis(250);

/// Begins to probe a node, unless that is being done. `name` is a key that a check was about.
pub(super) fn begin(servers: &Arc<Servers>, node: &Arc<Node>, grain: Grain, name: &[u8]) {
    if !node.health.begin_probing() {
        return;
    }
    let probing = Probing(Arc::clone(node));
    let probe = run(Arc::downgrade(servers), probing, grain, name.into());
    tokio::spawn(probe);
}

/// Ends with its runtime, too; the next check begins another.
struct Probing(Arc<Node>);

impl Drop for Probing {
    fn drop(&mut self) {
        self.0.health.end_probing();
    }
}

async fn run(servers: Weak<Servers>, probing: Probing, grain: Grain, name: Box<[u8]>) {
    let node = &probing.0;
    let mut wait = SHORTEST;
    loop {
        sleep(wait).await;
        let Some(servers) = servers.upgrade() else {
            return;
        };
        if !servers.knows(node) {
            return;
        }
        node.mend();
        // A check for nothing: it takes no permit, and writes, as a replica or a full server will
        // not.
        let answer = node
            .run(|by| grain.command(by, &name, Ask::whole(0)), false)
            .await;
        match answer {
            Ok(_) => return back(node),
            Err(Failure::Refused { code, .. }) if matches!(code.as_str(), "MOVED" | "ASK") => {
                return back(node);
            }
            Err(_) => {}
        }
        // Another node may have taken its place.
        servers.look_around();
        wait = (wait * 2).min(LONGEST);
    }
}

fn back(node: &Node) {
    let down_for = node.health.back();
    tracing::info!(
        target: "gambeson::rate_limit",
        server = %node.server,
        ?down_for,
        "the store of rate limits is back"
    );
}
