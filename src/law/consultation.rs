//! One reading of the law for one case: the law's values, the values that the case brings for days nobody has published, and
//! the list of what was used, for the report.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::citation::Sourcing;
use super::parameter::{Cadence, Figure, Parameter, Unit, next_half_year};
use super::{Law, NoValueInForce};
use crate::money::{Euros, Rate};

/// A value that the caller brings for a day on which the law's own file has none.
#[derive(Debug, Clone)]
pub struct SuppliedValue {
    pub id: String,
    pub from: NaiveDate,
    pub figure: Figure,
    pub source: String,
}

/// A value that the case used, as the report shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct UsedValue {
    pub id: String,
    pub title: String,
    /// A shorter name, for a list of figures.
    pub short: String,
    /// Where its values are published, as a paper says it; the article that sets it, where nothing else is said.
    pub published: String,
    pub unit: Unit,
    pub cadence: Cadence,
    pub basis: String,
    pub from: NaiveDate,
    pub figure: Figure,
    pub source: String,
    pub sourcing: Sourcing,
    pub lawyer_validated: bool,
}

/// The law as one case reads it. Lives as long as the request, shared with nobody.
pub struct Consultation<'a> {
    law: &'a Law,
    supplied: Vec<SuppliedValue>,
    used: RefCell<BTreeMap<(String, NaiveDate), UsedValue>>,
}

impl Law {
    /// Opens a reading with the values that the case brings.
    pub fn consult(&self, supplied: Vec<SuppliedValue>) -> Consultation<'_> {
        Consultation { law: self, supplied, used: RefCell::default() }
    }
}

impl<'a> Consultation<'a> {
    pub fn law(&self) -> &'a Law {
        self.law
    }

    /// What was used so far, by parameter and first day.
    pub fn used(&self) -> Vec<UsedValue> {
        self.used.borrow().values().cloned().collect()
    }

    /// A yearly rate, or points to add to one.
    ///
    /// # Errors
    /// When nobody has published a value for `day`.
    pub fn rate(&self, id: &str, day: NaiveDate) -> Result<Rate, NoValueInForce> {
        match self.value(id, day)?.figure {
            Figure::Rate(rate) => Ok(rate),
            _ => Err(self.no_value(id, day)),
        }
    }

    /// An amount. Errors as [`Self::rate`].
    pub fn euros(&self, id: &str, day: NaiveDate) -> Result<Euros, NoValueInForce> {
        match self.value(id, day)?.figure {
            Figure::Euros(euros) => Ok(euros),
            _ => Err(self.no_value(id, day)),
        }
    }

    /// A number of days, months, years, people or times. Errors as [`Self::rate`].
    pub fn count(&self, id: &str, day: NaiveDate) -> Result<u32, NoValueInForce> {
        match self.value(id, day)?.figure {
            Figure::Count(count) => Ok(count),
            _ => Err(self.no_value(id, day)),
        }
    }

    /// Names. Errors as [`Self::rate`].
    pub fn list(&self, id: &str, day: NaiveDate) -> Result<Vec<String>, NoValueInForce> {
        match self.value(id, day)?.figure {
            Figure::List(list) => Ok(list),
            _ => Err(self.no_value(id, day)),
        }
    }

    /// The value in force with what vouches for it, noted as used.
    ///
    /// # Errors
    /// When neither the law nor the case has one for `day`.
    pub fn value(&self, id: &str, day: NaiveDate) -> Result<UsedValue, NoValueInForce> {
        let found = self.law.parameter(id).and_then(|parameter| in_law(parameter, day));
        let used = found.or_else(|| self.in_case(id, day)).ok_or_else(|| self.no_value(id, day))?;
        self.used.borrow_mut().insert((id.to_owned(), used.from), used.clone());
        Ok(used)
    }

    fn in_case(&self, id: &str, day: NaiveDate) -> Option<UsedValue> {
        let parameter = self.law.parameter(id)?;
        let holds = |value: &&SuppliedValue| {
            let lasts = match parameter.cadence {
                Cadence::Open => true,
                Cadence::HalfYear => day < next_half_year(value.from),
                Cadence::Year => day.year() == value.from.year(),
            };
            value.id == id && value.from <= day && lasts
        };
        let value = self.supplied.iter().filter(holds).max_by_key(|value| value.from)?;
        Some(UsedValue {
            id: id.to_owned(),
            title: parameter.title.clone(),
            short: parameter.short.clone().unwrap_or_else(|| parameter.title.clone()),
            published: parameter.published.clone().unwrap_or_else(|| parameter.basis.clone()),
            unit: parameter.unit,
            cadence: parameter.cadence,
            basis: parameter.basis.clone(),
            from: value.from,
            figure: value.figure.clone(),
            source: value.source.clone(),
            sourcing: Sourcing::Supplied,
            lawyer_validated: false,
        })
    }

    fn no_value(&self, id: &str, day: NaiveDate) -> NoValueInForce {
        let title = self.law.parameter(id).map_or(id, |parameter| &parameter.title);
        NoValueInForce { parameter: id.to_owned(), title: title.to_owned(), day }
    }
}

fn in_law(parameter: &Parameter, day: NaiveDate) -> Option<UsedValue> {
    let entry = parameter.values.on(day)?;
    Some(UsedValue {
        id: parameter.id.clone(),
        title: parameter.title.clone(),
        short: parameter.short.clone().unwrap_or_else(|| parameter.title.clone()),
        published: parameter.published.clone().unwrap_or_else(|| parameter.basis.clone()),
        unit: parameter.unit,
        cadence: parameter.cadence,
        basis: parameter.basis.clone(),
        from: entry.from,
        figure: entry.value.figure.clone(),
        source: entry.value.source.clone(),
        sourcing: entry.value.sourcing,
        lawyer_validated: parameter.lawyer_validated,
    })
}
