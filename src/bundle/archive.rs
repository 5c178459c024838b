//! The same as a set of files, as portals want it: the document, each stamped exhibit, and a manifest. Names are plain.

use std::io::{Cursor, Write};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The set as one ZIP, the same bytes for the same files: no clock enters it. Each file is packed as soon as it is there.
pub struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    pub fn empty() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// # Errors
    /// Of the writer, which writes to memory: none is expected.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), zip::result::ZipError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.0.start_file(name, options.last_modified_time(DateTime::default()))?;
        Ok(self.0.write_all(bytes)?)
    }

    /// # Errors
    /// As [`Self::add`].
    pub fn finish(self) -> Result<Vec<u8>, zip::result::ZipError> {
        Ok(self.0.finish()?.into_inner())
    }
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
