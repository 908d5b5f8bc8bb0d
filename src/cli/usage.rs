//! Mistakes in the arguments, said in the user's language with what to do.

use super::{FAILED, FINE, output};
use crate::nearest::nearest;
use crate::report::Lang;
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::ffi::OsString;

/// Prints help, the version or what is wrong; gives the exit status.
pub fn report(error: &Error, arguments: &[OsString]) -> u8 {
    if !error.use_stderr() {
        return if error.print().is_ok() { FINE } else { FAILED };
    }
    let lang = lang(arguments);
    match message(error, lang) {
        Some(message) => {
            output::complain(&format!("doisoat: {message}"));
            output::complain(lang.pick("Xem các tham số: doisoat --help", "For the arguments see: doisoat --help"));
        }
        // Help shown because nothing was asked for, and whatever clap says best itself.
        None => {
            let _ = error.print();
        }
    }
    FAILED
}

/// The language asked for, as far as the arguments tell it.
fn lang(arguments: &[OsString]) -> Lang {
    let texts: Vec<_> = arguments.iter().map(|a| a.to_string_lossy()).collect();
    let english = texts.iter().any(|a| a == "--lang=en") || texts.windows(2).any(|w| w[0] == "--lang" && w[1] == "en");
    if english { Lang::En } else { Lang::Vi }
}

fn message(error: &Error, lang: Lang) -> Option<String> {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(s)) => Some(s.clone()),
        Some(ContextValue::Strings(all)) => Some(all.join(", ")),
        _ => None,
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let given = text(ContextKind::InvalidArg)?;
            let names: Vec<String> = flags();
            let near = nearest(&given, names.iter().map(String::as_str));
            let said = match lang {
                Lang::Vi => format!("không có tham số {given}."),
                Lang::En => format!("there is no argument {given}."),
            };
            Some(said + &hint(near, lang))
        }
        ErrorKind::InvalidSubcommand => {
            let given = text(ContextKind::InvalidSubcommand)?;
            let command = super::args::Cli::command();
            let near = nearest(&given, command.get_subcommands().map(clap::Command::get_name));
            let said = match lang {
                Lang::Vi => format!("không có lệnh {given}."),
                Lang::En => format!("there is no command {given}."),
            };
            let is_path = std::path::Path::new(&given).exists();
            let check = format!("check {given}");
            Some(said + &hint(if is_path { Some(&check) } else { near }, lang))
        }
        ErrorKind::InvalidValue => {
            let (flag, given) = (text(ContextKind::InvalidArg)?, text(ContextKind::InvalidValue)?);
            let valid = text(ContextKind::ValidValue)?;
            Some(match (lang, given.is_empty()) {
                (Lang::Vi, true) => format!("{flag} cần một giá trị: {valid}."),
                (Lang::En, true) => format!("{flag} needs a value: {valid}."),
                (Lang::Vi, false) => format!("{flag} không nhận giá trị {given:?}; chọn một trong: {valid}."),
                (Lang::En, false) => format!("{flag} does not take {given:?}; choose one of: {valid}."),
            })
        }
        ErrorKind::ValueValidation => {
            let (flag, given) = (text(ContextKind::InvalidArg)?, text(ContextKind::InvalidValue)?);
            Some(match lang {
                Lang::Vi => format!("{flag} không nhận giá trị {given:?}."),
                Lang::En => format!("{flag} does not take {given:?}."),
            })
        }
        ErrorKind::WrongNumberOfValues => {
            let number = |kind: ContextKind| match error.get(kind) {
                Some(ContextValue::Number(n)) => Some(*n),
                _ => None,
            };
            let (wanted, given) = (number(ContextKind::ExpectedNumValues)?, number(ContextKind::ActualNumValues)?);
            let flag = text(ContextKind::InvalidArg)?;
            Some(match lang {
                Lang::Vi => format!("{flag} cần {wanted} giá trị, ở đây có {given}."),
                Lang::En => format!("{flag} needs {wanted} values, here are {given}."),
            })
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = text(ContextKind::InvalidArg)?;
            Some(match lang {
                Lang::Vi => format!("thiếu {missing}."),
                Lang::En => format!("{missing} is missing."),
            })
        }
        _ => None,
    }
}

fn hint(near: Option<&str>, lang: Lang) -> String {
    near.map_or_else(String::new, |n| format!(" {} {n}?", lang.pick("Có phải", "Did you mean")))
}

/// Every long flag of the program.
fn flags() -> Vec<String> {
    let command = super::args::Cli::command();
    let all = command.get_arguments().chain(command.get_subcommands().flat_map(clap::Command::get_arguments));
    let mut names: Vec<String> = all
        .filter_map(clap::Arg::get_long)
        .map(|l| format!("--{l}"))
        .chain(["--help".into(), "--version".into()])
        .collect();
    names.sort();
    names.dedup();
    names
}
