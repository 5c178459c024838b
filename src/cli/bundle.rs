//! `recouvrance bundle`: files of a folder in, one PDF or a set out; progress on standard error when the work is long.

use std::borrow::Cow;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use recouvrance::bundle::{Limits, Received};
use recouvrance::case::{self, exhibit_files};
use recouvrance::service::{Form, Service};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::{BundleOptions, read};

/// From when a person who waits is told what goes on.
const LONG: Duration = Duration::from_secs(1);

/// A file of the folder, read when its turn comes.
struct OnDisk {
    name: String,
    /// The name as it is spelled on the disk.
    sent_as: String,
    path: PathBuf,
}

impl Received for OnDisk {
    fn name(&self) -> &str {
        &self.name
    }

    fn sent_as(&self) -> &str {
        &self.sent_as
    }

    fn length(&self) -> io::Result<usize> {
        Ok(usize::try_from(std::fs::metadata(&self.path)?.len()).unwrap_or(usize::MAX))
    }

    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        std::fs::read(&self.path).map(Cow::Owned)
    }
}

pub fn run(service: &Service, options: &BundleOptions, json: bool) -> ExitCode {
    let case = match read(&options.input.case) {
        Ok(case) => case,
        Err(error) => return super::unusable(&format!("{}: {error}", options.input.case.display())),
    };
    let files = named_files(&case, &options.exhibits);
    let received: Vec<&dyn Received> = files.iter().map(|file| file as &dyn Received).collect();
    let begun = Instant::now();
    let limits = Limits::until(begun + Duration::from_secs(options.seconds));
    let zip = options.output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    let form = if zip { Form::Set } else { Form::Whole };
    let progress = |step: &str| {
        if begun.elapsed() > LONG {
            eprintln!("{step}");
        }
    };
    match service.bundle(&options.input.document_type, &case, &received, &limits, form, &progress) {
        Ok(bundled) => {
            let code = super::write(&options.output, &bundled.bytes);
            if json && options.output != Path::new("-") {
                return super::print_json(&json!({ "report": bundled.report, "bundle": bundled.bundle }));
            }
            for part in &bundled.bundle.parts {
                for note in &part.notes {
                    eprintln!("{} : {}", part.title, note.says);
                }
            }
            for note in &bundled.bundle.notes {
                eprintln!("{}", note.says);
            }
            code
        }
        Err(refused) => super::refused(&refused, json),
    }
}

/// The files of the folder that the case names: others in the folder are none of our business.
fn named_files(case: &[u8], folder: &Path) -> Vec<OnDisk> {
    let mut files: Vec<OnDisk> = Vec::new();
    for name in exhibit_files(case, &case::Limits::default()) {
        if files.iter().any(|file| file.name == name) {
            continue;
        }
        for path in found(&name, folder) {
            let sent_as = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().escape_default().to_string();
            files.push(OnDisk { name: name.clone(), sent_as, path });
        }
    }
    files
}

/// The files of this name inside the folder. The same name may be spelled in several ways on the disk, for macOS writes accents
/// apart: where two files are spelled so, both are given, and none is preferred.
fn found(name: &str, folder: &Path) -> Vec<PathBuf> {
    let mut paths = vec![folder.to_owned()];
    for step in Path::new(name).components() {
        let Component::Normal(step) = step else { return Vec::new() };
        paths = paths.iter().flat_map(|folder| spelled(&step.to_string_lossy(), folder)).collect();
    }
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
}

fn spelled(name: &str, folder: &Path) -> Vec<PathBuf> {
    // A name of ASCII letters has one spelling.
    let exact = folder.join(name);
    if name.is_ascii() {
        return if exact.exists() { vec![exact] } else { Vec::new() };
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let same = |entry: &std::fs::DirEntry| entry.file_name().to_str().is_some_and(|known| known.nfc().eq(name.nfc()));
    entries.filter(same).map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_with_a_mark_of_byte_order_finds_its_files_however_their_accents_are_spelled() {
        let folder = std::env::temp_dir().join(format!("recouvrance-bundle-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("pie\u{300}ce-e\u{301}te\u{301}.pdf"), b"%PDF").unwrap();
        std::fs::write(folder.join("facture.pdf"), b"%PDF").unwrap();
        let case = "\u{FEFF}{\"exhibits\": [{\"file\": \"pièce-été.pdf\"}, {\"file\": \"facture.pdf\"}, {\"file\": \"../facture.pdf\"}, {\"file\": \"autre.pdf\"}]}";
        let names: Vec<String> = named_files(case.as_bytes(), &folder).into_iter().map(|file| file.name).collect();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(names, ["pièce-été.pdf", "facture.pdf"]);
    }
}
