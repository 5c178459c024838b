//! Exactly the JSON of a party: a company or a person, by `kind`. Never says which field a document needs.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use validator::{Validate, ValidationErrors};

use crate::case::address::{Address, BankAccount, Contact};
use crate::case::format;
use crate::case::ids::{Siren, Siret, VatNumber};
use crate::case::party::{
    self, ActsAs, Civility, ConsumerMediator, Liquidation, OperatesAs, PartyKind, Protection, PublicBuyer, Register,
    Representative, Share, SupportContract,
};
use crate::money::Euros;

/// Une partie : société ou autre personne morale (« company »), ou personne physique (« person »).
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(in crate::case) enum Party {
    /// Société, association ou autre personne morale.
    Company(Box<Company>),
    /// Personne physique.
    Person(Box<Person>),
}

impl Validate for Party {
    fn validate(&self) -> Result<(), ValidationErrors> {
        match self {
            Self::Company(company) => company.validate(),
            Self::Person(person) => person.validate(),
        }
    }
}

/// Société, association ou autre personne morale.
#[derive(Deserialize, JsonSchema, Validate)]
#[schemars(inline)]
#[serde(deny_unknown_fields)]
pub(in crate::case) struct Company {
    /// Dénomination sociale.
    #[validate(length(min = 1, max = 200))]
    name: Option<String>,
    /// Forme sociale, en sigle ou en toutes lettres : « SARL » (C. com., art. R. 123-238).
    #[validate(length(min = 1, max = 200))]
    legal_form: Option<String>,
    /// Capital social, en euros (C. com., art. R. 123-238).
    #[schemars(with = "Option<format::Amount>")]
    share_capital: Option<Euros>,
    /// Vrai si le capital est variable (C. com., art. L. 231-2).
    variable_capital: Option<bool>,
    /// Numéro SIREN : 9 chiffres (C. com., art. R. 123-237, 1°).
    siren: Option<Siren>,
    /// Numéro SIRET de l’établissement : 14 chiffres.
    siret: Option<Siret>,
    /// Numéro de TVA intracommunautaire.
    vat_number: Option<VatNumber>,
    /// Immatriculation (C. com., art. R. 123-237).
    #[validate(nested)]
    register: Option<Register>,
    /// Représentant légal.
    #[validate(nested)]
    represented_by: Option<Representative>,
    /// À quel titre la partie agit.
    acts_as: ActsAs,
    /// Pour une personne publique, l’acheteur qu’elle est : son délai de paiement en dépend (CCP, art. R. 2192-10 et R. 2192-11).
    public_buyer: Option<PublicBuyer>,
    /// Activité.
    #[validate(length(min = 1, max = 500))]
    activity: Option<String>,
    /// Profession exercée en société (SEL, SCP).
    #[validate(length(min = 1, max = 200))]
    profession: Option<String>,
    /// Adresse du siège (C. com., art. R. 123-237, 3°).
    #[validate(nested)]
    address: Option<Address>,
    /// Personne à joindre.
    #[validate(nested)]
    contact: Option<Contact>,
    /// Compte bancaire où payer.
    #[validate(nested)]
    bank_account: Option<BankAccount>,
    /// Effectif : nombre de salariés.
    #[validate(range(max = 10_000_000))]
    headcount: Option<u32>,
    /// Liquidation de la société.
    #[validate(nested)]
    in_liquidation: Option<Liquidation>,
    /// Jour de sa radiation du registre (C. com., art. L. 237-2).
    #[schemars(with = "Option<format::Day>")]
    struck_off_on: Option<NaiveDate>,
    /// Locataire-gérant ou gérant-mandataire (C. com., art. R. 123-237, 6°).
    operates_as: Option<OperatesAs>,
    /// Contrat d’appui au projet d’entreprise (C. com., art. R. 123-237, 7°).
    #[validate(nested)]
    support_contract: Option<SupportContract>,
    /// Médiateur de la consommation dont relève la partie.
    #[validate(nested)]
    consumer_mediator: Option<ConsumerMediator>,
    /// Numéro de l’autorisation d’établissement (Luxembourg, L. du 2 septembre 2011, art. 34).
    #[validate(length(min = 1, max = 200))]
    business_permit: Option<String>,
    /// Pour un débiteur : sa part de la dette, quand elle n’est pas due solidairement ; à défaut, des parts égales (C. civ., art. 1309).
    #[validate(nested)]
    share: Option<Share>,
}

/// Personne physique.
#[derive(Deserialize, JsonSchema, Validate)]
#[schemars(inline)]
#[serde(deny_unknown_fields)]
pub(in crate::case) struct Person {
    /// Civilité : « M. » ou « Mme ».
    civility: Option<Civility>,
    /// Nom de famille ou d’usage.
    #[validate(length(min = 1, max = 200))]
    last_name: Option<String>,
    /// Prénoms.
    #[validate(length(min = 1, max = 200))]
    first_names: Option<String>,
    /// Profession.
    #[validate(length(min = 1, max = 200))]
    profession: Option<String>,
    /// Nationalité.
    #[validate(length(min = 1, max = 200))]
    nationality: Option<String>,
    /// Date de naissance.
    #[schemars(with = "Option<format::BirthDay>")]
    born_on: Option<NaiveDate>,
    /// Lieu de naissance.
    #[validate(length(min = 1, max = 200))]
    born_at: Option<String>,
    /// Nom commercial.
    #[validate(length(min = 1, max = 200))]
    trading_name: Option<String>,
    /// Vrai pour un entrepreneur individuel (C. com., art. L. 526-22).
    entrepreneur_individuel: Option<bool>,
    /// Objet de l’activité à laquelle l’EIRL a affecté un patrimoine (C. com., art. R. 123-237, 8°).
    #[validate(length(min = 1, max = 500))]
    eirl_object: Option<String>,
    /// Numéro SIREN : 9 chiffres (C. com., art. R. 123-237, 1°).
    siren: Option<Siren>,
    /// Numéro SIRET de l’établissement : 14 chiffres.
    siret: Option<Siret>,
    /// Numéro de TVA intracommunautaire.
    vat_number: Option<VatNumber>,
    /// Immatriculation (C. com., art. R. 123-237).
    #[validate(nested)]
    register: Option<Register>,
    /// À quel titre la partie agit.
    acts_as: ActsAs,
    /// Activité.
    #[validate(length(min = 1, max = 500))]
    activity: Option<String>,
    /// Adresse : celle de l’établissement pour un professionnel, le domicile sinon.
    #[validate(nested)]
    address: Option<Address>,
    /// Domicile, s’il n’est pas à l’adresse.
    #[validate(nested)]
    home_address: Option<Address>,
    /// Personne à joindre.
    #[validate(nested)]
    contact: Option<Contact>,
    /// Compte bancaire où payer.
    #[validate(nested)]
    bank_account: Option<BankAccount>,
    /// Effectif : nombre de salariés.
    #[validate(range(max = 10_000_000))]
    headcount: Option<u32>,
    /// Locataire-gérant ou gérant-mandataire (C. com., art. R. 123-237, 6°).
    operates_as: Option<OperatesAs>,
    /// Contrat d’appui au projet d’entreprise (C. com., art. R. 123-237, 7°).
    #[validate(nested)]
    support_contract: Option<SupportContract>,
    /// Médiateur de la consommation dont relève la partie.
    #[validate(nested)]
    consumer_mediator: Option<ConsumerMediator>,
    /// Numéro de l’autorisation d’établissement (Luxembourg, L. du 2 septembre 2011, art. 34).
    #[validate(length(min = 1, max = 200))]
    business_permit: Option<String>,
    /// Tutelle ou curatelle (C. civ., art. 467, 468 et 475).
    #[validate(nested)]
    protection: Option<Protection>,
    /// Société en formation pour le compte de laquelle la personne a agi (C. com., art. L. 210-6).
    #[validate(length(min = 1, max = 200))]
    acts_for_company: Option<String>,
    /// Pour un débiteur : sa part de la dette, quand elle n’est pas due solidairement ; à défaut, des parts égales (C. civ., art. 1309).
    #[validate(nested)]
    share: Option<Share>,
}

/// Une caution.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::case) struct Guarantor {
    /// Celui qui se porte caution.
    #[validate(nested)]
    party: Party,
    /// Date de l’acte de cautionnement.
    #[schemars(with = "Option<format::Day>")]
    deed_on: Option<NaiveDate>,
    /// Montant maximal garanti, en euros.
    #[schemars(with = "Option<format::PositiveAmount>")]
    cap: Option<Euros>,
    /// Jour où la caution a été informée du premier incident de paiement (C. civ., art. 2303).
    #[schemars(with = "Option<format::Day>")]
    informed_on: Option<NaiveDate>,
    /// Jour de sa dernière information annuelle (C. civ., art. 2302 ; Luxembourg, C. civ., art. 2016).
    #[schemars(with = "Option<format::Day>")]
    annual_informed_on: Option<NaiveDate>,
    /// Référence de l’acte de cautionnement.
    #[validate(length(min = 1, max = 200))]
    deed_reference: Option<String>,
    /// Terme de l’engagement ; absent, il est à durée indéterminée.
    #[schemars(with = "Option<format::Day>")]
    ends_on: Option<NaiveDate>,
    /// Vrai si elle s’est engagée solidairement avec le débiteur.
    #[serde(default)]
    solidary: bool,
    /// Vrai si le cautionnement est indéfini (Luxembourg, C. civ., art. 2016).
    #[serde(default)]
    unlimited: bool,
    /// Vrai si elle a renoncé au bénéfice de discussion.
    #[serde(default)]
    waived_discussion: bool,
    /// Vrai si elle a renoncé au bénéfice de division.
    #[serde(default)]
    waived_division: bool,
    /// Vrai si elle s’est engagée à titre gratuit.
    #[serde(default)]
    gratuitous: bool,
}

impl From<Party> for party::Party {
    fn from(party: Party) -> Self {
        match party {
            Party::Company(company) => (*company).into(),
            Party::Person(person) => (*person).into(),
        }
    }
}

impl From<Company> for party::Party {
    fn from(company: Company) -> Self {
        Self {
            kind: PartyKind::Company(party::Company {
                name: company.name,
                legal_form: company.legal_form,
                share_capital: company.share_capital,
                variable_capital: company.variable_capital.unwrap_or(false),
                represented_by: company.represented_by,
                in_liquidation: company.in_liquidation,
                public_buyer: company.public_buyer,
                struck_off_on: company.struck_off_on,
            }),
            acts_as: company.acts_as,
            activity: company.activity,
            profession: company.profession,
            siren: company.siren,
            siret: company.siret,
            vat_number: company.vat_number,
            register: company.register,
            address: company.address,
            contact: company.contact,
            bank_account: company.bank_account,
            headcount: company.headcount,
            operates_as: company.operates_as,
            support_contract: company.support_contract,
            consumer_mediator: company.consumer_mediator,
            business_permit: company.business_permit,
            share: company.share,
        }
    }
}

impl From<Person> for party::Party {
    fn from(person: Person) -> Self {
        Self {
            kind: PartyKind::Person(party::Person {
                civility: person.civility,
                last_name: person.last_name,
                first_names: person.first_names,
                nationality: person.nationality,
                born_on: person.born_on,
                born_at: person.born_at,
                trading_name: person.trading_name,
                entrepreneur_individuel: person.entrepreneur_individuel,
                eirl_object: person.eirl_object,
                home_address: person.home_address,
                protection: person.protection.map(Box::new),
                acts_for_company: person.acts_for_company,
            }),
            acts_as: person.acts_as,
            activity: person.activity,
            profession: person.profession,
            siren: person.siren,
            siret: person.siret,
            vat_number: person.vat_number,
            register: person.register,
            address: person.address,
            contact: person.contact,
            bank_account: person.bank_account,
            headcount: person.headcount,
            operates_as: person.operates_as,
            support_contract: person.support_contract,
            consumer_mediator: person.consumer_mediator,
            business_permit: person.business_permit,
            share: person.share,
        }
    }
}

impl From<Guarantor> for party::Guarantor {
    fn from(guarantor: Guarantor) -> Self {
        Self {
            party: guarantor.party.into(),
            deed_on: guarantor.deed_on,
            cap: guarantor.cap,
            informed_on: guarantor.informed_on,
            annual_informed_on: guarantor.annual_informed_on,
            deed_reference: guarantor.deed_reference,
            ends_on: guarantor.ends_on,
            solidary: guarantor.solidary,
            unlimited: guarantor.unlimited,
            waived_discussion: guarantor.waived_discussion,
            waived_division: guarantor.waived_division,
            gratuitous: guarantor.gratuitous,
        }
    }
}
