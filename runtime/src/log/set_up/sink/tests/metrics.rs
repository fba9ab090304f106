//! What the sink counts, as a recorder is told it.

use std::collections::BTreeMap;
use std::io;

use metrics_util::debugging::{DebugValue, DebuggingRecorder};

use super::super::RollingFile;
use super::super::publish::Published;
use super::super::slot::Slot;
use super::support::{By, directory, options};

#[test]
fn a_recorder_is_told_what_is_new() {
    let dir = directory();
    let mut small = options(dir.path());
    small.rotation.size = Some(4);
    let file = RollingFile::open(small).expect("a file");
    let fails = By(|_: &[u8]| Err(io::ErrorKind::StorageFull.into()));
    let mut slots = [Slot::new(Box::new(file)), Slot::new(Box::new(fails))];
    let mut published = Published::default();
    let recorder = DebuggingRecorder::new();
    let told = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, || {
        for dropped in [0, 3, 5] {
            for slot in &mut slots {
                slot.write(b"aaa\n");
            }
            published.publish(dropped, &slots);
        }
    });
    let told: BTreeMap<String, DebugValue> = told
        .snapshot()
        .into_vec()
        .into_iter()
        .map(|(key, _, _, value)| {
            let labels: Vec<&str> = key.key().labels().map(metrics::Label::value).collect();
            (format!("{} {}", key.key().name(), labels.join(" ")), value)
        })
        .collect();
    let expected = [
        ("log_bytes_total app.log", 12),
        ("log_lines_dropped_total ", 5),
        ("log_rotations_total app.log", 2),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), DebugValue::Counter(value)));
    assert_eq!(told, BTreeMap::from(expected));
}
