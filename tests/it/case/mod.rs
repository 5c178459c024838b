//! `case` from outside: a complete case, every kind of bad input, and nothing that makes it panic.

mod bad;
mod bounded;
mod good;
mod nothing_panics;
