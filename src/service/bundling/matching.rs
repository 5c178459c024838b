//! The files received, matched with the exhibits of the case by their names, each read once. Never guesses: what fits nothing, or fits
//! twice, is a fault.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Form;
use crate::bundle::{Cost, Fault, Kept, Limits, Received, Taken};
use crate::case::Case;

/// One exhibit that was taken.
pub struct Ready {
    pub taken: Rc<Taken>,
    pub cost: Cost,
    /// The first exhibit of the same file, if this is not it.
    pub again: Option<usize>,
}

/// A fault with the pointer of what it is one of.
pub type Placed = (String, Fault);

/// Matches the files with the exhibits of the case, and takes each; an exhibit that is not ready has its fault.
pub fn received(
    case: &Case,
    files: &[&dyn Received],
    limits: &Limits,
    form: Form,
    progress: &dyn Fn(&str),
) -> (Vec<Option<Ready>>, Vec<Placed>) {
    let mut faults = of_names(case, files, limits);
    let doubtful: BTreeSet<usize> = twice(files).into_iter().flatten().collect();
    let mut kept = Kept::within(limits);
    let mut ready: Vec<Option<Ready>> = Vec::new();
    for (index, exhibit) in case.exhibits.iter().enumerate() {
        let pointer = format!("/exhibits/{index}/file");
        let found = match &exhibit.file {
            None => Err(Some(Fault::without_file(&exhibit.title))),
            Some(name) => match files.iter().position(|file| file.name() == name) {
                None => Err(Some(Fault::not_received(name))),
                // Told already, with both names.
                Some(at) if doubtful.contains(&at) => Err(None),
                Some(at) => Ok(at),
            },
        };
        let taken = found.and_then(|at| {
            let same = |other: &crate::case::event::Exhibit| other.file == exhibit.file && other.password == exhibit.password;
            let before = case.exhibits[..index].iter().position(same);
            match before.map(|before| (before, ready.get(before).and_then(Option::as_ref))) {
                Some((before, Some(first))) => {
                    kept.again(&first.taken, &first.cost, form == Form::Set)?;
                    Ok(Ready { taken: Rc::clone(&first.taken), cost: first.cost.clone(), again: Some(before) })
                }
                // Read once, and refused once.
                Some((_, None)) => Err(None),
                None => {
                    progress(&format!("pièce {} sur {} : {}", index + 1, case.exhibits.len(), files[at].name()));
                    let (taken, cost) = kept.take(files[at], exhibit.password.as_deref())?;
                    Ok(Ready { taken: Rc::new(taken), cost, again: None })
                }
            }
        });
        match taken {
            Ok(taken) => ready.push(Some(taken)),
            Err(fault) => {
                faults.extend(fault.map(|fault| (pointer, fault)));
                ready.push(None);
            }
        }
        if kept.is_over() {
            // Whatever follows goes over as well: one exhibit is named, not each after it.
            break;
        }
    }
    ready.resize_with(case.exhibits.len(), || None);
    (ready, faults)
}

/// What names alone say: too many files, two of one name, a file that is no exhibit's.
fn of_names(case: &Case, files: &[&dyn Received], limits: &Limits) -> Vec<Placed> {
    let mut faults = Vec::new();
    let mut fault = |fault| faults.push(("/exhibits".to_owned(), fault));
    if files.len() > limits.files {
        fault(Fault::too_many_files(files.len(), limits.files));
    }
    for same in twice(files) {
        fault(Fault::received_twice(&same.iter().map(|at| files[*at].sent_as()).collect::<Vec<_>>()));
    }
    let named: BTreeSet<&str> = case.exhibits.iter().filter_map(|exhibit| exhibit.file.as_deref()).collect();
    let mut told = BTreeSet::new();
    for file in files.iter().filter(|file| !named.contains(file.name()) && told.insert(file.name())) {
        fault(Fault::without_exhibit(file.name()));
    }
    faults
}

/// The files that an exhibit could not tell apart.
fn twice(files: &[&dyn Received]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        match groups.iter_mut().find(|group| files[group[0]].name() == file.name()) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}
