//! The crate of the claims about the whole product; they are in `acceptance/`, one test program for all of them.
//! Here is what they need of their own: a reader of Rust sources that finds who names whom.

pub mod modules;
