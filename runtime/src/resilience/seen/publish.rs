//! From the guards' own counters to the `metrics` facade.

use metrics::{Label, counter, gauge};

use super::{ALL, Name, Series};

/// Hands what the guards have counted to the recorder of the `metrics` facade. It happens each
/// second by itself; call it where a scrape or a test wants the latest.
///
/// What was counted while no recorder was installed is told to nobody, and not told later. Guards of
/// one name share their series, which add up.
///
/// ```
/// use gambeson::resilience::{CircuitBreaker, publish_metrics};
///
/// let breaker = CircuitBreaker::builder().name("payments").build()?;
/// let _ = breaker.call(|| Ok::<_, gambeson::Rejected>(42));
/// publish_metrics();
/// # Ok::<(), gambeson::resilience::PolicyError>(())
/// ```
pub fn publish_metrics() {
    let news = ALL.round();
    for (name, series, value) in news.counters {
        counter!(series.metric, labels(&name, series)).increment(value);
    }
    for ((name, series), value) in news.gauges {
        gauge!(series.metric, labels(&name, series)).set(value);
    }
}

fn labels(name: &Name, series: Series) -> Vec<Label> {
    let name = Label::new("name", name.shared());
    let own = series.labels.iter();
    let own = own.map(|&(key, value)| Label::from_static_parts(key, value));
    std::iter::once(name).chain(own).collect()
}
