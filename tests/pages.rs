//! What the README says is tested is tested there.

use std::path::Path;

const README: &str = include_str!("../README.md");

fn repository() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the folder of the tests stands in the repository")
}

/// The parts of a row of a table: promise, file, tests.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    let begin = README.find("## What is promised").expect("the section");
    let end = README
        .find("## What is not promised")
        .expect("the next section");
    README[begin..end].lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
        let row = [cells.next()?, cells.next()?, cells.next()?];
        (row[1].starts_with('`') && cells.next().is_none()).then_some(row)
    })
}

/// What stands in backticks.
fn code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_test_that_the_readme_names_is_there() {
    let mut wrong = Vec::new();
    let mut tests = 0;
    for [promise, files, named] in rows() {
        let sources: Vec<String> = code(files)
            .map(|file| std::fs::read_to_string(repository().join(file)).unwrap_or_default())
            .collect();
        for name in code(named) {
            tests += 1;
            let is_there = if name.contains('/') {
                repository().join(name).exists()
            } else {
                let test = format!("fn {name}(");
                sources.iter().any(|source| source.contains(&test))
            };
            if !is_there {
                wrong.push(format!("{promise}: {files}: {name}"));
            }
        }
        if sources.iter().any(String::is_empty) {
            wrong.push(format!("{promise}: {files}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tests > 100, "{tests} tests are named");
}
