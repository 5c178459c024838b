//! What could not be kept of the exhibits, or reached for the whole: a refusal, unless the case accepts it; then a warning, and words on
//! the bordereau. Never silent.

use super::Form;
use super::matching::{Placed, Ready};
use crate::bundle::{Bearing, Fault, Note};
use crate::case::Case;
use crate::case::bundle::{Accepted, Conformance, Loss};

/// What the notes of a bundle come to.
#[derive(Default)]
pub struct Losses {
    /// What is not accepted.
    pub refusals: Vec<Placed>,
    /// What is accepted, and what must be known.
    pub warnings: Vec<Placed>,
    /// What is accepted of each exhibit, for its line of the bordereau.
    pub accepted: Vec<Vec<Accepted>>,
    /// What prevents the conformance that is asked.
    pub conformance: Vec<Note>,
}

impl Losses {
    /// Weighs the notes of the exhibits that were taken, and those of the conformance asked.
    pub fn of(case: &Case, ready: &[Option<Ready>], form: Form) -> Self {
        let mut losses = Self::default();
        for (index, ready) in ready.iter().enumerate() {
            let mut accepted = Vec::new();
            for note in ready.iter().flat_map(|ready| &ready.taken.notes) {
                let loss = losses.weigh(case, format!("/exhibits/{index}/file"), note, Some(index));
                accepted.extend(loss.map(|loss| Accepted { loss, pages: note.pages.clone() }));
            }
            losses.accepted.push(accepted);
        }
        losses.conformance = prevents_conformance(case, ready, form);
        for note in losses.conformance.clone() {
            losses.weigh(case, "/bundle/conformance".to_owned(), &note, None);
        }
        losses
    }

    /// What only the finished file shows.
    pub fn of_file(case: &Case, notes: &[Note]) -> Self {
        let mut losses = Self::default();
        for note in notes.iter().filter(|note| note.loss() != Some(Loss::PdfaNotReached)) {
            losses.weigh(case, "/bundle/max_bytes".to_owned(), note, None);
        }
        losses
    }

    /// Puts a note where it belongs, and gives what it takes away, if that is accepted.
    fn weigh(&mut self, case: &Case, pointer: String, note: &Note, exhibit: Option<usize>) -> Option<Loss> {
        let (loss, hint) = match note.bearing() {
            Bearing::Note => return None,
            Bearing::Warning(hint) => (None, hint),
            Bearing::Loss(loss, hint) => (Some(loss), hint),
        };
        let says = match exhibit {
            Some(index) => {
                let number = case.bundle.start as usize + index;
                format!("Pièce n° {number} (« {} ») : {}", case.exhibits[index].title, lowered(&note.says))
            }
            None => note.says.clone(),
        };
        let refused = loss.filter(|loss| !case.bundle.accept.contains(loss));
        let (what, told) = match exhibit {
            Some(_) => ("la pièce telle quelle", "le bordereau, le rapport et la réponse"),
            None => ("le fichier tel quel", "le rapport et la réponse"),
        };
        let hint = match (refused, loss) {
            (Some(loss), _) => {
                format!("{hint} Pour garder {what}, acceptez-le (bundle.accept : « {} ») : {told} le diront.", loss.id())
            }
            (None, Some(_)) => format!("Accepté par le dossier (bundle.accept) : {told} le disent. {hint}"),
            (None, None) => hint.to_owned(),
        };
        let placed = (pointer, Fault { id: note.id, says, hint });
        if refused.is_some() {
            self.refusals.push(placed);
            return None;
        }
        self.warnings.push(placed);
        loss
    }
}

/// A sentence that follows a colon.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let acronym = sentence.chars().take(2).all(char::is_uppercase);
    match letters.next() {
        Some(first) if !acronym => first.to_lowercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

/// What prevents the whole from declaring PDF/A-2b, where that is asked.
fn prevents_conformance(case: &Case, ready: &[Option<Ready>], form: Form) -> Vec<Note> {
    if case.bundle.conformance == Conformance::None {
        return Vec::new();
    }
    if form == Form::Set {
        return vec![Note::conformance_apart()];
    }
    let prevents = |(index, ready): (usize, &Option<Ready>)| {
        let taken = &ready.as_ref()?.taken;
        // What PDF/A-3 adds to PDF/A-2 are files inside the file, which stay behind.
        let conforms = taken.conformance.is_some_and(|conformance| conformance.part <= 3);
        let number = case.bundle.start as usize + index;
        (!conforms).then(|| Note::prevents_conformance(number, &case.exhibits[index].title, taken.doubt))
    };
    ready.iter().enumerate().filter_map(prevents).collect()
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn a_sentence_goes_on_after_a_colon() {
        for (sentence, after) in [("Page 3 illisible.", "page 3 illisible."), ("PDF illisible.", "PDF illisible."), ("", "")] {
            assert_eq!(lowered(sentence), after);
        }
    }
}
