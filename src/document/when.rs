//! The closed vocabulary of conditions under which a mention is due or a rule is broken. Templates see the same flags.
//!
//! One line, one condition: its name in the data, and the fact of the case that it is. A condition words nothing.

use chrono::Datelike;
use serde::Deserialize;

use super::deadlines::order::OrderRegime;
use super::facts::Facts;
use super::limitation::Period;
use crate::case::agreement::{AmicableMode, Enforcement, PlanInterest};
use crate::case::claim::{Nature, Source, Supply};
use crate::case::event::{EventKind, InsolvencyKind};
use crate::case::filer::FilerKind;
use crate::case::letter::{Consequence, CourtKind, Delivery, GuarantorNotice, Measure};
use crate::case::party::ProtectionKind;
use crate::case::terms::{Imputation, JudgmentDay, LumpSumRank};
use crate::decompte::guarantee::Deprivation;
use crate::decompte::{LineKind, Regime};

macro_rules! conditions {
    ($($variant:ident $name:literal $fact:expr;)*) => {
        /// A condition that data may name. Closed: a name that is not here is refused when the folder is read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub enum When {
            $(#[serde(rename = $name)] $variant,)*
        }

        impl When {
            /// Every condition, in the order of this file.
            pub const ALL: &[When] = &[$(When::$variant,)*];

            /// The name that data and templates use.
            pub fn name(self) -> &'static str {
                match self { $(When::$variant => $name,)* }
            }

            /// Whether the condition holds.
            pub fn holds(self, facts: &Facts) -> bool {
                match self {
                    $(When::$variant => {
                        let fact: fn(&Facts) -> bool = $fact;
                        fact(facts)
                    })*
                }
            }
        }
    };
}

conditions! {
    CreditorIsCompany "creditor-is-company" |f| f.case.creditor.is_company();
    CreditorIsPerson "creditor-is-person" |f| f.case.creditor.is_person();
    CreditorUnnamed "creditor-unnamed" |f| f.case.creditor.name().is_none();
    CreditorIsTradingCompany "creditor-is-trading-company" |f| f.case.creditor.is_company() && f.case.creditor.is_professional();
    CreditorFormUnknown "creditor-form-unknown" |f| f.case.creditor.legal_form().is_some() && f.creditor_form().is_none() && !f.creditor_is_foreign_company();
    CreditorAtRcs "creditor-at-rcs" |f| f.creditor_at_rcs();
    CreditorIsRegistered "creditor-is-registered" |f| f.creditor_is_registered();
    CreditorIsCommercialCompany "creditor-is-commercial-company" |f| f.creditor_form().is_some_and(|form| form.commercial);
    CreditorStatesCapital "creditor-states-capital" |f| f.creditor_form().is_some_and(|form| form.states_capital) && !f.creditor_capital_varies();
    CreditorHasVariableCapital "creditor-has-variable-capital" |f| f.creditor_capital_varies();
    CreditorIsEi "creditor-is-ei" |f| super::letter::is_entrepreneur_individuel(&f.case.creditor);
    CreditorIsGie "creditor-is-gie" |f| f.creditor_form().is_some_and(|form| form.initials == "GIE");
    CreditorIsSel "creditor-is-sel" |f| f.creditor_form().is_some_and(|form| form.initials.starts_with("SEL"));
    CreditorIsScp "creditor-is-scp" |f| f.creditor_form().is_some_and(|form| form.initials == "SCP");
    CreditorIsArtisanCooperative "creditor-is-artisan-cooperative" |f| f.case.creditor.legal_form().is_some_and(|form| super::french::folded(form).contains("cooperative artisanale"));
    CreditorIsCivilCompany "creditor-is-civil-company" |f| f.creditor_form().is_some_and(|form| form.civil);
    CreditorIsEirl "creditor-is-eirl" |f| f.case.creditor.person().is_some_and(|person| person.eirl_object.is_some());
    CreditorInLiquidation "creditor-in-liquidation" |f| f.case.creditor.company().is_some_and(|company| company.in_liquidation.is_some());
    CreditorIsForeignCompany "creditor-is-foreign-company" |f| f.creditor_is_foreign_company();
    CreditorAbroad "creditor-abroad" |f| f.case.creditor.address.as_ref().is_some_and(|address| !address.is_in(f.home()));
    CreditorHasTenantManager "creditor-has-tenant-manager" |f| f.case.creditor.operates_as.is_some();
    CreditorHasSupportContract "creditor-has-support-contract" |f| f.case.creditor.support_contract.is_some();
    CreditorIsProfessional "creditor-is-professional" |f| f.case.creditor.is_professional();
    CreditorIsMerchant "creditor-is-merchant" |f| f.case.creditor.is_merchant();

    DebtorIsCompany "debtor-is-company" |f| f.case.debtor.is_company();
    DebtorIsPerson "debtor-is-person" |f| f.case.debtor.is_person();
    DebtorIsConsumer "debtor-is-consumer" |f| f.case.debtor.is_consumer();
    DebtorIsProfessional "debtor-is-professional" |f| f.case.debtor.is_professional();
    DebtorIsMerchant "debtor-is-merchant" |f| f.case.debtor.is_merchant();
    DebtorIsPublicBody "debtor-is-public-body" |f| f.case.debtor.is_public_body();
    DebtorIsAssociation "debtor-is-association" |f| f.case.debtor.is_association();
    DebtorIsEi "debtor-is-ei" |f| super::letter::is_entrepreneur_individuel(&f.case.debtor);
    DebtorAbroad "debtor-abroad" |f| f.debtor_abroad();
    DebtorUnderEuropeanOrder "debtor-under-european-order" |f| f.debtor_is_under_the_european_order();
    DebtorInAlsaceMoselle "debtor-in-alsace-moselle" |f| f.debtor_in_alsace_moselle();
    BetweenProfessionals "between-professionals" |f| f.decompte.regime == Regime::Commercial;
    BetweenMerchants "between-merchants" |f| f.case.creditor.is_merchant() && f.case.debtor.is_merchant();
    PublicProcurement "public-procurement" |f| f.decompte.regime == Regime::Public;
    CreditorQualityBarsPenalties "creditor-quality-bars-penalties" |f| f.creditor_quality_bars_penalties();
    DebtorQualityBarsPenalties "debtor-quality-bars-penalties" |f| f.is_civil_trade() && f.case.creditor.is_professional() && !f.case.debtor.is_professional();
    NatureBarsPenalties "nature-bars-penalties" |f| f.nature_bars_penalties();
    CreditorIsAssociation "creditor-is-association" |f| f.case.creditor.is_association();
    CreditorIsPrivate "creditor-is-private" |f| f.case.creditor.is_person() && f.case.creditor.is_consumer();
    HasCoCreditors "has-co-creditors" |f| !f.case.co_creditors.is_empty();
    DebtIsJoint "debt-is-joint" |f| f.debt_is_joint();
    DebtIsDivided "debt-is-divided" |f| f.debt_is_divided();
    CoDebtorOfAnotherRegime "co-debtor-of-another-regime" |f| f.a_co_debtor_is_of_another_regime();
    ClientSignsForTheAvocat "client-signs-for-the-avocat" |f| f.client_signs_for_the_avocat();
    DebtIsShared "debt-is-shared" |f| f.debt_is_joint() || f.debt_is_divided();
    DebtorHasACapacity "debtor-has-a-capacity" |f| f.debtor_has_a_capacity();
    DebtorIsHeir "debtor-is-heir" |f| f.case.estate.is_some();
    HeirShareMissing "heir-share-missing" |f| f.an_heir_has_no_share();
    MerchantsWithoutSolidarity "merchants-without-solidarity" |f| f.merchants_without_solidarity();
    DebtorUnderTutelle "debtor-under-tutelle" |f| f.debtor_is_protected(ProtectionKind::Tutelle);
    DebtorUnderCuratelle "debtor-under-curatelle" |f| f.debtor_is_protected(ProtectionKind::Curatelle);
    ProtectorUnknown "protector-unknown" |f| f.a_protector_is_unknown();
    DebtorStruckOff "debtor-struck-off" |f| f.debtor_is_struck_off();
    NoAdHocAgent "no-ad-hoc-agent" |f| f.has_no_ad_hoc_agent();
    CreditorInFormation "creditor-in-formation" |f| super::Facts::is_in_formation(&f.case.creditor);
    DebtorInFormation "debtor-in-formation" |f| f.debtors().any(super::Facts::is_in_formation);
    AllAreMerchants "all-are-merchants" |f| f.all_are_merchants();
    HasCoDebtors "has-co-debtors" |f| !f.case.co_debtors.is_empty();
    HasGuarantor "has-guarantor" |f| !f.case.guarantors.is_empty();
    GuarantorNotInformed "guarantor-not-informed" |f| f.a_guarantor_is_not_informed();
    HasNaturalGuarantor "has-natural-guarantor" |f| f.case.guarantors.iter().any(|guarantor| guarantor.party.is_person());

    LevelOne "level-1" |f| f.level() == Some(1);
    LevelTwo "level-2" |f| f.level() == Some(2);
    LevelThree "level-3" |f| f.level() == Some(3);
    CourtesyReminder "courtesy-reminder" |f| f.level() == Some(1) && f.no_invoice_is_late();
    LevelMissing "level-missing" |f| f.level().is_none();
    DeliveryRegistered "delivery-registered" |f| f.delivery() == Some(Delivery::RegisteredPost);
    DeliveryLre "delivery-lre" |f| f.delivery() == Some(Delivery::Lre);
    DeliveryEmail "delivery-email" |f| f.delivery() == Some(Delivery::Email);
    DeliveryPost "delivery-post" |f| f.delivery() == Some(Delivery::Post);
    DeliveryMissing "delivery-missing" |f| f.delivery().is_none();
    LreConsentMissing "lre-consent-missing" |f| f.lre_consent_is_missing();
    TrackingNumberGiven "tracking-number-given" |f| f.tracked();
    AcceleratedTermClaimed "accelerated-term-claimed" |f| f.acceleration().is_some();
    AcceleratedTermConsumerShortNotice "accelerated-term-consumer-short-notice" |f| f.case.debtor.is_consumer() && f.acceleration().is_some_and(|term| term.notice_days.is_none_or(|days| days <= 15));
    TerminationClaimed "termination-claimed" |f| f.letter().is_some_and(|letter| letter.termination.is_some());
    MiseEnDemeureSent "mise-en-demeure-sent" |f| f.mise_en_demeure().is_some();
    MiseEnDemeureReceived "mise-en-demeure-received" |f| f.mise_en_demeure().is_some_and(|event| event.received_on.or(event.presented_on).is_some());

    ShortDeadline "short-deadline" |f| f.letter().and_then(|letter| letter.deadline_days).is_some_and(|days| days < 8);
    AccelerationDeadlineTooShort "acceleration-deadline-too-short" |f| f.acceleration_deadline_is_too_short();
    RepresentedByCounsel "represented-by-counsel" |f| f.filer_is(&[FilerKind::Avocat, FilerKind::CommissaireDeJustice]);
    FilerAbsent "filer-absent" |f| f.case.filer.is_none();
    CollectedByThirdParty "collected-by-third-party" |f| f.filer_is(&[FilerKind::CollectionAgency, FilerKind::Agent]);
    FiledByAvocat "filed-by-avocat" |f| f.filer_is(&[FilerKind::Avocat]);
    FiledByCommissaire "filed-by-commissaire" |f| f.filer_is(&[FilerKind::CommissaireDeJustice]);
    FiledByAgent "filed-by-agent" |f| f.filer_is(&[FilerKind::Agent, FilerKind::CollectionAgency]);
    FirstLetterRecalled "first-letter-recalled" |f| f.first_letter_recalled();
    FirstContact "first-contact" |f| f.filer_is(&[FilerKind::CollectionAgency, FilerKind::Agent]) && !f.first_letter_recalled();

    CollectorInsuranceMissing "collector-insurance-missing" |f| f.collector_lacks(|filer| filer.insurance.is_some());
    CollectorAccountMissing "collector-account-missing" |f| f.collector_lacks(|filer| filer.dedicated_account == Some(true));
    CollectorDeclarationMissing "collector-declaration-missing" |f| f.collector_lacks(|filer| filer.prosecutor_declared_on.is_some_and(|on| on <= f.case.letter_date));
    CollectorMandateMissing "collector-mandate-missing" |f| f.collector_lacks(|filer| filer.mandate.as_ref().and_then(|mandate| mandate.dated_on).is_some_and(|on| on <= f.case.letter_date));

    CostWithoutReceipt "cost-without-receipt" |f| f.case.claim.costs.iter().any(|cost| cost.receipt.is_none());
    ClaimHasCosts "claim-has-costs" |f| !f.case.claim.costs.is_empty();
    ClaimHasPenaltyClause "claim-has-penalty-clause" |f| f.case.claim.clause_penale.is_some();
    ClaimHasPayments "claim-has-payments" |f| !f.case.claim.payments.is_empty();
    APaymentWasReturned "a-payment-was-returned" |f| !f.case.claim.returned.is_empty();
    ClaimIsDisputed "claim-is-disputed" |f| f.case.claim.disputed == Some(true);
    ComplaintMade "complaint-made" |f| f.case.claim.disputed == Some(true) || f.case.claim.invoices.iter().any(|invoice| invoice.disputed.is_some());
    ClaimHasAgreedRate "claim-has-agreed-rate" |f| f.case.claim.late_payment_rate.as_ref().is_some_and(|rate| rate.is_agreed());
    AgreedRateBelowFloor "agreed-rate-below-floor" |f| !f.decompte.below_floor.is_empty();
    AgreedRateFarAbove "agreed-rate-far-above" |f| f.agreed_rate_is_far_above();
    ClaimIsResidentialLease "claim-is-residential-lease" |f| f.case.claim.nature == Nature::ResidentialLease;
    ClaimIsCommercialLease "claim-is-commercial-lease" |f| f.case.claim.nature == Nature::CommercialLease;
    ClaimIsLease "claim-is-lease" |f| matches!(f.case.claim.nature, Nature::ResidentialLease | Nature::CommercialLease);
    ClaimIsConsumerCredit "claim-is-consumer-credit" |f| f.case.claim.nature == Nature::ConsumerCredit;
    ClaimIsEmployment "claim-is-employment" |f| f.case.claim.nature == Nature::Employment;
    ClaimIsCondominium "claim-is-condominium" |f| f.case.claim.nature == Nature::CondominiumCharges;
    ClaimIsCivil "claim-is-civil" |f| f.case.claim.nature == Nature::Civil;
    ClaimIsCommercial "claim-is-commercial" |f| f.case.claim.nature == Nature::Commercial;
    ClaimIsTransport "claim-is-transport" |f| f.case.claim.nature == Nature::Transport;
    ClaimIsLongTermCredit "claim-is-long-term-credit" |f| f.case.claim.long_term_credit;
    JudgmentSaysNoStart "judgment-says-no-start" |f| f.judgment_says_no_start();
    ClaimRestsOnJudgment "claim-rests-on-judgment" |f| f.case.claim.judgment.is_some();
    MajorationL3133 "majoration-l313-3" |f| f.decompte.is_raised();
    CapitalisationGranted "capitalisation-granted" |f| f.case.claim.capitalisation_granted.is_some();
    HasCreditNotes "has-credit-notes" |f| !f.case.claim.credit_notes.is_empty();
    AnInvoiceIsPartlyDisputed "an-invoice-is-partly-disputed" |f| f.case.claim.invoices.iter().any(|invoice| invoice.disputed.is_some());
    ADisputedPartIsClaimed "a-disputed-part-is-claimed" |f| f.case.claim.invoices.iter().any(|invoice| invoice.disputed.as_ref().is_some_and(|part| part.claimed));
    ImputationChosen "imputation-chosen" |f| f.decompte.choices.imputation != Imputation::default();
    LumpSumRankChosen "lump-sum-rank-chosen" |f| f.decompte.choices.lump_sum_rank != LumpSumRank::default();
    JudgmentDayInterestChosen "judgment-day-interest-chosen" |f| f.decompte.choices.insolvency_judgment_day != JudgmentDay::default();
    ClaimIsContractual "claim-is-contractual" |f| f.case.claim.source == Source::Contract;
    ClaimIsStatutory "claim-is-statutory" |f| f.case.claim.source == Source::Statutory;
    ClaimIsInstrument "claim-is-instrument" |f| f.case.claim.source == Source::NegotiableInstrument;
    ClaimIsCheque "claim-is-cheque" |f| f.case.claim.source == Source::Cheque;
    ClaimIsAlimony "claim-is-alimony" |f| f.case.claim.source == Source::Alimony;
    ClaimIsTort "claim-is-tort" |f| f.case.claim.source == Source::Tort;
    ClaimIsPurchasedLoan "claim-is-purchased-loan" |f| f.case.claim.purchased_non_performing_loan;
    ClaimBeforeInsolvency "claim-before-insolvency" |f| f.claim_before_insolvency();
    ClaimBeforeOverIndebtedness "claim-before-over-indebtedness" |f| f.claim_before_over_indebtedness();
    InvoicesInMerchantHands "invoices-in-merchant-hands" |f| f.invoices_between_merchants_excluded();

    AnInvoiceIsForFees "an-invoice-is-for-fees" |f| f.an_invoice_is_for_fees();
    DebtorHasNoAddress "debtor-has-no-address" |f| super::letter::address_line_of(&f.case.debtor, f.home()).is_none();
    AnInvoiceIsNotLate "an-invoice-is-not-late" |f| f.an_invoice_is_not_late();
    NoInvoiceIsLate "no-invoice-is-late" |f| f.no_invoice_is_late();
    OnlyAccessoriesRemain "only-accessories-remain" |f| f.decompte.totals.principal_due.is_zero() && !f.decompte.totals.due.is_zero();
    AnInvoiceHasNoDueDay "an-invoice-has-no-due-day" |f| f.decompte.balances.iter().any(|balance| balance.due_on.is_none());
    DueDayDerived "due-day-derived" |f| f.due_day_derived();
    NothingIsDue "nothing-is-due" |f| f.decompte.totals.due.is_zero();
    DecompteHasPenalties "decompte-has-penalties" |f| f.decompte.has(LineKind::PenalitesRetard) && !f.decompte.totals.interest_due.is_zero();
    DecompteHasLegalInterest "decompte-has-legal-interest" |f| f.decompte.has(LineKind::InteretLegal) && !f.decompte.totals.interest_due.is_zero();
    DecompteHasInterest "decompte-has-interest" |f| !f.decompte.totals.interest_due.is_zero();
    DecompteHasLumpSum "decompte-has-lump-sum" |f| f.decompte.has(LineKind::IndemniteForfaitaire);
    DecompteHasPenaltyClause "decompte-has-penalty-clause" |f| f.decompte.has(LineKind::ClausePenale);
    DecompteHasCosts "decompte-has-costs" |f| f.decompte.has(LineKind::Cost);
    ClaimHasExtraItems "claim-has-extra-items" |f| !f.decompte.totals.accessories_due.is_zero();
    ClaimOverPetitesCreances "claim-over-petites-creances" |f| f.against_petites_creances().is_some_and(std::cmp::Ordering::is_gt);
    ClaimAtPetitesCreancesCeiling "claim-at-petites-creances-ceiling" |f| f.against_petites_creances().is_some_and(std::cmp::Ordering::is_eq);

    DebtorIsInsolvent "debtor-is-insolvent" |f| f.case.insolvency.is_some();
    DebtorOverIndebted "debtor-over-indebted" |f| f.case.over_indebtedness.is_some();
    LimitationOverFiveYears "limitation-over-5-years" |f| f.time_barred(Period::Common);
    LimitationOverTwoYearsConsumer "limitation-over-2-years-consumer" |f| f.time_barred(Period::Consumer);
    LimitationOverTransport "limitation-over-transport" |f| f.time_barred(Period::Transport);
    LimitationOverLease "limitation-over-lease" |f| f.time_barred(Period::Lease);
    LimitationOverPublic "limitation-over-public" |f| f.time_barred(Period::Public);
    LimitationOverTitle "limitation-over-title" |f| f.time_barred(Period::Title);
    AnInvoiceIsTimeBarred "an-invoice-is-time-barred" |f| f.limitations().iter().any(|limitation| limitation.is_over(f.case.letter_date));
    CreditTimeBarred "credit-time-barred" |f| f.time_barred(Period::Credit);

    CourtMissing "court-missing" |f| f.court_kind().is_none();
    CourtIsTjOrJcp "court-is-tj-or-jcp" |f| matches!(f.court_kind(), Some(CourtKind::TribunalJudiciaire | CourtKind::JugeDesContentieuxDeLaProtection));
    CourtCityMissing "court-city-missing" |f| f.court_city().is_none();
    DebtorInCourtCity "debtor-in-court-city" |f| f.a_debtor_lives_in_the_court_city();
    NonTraderBeforeCommercialCourt "non-trader-before-commercial-court" |f| f.non_trader_before_a_commercial_court();
    CourtIsTc "court-is-tc" |f| f.court_kind() == Some(CourtKind::TribunalDeCommerce);
    CourtIsTae "court-is-tae" |f| f.court_kind() == Some(CourtKind::TribunalDesActivitesEconomiques);
    CourtIsTj "court-is-tj" |f| f.court_kind() == Some(CourtKind::TribunalJudiciaire);
    CourtIsJcp "court-is-jcp" |f| f.court_kind() == Some(CourtKind::JugeDesContentieuxDeLaProtection);
    CourtIsChambreCommerciale "court-is-chambre-commerciale" |f| f.court_kind() == Some(CourtKind::ChambreCommerciale);
    CourtCityIsTae "court-city-is-tae" |f| f.court_city_is_tae();
    JcpExpected "jcp-expected" |f| matches!(f.case.claim.nature, Nature::ResidentialLease | Nature::ConsumerCredit);
    BuildingInCourtCity "building-in-court-city" |f| f.building_is_in_the_court_city();
    BuildingGiven "building-given" |f| f.filing().is_some_and(|filing| filing.building_address.is_some());
    CommercialCourtExpected "commercial-court-expected" |f| f.commercial_court_expected();
    ReferralAsked "referral-asked" |f| f.filing().is_some_and(|filing| filing.referral_on_opposition);
    LaterInterestAsked "later-interest-asked" |f| f.filing().is_none_or(|filing| filing.ask_later_interest);
    DepensAsked "depens-asked" |f| f.filing().is_none_or(|filing| filing.ask_depens);
    CapitalisationAsked "capitalisation-asked" |f| f.case.claim.capitalisation;
    RealEstatePublication "real-estate-publication" |f| f.filing().is_some_and(|filing| filing.real_estate_publication);
    EconomicJusticeContribution "economic-justice-contribution" |f| f.economic_justice_contribution(true);
    HeadcountUnknown "headcount-unknown" |f| f.economic_justice_contribution(false);
    NotificationAddressGiven "notification-address-given" |f| f.filing().is_some_and(|filing| filing.notification_address.is_some());
    NegotiationGiven "negotiation-given" |f| f.filing().is_some_and(|filing| filing.negotiation.is_some());
    ExhibitFileMissing "exhibit-file-missing" |f| f.exhibit_file_is_forgotten();
    ExhibitsGiven "exhibits-given" |f| !f.case.exhibits.is_empty();

    TextImitatesJudicialAct "text-imitates-judicial-act" |f| f.says_any(&["commandement", "au nom du peuple francais", "republique francaise", "exploit d", "marianne", "acte d'huissier", "signification"]);
    TextClaimsInterruption "text-claims-interruption" |f| f.says_any(&["interrompt la prescription", "interrompre la prescription", "interruption de la prescription", "interruptif de prescription", "interruptive de prescription", "interrompu la prescription", "prescription interrompue", "prescription est interrompue"]);
    TextThreatensEnforcement "text-threatens-enforcement" |f| f.says_any(&[" saisie", " saisies", "huissier", "commissaire de justice", "fichage", "poursuites penales", "interdit bancaire"]);
    ConsumerMediatorKnown "consumer-mediator-known" |f| f.case.creditor.consumer_mediator.is_some();
    PhoneGiven "phone-given" |f| f.sender_phone().is_some();
    SurchargedPhone "surcharged-phone" |f| f.phone_is_surcharged();

    CountryIsLu "country-is-lu" |f| f.is_luxembourg();
    DeliveryHuissier "delivery-huissier" |f| f.delivery() == Some(Delivery::Huissier);
    GuarantorIsPerson "guarantor-is-person" |f| f.guarantor_is(|g| g.party.is_person());
    GuarantorIsCompany "guarantor-is-company" |f| f.guarantor_is(|g| g.party.is_company());
    GuarantorIsSolidary "guarantor-is-solidary" |f| f.guarantor_is(|g| g.solidary);
    GuarantorIsUnlimited "guarantor-is-unlimited" |f| f.guarantor_is(|g| g.unlimited);
    GuarantorWaivedDiscussion "guarantor-waived-discussion" |f| f.guarantor_is(|g| g.waived_discussion);
    GuarantorWaivedDivision "guarantor-waived-division" |f| f.guarantor_is(|g| g.waived_division);
    GuarantorIsGratuitous "guarantor-is-gratuitous" |f| f.guarantor_is(|g| g.gratuitous);
    GuarantorHasCap "guarantor-has-cap" |f| f.guarantor_is(|g| g.cap.is_some());
    GuarantorHasTerm "guarantor-has-term" |f| f.guarantor_is(|g| g.ends_on.is_some());
    GuarantorTermOver "guarantor-term-over" |f| f.guarantor_is(|g| g.ends_on.is_some_and(|end| end < f.case.letter_date));
    GuarantorDeprivedOfInterest "guarantor-deprived-of-interest" |f| f.guarantor_is(|g| f.deprivation(g) != Deprivation::None);
    ConsequencePetitesCreances "consequence-petites-creances" |f| f.letter().is_some_and(|letter| letter.consequence == Some(Consequence::PetitesCreances));
    ConsequenceOfAnotherCountry "consequence-of-another-country" |f| f.consequence_is_of_another_country();
    ConsequenceOrdonnance "consequence-ordonnance-conditionnelle" |f| f.letter().is_some_and(|letter| letter.consequence == Some(Consequence::OrdonnanceConditionnelle));
    ConsequenceProvision "consequence-provision-sur-requete" |f| f.letter().is_some_and(|letter| letter.consequence == Some(Consequence::ProvisionSurRequete));
    GuarantorDeprivedInPart "guarantor-deprived-in-part" |f| f.guarantor_is(|g| matches!(f.deprivation(g), Deprivation::Until(_)));
    GuaranteeBefore2022 "guarantee-before-2022" |f| f.guarantor_is(|g| g.deed_on.is_some_and(|deed| deed.year() < 2022));
    ConsequenceInjonction "consequence-injonction" |f| f.letter().is_some_and(|letter| letter.consequence == Some(Consequence::InjonctionDePayer));
    GuarantorDeedIsOld "guarantor-deed-is-old" |f| f.guarantor_deed_is_old();
    CostsAnnounced "costs-announced" |f| f.announces(&[Consequence::Assignation, Consequence::RefereProvision]);
    DepensAnnounced "depens-announced" |f| f.announces(&[Consequence::Assignation, Consequence::RefereProvision, Consequence::InjonctionDePayer]);
    AdministrativeWayAnnounced "consequence-voie-administrative" |f| f.announces(&[Consequence::VoieAdministrative]);
    AmicableAttemptFirst "amicable-attempt-first" |f| f.amicable_attempt_comes_first();
    GuarantorAbroad "guarantor-abroad" |f| f.guarantor_is(|g| g.party.address.as_ref().is_some_and(|address| !address.is_in(f.home())));
    GuarantorOwesNothing "guarantor-owes-nothing" |f| f.guaranteed().is_some_and(|guaranteed| guaranteed.claimed.is_zero());
    GuarantorCapReached "guarantor-cap-reached" |f| f.guaranteed().is_some_and(|guaranteed| guaranteed.is_capped);
    GuarantorNoticeAnnual "guarantor-notice-annual" |f| f.letter().is_some_and(|letter| letter.guarantor_notice == Some(GuarantorNotice::Annual));
    GuarantorNoticeFirstDefault "guarantor-notice-first-default" |f| f.letter().is_some_and(|letter| letter.guarantor_notice == Some(GuarantorNotice::FirstDefault));
    FirstDefaultKnown "first-default-known" |f| f.first_default().is_some();

    PlanGiven "plan-given" |f| f.case.plan.is_some();
    PlanComputed "plan-computed" |f| f.instalments().is_some();
    PlanInterestWaived "plan-interest-waived" |f| f.case.plan.as_ref().is_some_and(|plan| plan.interest == PlanInterest::Waived);
    PlanInterestAgreed "plan-interest-agreed" |f| f.case.plan.as_ref().is_some_and(|plan| plan.interest == PlanInterest::Agreed);
    PlanInterestReserved "plan-interest-reserved" |f| f.case.plan.as_ref().is_some_and(|plan| plan.interest == PlanInterest::Reserved);
    PlanHasNoNotice "plan-has-no-notice" |f| f.case.plan.as_ref().is_some_and(|plan| plan.acceleration_notice_days.is_none());
    PlanNoticeShort "plan-notice-short" |f| f.case.debtor.is_consumer() && f.case.plan.as_ref().and_then(|plan| plan.acceleration_notice_days).is_some_and(|days| days <= 15);
    PlanBeforeAnswer "plan-before-answer" |f| f.plan_begins_before_the_answer();
    PlanOverTwoYears "plan-over-two-years" |f| f.plan_is_over_two_years();
    DownPaymentGiven "down-payment-given" |f| f.case.plan.as_ref().is_some_and(|plan| plan.down_payment.is_some());
    SettlementGiven "settlement-given" |f| f.case.settlement.is_some();
    SettlementByAvocats "settlement-by-avocats" |f| f.case.settlement.as_ref().is_some_and(|settlement| settlement.enforcement == Some(Enforcement::Avocats));
    SettlementByHomologation "settlement-by-homologation" |f| f.case.settlement.as_ref().is_some_and(|settlement| settlement.enforcement == Some(Enforcement::Homologation));
    SettlementAboveDue "settlement-above-due" |f| f.case.settlement.as_ref().and_then(|settlement| settlement.amount).is_some_and(|amount| amount > f.decompte.totals.due);
    CreditorConcessionsGiven "creditor-concessions-given" |f| f.case.settlement.as_ref().is_some_and(|settlement| !settlement.creditor_concessions.is_empty());
    DebtorConcessionsGiven "debtor-concessions-given" |f| f.case.settlement.as_ref().is_some_and(|settlement| !settlement.debtor_concessions.is_empty());
    AmicableGiven "amicable-given" |f| f.case.amicable.is_some();
    AmicableConciliation "amicable-conciliation" |f| f.case.amicable.as_ref().is_some_and(|way| way.mode == AmicableMode::Conciliation);
    AmicableMediation "amicable-mediation" |f| f.case.amicable.as_ref().is_some_and(|way| way.mode == AmicableMode::Mediation);
    AmicableParticipatory "amicable-participatory" |f| f.case.amicable.as_ref().is_some_and(|way| way.mode == AmicableMode::Participatory);
    AmicableAttemptRequired "amicable-attempt-required" |f| f.amicable_attempt_is_required();
    AmicableAttemptArguable "amicable-attempt-arguable" |f| f.amicable_attempt_is_arguable();
    AmicableAttemptMade "amicable-attempt-made" |f| f.has_event(EventKind::AmicableAttempt);
    AmicableExemptionGiven "amicable-exemption-given" |f| f.filing().is_some_and(|filing| filing.amicable_exemption.is_some());

    AmicableExemptionProved "amicable-exemption-proved" |f| f.filing().is_some_and(|filing| filing.amicable_exemption_exhibit.is_some());
    OrderGiven "order-given" |f| f.order().is_some();
    OrderStands "order-stands" |f| f.order().is_some_and(|order| !order.is_lapsed());
    OrderFirstRegime "order-first-regime" |f| f.order().is_some_and(|order| order.regime == OrderRegime::First);
    OrderSecondRegime "order-second-regime" |f| f.order().is_some_and(|order| order.regime == OrderRegime::Second);
    OrderThirdRegime "order-third-regime" |f| f.order().is_some_and(|order| order.regime == OrderRegime::Third);
    OrderServed "order-served" |f| f.order().is_some_and(|order| order.served.is_some());
    OrderServedToPerson "order-served-to-person" |f| f.order().and_then(|order| order.served.as_ref()).is_some_and(|served| served.to_person == Some(true));
    OrderOpposed "order-opposed" |f| f.order().is_some_and(|order| order.is_opposed);
    OrderLapsed "order-lapsed" |f| f.order().is_some_and(super::deadlines::order::Order::is_lapsed);
    OrderOppositionOpen "order-opposition-open" |f| f.order().is_some_and(super::deadlines::order::Order::opposition_is_open);
    OrderEnforceable "order-enforceable" |f| f.order().is_some_and(super::deadlines::order::Order::is_enforceable);
    OrderExecutory "order-executory" |f| f.order().is_some_and(|order| order.executory_on.is_some());
    OrderGrantsLess "order-grants-less" |f| f.order_grants_less();
    JudgmentEnforceable "judgment-enforceable" |f| f.judgment_is_enforceable();
    MeasuresGiven "measures-given" |f| f.filing().is_some_and(|filing| !filing.measures.is_empty());
    MeasuresWages "measures-wages" |f| f.filing().is_some_and(|filing| filing.measures.contains(&Measure::Wages));
    HearingGiven "hearing-given" |f| f.hearing_given();
    MeansGiven "means-given" |f| f.filing().is_some_and(|filing| !filing.means.is_empty());
    ProceduralCostsAsked "procedural-costs-asked" |f| f.filing().is_some_and(|filing| filing.procedural_costs.is_some());
    HearingOnOppositionAsked "hearing-on-opposition-asked" |f| f.filing().is_some_and(|filing| filing.hearing_on_opposition);
    InterestIncreaseAsked "interest-increase-asked" |f| f.filing().is_some_and(|filing| filing.ask_interest_increase);
    AvocatRequired "avocat-required" |f| f.avocat_is_required();
    AvocatArguable "avocat-arguable" |f| f.avocat_is_arguable();
    SettlementConfidential "settlement-confidential" |f| f.case.settlement.as_ref().is_some_and(|settlement| settlement.confidential);
    SecurityGiven "security-given" |f| f.case.claim.security.is_some();
    PrivilegeLikely "privilege-likely" |f| f.a_privilege_is_likely();
    SecurityRanked "security-ranked" |f| f.case.claim.security.as_ref().is_some_and(|security| security.rank.is_some());
    SecurityForThirdParty "security-for-third-party" |f| f.case.claim.security.as_ref().is_some_and(|security| security.for_third_party);

    InsolvencyClosed "insolvency-closed" |f| f.case.insolvency.as_ref().is_some_and(|open| open.closed_on.is_some_and(|on| on <= f.case.letter_date));
    InsolvencyIsReorganisation "insolvency-is-reorganisation" |f| f.case.insolvency.as_ref().is_some_and(|open| open.kind == InsolvencyKind::ReorganisationJudiciaire);
    InsolvencyIsBankruptcy "insolvency-is-bankruptcy" |f| f.case.insolvency.as_ref().is_some_and(|open| open.kind == InsolvencyKind::Faillite);
    InsolvencyIsLiquidation "insolvency-is-liquidation" |f| f.case.insolvency.as_ref().is_some_and(|open| open.kind == InsolvencyKind::Liquidation);
    InsolvencyUnpublished "insolvency-unpublished" |f| f.case.insolvency.as_ref().is_some_and(|open| open.published_on.is_none());
    DeclarationPeriodOver "declaration-period-over" |f| super::deadlines::declaration_period_is_over(f);
    DeclarationPeriodUnknown "declaration-period-unknown" |f| super::deadlines::declaration_period_is_unknown(f);
    ClaimDeclared "claim-declared" |f| f.has_event(EventKind::ClaimDeclared);
    ClaimPartlyAfterInsolvency "claim-partly-after-insolvency" |f| f.claim_is_partly_after_insolvency();
    NothingToDeclare "nothing-to-declare" |f| f.declared().is_some_and(|declared| declared.total.is_zero());

    CourtOfAnotherCountry "court-of-another-country" |f| f.court_is_of_another_country();
    CourtIsJp "court-is-jp" |f| f.court_kind() == Some(CourtKind::JusticeDePaix);
    CourtIsTa "court-is-ta" |f| f.court_kind() == Some(CourtKind::TribunalArrondissement);
    CourtIsTaCommercial "court-is-ta-commercial" |f| f.court_kind() == Some(CourtKind::TribunalArrondissementCommercial);
    LuOverJpThreshold "lu-over-jp-threshold" |f| f.is_over_justice_de_paix();
    LuWithinJpThreshold "lu-within-jp-threshold" |f| f.is_within_justice_de_paix();
    LuValueUncertain "lu-value-uncertain" |f| f.value_is_uncertain();
    LuSeveralCauses "lu-several-causes" |f| f.has_several_causes();
    LuCourtElsewhere "lu-court-elsewhere" |f| f.lu_court_is_elsewhere();
    LuCommuneUnknown "lu-commune-unknown" |f| f.commune_is_unknown();
    LuConsumerInterestByRight "lu-consumer-interest-by-right" |f| f.lu_consumer_interest(true);
    LuConsumerInterestNotByRight "lu-consumer-interest-not-by-right" |f| f.lu_consumer_interest(false);
    LuStatutoryInterest "lu-statutory-interest" |f| f.lu_statutory_interest();
    DebtorInLuxembourg "debtor-in-luxembourg" |f| f.case.debtor.address.as_ref().is_some_and(|address| address.is_in("LU"));
    DebtorProfessionUnknown "debtor-profession-unknown" |f| f.debtor_profession_unknown();
    CoDebtorProfessionUnknown "co-debtor-profession-unknown" |f| f.co_debtor_profession_unknown();
    CoDebtorAbroad "co-debtor-abroad" |f| f.co_debtor_abroad();
    DebtorsLiveApart "debtors-live-apart" |f| f.debtors_live_apart();
    CreditorProfessionUnknown "creditor-profession-unknown" |f| f.case.creditor.is_person() && f.case.creditor.profession.is_none();
    BusinessPermitGiven "business-permit-given" |f| f.case.creditor.business_permit.is_some();
    CreditorIsAsbl "creditor-is-asbl" |f| f.creditor_form_says(&["asbl", "a.s.b.l.", "association sans but lucratif"]);
    CreditorIsFondation "creditor-is-fondation" |f| f.creditor_form_says(&["fondation"]);
    CreditorIsCooperative "creditor-is-cooperative" |f| f.creditor_form_says(&["societe cooperative"]);
    CreditorAtLuRcs "creditor-at-lu-rcs" |f| f.creditor_at_lu_rcs();
    CreditorRcsNumberMissing "creditor-rcs-number-missing" |f| f.creditor_at_lu_rcs() && f.case.creditor.register.as_ref().is_none_or(|register| register.number.is_none());
    CreditorBearsLuMentions "creditor-bears-lu-mentions" |f| f.creditor_bears_lu_mentions();
    CreditorIsLuCompany "creditor-is-lu-company" |f| super::Facts::is_lu_company(&f.case.creditor);
    ClaimSupplyGoods "claim-supply-goods" |f| f.case.claim.supply == Some(Supply::Goods);
    ClaimSupplyServices "claim-supply-services" |f| f.case.claim.supply == Some(Supply::Services);
    TextCitesFrenchArticle "text-cites-french-article" |f| f.says_any(&["1231-", "1343-", "1344-1", "1345-", "l. 441-10", "l.441-10", "l441-10", "d. 441-5", "d441-5", "l. 110-4", "l.110-4", "l. 218-2", "l.218-2", "l. 313-3", "l.313-3", "article 700", "art. 700"]) || f.cites_new_french_civil_code();
    TextNamesFrenchCourt "text-names-french-court" |f| f.says_any(&["tribunal de commerce", "tribunal judiciaire", "tribunal des activites economiques", "tribunal d'instance", "grande instance", "prud'hom", "juge des contentieux", "commissaire de justice"]) || f.names_french_payment_order();
    PaymentPeriodLong "payment-period-long" |f| f.a_payment_period_is_long();
    DayCountChosen "day-count-chosen" |f| f.is_luxembourg() && f.decompte.choices.day_count.is_some();
    LimitationOverLu "limitation-over-lu" |f| [Period::LuMerchant, Period::LuPeriodic, Period::LuGoods, Period::LuCommon].into_iter().any(|period| f.time_barred(period));

    AHistoryIsGiven "a-history-is-given" |f| !f.case.history.is_empty();
    CallsCloseTogether "calls-close-together" |f| f.calls_are_close_together();
    PhoneCallNoted "phone-call-noted" |f| f.has_event(EventKind::Call);
    PromiseBroken "promise-broken" |f| f.a_promise_is(true);
    PromisePending "promise-pending" |f| f.a_promise_is(false);
    ReminderSent "reminder-sent" |f| f.has_event(EventKind::Reminder);
}
