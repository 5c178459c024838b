//! What is claimed: invoices, credit notes, payments, costs. Never adds anything up.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::format;
use super::terms::{CapitalisationGranted, Choices, ClausePenale, Judgment, LatePaymentRate};
use crate::money::Euros;

/// La créance.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Nature de la créance.
    pub nature: Nature,
    /// Source de la créance.
    pub source: Source,
    /// Fondement de la créance, en une ou deux phrases : contrat, commande, livraison, avec leurs dates.
    #[validate(length(min = 1, max = 2000))]
    pub grounds: Option<String>,
    /// Exposé des faits, un élément par fait, dans l’ordre.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 100))]
    pub facts: Vec<Fact>,
    /// Factures ou échéances impayées, de 1 à 500. Un document porte leur décompte jusqu’à 10 000 lignes : une par facture et par semestre de
    /// retard, une par paiement.
    #[validate(nested)]
    #[schemars(length(min = 1, max = 500))]
    pub invoices: Vec<Invoice>,
    /// Avoirs : chacun diminue sa facture dès l’origine ; à défaut de facture, la plus anciennement échue.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 500))]
    pub credit_notes: Vec<CreditNote>,
    /// Paiements reçus, y compris les acomptes.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 500))]
    pub payments: Vec<Payment>,
    /// The payments that came back unpaid, taken out of `payments` when the case is read: they extinguish nothing.
    #[serde(skip)]
    pub returned: Vec<Payment>,
    /// Taux des intérêts de retard : celui de la loi, ou celui qui est convenu.
    pub late_payment_rate: Option<LatePaymentRate>,
    /// Clause pénale (C. civ., art. 1231-5) : un pourcentage ou un montant.
    #[validate(nested)]
    pub clause_penale: Option<ClausePenale>,
    /// Frais réclamés en sus.
    #[serde(default)]
    #[validate(nested)]
    #[schemars(length(max = 100))]
    pub costs: Vec<Cost>,
    /// Vrai si la capitalisation des intérêts est demandée (C. civ., art. 1343-2) : elle n’est pas calculée.
    #[serde(default)]
    pub capitalisation: bool,
    /// Capitalisation déjà acquise par le contrat ou par une décision (C. civ., art. 1343-2) : elle est calculée.
    #[validate(nested)]
    pub capitalisation_granted: Option<CapitalisationGranted>,
    /// Décision de justice sur laquelle la créance repose : les factures sont alors ce qu’elle accorde.
    #[validate(nested)]
    pub judgment: Option<Judgment>,
    /// Vrai pour un prêt d’un an ou plus, ou un paiement différé d’un an ou plus (C. com., art. L. 622-28).
    #[serde(default)]
    pub long_term_credit: bool,
    /// Choix de calcul, là où le droit n’est pas fixé ou laisse le choix.
    #[serde(default)]
    #[validate(nested)]
    pub choices: Choices,
    /// Vrai si la créance est un crédit non performant acheté à un établissement.
    #[serde(default)]
    pub purchased_non_performing_loan: bool,
    /// Objet de la fourniture, dont une prescription luxembourgeoise dépend.
    pub supply: Option<Supply>,
    /// Sûreté ou privilège qui garantit la créance ; absente, la créance est chirographaire.
    #[validate(nested)]
    pub security: Option<Security>,
    /// Vrai si le débiteur conteste, ou si le consommateur a réclamé sans être satisfait.
    pub disputed: Option<bool>,
    /// Fondement de la solidarité des débiteurs : la clause ou le texte.
    #[validate(length(min = 1, max = 2000))]
    pub joint_liability: Option<String>,
}

impl Claim {
    /// Sets apart the payments that came back unpaid.
    pub(super) fn with_returned_apart(mut self) -> Self {
        (self.returned, self.payments) = self.payments.into_iter().partition(|payment| payment.returned_on.is_some());
        self
    }
}

/// Nature de la créance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Créance commerciale.
    Commercial,
    /// Créance civile.
    Civil,
    /// Bail d’habitation.
    ResidentialLease,
    /// Bail commercial.
    CommercialLease,
    /// Transport de marchandises.
    Transport,
    /// Crédit à la consommation.
    ConsumerCredit,
    /// Charges de copropriété.
    CondominiumCharges,
    /// Contrat de travail ou d’apprentissage.
    Employment,
}

/// Source de la créance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Contrat.
    Contract,
    /// Obligation légale ou statutaire.
    Statutory,
    /// Effet de commerce : lettre de change, billet à ordre.
    NegotiableInstrument,
    /// Chèque.
    Cheque,
    /// Pension alimentaire.
    Alimony,
    /// Responsabilité extracontractuelle.
    Tort,
}

/// Ce qui a été fourni.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Supply {
    /// Des marchandises.
    Goods,
    /// Des services ou des travaux.
    Services,
}

/// Une sûreté ou un privilège.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// Nature de la sûreté : « nantissement de fonds de commerce inscrit le 3 mars 2025 ».
    #[validate(length(min = 1, max = 500))]
    pub description: String,
    /// Rang qu’elle donne : la déclaration luxembourgeoise demande l’admission à ce titre.
    pub rank: Option<SecurityRank>,
    /// Somme qu’elle garantit, si c’est moins que la créance : le surplus est chirographaire.
    #[schemars(with = "Option<format::PositiveAmount>")]
    pub amount: Option<Euros>,
    /// Assiette : le bien sur lequel elle porte.
    #[validate(length(min = 1, max = 500))]
    pub over: Option<String>,
    /// Vrai si elle garantit la dette d’un tiers.
    #[serde(default)]
    pub for_third_party: bool,
    /// Date et preuve d’une sûreté qui n’a pas été publiée.
    #[validate(length(min = 1, max = 500))]
    pub proof: Option<String>,
}

/// Rang d’une sûreté.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecurityRank {
    /// Privilège.
    Privilege,
    /// Hypothèque.
    Mortgage,
    /// Gage ou nantissement.
    Pledge,
}

/// Un fait, et les pièces qui le prouvent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Récit du fait, en une ou deux phrases.
    #[validate(length(min = 1, max = 2000))]
    pub text: String,
    /// Numéros des pièces qui le prouvent, tels que dans le bordereau : la première pièce porte le numéro 1.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schemars(inner(range(min = 1, max = 200)))]
    pub exhibits: Vec<u32>,
}

/// Une facture, ou une échéance.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// Numéro de la facture ; deux factures n’ont pas le même.
    #[validate(length(min = 1, max = 200))]
    pub number: String,
    /// Date d’émission.
    #[schemars(with = "Option<format::Day>")]
    pub issued_on: Option<NaiveDate>,
    /// Date d’échéance.
    #[schemars(with = "Option<format::Day>")]
    pub due_on: Option<NaiveDate>,
    /// Date de la livraison ou de l’exécution de la prestation.
    #[schemars(with = "Option<format::Day>")]
    pub performed_on: Option<NaiveDate>,
    /// Jour où le débiteur a reçu la facture : à défaut de terme, le délai légal en part au Luxembourg, et en France pour un acheteur public.
    #[schemars(with = "Option<format::Day>")]
    pub received_on: Option<NaiveDate>,
    /// Vrai si la facture dit la volonté du créancier de bénéficier des intérêts de retard (Luxembourg, L. du 18 avril 2004, art. 12).
    #[serde(default)]
    pub interest_notice: bool,
    /// Montant toutes taxes comprises, en euros, acomptes non déduits.
    #[schemars(with = "format::PositiveAmount")]
    pub amount: Euros,
    /// Objet de la facture.
    #[validate(length(min = 1, max = 200))]
    pub label: Option<String>,
    /// Contrat ou commande d’où naît la facture : « contrat n° C-2026-011 ». Au Luxembourg, les factures de même cause s’additionnent
    /// pour la compétence du juge ; de causes différentes, chaque cause se compte seule (NCPC, art. 9).
    #[validate(length(min = 1, max = 200))]
    pub cause: Option<String>,
    /// Numéro de la pièce qui est la facture.
    #[validate(range(min = 1, max = 200))]
    pub exhibit: Option<u32>,
    /// Partie que le débiteur conteste.
    #[validate(nested)]
    pub disputed: Option<DisputedPart>,
}

/// Partie contestée d’une facture.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct DisputedPart {
    /// Montant contesté, en euros.
    #[schemars(with = "format::PositiveAmount")]
    pub amount: Euros,
    /// Motif de la contestation.
    #[validate(length(min = 1, max = 500))]
    pub reason: Option<String>,
    /// Vrai si elle est réclamée tout de même ; sinon elle est laissée de côté.
    #[serde(default)]
    pub claimed: bool,
}

/// Un avoir.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CreditNote {
    /// Numéro de l’avoir.
    #[validate(length(min = 1, max = 200))]
    pub number: String,
    /// Date de l’avoir.
    #[schemars(with = "Option<format::Day>")]
    pub issued_on: Option<NaiveDate>,
    /// Montant toutes taxes comprises, en euros.
    #[schemars(with = "format::PositiveAmount")]
    pub amount: Euros,
    /// Numéro de la facture qu’il diminue ; absent, il diminue la plus anciennement échue, puis les suivantes.
    #[validate(length(min = 1, max = 200))]
    pub invoice: Option<String>,
    /// Objet de l’avoir.
    #[validate(length(min = 1, max = 200))]
    pub label: Option<String>,
    /// Numéro de la pièce qui est l’avoir.
    #[validate(range(min = 1, max = 200))]
    pub exhibit: Option<u32>,
}

/// Un paiement reçu.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Jour de la réception du paiement.
    #[schemars(with = "format::Day")]
    pub received_on: NaiveDate,
    /// Montant reçu, en euros.
    #[schemars(with = "format::PositiveAmount")]
    pub amount: Euros,
    /// Jour où il est revenu impayé (chèque sans provision, prélèvement rejeté) : il n’a rien éteint et n’est pas compté.
    #[schemars(with = "Option<format::Day>")]
    pub returned_on: Option<NaiveDate>,
    /// Numéro de la facture que le débiteur a entendu payer, s’il l’a dit.
    #[validate(length(min = 1, max = 200))]
    pub invoice: Option<String>,
    /// Nature du paiement : « acompte », « virement »…
    #[validate(length(min = 1, max = 200))]
    pub label: Option<String>,
    /// Numéro de la pièce qui prouve le paiement.
    #[validate(range(min = 1, max = 200))]
    pub exhibit: Option<u32>,
}

/// Un frais réclamé.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Nature du frais.
    #[validate(length(min = 1, max = 200))]
    pub label: String,
    /// Montant, en euros.
    #[schemars(with = "format::PositiveAmount")]
    pub amount: Euros,
    /// Jour où le frais a été exposé : un syndicat n’impute que ceux qui suivent la mise en demeure (L. n° 65-557, art. 10-1).
    #[schemars(with = "Option<format::Day>")]
    pub incurred_on: Option<NaiveDate>,
    /// Justificatif : « facture CR-12 ».
    #[validate(length(min = 1, max = 200))]
    pub receipt: Option<String>,
}
