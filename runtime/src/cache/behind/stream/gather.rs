//! Changes that are put at once go to the server together: one step costs it much less than one for
//! each, and so does one command for who sends it.
//!
//! The first put sends what it brings; what comes while enough steps are under way goes with the next
//! one. Nobody waits for others to come. Whoever sends is a task of its own, so that a put that is
//! dropped takes no other along.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::Shared;
use crate::cache::behind::queue::Refused;
use crate::cache::redis::{Arrival, Enqueue, EnqueueTerms, Enqueued, NotEnqueued};
use crate::sync::lock;

/// How many changes one step takes: the server serves nobody else meanwhile.
const MOST: usize = 64;
/// How many bytes of them, about; a change that is larger goes alone.
const BYTES: usize = 1 << 20;
/// How many steps are under way at once. The server works on one while the next is made; with more
/// of them each would be smaller.
const UNDER_WAY: usize = 2;

/// What waits to be sent.
#[derive(Default)]
pub(super) struct Gathering {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Item>,
    under_way: usize,
}

struct Item {
    arrival: Arrival,
    terms: EnqueueTerms,
    answer: oneshot::Sender<Result<Enqueued, Refused>>,
}

/// Puts a change at the end of its stream, with others that come meanwhile. Dropped before it was
/// sent, it never will be.
pub(super) async fn put(
    shared: &Arc<Shared>,
    arrival: Arrival,
    terms: EnqueueTerms,
) -> Result<Enqueued, Refused> {
    let Ok(runtime) = Handle::try_current() else {
        return Err(Refused::Failed("there is no tokio runtime".to_owned()));
    };
    let (answer, told) = oneshot::channel();
    let item = Item {
        arrival,
        terms,
        answer,
    };
    if let Some(turn) = shared.gathering.add(shared, item) {
        runtime.spawn(turn.send());
    }
    // Of what was sent, nobody has the answer: the runtime of who sent it has ended.
    let lost = || Refused::Unknown("nobody waits for the answer".to_owned());
    told.await.unwrap_or_else(|_| Err(lost()))
}

impl Gathering {
    /// Notes a change; a turn if it is to be sent now.
    fn add(&self, shared: &Arc<Shared>, item: Item) -> Option<Turn> {
        let mut state = lock(&self.state);
        state.waiting.push_back(item);
        if state.under_way == UNDER_WAY {
            return None;
        }
        state.under_way += 1;
        Some(Turn {
            shared: Arc::clone(shared),
            is_over: false,
        })
    }
}

impl State {
    /// What goes with the next step: in order, and on the same terms. Those of a stream stand together.
    fn next(&mut self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(self.waiting.len().min(MOST));
        let mut bytes = 0;
        while items.len() < MOST
            && let Some(item) = self.waiting.front()
        {
            bytes += item.arrival.size();
            let fits = |first: &Item| first.terms == item.terms && bytes <= BYTES;
            if !items.first().is_none_or(fits) {
                break;
            }
            // Who has gone has its change not put.
            let item = self.waiting.pop_front();
            items.extend(item.filter(|item| !item.answer.is_closed()));
        }
        items.sort_by(|one, other| one.arrival.stream.cmp(&other.arrival.stream));
        items
    }
}

/// Who sends: one of [`UNDER_WAY`].
struct Turn {
    shared: Arc<Shared>,
    is_over: bool,
}

impl Turn {
    /// Sends until nothing waits.
    async fn send(mut self) {
        while let Some((terms, items)) = self.next() {
            let (changes, answers): (Vec<_>, Vec<_>) = items
                .into_iter()
                .map(|item| (item.arrival, item.answer))
                .unzip();
            let name = self.shared.names.base();
            let order = Enqueue {
                ids: &self.shared.names.ids(),
                changes: &changes,
                terms,
            };
            match self.shared.tier.enqueue(name, &order).await {
                Ok(told) => {
                    for (answer, told) in answers.into_iter().zip(told) {
                        // Whoever has gone does not ask.
                        _ = answer.send(told.map_err(refused));
                    }
                }
                Err(why) => {
                    let why = refused(why);
                    for answer in answers {
                        _ = answer.send(Err(why.clone()));
                    }
                }
            }
        }
    }

    /// The changes of the next step. When there are none it is over, for whoever comes from then on.
    fn next(&mut self) -> Option<(EnqueueTerms, Vec<Item>)> {
        let mut state = lock(&self.shared.gathering.state);
        let items = state.next();
        if let Some(first) = items.first() {
            return Some((first.terms, items));
        }
        state.under_way -= 1;
        self.is_over = true;
        None
    }
}

impl Drop for Turn {
    /// Before it is over only where the runtime has ended.
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let mut state = lock(&self.shared.gathering.state);
        state.under_way -= 1;
        if state.under_way > 0 {
            return;
        }
        // Whoever waits in another runtime puts these again.
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        for item in waiting {
            let why = "the runtime has ended".to_owned();
            _ = item.answer.send(Err(Refused::NotYet(why)));
        }
    }
}

fn refused(why: NotEnqueued) -> Refused {
    match why {
        NotEnqueued::Sure(why) => Refused::Failed(why),
        NotEnqueued::NotYet(why) => Refused::NotYet(why),
        NotEnqueued::Unsure(why) => Refused::Unknown(why),
    }
}
