//! The guarantor to whom a paper goes, and whether he was told what the law wants him told.

use chrono::{Datelike, Months, NaiveDate};

use super::Facts;
use crate::case::Case;
use crate::case::claim::Invoice;
use crate::case::party::Guarantor;
use crate::decompte::Balance;
use crate::decompte::guarantee::{Deprivation, Guaranteed};
use crate::law::Jurisdiction;

/// The guarantor of the rank that the letter names; the first where it names none.
pub fn guarantor_of(case: &Case) -> Option<&Guarantor> {
    let rank = case.letter.as_ref().and_then(|letter| letter.guarantor).unwrap_or(1);
    case.guarantors.get(usize::try_from(rank).ok()?.checked_sub(1)?)
}

impl Facts<'_> {
    /// The guarantor of the rank that the letter names; the first where it names none.
    pub fn guarantor(&self) -> Option<&Guarantor> {
        guarantor_of(self.case)
    }

    pub fn guarantor_is(&self, ask: impl Fn(&Guarantor) -> bool) -> bool {
        self.guarantor().is_some_and(ask)
    }

    /// A natural person whose deed is older than a year: he was to be told each year since (C. civ. lux., art. 2016, al. 2).
    pub fn guarantor_deed_is_old(&self) -> bool {
        let year_ago = self.case.letter_date.checked_sub_months(Months::new(12));
        let old = |guarantor: &Guarantor| guarantor.deed_on.zip(year_ago).is_some_and(|(deed, ago)| deed < ago);
        self.guarantor_is(|guarantor| guarantor.party.is_person() && old(guarantor))
    }

    /// What may be claimed from him.
    pub fn guaranteed(&self) -> Option<Guaranteed> {
        let guarantor = self.guarantor()?;
        Some(Guaranteed::of(self.case, self.law, self.decompte, guarantor, self.deprivation(guarantor)))
    }

    /// A natural person who guarantees, and whom nobody told of the default by the letter's day (C. civ., art. 2303).
    pub fn a_guarantor_is_not_informed(&self) -> bool {
        let told = |guarantor: &Guarantor| guarantor.informed_on.is_some_and(|on| on <= self.case.letter_date);
        self.case.guarantors.iter().any(|guarantor| guarantor.party.is_person() && !told(guarantor))
    }

    /// The interest that the creditor lost against him, for want of information: in France of a professional creditor (C. civ., art.
    /// 2302 and 2303), in Luxembourg of any (C. civ. lux., art. 2016). An annual information that is late counts as none, which never
    /// over-claims.
    pub fn deprivation(&self, guarantor: &Guarantor) -> Deprivation {
        if !guarantor.party.is_person() {
            return Deprivation::None;
        }
        match self.jurisdiction() {
            Jurisdiction::Luxembourg if self.told_as_in_luxembourg(guarantor) => Deprivation::None,
            Jurisdiction::Luxembourg => Deprivation::Whole,
            Jurisdiction::France if !self.case.creditor.is_professional() => Deprivation::None,
            Jurisdiction::France if !self.told_each_year(guarantor) => Deprivation::Whole,
            Jurisdiction::France => self.told_of_default(guarantor),
        }
    }

    /// The first invoice that was still unpaid a month after its due day: « le premier incident de paiement non régularisé dans le mois
    /// de l'exigibilité de ce paiement » (C. civ., art. 2303).
    pub fn first_default(&self) -> Option<(&Invoice, NaiveDate)> {
        let unmended = |(invoice, balance): (_, &Balance)| {
            let due = balance.due_on?;
            let month = due.checked_add_months(Months::new(1))?;
            (month < self.case.letter_date).then_some((invoice, due))
        };
        self.open_invoices().filter_map(unmended).min_by_key(|(_, due)| *due)
    }

    /// In time within the month that makes it a default; later, what accrued before is lost.
    fn told_of_default(&self, guarantor: &Guarantor) -> Deprivation {
        let default = self.first_default().and_then(|(_, due)| Some((due, due.checked_add_months(Months::new(1))?)));
        let Some((due, month)) = default else { return Deprivation::None };
        // Nobody is told of a default before it.
        match guarantor.informed_on.filter(|on| *on >= due && *on <= self.case.letter_date) {
            Some(on) if on <= month => Deprivation::None,
            Some(on) => Deprivation::Until(on),
            None => Deprivation::Whole,
        }
    }

    /// « avant le 31 mars de chaque année » (C. civ., art. 2302): the last such day since the deed.
    fn told_each_year(&self, guarantor: &Guarantor) -> bool {
        let day = self.case.letter_date;
        let march = |year: i32| NaiveDate::from_ymd_opt(year, 3, 31);
        let last = march(day.year()).filter(|march| *march < day).or_else(|| march(day.year() - 1));
        let owed = last.is_some_and(|last| guarantor.deed_on.is_none_or(|deed| deed.year() < last.year()));
        // Late that year counts as none; what comes the year after, before its own 31 March, is in time.
        let in_time = |on: NaiveDate, last: NaiveDate| on.year() > last.year() || on.year() == last.year() && on < last;
        let informed = guarantor.annual_informed_on.filter(|on| *on <= day);
        let told = |last: NaiveDate| informed.is_some_and(|on| in_time(on, last));
        !owed || last.is_some_and(told)
    }

    /// « à la date convenue entre les parties ou, à défaut, à la date anniversaire du contrat » (C. civ. lux., art. 2016): within the
    /// year before, unless the deed is younger.
    fn told_as_in_luxembourg(&self, guarantor: &Guarantor) -> bool {
        let year_ago = self.case.letter_date.checked_sub_months(Months::new(12));
        let since =
            |day: Option<NaiveDate>| day.zip(year_ago).is_some_and(|(day, ago)| ago <= day && day <= self.case.letter_date);
        since(guarantor.deed_on) || since(guarantor.annual_informed_on)
    }
}
