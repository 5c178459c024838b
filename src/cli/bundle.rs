//! `recouvrance bundle`: files of a folder in, one PDF or a set out; progress on standard error when the work is long.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use recouvrance::bundle::{Limits, Received};
use recouvrance::service::{Form, Service};
use serde_json::{Value, json};

use crate::{BundleOptions, read};

/// From when a person who waits is told what goes on.
const LONG: Duration = Duration::from_secs(1);

/// A file of the folder, read when its turn comes.
struct OnDisk {
    name: String,
    path: PathBuf,
}

impl Received for OnDisk {
    fn name(&self) -> &str {
        &self.name
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
    let case: Value = serde_json::from_slice(case).unwrap_or_default();
    let exhibits = case["exhibits"].as_array().cloned().unwrap_or_default();
    let mut files: Vec<OnDisk> = Vec::new();
    for name in exhibits.iter().filter_map(|exhibit| exhibit["file"].as_str()) {
        let inside = Path::new(name).components().all(|step| matches!(step, std::path::Component::Normal(_)));
        let path = folder.join(name);
        if inside && path.is_file() && files.iter().all(|file| file.name != name) {
            files.push(OnDisk { name: name.to_owned(), path });
        }
    }
    files
}
