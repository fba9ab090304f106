//! Disks that are full, directories that vanish, files that somebody moves.

use std::fs;
use std::path::Path;

use super::super::{OpenError, Output, RollingFile, WhenFull};
use super::support::{Kept, Time, Written, directory, names, options, read, sink, write};

#[test]
fn a_directory_that_cannot_be_made_is_an_error_that_names_it() {
    let dir = directory();
    let file = dir.path().join("file");
    fs::write(&file, "").expect("a file");
    let below = file.join("logs");
    let error: OpenError = RollingFile::open(options(&below))
        .err()
        .expect("no directory");
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("`{}` cannot be written: ", below.display())),
        "{text}"
    );
    assert_eq!(error.into_parts().0, below);
}

#[test]
fn a_file_that_cannot_be_opened_is_an_error_that_names_it() {
    let dir = directory();
    let path = dir.path().join("app.log");
    fs::create_dir(&path).expect("a directory");
    let error = RollingFile::open(options(dir.path()))
        .err()
        .expect("no file");
    assert_eq!(error.into_parts().0, path);
}

#[test]
fn a_name_that_is_a_path_is_refused() {
    let dir = directory();
    let mut outside = options(dir.path());
    outside.name = "../app.log".into();
    let error = RollingFile::open(outside).err().expect("no name");
    assert!(error.to_string().contains("../app.log"), "{error}");
}

#[test]
fn a_directory_that_vanishes_is_made_again() {
    let dir = directory();
    let logs = dir.path().join("a/b");
    let mut file = RollingFile::open(options(&logs)).expect("a file");
    write(&mut file, "a\n");
    fs::remove_dir_all(dir.path().join("a")).expect("a directory");
    write(&mut file, "b\n");
    assert_eq!(read(&logs, "app.log"), "b\n");
}

#[test]
fn a_directory_that_cannot_be_written_for_a_while_costs_the_lines_of_that_while() {
    let dir = directory();
    let logs = dir.path().join("logs");
    let mut file = RollingFile::open(options(&logs)).expect("a file");
    write(&mut file, "a\n");
    fs::remove_dir_all(&logs).expect("a directory");
    fs::write(&logs, "in the way").expect("a file");
    let unwritten = file.write(b"b\nc\n").expect_err("no directory");
    assert_eq!(unwritten.lines, 2);
    fs::remove_file(&logs).expect("a file");
    write(&mut file, "d\n");
    assert_eq!(read(&logs, "app.log"), "d\n");
}

#[cfg(unix)]
#[test]
fn a_link_that_cannot_be_made_is_an_error_at_the_start_and_none_later() {
    let dir = directory();
    let mut linked = options(dir.path());
    linked.symlink = true;
    let path = dir.path().join("app.log");
    fs::create_dir(&path).expect("a directory");
    let error = RollingFile::open(linked.clone()).err().expect("no link");
    assert_eq!(error.into_parts().0, path);

    fs::remove_dir(&path).expect("a directory");
    let time = Time::at("2026-11-21T12:00:00Z");
    let mut file = time.open(linked);
    fs::remove_file(&path).expect("a link");
    fs::create_dir(&path).expect("a directory");
    write(&mut file, "a\n");
    time.set("2026-11-22T12:00:00Z");
    write(&mut file, "b\n");
    assert_eq!(read(dir.path(), "app.2026-11-21.0001.log"), "a\n");
    assert_eq!(read(dir.path(), "app.2026-11-22.0001.log"), "b\n");
}

#[cfg(unix)]
#[test]
fn a_file_that_was_moved_or_removed_is_opened_again_by_its_name() {
    let dir = directory();
    let mut file = RollingFile::open(options(dir.path())).expect("a file");
    write(&mut file, "a\n");
    fs::rename(dir.path().join("app.log"), dir.path().join("app.log.1")).expect("a file");
    write(&mut file, "b\n");
    assert_eq!(read(dir.path(), "app.log.1"), "a\n");
    assert_eq!(read(dir.path(), "app.log"), "b\n");

    // As logrotate does it with `create`.
    fs::rename(dir.path().join("app.log"), dir.path().join("app.log.2")).expect("a file");
    fs::write(dir.path().join("app.log"), "").expect("a file");
    write(&mut file, "c\n");
    assert_eq!(read(dir.path(), "app.log"), "c\n");

    fs::remove_file(dir.path().join("app.log")).expect("a file");
    write(&mut file, "d\n");
    assert_eq!(read(dir.path(), "app.log"), "d\n");
}

#[test]
fn a_file_that_somebody_cuts_is_counted_from_there() {
    let dir = directory();
    let mut small = options(dir.path());
    small.rotation.size = Some(10);
    let mut file = RollingFile::open(small).expect("a file");
    write(&mut file, "aaaa\nbbbb\n");
    // As logrotate does it with `copytruncate`.
    fs::write(dir.path().join("app.log"), "").expect("a file");
    write(&mut file, "cccc\n");
    assert_eq!(names(dir.path()), ["app.log"]);
    assert_eq!(read(dir.path(), "app.log"), "cccc\n");
}

#[cfg(unix)]
#[test]
fn a_rotation_that_fails_is_tried_again_a_second_later() {
    let dir = directory();
    let day = "2026-11-21T12:00:00Z";
    let time = Time::at(day);
    let mut small = options(dir.path());
    small.rotation.size = Some(4);
    small.rotation.daily = None;
    let mut file = time.open(small);
    write(&mut file, "aaa\n");
    // The name of a directory, which nothing is renamed to: no number is left.
    let last = dir.path().join("app.2026-11-21.4294967295.log");
    fs::create_dir(&last).expect("a directory");
    write(&mut file, "bbb\n");
    assert_eq!(read(dir.path(), "app.log"), "aaa\nbbb\n");
    fs::remove_dir(&last).expect("a directory");
    write(&mut file, "ccc\n");
    assert_eq!(file.rotations(), 0);
    time.set("2026-11-21T12:00:01Z");
    write(&mut file, "ddd\n");
    assert_eq!(file.rotations(), 1);
    assert_eq!(
        read(dir.path(), "app.2026-11-21.0001.log"),
        "aaa\nbbb\nccc\n"
    );
    assert_eq!(read(dir.path(), "app.log"), "ddd\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_logging_goes_on_when_there_is_room() {
    let dir = directory();
    let path = dir.path().join("app.log");
    std::os::unix::fs::symlink("/dev/full", &path).expect("a link");
    let file = RollingFile::open(options(dir.path())).expect("a file");
    let console = Written::default();
    let outputs: Vec<Box<dyn Output>> = vec![Box::new(Kept(console.clone())), Box::new(file)];
    let (sink, guard) = sink(outputs, 1 << 16, WhenFull::Drop);
    sink.push(3, b"a\nb\n");
    sink.flush();
    assert_eq!(sink.dropped(), 2);
    assert!(
        console
            .text()
            .contains("! `app.log` cannot be written: No space left"),
        "{}",
        console.text()
    );
    fs::remove_file(&path).expect("a link");
    sink.push(3, b"c\n");
    drop(guard);
    let again = "! 2 lines are missing in `app.log`, which could not be written\n";
    assert_eq!(read(dir.path(), "app.log"), format!("c\n{again}"));
    assert!(console.text().ends_with(again));
}

/// Writes until there is no room, in a process whose files may have 1,024 or 2,048 bytes.
#[cfg(target_os = "linux")]
#[test]
fn a_line_for_half_of_which_there_is_room_is_taken_back() {
    use super::process::{is_child, started};

    let name = "a_line_for_half_of_which_there_is_room_is_taken_back";
    let Some(dir) = is_child(name) else {
        let dir = directory();
        let limited = "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\"";
        assert!(started(name, dir.path(), limited).success());
        return;
    };
    let line = format!("{}\n", "x".repeat(299));
    let mut file = RollingFile::open(options(&dir)).expect("a file");
    let unwritten = file.write(line.repeat(20).as_bytes()).expect_err("no room");
    let text = read(&dir, "app.log");
    let lines = text.len() / line.len();
    assert!(lines == 3 || lines == 6, "{}", text.len());
    assert_eq!(text, line.repeat(lines));
    assert_eq!(unwritten.lines, 20 - lines as u64);
    // A short one still finds room, and begins where a line begins.
    write(&mut file, "short\n");
    assert_eq!(read(&dir, "app.log"), line.repeat(lines) + "short\n");
    // And when somebody has made room.
    fs::remove_file(Path::new(&dir).join("app.log")).expect("a file");
    write(&mut file, &line);
    assert_eq!(read(&dir, "app.log"), line);
}

/// On a disk of 64 KiB, where the system lets a test have one.
#[cfg(target_os = "linux")]
#[test]
fn on_a_disk_that_fills_up_each_line_is_whole_or_counted() {
    use super::process::{is_child, started};

    let name = "on_a_disk_that_fills_up_each_line_is_whole_or_counted";
    let Some(dir) = is_child(name) else {
        let dir = directory();
        let mount = "mount -t tmpfs -o size=64k tmpfs \"$GAMBESON_TEST_DIR\" || exit 1";
        let disk = format!("exec unshare -rm sh -c '{mount}; exec \"$0\" \"$@\"' \"$0\" \"$@\"");
        // What a test that fails ends with; anything else is a system that lends no disk.
        assert_ne!(started(name, dir.path(), &disk).code(), Some(101));
        return;
    };
    let filler = dir.join("filler");
    fs::write(&filler, [0; 16 << 10]).expect("room");
    let file = RollingFile::open(options(&dir)).expect("a file");
    let (sink, guard) = sink(vec![Box::new(file)], 1 << 20, WhenFull::Wait);
    let push = |numbers: std::ops::Range<usize>| {
        for number in numbers {
            sink.push(1, format!("{number:099}\n").as_bytes());
        }
        sink.flush();
    };
    push(0..1000);
    let lost = sink.dropped();
    assert!(lost > 400, "{lost}");
    fs::remove_file(&filler).expect("a file");
    push(1000..1010);
    drop(guard);
    assert_eq!(sink.dropped(), lost);
    let text = read(&dir, "app.log");
    let (told, lines): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with('!'));
    let missing = format!("! {lost} lines are missing in `app.log`, which could not be written");
    assert_eq!(told, [missing]);
    let numbers: Vec<usize> = lines
        .iter()
        .map(|line| line.parse().expect("a whole line"))
        .collect();
    let there = 1000 - usize::try_from(lost).expect("a number");
    let expected: Vec<usize> = (0..there).chain(1000..1010).collect();
    assert_eq!(numbers, expected);
}
