//! What a widget belongs to: the kind of field, its value as words, and how it is to be set, looked up through its parents.

use lopdf::{Dictionary, Document, Object, decode_text_string};

use super::super::cleaning::Left;
use super::super::exhibit::Fault;
use super::super::exhibit::meter::Meter;
use super::super::page::{decoded, resolve};

/// How many parents a field may have.
const PARENTS: usize = 32;
/// Values longer than this are cut (characters).
const LONGEST: usize = 20_000;
/// Names in a note are cut after this (characters).
const LONGEST_NAME: usize = 60;

/// Bits of `Ff`.
const MULTILINE: i64 = 1 << 12;
const PASSWORD: i64 = 1 << 13;
const RADIO: i64 = 1 << 15;
const PUSH: i64 = 1 << 16;
const COMBO: i64 = 1 << 17;
const COMB: i64 = 1 << 24;
/// Choices of a list that are set, at most: no field is high enough to show more.
const LISTED: usize = 500;

pub struct Field {
    pub name: String,
    pub kind: Vec<u8>,
    /// What is filled in, as a reader would see it.
    pub value: String,
    /// The state of a button.
    pub state: Vec<u8>,
    pub button: Option<Button>,
    /// Every choice of a list that is open, and whether it is made.
    pub list: Vec<(String, bool)>,
    /// The default appearance: font, size, colour.
    pub style: Vec<u8>,
    /// 0 left, 1 centred, 2 right.
    pub aligned: i64,
    pub multiline: bool,
    /// Each character in a cell of its own, of which there are that many.
    pub cells: Option<usize>,
    pub secret: bool,
}

/// The kinds of button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    Box,
    Radio,
    Push,
}

impl Field {
    /// Looks a widget's field up, and says what would have acted in it.
    pub fn of(
        document: &Document,
        widget: &Dictionary,
        form: &Dictionary,
        left: &mut Left,
        meter: &Meter,
    ) -> Result<Self, Fault> {
        let line = lineage(document, widget);
        line.iter().for_each(|holder| left.saw_events(document, holder));
        let inherited = |key: &[u8]| line.iter().find_map(|holder| holder.get(key).ok()).map(|value| resolve(document, value));
        let kind = inherited(b"FT").and_then(|kind| kind.as_name().ok().map(<[u8]>::to_vec)).unwrap_or_default();
        let flags = inherited(b"Ff").and_then(|flags| flags.as_i64().ok()).unwrap_or(0);
        let style = inherited(b"DA").or_else(|| form.get(b"DA").ok().map(|style| resolve(document, style)));
        let held = line.iter().find_map(|holder| holder.get(b"V").ok()).cloned().unwrap_or(Object::Null);
        let state = resolve(document, &held).as_name().unwrap_or(b"Off").to_vec();
        let button = (kind == b"Btn").then_some(match () {
            () if flags & PUSH != 0 => Button::Push,
            () if flags & RADIO != 0 => Button::Radio,
            () => Button::Box,
        });
        // Never copied: many widgets may share one long list.
        let options = line.iter().find_map(|holder| holder.get_deref(b"Opt", document).ok()).unwrap_or(&Object::Null);
        let list = match kind.as_slice() {
            b"Ch" if flags & COMBO == 0 => listed(document, &held, options, [inherited(b"TI"), inherited(b"I")], meter)?,
            _ => Vec::new(),
        };
        let value = match kind.as_slice() {
            b"Ch" => chosen(document, &held, options, meter)?,
            b"Sig" if matches!(resolve(document, &held), Object::Dictionary(_)) => "signature".to_owned(),
            b"Tx" => match document.dereference(&held) {
                Ok((Some(id), Object::Stream(_))) => {
                    let content = decoded(document, id, meter)?.map(|content| content.bytes).unwrap_or_default();
                    String::from_utf8_lossy(&content).into_owned()
                }
                _ => words(&resolve(document, &held)),
            },
            _ => String::new(),
        };
        let length = inherited(b"MaxLen").and_then(|length| length.as_i64().ok()).and_then(|length| usize::try_from(length).ok());
        Ok(Self {
            name: name(document, &line),
            value: value.chars().take(LONGEST).collect(),
            state,
            button,
            list,
            style: style.and_then(|style| style.as_str().ok().map(<[u8]>::to_vec)).unwrap_or_default(),
            aligned: inherited(b"Q").and_then(|aligned| aligned.as_i64().ok()).unwrap_or(0),
            multiline: kind == b"Tx" && flags & MULTILINE != 0,
            cells: length.filter(|length| flags & COMB != 0 && (1..=200).contains(length)),
            secret: kind == b"Tx" && flags & PASSWORD != 0,
            kind,
        })
    }

    pub fn is_text(&self) -> bool {
        matches!(self.kind.as_slice(), b"Tx" | b"Ch")
    }

    /// Whether the value is that of a box or a button which is on.
    pub fn is_ticked(&self) -> bool {
        matches!(self.button, Some(Button::Box | Button::Radio)) && self.state != b"Off" && !self.state.is_empty()
    }

    /// Whether there are words to show.
    pub fn has_words(&self) -> bool {
        self.is_text() && !self.value.trim().is_empty()
    }
}

/// The widget and the fields above it.
fn lineage<'a>(document: &'a Document, widget: &'a Dictionary) -> Vec<&'a Dictionary> {
    let mut line = vec![widget];
    while let Some(Ok(Object::Dictionary(parent))) = line.last().map(|last| last.get_deref(b"Parent", document))
        && line.len() < PARENTS
    {
        line.push(parent);
    }
    line
}

fn name(document: &Document, line: &[&Dictionary]) -> String {
    let parts: Vec<String> =
        line.iter().rev().filter_map(|holder| holder.get(b"T").ok()).map(|part| words(&resolve(document, part))).collect();
    parts.join(".").chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect()
}

fn words(value: &Object) -> String {
    match value {
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        value => decode_text_string(value).unwrap_or_default(),
    }
}

/// The choices made, as the list shows them, as far as a value may reach.
fn chosen(document: &Document, held: &Object, options: &Object, meter: &Meter) -> Result<String, Fault> {
    let choices = match resolve(document, held) {
        Object::Array(choices) => choices,
        choice => vec![choice],
    };
    let mut value = String::new();
    for (at, choice) in choices.iter().enumerate() {
        if at > 0 {
            value.push_str(", ");
        }
        value.push_str(&shown(document, choice, options, meter)?);
        if value.len() > 4 * LONGEST {
            break;
        }
    }
    Ok(value)
}

/// The choices of a list from the first that is seen, and which are made: those of the value, else those whose places are said.
fn listed(
    document: &Document,
    held: &Object,
    options: &Object,
    [first, places]: [Option<Object>; 2],
    meter: &Meter,
) -> Result<Vec<(String, bool)>, Fault> {
    let index = |place: &Object| usize::try_from(place.as_i64().ok()?).ok();
    let places: Vec<usize> = match (&places, held) {
        (Some(Object::Array(places)), Object::Null) => places.iter().take(LISTED).filter_map(index).collect(),
        _ => Vec::new(),
    };
    let made = match resolve(document, held) {
        Object::Null => Vec::new(),
        Object::Array(choices) => choices.iter().take(LISTED).map(|choice| words(&resolve(document, choice))).collect(),
        choice => vec![words(&choice)],
    };
    let first = first.as_ref().and_then(index).unwrap_or(0);
    let mut list = Vec::new();
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    for (at, option) in options.iter().enumerate().skip(first).take(LISTED) {
        meter.in_time()?;
        let (export, display) = match resolve(document, option) {
            Object::Array(pair) => {
                let word = |at: usize| pair.get(at).map(|word| words(&resolve(document, word))).unwrap_or_default();
                (word(0), word(1))
            }
            word => (words(&word), words(&word)),
        };
        let chosen = made.contains(&export) || places.contains(&at);
        list.push((display, chosen));
    }
    Ok(list)
}

/// The words that the list has for a choice, else the choice itself.
fn shown(document: &Document, choice: &Object, options: &Object, meter: &Meter) -> Result<String, Fault> {
    let choice = words(&resolve(document, choice));
    for option in options.as_array().map(Vec::as_slice).unwrap_or_default() {
        meter.in_time()?;
        if let Ok((_, Object::Array(pair))) = document.dereference(option)
            && let [export, display] = pair.as_slice()
            && words(&resolve(document, export)) == choice
        {
            return Ok(words(&resolve(document, display)));
        }
    }
    meter.in_time()?;
    Ok(choice)
}
