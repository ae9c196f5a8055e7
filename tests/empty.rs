//! Cross-crate tests live in the test binary beside this file.
