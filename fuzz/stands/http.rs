//! In place of `src/http/mod.rs`: the upload, its admission and the names of files as they are, with stand-ins for the settings and the
//! refusals.

#[path = "../../src/http/admission.rs"]
pub mod admission;
#[path = "../../src/http/file_name.rs"]
pub mod file_name;
#[path = "../../src/http/upload.rs"]
pub mod upload;

pub mod errors {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Kind {
        BrokenBody,
        SlowBody,
        TooLarge,
        UnsupportedMediaType,
        FullHouse,
        NoSpool,
    }

    #[derive(Debug)]
    pub struct Problem {
        pub kind: Kind,
        pub detail: String,
    }

    impl Problem {
        pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
            Self { kind, detail: detail.into() }
        }

        #[must_use]
        pub fn allowing(self, _: &'static str) -> Self {
            self
        }
    }
}

pub mod settings {
    use std::time::Duration;

    /// Small, so that an input of a fuzzer passes them.
    pub struct Settings {
        pub body_bytes: usize,
        pub bundle_files: usize,
        pub bundle_file_bytes: usize,
        pub bundle_bytes: usize,
    }

    impl Settings {
        pub fn upload_time(&self) -> Duration {
            Duration::from_secs(5)
        }
    }
}
