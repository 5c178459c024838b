//! The same as a set of files, as portals want it: the document, each stamped exhibit, and a manifest. Names are plain.

use std::io::{Cursor, Write};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// One file of the set.
pub struct Entry {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The set as one ZIP, the same bytes for the same files: no clock enters it.
///
/// # Errors
/// Of the writer, which writes to memory: none is expected.
pub fn zip(entries: &[Entry]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in entries {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        archive.start_file(&entry.name, options.last_modified_time(DateTime::default()))?;
        archive.write_all(&entry.bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// « Devis accepté (2026) » → `devis-accepte-2026`: ASCII letters, digits and hyphens, sixty signs at most.
pub fn plain_name(title: &str) -> String {
    let folded: String = title
        .replace(['œ', 'Œ'], "oe")
        .replace(['æ', 'Æ'], "ae")
        .nfd()
        .filter(|character| !is_combining_mark(*character))
        .map(|character| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<&str> = folded.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(60).collect::<String>().trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_any_system_takes() {
        for (title, expected) in [
            ("Devis n° D-118 accepté", "devis-n-d-118-accepte"),
            ("../../etc/passwd", "etc-passwd"),
            ("Œuvre : « l’été »", "oeuvre-l-ete"),
            ("日本", ""),
        ] {
            assert_eq!(plain_name(title), expected, "{title}");
        }
    }
}
