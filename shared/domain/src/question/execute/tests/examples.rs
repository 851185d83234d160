//! Examples of what was asked and what is found.
