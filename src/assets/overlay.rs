//! The operator's directory, as files by path: everything that is wrong with it is told at once, in French, each with its path.
//!
//! Reads only regular files that lie within the directory, once their links are followed: a message that quotes a line quotes the
//! operator's own. Bounded in size, number and depth.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders that may be laid over.
pub const FOLDERS: [&str; 3] = ["law", "letter-templates", "fonts"];
/// What `law/` may hold.
const OF_LAW: [&str; 4] = ["parameters", "texts", "codes.toml", "former.toml"];

/// One file: twice the largest font that is in use (Noto Sans CJK, 17 MB).
const MOST_BYTES: u64 = 40_000_000;
/// All files together.
const MOST_BYTES_IN_ALL: u64 = 200_000_000;
/// Files: ten times what the program has.
const MOST_FILES: usize = 5_000;
/// Folders in folders; the program has four.
const MOST_LEVELS: usize = 12;
/// Faults told; the rest is counted by the next start.
const MOST_FAULTS: usize = 50;

/// The files below `law/`, `letter-templates/` and `fonts/`.
///
/// # Errors
/// Every fault: a directory that is none or holds none of the three, a folder of another name, a link that leads out, a file that is no
/// file, is too large or cannot be read.
pub fn read(directory: &Path) -> Result<BTreeMap<String, Vec<u8>>, Vec<String>> {
    let shown = directory.display();
    let root = match fs::canonicalize(directory) {
        Ok(root) if root.is_dir() => root,
        Ok(_) => {
            return Err(vec![format!(
                "{shown} : l’overlay est un fichier ; donnez le dossier qui contient {}.",
                named(&FOLDERS)
            )]);
        }
        Err(error) => return Err(vec![format!("{shown} : ce dossier d’overlay ne s’ouvre pas ({}).", reason(&error))]),
    };
    let mut reading = Reading { root: root.clone(), files: BTreeMap::new(), bytes: 0, faults: Vec::new() };
    let mut known = 0;
    for (name, path) in reading.entries(&root, "") {
        // A folder of versions, a note beside the folders: nobody meant them for the program.
        if name.starts_with('.') || !path.is_dir() && !FOLDERS.contains(&name.as_str()) {
            continue;
        }
        if !FOLDERS.contains(&name.as_str()) {
            reading.fault(
                &name,
                &format!("ce dossier n’est pas lu{}. Les dossiers lus sont {}.", nearest(&name, &FOLDERS), named(&FOLDERS)),
            );
            continue;
        }
        known += 1;
        reading.folder(&name, &path, 1);
    }
    if known == 0 && reading.faults.is_empty() {
        reading.faults.push(format!("{shown} : ce dossier d’overlay ne contient aucun de {}.", named(&FOLDERS)));
    }
    reading.faults.truncate(MOST_FAULTS);
    if reading.faults.is_empty() { Ok(reading.files) } else { Err(reading.faults) }
}

struct Reading {
    root: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
    bytes: u64,
    faults: Vec<String>,
}

impl Reading {
    fn fault(&mut self, path: &str, says: &str) {
        self.faults.push(format!("{path} : {says}"));
    }

    /// The entries of a folder that lie within the directory, by name.
    fn entries(&mut self, folder: &Path, path: &str) -> Vec<(String, PathBuf)> {
        let listed = fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
        let mut found = Vec::new();
        match listed {
            Err(error) => {
                self.fault(if path.is_empty() { "." } else { path }, &format!("ce dossier ne se lit pas ({}).", reason(&error)))
            }
            Ok(entries) => {
                for entry in entries {
                    let Ok(name) = entry.file_name().into_string() else {
                        self.fault(&joined(path, &entry.file_name().to_string_lossy()), "ce nom n’est pas en UTF-8.");
                        continue;
                    };
                    let hidden = name.starts_with('.');
                    match fs::canonicalize(entry.path()) {
                        Ok(real) if real.starts_with(&self.root) => found.push((name, real)),
                        _ if hidden => {}
                        Ok(_) => self.fault(
                            &joined(path, &name),
                            "ce lien mène hors de l’overlay : rien n’en est lu. Copiez le fichier dans l’overlay.",
                        ),
                        Err(error) => self.fault(&joined(path, &name), &format!("ce lien ne mène à rien ({}).", reason(&error))),
                    }
                }
            }
        }
        found.sort();
        found
    }

    fn folder(&mut self, path: &str, folder: &Path, level: usize) {
        if !folder.is_dir() {
            self.fault(path, "un dossier est attendu ici, et c’est un fichier.");
            return;
        }
        if level > MOST_LEVELS {
            self.fault(path, &format!("plus de {MOST_LEVELS} dossiers l’un dans l’autre : un lien revient sur lui-même."));
            return;
        }
        for (name, real) in self.entries(folder, path) {
            if name.starts_with('.') || self.faults.len() >= MOST_FAULTS {
                continue;
            }
            let own = joined(path, &name);
            if path == "law" && !OF_LAW.contains(&name.as_str()) {
                self.fault(
                    &own,
                    &format!("rien de ce nom n’est lu ici{}. law/ contient {}.", nearest(&name, &OF_LAW), named(&OF_LAW)),
                );
            } else if real.is_dir() {
                self.folder(&own, &real, level + 1);
            } else {
                self.file(own, &real);
            }
        }
    }

    fn file(&mut self, path: String, real: &Path) {
        let met = match fs::metadata(real) {
            Ok(met) => met,
            Err(error) => return self.fault(&path, &format!("ce fichier ne se lit pas ({}).", reason(&error))),
        };
        if !met.is_file() {
            return self.fault(&path, "ce n’est ni un fichier ni un dossier.");
        }
        if met.len() > MOST_BYTES {
            return self.fault(&path, &format!("ce fichier dépasse {} Mo.", MOST_BYTES / 1_000_000));
        }
        self.bytes += met.len();
        if self.files.len() >= MOST_FILES || self.bytes > MOST_BYTES_IN_ALL {
            // Told once: what follows is too much for the same reason.
            if self.faults.last().is_none_or(|last| !last.contains("en tout")) {
                let most = format!("l’overlay dépasse {MOST_FILES} fichiers ou {} Mo en tout.", MOST_BYTES_IN_ALL / 1_000_000);
                self.fault(&path, &most);
            }
            return;
        }
        match fs::read(real) {
            Ok(bytes) => {
                self.files.insert(path, bytes);
            }
            Err(error) => self.fault(&path, &format!("ce fichier ne se lit pas ({}).", reason(&error))),
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

/// « law/, letter-templates/ et fonts/ ».
fn named(names: &[&str]) -> String {
    let shown: Vec<String> =
        names.iter().map(|name| if name.contains('.') { (*name).to_owned() } else { format!("{name}/") }).collect();
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} et {last}", rest.join(", ")),
        _ => shown.concat(),
    }
}

/// « ; vouliez-vous dire letter-templates ? », where a known name is near.
fn nearest(name: &str, known: &[&str]) -> String {
    let told = name.to_lowercase().replace('_', "-");
    // A third of a name wrong is another name.
    let near = |known: &&&str| distance(&told, known) * 3 <= known.chars().count();
    let found = known.iter().filter(near).min_by_key(|known| distance(&told, known));
    found.map_or_else(String::new, |found| format!(" ; vouliez-vous dire {found} ?"))
}

/// Letters to add, take away or change (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = line + 1;
        for (column, against) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != *against);
            corner = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(corner + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "il n’existe pas",
        std::io::ErrorKind::PermissionDenied => "accès refusé",
        _ => "erreur du système",
    }
}
