//! The tables of the program, cut into words and read by `build.rs`: nothing is left to do when it starts.

use super::exact::Exact;
use super::tables::{HedgeRow, InertRow, Joint, Mode, NumeralKind, NumeralRow, PeriodWord, ScaleRow, UnitRow};
use super::words::{Row, Table, Words};
use super::{Cue, Dimension, Hedge, Inert};
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
