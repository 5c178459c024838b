//! How the décompte was computed, one sentence a rule, with the article or the source it rests on. A rule that the law leaves open is
//! named as a choice of the case. Words what `decompte` did; decides nothing.

use crate::case::claim::Nature;
use crate::case::event::InsolvencyKind;
use crate::case::terms::{Imputation, JudgmentDay, LumpSumRank, PenaltyBase};
use crate::decompte::account::CONSUMER_BASIS;
use crate::decompte::regime::keeps_running;
use crate::decompte::schedule::legal_interest_of;
use crate::decompte::{LineKind, Regime, Schedule};

use super::super::super::facts::Facts;
use super::super::super::french::{folded, long_day};
use super::super::item::Noun;

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
    let articles = &decompte.national().articles;
    let (lump_sum, lump_sums, due, beyond) = if facts.is_luxembourg() {
        ("Le montant forfaitaire", "Les montants forfaitaires", "dû", "des montants forfaitaires")
    } else {
        ("L’indemnité forfaitaire", "Les indemnités forfaitaires", "due", "des indemnités forfaitaires")
    };
    let noun = Noun::of(facts);
    let mut rules = Vec::new();
    let mut tell = |id: &'static str, says: String, basis: &str, chosen: bool| {
        rules.push(Rule { id, says, basis: facts.law.law().cited(basis, case.letter_date).to_owned(), chosen });
    };
    if let Some(judgment) = &case.claim.judgment {
        let court =
            judgment.court.as_ref().map(|court| format!(" de la juridiction suivante\u{a0}: {court}")).unwrap_or_default();
        let number =
            judgment.reference.as_deref().map(bare_number).map(|number| format!(", n°\u{a0}{number}")).unwrap_or_default();
        let says = format!("La créance repose sur la décision du {}{number}{court}", long_day(judgment.on));
        tell("judgment", says, "Décision de justice", false);
    }
    if decompte.interest_lines().next().is_some() {
        let base = if case.claim.capitalisation_granted.is_some() { "base" } else { "principal" };
        tell(
            "rounding",
            format!(
                "Chaque période\u{a0}: {base} × jours × taux ÷ {}, arrondi une fois au centime, la moitié vers le haut\u{202f}; le total est la somme des lignes",
                super::divisor(decompte)
            ),
            articles.formula,
            decompte.choices.day_count.is_some() && facts.is_luxembourg(),
        );
        let kind = super::interest_kind(decompte).to_lowercase();
        for (says, basis) in first_days(facts) {
            tell("first_day", format!("Les {kind} courent {says}"), basis, false);
        }
        tell(
            "last_day",
            "Le dernier jour de chaque période est compté, jour du paiement et jour du décompte compris".to_owned(),
            if decompte.regime == Regime::Public { articles.public_end } else { "Règle de calcul" },
            false,
        );
        if let Some((says, basis)) = rate(facts) {
            tell("rate", says, basis, false);
        }
    }
    if let Some(first) = raised_from(decompte.schedule).filter(|first| *first <= decompte.as_of)
        && let Some(points) = super::points(facts, decompte.national().raise)
    {
        tell(
            "raised_rate",
            format!(
                "Le taux légal est majoré de {} points depuis le {}, au terme du délai qui suit {}",
                points,
                long_day(first),
                if facts.is_luxembourg() {
                    "la signification de la décision, qui l’ordonne"
                } else {
                    "le jour où la décision est devenue exécutoire"
                }
            ),
            articles.raised,
            false,
        );
    }
    if let Some(granted) = case.claim.capitalisation_granted.as_ref().filter(|_| decompte.interest_lines().next().is_some()) {
        let by = granted.clause.as_ref().map(|clause| format!(" ({clause})")).unwrap_or_default();
        tell(
            "capitalisation",
            format!("À chaque année entière, les intérêts échus produisent intérêt{by}"),
            articles.capitalisation,
            false,
        );
    }
    if decompte.has(LineKind::CreditNote) || decompte.has(LineKind::DisputedPart) {
        tell(
            "reductions",
            format!("Un avoir, ou une partie contestée qui n’est pas réclamée, diminue {} dès l’origine", noun.the()),
            "Règle de calcul",
            false,
        );
    }
    if case.claim.credit_notes.iter().any(|note| note.invoice.is_none()) {
        tell(
            "unassigned_credit_note",
            "Un avoir qui ne désigne aucune facture diminue d’abord celle qui est échue depuis le plus longtemps, puis les suivantes"
                .to_owned(),
            "Règle de calcul",
            false,
        );
    }
    for payment in &case.claim.returned {
        let cheque = payment.label.as_ref().is_some_and(|label| folded(label).contains("cheque")) && !facts.is_luxembourg();
        tell(
            "returned_payment",
            format!(
                "Le paiement de {} reçu le {} est revenu impayé{}\u{a0}: il n’a rien éteint et n’est pas compté",
                payment.amount.french(),
                long_day(payment.received_on),
                payment.returned_on.map(|day| format!(" le {}", long_day(day))).unwrap_or_default()
            ),
            if cheque { "C. mon. fin., art. L. 131-67" } else { "Règle de calcul" },
            false,
        );
    }
    if decompte.has(LineKind::Payment) {
        tell("among_debts", "Un paiement éteint la dette que le débiteur désigne\u{202f}; à défaut, une dette échue, celle qui porte le plus fort intérêt, la plus ancienne, sinon toutes en proportion".to_owned(), articles.imputation, false);
        match decompte.choices.imputation {
            Imputation::InterestFirst => tell(
                "imputation",
                "Sur une dette, un paiement éteint les intérêts, puis le principal".to_owned(),
                articles.interest_first,
                false,
            ),
            Imputation::PrincipalFirst => tell(
                "imputation",
                "Sur une dette, un paiement éteint le principal, puis les intérêts".to_owned(),
                articles.interest_first,
                true,
            ),
        }
        if decompte.has(LineKind::IndemniteForfaitaire) {
            match decompte.choices.lump_sum_rank {
                LumpSumRank::AfterPrincipal => tell(
                    "lump_sum_rank",
                    format!("{lump_sums} et les frais passent après tout le principal"),
                    "Règle de calcul",
                    false,
                ),
                LumpSumRank::BeforePrincipal => tell(
                    "lump_sum_rank",
                    format!("{lump_sum} d’{} passe avant son principal", noun.a()),
                    articles.lump_sum_first,
                    true,
                ),
            }
        }
    }
    if decompte.has(LineKind::IndemniteForfaitaire) {
        let basis = if decompte.regime == Regime::Public { articles.public_lump_sum } else { articles.lump_sum };
        tell("lump_sum", format!("{lump_sum} est {due} une fois par {} en retard", noun.one), basis, false);
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
            articles.penalty,
            false,
        );
    }
    if decompte.has(LineKind::Cost) {
        let (says, basis) = match (case.claim.nature, decompte.national().condominium_costs) {
            (Nature::CondominiumCharges, Some(basis)) => {
                ("Les frais nécessaires exposés depuis la mise en demeure sont comptés sur justificatif".to_owned(), basis)
            }
            _ => (
                format!("Les frais de recouvrement sont comptés sur justificatif, au-delà {beyond}"),
                if decompte.regime == Regime::Public { articles.public_costs } else { articles.costs },
            ),
        };
        tell("costs", says, basis, false);
    }
    if let Some(insolvency) =
        case.insolvency.as_ref().filter(|open| !keeps_running(case, open) && facts.claim_before_insolvency())
    {
        let reorganised = insolvency.kind == InsolvencyKind::ReorganisationJudiciaire;
        let basis = if reorganised { "L. du 18 avril 2004, art. 2" } else { articles.insolvency };
        let day = long_day(insolvency.judgment_on);
        let bankrupt = facts.is_luxembourg() && !reorganised;
        let stopped = if bankrupt { "À l’égard de la masse, les" } else { "Les" };
        let secured = if bankrupt && case.claim.security.is_some() {
            "\u{202f}; ceux qui courent ensuite ne se réclament que sur les biens affectés à la garantie et ne sont pas comptés ici"
        } else {
            ""
        };
        match decompte.choices.insolvency_judgment_day {
            _ if !decompte.against.is_spared_by(insolvency.kind) => tell(
                "insolvency",
                format!("Le jugement du {day} n’arrête pas les intérêts que doit la caution"),
                if bankrupt { "C. com. lux., art. 451 et 541" } else { basis },
                false,
            ),
            JudgmentDay::Excluded => tell(
                "insolvency",
                format!("{stopped} intérêts des créances antérieures s’arrêtent la veille du jugement du {day}{secured}"),
                basis,
                false,
            ),
            JudgmentDay::Included => tell(
                "insolvency",
                format!("{stopped} intérêts des créances antérieures s’arrêtent au jour du jugement, le {day}, compris{secured}"),
                basis,
                true,
            ),
        }
    }
    if let Some(file) = case.over_indebtedness.as_ref().filter(|_| facts.claim_before_over_indebtedness()) {
        tell(
            "over_indebtedness",
            format!(
                "Les intérêts s’arrêtent la veille de {} le {}",
                if facts.is_luxembourg() {
                    "l’admission au règlement collectif des dettes,"
                } else {
                    "la recevabilité, prononcée"
                },
                long_day(file.admissible_on)
            ),
            articles.over_indebtedness,
            false,
        );
    }
    rules
}

/// « 812/26 » of « n° 812/26 ».
pub fn bare_number(number: &str) -> &str {
    let number = number.trim();
    let bare = ["n°", "N°", "no", "No"].iter().find_map(|word| number.strip_prefix(word)).unwrap_or(number);
    let bare = bare.trim_start_matches(|sign: char| sign == '.' || sign.is_whitespace());
    if bare.starts_with(|first: char| first.is_ascii_digit()) { bare } else { number }
}

/// From when interest runs, and the text that says so; in Luxembourg the invoices of a consumer may differ.
fn first_days(facts: &Facts) -> Vec<(&'static str, &'static str)> {
    let by_right = |line: &&crate::decompte::Line| line.basis == CONSUMER_BASIS;
    let months = (facts.decompte.interest_lines().any(|line| by_right(&line))).then_some((
        "à l’expiration du troisième mois qui suit celui de la livraison ou de l’exécution, la facture le mentionnant",
        "L. du 18 avril 2004, art. 12 et 13",
    ));
    let others = facts.decompte.interest_lines().any(|line| !by_right(&line)).then(|| first_day(facts));
    months.into_iter().chain(others).collect()
}

fn first_day(facts: &Facts) -> (&'static str, &'static str) {
    let (case, regime) = (facts.case, facts.decompte.regime);
    let articles = &facts.decompte.national().articles;
    let after_due = "dès le lendemain de l’échéance";
    if let Some(judgment) = legal_interest_of(case) {
        let from_judgment = if judgment.interest_from.is_some() {
            "à compter du lendemain du jour que fixe la décision, ou de l’échéance si elle est postérieure"
        } else {
            "à compter du lendemain de la décision, ou de l’échéance si elle est postérieure"
        };
        return (from_judgment, articles.judgment);
    }
    let without_notice = case.claim.late_payment_rate.as_ref().is_some_and(|rate| rate.runs_without_notice());
    match regime {
        Regime::Commercial => (after_due, articles.commercial),
        Regime::Public => (after_due, articles.public_start),
        Regime::Civil if without_notice => (after_due, articles.without_notice),
        Regime::Civil if facts.is_luxembourg() => ("à compter du lendemain de la sommation de payer", articles.civil),
        Regime::Civil => ("à compter du lendemain de la réception de la mise en demeure", articles.civil),
    }
}

/// « dès le lendemain de l’échéance ».
pub fn start(facts: &Facts) -> &'static str {
    first_days(facts).first().map_or("", |(says, _)| says)
}

fn raised_from(schedule: Schedule) -> Option<chrono::NaiveDate> {
    if let Schedule::Legal { raised_from, .. } = schedule { raised_from } else { None }
}

/// How the rate is set; nothing where a figure of the law is missing, which refuses the paper.
fn rate(facts: &Facts) -> Option<(String, &'static str)> {
    let articles = &facts.decompte.national().articles;
    let refinancing = "celui du refinancement de la Banque centrale européenne";
    let by_half_year = "au 1er\u{a0}janvier pour le premier semestre, au 1er\u{a0}juillet pour le second";
    Some(match facts.decompte.schedule {
        Schedule::Statutory { points } => (
            format!("Taux\u{a0}: {refinancing} {by_half_year}, majoré de {} points", super::points_used(facts, points)?),
            if facts.decompte.regime == Regime::Public { articles.public } else { articles.commercial },
        ),
        Schedule::StatutoryFrozen { points } => (
            format!(
                "Taux\u{a0}: {refinancing} au premier jour du semestre où les intérêts ont commencé à courir, majoré de {} points",
                super::points(facts, points)?
            ),
            articles.public,
        ),
        Schedule::BcePlus(points) => (
            format!("Taux convenu\u{a0}: {refinancing} {by_half_year}, majoré de {} points", super::points_in_words(points)),
            articles.contract,
        ),
        Schedule::LegalTimes { times, .. } => {
            (format!("Taux convenu\u{a0}: {times} fois le taux de l’intérêt légal en vigueur"), articles.contract)
        }
        Schedule::Agreed(_) => ("Taux\u{a0}: celui qui est convenu".to_owned(), articles.contract),
        Schedule::Legal { .. } if facts.is_luxembourg() => {
            ("Taux\u{a0}: celui de l’intérêt légal de chaque année".to_owned(), articles.legal_rate)
        }
        Schedule::Legal { .. } => (
            "Taux\u{a0}: celui de l’intérêt légal de chaque semestre, dans la colonne du créancier".to_owned(),
            articles.legal_rate,
        ),
    })
}
