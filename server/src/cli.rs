//! The command line.

use crate::commands;
use crate::config::{self, Flags, Sources};
use crate::start::{Failure, start_log};
use clap::{Parser, Subcommand};
use domain::Role;
use std::path::PathBuf;
use std::process::ExitCode;

/// Collaborative production with a remix tree: serves the site, and looks after its data.
#[derive(Debug, Parser)]
#[command(name = "understory", version, about, max_term_width = 100)]
pub struct Cli {
    /// Settings file [default: understory.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site (what happens without a command); brings the database up to date first
    Serve,
    /// Bring the database up to date, and nothing else
    Migrate,
    /// Import works.csv and remixes.csv from a folder; importing again adds only what is new
    Import {
        /// The folder
        dir: PathBuf,
        /// The corpus's name [default: the folder's]
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
        /// Leave out what is wrong, and list it, instead of importing nothing
        #[arg(long)]
        skip_bad: bool,
    },
    /// Write all published records and links in the same format
    Export {
        /// The folder, made if need be
        dir: PathBuf,
    },
    /// Create members, give roles, set passwords, suspend, list
    Member {
        #[command(subcommand)]
        command: MemberCommand,
    },
    /// Check that the data holds together; names the first bad row
    Audit,
    /// Show the settings in force, and where each came from
    Config,
    /// Make a demonstration world in the data folder if there is none, then serve it
    Demo,
}

/// What can be done with members from the command line.
#[derive(Debug, Subcommand)]
pub(crate) enum MemberCommand {
    /// Make a member; the password is read from the terminal, or from standard input
    Create {
        /// The handle: a to z, digits, single - or _
        handle: String,
        /// The role: member, curator, director or admin
        #[arg(long, default_value = "member")]
        role: Role,
        /// The name shown [default: the handle]
        #[arg(long)]
        name: Option<String>,
    },
    /// Give a member another role
    Role {
        /// The member
        handle: String,
        /// member, curator, director or admin
        role: Role,
    },
    /// Suspend a member, ending all their sessions
    Suspend {
        /// The member
        handle: String,
        /// Let them in again
        #[arg(long)]
        lift: bool,
    },
    /// Set a password, also to hand an imported member over; ends all their sessions
    Password {
        /// The member
        handle: String,
    },
    /// List members, or those whose handle begins with some letters
    List {
        /// The letters
        #[arg(default_value = "")]
        letters: String,
    },
}

/// Runs what was asked for. 0: done; 1: it failed; 2: the command line or the settings are wrong;
/// 3: an import or an audit found something bad.
pub async fn run(cli: Cli, variables: Vec<(String, String)>) -> ExitCode {
    let sources = Sources {
        file: cli.config,
        variables,
        flags: cli.flags,
    };
    let settings = match config::load(&sources) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    if let Some(Command::Config) = cli.command {
        print!("{}", config::show(&settings));
        return ExitCode::SUCCESS;
    }
    let config = settings.config;
    if let Err(failure) = start_log(&config) {
        eprintln!("{failure}");
        return ExitCode::from(2);
    }
    let done: Result<bool, Failure> = match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => commands::serve::serve(config).await,
        Command::Demo => commands::serve::demo(config).await,
        Command::Migrate => commands::data::migrate(&config).await,
        Command::Import {
            dir,
            name,
            skip_bad,
        } => commands::data::import(&config, &dir, name.as_deref(), skip_bad).await,
        Command::Export { dir } => commands::data::export(&config, &dir).await,
        Command::Member { command } => commands::member::run(&config, command).await,
        Command::Audit => commands::data::audit(&config).await,
        // Answered above, before the log was set up.
        Command::Config => Ok(true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(3),
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
