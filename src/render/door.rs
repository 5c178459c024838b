//! What a template asks of its letter: the functions that `_common/mention.typ` and `_common/text.typ` take from `engine`.
//!
//! A call of a function written in a template costs Typst some microseconds (its captures, its place in the cache), a call of one
//! of these a tenth of that, and a page makes hundreds. All data comes through the `World`'s files, which Typst tracks.
//! Never formats a value: what a template may print is worded in `document`.

use std::cell::RefCell;
use std::collections::HashMap;

use comemo::Tracked;
use typst::syntax::{FileId, RootedPath, Span, VirtualPath, VirtualRoot};
use typst_library::World;
use typst_library::diag::{At, SourceResult, bail};
use typst_library::engine::Engine;
use typst_library::foundations::{
    Bytes, Content, Context, Dict, Func, Module, NativeElement, OneOrMultiple, Scope, Str, Value, func,
};
use typst_library::introspection::MetadataElem;
use typst_library::text::TextElem;

/// The functions below, as the module `engine`.
pub fn module() -> Module {
    let mut scope = Scope::new();
    scope.define_func::<has>();
    scope.define_func::<value>();
    scope.define_func::<shown>();
    scope.define_func::<told>();
    scope.define_func::<flag>();
    scope.define_func::<basis>();
    scope.define_func::<cites>();
    scope.define_func::<count>();
    scope.define_func::<table_of>();
    scope.define_func::<inflected>();
    scope.define_func::<marked>();
    scope.define_func::<set_fine>();
    scope.define_func::<ems>();
    scope.define_func::<holds>();
    Module::new("engine", scope)
}

/// A file of the letter, read and parsed; what it holds is kept as long as its bytes are the same.
fn file(engine: &Engine, folder: &str, name: &str) -> SourceResult<Value> {
    let bytes = engine.world.file(id_of(folder, name)?).map_err(|error| error.to_string()).at(Span::detached())?;
    Ok(parsed(&bytes))
}

#[comemo::memoize]
fn parsed(bytes: &Bytes) -> Value {
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// The part of a pointer that names its file: `/creditor/display` stands in `creditor.display.json`, and so does all below it; an
/// item of a list stands with its list.
fn group(pointer: &str) -> String {
    let mut parts = pointer.split('/').skip(1);
    let first = parts.next().unwrap_or_default();
    match parts.next() {
        Some(second) if !second.starts_with(|sign: char| sign.is_ascii_digit()) => format!("{first}.{second}"),
        _ => first.to_owned(),
    }
}

/// Typst keeps ids for ever: only what a template's own words name may come here.
fn id_of(folder: &str, name: &str) -> SourceResult<FileId> {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, FileId>> = RefCell::default();
    }
    let path = format!("/letter/{folder}{}{name}.json", if folder.is_empty() { "" } else { "/" });
    KNOWN.with_borrow_mut(|known| {
        if let Some(id) = known.get(&path) {
            return Ok(*id);
        }
        let Ok(virtual_path) = VirtualPath::new(&path) else { bail!(Span::detached(), "{path} is no path") };
        let id = RootedPath::new(VirtualRoot::Project, virtual_path).intern();
        known.insert(path, id);
        Ok(id)
    })
}

fn values(engine: &Engine, folder: &str, pointer: &str) -> SourceResult<Dict> {
    Ok(file(engine, folder, &group(pointer))?.cast().unwrap_or_default())
}

fn text(engine: &Engine, pointer: &str) -> SourceResult<Option<Value>> {
    Ok(values(engine, "values", pointer)?.get(pointer).ok().cloned())
}

/// Whether the value at a pointer is there.
#[func]
fn has(engine: &mut Engine, pointer: Str) -> SourceResult<bool> {
    Ok(text(engine, &pointer)?.is_some())
}

/// The value at a pointer, or else `default`; never a gap.
#[func]
fn value(
    engine: &mut Engine,
    pointer: Str,
    #[named]
    #[default]
    default: Value,
) -> SourceResult<Value> {
    Ok(text(engine, &pointer)?.unwrap_or(default))
}

/// The value at a pointer; in a draft what `gap` gives for it when it is missing; otherwise nothing.
#[func]
fn shown(engine: &mut Engine, context: Tracked<Context>, gap: Func, pointer: Str) -> SourceResult<Value> {
    if let Some(text) = text(engine, &pointer)? {
        return Ok(text);
    }
    let gaps = file(engine, "", "gaps")?;
    if matches!(&gaps, Value::Array(gaps) if !gaps.is_empty()) {
        return gap.call(engine, context, [Value::Str(pointer)]);
    }
    Ok(Value::None)
}

/// A whole file of the letter: `meta`, `gaps`, `pages`.
#[func]
fn told(engine: &mut Engine, name: Str) -> SourceResult<Value> {
    file(engine, "", &name)
}

/// Whether a condition holds.
#[func]
fn flag(engine: &mut Engine, condition: Str) -> SourceResult<Value> {
    file(engine, "flags", &condition)
}

/// The article of a provision that concerns this case on its day.
#[func]
fn basis(engine: &mut Engine, id: Str) -> SourceResult<Value> {
    match articles(engine)?.get(&id) {
        Ok(article) => Ok(article.clone()),
        Err(_) => bail!(Span::detached(), "{id} is no provision that concerns this case"),
    }
}

/// Whether a provision concerns this case on its day.
#[func]
fn cites(engine: &mut Engine, id: Str) -> SourceResult<bool> {
    Ok(articles(engine)?.contains(&id))
}

fn articles(engine: &Engine) -> SourceResult<Dict> {
    Ok(file(engine, "", "basis")?.cast().unwrap_or_default())
}

/// How many items a list has.
#[func]
fn count(engine: &mut Engine, pointer: Str) -> SourceResult<Value> {
    Ok(values(engine, "counts", &pointer)?.get(&pointer).ok().cloned().unwrap_or(Value::Int(0)))
}

/// The rows of a table.
#[func]
fn table_of(engine: &mut Engine, name: Str) -> SourceResult<Value> {
    file(engine, "tables", &name)
}

/// A name after « de » and after « à », or none. The sender's stand apart: they are looked up first.
#[func]
fn inflected(engine: &mut Engine, name: Str) -> SourceResult<Value> {
    for part in ["sender", "others"] {
        let names: Dict = file(engine, "names", part)?.cast().unwrap_or_default();
        if let Ok(found) = names.get(&name) {
            return Ok(found.clone());
        }
    }
    Ok(Value::None)
}

/// `body` between the marks of one mention or of several, that are read back from the finished page.
#[func]
fn marked(ids: OneOrMultiple<Str>, body: Value) -> SourceResult<Content> {
    let mark = |id: &Str, edge: &str| {
        let mut dict = Dict::new();
        dict.insert("mention".into(), Value::Str(id.clone()));
        dict.insert("edge".into(), Value::Str(edge.into()));
        MetadataElem::new(Value::Dict(dict)).pack()
    };
    let ids = ids.0;
    let mut parts: Vec<Content> = ids.iter().map(|id| mark(id, "start")).collect();
    match body {
        Value::None => {}
        body => parts.push(body.display()),
    }
    parts.extend(ids.iter().map(|id| mark(id, "end")));
    Ok(parts.into_iter().fold(Content::empty(), |all, part| all + part))
}

/// Words with each narrow no-break space as `thin`, and each « 1er » of a day as `first`.
#[func]
fn set_fine(thin: Content, first: Content, words: Value) -> SourceResult<Value> {
    const FIRST: &str = "1er\u{a0}";
    const NARROW: char = '\u{202f}';
    let Value::Str(text) = &words else { return Ok(words) };
    let text = text.as_str();
    if !text.contains(FIRST) && !text.contains(NARROW) {
        return Ok(words);
    }
    let joined = |parts: Vec<Content>, between: &Content| {
        parts.into_iter().reduce(|all, part| all + between.clone() + part).unwrap_or_default()
    };
    let narrowed = |part: &str| joined(part.split(NARROW).map(TextElem::packed).collect(), &thin);
    Ok(Value::Content(joined(text.split(FIRST).map(narrowed).collect(), &first)))
}

/// The width of words in em, at most: enough to know without a layout that they hold on one line.
#[func]
fn ems(words: Str) -> f64 {
    let width = |sign: Value| match sign {
        Value::Str(sign) => width_of(&sign),
        _ => 0.0,
    };
    words.clusters().into_iter().map(width).sum()
}

/// The widest that a sign of a group is in the letters of the house, in em.
fn width_of(sign: &str) -> f64 {
    if "MWmw@%&ŒÆœæ—".contains(sign) {
        0.86
    } else if "iljtfrI .,:;'’|!()-\u{a0}\u{202f}".contains(sign) {
        0.36
    } else if "0123456789".contains(sign) {
        0.5
    } else if sign.to_lowercase() != sign {
        0.67
    } else {
        0.57
    }
}

/// Whether words hold on one line of this width in em; what is no text always does.
#[func]
fn holds(words: Value, width: f64) -> bool {
    match words {
        Value::Str(words) => words.as_str().len() as f64 * 0.36 <= width && ems(words) <= width,
        _ => true,
    }
}
