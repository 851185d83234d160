//! Claims about the whole product; see `acceptance/`.
