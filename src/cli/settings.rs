//! The configuration of a run: found upwards from its drafts, and the command
//! line wins over it.

use super::Problem;
use super::args::{Cli, Verb};
use super::output::complain;
use crate::config::{Config, NAME, Stage, shown, upwards};
use crate::facts;
use crate::finding::Text;
use crate::report::Lang;
use clap::ArgMatches;
use clap::parser::ValueSource;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads the configuration of the run and fills in what the command line leaves
/// open. An error is already told.
pub fn settle(cli: &mut Cli, matches: &ArgMatches) -> Result<(), ()> {
    let given = |name: &str| {
        let inner = matches.subcommand().map_or(matches, |(_, inner)| inner);
        inner.value_source(name).or(matches.value_source(name)) == Some(ValueSource::CommandLine)
    };
    let common = &mut cli.common;
    let config = match &common.config_file {
        Some(file) => Config::read(file).map_err(|trouble| trouble.lines(common.lang)),
        None => found(&cli.verb, common.lang),
    };
    let config = config.map_err(|lines| lines.iter().for_each(|l| complain(l)))?;
    let values = &config.values;
    if let Some(lang) = values.lang.filter(|_| !given("lang")) {
        common.lang = lang;
    }
    if let Some(fail_on) = values.fail_on.filter(|_| !given("fail_on")) {
        common.fail_on = fail_on;
    }
    common.final_stage |= values.stage == Some(Stage::Final) && !common.draft_stage;
    if let Err(trouble) = config.install() {
        trouble.lines(common.lang).iter().for_each(|l| complain(l));
        return Err(());
    }
    // In the language of the run, and with its own words.
    let named = || Some(config.folder()?.join(config.values.facts.as_ref()?));
    if let Some(file) = common.facts_file.clone().or_else(named).filter(|_| paths(&cli.verb).is_some()) {
        match facts::read(&file) {
            Ok(facts) => common.facts = Some(Arc::new(facts)),
            Err(trouble) => {
                let trouble = if common.facts_file.is_none() { config.blame(trouble) } else { trouble };
                trouble.lines(common.lang).iter().for_each(|l| complain(l));
                return Err(());
            }
        }
    }
    common.config = config;
    Ok(())
}

/// The one configuration of all drafts of the run; else the lines that say why there is none.
fn found(verb: &Verb, lang: Lang) -> Result<Config, Vec<String>> {
    let place = |path: &PathBuf| PathBuf::from(if path == Path::new("-") { Path::new(".") } else { path });
    let mut places = paths(verb).unwrap_or(&[]).iter().map(place);
    let file = upwards(&places.next().unwrap_or(PathBuf::from(".")), NAME);
    for path in places {
        let other = upwards(&path, NAME);
        if other != file {
            return Err(vec![
                Problem::new(&path.to_string_lossy(), differs(other.as_deref(), file.as_deref())).line(lang),
            ]);
        }
    }
    file.map_or_else(|| Ok(Config::default()), |file| Config::read(&file).map_err(|trouble| trouble.lines(lang)))
}

/// Two configurations meet in one run.
pub fn differs(other: Option<&Path>, file: Option<&Path>) -> Text {
    let name = |lang: Lang, file: Option<&Path>| {
        file.map_or_else(|| lang.pick("không có", "none").to_owned(), |f| shown(f).display().to_string())
    };
    Text::new(
        format!(
            "khác cấu hình: ở đây {}, lần chạy này {}. Hãy chạy riêng, hoặc chọn một tệp bằng --config.",
            name(Lang::Vi, other),
            name(Lang::Vi, file)
        ),
        format!(
            "another configuration: {} here, {} for this run. Run it by itself, or choose one with --config.",
            name(Lang::En, other),
            name(Lang::En, file)
        ),
    )
}

/// The drafts that a verb reads; none where it reads none.
fn paths(verb: &Verb) -> Option<&[PathBuf]> {
    Some(match verb {
        Verb::Check { paths, .. }
        | Verb::Claims { paths, .. }
        | Verb::Figures(paths)
        | Verb::Accept { paths, .. }
        | Verb::Facts { paths, .. } => &paths.paths,
        Verb::Diff { drafts } => drafts,
        Verb::Annotate { draft, .. } | Verb::SeedErrors { draft, .. } => std::slice::from_ref(draft),
        Verb::Explain { .. } | Verb::Rules | Verb::Init { .. } | Verb::Schema => return None,
    })
}
