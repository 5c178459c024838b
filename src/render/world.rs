//! The only door between Typst and everything else: templates, fonts, the virtual files of one letter, and no date but the letter's.
//!
//! A `World` lives as long as one render and is shared with nobody. Never reads the disk, never reads the clock.

use std::collections::HashMap;
use std::sync::Mutex;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::assets::Assets;
use crate::document::Letter;

/// What every render shares and none can change.
pub struct Typesetter {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    renders_at_once: usize,
}

/// An asset that Typst cannot use.
#[derive(Debug)]
pub struct BadAsset(pub String);

impl Typesetter {
    /// Parses the templates and the fonts.
    ///
    /// # Errors
    /// When a font is none, or a path is none.
    pub fn new(assets: &Assets) -> Result<Self, BadAsset> {
        let mut fonts = Vec::new();
        for (name, bytes) in assets.below("fonts").filter(|(name, _)| name.ends_with(".ttf") || name.ends_with(".otf")) {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(bytes.to_vec())));
            if fonts.len() == before {
                return Err(BadAsset(format!("fonts/{name} is no font")));
            }
        }
        let mut sources = HashMap::new();
        for (name, bytes) in assets.below("letter-templates").filter(|(name, _)| name.ends_with(".typ")) {
            let text = std::str::from_utf8(bytes).map_err(|error| BadAsset(format!("{name}: {error}")))?;
            let id = file_id(&format!("/{name}"))?;
            sources.insert(id, Source::new(id, text.to_owned()));
        }
        Ok(Self {
            library: LazyHash::new(library()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources,
            renders_at_once: 1,
        })
    }

    /// The same, for so many renders at once: what one of them uses must outlive the evictions of the others.
    pub fn for_renders_at_once(mut self, count: usize) -> Self {
        self.renders_at_once = count.max(1);
        self
    }

    pub fn renders_at_once(&self) -> usize {
        self.renders_at_once
    }

    /// The template of a document type: `fr/relance` → `/fr/relance/template.typ`.
    pub fn template(&self, document_type: &str) -> Option<FileId> {
        let id = file_id(&format!("/{document_type}/template.typ")).ok()?;
        self.sources.contains_key(&id).then_some(id)
    }

    pub fn world<'a>(&'a self, main: FileId, letter: &'a Letter, pages: usize) -> LetterWorld<'a> {
        LetterWorld { shared: self, main, letter, pages, files: Mutex::default() }
    }
}

/// Typst's own, and the functions by which templates ask for their letter's data.
fn library() -> Library {
    let mut library = Library::default();
    library.global.scope_mut().define("engine", super::door::module());
    library
}

/// Ids are interned for ever, so only paths of known templates may come here, never one made of a caller's words.
fn file_id(path: &str) -> Result<FileId, BadAsset> {
    let path = VirtualPath::new(path).map_err(|_| BadAsset(format!("{path} is no path")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One letter's view of the world.
pub struct LetterWorld<'a> {
    shared: &'a Typesetter,
    main: FileId,
    letter: &'a Letter,
    /// How many pages the letter is told that it has.
    pages: usize,
    /// What was asked, made once.
    files: Mutex<HashMap<FileId, Bytes>>,
}

impl LetterWorld<'_> {
    fn made(&self, id: FileId) -> Option<Bytes> {
        let path = id.get().vpath().get_without_slash();
        let json = self.letter.file(path.strip_prefix("letter/")?.strip_suffix(".json")?, self.pages)?;
        Some(Bytes::new(json))
    }
}

impl World for LetterWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut files = self.files.lock().map_err(|_| not_found(id))?;
        if let Some(made) = files.get(&id) {
            return Ok(made.clone());
        }
        let made = self.made(id).ok_or_else(|| not_found(id))?;
        files.insert(id, made.clone());
        Ok(made)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
