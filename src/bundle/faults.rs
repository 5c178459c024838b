//! Why files and exhibits do not fit together, in words for the reader of the report. Reads no file.

use super::exhibit::{Fault, Note, megabytes};
use super::reducing::Reduced;

impl Fault {
    /// The file could not be read through to its end.
    pub fn unreadable() -> Self {
        Self {
            id: "exhibit-damaged",
            says: "Ce fichier n’a pas pu être lu.".to_owned(),
            hint: "Ouvrez-le dans un lecteur PDF, imprimez-le en PDF, et joignez le résultat.".to_owned(),
        }
    }

    pub fn without_file(title: &str) -> Self {
        Self {
            id: "exhibit-without-file",
            says: format!("La pièce « {title} » n’a pas de fichier."),
            hint: "Nommez son fichier (exhibits[].file), et joignez-le.".to_owned(),
        }
    }

    pub fn not_received(name: &str) -> Self {
        Self {
            id: "exhibit-not-received",
            says: format!("Le fichier « {name} » n’a pas été reçu."),
            hint: "Joignez-le sous ce nom exact, ou corrigez le nom du fichier (exhibits[].file).".to_owned(),
        }
    }

    pub fn without_exhibit(name: &str) -> Self {
        Self {
            id: "file-without-exhibit",
            says: format!("Le fichier « {name} » n’est celui d’aucune pièce."),
            hint: "Ajoutez la pièce à la liste des pièces (exhibits), ou ne joignez pas ce fichier.".to_owned(),
        }
    }

    pub fn too_many_files(count: usize, most: usize) -> Self {
        Self {
            id: "exhibit-too-many-files",
            says: format!("Il y a {count} fichiers, pour {most} au plus."),
            hint: "Réunissez des pièces de même nature en un seul fichier.".to_owned(),
        }
    }

    pub fn too_large(bytes: usize, most: usize) -> Self {
        Self {
            id: "exhibit-too-large",
            says: format!("Le fichier pèse {} Mo, pour {} Mo au plus.", megabytes(bytes), megabytes(most)),
            hint: "Réduisez la résolution des images ou produisez le document en plusieurs pièces.".to_owned(),
        }
    }

    pub fn too_heavy(held: &str, allowed: &str) -> Self {
        Self {
            id: "exhibit-too-complex",
            says: format!(
                "Avec cette pièce, ce que les pièces contiennent occupe {held} Mo de mémoire, pour {allowed} Mo permis."
            ),
            hint: "Imprimez ce document en PDF, ou faites plusieurs envois.".to_owned(),
        }
    }

    pub fn received_twice(names: &[&str]) -> Self {
        let named = names.iter().map(|name| format!("« {name} »")).collect::<Vec<_>>().join(" et ");
        Self {
            id: "file-received-twice",
            says: format!("Plusieurs fichiers ont été reçus sous le même nom : {named}. Aucun n’est préféré à l’autre."),
            hint: "Donnez à chacun un nom qui n’est qu’à lui (le chemin ne compte pas), et à chaque pièce le sien (exhibits[].file)."
                .to_owned(),
        }
    }

    pub fn too_many_bytes(bytes: usize, most: usize) -> Self {
        Self {
            id: "exhibit-too-large",
            says: format!("Avec cette pièce, les fichiers font {} Mo, pour {} Mo au plus.", megabytes(bytes), megabytes(most)),
            hint: "Réduisez la résolution des images, ou faites plusieurs envois.".to_owned(),
        }
    }

    pub fn too_many_pages(count: usize, most: usize) -> Self {
        Self {
            id: "exhibit-too-many-pages",
            says: format!("Avec cette pièce, les pièces comptent {count} pages, pour {most} au plus."),
            hint: "Ne joignez que les pages utiles, ou faites plusieurs envois.".to_owned(),
        }
    }
}

impl Note {
    pub fn prevents_conformance(number: usize, title: &str, doubt: Option<&str>) -> Self {
        let why = match doubt {
            Some(doubt) => format!("se déclare conforme à PDF/A, mais porte {doubt}"),
            None => "ne se déclare pas conforme à PDF/A".to_owned(),
        };
        let says = format!("La pièce n° {number} (« {title} ») {why} : le fichier entier ne peut pas l’être.");
        Self::new("pdfa-not-reached", says)
    }

    pub fn conformance_apart() -> Self {
        Self::new("pdfa-not-reached", "Les pièces données à part (as=zip) ne se déclarent pas conformes à PDF/A.")
    }

    pub fn reduced(reduced: &Reduced) -> Self {
        let Reduced { images, before, after } = reduced;
        let says = format!("Images recompressées pour tenir dans la taille demandée : {images}, de {before} à {after} octets.");
        Self::new("images-reduced", says)
    }

    pub fn over_cap(bytes: usize, most: u64) -> Self {
        Self::new("over-size-cap", format!("Le fichier fait {bytes} octets, plus que les {most} demandés."))
    }
}
