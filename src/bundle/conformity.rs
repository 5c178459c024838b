//! Whether an exhibit may stand in a file that declares PDF/A: it says so itself, and its fonts are all there. Not a validator: what a
//! file declares of its colours and structure is believed.

use lopdf::{Dictionary, Document, Object};

use super::exhibit::Taken;

impl Taken {
    /// It declares PDF/A-1 or PDF/A-2, or is a picture that we set, and every font it names is embedded.
    pub fn may_be_archived(&self) -> bool {
        let declares = self.conformance.as_ref().is_some_and(|conformance| conformance.part <= 2);
        declares && self.document.objects.values().filter_map(dictionary).all(|font| is_embedded(&self.document, font))
    }
}

fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// True of what is no font, of a font drawn by its own streams (Type 3), and of one whose parts are fonts (Type 0).
fn is_embedded(document: &Document, font: &Dictionary) -> bool {
    let name = |key: &[u8]| font.get(key).and_then(Object::as_name).unwrap_or_default();
    if name(b"Type") != b"Font" || matches!(name(b"Subtype"), b"Type0" | b"Type3") {
        return true;
    }
    let descriptor = font.get(b"FontDescriptor").and_then(|descriptor| document.dereference(descriptor));
    let descriptor = descriptor.ok().and_then(|(_, descriptor)| descriptor.as_dict().ok());
    descriptor.is_some_and(|descriptor| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key)))
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn a_font_is_embedded_when_its_program_is_there() {
        let mut document = Document::with_version("1.7");
        let whole = document.add_object(dictionary! { "FontFile2" => Object::Null });
        let bare = document.add_object(dictionary! { "Flags" => 4 });
        for (font, expected) in [
            (dictionary! { "Type" => "Font", "Subtype" => "TrueType", "FontDescriptor" => whole }, true),
            (dictionary! { "Type" => "Font", "Subtype" => "TrueType", "FontDescriptor" => bare }, false),
            (dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" }, false),
            (dictionary! { "Type" => "Font", "Subtype" => "Type3" }, true),
            (dictionary! { "Type" => "Page" }, true),
        ] {
            assert_eq!(is_embedded(&document, &font), expected, "{font:?}");
        }
    }
}
