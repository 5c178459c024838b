//! In place of `src/assets.rs`: the same files, read from the repository rather than embedded.

use std::collections::BTreeMap;
use std::path::Path;

#[derive(Clone)]
pub struct Assets {
    files: BTreeMap<String, Vec<u8>>,
}

impl Assets {
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        add(&mut files, "law", &root.join("src/law"));
        add(&mut files, "letter-templates", &root.join("letter-templates"));
        Self { files }
    }

    #[must_use]
    pub fn with_file(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), content.into());
        self
    }

    pub fn replaced(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.files.iter().filter_map(move |(path, bytes)| {
            let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((rest, bytes.as_slice()))
        })
    }

    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.get(path)?).ok()
    }
}

fn add(files: &mut BTreeMap<String, Vec<u8>>, prefix: &str, directory: &Path) {
    for entry in std::fs::read_dir(directory).expect("the repository is there") {
        let entry = entry.expect("an entry");
        let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add(files, &path, &entry.path());
        } else if !path.ends_with(".rs") {
            files.insert(path, std::fs::read(entry.path()).expect("a file"));
        }
    }
}
