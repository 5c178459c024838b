//! The décompte as a French spreadsheet reads it: semicolons, decimal commas, one row a line. What comes off the sum is negative, so
//! that the column of amounts adds up to the sum due.

use csv::{Error, QuoteStyle, Terminator, WriterBuilder};

use super::facts::Facts;
use super::french::short_day;
use crate::decompte::{Line, LineKind};
use crate::money::{Euros, Rate};

const HEADS: [&str; 16] = [
    "nature",
    "facture",
    "libellé",
    "du",
    "au (inclus)",
    "jours",
    "base",
    "dont intérêts capitalisés",
    "taux (% par an)",
    "montant",
    "reçu le",
    "imputé sur les intérêts",
    "imputé sur le principal",
    "imputé sur les accessoires",
    "article",
    "arrêté au",
];

/// UTF-8 with its mark, as spreadsheets want it.
///
/// # Errors
/// Of the writer, which writes to memory: none is expected.
pub fn of(facts: &Facts) -> Result<Vec<u8>, Error> {
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    let mut builder = WriterBuilder::new();
    builder.delimiter(b';').terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary);
    let mut writer = builder.from_writer(&mut bytes);
    writer.write_record(HEADS)?;
    for line in &facts.decompte.lines {
        writer.write_record(cells(line, &short_day(facts.decompte.as_of)))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

fn cells(line: &Line, as_of: &str) -> [String; 16] {
    let day = |day: Option<chrono::NaiveDate>| day.map(short_day).unwrap_or_default();
    let signed = if line.kind.is_subtracted() { -line.amount } else { line.amount };
    let imputed = |part: fn(&crate::decompte::Imputed) -> Euros| line.imputed.as_ref().map(part).map(comma).unwrap_or_default();
    [
        nature(line.kind).to_owned(),
        text(line.invoice.as_deref()),
        text(line.label.as_deref()),
        day(line.accrued_from),
        day(line.accrued_to),
        line.days.map(|days| days.to_string()).unwrap_or_default(),
        line.base.map(comma).unwrap_or_default(),
        line.capitalised.map(comma).unwrap_or_default(),
        line.rate.map(Rate::plain).unwrap_or_default().replace('.', ","),
        comma(signed),
        day(line.received_on),
        imputed(|imputed| imputed.interest),
        imputed(|imputed| imputed.principal),
        imputed(|imputed| imputed.accessories),
        text(Some(&line.basis)),
        as_of.to_owned(),
    ]
}

fn comma(amount: Euros) -> String {
    amount.plain().replace('.', ",")
}

/// A text that a spreadsheet would take for a formula has an apostrophe before it, which the spreadsheet does not show.
fn text(words: Option<&str>) -> String {
    let words = words.unwrap_or_default();
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words.to_owned() }
}

fn nature(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Principal => "principal",
        LineKind::CreditNote => "avoir",
        LineKind::DisputedPart => "partie contestée non réclamée",
        LineKind::Payment => "paiement",
        LineKind::PenalitesRetard => "pénalités de retard",
        LineKind::InteretLegal => "intérêt légal",
        LineKind::IndemniteForfaitaire => "indemnité forfaitaire",
        LineKind::ClausePenale => "clause pénale",
        LineKind::Cost => "frais",
    }
}
