//! The problems of one text as they are found: the first ones kept, the others counted. Never more memory than its bounds allow,
//! whatever the text says.

use std::collections::{HashMap, HashSet};

use super::path::Place;
use super::{Fault, Problem, Problems};
use crate::case::text;

/// More problems than this help nobody.
const MOST_KEPT: usize = 200;
/// Bytes of the problems kept, as JSON: with what an answer has around them it stays below 64 kB.
const MOST_BYTES: usize = 56_000;
/// From so many bytes on, a long hint that was given already is given by its place alone: 200 problems then have room.
const HINTS_IN_FULL: usize = 10_000;
const LONG_HINT: usize = 100;
/// Characters of a pointer; the longest of a case has fewer than 60, so that what is cut here leads to no field of one.
const LONGEST_POINTER: usize = 200;
/// Characters of what is said, and of a hint: the longest hint lists the 30 fields of a person in some 1,500.
const LONGEST_SAYS: usize = 600;
const LONGEST_HINT: usize = 3_000;

/// What has been found so far, at most one problem for a pointer.
#[derive(Default)]
pub(in crate::case) struct Found {
    kept: Vec<(u64, Problem)>,
    bytes: usize,
    /// The pointers of all that was found, as hashes.
    seen: HashSet<u64>,
    full: bool,
    /// The long hints given, each with the pointer of its first problem.
    given: HashMap<String, String>,
}

impl Found {
    /// Notes a fault at a place, unless the place has one already. Beyond the bounds it is counted, and its words are never made.
    pub fn add(&mut self, place: impl Place, fault: impl FnOnce() -> Fault) {
        let hash = place.hash();
        if self.seen.insert(hash) && !self.full {
            self.keep(hash, fault().at(place.pointer()));
        }
    }

    /// The same for a problem whose words are made.
    pub fn push(&mut self, problem: Problem) {
        let Problem { pointer, says, hint } = problem;
        self.add(pointer.as_str(), || Fault { says, hint });
    }

    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    /// Takes what another found after what is found here.
    pub fn append(&mut self, other: Self) {
        for (hash, problem) in other.kept {
            if self.seen.insert(hash) && !self.full {
                self.keep(hash, problem);
            }
        }
        self.seen.extend(other.seen);
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The problems, and how many others there are; `None` when there are none.
    pub fn problems(self) -> Option<Problems> {
        let hidden = self.seen.len() - self.kept.len();
        let mut problems: Vec<Problem> = self.kept.into_iter().map(|(_, problem)| problem).collect();
        if hidden > 0 {
            problems.push(Problem::of_the_others(hidden));
        }
        (!problems.is_empty()).then_some(Problems(problems))
    }

    fn keep(&mut self, hash: u64, problem: Problem) {
        let mut problem = bounded(problem.in_words());
        if problem.hint.len() > LONG_HINT {
            match self.given.get(&problem.hint).filter(|_| self.bytes > HINTS_IN_FULL) {
                Some(first) => problem.hint = format!("Même indication que pour {first}."),
                None => drop(self.given.entry(problem.hint.clone()).or_insert_with(|| problem.pointer.clone())),
            }
        }
        let size = serde_json::to_vec(&problem).map_or(MOST_BYTES, |text| text.len() + 1);
        self.full = self.kept.len() == MOST_KEPT || self.bytes + size > MOST_BYTES;
        if !self.full {
            self.bytes += size;
            self.kept.push((hash, problem));
        }
    }
}

fn bounded(problem: Problem) -> Problem {
    // A field of a case has no such name: what is shown need not lead back to it.
    let pointer =
        problem.pointer.chars().map(|sign| if text::is_shown(sign) { sign } else { char::REPLACEMENT_CHARACTER }).collect();
    Problem {
        pointer: cut(pointer, LONGEST_POINTER, LONGEST_POINTER / 3),
        says: cut(problem.says, LONGEST_SAYS, 0),
        hint: cut(problem.hint, LONGEST_HINT, 0),
    }
}

/// A text of at most so many characters, of which so many are its last ones; « … » stands for what is left out.
fn cut(text: String, most: usize, last: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text;
    }
    let first = text.chars().take(most - 1 - last);
    first.chain(['…']).chain(text.chars().skip(count - last)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Path;
    use super::*;

    fn fault() -> Fault {
        Fault::new("Faux.", "Corrigez.")
    }

    #[test]
    fn a_place_has_one_problem_however_it_is_written() {
        let mut found = Found::default();
        let root = Path::default();
        let list = root.field("claim");
        found.add(list.item(2), fault);
        found.push(fault().at("/claim/2"));
        let mut other = Found::default();
        other.add("/claim/2", fault);
        other.add("/claim/3", fault);
        found.append(other);
        assert_eq!(found.problems().map(|problems| problems.len()), Some(2));
    }

    #[test]
    fn what_is_beyond_the_bounds_is_counted_and_its_words_are_never_made() {
        let mut made = 0;
        let mut found = Found::default();
        for index in 0..1_000 {
            found.add(Path::default().item(index), || {
                made += 1;
                fault()
            });
        }
        let problems = found.problems().unwrap_or_else(|| panic!("there are some"));
        assert!(made <= MOST_KEPT + 1, "{made}");
        assert_eq!(problems.len(), MOST_KEPT + 1);
        assert!(problems[MOST_KEPT].says.starts_with("Et 800 autres") && problems[MOST_KEPT].is_of_the_others());
    }

    #[test]
    fn two_hundred_problems_of_one_long_hint_are_shown_and_the_first_ones_say_it() {
        let mut found = Found::default();
        for index in 0..250 {
            found.push(
                Fault::new("Il manque la nature du fait (kind).", "une valeur, ".repeat(50)).at(format!("/history/{index}/kind")),
            );
        }
        let problems = found.problems().unwrap_or_else(|| panic!("there are some"));
        assert_eq!(problems.len(), MOST_KEPT + 1);
        assert!(problems[..10].iter().all(|problem| problem.hint.len() > 500));
        assert_eq!(problems[150].hint, "Même indication que pour /history/0/kind.");
    }

    #[test]
    fn what_is_kept_is_bounded_in_bytes_and_says_so() {
        for sign in ["a", "\u{1}", "é", "\"", "𝄞"] {
            let mut found = Found::default();
            for index in 0..300 {
                let long = format!("/{index}{}", sign.repeat(4_000));
                found.push(Fault::new(long.clone(), long.clone()).at(long));
            }
            let problems = found.problems().unwrap_or_else(|| panic!("there are some"));
            let size = serde_json::to_vec(&problems).map_or(0, |text| text.len());
            assert!(size < 57_000 && problems.iter().all(|problem| problem.pointer.chars().count() <= LONGEST_POINTER), "{size}");
            assert!(problems.last().is_some_and(Problem::is_of_the_others));
            assert!(problems[0].pointer.starts_with("/0") && problems[0].pointer.contains('…'));
        }
    }
}
