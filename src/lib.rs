//! Recouvrance turns the data of an unpaid debt into documents that hold up, or says what is missing, why, and where.
//!
//! # The rooms, in reading order
//! Data has one direction: **JSON → Case → Décompte → Letter → Cleared → PDF**. A room imports only rooms above it; a test
//! reads the `use` lines and enforces it.
//!
//! | room | takes | gives | never |
//! |---|---|---|---|
//! | [`assets`] | the binary, an operator's directory | files by path | interprets one |
//! | [`money`] | text | `Euros`, `Rate` | uses a binary fraction |
//! | [`law`] | a day | a value with its source, or `NoValueInForce` | knows a case, or today |
//! | [`case`] | JSON | a `Case`, or every problem | computes |
//! | [`decompte`] | law and case | lines and totals | words anything |
//! | [`document`] | folders; then case and décompte | the `Library`; a `Letter` | does arithmetic |
//! | [`compliance`] | a type and a letter | `Cleared`, or findings | renders |
//! | [`render`] | `Cleared`, or a draft | the PDF, and what its pages show | decides compliance |
//! | [`bundle`] | a rendered document, exhibits | the file that is sent | trusts a file |
//! | [`service`] | all of the above | what callers ask for | knows a network |
//! | [`http`] | requests | answers | contains law |
//!
//! # Where this house differs from its first plan
//! - `assets` is a room of its own: law, templates and fonts come through one door, so that an operator's directory is laid over
//!   all three in the same way and nothing else reads the disk.
//! - `service` stands between the rooms and their two doors (`http`, `main`), so that the command line and the network cannot
//!   disagree.
//! - A letter's values are one flat map from pointer to text. What a mention needs is a key of that map, so that the first
//!   witness, the template and the second witness look at the same string.
//! - Marks are read from the laid-out frames, not from the introspector: the same walk gives the place of a mention, the words
//!   that stand in it, and the characters that no font can draw.

pub mod assets;
pub mod bundle;
pub mod case;
pub mod compliance;
pub mod decompte;
pub mod document;
pub mod http;
pub mod law;
pub mod money;
pub mod render;
pub mod service;
