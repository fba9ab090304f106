//! One job in the transaction, and in memory once that is on the disk.

use std::collections::HashMap;

use super::super::queue::{Put as Taken, partition_of};
use super::file::Fault;
use super::job::{Ask, Dead, Job, Put, Refusal, Seqs};
use super::memory::{Found, Memory};
use super::record;
use super::tables::Tables;

/// What a job came to in the transaction.
pub(super) enum Staged {
    Opened(u32, Found),
    /// `None`: one with its id was put before.
    Put(Option<u64>),
    Full,
    Dead(Vec<Dead>),
    /// The partition and the place of each.
    Replayed(Vec<(u32, u64)>),
    Discarded(u64),
    Nothing,
}

/// All jobs of a group. What is put in it counts for those behind.
pub(super) fn all(
    jobs: &[Job],
    tables: &mut Tables<'_>,
    memory: &Memory,
) -> Result<Vec<Staged>, Fault> {
    let mut more = HashMap::new();
    let mut staged = Vec::with_capacity(jobs.len());
    for job in jobs {
        staged.push(match &job.ask {
            Ask::Put(put, _) => {
                let more = more.entry((job.queue, put.partition)).or_insert(0);
                stage_put(job.queue, put, more, tables, memory)?
            }
            ask => stage(job.queue, ask, tables, memory)?,
        });
    }
    Ok(staged)
}

fn stage_put(
    queue: u32,
    put: &Put,
    more: &mut usize,
    tables: &mut Tables<'_>,
    memory: &Memory,
) -> Result<Staged, Fault> {
    if tables.knows(queue, &put.id)? {
        return Ok(Staged::Put(None));
    }
    let depth = memory
        .queues
        .get(&queue)
        .map_or(0, |queue| queue.lanes.depth(put.partition));
    if depth + *more >= put.room {
        return Ok(Staged::Full);
    }
    *more += 1;
    let place = tables.put(queue, &put.id, &put.bytes)?;
    Ok(Staged::Put(Some(place)))
}

fn stage(queue: u32, ask: &Ask, tables: &mut Tables<'_>, memory: &Memory) -> Result<Staged, Fault> {
    match ask {
        Ask::Open(name, ..) => {
            let number = tables.number(name)?;
            return Ok(Staged::Opened(number, memory.find(tables, number)?));
        }
        Ask::Done(done, _) => each(done, |seq| tables.done((queue, seq)))?,
        Ask::Begin(begin, _) => {
            let alone = begin.seqs.len() == 1;
            each(begin, |seq| tables.begin((queue, seq), alone))?;
        }
        Ask::Unreadable(seqs) => each(seqs, |seq| tables.put_aside((queue, seq)))?,
        Ask::Bury(_, seq, None, _) => tables.done((queue, *seq))?,
        Ask::Bury(_, seq, Some((attempts, error)), _) => {
            tables.bury((queue, *seq), *attempts, error)?;
        }
        Ask::Dead(from, most, _) => return Ok(Staged::Dead(tables.dead(queue, *from, *most)?)),
        Ask::Replay(seqs, _) => return replay(queue, seqs, tables, memory),
        Ask::Discard(seqs, _) => {
            let mut discarded = 0;
            for &seq in seqs {
                discarded += u64::from(tables.discard((queue, seq))?);
            }
            return Ok(Staged::Discarded(discarded));
        }
        _ => {}
    }
    Ok(Staged::Nothing)
}

fn each(seqs: &Seqs, act: impl FnMut(u64) -> Result<(), Fault>) -> Result<(), Fault> {
    seqs.seqs.iter().copied().try_for_each(act)
}

fn replay(
    queue: u32,
    seqs: &[u64],
    tables: &mut Tables<'_>,
    memory: &Memory,
) -> Result<Staged, Fault> {
    let partitions = memory
        .queues
        .get(&queue)
        .map_or(1, |queue| queue.lanes.partitions());
    let mut replayed = Vec::new();
    for &seq in seqs {
        if let Some((place, bytes)) = tables.replay((queue, seq))? {
            let change = record::from_bytes(&bytes);
            let partition = change.map_or(0, |change| partition_of(&change.key, partitions));
            replayed.push((partition, place));
        }
    }
    Ok(Staged::Replayed(replayed))
}

/// What is on the disk is known in memory, and told. Whoever has stopped waiting is not told.
pub(super) fn conclude(job: Job, staged: Staged, memory: &mut Memory) {
    let Job { queue, ask } = job;
    match (ask, staged) {
        (Ask::Open(name, partitions, reply), Staged::Opened(number, found)) => {
            let partitions = memory.settle(number, &name, partitions, found);
            _ = reply.send(Ok((number, partitions)));
        }
        (Ask::Put(put, reply), Staged::Put(place)) => {
            let taken = place.map_or(Taken::Again { with_entry: false }, |seq| {
                memory.push(queue, put.partition, seq);
                Taken::Queued { with_entry: false }
            });
            _ = reply.send(Ok(taken));
        }
        (ask @ Ask::Put(..), Staged::Full) => ask.refuse(Refusal::Full),
        (Ask::Done(done, reply), _) => {
            memory.with(queue, |queue| {
                _ = queue.lanes.finish(done.partition, &done.seqs);
            });
            _ = reply.send(Ok(()));
        }
        (Ask::Begin(begin, reply), _) => {
            memory.with(queue, |queue| {
                queue.lanes.begin(begin.partition, &begin.seqs);
            });
            _ = reply.send(Ok(()));
        }
        (Ask::Unreadable(seqs), _) => {
            memory.with(queue, |queue| {
                _ = queue.lanes.finish(seqs.partition, &seqs.seqs);
            });
        }
        (Ask::Bury(partition, seq, kept, reply), _) => {
            memory.with(queue, |queue| {
                queue.dead += u64::from(kept.is_some());
                queue.lanes.finish(partition, &[seq]);
            });
            _ = reply.send(Ok(()));
        }
        (Ask::Dead(_, _, reply), Staged::Dead(dead)) => _ = reply.send(Ok(dead)),
        (Ask::Replay(_, reply), Staged::Replayed(places)) => {
            let count = places.len() as u64;
            memory.with(queue, |queue| queue.dead = queue.dead.saturating_sub(count));
            for (partition, seq) in places {
                memory.push(queue, partition, seq);
            }
            _ = reply.send(Ok(count));
        }
        (Ask::Discard(_, reply), Staged::Discarded(count)) => {
            memory.with(queue, |queue| queue.dead = queue.dead.saturating_sub(count));
            _ = reply.send(Ok(count));
        }
        _ => {}
    }
}

/// What needs no file.
pub(super) fn at_once(job: Job, memory: &mut Memory) {
    let Job { queue, ask } = job;
    match ask {
        Ask::Take(taker, hands, reply) => memory.with(queue, |queue| {
            queue.lanes.keep(taker.partition, taker.owner, &hands);
            queue.takers.push_back((taker, reply));
        }),
        Ask::Release(taker, reply) => {
            memory.with(queue, |queue| {
                queue.lanes.release(taker.partition, taker.owner);
            });
            _ = reply.send(Ok(()));
        }
        Ask::Depth(reply) => _ = reply.send(Ok(memory.depth(queue))),
        Ask::Mark(reply) => _ = reply.send(Ok(memory.with(queue, |queue| queue.lanes.ends()))),
        Ask::Reached(ends, reply) => {
            _ = reply.send(Ok(memory.with(queue, |queue| queue.lanes.passed(&ends))));
        }
        _ => {}
    }
}
