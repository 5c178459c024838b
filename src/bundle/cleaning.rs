//! What is not carried over, and the words that say so.
//!
//! Nothing is searched and destroyed here: pages and annotations are copied entry by entry (see `page`, `annotations`), so what
//! acts, plays or hides is left behind by not being asked for. This module only sees and reports it.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::exhibit::meter::Meter;
use super::exhibit::{Fault, Note};
use super::reading::Opened;

pub mod annotations;
pub mod conformance;
pub mod doubts;
pub mod fonts;
pub mod gathering;

/// Actions that may follow one another.
const ACTIONS: usize = 16;

/// Something that a file held and that its pages do not need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    JavaScript,
    Launch,
    Action,
    Attachment,
    Media,
    Xfa,
    DynamicXfa,
    Link,
    External,
    Tags,
    Extras,
}

impl Kind {
    fn id(self) -> &'static str {
        match self {
            Self::JavaScript => "removed-javascript",
            Self::Launch => "removed-launch",
            Self::Action => "removed-actions",
            Self::Attachment => "removed-attachments",
            Self::Media => "removed-media",
            Self::Xfa => "removed-xfa",
            Self::DynamicXfa => "dynamic-xfa",
            Self::Link => "removed-links",
            Self::External => "external-content",
            Self::Tags => "removed-tags",
            Self::Extras => "removed-extras",
        }
    }

    fn says(self) -> &'static str {
        match self {
            Self::JavaScript => "Le code JavaScript du fichier n’est pas repris.",
            Self::Launch => "Les actions qui lancent un programme ou ouvrent un fichier ne sont pas reprises.",
            Self::Action => {
                "Des actions du fichier (envoi de formulaire, lien vers un autre fichier, commande) ne sont pas reprises."
            }
            Self::Attachment => {
                "Les fichiers joints à l’intérieur du PDF ne sont pas repris\u{202f}; produisez-les comme pièces s’ils comptent."
            }
            Self::Media => "Les sons, vidéos et objets en trois dimensions ne sont pas repris.",
            Self::Xfa => {
                "Le formulaire XFA n’est pas repris\u{202f}; seules les pages telles qu’elles s’affichent sans lui le sont."
            }
            Self::DynamicXfa => {
                "Le formulaire est dynamique (XFA)\u{a0}: il n’affiche peut-être ici qu’un avertissement. Imprimez-le en PDF."
            }
            Self::Link => "Des liens dont la destination n’est pas une page du fichier ne sont pas repris.",
            Self::External => "Des contenus que le fichier allait chercher ailleurs ne sont pas repris.",
            Self::Tags => "Le balisage d’accessibilité du fichier n’est pas repris.",
            Self::Extras => "Les vignettes et les données privées de logiciels ne sont pas reprises.",
        }
    }
}

/// What was left behind, and how often.
#[derive(Debug, Default)]
pub struct Left {
    seen: BTreeMap<Kind, usize>,
}

impl Left {
    pub fn saw(&mut self, kind: Kind) {
        *self.seen.entry(kind).or_default() += 1;
    }

    /// Says of an action, and of those that follow it, what they would have done.
    pub fn saw_action(&mut self, document: &Document, action: &Object) {
        let mut action = document.dereference(action).map(|(_, action)| action);
        for _ in 0..ACTIONS {
            let Ok(Object::Dictionary(held)) = action else { return };
            match held.get_deref(b"S", document).and_then(Object::as_name).unwrap_or_default() {
                b"JavaScript" => self.saw(Kind::JavaScript),
                b"Launch" => self.saw(Kind::Launch),
                b"Rendition" | b"Movie" | b"Sound" | b"RichMediaExecute" | b"GoTo3DView" => self.saw(Kind::Media),
                b"URI" | b"GoTo" => {}
                _ => self.saw(Kind::Action),
            }
            if held.has(b"JS") {
                self.saw(Kind::JavaScript);
            }
            action = match held.get_deref(b"Next", document) {
                Ok(Object::Array(next)) if !next.is_empty() => document.dereference(&next[0]).map(|(_, action)| action),
                next => next,
            };
        }
    }

    /// The same of every action that events set off.
    pub fn saw_events(&mut self, document: &Document, holder: &Dictionary) {
        if let Ok(events) = holder.get_deref(b"AA", document).and_then(Object::as_dict) {
            events.iter().take(ACTIONS).for_each(|(_, action)| self.saw_action(document, action));
        }
    }

    /// One note for each kind.
    pub fn notes(&self) -> Vec<Note> {
        self.seen.keys().map(|kind| Note::new(kind.id(), kind.says())).collect()
    }
}

/// Sees what catalogue and pages hold besides what is shown.
pub fn survey(opened: &Opened, left: &mut Left, meter: &Meter) -> Result<(), Fault> {
    let (document, catalogue) = (&opened.document, &opened.catalogue);
    if let Ok(action) = catalogue.get(b"OpenAction") {
        left.saw_action(document, action);
    }
    left.saw_events(document, catalogue);
    if let Ok(names) = catalogue.get(b"Names").and_then(Object::as_dict) {
        for (key, kind) in
            [(&b"JavaScript"[..], Kind::JavaScript), (b"EmbeddedFiles", Kind::Attachment), (b"Renditions", Kind::Media)]
        {
            if names.has(key) {
                left.saw(kind);
            }
        }
    }
    let form = catalogue.get(b"AcroForm").and_then(Object::as_dict);
    if form.is_ok_and(|form| form.has(b"XFA")) {
        let dynamic = catalogue.get_deref(b"NeedsRendering", document).and_then(Object::as_bool).unwrap_or(false);
        left.saw(if dynamic { Kind::DynamicXfa } else { Kind::Xfa });
    }
    for (key, kind) in [
        (&b"AF"[..], Kind::Attachment),
        (b"Collection", Kind::Attachment),
        (b"StructTreeRoot", Kind::Tags),
        (b"PieceInfo", Kind::Extras),
    ] {
        if catalogue.has(key) {
            left.saw(kind);
        }
    }
    for page in opened.pages.iter().filter_map(|page| document.get_dictionary(*page).ok()) {
        meter.in_time()?;
        left.saw_events(document, page);
        for (key, kind) in [(&b"AF"[..], Kind::Attachment), (b"PieceInfo", Kind::Extras), (b"Thumb", Kind::Extras)] {
            if page.has(key) {
                left.saw(kind);
            }
        }
    }
    Ok(())
}
