//! Start-up tells the truth: an overlay that cannot serve prevents the start and is named, all at once; a template that fails names its
//! file and its line, and never a value to the journal.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use recouvrance::assets::Assets;
use recouvrance::service::Refused;
use tempfile::TempDir;

use crate::support::{SERVICE, bytes, example, service_of};

/// A directory with these files, each with these words.
fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    for (path, words) in files {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, words).expect("a file");
    }
    directory
}

fn faults(directory: &Path) -> Vec<String> {
    Assets::embedded().overlaid(directory).err().unwrap_or_default()
}

#[test]
fn an_overlay_that_cannot_serve_is_named() {
    let file = directory(&[("law", "a file")]);
    for (overlay, why) in [
        (Path::new("/nonexistent").to_owned(), "n’existe pas"),
        (file.path().join("law"), "est un fichier"),
        (file.path().to_owned(), "un dossier est attendu"),
        (directory(&[]).keep(), "ne contient aucun de law/, letter-templates/ et fonts/"),
        (directory(&[("letter-template/fr/relance/template.typ", "")]).keep(), "vouliez-vous dire letter-templates"),
        (directory(&[("law/parameter/x.toml", ""), ("fonts/x.ttf", "")]).keep(), "vouliez-vous dire parameters"),
    ] {
        let told = faults(&overlay);
        assert!(told.len() == 1 && told[0].contains(why), "{}: {told:?}", overlay.display());
    }
}

#[test]
fn an_overlay_tells_all_its_faults_at_once_and_ignores_what_is_not_for_the_program() {
    let overlay =
        directory(&[("polices/x.ttf", ""), ("law/taux/x.toml", ""), (".git/config", ""), ("README.md", ""), ("fonts/y.ttf", "")]);
    let told = faults(overlay.path());
    assert!(told.len() == 2 && told.iter().any(|fault| fault.starts_with("polices")), "{told:?}");
    fs::remove_dir_all(overlay.path().join("polices"))
        .and_then(|()| fs::remove_dir_all(overlay.path().join("law")))
        .expect("folders");
    assert!(faults(overlay.path()).is_empty());
}

#[test]
fn a_link_that_leads_out_of_the_overlay_is_refused_and_nothing_of_its_target_is_told() {
    let secret = directory(&[("secret", "root:x:0:0")]);
    let overlay = directory(&[("law/former.toml", "")]);
    fs::create_dir_all(overlay.path().join("law/parameters")).expect("a folder");
    symlink(secret.path().join("secret"), overlay.path().join("law/parameters/passwd.toml")).expect("a link");
    symlink(secret.path(), overlay.path().join("fonts")).expect("a link");
    symlink("law/former.toml", overlay.path().join("law/nowhere")).expect("a link");
    let told = faults(overlay.path());
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter().any(|fault| fault.starts_with("law/parameters/passwd.toml"))
            && told.iter().any(|fault| fault.starts_with("fonts"))
    );
    assert!(!told.concat().contains("root:"));
    let inside = directory(&[("law/former.toml", ""), ("law/texts/.keep", "")]);
    symlink(inside.path().join("law/former.toml"), inside.path().join("law/codes.toml")).expect("a link");
    assert!(faults(inside.path()).is_empty(), "a link may lead to a file of the overlay");
}

#[test]
fn each_type_makes_its_own_example() {
    for document in SERVICE.library.types() {
        assert_eq!(SERVICE.prove(&document.id), Ok(()));
    }
}

#[test]
fn a_template_that_fails_is_named_with_its_line_and_its_value_stays_out_of_the_journal() {
    let path = "letter-templates/fr/relance/template.typ";
    let own = Assets::embedded().text(path).expect("text").to_owned();
    let lines = own.lines().count();
    let leak = "\n#import \"/_common/mention.typ\": v as value-at\n#assert(false, message: value-at(\"/debtor/display\"))\n";
    let service = service_of(&Assets::embedded().with_file(path, own + leak));
    let name = example("fr/relance")["debtor"]["name"].as_str().expect("a name").to_owned();
    let Err(Refused::Internal(failure)) = service.document("fr/relance", &bytes(&example("fr/relance"))) else {
        panic!("it fails")
    };
    assert!(failure.told.contains(&name) && !failure.place.contains(&name), "{failure:?}");
    assert!(failure.place.contains(&format!("template.typ:{}: assertion failed", lines + 3)), "{failure:?}");
    let told = service.prove("fr/relance").expect_err("it fails");
    assert!(told.starts_with("fr/relance") && told.contains("template.typ:"), "{told}");
}

#[test]
fn the_report_says_which_of_the_programs_rules_were_replaced() {
    let path = "letter-templates/fr/relance/mentions.toml";
    let own = Assets::embedded().text(path).expect("text").to_owned();
    let replaced = |assets: &Assets| {
        let report = service_of(assets).check("fr/relance", &bytes(&example("fr/relance"))).expect("a report");
        report.law.replaced
    };
    assert_eq!(
        replaced(&Assets::embedded().with_file(path, own.clone())),
        Vec::<String>::new(),
        "the same content replaces nothing"
    );
    assert_eq!(replaced(&Assets::embedded().with_file(path, format!("{own}\n# ours\n"))), [path]);
}

/// What the process says and how it ends.
fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_recouvrance")).args(arguments).output().expect("it runs");
    (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn a_service_whose_template_fails_does_not_start() {
    let overlay = directory(&[("letter-templates/fr/relance/template.typ", "#let = broken\n"), ("law/codes.toml", "")]);
    fs::remove_dir_all(overlay.path().join("law")).expect("a folder");
    let path = overlay.path().to_str().expect("UTF-8");
    for arguments in [&["--overlay", path, "serve", "--listen", "127.0.0.1:0"][..], &["check-templates", path]] {
        let (code, told) = run(arguments);
        assert!(code == Some(2) && told.contains("fr/relance : ") && told.contains("template.typ:1"), "{code:?}: {told}");
    }
    let (code, told) = run(&["--overlay", "/nonexistent", "serve"]);
    assert!(code == Some(2) && told.contains("/nonexistent"), "{code:?}: {told}");
}
