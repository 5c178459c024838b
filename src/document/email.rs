//! The e-mail of a letter: subject, text and HTML from the same data as the page, in strict mode, escaped in HTML.
//!
//! `email.hbs` has three parts, each a Handlebars template after its own line: `--- subject`, `--- text`, `--- html`. What several
//! e-mails say stands once, in the parts of a file of `_common/`: `{{> lu-email/settlement}}` is the part `settlement` of `lu-email.hbs`.

use std::collections::BTreeMap;
use std::fmt;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson, html_escape, no_escape,
};
use serde::Serialize;
use serde_json::Value as Json;

use super::{Letter, Library};
use crate::assets::Assets;

/// An e-mail ready to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Email {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Every type's e-mail, compiled once.
pub struct Emails {
    plain: Handlebars<'static>,
    html: Handlebars<'static>,
}

/// A template that does not parse, or that asks for a value which the letter has not.
#[derive(Debug)]
pub struct EmailError(pub String);

impl fmt::Display for EmailError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for EmailError {}

impl Emails {
    /// Compiles `email.hbs` of every type that has one, and the shared parts.
    ///
    /// # Errors
    /// The first template that does not parse or lacks a part.
    pub fn compile(library: &Library, assets: &Assets) -> Result<Self, EmailError> {
        let mut emails = Self { plain: engine(), html: engine() };
        emails.plain.register_escape_fn(no_escape);
        emails.html.register_escape_fn(|text| tied(&html_escape(text)));
        for (file, bytes) in assets.below("letter-templates/_common") {
            let Some(shared) = file.strip_suffix(".hbs") else { continue };
            for (part, words) in parts(&String::from_utf8_lossy(bytes)) {
                for engine in [&mut emails.plain, &mut emails.html] {
                    let fail = |reason: String| EmailError(format!("_common/{file}, {part}: {reason}"));
                    engine
                        .register_partial(&format!("{shared}/{part}"), words.trim_matches('\n'))
                        .map_err(|error| fail(error.to_string()))?;
                }
            }
        }
        for document in library.types() {
            let Some(source) = &document.email else { continue };
            let parts = parts(source);
            for part in ["subject", "text", "html"] {
                let engine = if part == "html" { &mut emails.html } else { &mut emails.plain };
                let fail = |reason: String| EmailError(format!("{}/email.hbs, {part}: {reason}", document.id));
                let template = parts.get(part).ok_or_else(|| fail("the part is missing".to_owned()))?;
                engine.register_template_string(&name(&document.id, part), template).map_err(|error| fail(error.to_string()))?;
            }
        }
        Ok(emails)
    }

    /// The e-mail of a letter; nothing when its type has none.
    ///
    /// # Errors
    /// When a template asks for a value which the letter has not.
    pub fn of(&self, letter: &Letter) -> Result<Option<Email>, EmailError> {
        let id = &letter.meta.document_type;
        if !self.html.has_template(&name(id, "html")) {
            return Ok(None);
        }
        let context = serde_json::to_value(letter).map_err(|error| EmailError(error.to_string()))?;
        let render = |engine: &Handlebars, part: &str| {
            engine.render(&name(id, part), &context).map_err(|error| EmailError(format!("{id}/email.hbs, {part}: {error}")))
        };
        let subject = one_line(&render(&self.plain, "subject")?);
        Ok(Some(Email {
            subject,
            text: tidy(&render(&self.plain, "text")?),
            html: render(&self.html, "html")?.trim().to_owned(),
        }))
    }
}

fn name(id: &str, part: &str) -> String {
    format!("{id}#{part}")
}

fn engine() -> Handlebars<'static> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_helper("of", Box::new(Inflect { after: "of" }));
    engine.register_helper("to", Box::new(Inflect { after: "to" }));
    engine.register_helper("v", Box::new(Lookup { from: "values", absent: Absent::Fails }));
    engine.register_helper("basis", Box::new(Lookup { from: "basis", absent: Absent::Fails }));
    engine.register_helper("table", Box::new(Lookup { from: "tables", absent: Absent::Is(Json::Array(Vec::new())) }));
    engine.register_helper("flag", Box::new(Lookup { from: "flags", absent: Absent::Is(Json::Bool(false)) }));
    engine.register_helper("count", Box::new(Lookup { from: "counts", absent: Absent::Is(Json::from(0)) }));
    engine.register_helper("has", Box::new(Lookup { from: "values", absent: Absent::IsAsked }));
    engine
}

/// `{{v "/pointer"}}` and its like: one entry of one map of the letter.
struct Lookup {
    from: &'static str,
    absent: Absent,
}

enum Absent {
    /// The e-mail fails: strict mode.
    Fails,
    /// This stands in its place.
    Is(Json),
    /// Only whether it is there was asked: `{{#if (has "/pointer")}}`.
    IsAsked,
}

impl HelperDef for Lookup {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = key(helper);
        let found = context.data().get(self.from).and_then(|map| map.get(key));
        match (&self.absent, found) {
            (Absent::IsAsked, _) => Ok(ScopedJson::Derived(Json::Bool(found.is_some()))),
            (_, Some(found)) => Ok(ScopedJson::Derived(found.clone())),
            (Absent::Is(value), None) => Ok(ScopedJson::Derived(value.clone())),
            (Absent::Fails, None) => Err(RenderErrorReason::MissingVariable(Some(format!("{} {key}", self.from))).into()),
        }
    }
}

/// `{{of "/creditor/society"}}`, `{{to …}}`: a name after « de » or « à », as the engine inflects it.
struct Inflect {
    after: &'static str,
}

impl HelperDef for Inflect {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = key(helper);
        let name = context.data().get("values").and_then(|values| values.get(key)).and_then(Json::as_str);
        let inflected = name.and_then(|name| context.data().get("inflected")?.get(name)?.get(self.after));
        let missing = || RenderErrorReason::MissingVariable(Some(format!("{} {key}", self.after)));
        inflected.map(|words| ScopedJson::Derived(words.clone())).ok_or_else(|| missing().into())
    }
}

/// The word that the template gives, which is always written in the template itself and never a caller's.
fn key<'rc>(helper: &Helper<'rc>) -> &'rc str {
    helper.param(0).and_then(|param| param.try_get_constant_value()).and_then(Json::as_str).unwrap_or_default()
}

fn parts(source: &str) -> BTreeMap<&str, String> {
    let mut parts: BTreeMap<&str, String> = BTreeMap::new();
    let mut current = None;
    for line in source.lines() {
        if let Some(part) = line.strip_prefix("--- ") {
            current = Some(part.trim());
        } else if let Some(part) = current {
            let text = parts.entry(part).or_default();
            text.push_str(line);
            text.push('\n');
        }
    }
    parts
}

/// « L-1234 » with a hyphen at which no line breaks.
fn tied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let signs: Vec<char> = text.chars().collect();
    for (place, sign) in signs.iter().enumerate() {
        let country = place.checked_sub(1).map(|before| signs[before]);
        let starts = place < 2 || !signs[place - 2].is_alphanumeric();
        let code = signs.iter().skip(place + 1).take(4).filter(|digit| digit.is_ascii_digit()).count() == 4;
        out.push(if *sign == '-' && country == Some('L') && starts && code { '\u{2011}' } else { *sign });
    }
    out
}

/// At most one empty line in a row, none at the ends.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.dedup_by(|next, previous| next.is_empty() && previous.is_empty());
    lines.join("\n").trim().to_owned()
}

/// A subject is one line; no-break spaces stay.
fn one_line(text: &str) -> String {
    text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
