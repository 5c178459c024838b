//! Encryption: the empty user password first, then the one given; what is not encrypted is not asked for.
//!
//! Never breaks a protection: it opens what a reader's own software opens. The arithmetic is lopdf's.

use lopdf::{Dictionary, Document, EncryptionState, Object};

use super::super::exhibit::{Fault, Note};
use super::source::Source;

/// How deep the encryption dictionary may nest references.
const DEPTH: usize = 4;

/// Gives the source its key, if the file is encrypted.
pub fn unlock(source: &mut Source, password: Option<&str>, notes: &mut Vec<Note>) -> Result<(), Fault> {
    let Ok(encrypt) = source.trailer.get(b"Encrypt").cloned() else { return Ok(()) };
    let Object::Dictionary(encrypt) = direct(source, encrypt, DEPTH)? else { return Ok(()) };
    if leaves_pages_alone(&encrypt) {
        return Ok(());
    }
    if encrypt.get(b"Filter").and_then(Object::as_name).ok() != Some(b"Standard") {
        return Err(Fault::new(
            "exhibit-encrypted",
            "Le fichier est chiffré pour un certificat, et non par un mot de passe.",
            "Produisez une copie sans chiffrement.",
        ));
    }
    let mut locked = Document::new();
    let id = locked.add_object(encrypt);
    locked.trailer.set("Encrypt", Object::Reference(id));
    // Readers take an identifier that is missing, or no string, for an empty one.
    let identifier = source.trailer.get(b"ID").cloned().unwrap_or(Object::Null);
    let first = match direct(source, identifier, DEPTH)? {
        Object::Array(halves) => halves.into_iter().next().filter(|half| matches!(half, Object::String(..))),
        _ => None,
    };
    let first = first.unwrap_or_else(|| Object::string_literal(""));
    locked.trailer.set("ID", vec![first.clone(), first]);
    for attempt in [Some(""), password].into_iter().flatten() {
        if let Some(key) = key(&locked, attempt) {
            source.unlock(key);
            notes.push(Note::new("decrypted", "Le fichier était chiffré\u{a0}; ses pages sont reprises sans chiffrement."));
            return Ok(());
        }
    }
    Err(match password {
        None => Fault::new(
            "exhibit-encrypted",
            "Le fichier est protégé par un mot de passe.",
            "Donnez-le dans exhibits[].password, ou produisez une copie sans mot de passe.",
        ),
        Some(_) => Fault::new(
            "exhibit-wrong-password",
            "Le mot de passe donné n’ouvre pas le fichier.",
            "Corrigez exhibits[].password, ou produisez une copie sans mot de passe.",
        ),
    })
}

/// The key that the password opens; the password is prepared as the revision of the encryption wants it.
fn key(locked: &Document, password: &str) -> Option<EncryptionState> {
    let mut opened = locked.clone();
    opened.decrypt(password).ok()?;
    opened.encryption_state
}

/// Only attachments are encrypted: streams and strings go through the filter that does nothing.
fn leaves_pages_alone(encrypt: &Dictionary) -> bool {
    let version = encrypt.get(b"V").and_then(Object::as_i64).unwrap_or(0);
    let plain = |key: &[u8]| encrypt.get(key).and_then(Object::as_name).map_or(true, |name| name == b"Identity");
    version >= 4 && plain(b"StmF") && plain(b"StrF")
}

/// An object with the objects it refers to in place of the references.
fn direct(source: &mut Source, object: Object, depth: usize) -> Result<Object, Fault> {
    let object = source.resolved(&object)?.unwrap_or(Object::Null);
    let Some(depth) = depth.checked_sub(1) else { return Ok(Object::Null) };
    Ok(match object {
        Object::Array(items) => {
            Object::Array(items.into_iter().map(|item| direct(source, item, depth)).collect::<Result<_, _>>()?)
        }
        Object::Dictionary(entries) => {
            let mut resolved = Dictionary::new();
            for (key, value) in entries {
                resolved.set(key, direct(source, value, depth)?);
            }
            Object::Dictionary(resolved)
        }
        other => other,
    })
}
