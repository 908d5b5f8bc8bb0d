//! A draft with what the user makes of its findings: the one place between the
//! engine, which knows of no user, and everything that is printed.

use super::args::Common;
use crate::check::{Options, Report, check_document};
use crate::document::Document;

/// What the engine is told.
pub fn options(common: &Common) -> Options {
    Options { final_stage: common.final_stage, dialect: common.dialect }
}

/// Checks a draft and gives its findings the levels of the configuration.
pub fn checked(document: Document, common: &Common) -> Report {
    let mut report = check_document(document, &options(common));
    common.config.values.rules.apply(&mut report.findings);
    report
}
