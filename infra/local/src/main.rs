//! The command line of the local stack: `make run`, `make demo`, `make import`, `make verify` and `make invoke` call
//! it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use local_stack::bearer::print_token;
use local_stack::console::say;
use local_stack::import_file::{ImportCommand, import};
use local_stack::proof::proof;
use local_stack::recorded::prepare;
use local_stack::run::{demo, run};
use local_stack::verify::verify;

/// The whole product on one machine.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts the whole stack with the sample workspace, until Ctrl-C.
    Run,
    /// Plays a day without a person.
    Demo {
        /// An ad export to play it with, instead of the sample.
        #[arg(long)]
        export: Option<PathBuf>,
    },
    /// Verifies the sealed audit log of the running stack.
    Verify,
    /// Proves that nobody acted who may not, and prints the reports.
    Proof {
        /// The day, in UTC; today when none is named.
        #[arg(long)]
        date: Option<jiff::civil::Date>,
    },
    /// Makes a token of the API for the running stack and prints it once.
    Token {
        /// The workspace; the one of the running stack when none is named.
        #[arg(long)]
        workspace: Option<String>,
        /// `integrator`, `administrator`, or the member who is logged in.
        #[arg(long = "for")]
        whom: String,
    },
    /// Prints the file to invoke a function with: a recorded event, made one of the running stack.
    Event {
        /// The recorded event.
        file: PathBuf,
    },
    /// Imports an ad export into the running stack.
    Import {
        /// The export.
        file: PathBuf,
        /// The platform of a file that does not say.
        #[arg(long)]
        platform: Option<String>,
        /// The currency of a file that does not say.
        #[arg(long)]
        currency: Option<String>,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    // The HTTP client wants a TLS provider even for the loopback; one that is there already will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (name, result) = match Arguments::parse().command {
        Command::Run => ("run", run().await.map_err(Box::<dyn Error>::from)),
        Command::Demo { export } => ("demo", demo(export.as_deref()).await.map_err(Box::from)),
        Command::Verify => ("verify", verify().await.map_err(Box::from)),
        Command::Proof { date } => ("proof", proof(date).await.map_err(Box::from)),
        Command::Token { workspace, whom } => {
            ("token", print_token(workspace.as_deref(), &whom).await.map_err(Box::from))
        }
        Command::Event { file } => ("event", prepared(&file).await),
        Command::Import { file, platform, currency } => {
            ("import", import(&ImportCommand { file, platform, currency }).await.map_err(Box::from))
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(format!("{name}: failed: {}", explain(error.as_ref())));
            ExitCode::FAILURE
        }
    }
}

async fn prepared(file: &Path) -> Result<(), Box<dyn Error>> {
    say(prepare(file).await?.display().to_string());
    Ok(())
}

/// Gives an error with what caused it.
fn explain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let said = deeper.to_string();
        if !text.contains(&said) {
            text.push_str(&format!("\n  because: {said}"));
        }
        cause = deeper.source();
    }
    text
}
