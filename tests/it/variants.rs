//! Many shapes of case through every type: whatever is combined, a case gives a document or a reason, never an internal error.

use recouvrance::compliance::Verdict;
use recouvrance::service::Refused;
use serde_json::{Value, json};

use crate::support::{SERVICE, bytes, example};

/// A change of the case, by name.
type Change = (&'static str, fn(&mut Value));

fn company() -> Value {
    json!({
        "kind": "company", "name": "Ateliers du Quai", "legal_form": "SAS", "share_capital": "5000.00", "siren": "732829320",
        "register": { "kind": "rcs", "city": "Angers" }, "represented_by": { "name": "Jean Prigent", "quality": "président" },
        "acts_as": "merchant", "address": { "lines": ["3 quai Gambetta"], "postcode": "49000", "city": "Angers" },
        "contact": { "phone": "02 61 90 11 22", "email": "x@ateliers.example" }, "bank_account": { "iban": "FR7630006000011234567890189" },
    })
}

fn person(acts_as: &str) -> Value {
    json!({
        "kind": "person", "civility": "M.", "last_name": "Kerleau", "first_names": "Yann Marie", "profession": "électricien",
        "nationality": "française", "born_on": "1980-03-01", "born_at": "Brest", "acts_as": acts_as,
        "address": { "lines": ["4 rue de Siam"], "postcode": "29200", "city": "Brest" },
        "home_address": { "lines": ["9 rue du Château"], "postcode": "29200", "city": "Brest" },
        "contact": { "phone": "02 61 90 33 44", "email": "y@kerleau.example" }, "bank_account": { "iban": "FR7630006000011234567890189" },
    })
}

const CREDITORS: &[Change] = &[
    ("company", |case| case["creditor"] = company()),
    ("variable capital", |case| {
        case["creditor"] = company();
        case["creditor"]["variable_capital"] = true.into();
    }),
    ("liquidation", |case| {
        case["creditor"] = company();
        case["creditor"]["in_liquidation"] = json!({ "liquidator": "Maître Ronan Le Goff" });
    }),
    ("SCI", |case| {
        case["creditor"] = company();
        case["creditor"]["legal_form"] = "SCI".into();
        case["creditor"]["acts_as"] = "professional".into();
    }),
    ("SELARL", |case| {
        case["creditor"] = company();
        case["creditor"]["legal_form"] = "SELARL".into();
        case["creditor"]["profession"] = "architecte".into();
        case["creditor"]["acts_as"] = "professional".into();
    }),
    ("GIE", |case| {
        case["creditor"] = company();
        case["creditor"]["legal_form"] = "GIE".into();
    }),
    ("association", |case| {
        case["creditor"] = company();
        case["creditor"]["legal_form"] = "association".into();
        case["creditor"]["acts_as"] = "association".into();
        case["creditor"]["register"] = json!({ "kind": "none" });
    }),
    ("EI", |case| {
        case["creditor"] = person("artisan");
        case["creditor"]["siren"] = "801234568".into();
        case["creditor"]["register"] = json!({ "kind": "rne" });
    }),
    ("EI with a trading name at the RCS", |case| {
        case["creditor"] = person("merchant");
        case["creditor"]["siren"] = "801234568".into();
        case["creditor"]["trading_name"] = "Kerleau Électricité".into();
        case["creditor"]["register"] = json!({ "kind": "rcs", "city": "Brest" });
    }),
    ("private person", |case| case["creditor"] = person("consumer")),
    ("foreign company", |case| {
        case["creditor"] = company();
        case["creditor"]["register"] = json!({ "kind": "foreign", "number": "HRB 1234", "country": "DE" });
        case["creditor"]["address"] =
            json!({ "lines": ["Hauptstr. 1"], "postcode": "80331", "city": "München", "country": "DE" });
    }),
    ("tenant manager and support contract", |case| {
        case["creditor"]["operates_as"] = "locataire_gerant".into();
        case["creditor"]["support_contract"] = json!({ "name": "Couveuse Est", "seat": "Nancy", "siren": "404833048" });
    }),
];

const DEBTORS: &[Change] = &[
    ("company", |case| case["debtor"] = company()),
    ("consumer", |case| case["debtor"] = person("consumer")),
    ("EI", |case| {
        case["debtor"] = person("artisan");
        case["debtor"]["siren"] = "801234568".into();
    }),
    ("public body", |case| {
        case["debtor"] = company();
        case["debtor"]["legal_form"] = "commune".into();
        case["debtor"]["acts_as"] = "public_body".into();
    }),
    ("association", |case| {
        case["debtor"] = company();
        case["debtor"]["acts_as"] = "association".into();
    }),
    ("in Alsace", |case| {
        case["debtor"]["address"] = json!({ "lines": ["1 place Kléber"], "postcode": "67000", "city": "Strasbourg" });
        case["filing"]["court"] = json!({ "kind": "chambre_commerciale", "city": "Strasbourg" });
    }),
    ("co-debtor", |case| {
        case["co_debtors"] = json!([person("professional")]);
        case["claim"]["joint_liability"] = "solidarité stipulée à l’article 4 du contrat".into();
    }),
    ("abroad", |case| case["debtor"]["address"]["country"] = "BE".into()),
    ("insolvent", |case| {
        case["insolvency"] = json!({ "kind": "redressement", "judgment_on": "2026-09-10", "published_on": "2026-09-20" })
    }),
    ("over-indebted", |case| case["over_indebtedness"] = json!({ "admissible_on": "2026-09-10" })),
];

const CLAIMS: &[Change] = &[
    ("as given", |_| {}),
    ("agreed rate", |case| {
        case["claim"]["late_payment_rate"] = json!({ "kind": "agreed", "rate": "9.00", "clause": "article 8 des CGV" })
    }),
    ("agreed rate without clause", |case| case["claim"]["late_payment_rate"] = json!({ "kind": "agreed", "rate": "5.00" })),
    ("penalty clause in percent", |case| {
        case["claim"]["clause_penale"] = json!({ "percent": "10.00", "clause": "article 9 des CGV" })
    }),
    ("penalty clause after a notice", |case| {
        case["claim"]["clause_penale"] = json!({ "amount": "150.00", "clause": "article 9 des CGV" });
        case["history"] =
            json!([{ "on": "2026-11-02", "kind": "mise_en_demeure", "channel": "lre", "received_on": "2026-11-04" }]);
    }),
    ("costs", |case| case["claim"]["costs"] = json!([{ "label": "Agence", "amount": "385.00", "receipt": "facture CR-12" }])),
    ("payments of every kind", |case| {
        case["claim"]["payments"] = json!([{ "received_on": "2026-01-02", "amount": "10.00" }, { "received_on": "2026-10-20", "amount": "333.33", "label": "virement" }]);
    }),
    ("interest all paid", |case| case["claim"]["payments"] = json!([{ "received_on": "2026-11-21", "amount": "1900.00" }])),
    ("everything paid but the lump sums", |case| {
        case["claim"]["payments"] = json!([{ "received_on": "2026-11-21", "amount": "16449.79" }])
    }),
    ("overpaid", |case| case["claim"]["payments"] = json!([{ "received_on": "2026-11-21", "amount": "99999.00" }])),
    ("one invoice", |case| {
        let first = case["claim"]["invoices"][0].clone();
        case["claim"]["invoices"] = json!([first]);
        case["claim"]["payments"] = json!([]);
        case["claim"]["facts"] = json!([]);
    }),
    ("sixty invoices", |case| {
        let invoice = |index: usize| json!({ "number": format!("N{index:03}"), "issued_on": "2026-05-01", "due_on": "2026-06-01", "amount": "42.10", "label": "Fourniture" });
        case["claim"]["invoices"] = (0..60).map(invoice).collect();
        case["claim"]["payments"] = json!([]);
    }),
    ("no due day but a performance", |case| {
        for invoice in case["claim"]["invoices"].as_array_mut().into_iter().flatten() {
            invoice["due_on"] = Value::Null;
            invoice["performed_on"] = "2026-05-02".into();
        }
    }),
    ("not due yet", |case| case["claim"]["invoices"][0]["due_on"] = "2026-12-24".into()),
    ("residential lease", |case| case["claim"]["nature"] = "residential_lease".into()),
    ("commercial lease", |case| case["claim"]["nature"] = "commercial_lease".into()),
    ("consumer credit", |case| case["claim"]["nature"] = "consumer_credit".into()),
    ("condominium", |case| {
        case["claim"]["nature"] = "condominium_charges".into();
        case["filing"]["building_address"] = json!({ "lines": ["2 rue Foch"], "postcode": "69006", "city": "Lyon" });
    }),
    ("instrument", |case| case["claim"]["source"] = "negotiable_instrument".into()),
    ("disputed", |case| {
        case["claim"]["disputed"] = true.into();
        case["creditor"]["consumer_mediator"] = json!({ "name": "Médiateur du bâtiment", "address": { "lines": ["1 rue A"], "postcode": "75001", "city": "Paris" }, "website": "mediateur.example" });
    }),
    ("capitalisation", |case| case["claim"]["capitalisation"] = true.into()),
    ("no history", |case| case["history"] = json!([])),
    ("notice received", |case| {
        case["history"] =
            json!([{ "on": "2026-10-01", "kind": "mise_en_demeure", "channel": "registered_post", "received_on": "2026-10-03" }])
    }),
];

const PAPERS: &[Change] = &[
    ("as given", |_| {}),
    ("level 1", |case| case["letter"] = json!({ "level": 1, "delivery": "email" })),
    ("level 3", |case| {
        case["letter"] =
            json!({ "level": 3, "deadline_days": 8, "delivery": "registered_post", "tracking_number": "2C 111 222 3333 4" })
    }),
    ("electronic registered letter", |case| {
        case["letter"]["delivery"] = "lre".into();
        case["letter"]["deadline_days"] = 30.into();
        case["letter"]["lre_consent_on"] = "2026-01-01".into();
    }),
    ("acceleration and termination", |case| {
        case["letter"]["acceleration"] = json!({ "clause": "article 6 du contrat", "notice_days": 30 });
        case["letter"]["termination"] = json!({ "clause": "article 7 du contrat" });
    }),
    ("petites créances announced", |case| case["letter"]["consequence"] = "petites_creances".into()),
    ("collection agency", |case| {
        case["filer"] = json!({
            "kind": "collection_agency", "name": "Rhône Encaissement", "legal_form": "SARL", "share_capital": "10000.00", "siren": "404833048",
            "register": { "kind": "rcs", "city": "Lyon" }, "address": { "lines": ["8 rue Bât-d’Argent"], "postcode": "69001", "city": "Lyon" },
            "contact": { "phone": "04 65 71 00 00", "email": "c@rhone.example" }, "bank_account": { "iban": "FR7630006000011234567890189", "bic": "AGRIFRPP" },
            "power": { "dated_on": "2026-01-02" }, "mandate": { "dated_on": "2026-01-02" }, "insurance": "Assureur X, police 12",
            "dedicated_account": true, "prosecutor_declared_on": "2020-01-02",
        });
    }),
    ("collection agency, second letter", |case| {
        case["filer"] = json!({
            "kind": "collection_agency", "name": "Rhône Encaissement", "address": { "lines": ["8 rue Bât-d’Argent"], "postcode": "69001", "city": "Lyon" },
            "bank_account": { "iban": "FR7630006000011234567890189" }, "mandate": { "dated_on": "2026-01-02" }, "power": { "dated_on": "2026-01-02" },
        });
        case["letter"]["first_letter"] = json!({ "reference": "R-12", "sent_on": "2026-10-01" });
    }),
    ("avocat", |case| {
        case["filer"] = json!({ "kind": "avocat", "name": "Vasseur & Associés", "legal_form": "SELARL", "bar": "Angers" })
    }),
    ("commissaire", |case| case["filer"] = json!({ "kind": "commissaire_de_justice", "name": "Anne Aubry" })),
    ("nobody acts", |case| case["filer"] = Value::Null),
    ("protection judge", |case| {
        case["filing"]["court"] = json!({ "kind": "juge_des_contentieux_de_la_protection", "city": "Le Mans" })
    }),
    ("judicial court", |case| case["filing"]["court"] = json!({ "kind": "tribunal_judiciaire", "city": "Évry" })),
    ("commercial court", |case| case["filing"]["court"] = json!({ "kind": "tribunal_de_commerce", "city": "Bordeaux" })),
    ("nothing beyond", |case| {
        case["filing"]["referral_on_opposition"] = false.into();
        case["filing"]["ask_depens"] = false.into();
        case["filing"]["ask_later_interest"] = false.into();
    }),
    ("notified elsewhere", |case| {
        case["filing"]["notification_address"] = json!({ "lines": ["1 rue B"], "postcode": "69001", "city": "Lyon" })
    }),
    ("no exhibit", |case| {
        case["exhibits"] = json!([]);
        for list in ["invoices", "payments", "facts"] {
            for entry in case["claim"][list].as_array_mut().into_iter().flatten() {
                entry.as_object_mut().unwrap().remove("exhibit");
                entry.as_object_mut().unwrap().remove("exhibits");
            }
        }
        for event in case["history"].as_array_mut().into_iter().flatten() {
            event.as_object_mut().unwrap().remove("exhibit");
        }
    }),
];

#[test]
fn no_shape_of_case_ends_in_an_internal_error_in_a_reminder() {
    try_shapes("fr/relance");
}

#[test]
fn no_shape_of_case_ends_in_an_internal_error_in_a_notice() {
    try_shapes("fr/mise-en-demeure");
}

#[test]
fn no_shape_of_case_ends_in_an_internal_error_in_a_petition() {
    try_shapes("fr/injonction-de-payer");
}

#[test]
fn no_shape_of_case_ends_in_an_internal_error_in_a_small_claim() {
    try_shapes("fr/petites-creances");
}

#[test]
fn every_shape_of_case_gives_a_decompte_or_a_reason() {
    try_shapes("fr/decompte");
}

/// Types whose shapes are tried one by one above; of the others, every seventh is.
const TRIED: [&str; 5] = ["fr/relance", "fr/mise-en-demeure", "fr/injonction-de-payer", "fr/petites-creances", "fr/decompte"];

#[test]
fn no_shape_of_case_ends_in_an_internal_error_in_any_other_type() {
    let mut ready = 0;
    for document in SERVICE.library.types().filter(|document| !TRIED.contains(&document.id.as_str())) {
        ready += try_each(&document.id, 7).0;
    }
    assert!(ready > 40, "{ready} ready");
}

fn try_shapes(id: &str) {
    let (ready, refused) = try_each(id, 1);
    // A décompte serves nearly every claim: little refuses it.
    assert!(ready > 40 && refused > 5, "{ready} ready, {refused} refused");
}

/// Every value of each list at least once, with values of the others: about three hundred cases a type, or one in so many of them; how
/// many were ready, and how many refused.
fn try_each(id: &str, step: usize) -> (usize, usize) {
    let mut whole = example(id);
    // The day of the payments that some shapes bring.
    whole["letter_date"] = "2026-11-21".into();
    // Shapes that replace the invoices would leave a credit note without its own.
    whole["claim"].as_object_mut().map(|claim| claim.remove("credit_notes"));
    let mut combinations = Vec::new();
    for creditor in 0..CREDITORS.len() {
        for debtor in 0..DEBTORS.len() {
            combinations.push((creditor, debtor, creditor * 5 + debtor, creditor * 3 + debtor * 7));
        }
    }
    for claim in 0..CLAIMS.len() {
        for paper in (claim % 2..PAPERS.len()).step_by(2) {
            combinations.push((0, claim % 2, claim, paper));
        }
    }
    let (mut ready, mut refused, mut faults) = (0, 0, Vec::new());
    for (creditor, debtor, claim, paper) in combinations.into_iter().step_by(step) {
        let mut case = whole.clone();
        case["letter"] =
            case.get("letter").cloned().unwrap_or_else(|| json!({ "level": 2, "deadline_days": 10, "delivery": "post" }));
        case["filing"] = case.get("filing").cloned().unwrap_or_else(|| json!({}));
        let changes = [CREDITORS[creditor], DEBTORS[debtor], CLAIMS[claim % CLAIMS.len()], PAPERS[paper % PAPERS.len()]];
        for (_, change) in changes {
            change(&mut case);
        }
        match SERVICE.document(id, &bytes(&case)) {
            Ok(made) => {
                assert_eq!(made.report.verdict, Verdict::Ready);
                ready += 1;
            }
            Err(Refused::ByLaw(report)) => {
                assert!(!report.findings.is_empty());
                refused += 1;
                // A template that drops a mention, or lets words run over, is no reason of law.
                let on_paper = |says: &str| says.contains("page composée") || says.contains("sa place sur la page");
                if let Some(finding) = report.findings.iter().find(|finding| on_paper(&finding.says)) {
                    faults.push(format!("{id} {:?}: {} {}", changes.map(|(name, _)| name), finding.mention, finding.says));
                }
            }
            Err(other) => faults.push(format!("{id} {:?}: {other:?}", changes.map(|(name, _)| name))),
        }
    }
    assert!(faults.is_empty(), "{} faults, {ready} ready, {refused} refused:\n{}", faults.len(), faults.join("\n"));
    (ready, refused)
}
