//! Bundles: a case and its files come in; one PDF, or a set, goes out.

use std::time::Instant;

use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::papers::File;
use super::types::type_id;
use super::{Group, Method, Route, binary, of};
use crate::bundle::{BundleReport, Limits, Received};
use crate::compliance::Report;
use crate::http::State;
use crate::http::accept::{Media, preferred};
use crate::http::errors::{Kind, Problem};
use crate::http::upload::Upload;
use crate::service::{Bundled, Form, Refused};

pub static ROUTES: &[Route] = &[Route {
    method: Method::Post,
    path: "/v1/bundles/{country}/{type}",
    group: Group::Papers,
    summary: "Réunir le document et ses pièces",
    description: "Le document, son bordereau et chaque pièce tamponnée, dans l’ordre, avec des signets : un seul PDF. Les fichiers sont \
                  ceux que nomment exhibits[].file ; une pièce sans fichier, un fichier sans pièce, un fichier illisible sont des constats. \
                  Avec ?as=zip : le document et chaque pièce à part, et un manifeste.",
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
struct BundlePaper {
    report: Report,
    bundle: BundleReport,
    /// Le fichier, en base64.
    pdf: String,
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
    let of_type = id.clone();
    let upload = Upload::read(&request, payload, &state.settings).await?;
    let (shared, patience) = (state.clone(), state.settings.bundle_time());
    let task = move || {
        let settings = &shared.settings;
        let usual = Limits::until(Instant::now() + patience);
        let limits = Limits {
            files: settings.bundle_files,
            file_bytes: settings.bundle_file_bytes,
            total_bytes: settings.bundle_bytes,
            pages: settings.bundle_pages,
            ..usual
        };
        let files: Vec<&dyn Received> = upload.files.iter().map(|file| file as &dyn Received).collect();
        let bundled = shared.service.bundle(&id, &upload.case, &files, &limits, form, &|_| {}).map_err(Problem::from)?;
        file_of(bundled, media).map_err(Problem::from)
    };
    let done = state.pool.run(patience, task).await?;
    let file = done.value?;
    state.metrics.found(&of_type, &file.findings);
    Ok(file.answer(&request, &state))
}

fn file_of(bundled: Bundled, media: Media) -> Result<File, Refused> {
    let Bundled { report, bundle, bytes, file_name } = bundled;
    if media != Media::Json {
        return Ok(File::new(bytes, media, file_name, report.findings));
    }
    let paper = BundlePaper { report, bundle, pdf: STANDARD.encode(&bytes) };
    let bytes = serde_json::to_vec(&paper).map_err(|error| Refused::Internal(error.to_string()))?;
    Ok(File::new(bytes, media, file_name, paper.report.findings))
}
