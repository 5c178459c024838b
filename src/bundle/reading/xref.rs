//! The cross-reference sections as the file gives them: tables, streams, hybrids, and the older sections they lead to.
//!
//! Believes nothing that it cannot place: an object whose header is not where the table says is looked for by its reader.

use std::collections::HashSet;

use lopdf::{Dictionary, Object, Stream};

use super::super::exhibit::Fault;
use super::filters;
use super::source::{PLACE, Place, Source};
use super::syntax::Parser;

/// How far from the end `startxref` may stand.
const TAIL: usize = 4096;
/// How many sections may follow one another.
const SECTIONS: usize = 4096;

/// Fills in places and trailer. `false` if the file's sections cannot be read.
pub fn read(source: &mut Source) -> Result<bool, Fault> {
    let Some(mut offset) = start(source) else { return Ok(false) };
    let mut seen = HashSet::new();
    while seen.insert(offset) && seen.len() <= SECTIONS {
        let Some(trailer) = section(source, offset)? else { return Ok(false) };
        let older = trailer.get(b"Prev").and_then(Object::as_i64).ok();
        for (key, value) in trailer.iter() {
            if !source.trailer.has(key) {
                source.trailer.set(key.clone(), value.clone());
            }
        }
        match older.map(usize::try_from) {
            Some(Ok(older)) if older < source.bytes.len() => offset = older,
            Some(_) => return Ok(false),
            None => break,
        }
    }
    Ok(source.trailer.has(b"Root"))
}

fn start(source: &Source) -> Option<usize> {
    let from = source.bytes.len().saturating_sub(TAIL);
    let keyword = b"startxref";
    let found = source.bytes[from..].windows(keyword.len()).rposition(|window| window == keyword)?;
    let offset = Parser::new(source.bytes, from + found + keyword.len(), source.meter).unsigned()?;
    usize::try_from(offset).ok().filter(|offset| *offset < source.bytes.len())
}

fn section(source: &mut Source, offset: usize) -> Result<Option<Dictionary>, Fault> {
    let mut parser = Parser::new(source.bytes, offset, source.meter);
    if !parser.keyword(b"xref") {
        return match source.indirect(offset, None)? {
            Some((_, Object::Stream(stream))) if stream.dict.has(b"W") => stream_section(source, stream),
            _ => Ok(None),
        };
    }
    let Some(entries) = table(&mut parser, source)? else { return Ok(None) };
    let Some(trailer) = parser.dictionary_here()? else { return Ok(None) };
    // In a hybrid file the table calls free what stands in object streams, for readers that know none.
    let (free, used): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(_, place)| *place == Place::Free);
    for (number, place) in used {
        source.place(number, place)?;
    }
    let stream = trailer.get(b"XRefStm").and_then(Object::as_i64).ok().and_then(|offset| usize::try_from(offset).ok());
    if let Some(offset) = stream
        && let Some((_, Object::Stream(stream))) = source.indirect(offset, None)?
    {
        stream_section(source, stream)?;
    }
    for (number, place) in free {
        source.place(number, place)?;
    }
    Ok(Some(trailer))
}

/// The entries up to `trailer`.
fn table(parser: &mut Parser, source: &Source) -> Result<Option<Vec<(u32, Place)>>, Fault> {
    let mut entries = Vec::new();
    while !parser.keyword(b"trailer") {
        let (Some(first), Some(count)) = (parser.unsigned(), parser.unsigned()) else { return Ok(None) };
        for number in first..first.saturating_add(count) {
            let before = parser.at;
            let (Some(offset), Some(_generation)) = (parser.unsigned(), parser.unsigned()) else { return Ok(None) };
            let used = parser.keyword(b"n");
            if !used && !parser.keyword(b"f") {
                // The count was wrong, and this is the next subsection.
                parser.at = before;
                break;
            }
            let (Ok(number), Ok(offset)) = (u32::try_from(number), usize::try_from(offset)) else { return Ok(None) };
            // Nothing in use stands at 0, and nothing free at its own header: who asks for such an object finds the table wrong.
            let used = used || offset > 0 && stands_at(source, number, offset);
            source.meter.hold(PLACE)?;
            entries.push((number, if used { Place::At(offset) } else { Place::Free }));
            if entries.len() > source.meter.entries() {
                return Err(super::super::exhibit::meter::too_complex());
            }
        }
        source.meter.in_time()?;
        source.meter.value()?;
    }
    Ok(Some(entries))
}

/// Whether the header of that object begins exactly there.
fn stands_at(source: &Source, number: u32, offset: usize) -> bool {
    const LONGEST: usize = "4294967295 0 obj".len();
    let there = source.bytes.get(offset..source.bytes.len().min(offset.saturating_add(LONGEST))).unwrap_or_default();
    number > 0 && there.starts_with(format!("{number} 0 obj").as_bytes())
}

fn stream_section(source: &mut Source, stream: Stream) -> Result<Option<Dictionary>, Fault> {
    let trailer = stream.dict.clone();
    let integers = |key: &[u8]| -> Option<Vec<usize>> {
        trailer.get(key).and_then(Object::as_array).ok()?.iter().map(|item| usize::try_from(item.as_i64().ok()?).ok()).collect()
    };
    let Some(widths) = integers(b"W").filter(|widths| widths.len() == 3 && widths.iter().all(|width| *width <= 8)) else {
        return Ok(None);
    };
    let size = trailer.get(b"Size").and_then(Object::as_i64).ok().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
    let index = integers(b"Index").unwrap_or_else(|| vec![0, size]);
    let row = widths.iter().sum::<usize>();
    let Some(content) = filters::decoded(stream, Object::clone, source.meter)?.filter(|_| row > 0) else { return Ok(None) };
    let mut rows = content.bytes.chunks_exact(row);
    for pair in index.chunks_exact(2) {
        source.meter.in_time()?;
        for number in (pair[0]..).take(pair[1]) {
            let Some(fields) = rows.next() else { return Ok(Some(trailer)) };
            let Ok(number) = u32::try_from(number) else { return Ok(None) };
            let field = |from: usize, width: usize| {
                fields[from..from + width].iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte))
            };
            let kind = if widths[0] == 0 { 1 } else { field(0, widths[0]) };
            let value = field(widths[0], widths[1]);
            let place = match (kind, usize::try_from(value), u32::try_from(value)) {
                (1, Ok(offset), _) => Place::At(offset),
                (2, _, Ok(container)) => Place::In(container),
                _ => Place::Free,
            };
            source.place(number, place)?;
        }
    }
    Ok(Some(trailer))
}
