//! The crate of the claims about the whole product; they are in `acceptance/`, one test program for all of them.
