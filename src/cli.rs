//! What the command line prints: reports a person can read, files, exit codes. Decides nothing.

pub mod bundle;

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use recouvrance::compliance::{Finding, Report, Verdict};
use recouvrance::document::deadlines::{Deadline, DeadlineStatus};
use recouvrance::document::{Family, Severity};
use recouvrance::service::{Next, Refused, Service};
use serde::Serialize;

const LAW_WANTS_MORE: u8 = 1;
const BAD_INPUT: u8 = 2;

pub fn unusable(error: &impl std::fmt::Display) -> ExitCode {
    eprintln!("recouvrance : {error}");
    ExitCode::from(BAD_INPUT)
}

pub fn print(bytes: &[u8]) -> ExitCode {
    // A reader that closes the pipe early wants no more.
    let _ = std::io::stdout().write_all(bytes);
    ExitCode::SUCCESS
}

pub fn print_json<T: Serialize>(value: &T) -> ExitCode {
    print(&json_lines(value))
}

/// Indented, with its last line ended. What the service gives is made of strings, numbers and lists: it is always JSON.
pub fn json_lines<T: Serialize>(value: &T) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

pub fn write(path: &Path, bytes: &[u8]) -> ExitCode {
    if path == Path::new("-") {
        return print(bytes);
    }
    match std::fs::write(path, bytes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => unusable(&format!("{}: {error}", path.display())),
    }
}

pub fn types(service: &Service) -> ExitCode {
    let mut text = String::new();
    for document in service.library.types() {
        let _ = writeln!(text, "{:<24} {}", document.id, document.title);
    }
    print(text.as_bytes())
}

/// The report of a case: on standard output when it may be made, else refused.
pub fn report(report: &Report, json: bool) -> ExitCode {
    let code = if report.verdict == Verdict::Ready { ExitCode::SUCCESS } else { ExitCode::from(LAW_WANTS_MORE) };
    if json {
        print_json(report);
    } else {
        print(readable(report).as_bytes());
    }
    code
}

/// Why there is no document, on standard error.
pub fn refused(refused: &Refused, json: bool) -> ExitCode {
    match refused {
        Refused::ByLaw(report) => {
            let text = if json { serde_json::to_string_pretty(report).unwrap_or_default() } else { readable(report) };
            eprintln!("{}", text.trim_end());
            ExitCode::from(LAW_WANTS_MORE)
        }
        Refused::NotACase(problems) => {
            if json {
                eprintln!("{}", serde_json::to_string_pretty(problems).unwrap_or_default());
            } else {
                eprintln!("Ce JSON n’est pas un dossier :");
                for problem in problems {
                    eprintln!("  {problem}");
                }
            }
            ExitCode::from(BAD_INPUT)
        }
        Refused::Unpublished(missing) => {
            for value in missing {
                eprintln!("{} {}", value.says, value.hint);
            }
            ExitCode::from(LAW_WANTS_MORE)
        }
        Refused::UnknownType(id) => unusable(&format!("« {id} » n’est pas un type de document ; voyez « recouvrance types »")),
        Refused::NoSuchPaper => unusable(&"ce type de document n’a pas de courriel"),
        Refused::Long => unusable(&"erreur interne : un document long"),
        Refused::Internal(failure) => unusable(&format!("erreur interne : {}", failure.told)),
    }
}

fn readable(report: &Report) -> String {
    let verdict = match report.verdict {
        Verdict::Ready => "prêt",
        Verdict::Incomplete => "incomplet",
        Verdict::Forbidden => "interdit",
    };
    let mut text = format!("{} au {} : {verdict}\n", report.document_type, report.letter_date.format("%d/%m/%Y"));
    tell_findings(&mut text, &report.findings);
    tell_deadlines(&mut text, &report.deadlines);
    let due = report.decompte.totals.due.french();
    // Where no loaded law computes it, no sum is said to be due.
    if report.findings.iter().any(|finding| finding.mention == "law-territory") {
        return text;
    }
    if report.decompte.missing.is_empty() {
        let _ = writeln!(text, "\nSomme due : {due}");
    } else {
        let _ = writeln!(text, "\nSomme due : inconnue tant que manque une valeur du droit (plus de {due})");
    }
    text
}

/// Each thing to know once, with every place that it concerns; refusals, then warnings, then notes.
fn tell_findings(text: &mut String, findings: &[Finding]) {
    let alike =
        |one: &Finding, other: &Finding| (&one.mention, &one.says, &one.hint) == (&other.mention, &other.says, &other.hint);
    for (at, finding) in findings.iter().enumerate() {
        if findings[..at].iter().any(|before| alike(before, finding)) {
            continue;
        }
        let severity = match finding.severity {
            Severity::Refusal => "refus",
            Severity::Warning => "avertissement",
            Severity::Note => "note",
        };
        let says = finding.says.trim_end_matches('.');
        let _ = writeln!(text, "\n[{severity}] {says} ({})\n  {}", finding.basis, finding.mention);
        if let Some(sanction) = &finding.sanction {
            let _ = writeln!(text, "  sanction : {sanction}");
        }
        let places: Vec<String> = findings[at..].iter().filter(|other| alike(finding, other)).filter_map(place).collect();
        if !places.is_empty() {
            let _ = writeln!(text, "  où : {}", places.join(" ; "));
        }
        let _ = writeln!(text, "  que faire : {}", finding.hint);
        if let Some(link) = &finding.link {
            let _ = writeln!(text, "  {link}");
        }
    }
}

/// « la ville du greffe du créancier (/creditor/register/city) ».
fn place(finding: &Finding) -> Option<String> {
    match (finding.place.as_str(), finding.pointer.as_str()) {
        (_, "") => None,
        ("", pointer) => Some(pointer.to_owned()),
        (place, pointer) => Some(format!("{place} ({pointer})")),
    }
}

fn tell_deadlines(text: &mut String, deadlines: &[Deadline]) {
    if !deadlines.is_empty() {
        text.push('\n');
    }
    for deadline in deadlines {
        let day = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
        let extended = deadline.extended_to.map(|until| format!(" (reporté au {})", day(until))).unwrap_or_default();
        let status = match deadline.status {
            DeadlineStatus::Passed => ", expiré",
            DeadlineStatus::Met if deadline.id == "execution" => ", atteint",
            DeadlineStatus::Met => ", fait à temps",
            DeadlineStatus::Running | DeadlineStatus::Suspended => "",
        };
        let falls_on = match deadline.falls_on {
            Some(falls_on) => format!(" : {}{extended}{status}", day(falls_on)),
            // What has no last day says so itself, save limitation.
            None if deadline.id == "prescription" || deadline.id == "forclusion" => " : ne court pas".to_owned(),
            None => String::new(),
        };
        let _ = writeln!(text, "[délai] {}{falls_on} ({})", deadline.says, deadline.basis);
    }
}

/// What may be made of a case, for a person or for a machine.
pub fn next(next: &Next, json: bool) -> ExitCode {
    if json {
        return print_json(next);
    }
    let due =
        next.due.map_or_else(|| "inconnue tant que manque une valeur du droit".to_owned(), recouvrance::money::Euros::french);
    let mut text = format!("Au {}, somme due : {due}\n{}\n", next.letter_date.format("%d/%m/%Y"), next.note);
    for kind in &next.types {
        if !kind.concerned {
            let _ = writeln!(text, "\n[sans objet] {} ({})", kind.title, kind.document_type);
            continue;
        }
        let state = match (kind.verdict, kind.behind) {
            (Verdict::Ready, false) => "possible",
            (Verdict::Ready, true) => "possible, étape déjà franchie",
            (Verdict::Incomplete, false) => "incomplet",
            (Verdict::Incomplete, true) => "incomplet, étape déjà franchie",
            (Verdict::Forbidden, _) => "interdit",
        };
        let warnings = match kind.warnings.len() {
            0 => String::new(),
            1 => ", 1 avertissement".to_owned(),
            many => format!(", {many} avertissements"),
        };
        let _ = writeln!(text, "\n[{state}{warnings}] {} ({})", kind.title, kind.document_type);
        for refusal in &kind.refusals {
            let _ = writeln!(text, "  {} ({})\n    {}", refusal.says, refusal.basis, refusal.hint);
        }
        for warning in &kind.warnings {
            let _ = writeln!(text, "  [avertissement] {} ({})", warning.says, warning.basis);
        }
    }
    if !next.ways.is_empty() {
        text.push_str("\nVoies judiciaires :\n");
    }
    for way in &next.ways {
        let state = match (way.open, way.warnings.is_empty()) {
            (true, true) => "ouverte",
            (true, false) => "ouverte, à vérifier",
            (false, _) => "fermée",
        };
        let _ = writeln!(text, "[{state}] {} ({}) : {}", way.title, way.basis, way.says);
        for finding in way.refusals.iter().chain(&way.warnings) {
            let _ = writeln!(text, "  {} ({})\n    {}", finding.says, finding.basis, finding.hint);
        }
    }
    tell_deadlines(&mut text, &next.deadlines);
    print(text.as_bytes())
}

/// Makes each type's example, as the server does before it says that it is ready.
pub fn check_templates(service: Service) -> ExitCode {
    let ids: Vec<String> = service.library.types().map(|document| document.id.clone()).collect();
    let count = ids.len();
    let threads = std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN);
    match recouvrance::http::prove_all(ids, threads, recouvrance::http::PROOF_TIME, move |id| service.prove(id)) {
        Ok(()) => print(format!("{count} types : l’exemple de chacun se compose, et ses mentions se lisent.\n").as_bytes()),
        Err(faults) => unusable(&faults.join("\n")),
    }
}

/// Writes every type's example: final PDF, report, draft, e-mail.
pub fn demo(service: &Service, directory: &Path) -> ExitCode {
    if let Err(error) = std::fs::create_dir_all(directory) {
        return unusable(&format!("{}: {error}", directory.display()));
    }
    for document in service.library.types() {
        let name = document.id.replace('/', "-");
        let case = document.example.as_bytes();
        let made = match service.document(&document.id, case) {
            Ok(made) => made,
            Err(why) => return refused(&why, false),
        };
        let draft = match service.draft(&document.id, case) {
            Ok(draft) => draft,
            Err(why) => return refused(&why, false),
        };
        let report = serde_json::to_vec_pretty(&made.report).unwrap_or_default();
        let mut files = vec![
            (format!("{name}.pdf"), made.rendered.pdf),
            (format!("{name}.report.json"), report),
            (format!("{name}.projet.pdf"), draft.rendered.pdf),
        ];
        if document.family == Family::Letter
            && let Ok(email) = service.email(&document.id, case)
        {
            files.push((format!("{name}.courriel.txt"), format!("{}\n\n{}\n", email.subject, email.text).into_bytes()));
            files.push((format!("{name}.courriel.html"), email.html.into_bytes()));
        }
        for (file, bytes) in files {
            let path = directory.join(file);
            if let Err(error) = std::fs::write(&path, bytes) {
                return unusable(&format!("{}: {error}", path.display()));
            }
            println!("{}", path.display());
        }
    }
    ExitCode::SUCCESS
}
