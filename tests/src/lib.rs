//! The crate of the tests of the whole product, which are in `acceptance/`, as one test binary. The library is the
//! tests' own support: a reader of Rust sources that determines which module depends on which.

pub mod modules;
