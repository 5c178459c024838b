//! Binds exhibits after a filing: pages wrapped and stamped, one tree of pages, bookmarks, page labels, links of the bordereau. Knows
//! no law and reads no hostile file: what it binds has been taken by `exhibit`.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::copying::{self, Shared};
use super::exhibit::Taken;
use super::page;
use super::reducing::{self, Reduced};
use super::stamp::{Stamping, View};
use super::typeface::Typeface;

/// Scheme of the links that the templates set on an exhibit of the bordereau: `recouvrance:exhibit/3`.
const LINK: &str = "recouvrance:exhibit/";

/// What the pages of an exhibit are made of.
pub enum Held {
    New(Box<Taken>),
    /// The file of the exhibit at that rank, which was bound before.
    Again(usize),
}

/// One exhibit, ready to be bound.
pub struct Part {
    pub held: Held,
    /// A later exhibit has the same file.
    pub comes_again: bool,
    /// « Pièce n° 3 – Devis accepté ».
    pub title: String,
    /// « Pièce n° 3 – », before the page number in a reader's page box.
    pub label: String,
}

/// A page as it was carried, before its stamp.
struct Sheet {
    id: ObjectId,
    page: Dictionary,
    /// What it shows, once that is a form.
    form: Option<ObjectId>,
}

/// A document under the binder's hands.
pub struct Binding<'a> {
    document: Document,
    shared: Shared,
    stamping: &'a Stamping,
    typeface: &'a Typeface,
    font: ObjectId,
    root: ObjectId,
    pages: usize,
    /// First page of each exhibit, from 0, with its label and the page itself.
    begins: Vec<(usize, String, ObjectId)>,
    bookmarks: Vec<(String, ObjectId)>,
    /// The pages of exhibits whose file comes again, by rank.
    sheets: HashMap<usize, Vec<Sheet>>,
    optional_content: Vec<Object>,
}

/// A file bound, and what was reduced in it.
pub struct Bound {
    pub bytes: Vec<u8>,
    pub reduced: Option<Reduced>,
}

/// The file to bind to is not one of ours: an internal error.
#[derive(Debug)]
pub struct NotOurs(pub String);

impl From<lopdf::Error> for NotOurs {
    fn from(error: lopdf::Error) -> Self {
        Self(error.to_string())
    }
}

impl<'a> Binding<'a> {
    /// Opens the filing that the exhibits follow.
    ///
    /// # Errors
    /// When its bytes are no PDF.
    pub fn after(filing: &[u8], stamping: &'a Stamping, typeface: &'a Typeface) -> Result<Self, NotOurs> {
        Self::open(Document::load_mem(filing)?, stamping, typeface)
    }

    /// Opens an empty document, for exhibits by themselves.
    ///
    /// # Errors
    /// None is expected.
    pub fn alone(stamping: &'a Stamping, typeface: &'a Typeface) -> Result<Self, NotOurs> {
        let mut document = Document::with_version("1.7");
        let pages = document.add_object(dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0 });
        let catalogue = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalogue);
        Self::open(document, stamping, typeface)
    }

    fn open(mut document: Document, stamping: &'a Stamping, typeface: &'a Typeface) -> Result<Self, NotOurs> {
        let root = document.catalog()?.get(b"Pages")?.as_reference()?;
        let pages = document.get_dictionary(root)?.get(b"Count")?.as_i64()?;
        let font = typeface.embed(&mut document);
        Ok(Self {
            document,
            shared: Shared::default(),
            stamping,
            typeface,
            font,
            root,
            pages: usize::try_from(pages).unwrap_or(0),
            begins: Vec::new(),
            bookmarks: Vec::new(),
            sheets: HashMap::new(),
            optional_content: Vec::new(),
        })
    }

    /// Appends one exhibit.
    ///
    /// # Errors
    /// When the document under the hands is not whole.
    pub fn append(&mut self, rank: usize, part: Part) -> Result<(), NotOurs> {
        let sheets = match part.held {
            Held::New(taken) => self.carried(*taken),
            Held::Again(before) => self.copied(before),
        };
        let node = self.document.new_object_id();
        let carried: Vec<ObjectId> = sheets.iter().map(|sheet| sheet.id).collect();
        let mut shows = HashMap::new();
        for id in sheets.iter().filter_map(|sheet| sheet.page.get(b"Contents").ok()?.as_reference().ok()) {
            *shows.entry(id).or_insert(0usize) += 1;
        }
        let mut kept = Vec::new();
        for (place, mut sheet) in sheets.into_iter().enumerate() {
            if place == 0 || !self.stamping.first_page_only {
                self.stamp(&mut sheet, rank, place, carried.len(), &mut shows);
            }
            if let Ok(dictionary) = self.document.get_dictionary_mut(sheet.id) {
                dictionary.set("Parent", node);
            }
            if part.comes_again {
                kept.push(sheet);
            }
        }
        if part.comes_again {
            self.sheets.insert(rank, kept);
        }
        let kids: Vec<Object> = carried.iter().map(|page| Object::Reference(*page)).collect();
        let count = i64::try_from(carried.len()).unwrap_or(0);
        self.document
            .set_object(node, dictionary! { "Type" => "Pages", "Parent" => self.root, "Kids" => kids, "Count" => count });
        let root = self.document.get_dictionary_mut(self.root)?;
        let total = root.get(b"Count").and_then(Object::as_i64).unwrap_or(0) + count;
        root.set("Count", total);
        root.get_mut(b"Kids")?.as_array_mut()?.push(Object::Reference(node));
        let first = self.pages;
        self.pages += carried.len();
        if let Some(page) = carried.first() {
            self.begins.push((first, part.label, *page));
            self.bookmarks.push((part.title, *page));
        }
        Ok(())
    }

    /// Finishes the file: bookmarks, labels, links; `ident` names it among all others, `claims` is the PDF/A part and level that the
    /// whole may declare, `cap` the size under which images are reduced.
    ///
    /// # Errors
    /// When the document under the hands is not whole, or cannot be written.
    pub fn finish(mut self, ident: &[u8], claims: Option<(u8, char)>, cap: Option<usize>) -> Result<Bound, NotOurs> {
        self.bookmark()?;
        self.label()?;
        self.link();
        self.join_optional_content()?;
        declare(&mut self.document, self.pages, claims);
        let half = Object::String(ident.to_vec(), StringFormat::Hexadecimal);
        self.document.trailer.set("ID", Object::Array(vec![half.clone(), half]));
        let reduced = cap.and_then(|cap| reducing::reduce(&mut self.document, cap));
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).map_err(|error| NotOurs(error.to_string()))?;
        Ok(Bound { bytes, reduced })
    }

    /// The pages of a file, carried into the document.
    fn carried(&mut self, taken: Taken) -> Vec<Sheet> {
        let Taken { document, pages, optional_content, .. } = taken;
        let (carried, content) = copying::carry(document, &pages, optional_content, &mut self.document, &mut self.shared);
        self.optional_content.extend(content);
        let page = |id: &ObjectId| self.document.get_dictionary(*id).cloned().unwrap_or_default();
        carried.iter().map(|id| Sheet { id: *id, page: page(id), form: None }).collect()
    }

    /// The pages of a file that was bound before, once more: all that they show is shared with those, their annotations are not.
    fn copied(&mut self, before: usize) -> Vec<Sheet> {
        let old = self.sheets.remove(&before).unwrap_or_default();
        let mut places: HashMap<ObjectId, ObjectId> = HashMap::new();
        for sheet in &old {
            let annotations = sheet.page.get(b"Annots").and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
            for id in annotations.iter().filter_map(|annotation| annotation.as_reference().ok()).chain([sheet.id]) {
                places.entry(id).or_insert_with(|| self.document.new_object_id());
            }
        }
        let pages: HashSet<ObjectId> = old.iter().map(|sheet| sheet.id).collect();
        for (old, new) in places.iter().filter(|(old, _)| !pages.contains(old)) {
            let Some(mut annotation) = self.document.objects.get(old).cloned() else { continue };
            copying::point_to(&mut annotation, &places);
            self.document.objects.insert(*new, annotation);
        }
        let sheet = |sheet: &Sheet| {
            let mut page = sheet.page.clone();
            page.iter_mut().for_each(|(_, value)| copying::point_to(value, &places));
            Sheet { id: places.get(&sheet.id).copied().unwrap_or(sheet.id), page, form: sheet.form }
        };
        let new: Vec<Sheet> = old.iter().map(sheet).collect();
        for sheet in &new {
            self.document.objects.insert(sheet.id, Object::Dictionary(sheet.page.clone()));
        }
        self.sheets.insert(before, old);
        new
    }

    /// Wraps what the page shows in a form, whose graphics state cannot leak, and draws the stamp over it. `shows` counts the pages
    /// that still show each content.
    fn stamp(&mut self, sheet: &mut Sheet, rank: usize, place: usize, pages: usize, shows: &mut HashMap<ObjectId, usize>) {
        let view = view_of(&self.document, &sheet.page);
        let words = self.stamping.words(rank, place + 1, pages);
        let stamp = self.stamping.draw(self.typeface, "RcvF", &words, &view);
        let mut fonts = Dictionary::new();
        fonts.set("RcvF", self.font);
        let mut resources = dictionary! { "Font" => fonts };
        sheet.form = sheet.form.or_else(|| self.whole_content(&sheet.page, shows));
        let contents = match sheet.form {
            Some(form) => {
                resources.set("XObject", dictionary! { "RcvP" => form });
                let drawn = Stream::new(Dictionary::new(), format!("q /RcvP Do Q\n{stamp}").into_bytes());
                Object::Reference(self.document.add_object(drawn))
            }
            None => Object::Reference(self.document.add_object(Stream::new(Dictionary::new(), stamp.into_bytes()))),
        };
        if let Ok(dictionary) = self.document.get_dictionary_mut(sheet.id) {
            dictionary.set("Contents", contents);
            dictionary.set("Resources", resources);
        }
    }

    /// The content of a page, its one stream, as a form XObject, compressed as it was; `None` for a page that shows nothing. The last
    /// page that shows it gives its stream away.
    fn whole_content(&mut self, page: &Dictionary, shows: &mut HashMap<ObjectId, usize>) -> Option<ObjectId> {
        let resources = page.get(b"Resources").cloned().unwrap_or_else(|_| Dictionary::new().into());
        let media = page::rectangle(&self.document, page, b"MediaBox").unwrap_or(page::LETTER);
        let content = page.get(b"Contents").and_then(Object::as_reference).ok()?;
        let left = shows.get_mut(&content)?;
        *left -= 1;
        let id = match left {
            0 => content,
            _ => {
                let copy = self.document.objects.get(&content)?.clone();
                self.document.add_object(copy)
            }
        };
        let Some(Object::Stream(stream)) = self.document.objects.get_mut(&id) else { return None };
        stream.dict.set("Type", "XObject");
        stream.dict.set("Subtype", "Form");
        stream.dict.set("BBox", page::box_of(&page::around(&media)));
        stream.dict.set("Resources", resources);
        Some(id)
    }

    fn bookmark(&mut self) -> Result<(), NotOurs> {
        let bookmarks = std::mem::take(&mut self.bookmarks);
        if bookmarks.is_empty() {
            return Ok(());
        }
        let outlines = match self.document.catalog()?.get(b"Outlines").and_then(Object::as_reference) {
            Ok(outlines) => outlines,
            Err(_) => {
                let outlines = self.document.add_object(dictionary! { "Type" => "Outlines", "Count" => 0 });
                self.document.catalog_mut()?.set("Outlines", outlines);
                outlines
            }
        };
        let ids: Vec<ObjectId> = bookmarks.iter().map(|_| self.document.new_object_id()).collect();
        let last = self.document.get_dictionary(outlines)?.get(b"Last").and_then(Object::as_reference).ok();
        for (at, (title, page)) in bookmarks.iter().enumerate() {
            let mut item = dictionary! {
                "Title" => text(title), "Parent" => outlines,
                "Dest" => vec![Object::Reference(*page), "XYZ".into(), Object::Null, Object::Null, Object::Null],
            };
            if let Some(before) = at.checked_sub(1).map(|at| ids[at]).or(last) {
                item.set("Prev", before);
            }
            if let Some(next) = ids.get(at + 1) {
                item.set("Next", *next);
            }
            self.document.set_object(ids[at], item);
        }
        if let Some(last) = last {
            self.document.get_dictionary_mut(last)?.set("Next", ids[0]);
        }
        let count = i64::try_from(ids.len()).unwrap_or(0);
        let tree = self.document.get_dictionary_mut(outlines)?;
        if last.is_none() {
            tree.set("First", ids[0]);
        }
        tree.set("Last", ids[ids.len() - 1]);
        let known = tree.get(b"Count").and_then(Object::as_i64).unwrap_or(0);
        tree.set("Count", known.abs() + count);
        self.document.catalog_mut()?.set("PageMode", "UseOutlines");
        Ok(())
    }

    /// The filing's pages by number, each exhibit's by its own: « Pièce n° 3 – 2 ».
    fn label(&mut self) -> Result<(), NotOurs> {
        let mut numbers = Vec::new();
        if self.begins.first().is_none_or(|(first, ..)| *first > 0) {
            numbers.extend([Object::Integer(0), dictionary! { "S" => "D" }.into()]);
        }
        for (first, label, _) in &self.begins {
            let first = i64::try_from(*first).unwrap_or(0);
            numbers.extend([Object::Integer(first), dictionary! { "S" => "D", "P" => text(label) }.into()]);
        }
        self.document.catalog_mut()?.set("PageLabels", dictionary! { "Nums" => numbers });
        Ok(())
    }

    /// The links that the bordereau set on its exhibits lead to their first pages.
    fn link(&mut self) {
        let begins = &self.begins;
        for object in self.document.objects.values_mut() {
            let Object::Dictionary(annotation) = object else { continue };
            let action = annotation.get(b"A").and_then(Object::as_dict).and_then(|action| action.get(b"URI")?.as_str());
            let number = action.ok().and_then(|uri| std::str::from_utf8(uri).ok()?.strip_prefix(LINK)?.parse::<usize>().ok());
            if let Some((first, label, page)) = number.and_then(|number| begins.get(number.checked_sub(1)?)) {
                annotation.remove(b"A");
                annotation.set("Dest", vec![Object::Reference(*page), "Fit".into()]);
                annotation.set("Contents", text(&format!("{label}page {}", first + 1)));
            }
        }
    }

    /// The layers of all exhibits in one list, each shown or hidden as in its own file.
    fn join_optional_content(&mut self) -> Result<(), NotOurs> {
        let all = std::mem::take(&mut self.optional_content);
        let resolved = |object: &Object| match object {
            Object::Reference(id) => self.document.get_dictionary(*id).ok().cloned(),
            other => other.as_dict().ok().cloned(),
        };
        let all: Vec<Dictionary> = all.iter().filter_map(resolved).collect();
        if all.is_empty() {
            return Ok(());
        }
        let items = |dictionary: &Dictionary, key: &[u8]| match dictionary.get(key) {
            Ok(Object::Array(items)) => items.clone(),
            Ok(Object::Reference(id)) => self.document.get_object(*id).and_then(Object::as_array).cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
        let configuration = |dictionary: &Dictionary| dictionary.get(b"D").ok().and_then(resolved).unwrap_or_default();
        let groups: Vec<Object> = all.iter().flat_map(|one| items(one, b"OCGs")).collect();
        let (mut hidden, mut order) = (Vec::new(), Vec::new());
        for one in &all {
            let settings = configuration(one);
            let base_is_off = settings.get(b"BaseState").and_then(Object::as_name).is_ok_and(|state| state == b"OFF");
            let shown = items(&settings, b"ON");
            hidden.extend(if base_is_off {
                items(one, b"OCGs").into_iter().filter(|group| !shown.contains(group)).collect()
            } else {
                items(&settings, b"OFF")
            });
            order.extend(items(&settings, b"Order"));
        }
        let settings = dictionary! { "Name" => text("Calques"), "OFF" => hidden, "Order" => order };
        self.document.catalog_mut()?.set("OCProperties", dictionary! { "OCGs" => groups, "D" => settings });
        Ok(())
    }
}

/// What a reader sees of a page; the page was made whole when it was taken.
fn view_of(document: &Document, page: &Dictionary) -> View {
    let numbers = |key: &[u8]| -> Option<[f32; 4]> {
        let (_, object) = document.dereference(page.get(key).ok()?).ok()?;
        let items: Vec<f32> = object.as_array().ok()?.iter().filter_map(|item| item.as_float().ok()).collect();
        items.try_into().ok()
    };
    let visible = numbers(b"CropBox").or_else(|| numbers(b"MediaBox")).unwrap_or([0.0, 0.0, 595.276, 841.89]);
    let rotation = page.get(b"Rotate").and_then(Object::as_i64).unwrap_or(0).rem_euclid(360);
    let unit = page.get(b"UserUnit").and_then(Object::as_float).unwrap_or(1.0);
    View { visible, rotation: u16::try_from(rotation).unwrap_or(0), unit: if unit > 0.0 { unit } else { 1.0 } }
}

/// A text string of PDF: UTF-16 with its mark.
pub(super) fn text(words: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Takes from the metadata what the whole may no longer claim: exhibits are not tagged, and most conform to nothing. The colours
/// of a screen that the filing intends bind no one else's pages: a reader would see theirs through it.
fn declare(document: &mut Document, pages: usize, claims: Option<(u8, char)>) {
    if let (None, Ok(catalogue)) = (claims, document.catalog_mut()) {
        catalogue.remove(b"OutputIntents");
    }
    let metadata = document.catalog().ok().and_then(|catalogue| catalogue.get(b"Metadata").and_then(Object::as_reference).ok());
    let Some(Object::Stream(stream)) = metadata.and_then(|id| document.objects.get_mut(&id)) else { return };
    let Ok(xml) = stream.get_plain_content() else { return };
    let mut xml = String::from_utf8_lossy(&xml).into_owned();
    for element in ["pdfaid:part", "pdfaid:conformance", "pdfuaid:part"] {
        xml = without_element(&xml, element);
    }
    xml = with_pages(&xml, pages);
    if let Some((part, level)) = claims {
        let level = level.to_ascii_uppercase();
        let claim = format!("<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>");
        xml = xml.replacen("</rdf:Description>", &format!("{claim}</rdf:Description>"), 1);
    }
    stream.dict.remove(b"Filter");
    stream.set_content(xml.into_bytes());
}

/// The text without the element, as our own metadata write it.
fn without_element(xml: &str, name: &str) -> String {
    let mut text = xml.to_owned();
    while let (Some(start), Some(end)) = (text.find(&format!("<{name}>")), text.find(&format!("</{name}>"))) {
        text.replace_range(start..end + name.len() + 3, "");
    }
    text
}

/// The number of pages that the metadata tells.
fn with_pages(xml: &str, pages: usize) -> String {
    let (open, close) = ("<xmpTPg:NPages>", "</xmpTPg:NPages>");
    match (xml.find(open), xml.find(close)) {
        (Some(start), Some(end)) => format!("{}{pages}{}", &xml[..start + open.len()], &xml[end..]),
        _ => xml.to_owned(),
    }
}
