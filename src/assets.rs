//! What the program is made of besides code: law, templates and fonts, embedded in the binary, with an operator's directory
//! laid over them at start-up (new rates every half-year, a firm's own types and letterhead).
//!
//! Read once, at start-up. Never reads the disk afterwards, never interprets what it holds.

mod overlay;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
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
    /// The program's own files that an operator has put others in place of.
    replaced: BTreeSet<String>,
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
        Self { files, replaced: BTreeSet::new() }
    }

    /// The same with every file under `law/`, `letter-templates/` and `fonts/` of `directory` laid over it, by path.
    ///
    /// # Errors
    /// All that is wrong with the directory, in French, each with its path (see [`overlay::read`]).
    pub fn overlaid(self, directory: &Path) -> Result<Self, Vec<String>> {
        Ok(overlay::read(directory)?.into_iter().fold(self, |assets, (path, content)| assets.with_file(&path, content)))
    }

    /// The same with one file put in place of another, or added.
    pub fn with_file(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        let content = content.into();
        if self.get(path).is_some_and(|own| own != content) {
            self.replaced.insert(path.to_owned());
        }
        self.files.insert(path.to_owned(), Cow::Owned(content));
        self
    }

    /// The program's own files that others, of another content, were put in place of, in order.
    pub fn replaced(&self) -> impl Iterator<Item = &str> {
        self.replaced.iter().map(String::as_str)
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
