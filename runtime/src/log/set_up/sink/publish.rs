//! What the sink counts, for the `metrics` facade: by the thread that writes, so that no line pays
//! for it.

use metrics::counter;

use super::slot::Slot;
use crate::metrics as names;
use crate::ticker::guarded;

/// What a recorder has been told.
#[derive(Debug, Default)]
pub(super) struct Published {
    dropped: u64,
    outputs: Vec<(u64, u64)>,
}

impl Published {
    pub(super) fn publish(&mut self, dropped: u64, slots: &[Slot]) {
        // The recorder is the user's.
        guarded(|| self.tell(dropped, slots));
    }

    fn tell(&mut self, dropped: u64, slots: &[Slot]) {
        if let Some(news) = news(&mut self.dropped, dropped) {
            counter!(names::LOG_LINES_DROPPED).increment(news);
        }
        self.outputs.resize(slots.len(), (0, 0));
        for (slot, (bytes, rotations)) in slots.iter().zip(&mut self.outputs) {
            let output = || slot.name().to_owned();
            if let Some(news) = news(bytes, slot.bytes) {
                counter!(names::LOG_BYTES, "output" => output()).increment(news);
            }
            if let Some(news) = news(rotations, slot.rotations()) {
                counter!(names::LOG_ROTATIONS, "output" => output()).increment(news);
            }
        }
    }
}

fn news(told: &mut u64, now: u64) -> Option<u64> {
    let news = now.saturating_sub(*told);
    *told = now;
    (news > 0).then_some(news)
}
