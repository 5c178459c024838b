//! How the décompte was computed, one sentence a rule, with the article or the source it rests on. A rule that the law leaves open is
//! named as a choice of the case. Words what `decompte` did; decides nothing.

use crate::case::Case;
use crate::case::terms::{Imputation, JudgmentDay, LumpSumRank, PenaltyBase};
use crate::decompte::schedule::{MAJORATION, MAJORATION_JUGEMENT, MAJORATION_PUBLIQUE, legal_interest_of};
use crate::decompte::{LineKind, Regime, Schedule};

use super::super::super::facts::Facts;
use super::super::super::french::long_day;

/// One rule of the computation.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
pub struct Rule {
    /// Ce dont il s’agit : `first_day`, `rounding`, `imputation`…
    pub id: &'static str,
    pub says: String,
    pub basis: String,
    /// Vrai si le dossier l’a choisie, là où le droit laisse le choix.
    pub chosen: bool,
}

/// The rules at work in this décompte, in reading order.
pub fn rules(facts: &Facts) -> Vec<Rule> {
    let (case, decompte) = (facts.case, facts.decompte);
    let mut rules = Vec::new();
    let mut tell = |id: &'static str, says: String, basis: &str, chosen: bool| {
        rules.push(Rule { id, says, basis: facts.law.law().cited(basis, case.letter_date).to_owned(), chosen });
    };
    if let Some(judgment) = &case.claim.judgment {
        let court =
            judgment.court.as_ref().map(|court| format!(" de la juridiction suivante\u{a0}: {court}")).unwrap_or_default();
        let number = judgment.reference.as_ref().map(|number| format!(", n°\u{a0}{number}")).unwrap_or_default();
        let says = format!("La créance repose sur la décision du {}{number}{court}", long_day(judgment.on));
        tell("judgment", says, "Décision de justice", false);
    }
    if decompte.interest_lines().next().is_some() {
        let base = if case.claim.capitalisation_granted.is_some() { "base" } else { "principal" };
        tell(
            "rounding",
            format!(
                "Chaque période\u{a0}: {base} × jours × taux ÷ 36\u{202f}500, arrondi une fois au centime, la moitié vers le haut\u{202f}; le total est la somme des lignes"
            ),
            "Service-Public, fiche F20688",
            false,
        );
        let (says, basis) = first_day(case, decompte.regime);
        let kind = super::interest_kind(decompte).to_lowercase();
        tell("first_day", format!("Les {kind} courent {says}"), basis, false);
        tell(
            "last_day",
            "Le dernier jour de chaque période est compté, jour du paiement et jour du décompte compris".to_owned(),
            last_day_basis(decompte.regime),
            false,
        );
        if let Some((says, basis)) = rate(facts) {
            tell("rate", says, basis, false);
        }
    }
    if let Some(first) = raised_from(decompte.schedule).filter(|first| *first <= case.letter_date)
        && let Some(points) = super::points(facts, MAJORATION_JUGEMENT)
    {
        tell(
            "raised_rate",
            format!(
                "Le taux légal est majoré de {} points depuis le {}, au terme du délai qui suit le jour où la décision est devenue exécutoire",
                points,
                long_day(first)
            ),
            "C. mon. fin., art. L. 313-3",
            false,
        );
    }
    if let Some(granted) = case.claim.capitalisation_granted.as_ref().filter(|_| decompte.interest_lines().next().is_some()) {
        let by = granted.clause.as_ref().map(|clause| format!(" ({clause})")).unwrap_or_default();
        tell(
            "capitalisation",
            format!("À chaque année entière, les intérêts échus produisent intérêt{by}"),
            "C. civ., art. 1343-2",
            false,
        );
    }
    if decompte.has(LineKind::CreditNote) || decompte.has(LineKind::DisputedPart) {
        tell(
            "reductions",
            "Un avoir, ou une partie contestée qui n’est pas réclamée, diminue sa facture dès l’origine".to_owned(),
            "Règle de calcul",
            false,
        );
    }
    if decompte.has(LineKind::Payment) {
        tell("among_debts", "Un paiement éteint la dette que le débiteur désigne\u{202f}; à défaut, une dette échue, celle qui porte le plus fort intérêt, la plus ancienne, sinon toutes en proportion".to_owned(), "C. civ., art. 1342-10", false);
        match decompte.choices.imputation {
            Imputation::InterestFirst => tell(
                "imputation",
                "Sur une dette, un paiement éteint les intérêts, puis le principal".to_owned(),
                "C. civ., art. 1343-1",
                false,
            ),
            Imputation::PrincipalFirst => tell(
                "imputation",
                "Sur une dette, un paiement éteint le principal, puis les intérêts".to_owned(),
                "C. civ., art. 1343-1",
                true,
            ),
        }
        if decompte.has(LineKind::IndemniteForfaitaire) {
            match decompte.choices.lump_sum_rank {
                LumpSumRank::AfterPrincipal => tell(
                    "lump_sum_rank",
                    "Les indemnités forfaitaires et les frais passent après tout le principal".to_owned(),
                    "Règle de calcul",
                    false,
                ),
                LumpSumRank::BeforePrincipal => tell(
                    "lump_sum_rank",
                    "L’indemnité forfaitaire d’une facture passe avant son principal".to_owned(),
                    "par analogie, Cass. 1re civ., 7 février 1995, n° 92-14.216",
                    true,
                ),
            }
        }
    }
    if decompte.has(LineKind::IndemniteForfaitaire) {
        let basis = if decompte.regime == Regime::Public { "CCP, art. D. 2192-35" } else { "C. com., art. D. 441-5" };
        tell("lump_sum", "L’indemnité forfaitaire est due une fois par facture en retard".to_owned(), basis, false);
    }
    if decompte.has(LineKind::ClausePenale) {
        let of = case.claim.clause_penale.as_ref().filter(|clause| clause.percent.is_some()).map(|clause| match clause.of {
            PenaltyBase::PrincipalDue => " sur le principal restant dû",
            PenaltyBase::PrincipalInvoiced => " sur le principal facturé, avoirs et parties non réclamées déduits",
            PenaltyBase::PrincipalAndInterestDue => " sur le principal et les intérêts restant dus",
        });
        tell(
            "clause_penale",
            format!(
                "La clause pénale est comptée{}, la mise en demeure étant envoyée\u{202f}; le juge peut la modérer",
                of.unwrap_or_default()
            ),
            "C. civ., art. 1231-5",
            false,
        );
    }
    if decompte.has(LineKind::Cost) {
        tell(
            "costs",
            "Les frais de recouvrement sont comptés sur justificatif, au-delà des indemnités forfaitaires".to_owned(),
            "C. com., art. L. 441-10, II",
            false,
        );
    }
    if let Some(insolvency) = case.insolvency.as_ref().filter(|_| !case.claim.long_term_credit && facts.claim_before_insolvency())
    {
        let day = long_day(insolvency.judgment_on);
        match decompte.choices.insolvency_judgment_day {
            JudgmentDay::Excluded => tell(
                "insolvency",
                format!("Les intérêts des créances antérieures s’arrêtent la veille du jugement du {day}"),
                "C. com., art. L. 622-28",
                false,
            ),
            JudgmentDay::Included => tell(
                "insolvency",
                format!("Les intérêts des créances antérieures s’arrêtent au jour du jugement, le {day}, compris"),
                "C. com., art. L. 622-28",
                true,
            ),
        }
    }
    if let Some(file) = case.over_indebtedness.as_ref().filter(|_| facts.claim_before_over_indebtedness()) {
        tell(
            "over_indebtedness",
            format!("Les intérêts s’arrêtent la veille de la recevabilité, prononcée le {}", long_day(file.admissible_on)),
            "C. conso., art. L. 722-14",
            false,
        );
    }
    rules
}

/// From when interest runs, and the text that says so.
fn first_day(case: &Case, regime: Regime) -> (&'static str, &'static str) {
    let after_due = "dès le lendemain de l’échéance";
    if let Some(judgment) = legal_interest_of(case) {
        let from_judgment = if judgment.interest_from.is_some() {
            "à compter du lendemain du jour que fixe la décision, ou de l’échéance si elle est postérieure"
        } else {
            "à compter du lendemain de la décision, ou de l’échéance si elle est postérieure"
        };
        return (from_judgment, "C. civ., art. 1231-7");
    }
    let without_notice = case.claim.late_payment_rate.as_ref().is_some_and(|rate| rate.runs_without_notice());
    match regime {
        Regime::Commercial => (after_due, "C. com., art. L. 441-10, II"),
        Regime::Public => (after_due, "CCP, art. L. 2192-13"),
        Regime::Civil if without_notice => (after_due, "C. civ., art. 1344"),
        Regime::Civil => ("à compter du lendemain de la réception de la mise en demeure", "C. civ., art. 1231-6 et 1344-1"),
    }
}

/// « dès le lendemain de l’échéance ».
pub fn start(case: &Case, regime: Regime) -> &'static str {
    first_day(case, regime).0
}

/// « […] jusqu'à la date de mise en paiement du principal incluse » (CCP, art. R. 2192-32); elsewhere no text was found.
fn last_day_basis(regime: Regime) -> &'static str {
    if regime == Regime::Public { "CCP, art. R. 2192-32" } else { "Règle de calcul" }
}

fn raised_from(schedule: Schedule) -> Option<chrono::NaiveDate> {
    if let Schedule::Legal { raised_from, .. } = schedule { raised_from } else { None }
}

/// How the rate is set; nothing where a figure of the law is missing, which refuses the paper.
fn rate(facts: &Facts) -> Option<(String, &'static str)> {
    let refinancing = "celui du refinancement de la Banque centrale européenne";
    let by_half_year = "au 1er\u{a0}janvier pour le premier semestre, au 1er\u{a0}juillet pour le second";
    Some(match facts.decompte.schedule {
        Schedule::BcePlusTen => (
            format!("Taux\u{a0}: {refinancing} {by_half_year}, majoré de {} points", super::points(facts, MAJORATION)?),
            "C. com., art. L. 441-10, II",
        ),
        Schedule::BcePlusEightFrozen => (
            format!(
                "Taux\u{a0}: {refinancing} au premier jour du semestre où les intérêts ont commencé à courir, majoré de {} points",
                super::points(facts, MAJORATION_PUBLIQUE)?
            ),
            "CCP, art. R. 2192-31",
        ),
        Schedule::BcePlus(points) => (
            format!("Taux convenu\u{a0}: {refinancing} {by_half_year}, majoré de {} points", super::points_in_words(points)),
            "C. civ., art. 1103",
        ),
        Schedule::LegalTimes { times, .. } => {
            (format!("Taux convenu\u{a0}: {times} fois le taux de l’intérêt légal de chaque semestre"), "C. civ., art. 1103")
        }
        Schedule::Agreed(_) => ("Taux\u{a0}: celui qui est convenu".to_owned(), "C. civ., art. 1103"),
        Schedule::Legal { .. } => (
            "Taux\u{a0}: celui de l’intérêt légal de chaque semestre, dans la colonne du créancier".to_owned(),
            "C. mon. fin., art. L. 313-2",
        ),
    })
}
