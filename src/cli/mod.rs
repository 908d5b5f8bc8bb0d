//! The command line: arguments, folders, progress, exit status. Everything
//! that touches the world outside stands here.

mod accept;
mod annotate;
mod args;
mod batch;
mod checked;
mod diff;
mod drafts;
mod facts;
mod guard;
mod init;
mod losses;
mod ordered;
mod output;
mod put;
mod rules;
mod run;
mod seed;
mod settings;
mod since;
mod usage;
mod verbs;

use crate::finding::Text;
use crate::report::Lang;
use args::{Cli, Verb};
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use output::Output;
use std::ffi::OsString;
use std::process::ExitCode;

/// Nothing to object.
const FINE: u8 = 0;
/// Something at or above the severity asked for.
const FOUND: u8 = 1;
/// The work could not be done, or not all of it.
const FAILED: u8 = 2;

/// Something that kept a file from being checked.
#[derive(Debug)]
pub struct Problem {
    /// The file or folder.
    name: String,
    /// What is wrong and what to do.
    message: Text,
}

impl Problem {
    fn new(name: &str, message: Text) -> Problem {
        Problem { name: name.to_string(), message }
    }

    fn io(name: &str, error: &std::io::Error) -> Problem {
        Problem::new(
            name,
            Text::new(
                format!("không đọc được ({error}). Hãy kiểm tra đường dẫn và quyền truy cập."),
                format!("cannot be read ({error}). Check the path and its access rights."),
            ),
        )
    }

    fn line(&self, lang: Lang) -> String {
        format!("doisoat: {}: {}", self.name, lang.of(&self.message))
    }
}

/// Runs the program with its arguments.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let parsed = Cli::command()
        .try_get_matches_from(&arguments)
        .and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)));
    let (mut cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return ExitCode::from(usage::report(&error, &arguments)),
    };
    guard::install();
    let mut output = Output::new();
    let done = guard::overall(|| perform(&mut cli, &matches, &mut output));
    let lang = cli.common.lang;
    let status = done.unwrap_or_else(|fault| {
        output::complain(&format!("doisoat: {}", lang.of(&fault)));
        Ok(FAILED)
    });
    let status = status.and_then(|status| output.flush().map(|()| status));
    ExitCode::from(match status {
        Ok(status) => status,
        // Whoever read the output has seen enough, as in `doisoat check | head`.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => FINE,
        Err(error) => {
            output::complain(&Problem::io("stdout", &error).line(lang));
            FAILED
        }
    })
}

/// Does what the verb says.
fn perform(cli: &mut Cli, matches: &ArgMatches, output: &mut Output) -> std::io::Result<u8> {
    // These say how a configuration is to look; one that is broken must not keep them from it.
    let free = matches!(cli.verb, Verb::Init { .. } | Verb::Schema);
    if !free && settings::settle(cli, matches).is_err() {
        return Ok(FAILED);
    }
    if let Verb::Check { since, .. } = &cli.verb {
        cli.common.since.clone_from(since);
    }
    // What is found side by side is accepted like the rest.
    if let Verb::Check { paths, .. } | Verb::Accept { paths, .. } = &cli.verb {
        match batch::findings(&paths.paths, &cli.common) {
            Ok(findings) => cli.common.batch = findings,
            Err(error) => {
                output::complain(&Problem::io("[batch]", &error).line(cli.common.lang));
                return Ok(FAILED);
            }
        }
    }
    match &cli.verb {
        Verb::Check { paths, output: None, .. } => verbs::check(paths, &cli.common, output),
        Verb::Check { paths, output: Some(file), .. } => verbs::check_into(file, paths, &cli.common),
        Verb::Claims { uncovered, paths } => verbs::claims(paths, *uncovered, &cli.common, output),
        Verb::Figures(paths) => verbs::figures(paths, &cli.common, output),
        Verb::Facts { paths, output: file, force } => facts::facts(paths, file.as_deref(), *force, &cli.common, output),
        Verb::Diff { drafts } => diff::diff(drafts, &cli.common, output),
        Verb::Annotate { draft, output: copy, force, date } => {
            let wanted = annotate::Wanted { draft, copy: copy.as_deref(), force: *force, date: date.as_deref() };
            annotate::annotate(&wanted, &cli.common, output)
        }
        Verb::SeedErrors { draft, per_class, seed } => {
            let wanted = seed::Wanted { draft, per_class: usize::from(*per_class), seed: *seed };
            seed::seed(&wanted, &cli.common, output)
        }
        Verb::Explain { rule } => rules::explain(rule, &cli.common, output),
        Verb::Accept { paths, list: false, prune: false, reason, rule, date } => {
            let wanted = accept::Wanted { paths, reason: reason.as_deref(), rules: rule, date: *date };
            accept::accept(&wanted, &cli.common, output)
        }
        Verb::Accept { paths, prune, .. } => accept::tidy(paths, *prune, &cli.common, output),
        Verb::Init { folder } => init::init(folder, &cli.common, output),
        Verb::Schema => init::print_schema(output),
        Verb::Rules => rules::list(&cli.common, output),
    }
}
