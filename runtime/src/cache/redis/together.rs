//! Reading several entries and leasing those that are missing, in one round trip.

use redis::Value;

use super::Read;
use super::core::{Access, Core};
use super::entry::{self, Ticket};
use super::link::Link;
use super::read::{Fetched, classify, millis};
use super::reply::{self, Failure};
use super::scripts::{self, By};

/// What stands at `names`, and tickets for what is missing; `None` where the server does not carry
/// this out, but may carry out its parts: when it has no memory left for leases, it can still be
/// read. Not for nodes of a cluster, where the names are in several slots.
pub(super) async fn read(
    core: &Core,
    link: &Link,
    incarnation: u64,
    names: &[&[u8]],
) -> Result<Option<Vec<Read>>, Failure> {
    // One for all of them: a mark is compared with what stands at its own key only.
    let (lease, mark) = entry::lease(incarnation);
    let command = |by| {
        let mut command = scripts::READ_OR_LEASE.call_many(by, names);
        command.arg(&lease[..]).arg(millis(core.options.lease));
        command
    };
    let mut answer = core.call(link, &command(By::Digest), Access::Write).await;
    if matches!(&answer, Err(failure) if failure.is_unknown_script()) {
        answer = core.call(link, &command(By::Source), Access::Write).await;
    }
    let values = match answer {
        Ok(Value::Array(values)) if values.len() == names.len() => values,
        Ok(_) => return Err(core.strange(link)),
        Err(Failure::Refused { .. }) => return Ok(None),
        Err(failure) => return Err(failure),
    };
    let read = |value| match value {
        Value::Int(1) => Ok(Read::Miss(Some(Ticket { mark, incarnation }))),
        // Something that is not ours stands there.
        Value::Int(_) => Ok(Read::Miss(None)),
        value => {
            let bytes = core.fit(link, reply::bytes(value))?;
            let end = bytes.as_deref().and_then(entry::expires);
            let fetched = Fetched {
                bytes,
                left: end.map(|end| link.clock().until(end)),
                refused: false,
            };
            Ok(classify(link, incarnation, fetched))
        }
    };
    values
        .into_iter()
        .map(read)
        .collect::<Result<_, _>>()
        .map(Some)
}
