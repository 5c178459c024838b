//! Whether each document type still makes its own example: what the server asks before it says that it is ready.

use super::{Refused, Service};
use crate::compliance::Report;
use crate::document::Severity;

impl Service {
    /// Checks, composes and reads back the example of a type, as a caller's case would be; the e-mail too, where there is one.
    ///
    /// # Errors
    /// What is wrong, in French: the file and line of a template that fails, the mention that the page does not show.
    pub fn prove(&self, id: &str) -> Result<(), String> {
        let example = self.document_type(id).map(|document| document.example.clone()).unwrap_or_default();
        let told = |refused: Refused| format!("{id} : {}", told(&refused));
        // What is too long for this process is composed in another, as a caller's is.
        match self.sheet(id, example.as_bytes()) {
            Ok(_) | Err(Refused::Long) => {}
            Err(refused) => return Err(told(refused)),
        }
        match self.email(id, example.as_bytes()) {
            Ok(_) | Err(Refused::NoSuchPaper | Refused::Long) => Ok(()),
            Err(refused) => Err(told(refused)),
        }
    }
}

fn told(refused: &Refused) -> String {
    match refused {
        Refused::ByLaw(report) => format!("son exemple (case.json) ne devient pas un document.{}", refusals(report)),
        Refused::NotACase(problems) => {
            let told: Vec<String> = problems.iter().take(5).map(|problem| format!("\n    {problem}")).collect();
            format!("son exemple (case.json) n’est pas un dossier.{}", told.concat())
        }
        Refused::Unpublished(missing) => {
            let told: Vec<String> = missing.iter().take(5).map(|value| format!("\n    {}", value.says)).collect();
            format!("son exemple (case.json) demande une valeur inconnue.{}", told.concat())
        }
        Refused::Internal(failure) => format!("le modèle échoue.\n    {}", failure.told.replace("; ", "\n    ")),
        Refused::UnknownType(_) | Refused::NoSuchPaper | Refused::Long => "ce type n’existe pas.".to_owned(),
    }
}

/// The first refusals; a template that is broken for one mention is for many.
fn refusals(report: &Report) -> String {
    const SHOWN: usize = 5;
    let refusals = || report.findings.iter().filter(|finding| finding.severity == Severity::Refusal);
    let told: String = refusals()
        .take(SHOWN)
        .map(|finding| format!("\n    {} ({}). {}", finding.says.trim_end_matches('.'), finding.mention, finding.hint))
        .collect();
    match refusals().count().saturating_sub(SHOWN) {
        0 => told,
        more => format!("{told}\n    … et {more} autres."),
    }
}
