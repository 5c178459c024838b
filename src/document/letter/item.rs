//! What is owed, by its own name: an invoice, an instalment of rent or of a loan, a call for provisions. One table, with gender and
//! articles, for every document of both countries.

use super::super::facts::Facts;
use super::super::french::folded;
use super::Values;
use crate::case::claim::{Nature, Source};

/// A noun with what a sentence needs of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    pub one: &'static str,
    pub many: &'static str,
    pub feminine: bool,
    /// Head of the column of numbers; it names one of them where its number says nothing (« Facture F-031 »).
    pub head: &'static str,
}

const fn noun(one: &'static str, many: &'static str, feminine: bool, head: &'static str) -> Noun {
    Noun { one, many, feminine, head }
}

const INVOICE: Noun = noun("facture", "factures", true, "Facture");

impl Noun {
    pub fn of(facts: &Facts) -> Self {
        let claim = &facts.case.claim;
        match (claim.source, claim.nature) {
            (Source::Alimony, _) => noun("échéance de pension", "échéances de pension", true, "Pension"),
            (Source::Cheque, _) => noun("chèque", "chèques", false, "Chèque"),
            (Source::NegotiableInstrument, _) => noun("effet de commerce", "effets de commerce", false, "Effet"),
            (Source::Tort, _) | (_, Nature::Employment) => noun("créance", "créances", true, "Créance"),
            (_, Nature::ResidentialLease | Nature::CommercialLease) => {
                noun("échéance de loyer", "échéances de loyer", true, "Loyer")
            }
            (_, Nature::ConsumerCredit) => noun("mensualité", "mensualités", true, "Mensualité"),
            (_, Nature::CondominiumCharges) if facts.is_luxembourg() => noun("appel de fonds", "appels de fonds", false, "Appel"),
            (_, Nature::CondominiumCharges) => noun("appel de provisions", "appels de provisions", false, "Appel"),
            _ if claim.long_term_credit => noun("échéance", "échéances", true, "Référence"),
            _ => INVOICE,
        }
    }

    /// « la facture », « l’échéance de loyer », « l’appel de provisions », « le chèque ».
    pub fn the(self) -> String {
        if self.elides() {
            format!("l’{}", self.one)
        } else {
            format!("{} {}", if self.feminine { "la" } else { "le" }, self.one)
        }
    }

    pub fn of_the(self) -> String {
        if self.feminine || self.elides() { format!("de {}", self.the()) } else { format!("du {}", self.one) }
    }

    pub fn this(self) -> String {
        let word = match (self.feminine, self.elides()) {
            (true, _) => "cette",
            (false, true) => "cet",
            (false, false) => "ce",
        };
        format!("{word} {}", self.one)
    }

    pub fn a(self) -> String {
        format!("{} {}", if self.feminine { "une" } else { "un" }, self.one)
    }

    fn elides(self) -> bool {
        folded(self.one).starts_with(['a', 'e', 'i', 'o', 'u'])
    }

    /// One of them by its number, after its article: « facture F-031 », « échéance de loyer « Loyer 2026-04 » ».
    pub fn numbered(self, number: &str) -> String {
        let (plain, own) = (folded(number), folded(self.one));
        if plain.strip_prefix(&own).is_some_and(|rest| rest.starts_with(' ')) {
            let kept: String = number.chars().skip(self.one.chars().count()).collect();
            return format!("{}{kept}", self.one);
        }
        if self == INVOICE || !is_worded(number) {
            return format!("{} {number}", self.one);
        }
        format!("{} «\u{202f}{number}\u{202f}»", self.one)
    }

    /// « la facture F-031 ».
    pub fn the_numbered(self, number: &str) -> String {
        self.numbered(number).replacen(self.one, &self.the(), 1)
    }

    /// The same as a title: « Facture F-031 », « Loyer 2026-04 ».
    pub fn titled(self, number: &str) -> String {
        if self != INVOICE && is_worded(number) || folded(number).starts_with(&format!("{} ", folded(self.head))) {
            return number.to_owned();
        }
        format!("{} {number}", self.head)
    }
}

/// A number that begins with a word: « Loyer 2026-04 », « Appel T3 ».
fn is_worded(number: &str) -> bool {
    let first: String = number.chars().take_while(|sign| sign.is_alphabetic()).collect();
    first.chars().count() >= 4 && number.contains(' ')
}

pub fn put(values: &mut Values, facts: &Facts) {
    let noun = Noun::of(facts);
    let of_the = noun.of_the();
    values.put("/claim/item/one", noun.one);
    values.put("/claim/item/many", noun.many);
    values.put("/claim/item/gender", if noun.feminine { "f" } else { "m" });
    values.put("/claim/item/the", noun.the());
    values.put("/claim/item/of_the", of_the.as_str());
    values.put("/claim/item/this", noun.this());
    values.put("/claim/item/a", noun.a());
    values.put("/claim/item/head", noun.head);
    values.put("/claim/item/issued", if noun.feminine { "Émise le" } else { "Émis le" });
    values.put("/claim/item/amount", if noun == INVOICE { "Montant TTC" } else { "Montant" });
    values.put("/claim/item/principal", if noun == INVOICE { "Principal TTC" } else { "Principal" });
    for (index, invoice) in facts.case.claim.invoices.iter().enumerate() {
        values.put(format!("/claim/invoices/{index}/titled"), noun.titled(&invoice.number));
        values.put(format!("/claim/invoices/{index}/the"), noun.the_numbered(&invoice.number));
        values.put(format!("/claim/invoices/{index}/of_the"), noun.numbered(&invoice.number).replacen(noun.one, &of_the, 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RENT: Noun = noun("échéance de loyer", "échéances de loyer", true, "Loyer");
    const CALL: Noun = noun("appel de provisions", "appels de provisions", false, "Appel");
    const CHEQUE: Noun = noun("chèque", "chèques", false, "Chèque");

    #[test]
    fn articles_follow_gender_and_elision() {
        assert_eq!((INVOICE.the().as_str(), INVOICE.of_the().as_str()), ("la facture", "de la facture"));
        assert_eq!((RENT.the().as_str(), RENT.of_the().as_str()), ("l’échéance de loyer", "de l’échéance de loyer"));
        assert_eq!((CALL.this().as_str(), CALL.of_the().as_str()), ("cet appel de provisions", "de l’appel de provisions"));
        assert_eq!(
            (CHEQUE.the().as_str(), CHEQUE.of_the().as_str(), CHEQUE.this().as_str()),
            ("le chèque", "du chèque", "ce chèque")
        );
    }

    #[test]
    fn a_number_that_names_itself_is_not_named_twice() {
        assert_eq!(INVOICE.numbered("F-2026-031"), "facture F-2026-031");
        assert_eq!(INVOICE.numbered("Facture 12"), "facture 12");
        assert_eq!(INVOICE.titled("Facture 12"), "Facture 12");
        assert_eq!(RENT.numbered("Loyer 2026-04"), "échéance de loyer «\u{202f}Loyer 2026-04\u{202f}»");
        assert_eq!(RENT.titled("Loyer 2026-04"), "Loyer 2026-04");
        assert_eq!(RENT.titled("2026-04"), "Loyer 2026-04");
        assert_eq!(CALL.titled("T3-2026"), "Appel T3-2026");
    }
}
