//! Every way to say no, as `application/problem+json` (RFC 9457), in French. What the log alone may know stays in `cause`.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value as Json;

use super::metrics::Found;
use super::pool::Undone;
use crate::case;
use crate::compliance::Report;
use crate::compliance::report::MissingValue;
use crate::service::Refused;

pub const PROBLEM_JSON: &str = "application/problem+json";

macro_rules! kinds {
    ($($kind:ident $slug:literal $status:ident $title:literal;)*) => {
        /// What kind of refusal. Closed: clients may rely on the `type` of each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($kind,)*
        }

        impl Kind {
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The last step of the problem's `type`, `/problems/{slug}`.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$kind => $slug,)* }
            }

            pub fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status,)* }
            }

            /// The same sentence for every problem of this kind.
            pub fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)* }
            }
        }
    };
}

kinds! {
    NotACase "not-a-case" BAD_REQUEST "Le JSON n’est pas un dossier";
    BadQuery "bad-query" BAD_REQUEST "Un paramètre de l’adresse n’est pas valable";
    MalformedRequest "malformed-request" BAD_REQUEST "La requête HTTP est mal formée";
    BrokenBody "broken-body" BAD_REQUEST "Le corps de la requête est illisible";
    ForeignOrigin "foreign-origin" FORBIDDEN "Une page d’une autre origine ne peut pas appeler ce service";
    UnknownPath "unknown-path" NOT_FOUND "Cette adresse n’existe pas";
    UnknownType "unknown-type" NOT_FOUND "Ce type de document n’existe pas";
    UnknownCountry "unknown-country" NOT_FOUND "Ce pays n’est pas connu";
    NoSuchPaper "no-such-paper" NOT_FOUND "Ce type de document n’a pas d’e-mail";
    UnknownParameter "unknown-parameter" NOT_FOUND "Ce paramètre du droit n’existe pas";
    UnknownText "unknown-text" NOT_FOUND "Ce texte n’existe pas";
    NoValueInForce "no-value-in-force" NOT_FOUND "Aucune valeur n’est connue pour ce jour";
    UnknownProblem "unknown-problem" NOT_FOUND "Ce genre d’erreur n’existe pas";
    MethodNotAllowed "method-not-allowed" METHOD_NOT_ALLOWED "Cette adresse ne prend pas cette méthode";
    NotAcceptable "not-acceptable" NOT_ACCEPTABLE "Aucun des formats demandés n’est disponible";
    SlowBody "slow-body" REQUEST_TIMEOUT "Le corps de la requête est arrivé trop lentement";
    SlowHead "slow-head" REQUEST_TIMEOUT "Les en-têtes de la requête sont arrivés trop lentement";
    TooLarge "too-large" PAYLOAD_TOO_LARGE "Le corps de la requête est trop gros";
    UnsupportedMediaType "unsupported-media-type" UNSUPPORTED_MEDIA_TYPE "Le format du corps n’est pas pris";
    WrongHost "wrong-host" MISDIRECTED_REQUEST "Ce service ne répond pas sous ce nom";
    RefusedByLaw "refused-by-law" UNPROCESSABLE_ENTITY "Le document ne peut pas être établi en l’état";
    Unpublished "unpublished" UNPROCESSABLE_ENTITY "Une valeur, ou un droit, dont le décompte a besoin n’est pas connue ici";
    HeadTooLarge "head-too-large" REQUEST_HEADER_FIELDS_TOO_LARGE "Les en-têtes de la requête sont trop gros";
    Internal "internal" INTERNAL_SERVER_ERROR "Le service a échoué";
    QueueFull "queue-full" SERVICE_UNAVAILABLE "Trop de demandes attendent";
    Crowded "too-many-connections" SERVICE_UNAVAILABLE "Trop de connexions sont ouvertes";
    TooLong "too-long" SERVICE_UNAVAILABLE "Le document a demandé trop de temps";
    TooHeavy "too-heavy" UNPROCESSABLE_ENTITY "Le document demande plus de moyens que le service n’en accorde";
    FullHouse "full-house" SERVICE_UNAVAILABLE "Le service tient trop de données à la fois";
    NoSpool "no-spool" SERVICE_UNAVAILABLE "Le service ne peut pas mettre de fichiers de côté";
    Interrupted "interrupted" SERVICE_UNAVAILABLE "Le travail a été interrompu";
    Starting "starting" SERVICE_UNAVAILABLE "Le service démarre";
    Stopping "stopping" SERVICE_UNAVAILABLE "Le service s’arrête";
}

impl Kind {
    fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("/problems/{}", self.slug()))
    }
}

/// A refusal with all that its answer says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Problem {
    #[serde(with = "slug")]
    pub kind: Kind,
    said: Box<Said>,
}

/// A kind among processes of one program.
mod slug {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Kind;

    pub fn serialize<S: Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.slug())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
        let slug = String::deserialize(deserializer)?;
        Kind::of_slug(&slug).ok_or_else(|| D::Error::custom("no kind of problem"))
    }
}

/// What is written down of a refusal, so that it may cross a pipe.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Said {
    detail: String,
    /// Each a `case::Problem`.
    problems: Vec<Json>,
    report: Option<Told>,
    known: Vec<String>,
    #[serde(skip)]
    allow: &'static str,
    /// For the log only: never sent, and never with a word of the case.
    cause: Option<String>,
}

/// A report as the answer carries it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Told {
    report: Json,
    pub document_type: String,
    pub found: Vec<Found>,
}

/// The body of every refusal.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: Kind,
    title: &'static str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    problems: &'a [Json],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    known: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<&'a Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a Json>,
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, said: Box::new(Said { detail: detail.into(), ..Said::default() }) }
    }

    /// With what would have been right: ids, countries, formats.
    pub fn knowing(mut self, known: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.said.known = known.into_iter().map(Into::into).collect();
        self
    }

    /// With each thing wrong, where it is, and how to mend it.
    pub fn with_problems(mut self, problems: &[case::Problem]) -> Self {
        self.said.problems = problems.iter().filter_map(|problem| serde_json::to_value(problem).ok()).collect();
        self
    }

    /// With the methods that the address takes, or the codings of its body.
    pub fn allowing(mut self, taken: &'static str) -> Self {
        self.said.allow = taken;
        self
    }

    /// Our fault: the caller learns nothing but the request's id, the log learns `cause`.
    pub fn internal(cause: impl Into<String>) -> Self {
        let mut problem =
            Self::new(Kind::Internal, "L’incident est au journal du service, sous le numéro de requête request_id.");
        problem.said.cause = Some(cause.into());
        problem
    }

    pub fn report(&self) -> Option<&Told> {
        self.said.report.as_ref()
    }

    /// For the log only.
    pub fn cause(&self) -> Option<&str> {
        self.said.cause.as_deref()
    }

    /// The answer; `request_id` may be empty when nobody gave one.
    pub fn answer(&self, request_id: &str) -> HttpResponse {
        let status = self.kind.status();
        let body = Body {
            kind: self.kind,
            title: self.kind.title(),
            status: status.as_u16(),
            detail: &self.said.detail,
            request_id,
            problems: &self.said.problems,
            known: &self.said.known,
            findings: self.report().and_then(|told| told.report.get("findings")),
            report: self.report().map(|told| &told.report),
        };
        let mut answer = HttpResponse::build(status);
        answer.content_type(PROBLEM_JSON).insert_header((CACHE_CONTROL, "no-store"));
        for (name, value) in self.headers() {
            answer.insert_header((name, value));
        }
        answer.body(serde_json::to_vec(&body).unwrap_or_default())
    }

    fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        match self.kind {
            Kind::QueueFull | Kind::Starting | Kind::FullHouse | Kind::Interrupted | Kind::Crowded => {
                vec![(RETRY_AFTER, HeaderValue::from_static("1"))]
            }
            Kind::TooLong | Kind::Stopping | Kind::NoSpool => vec![(RETRY_AFTER, HeaderValue::from_static("10"))],
            Kind::MethodNotAllowed => vec![(ALLOW, HeaderValue::from_static(self.said.allow))],
            Kind::UnsupportedMediaType => {
                let taken = if self.said.allow.is_empty() { "gzip" } else { self.said.allow };
                vec![(ACCEPT_ENCODING, HeaderValue::from_static(taken))]
            }
            _ => Vec::new(),
        }
    }
}

impl Told {
    fn of(report: &Report) -> Option<Self> {
        let (found, document_type) = (Found::all(&report.findings), report.document_type.clone());
        Some(Self { report: serde_json::to_value(report).ok()?, document_type, found })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(self.kind.slug())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.answer("")
    }
}

impl From<Undone> for Problem {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::QueueFull => Self::new(Kind::QueueFull, "La file d’attente est pleine. Recommencez dans une seconde."),
            Undone::TooLate => Self::new(
                Kind::TooLong,
                "Le document n’était pas prêt à temps : le service est chargé, ou le dossier est très long. Recommencez plus tard.",
            ),
            Undone::Panicked => {
                Self::internal("a panic while composing; its place is in the line of level error before this one")
            }
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::UnknownType(id) => Self::new(Kind::UnknownType, format!("« {id} » n’est pas un type de document connu.")),
            Refused::NotACase(problems) => {
                let others = problems.iter().filter(|problem| problem.is_of_the_others()).count();
                let detail = match (problems.len() - others, others) {
                    (1, 0) => "1 problème à corriger.".to_owned(),
                    (count, 0) => format!("{count} problèmes à corriger."),
                    (count, _) => format!("{count} problèmes à corriger, et d’autres."),
                };
                Self::new(Kind::NotACase, detail).with_problems(&problems)
            }
            Refused::ByLaw(report) => {
                let detail = "Le dossier se lit, mais le droit demande davantage ou s’y oppose : voyez findings. \
                              POST /v1/drafts/… donne le projet, avec ses manques en évidence.";
                let mut problem = Self::new(Kind::RefusedByLaw, detail);
                problem.said.report = Told::of(&report);
                problem
            }
            Refused::Unpublished(missing) => {
                let problem = |value: MissingValue| case::Problem { pointer: value.pointer, says: value.says, hint: value.hint };
                let detail = "Un décompte fait sans ce qui manque serait faux : il n’est pas établi.";
                Self::new(Kind::Unpublished, detail).with_problems(&missing.into_iter().map(problem).collect::<Vec<_>>())
            }
            Refused::NoSuchPaper => {
                Self::new(Kind::NoSuchPaper, "Ce document se remet sur papier ou par fichier, jamais par e-mail.")
            }
            Refused::Long => Self::internal("a long document, begun where only ordinary letters are"),
            Refused::Internal(failure) => Self::internal(failure.place),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_kind_has_a_slug_of_its_own_and_a_status_that_says_no() {
        let slugs: HashSet<&str> = Kind::ALL.iter().map(|kind| kind.slug()).collect();
        assert_eq!(slugs.len(), Kind::ALL.len());
        assert!(Kind::ALL.iter().all(|kind| kind.status().as_u16() >= 400));
    }

    #[actix_web::test]
    async fn an_internal_error_says_its_number_and_nothing_of_its_cause() {
        let answer = Problem::internal("the template broke on line 7").answer("abc");
        let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains("\"request_id\":\"abc\"") && !text.contains("line 7"), "{text}");
    }
}
