//! Who the parties are: companies and persons, creditor, debtor, co-debtor, guarantor. Never words a name.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::address::{Address, BankAccount, Contact};
use super::format;
use super::ids::{Country, Siren, Siret, VatNumber};
use crate::money::Euros;

/// A company or a person, with what both may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    pub kind: PartyKind,
    pub acts_as: ActsAs,
    pub activity: Option<String>,
    pub profession: Option<String>,
    pub siren: Option<Siren>,
    pub siret: Option<Siret>,
    pub vat_number: Option<VatNumber>,
    pub register: Option<Register>,
    pub address: Option<Address>,
    pub contact: Option<Contact>,
    pub bank_account: Option<BankAccount>,
    pub headcount: Option<u32>,
    pub operates_as: Option<OperatesAs>,
    pub support_contract: Option<SupportContract>,
    pub consumer_mediator: Option<ConsumerMediator>,
    pub business_permit: Option<String>,
    pub share: Option<Share>,
}

/// What only a company has, or only a person.
#[derive(Clone, Debug, PartialEq)]
pub enum PartyKind {
    Company(Company),
    Person(Person),
}

/// What only a company has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Company {
    pub name: Option<String>,
    pub legal_form: Option<String>,
    pub share_capital: Option<Euros>,
    pub variable_capital: bool,
    pub represented_by: Option<Representative>,
    pub in_liquidation: Option<Liquidation>,
    pub public_buyer: Option<PublicBuyer>,
    /// The day it was struck off its register.
    pub struck_off_on: Option<NaiveDate>,
}

/// What only a person has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    pub civility: Option<Civility>,
    pub last_name: Option<String>,
    pub first_names: Option<String>,
    pub nationality: Option<String>,
    pub born_on: Option<NaiveDate>,
    pub born_at: Option<String>,
    pub trading_name: Option<String>,
    /// `None` when the case does not say.
    pub entrepreneur_individuel: Option<bool>,
    pub eirl_object: Option<String>,
    pub home_address: Option<Address>,
    pub protection: Option<Box<Protection>>,
    /// The company in formation for which he acted, and whose engagements are his own meanwhile.
    pub acts_for_company: Option<String>,
}

impl Party {
    pub fn company(&self) -> Option<&Company> {
        match &self.kind {
            PartyKind::Company(company) => Some(company),
            PartyKind::Person(_) => None,
        }
    }

    pub fn person(&self) -> Option<&Person> {
        match &self.kind {
            PartyKind::Company(_) => None,
            PartyKind::Person(person) => Some(person),
        }
    }

    pub fn is_company(&self) -> bool {
        self.company().is_some()
    }

    pub fn is_person(&self) -> bool {
        self.person().is_some()
    }

    /// The name of the company, or the first names and the last name of the person.
    pub fn name(&self) -> Option<String> {
        match &self.kind {
            PartyKind::Company(company) => company.name.clone(),
            PartyKind::Person(person) => person.full_name(),
        }
    }

    pub fn legal_form(&self) -> Option<&str> {
        self.company()?.legal_form.as_deref()
    }

    pub fn is_consumer(&self) -> bool {
        self.acts_as == ActsAs::Consumer
    }

    /// A merchant, an artisan or another professional: neither an association nor a public body.
    pub fn is_professional(&self) -> bool {
        matches!(self.acts_as, ActsAs::Merchant | ActsAs::Artisan | ActsAs::Professional)
    }

    pub fn is_merchant(&self) -> bool {
        self.acts_as == ActsAs::Merchant
    }

    pub fn is_association(&self) -> bool {
        self.acts_as == ActsAs::Association
    }

    pub fn is_public_body(&self) -> bool {
        self.acts_as == ActsAs::PublicBody
    }

    /// The country of the address; `None` without an address.
    pub fn country(&self) -> Option<&Country> {
        Some(&self.address.as_ref()?.country)
    }

    /// The postcode of the address.
    pub fn postcode(&self) -> Option<&str> {
        Some(self.address.as_ref()?.postcode.as_ref()?.as_str())
    }
}

impl Person {
    /// First names and last name, whichever are known.
    pub fn full_name(&self) -> Option<String> {
        let known: Vec<&str> = [&self.first_names, &self.last_name].into_iter().filter_map(Option::as_deref).collect();
        (!known.is_empty()).then(|| known.join(" "))
    }
}

/// À quel titre une partie agit : les règles applicables en dépendent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActsAs {
    /// Commerçant, ou société commerciale.
    Merchant,
    /// Artisan.
    Artisan,
    /// Autre professionnel, y compris libéral ou agricole.
    Professional,
    /// Consommateur.
    Consumer,
    /// Association.
    Association,
    /// Personne publique.
    PublicBody,
}

/// Acheteur public : son délai de paiement en dépend (CCP, art. R. 2192-10 et R. 2192-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublicBuyer {
    /// État, collectivité ou établissement public.
    Authority,
    /// Établissement public de santé, ou service de santé des armées.
    Health,
    /// Entreprise publique qui n’est pas un établissement public local.
    Undertaking,
}

/// Civilité.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Civility {
    /// Monsieur.
    #[serde(rename = "M.")]
    M,
    /// Madame.
    #[serde(rename = "Mme")]
    Mme,
}

/// Immatriculation (C. com., art. R. 123-237).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Registre où la partie est immatriculée.
    pub kind: RegisterKind,
    /// Ville du greffe d’immatriculation.
    #[validate(length(min = 1, max = 200))]
    pub city: Option<String>,
    /// Numéro d’immatriculation, s’il n’est pas le SIREN : pour le RCS de Luxembourg, « B123456 ».
    #[validate(length(min = 1, max = 200))]
    pub number: Option<String>,
    /// Pays du registre : code ISO 3166-1 à deux lettres.
    pub country: Option<Country>,
}

/// Registre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterKind {
    /// Registre du commerce et des sociétés.
    Rcs,
    /// Registre national des entreprises, sans immatriculation au RCS.
    Rne,
    /// Aucun registre.
    None,
    /// Registre étranger.
    Foreign,
}

/// Représentant légal de la société.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Representative {
    /// Civilité du représentant : « M. » ou « Mme ».
    pub civility: Option<Civility>,
    /// Nom du représentant.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Qualité du représentant : « gérante », « président »…
    #[validate(length(min = 1, max = 200))]
    pub quality: Option<String>,
}

/// Liquidation de la société (C. com., art. L. 237-2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Liquidation {
    /// Nom du liquidateur.
    #[validate(length(min = 1, max = 200))]
    pub liquidator: Option<String>,
}

/// Part d’un débiteur dans la dette, en fraction : « parts » sur « of ».
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Numérateur : 1 pour une moitié.
    #[validate(range(min = 1, max = 10_000))]
    pub parts: u32,
    /// Dénominateur : 2 pour une moitié.
    #[validate(range(min = 1, max = 10_000))]
    pub of: u32,
}

/// Mesure de protection d’un majeur (C. civ., art. 467, 468 et 475), ou celui qui le représente.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Protection {
    /// Tutelle ou curatelle.
    pub kind: ProtectionKind,
    /// Civilité du tuteur ou du curateur : « M. » ou « Mme ».
    pub civility: Option<Civility>,
    /// Nom du tuteur ou du curateur, ou du service qui l’est.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Adresse du tuteur ou du curateur.
    #[validate(nested)]
    pub address: Option<Address>,
}

/// Mesure de protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionKind {
    /// Tutelle : le tuteur représente la personne.
    Tutelle,
    /// Curatelle : le curateur assiste la personne.
    Curatelle,
}

/// Succession du débiteur décédé : « debtor » et « co_debtors » sont ses héritiers, chacun avec sa part (« share »).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Estate {
    /// Civilité du défunt : « M. » ou « Mme ».
    pub civility: Option<Civility>,
    /// Prénoms et nom du défunt.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Jour du décès.
    #[schemars(with = "Option<format::Day>")]
    pub died_on: Option<NaiveDate>,
}

/// Qualité de locataire-gérant ou de gérant-mandataire (C. com., art. R. 123-237, 6°).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperatesAs {
    /// Locataire-gérant.
    LocataireGerant,
    /// Gérant-mandataire.
    GerantMandataire,
}

/// Structure du contrat d’appui au projet d’entreprise (C. com., art. R. 123-237, 7°).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SupportContract {
    /// Dénomination de la structure d’appui.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Siège de la structure d’appui.
    #[validate(length(min = 1, max = 200))]
    pub seat: Option<String>,
    /// Numéro SIREN de la structure d’appui.
    pub siren: Option<Siren>,
}

/// Médiateur de la consommation dont relève le professionnel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct ConsumerMediator {
    /// Nom du médiateur.
    #[validate(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Adresse du médiateur.
    #[validate(nested)]
    pub address: Option<Address>,
    /// Site internet du médiateur.
    #[schemars(with = "Option<format::Website>")]
    pub website: Option<String>,
    /// Luxembourg : vrai si le professionnel accepte d’y recourir, faux s’il refuse ; la loi veut qu’il le dise (C. conso. lux., art. L. 412-1, § 2).
    pub will_use: Option<bool>,
}

/// A party who answers for the debtor.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarantor {
    pub party: Party,
    pub deed_on: Option<NaiveDate>,
    pub cap: Option<Euros>,
    pub informed_on: Option<NaiveDate>,
    pub annual_informed_on: Option<NaiveDate>,
    pub deed_reference: Option<String>,
    pub ends_on: Option<NaiveDate>,
    pub solidary: bool,
    pub unlimited: bool,
    pub waived_discussion: bool,
    pub waived_division: bool,
    pub gratuitous: bool,
}
