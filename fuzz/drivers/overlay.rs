//! Whatever an operator lays over the law or the types, it is read or refused with a reason. The first byte of an input chooses the file, the
//! rest is its content.

use std::sync::LazyLock;

use chrono::NaiveDate;
use recouvrance::assets::Assets;
use recouvrance::document::{Library, ProvisionFile};
use recouvrance::law::Law;
use recouvrance::law::citation::Codes;
use recouvrance::law::former::Former;
use recouvrance::law::parameter::Parameter;
use recouvrance::law::text::LawText;

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::embedded);

/// Files of every kind, in the order of the first byte (from « 0 »).
pub const FILES: [&str; 9] = [
    "law/parameters/bce-refinancement.toml",
    "law/texts/cpc-1411.toml",
    "law/codes.toml",
    "law/former.toml",
    "letter-templates/fr/relance/mentions.toml",
    "letter-templates/lu/rappel/mentions.toml",
    "letter-templates/_common/ways.toml",
    "letter-templates/_common/lu-ways.toml",
    "letter-templates/_common/letter.toml",
];

pub fn run(data: &[u8]) {
    let Some((choice, content)) = data.split_first() else { return };
    let file = FILES[usize::from(choice.wrapping_sub(b'0')) % FILES.len()];
    let Ok(text) = std::str::from_utf8(content) else { return };
    // The whole is read, which takes long, only if the file alone can be.
    let alone = match file {
        file if file.starts_with("law/parameters/") => Parameter::parse(text).map(drop),
        file if file.starts_with("law/texts/") => LawText::parse(text).map(drop),
        "law/codes.toml" => Codes::parse(text).map(drop),
        "law/former.toml" => Former::parse(text).map(drop),
        _ => toml::from_str::<ProvisionFile>(text).map(drop).map_err(|error| error.to_string()),
    };
    match alone {
        Err(reason) => assert!(!reason.is_empty()),
        Ok(()) if file.starts_with("law/") => match Law::read(&ASSETS.clone().with_file(file, content)) {
            Err(error) => assert!(error.to_string().contains(file), "{error}"),
            Ok(law) => {
                for day in [NaiveDate::MIN, NaiveDate::MAX].into_iter().chain(NaiveDate::from_ymd_opt(2026, 11, 28)) {
                    assert!(!law.cited("C. com., art. L. 441-10, II", day).is_empty());
                    let _ = law.text_on("cpc-1411", day);
                }
            }
        },
        Ok(()) => {
            if let Err(error) = Library::read(&ASSETS.clone().with_file(file, content)) {
                assert!(!error.reason.is_empty());
            }
        }
    }
}
