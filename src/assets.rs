//! What the program is made of besides code: law, templates and fonts, embedded in the binary, with an operator's directory
//! laid over them at start-up (new rates every half-year, a firm's own types and letterhead).
//!
//! Read once, at start-up. Never reads the disk afterwards, never interprets what it holds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

static PARAMETERS: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/law/parameters");
static TEXTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/law/texts");
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/letter-templates");
static FONTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/fonts");
static CODES: &str = include_str!("law/codes.toml");
static FORMER: &str = include_str!("law/former.toml");

/// Files by their path, with `/` between folders: `law/parameters/…`, `law/texts/…`, `law/codes.toml`, `law/former.toml`,
/// `letter-templates/…`, `fonts/…`.
#[derive(Clone)]
pub struct Assets {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Assets {
    /// What the binary carries.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        files.insert("law/codes.toml".to_owned(), Cow::Borrowed(CODES.as_bytes()));
        files.insert("law/former.toml".to_owned(), Cow::Borrowed(FORMER.as_bytes()));
        add_embedded(&mut files, "law/parameters", &PARAMETERS);
        add_embedded(&mut files, "law/texts", &TEXTS);
        add_embedded(&mut files, "letter-templates", &TEMPLATES);
        add_embedded(&mut files, "fonts", &FONTS);
        Self { files }
    }

    /// The same with every file under `law/`, `letter-templates/` and `fonts/` of `directory` laid over it, by path.
    ///
    /// # Errors
    /// When the directory, or a file in it, cannot be read.
    pub fn overlaid(mut self, directory: &Path) -> io::Result<Self> {
        for folder in ["law", "letter-templates", "fonts"] {
            let path = directory.join(folder);
            if path.is_dir() {
                add_directory(&mut self.files, folder, &path)?;
            }
        }
        Ok(self)
    }

    /// The same with one file put in place of another, or added: for tests of what an operator may lay over.
    pub fn with_file(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), Cow::Owned(content.into()));
        self
    }

    /// The files below `folder` (`law/texts`), by their path relative to it, in order.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.files.iter().filter_map(move |(path, bytes)| {
            let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((rest, bytes.as_ref()))
        })
    }

    /// One file as bytes.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// One file as text; `None` too when it is not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.get(path)?).ok()
    }
}

fn add_embedded(files: &mut BTreeMap<String, Cow<'static, [u8]>>, prefix: &str, dir: &'static Dir) {
    for file in dir.files() {
        files.insert(format!("{prefix}/{}", file.path().display()), Cow::Borrowed(file.contents()));
    }
    for folder in dir.dirs() {
        add_embedded(files, prefix, folder);
    }
}

fn add_directory(files: &mut BTreeMap<String, Cow<'static, [u8]>>, prefix: &str, directory: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}/{name}");
        let met = std::fs::metadata(entry.path())?;
        if met.is_dir() {
            add_directory(files, &path, &entry.path())?;
        } else if met.is_file() {
            files.insert(path, Cow::Owned(std::fs::read(entry.path())?));
        }
    }
    Ok(())
}
