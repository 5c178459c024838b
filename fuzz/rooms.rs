//! The rooms that read what strangers write, compiled from their own files without Typst. The crate is named as the main one, so that a
//! driver (`drivers/`) reads the same here and in the tests that replay the corpora.

#![allow(dead_code)]

#[path = "stands/assets.rs"]
pub mod assets;
#[path = "../src/case/mod.rs"]
pub mod case;
#[path = "../src/decompte/mod.rs"]
pub mod decompte;
#[path = "../src/document/mod.rs"]
pub mod document;
#[path = "stands/http.rs"]
pub mod http;
#[path = "../src/law/mod.rs"]
pub mod law;
#[path = "../src/money/mod.rs"]
pub mod money;

/// What the upload knows of a bundle.
pub mod bundle {
    use std::borrow::Cow;
    use std::io;

    /// As in `src/bundle/mod.rs`.
    pub trait Received {
        fn name(&self) -> &str;
        fn sent_as(&self) -> &str {
            self.name()
        }
        /// # Errors
        /// When it can no longer be found.
        fn length(&self) -> io::Result<usize>;
        /// # Errors
        /// When what was set aside can no longer be read.
        fn bytes(&self) -> io::Result<Cow<'_, [u8]>>;
    }
}
