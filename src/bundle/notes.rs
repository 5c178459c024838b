//! What the notes of this room mean to whoever asked for the bundle: every id in one table. What may show less than was given is a
//! refusal unless the case accepts it.

use super::Note;
use crate::case::bundle::Loss;

/// What a note means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// Something shown may be less than what was given, or something asked is not reached: a refusal unless it is accepted. With what
    /// to do about it, a French sentence.
    Loss(Loss, &'static str),
    /// Everything shown is there, but whoever asked must know: a warning of the report and of the answer.
    Warning(&'static str),
    /// What a binding does: told in the notes.
    Note,
}

use Bearing::{Loss as Lost, Warning};

const ANEW: &str = "Enregistrez de nouveau le document depuis le logiciel d’origine, ou demandez-en une copie saine.";
const PRINTED: &str = "Ouvrez-le dans le logiciel qui le montre entier, imprimez-le en PDF, et joignez le résultat.";
const LOOK: &str = "Comparez les pages reliées à celles du fichier reçu.";

/// Every note of the room.
const NOTES: [(&str, Bearing); 28] = [
    ("pages-lost", Lost(Loss::PagesLost, ANEW)),
    ("content-unreadable", Lost(Loss::ContentUnreadable, ANEW)),
    ("content-damaged", Lost(Loss::ContentDamaged, ANEW)),
    ("image-truncated", Lost(Loss::ImageTruncated, "Transférez ou exportez de nouveau l’image entière.")),
    ("external-content", Lost(Loss::ExternalContent, PRINTED)),
    ("dynamic-xfa", Lost(Loss::DynamicXfa, PRINTED)),
    ("unseen-field", Lost(Loss::UnseenField, PRINTED)),
    (
        "pdfa-not-reached",
        Lost(
            Loss::PdfaNotReached,
            "Produisez chaque pièce en PDF/A-2b ou en image, et un seul fichier, ou ne demandez pas la conformité (bundle.conformance).",
        ),
    ),
    ("over-size-cap", Lost(Loss::OverSizeCap, "Relevez la taille (bundle.max_bytes), ou réduisez les pièces ou leur nombre.")),
    ("repaired", Warning(LOOK)),
    ("page-without-size", Warning(LOOK)),
    ("page-rotation", Warning(LOOK)),
    ("field-drawn", Warning(LOOK)),
    ("images-reduced", Warning("Vérifiez que les images se lisent encore.")),
    ("removed-attachments", Warning("Produisez comme pièces les fichiers joints qui comptent.")),
    ("removed-media", Warning("Produisez à part les enregistrements qui comptent.")),
    ("signature-broken", Warning("Gardez le fichier signé, et produisez-le s’il est contesté.")),
    ("decrypted", Bearing::Note),
    ("font-not-embedded", Bearing::Note),
    ("form-flattened", Bearing::Note),
    ("removed-actions", Bearing::Note),
    ("removed-bookmarks", Bearing::Note),
    ("removed-extras", Bearing::Note),
    ("removed-javascript", Bearing::Note),
    ("removed-launch", Bearing::Note),
    ("removed-links", Bearing::Note),
    ("removed-tags", Bearing::Note),
    ("removed-xfa", Bearing::Note),
];

impl Note {
    /// What it means; a note that the table forgot is never silent.
    pub fn bearing(&self) -> Bearing {
        NOTES.iter().find(|(id, _)| *id == self.id).map_or(Warning(LOOK), |(_, bearing)| *bearing)
    }

    /// What it takes away, if it does.
    pub fn loss(&self) -> Option<Loss> {
        match self.bearing() {
            Lost(loss, _) => Some(loss),
            Warning(_) | Bearing::Note => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The ids that stand in the sources after that mark.
    fn named_in(folder: &Path, mark: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("sources").flatten() {
            let path = entry.path();
            if path.is_dir() {
                named_in(&path, mark, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            let id = |after: &str| Some(after.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned());
            let is_id = |id: &String| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            found.extend(text.split(mark).skip(1).filter_map(id).filter(is_id));
        }
    }

    #[test]
    fn every_note_that_the_room_writes_has_its_place_in_the_table() {
        let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bundle");
        let mut written = BTreeSet::new();
        for mark in ["Note::new(", "note(notes, ", "add("] {
            named_in(&room, mark, &mut written);
        }
        let mut kinds = BTreeSet::new();
        named_in(&room, "=> ", &mut kinds);
        let left_behind = |id: &String| ["removed-", "dynamic-", "external-"].iter().any(|start| id.starts_with(start));
        written.extend(kinds.into_iter().filter(left_behind));
        assert!(written.len() > 20, "{written:?}");
        let known: BTreeSet<String> = NOTES.iter().map(|(id, _)| (*id).to_owned()).collect();
        let strange: Vec<_> = written.difference(&known).collect();
        assert!(strange.is_empty(), "{strange:?}");
    }

    #[test]
    fn a_loss_is_accepted_under_the_id_of_its_note() {
        for (id, bearing) in NOTES {
            if let Lost(loss, hint) = bearing {
                assert_eq!(loss.id(), id);
                assert_eq!(serde_json::to_value(loss).expect("a name"), id);
                assert!(!hint.is_empty());
            }
        }
    }
}
