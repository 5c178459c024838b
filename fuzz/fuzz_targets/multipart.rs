//! Whatever comes as a multipart body, in whatever pieces, it is a case and its files within the limits, or a refusal that says why, at once.
//!
//! The first byte of an input is the size of a piece; the body follows, with « b » for its boundary.

#![no_main]

use std::cell::RefCell;
use std::time::Duration;

use actix_web::FromRequest;
use actix_web::test::TestRequest;
use actix_web::web::{Bytes, Payload};
use futures_util::stream;
use libfuzzer_sys::fuzz_target;
use recouvrance::bundle::Received;
use recouvrance::http::admission::Admission;
use recouvrance::http::errors::Kind;
use recouvrance::http::settings::Settings;
use recouvrance::http::upload::Upload;

const LIMITS: Settings = Settings { body_bytes: 500, bundle_files: 5, bundle_file_bytes: 400, bundle_bytes: 1_000 };

thread_local! {
    static RUNTIME: RefCell<tokio::runtime::Runtime> =
        RefCell::new(tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime"));
}

fuzz_target!(|data: &[u8]| {
    let Some((size, body)) = data.split_first() else { return };
    let pieces: Vec<_> = body.chunks(usize::from(*size).max(1)).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let admission = Admission::new(1_000_000, 1_000_000);
    let read = async {
        let (request, _) = TestRequest::post().insert_header(("content-type", "multipart/form-data; boundary=b")).to_http_parts();
        let pieces: actix_web::dev::Payload = actix_web::dev::Payload::from(Box::pin(stream::iter(pieces)) as std::pin::Pin<Box<_>>);
        let payload = Payload::from_request(&request, &mut { pieces }).await.expect("a payload");
        tokio::time::timeout(Duration::from_secs(2), Upload::read(&request, payload, &LIMITS, &admission)).await
    };
    match RUNTIME.with_borrow(|runtime| runtime.block_on(read)).expect("an answer at once") {
        Ok(upload) => {
            assert!(upload.case.len() <= LIMITS.body_bytes && upload.files.len() <= LIMITS.bundle_files);
            let sizes: Vec<usize> = upload.files.iter().map(|file| file.bytes().expect("it is there").len()).collect();
            assert!(sizes.iter().all(|size| *size <= LIMITS.bundle_file_bytes) && sizes.iter().sum::<usize>() <= LIMITS.bundle_bytes);
            assert!(upload.files.iter().all(|file| !file.name().is_empty() && !file.name().contains(['/', '\\'])));
        }
        Err(problem) => {
            assert!(!problem.detail.is_empty() && !matches!(problem.kind, Kind::SlowBody | Kind::NoSpool), "{problem:?}");
        }
    }
    let (memory, spool) = admission.used();
    assert_eq!((memory.get(), spool.get()), (0, 0), "what was held is given back");
});
