//! Bundles: a case and its files come in; one PDF, or a set, goes out.

use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::papers::answer;
use super::types::type_id;
use super::{Group, Method, Route, binary, of};
use crate::bundle::BundleReport;
use crate::compliance::Report;
use crate::http::State;
use crate::http::accept::{Media, preferred};
use crate::http::desk;
use crate::http::errors::{Kind, Problem};
use crate::http::task::Task;
use crate::http::upload::Upload;
use crate::service::Form;

pub static ROUTES: &[Route] = &[Route {
    method: Method::Post,
    path: "/v1/bundles/{country}/{type}",
    group: Group::Papers,
    summary: "Réunir le document et ses pièces",
    description: "Le document, son bordereau et chaque pièce tamponnée, dans l’ordre, avec des signets : un seul PDF. Les fichiers sont \
                  ceux que nomment exhibits[].file ; une pièce sans fichier, un fichier sans pièce, deux fichiers du même nom, un fichier illisible \
                  sont des constats. Ce qui montrerait moins que le fichier reçu est un refus, sauf si bundle.accept le nomme ; c’est alors un \
                  avertissement du rapport, de l’en-tête Recouvrance-Warnings, du manifeste et du bordereau. Avec ?as=zip : le document et chaque pièce à part, et un manifeste.",
    takes_files: true,
    form: true,
    gives: &[(Media::Pdf, binary), (Media::Json, of::<BundlePaper>), (Media::Zip, binary)],
    refuses: &[Kind::UnknownType, Kind::RefusedByLaw, Kind::BadQuery],
    handler: |route| route.to(bundle),
    ..Route::BLANK
}];

/// A bundle as JSON carries it.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(title = "Bundle")]
pub struct BundlePaper {
    pub report: Report,
    pub bundle: BundleReport,
    /// Le fichier, en base64.
    pub pdf: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default, rename = "as")]
    form: AskedForm,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum AskedForm {
    #[default]
    Pdf,
    Zip,
}

async fn bundle(request: HttpRequest, payload: Payload, state: Data<State>) -> Result<HttpResponse, Problem> {
    let asked = Query::<Asked>::from_query(request.query_string())
        .map_err(|_| Problem::new(Kind::BadQuery, "Seul « as » est pris : ?as=pdf ou ?as=zip."))?;
    let form = if matches!(asked.form, AskedForm::Zip) { Form::Set } else { Form::Whole };
    let whole = if form == Form::Set { Media::Zip } else { Media::Pdf };
    let media = preferred(&request, &[whole, Media::Json])?;
    let id = type_id(&request, &state)?;
    let upload = Upload::read(&request, payload, &state.settings, &state.admission).await?;
    let done = desk::bound(&state, Task::Bundle { id, media, form }, upload).await?;
    Ok(answer(&request, &state, done))
}
