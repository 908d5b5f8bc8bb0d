//! Printing. Sees findings and the ledger, never the rules behind them.
//!
//! Each format is one file that turns the [`crate::check::Report`] of one draft into text;
//! what several formats say about a place (section, phrase to search for)
//! comes from [`place`].

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

pub mod comment;
mod excerpt;
pub mod figures;
pub mod github;
mod grid;
pub mod html;
pub mod human;
pub mod json;
pub mod ledger;
mod pairs;
mod period;
pub mod place;
mod row;
pub mod sarif;
pub mod seed;
mod sentences;
pub mod short;
pub mod summary;
pub mod tally;
pub mod visible;

use crate::finding::Text;
use serde::Deserialize;

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, schemars::JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The text in this language.
    pub fn of(self, text: &Text) -> &str {
        self.pick(&text.vi, &text.en)
    }

    /// One of two texts.
    pub fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

/// How the human formats are to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The language of messages.
    pub lang: Lang,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether colours are wanted.
    pub color: bool,
}
