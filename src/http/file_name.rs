//! Names of files over HTTP, read and written (RFC 6266, RFC 5987, RFC 2047). Never touches a disk.

use actix_web::http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::document::french::folded;

/// The name of a file received: « filename* » first, which is preferred where both stand (RFC 6266, section 4.3), else « filename »,
/// with the encoded words that .NET puts there.
pub fn sent_as(disposition: &ContentDisposition) -> String {
    let extended = disposition.get_filename_ext().and_then(|value| decoded(&value.charset, &value.value));
    extended.or_else(|| disposition.get_filename().map(words)).unwrap_or_default()
}

/// A name without the path that browsers of old sent, accents in one spelling: exhibits find their files by it.
pub fn without_path(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().nfc().collect()
}

/// How a file is named to who receives it: in ASCII for all, and with its accents where it has some.
pub fn attachment(name: &str) -> ContentDisposition {
    let plain: String = folded(name)
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-') { letter } else { '-' })
        .collect();
    let whole = (plain != name).then(|| {
        let charset = Charset::Ext("UTF-8".to_owned());
        DispositionParam::FilenameExt(ExtendedValue { charset, language_tag: None, value: name.as_bytes().to_vec() })
    });
    let parameters = [DispositionParam::Filename(plain)].into_iter().chain(whole).collect();
    ContentDisposition { disposition: DispositionType::Attachment, parameters }
}

fn decoded(charset: &Charset, bytes: &[u8]) -> Option<String> {
    match charset {
        Charset::Iso_8859_1 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        other if other.to_string().eq_ignore_ascii_case("utf-8") => String::from_utf8(bytes.to_vec()).ok(),
        _ => None,
    }
}

/// A text whose encoded words, « =?utf-8?B?…?= », are read (RFC 2047); a text that has none, or an unreadable one, stays as it is.
fn words(text: &str) -> String {
    let (mut read, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("=?") {
        let mut parts = after.splitn(3, '?');
        let word = (parts.next(), parts.next(), parts.next().and_then(|tail| tail.split_once("?=")));
        let (Some(charset), Some(encoding), Some((encoded, after))) = word else { break };
        let bytes = match encoding {
            "B" | "b" => STANDARD.decode(encoded).ok(),
            "Q" | "q" => quoted(encoded),
            _ => None,
        };
        let charset = charset.parse().unwrap_or(Charset::Us_Ascii);
        let Some(word) = bytes.and_then(|bytes| decoded(&charset, &bytes)) else { break };
        // The space between two encoded words is not part of the text (RFC 2047, section 6.2).
        if read.is_empty() || !before.trim().is_empty() {
            read.push_str(before);
        }
        read.push_str(&word);
        rest = after;
    }
    read + rest
}

/// The « Q » encoding: an underscore is a space, `=E9` a byte.
fn quoted(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'_' => b' ',
            b'=' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn a_name_is_read_as_each_program_writes_it() {
        for (header, name) in [
            (r#"form-data; name="exhibits"; filename="pièce-01.pdf""#, "pièce-01.pdf"),
            ("form-data; name=\"exhibits\"; filename=\"pie\u{300}ce-01.pdf\"", "pièce-01.pdf"),
            (r"form-data; name=exhibits; filename*=UTF-8''pi%C3%A8ce-01.pdf", "pièce-01.pdf"),
            (
                r#"form-data; name=exhibits; filename="=?utf-8?B?cGnDqGNlLTAxLnBkZg==?="; filename*=utf-8''pi%C3%A8ce-01.pdf"#,
                "pièce-01.pdf",
            ),
            (r#"form-data; name=exhibits; filename="=?utf-8?B?cGnDqGNlLTAxLnBkZg==?=""#, "pièce-01.pdf"),
            (r#"form-data; name=exhibits; filename="=?ISO-8859-1?Q?pi=E8ce_01.pdf?=""#, "pièce 01.pdf"),
            (r#"form-data; name=exhibits; filename="=?utf-8?Q?pi=C3=A8?= =?utf-8?Q?ce.pdf?=""#, "pièce.pdf"),
            (r#"form-data; name=exhibits; filename="a=?b.pdf""#, "a=?b.pdf"),
            (r"form-data; name=exhibits; filename*=iso-8859-1''pi%E8ce.pdf", "pièce.pdf"),
            (r#"form-data; name=exhibits; filename="/home/x/pièce.pdf""#, "pièce.pdf"),
            (r"form-data; name=exhibits; filename*=UTF-8''..%2F..%2Fpasswd", "passwd"),
            (r#"form-data; name="exhibits""#, ""),
        ] {
            let header = HeaderValue::from_bytes(header.as_bytes()).unwrap();
            let disposition = ContentDisposition::from_raw(&header).unwrap();
            assert_eq!(without_path(&sent_as(&disposition)), name, "{header:?}");
        }
    }

    #[test]
    fn a_name_with_accents_is_given_without_them_and_with_them() {
        assert_eq!(attachment("relance-2026-0142.pdf").to_string(), "attachment; filename=\"relance-2026-0142.pdf\"");
        let named = attachment("relance-réf-œuvre-ł.pdf").to_string();
        assert!(
            named.starts_with("attachment; filename=\"relance-ref-oeuvre--.pdf\"; filename*=UTF-8''relance%2Dr%C3%A9f"),
            "{named}"
        );
    }
}
