//! The law as data: figures and texts, of every day or of one. A day without a value is said, never filled.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::types::on;
use super::{Group, Route, of};
use crate::http::State;
use crate::http::accept::{Media, preferred};
use crate::http::errors::{Kind, Problem};
use crate::http::views::{ParameterDetails, TextDetails};
use crate::law::NoValueInForce;

const ROUTE: Route = Route { group: Group::Law, ..Route::BLANK };

pub static ROUTES: &[Route] = &[
    Route {
        path: "/v1/law/parameters",
        summary: "Les chiffres du droit",
        description: "Taux, montants, délais et seuils, avec toutes leurs valeurs, leurs sources et leurs dates.",
        gives: &[(Media::Json, of::<Vec<ParameterDetails>>)],
        handler: |route| route.to(parameters),
        ..ROUTE
    },
    Route {
        path: "/v1/law/parameters/{parameter}",
        summary: "Un chiffre du droit",
        description: "Avec ?on=, sa seule valeur de ce jour ; 404 si personne ne l’a publiée : jamais la valeur d’un autre jour.",
        on: true,
        gives: &[(Media::Json, of::<ParameterDetails>)],
        refuses: &[Kind::UnknownParameter, Kind::NoValueInForce, Kind::BadQuery],
        handler: |route| route.to(parameter),
        ..ROUTE
    },
    Route {
        path: "/v1/law/texts",
        summary: "Les textes du droit",
        description: "Les articles que les documents reproduisent ou citent, mot pour mot, avec leurs versions.",
        gives: &[(Media::Json, of::<Vec<TextDetails>>)],
        handler: |route| route.to(texts),
        ..ROUTE
    },
    Route {
        path: "/v1/law/texts/{text}",
        summary: "Un texte du droit",
        description: "Avec ?on=, sa seule version de ce jour ; 404 si aucune n’est connue.",
        on: true,
        gives: &[(Media::Json, of::<TextDetails>)],
        refuses: &[Kind::UnknownText, Kind::NoValueInForce, Kind::BadQuery],
        handler: |route| route.to(text),
        ..ROUTE
    },
];

async fn parameters(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let law = &state.service.law;
    let all: Vec<_> = law.parameters().map(|parameter| ParameterDetails::of(parameter, law.codes(), None)).collect();
    Ok(HttpResponse::Ok().json(all))
}

async fn parameter(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let law = &state.service.law;
    let id = request.match_info().get("parameter").unwrap_or_default();
    let Some(parameter) = law.parameter(id) else {
        let known = law.parameters().map(|parameter| parameter.id.as_str());
        return Err(Problem::new(Kind::UnknownParameter, format!("« {id} » n’est pas un paramètre connu.")).knowing(known));
    };
    let only = match on(&request)? {
        None => None,
        Some(day) => Some((
            day,
            parameter.values.on(day).ok_or_else(|| {
                let missing = NoValueInForce { parameter: id.to_owned(), title: parameter.title.clone(), day };
                Problem::new(Kind::NoValueInForce, format!("{missing} {}", missing.mend()))
            })?,
        )),
    };
    Ok(HttpResponse::Ok().json(ParameterDetails::of(parameter, law.codes(), only)))
}

async fn texts(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let law = &state.service.law;
    let all: Vec<_> = law.texts().map(|text| TextDetails::of(text, law.codes(), None)).collect();
    Ok(HttpResponse::Ok().json(all))
}

async fn text(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Problem> {
    preferred(&request, &[Media::Json])?;
    let law = &state.service.law;
    let id = request.match_info().get("text").unwrap_or_default();
    let Some(text) = law.texts().find(|text| text.id == id) else {
        let known = law.texts().map(|text| text.id.as_str());
        return Err(Problem::new(Kind::UnknownText, format!("« {id} » n’est pas un texte connu.")).knowing(known));
    };
    let only = match on(&request)? {
        None => None,
        Some(day) => Some((
            day,
            text.versions.on(day).ok_or_else(|| {
                let told = format!("Aucune version connue au {} de « {} ».", day.format("%d/%m/%Y"), text.title);
                let mend = format!("Ajoutez-la, avec sa source, au fichier law/texts/{id}.toml du dossier de l’exploitant.");
                Problem::new(Kind::NoValueInForce, format!("{told} {mend}"))
            })?,
        )),
    };
    Ok(HttpResponse::Ok().json(TextDetails::of(text, law.codes(), only)))
}
