//! What can happen to the files of a program while it logs.

use std::fs;
use std::path::Path;

use crate::support::{Logs, numbers};

fn read(path: &Path) -> (Vec<u64>, Vec<String>) {
    numbers(&fs::read_to_string(path).expect("a file"))
}

fn is_up_to(range: std::ops::Range<u64>) -> (Vec<u64>, Vec<String>) {
    (range.collect(), Vec::new())
}

#[test]
fn a_directory_that_vanishes_is_made_again() {
    let dir = tempfile::tempdir().expect("a directory");
    let logs = dir.path().join("var/logs");
    let mut program = Logs::started(&logs, None);
    program.log(3);
    fs::remove_dir_all(dir.path().join("var")).expect("a directory");
    assert_eq!(program.log(3), 0);
    assert_eq!(read(&logs.join("app.log")), is_up_to(3..6));
    assert_eq!(numbers(&program.end()), is_up_to(0..6));
}

#[test]
fn a_file_that_is_moved_away_or_removed_is_opened_again_by_its_name() {
    let dir = tempfile::tempdir().expect("a directory");
    let (app, moved) = (dir.path().join("app.log"), dir.path().join("kept"));
    let mut program = Logs::started(dir.path(), None);
    program.log(2);
    fs::rename(&app, &moved).expect("a file");
    program.log(2);
    assert_eq!(read(&moved), is_up_to(0..2));
    assert_eq!(read(&app), is_up_to(2..4));
    fs::remove_file(&app).expect("a file");
    assert_eq!(program.log(2), 0);
    program.end();
    assert_eq!(read(&app), is_up_to(4..6));
}

#[test]
fn lines_of_a_while_without_a_directory_are_counted_and_the_console_has_them() {
    let dir = tempfile::tempdir().expect("a directory");
    let logs = dir.path().join("logs");
    let mut program = Logs::started(&logs, None);
    program.log(2);
    fs::remove_dir_all(&logs).expect("a directory");
    fs::write(&logs, "in the way").expect("a file");
    assert_eq!(program.log(3), 3);
    fs::remove_file(&logs).expect("a file");
    assert_eq!(program.log(2), 3);
    let (shown, said) = numbers(&program.end());
    assert_eq!(shown, (0..7).collect::<Vec<u64>>());
    let begins = |text: &str| said.iter().any(|message| message.starts_with(text));
    assert!(begins("`app.log` cannot be written: "), "{said:?}");
    let lost = "3 lines are missing in `app.log`, which could not be written";
    assert!(begins(lost), "{said:?}");
    let (written, said) = read(&logs.join("app.log"));
    assert_eq!(written, [5, 6]);
    assert!(said.contains(&lost.to_owned()), "{said:?}");
}

#[test]
fn a_full_disk_costs_whole_lines_and_the_log_goes_on_when_there_is_room() {
    const LINES: usize = 1_000;

    let dir = tempfile::tempdir().expect("a directory");
    let (app, full) = (dir.path().join("app.log"), dir.path().join("full"));
    // No file may have more than 16 or 32 KiB.
    let limited = "trap '' XFSZ; ulimit -f 32; exec \"$0\" \"$@\"";
    let mut program = Logs::started(dir.path(), Some(limited));
    let dropped = program.log(LINES);
    assert!(dropped > 0 && dropped < LINES, "{dropped}");
    fs::rename(&app, &full).expect("a file");
    assert_eq!(program.log(5), dropped, "there is room again");

    let (shown, _) = numbers(&program.end());
    assert_eq!(shown.len(), LINES + 5, "the console has them all");
    let (written, _) = read(&full);
    assert_eq!(written.len() + dropped, LINES);
    let first: Vec<u64> = (0_u64..).take(written.len()).collect();
    assert_eq!(written, first);
    let (written, said) = read(&app);
    assert_eq!(written, (1_000..1_005).collect::<Vec<u64>>());
    let lost = format!("{dropped} lines are missing in `app.log`, which could not be written");
    assert!(said.contains(&lost), "{said:?}");
}
