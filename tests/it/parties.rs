//! What the pages say of the parties: articles, elisions, gender, firms, greetings.

use recouvrance::service::Document;
use serde_json::{Value, json};

use crate::hard_cases::merge;
use crate::support::{SERVICE, bytes, example};

fn changed(id: &str, change: Value) -> Value {
    let mut case = example(id);
    merge(&mut case, &change);
    case
}

pub fn made(id: &str, change: Value) -> Document {
    SERVICE.document(id, &bytes(&changed(id, change))).unwrap_or_else(|why| panic!("{id}: {why:?}"))
}

/// What the pages show within a mention: letters and digits.
fn shown(document: &Document, mention: &str) -> String {
    document.rendered.seen.text(mention).unwrap_or_default().to_owned()
}

#[test]
fn a_town_with_an_article_is_inflected_and_still_read_back_in_every_type() {
    for document in SERVICE.library.types().filter(|document| document.id.starts_with("fr/")) {
        for town in ["Le Mans", "LE HAVRE", "La Rochelle", "Les Sables-d’Olonne", "Hyères"] {
            let mut case = example(&document.id);
            case["place"] = town.into();
            if case["creditor"]["register"]["kind"] == "rcs" {
                case["creditor"]["register"]["city"] = town.into();
            }
            if case["creditor"]["born_at"].is_string() {
                case["creditor"]["born_at"] = town.into();
            }
            let made = SERVICE.document(&document.id, &bytes(&case));
            assert!(made.is_ok(), "{} at {town}: {:?}", document.id, made.err());
        }
    }
    let made = made("fr/injonction-de-payer", json!({ "creditor": { "register": { "city": "LE HAVRE" } } }));
    assert!(shown(&made, "creditor-registration").contains("societesduhavresouslenumero"));
}

#[test]
fn a_body_that_is_no_company_has_its_own_gender_and_is_named_once() {
    let syndicat = json!({ "creditor": {
        "name": "Syndicat des copropriétaires de la résidence Les Tilleuls", "legal_form": "syndicat des copropriétaires", "share_capital": null,
        "siren": null, "vat_number": null, "register": { "kind": "none", "city": null }, "acts_as": "association",
        "represented_by": { "civility": "M.", "name": "Hervé Oudin", "quality": "syndic" },
    }, "filer": null, "signatory": { "name": "Hervé Oudin", "quality": "syndic" } });
    let made = made("fr/injonction-de-payer", syndicat);
    let row = shown(&made, "claimant-representative");
    assert!(row.contains("representeparmherveoudin") && row.contains("dontlesiegeestsitue"), "{row}");
    assert_eq!(row.matches("syndicatdescoproprietaires").count(), 1, "{row}");

    let association = json!({ "creditor": { "legal_form": "association", "share_capital": null, "acts_as": "association", "register": { "kind": "none", "number": "W691234567", "city": null } } });
    let made = self::made("fr/relance", association.clone());
    assert_eq!(shown(&made, "creditor-legal-form").matches("association").count(), 1);
    let mail = SERVICE.email("fr/relance", &bytes(&changed("fr/relance", association))).expect("an e-mail");
    assert!(mail.text.contains("Menuiserie Durand, association") && mail.text.contains("RNA W691234567"), "{}", mail.text);
    assert!(!mail.text.contains("ASSOCIATION"));
}

#[test]
fn an_e_mail_names_its_sender_once_and_joins_the_capital_to_the_form() {
    let mail = SERVICE.email("fr/relance", &bytes(&example("fr/relance"))).expect("an e-mail");
    assert!(mail.text.contains("Menuiserie Durand, SARL au capital de 20\u{202f}000"), "{}", mail.text);
    let mut case = example("fr/relance");
    case["creditor"] = artisan("Étienne", "Martel");
    case["creditor"]["trading_name"] = "Martel Chauffage".into();
    case["signatory"] = json!({ "name": "Le gérant" });
    let mail = SERVICE.email("fr/relance", &bytes(&case)).expect("an e-mail");
    assert_eq!(mail.text.matches("Étienne Martel").count(), 2, "the holder of the account and the foot: {}", mail.text);
    assert!(mail.text.contains("Martel Chauffage – Étienne Martel EI · "), "{}", mail.text);
}

fn artisan(first_names: &str, last_name: &str) -> Value {
    json!({
        "kind": "person", "civility": "M.", "first_names": first_names, "last_name": last_name, "profession": "électricien",
        "acts_as": "artisan", "siren": "801234568", "register": { "kind": "rne" },
        "address": { "lines": ["8 rue du Commerce"], "postcode": "37000", "city": "Tours" },
        "contact": { "phone": "02 61 90 12 34", "email": "x@martel.example" },
        "bank_account": { "iban": "FR7630006000011234567890189" },
    })
}

#[test]
fn a_person_is_named_in_the_demands_and_elided_by_who_acts_for_him() {
    let collector = json!({
        "kind": "collection_agency", "name": "Atlas Recouvrement", "legal_form": "SAS", "share_capital": "50000.00",
        "siren": "801234568", "register": { "kind": "rcs", "city": "Lyon" }, "mandate": { "dated_on": "2026-11-02" },
        "insurance": "Assureur, police 12", "dedicated_account": true, "prosecutor_declared_on": "2020-03-04",
        "address": { "lines": ["112 cours Gambetta"], "postcode": "69007", "city": "Lyon" },
        "contact": { "phone": "04 65 71 66 20", "email": "contact@atlas.example" },
        "bank_account": { "iban": "FR7630006000011234567890189" },
    });
    for (first, of) in
        [("Henri", "dhenriimbertei"), ("Hugo", "dehugoimbertei"), ("Yves", "dyvesimbertei"), ("Yann", "deyannimbertei")]
    {
        let mut case = example("fr/mise-en-demeure");
        case["creditor"] = artisan(first, "Imbert");
        case["filer"] = collector.clone();
        let made = SERVICE.document("fr/mise-en-demeure", &bytes(&case)).unwrap_or_else(|why| panic!("{first}: {why:?}"));
        assert!(shown(&made, "collector-creditor").contains(of), "{first}: {}", shown(&made, "collector-creditor"));
    }
}

#[test]
fn a_known_person_is_greeted_by_her_civility_and_her_office() {
    let greeted = |head: Value, contact: Value| {
        let mut case = example("fr/relance");
        case["debtor"]["represented_by"] = head;
        case["debtor"]["contact"] = contact;
        case["letter"].as_object_mut().expect("a letter").remove("salutation");
        SERVICE.email("fr/relance", &bytes(&case)).expect("an e-mail").text
    };
    let head = |civility: &str, quality: &str| json!({ "civility": civility, "name": "Dominique Caradec", "quality": quality });
    for (given, contact, greeting) in [
        (head("Mme", "présidente"), Value::Null, "Madame la Présidente,"),
        (head("M.", "maire"), Value::Null, "Monsieur le Maire,"),
        (head("M.", "responsable comptable"), Value::Null, "Monsieur,"),
        (Value::Null, Value::Null, "Madame, Monsieur,"),
        (head("Mme", "présidente"), json!({ "name": "Dominique Caradec" }), "Madame la Présidente,"),
        (head("Mme", "présidente"), json!({ "name": "M. Paul Roy" }), "Monsieur,"),
        (head("Mme", "présidente"), json!({ "name": "Paul Roy" }), "Madame, Monsieur,"),
        (head("Mme", "présidente"), json!({ "phone": "04 65 71 66 20" }), "Madame la Présidente,"),
    ] {
        let text = greeted(given.clone(), contact);
        assert!(text.contains(&format!("\n{greeting}\n")), "{given}: {greeting}: {text}");
    }
    let mut case = example("fr/relance");
    case["debtor"] = json!({
        "kind": "person", "civility": "M.", "last_name": "Perrin", "first_names": "Luc", "acts_as": "consumer",
        "address": { "lines": ["8 rue des Lilas"], "postcode": "69003", "city": "Lyon" },
    });
    case["creditor"]["consumer_mediator"] =
        json!({ "name": "Médiation Artisans de Loire", "website": "https://mediation.example" });
    case["letter"].as_object_mut().expect("a letter").remove("salutation");
    assert!(SERVICE.email("fr/relance", &bytes(&case)).expect("an e-mail").text.contains("\nMonsieur,\n"));
}

#[test]
fn a_luxembourg_law_firm_appears_by_an_avocat_a_la_cour() {
    let change = json!({
        "filer": { "kind": "avocat", "name": "Steffen & Associés", "legal_form": "SARL", "civility": null, "bar": "Luxembourg" },
        "signatory": { "name": "Maître Marc Steffen" },
    });
    let case = changed("lu/provision-sur-requete", change);
    assert!(SERVICE.document("lu/provision-sur-requete", &bytes(&case)).is_ok());
    let text = words(&case);
    for said in [
        "comparantparlasocietearesponsabilitelimiteesteffenassocies",
        "inscritealalistevdutableaudelordredesavocatsdubarreaudeluxembourg",
        "representeeauxfinsdespresentesparmaitremarcsteffenavocatalacour",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let single = words(&example("lu/provision-sur-requete"));
    assert!(single.contains("comparantparmaitreannekiefferavocatalacour"), "{single}");
}

/// All that the mention of the parties' representation shows.
fn words(case: &Value) -> String {
    let made = SERVICE.document("lu/provision-sur-requete", &bytes(case)).expect("a document");
    shown(&made, "counsel")
}

fn consumer(first_names: &str, last_name: &str) -> Value {
    json!({
        "kind": "person", "civility": "M.", "first_names": first_names, "last_name": last_name, "acts_as": "consumer",
        "address": { "lines": ["8 rue des Tanneurs"], "postcode": "69005", "city": "Lyon" },
    })
}

/// One invoice of 1 000 €, owed by two consumers.
fn owed_by_two() -> Value {
    let mut case = example("fr/mise-en-demeure");
    case["debtor"] = consumer("Hugo", "Morel");
    case["co_debtors"] = json!([consumer("Luc", "Vidal")]);
    case["claim"] = json!({
        "nature": "civil", "source": "contract", "grounds": "devis du 3 février 2026",
        "invoices": [{ "number": "F-1", "issued_on": "2026-04-15", "due_on": "2026-05-15", "amount": "1000.00" }],
    });
    case["letter"].as_object_mut().expect("a letter").remove("acceleration");
    case["creditor"]["consumer_mediator"] = json!({ "name": "Médiation", "website": "https://mediation.example" });
    case
}

#[test]
fn each_debtor_without_solidarity_is_asked_for_his_part_and_never_the_whole_twice() {
    let mut case = owed_by_two();
    let ask = |case: &Value| {
        let made = SERVICE.document("fr/mise-en-demeure", &bytes(case)).unwrap_or_else(|why| panic!("{why:?}"));
        (shown(&made, "amount-due"), shown(&made, "shared-debt"))
    };
    let (due, words) = ask(&case);
    assert!(due.contains("50000") && !due.contains("100000"), "{due}");
    assert!(words.contains("votrepartlamoitiedunedettede100000quevousdevezavecmlucvidalsanssolidariteccivart1309"), "{words}");
    let mail = SERVICE.email("fr/mise-en-demeure", &bytes(&case)).expect("an e-mail").text;
    assert!(mail.contains("Cette somme est votre part, la moitié") && mail.contains("500,00"), "{mail}");
    case["debtor"]["share"] = json!({ "parts": 1, "of": 4 });
    case["co_debtors"][0]["share"] = json!({ "parts": 3, "of": 4 });
    assert!(ask(&case).0.contains("25000"));
    case["claim"]["joint_liability"] = "article 4 du bail".into();
    let (due, words) = ask(&case);
    assert!(due.contains("100000") && words.contains("duesolidairementavecmlucvidalarticle4dubail"), "{words}");
}

#[test]
fn an_heir_is_asked_for_his_part_even_of_a_joint_debt() {
    let mut case = owed_by_two();
    case["claim"]["joint_liability"] = "article 4 du bail".into();
    case["estate"] = json!({ "civility": "Mme", "name": "Jeanne Morel", "died_on": "2026-02-03" });
    case["debtor"]["share"] = json!({ "parts": 1, "of": 3 });
    case["co_debtors"][0]["share"] = json!({ "parts": 2, "of": 3 });
    let made = SERVICE.document("fr/mise-en-demeure", &bytes(&case)).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(shown(&made, "amount-due").contains("33333"));
    assert!(
        shown(&made, "capacity").contains("enqualitedheritierdemmejeannemoreldecedeele3fevrier2026"),
        "{}",
        shown(&made, "capacity")
    );
    assert!(shown(&made, "shared-debt").contains("letiersdeladettede100000quelaisselasuccessionccivart873"));
}

#[test]
fn a_letter_to_a_person_under_tutelle_goes_to_the_tutor_and_under_curatelle_to_both() {
    let mut case = owed_by_two();
    case.as_object_mut().expect("a case").remove("co_debtors");
    case["letter"].as_object_mut().expect("a letter").remove("salutation");
    case["debtor"]["protection"] = json!({
        "kind": "tutelle", "civility": "Mme", "name": "Claire Roy",
        "address": { "lines": ["3 rue des Écoles"], "postcode": "69003", "city": "Lyon" },
    });
    let made = SERVICE.document("fr/mise-en-demeure", &bytes(&case)).unwrap_or_else(|why| panic!("{why:?}"));
    assert_eq!(shown(&made, "debtor-identity"), "mmeclaireroytutricedemhugomorel3ruedesecoles69003lyon");
    assert!(shown(&made, "capacity").contains("enqualitedetutricedemhugomorelquidoitlasommereclameeccivart475"));
    assert!(SERVICE.email("fr/mise-en-demeure", &bytes(&case)).expect("an e-mail").text.contains("\nMadame,\n"));
    case["debtor"]["protection"]["kind"] = "curatelle".into();
    let made = SERVICE.document("fr/mise-en-demeure", &bytes(&case)).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(shown(&made, "debtor-identity").starts_with("mhugomorel"));
    assert!(shown(&made, "file-reference").contains("mmeclaireroycuratrice"), "{}", shown(&made, "file-reference"));
    let finding = made.report.findings.iter().find(|finding| finding.mention == "curator-told");
    assert!(finding.is_some_and(|finding| finding.basis.contains("467")));
    case["debtor"]["protection"] = json!({ "kind": "tutelle" });
    assert!(SERVICE.document("fr/mise-en-demeure", &bytes(&case)).is_err(), "nobody is named");
}

#[test]
fn a_petition_asks_each_debtor_without_solidarity_for_his_part() {
    let mut case = example("fr/injonction-de-payer");
    let mut other = case["debtor"].clone();
    other["name"] = "Ateliers du Quai".into();
    other["siren"] = "732829320".into();
    case["co_debtors"] = json!([other]);
    let made = SERVICE.document("fr/injonction-de-payer", &bytes(&case)).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(made.report.findings.iter().any(|finding| finding.mention == "solidarity-between-merchants"));
    let asked = shown(&made, "co-debtors-identity");
    assert!(asked.contains("ateliersduquai"), "{asked}");
}

#[test]
fn a_company_struck_off_or_in_formation_is_told_who_the_party_is() {
    let found = |id: &str, change: Value| {
        let report = SERVICE.check(id, &bytes(&changed(id, change))).expect("a report");
        report.findings.iter().map(|finding| finding.mention.clone()).collect::<Vec<_>>()
    };
    let struck = json!({ "debtor": { "struck_off_on": "2026-05-02" } });
    assert!(found("fr/injonction-de-payer", struck.clone()).contains(&"debtor-struck-off".to_owned()));
    assert!(found("fr/relance", struck).contains(&"debtor-struck-off".to_owned()));
    let formation = json!({ "debtor": { "legal_form": "SAS en formation" } });
    assert!(found("fr/injonction-de-payer", formation).contains(&"debtor-in-formation".to_owned()));
    assert!(!found("fr/injonction-de-payer", json!({})).contains(&"debtor-in-formation".to_owned()));
}

#[test]
fn creditors_who_act_together_are_all_named_and_take_the_plural() {
    let landlord = |first: &str, civility: &str| {
        json!({
            "kind": "person", "civility": civility, "first_names": first, "last_name": "Martin", "acts_as": "consumer",
            "profession": "retraité", "nationality": "française", "born_on": "1960-03-14", "born_at": "Le Mans",
            "address": { "lines": ["4 rue de Siam"], "postcode": "29200", "city": "Brest" },
        })
    };
    let mut case = owed_by_two();
    case.as_object_mut().expect("a case").remove("co_debtors");
    case["creditor"] = landlord("Paul", "M.");
    case["creditor"]["bank_account"] = json!({ "iban": "FR7630006000011234567890189" });
    case["co_creditors"] = json!([landlord("Anne", "Mme")]);
    case["signatory"] = json!({ "name": "Paul et Anne Martin" });
    let made = SERVICE.document("fr/mise-en-demeure", &bytes(&case)).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(
        shown(&made, "co-creditors-identity").contains("mmeannemartin4ruedesiam29200brest"),
        "{}",
        shown(&made, "co-creditors-identity")
    );
    let mail = SERVICE.email("fr/mise-en-demeure", &bytes(&case)).expect("an e-mail").text;
    assert!(mail.contains("M. Paul Martin\u{202f}; Mme Anne Martin"), "{mail}");

    let mut petition = example("fr/injonction-de-payer");
    petition["creditor"] = case["creditor"].clone();
    petition["co_creditors"] = case["co_creditors"].clone();
    let made = SERVICE.draft("fr/injonction-de-payer", &bytes(&petition)).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(
        shown(&made, "co-creditors-identity").contains("mmeannemartinretraiteneele14mars1960aumans"),
        "{}",
        shown(&made, "co-creditors-identity")
    );
}
