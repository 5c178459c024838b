//! Whatever bytes come as a case, they are a case or problems, few and small, that say something of the case; and a case has a décompte.

use std::sync::LazyLock;

use recouvrance::assets::Assets;
use recouvrance::case::{Limits, parse};
use recouvrance::decompte::Decompte;
use recouvrance::law::{Jurisdiction, Law};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::read(&Assets::embedded()).expect("the law is sound"));

pub fn run(data: &[u8]) {
    match parse(data, &Limits::default()) {
        Ok(case) => {
            let consultation = LAW.consult(Vec::new());
            for country in Jurisdiction::ALL {
                let decompte = Decompte::of(&case, &consultation, country);
                assert_eq!(decompte.balances.len(), case.claim.invoices.len());
            }
        }
        Err(problems) => {
            assert!((1..=201).contains(&problems.len()), "{} problems", problems.len());
            let size = serde_json::to_vec(&problems).map_or(0, |text| text.len());
            assert!(size < 57_000, "{size} bytes");
            for problem in problems.iter() {
                // The whole sentence: a field may bear its last words as a name, which is quoted.
                let unread = problem.says.starts_with("Le dossier n’a pas pu être lu");
                assert!(!unread, "the schema let pass what the types refuse: {problem}");
                assert!(!problem.says.is_empty() && !problem.hint.is_empty(), "{problem:?}");
            }
        }
    }
}
