//! The house keeps its own rules: rooms import only rooms above them, modules say what they are, files stay short.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in reading order; a room may name only those before it.
const ROOMS: [&str; 11] =
    ["assets", "money", "law", "case", "decompte", "document", "compliance", "render", "bundle", "service", "http"];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(directory: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(directory).expect("src is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.clone(), fs::read_to_string(&path).expect("text")));
            }
        }
    }
    let mut found = Vec::new();
    walk(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    assert!(found.len() > 40, "{} files", found.len());
    found
}

fn room_of(path: &Path) -> Option<&'static str> {
    let relative = path.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).ok()?;
    let first = relative.components().next()?.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
    ROOMS.into_iter().find(|room| *room == first)
}

#[test]
fn a_room_imports_only_rooms_above_it() {
    for (path, text) in sources() {
        let Some(own) = room_of(&path) else { continue };
        let rank = |room: &str| ROOMS.iter().position(|known| *known == room);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for named in line.match_indices("crate::").map(|(at, _)| &line[at + 7..]) {
                let room: String = named.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
                let Some(other) = rank(&room) else { continue };
                assert!(Some(other) <= rank(own), "{}:{}: {own} names {room}", path.display(), number + 1);
            }
        }
    }
}

#[test]
fn every_module_says_what_it_is_and_no_file_is_too_long() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{} does not say what it is", path.display());
        assert!(text.lines().count() <= 500, "{} is too long", path.display());
    }
}

#[test]
fn no_binary_fraction_comes_near_an_amount() {
    for (path, text) in sources() {
        let near = matches!(room_of(&path), Some("money" | "law" | "case" | "decompte" | "document" | "compliance"));
        // The strict reader of JSON meets floats only to refuse them.
        if near && !path.ends_with("case/json.rs") {
            assert!(!text.contains("f64") && !text.contains("f32"), "{}", path.display());
        }
    }
}

#[test]
fn only_http_knows_a_clock_and_only_assets_reads_the_disk() {
    for (path, text) in sources() {
        let Some(room) = room_of(&path) else { continue };
        // A hostile file may not take for ever: its reader looks at the time to stop. Tests of a module may set a time too.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        if room != "http" && !path.ends_with("bundle/exhibit/meter.rs") {
            for clock in ["Utc::now", "Local::now", "SystemTime", "Instant::now"] {
                assert!(!text.contains(clock), "{}: {clock}", path.display());
            }
        }
        if room != "http" && room != "assets" {
            assert!(!text.contains("std::fs"), "{}", path.display());
        }
    }
}

#[test]
fn there_is_one_comemo_or_eviction_would_do_nothing() {
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).expect("a lock file");
    assert_eq!(lock.matches("name = \"comemo\"").count(), 1);
}

/// A flag that does not hold is absent from a letter's data, so a name mistyped in a template would pass for one.
#[test]
fn every_flag_that_a_template_reads_is_a_condition_of_the_vocabulary() {
    let known: Vec<&str> = recouvrance::document::When::ALL.iter().map(|when| when.name()).collect();
    let mut seen = 0;
    for (path, text) in templates() {
        for rest in text.split("flag(\"").skip(1).chain(text.split("(flag \"").skip(1)) {
            let name = rest.split('"').next().unwrap_or_default();
            if name.contains(|letter: char| !letter.is_ascii_lowercase() && !letter.is_ascii_digit() && letter != '-') {
                continue;
            }
            assert!(known.contains(&name), "{}: {name}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} flags");
}

fn templates() -> Vec<(PathBuf, String)> {
    let assets = recouvrance::assets::Assets::embedded();
    let named = assets.below("letter-templates").filter(|(name, _)| name.ends_with(".typ") || name.ends_with(".hbs"));
    let found: Vec<(PathBuf, String)> =
        named.map(|(name, bytes)| (PathBuf::from(name), String::from_utf8_lossy(bytes).into_owned())).collect();
    assert!(found.len() > 10, "{} templates", found.len());
    found
}

#[test]
fn no_template_types_an_article_an_amount_or_a_rate() {
    for (path, text) in templates() {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let words = line.split("//").next().unwrap_or_default();
            for typed in ["L. 4", "L. 1", "R. 1", "D. 4", "€", "1344", "1231", "1405", "36 500"] {
                assert!(!words.contains(typed), "{}:{}: {typed}", path.display(), number + 1);
            }
        }
    }
}
