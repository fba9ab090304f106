//! What has been told of a failure, so that those whom it passes do not tell it again.
//!
//! An error has no name by which it could be found again: on its way up it is converted, wrapped and
//! turned into text. But it keeps its words. So who tells of a failure leaves a mark with the call
//! above, which holds these words; and that call compares them with those of its own error.

use std::mem;
use std::sync::{Arc, Mutex};

use tracing::Level;

use super::cut::start_of;
use crate::sync::lock;

/// How many failures a call remembers; of more, the latest.
const FAILURES: usize = 16;
/// How many ways of saying it are kept of a failure, as it passes up.
const WAYS: usize = 4;
/// How much is kept of a text, in bytes.
const LENGTH: usize = 1024;

/// The words of a failure.
#[derive(Debug)]
pub(in crate::log) struct Words {
    /// What it says itself. Not masked.
    pub(in crate::log) own: String,
    /// What its sources say, the nearest first.
    pub(in crate::log) sources: Vec<String>,
}

impl Words {
    fn all(&self) -> impl Iterator<Item = &str> {
        let sources = self.sources.iter().map(String::as_str);
        std::iter::once(self.own.as_str()).chain(sources)
    }

    fn root(&self) -> Option<&str> {
        self.sources.last().map(|root| kept(root))
    }
}

/// A failure that has been told.
#[derive(Clone, Debug)]
pub(in crate::log) struct Told {
    /// How loudly.
    level: Level,
    /// What it said of itself where it passed.
    ways: Vec<Box<str>>,
    root: Option<Box<str>>,
}

impl Told {
    /// Of a failure of these words, at this level.
    pub(in crate::log) fn new(words: &Words, level: Level) -> Self {
        Self {
            level,
            ways: vec![kept(&words.own).into()],
            root: words.root().map(Box::from),
        }
    }

    /// The same failure, as it says it further up.
    fn or_as(mut self, words: &Words) -> Self {
        let own = kept(&words.own);
        if self.ways.len() < WAYS && self.ways.iter().all(|way| **way != *own) {
            self.ways.push(own.into());
        }
        self
    }

    fn is(&self, words: &Words) -> bool {
        let said = |text: &str| self.ways.iter().any(|way| contains(text, way));
        let root = || self.root.is_some() && self.root.as_deref() == words.root();
        words.all().any(said) || root()
    }
}

/// What has been told beneath a call. Without an allocation until something fails.
#[derive(Debug, Default)]
pub(in crate::log) struct Marks(Option<Box<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    told: Vec<Arc<Told>>,
    tasks: Vec<Task>,
}

/// What has been told in a task that was started beneath a call. It may end after it.
#[derive(Clone, Debug, Default)]
pub(in crate::log) struct Task(Arc<Mutex<Marks>>);

impl Task {
    /// What the task has left so far.
    pub(in crate::log) fn take(&self) -> Marks {
        mem::take(&mut *lock(&self.0))
    }

    /// Gives it back.
    pub(in crate::log) fn put(&self, marks: Marks) {
        lock(&self.0).join(marks);
    }

    /// Whether nobody else has it.
    fn has_ended(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }
}

impl Marks {
    /// Remembers that this has been told.
    pub(in crate::log) fn leave(&mut self, told: Arc<Told>) {
        let kept = self.0.get_or_insert_default();
        if kept.told.len() >= FAILURES {
            kept.told.remove(0);
        }
        kept.told.push(told);
    }

    /// A task that starts beneath the call.
    pub(in crate::log) fn start_task(&mut self) -> Task {
        let kept = self.0.get_or_insert_default();
        // What tasks have left that are over moves here, so that there are not more of them than run.
        let (ended, running) = mem::take(&mut kept.tasks)
            .into_iter()
            .partition::<Vec<_>, _>(Task::has_ended);
        kept.tasks = running;
        let task = Task::default();
        kept.tasks.push(task.clone());
        for task in ended {
            self.join(task.take());
        }
        task
    }

    /// Whether this failure has been told, no more quietly than at `level`. It is not remembered
    /// here any more, but is passed on.
    pub(in crate::log) fn take(&mut self, words: &Words, level: Level) -> Option<Arc<Told>> {
        let kept = self.0.as_mut()?;
        let is = |told: &Arc<Told>| told.level <= level && told.is(words);
        if let Some(place) = kept.told.iter().rposition(is) {
            let told = kept.told.remove(place);
            return Some(Arc::new(Arc::unwrap_or_clone(told).or_as(words)));
        }
        let mut tasks = kept.tasks.iter();
        tasks.find_map(|task| lock(&task.0).take(words, level))
    }

    /// The tasks that outlive the call: who awaits them further up is given their failures.
    pub(in crate::log) fn into_running(self) -> Option<Self> {
        let mut kept = self.0?;
        kept.tasks.retain(|task| !task.has_ended());
        kept.told.clear();
        (!kept.tasks.is_empty()).then_some(Self(Some(kept)))
    }

    /// Remembers all of `other`, too.
    pub(in crate::log) fn join(&mut self, other: Self) {
        let Some(other) = other.0 else { return };
        for told in other.told {
            self.leave(told);
        }
        let kept = self.0.get_or_insert_default();
        kept.tasks.extend(other.tasks);
    }
}

/// As much of a text as is kept.
fn kept(text: &str) -> &str {
    start_of(text, LENGTH)
}

/// Whether `part` stands in `text` as whole words: `down` does in `shop: down`, and not in `download`.
fn contains(text: &str, part: &str) -> bool {
    if part.is_empty() {
        return text.is_empty();
    }
    let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let starts = |part: &str| is_word(part.chars().next());
    let ends = |part: &str| is_word(part.chars().next_back());
    text.match_indices(part).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + part.len()..).unwrap_or_default();
        // Of a text that was cut, the end may be in the middle of a word.
        let cut = part.len() + 4 > LENGTH;
        !(ends(before) && starts(part)) && (cut || !(ends(part) && starts(after)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(own: &str, sources: &[&str]) -> Words {
        Words {
            own: own.to_owned(),
            sources: sources.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    fn marked(told: &Words) -> Marks {
        let mut marks = Marks::default();
        marks.leave(Arc::new(Told::new(told, Level::ERROR)));
        marks
    }

    fn is_told(told: &Words, later: &Words) -> bool {
        marked(told).take(later, Level::ERROR).is_some()
    }

    #[test]
    fn a_failure_is_known_by_its_words_by_a_text_around_them_and_among_sources() {
        let down = words("down", &[]);
        assert!(is_told(&down, &words("down", &[])));
        assert!(is_told(&down, &words("shop: down", &[])));
        assert!(is_told(&down, &words("no price", &["no shop", "down"])));
        assert!(!is_told(&down, &words("download failed", &[])));
        assert!(!is_told(&down, &words("no price", &[])));
        assert!(!is_told(&down, &words("", &[])));
        assert!(!is_told(&words("", &[]), &down), "nothing is in every text");
    }

    #[test]
    fn a_failure_is_known_by_its_root_where_what_was_around_it_is_gone() {
        let told = words("no shop", &["refused"]);
        assert!(is_told(&told, &words("no price", &["refused"])));
        assert!(!is_told(&told, &words("no price", &["reset"])));
    }

    #[test]
    fn it_is_passed_on_once_and_with_what_it_was_turned_into() {
        let mut marks = marked(&words("down", &[]));
        let told = marks.take(&words("no price: down", &[]), Level::ERROR);
        assert!(marks.take(&words("down", &[]), Level::ERROR).is_none());
        marks.leave(told.unwrap());
        let hidden = words("<no price: down>", &[]);
        assert!(marks.take(&hidden, Level::ERROR).is_some());
    }

    #[test]
    fn what_was_told_more_quietly_is_not_told() {
        let down = words("down", &[]);
        let quiet = || {
            let mut marks = Marks::default();
            marks.leave(Arc::new(Told::new(&down, Level::INFO)));
            marks
        };
        assert!(quiet().take(&down, Level::ERROR).is_none());
        assert!(quiet().take(&down, Level::INFO).is_some());
        assert!(quiet().take(&down, Level::DEBUG).is_some());
    }

    #[test]
    fn a_call_remembers_the_latest_failures_and_as_much_of_a_text_as_it_may() {
        let mut marks = Marks::default();
        for number in 0..1000 {
            let words = words(&format!("failure {number}"), &[]);
            marks.leave(Arc::new(Told::new(&words, Level::ERROR)));
        }
        assert!(marks.take(&words("failure 7", &[]), Level::ERROR).is_none());
        assert!(
            marks
                .take(&words("failure 999", &[]), Level::ERROR)
                .is_some()
        );
        let long = words(&"\u{e4}".repeat(100_000), &[]);
        let told = Told::new(&long, Level::ERROR);
        assert!(told.ways[0].len() <= LENGTH);
        assert!(told.is(&long), "a long text is still known");
    }

    #[test]
    fn what_a_task_has_left_is_found_while_it_runs_and_after_its_end() {
        let down = words("down", &[]);
        let leave = |task: &Task| {
            let mut marks = task.take();
            marks.leave(Arc::new(Told::new(&down, Level::ERROR)));
            task.put(marks);
        };
        let mut call = Marks::default();
        let task = call.start_task();
        assert!(call.take(&down, Level::ERROR).is_none());
        leave(&task);
        assert!(call.take(&down, Level::ERROR).is_some());
        leave(&task);
        drop(task);
        call.start_task();
        assert!(
            call.take(&down, Level::ERROR).is_some(),
            "and after its end"
        );
    }

    #[test]
    fn the_tasks_that_outlive_a_call_are_handed_on() {
        let mut call = marked(&words("other", &[]));
        let running = call.start_task();
        drop(call.start_task());
        let kept = call.into_running().unwrap();
        assert_eq!(kept.0.as_ref().unwrap().tasks.len(), 1);
        drop(running);
        assert!(kept.into_running().is_none());
        assert!(Marks::default().into_running().is_none());
    }
}
