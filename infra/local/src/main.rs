//! The command line of the local stack: `make run`, `make demo`, `make import`, `make send`, `make preview`, `make replay`,
//! `make verify`, `make templates`, `make ask`, `make eval-questions` and `make invoke` call it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;
use local_stack::api_token::print_token;
use local_stack::ask::{AskCommand, ask};
use local_stack::clock_command::move_clock;
use local_stack::console::say;
use local_stack::digest_commands::{DigestCommand, preview, replay};
use local_stack::eval_questions::{EvalQuestionsCommand, eval_questions};
use local_stack::export::Export;
use local_stack::import_file::{ImportCommand, import};
use local_stack::proof::proof;
use local_stack::questions_to_cases::questions_to_cases;
use local_stack::recorded::prepare;
use local_stack::root::{RootError, named_root, project_root};
use local_stack::run::{demo, run};
use local_stack::send_file::{SendCommand, send_file};
use local_stack::templates_command::{TemplatesCommand, templates};
use local_stack::verify::verify;

/// The whole product on one machine.
#[derive(Parser)]
struct Arguments {
    /// The project's folder; by default the working directory or the nearest one above it.
    #[arg(long, global = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts the whole stack with the sample workspace or an export, until Ctrl-C.
    Run(ExportArguments),
    /// Plays a day without a person at the controls.
    Demo(ExportArguments),
    /// Moves the clock of the running stack on, or shows it.
    Clock {
        /// By how much, such as +1d or +2h30m.
        #[arg(allow_hyphen_values = true)]
        by: Option<String>,
    },
    /// Verifies the sealed audit log of the running stack.
    Verify,
    /// Proves that nobody acted without authorization, and prints the reports.
    Proof {
        /// The day, in UTC; today by default.
        #[arg(long)]
        date: Option<Date>,
    },
    /// Creates an API token for the running stack and prints it once.
    Token {
        /// The workspace; by default the one of the running stack.
        #[arg(long)]
        workspace: Option<String>,
        /// `integrator`, `source`, `administrator`, or the member to log in.
        #[arg(long = "for")]
        whom: String,
    },
    /// Prints the path of the file to invoke a function with: a recorded event, adapted to the running stack.
    Event {
        /// The recorded event.
        file: PathBuf,
    },
    /// Sends a file to the running stack by the API, as a program does, and shows its receipt.
    Send {
        /// The export: CSV or lines of JSON, packed by gzip or not.
        file: PathBuf,
        /// The channel of a file that does not state one.
        #[arg(long)]
        channel: Option<String>,
        /// The currency of a file that states none.
        #[arg(long)]
        currency: Option<String>,
    },
    /// Shows the digest that a person would get, and sends nothing.
    Preview(DigestArguments),
    /// Shows a digest that was composed, exactly as it was.
    Replay {
        /// The message; without one, the digest of the member and the date.
        #[arg(long)]
        message: Option<String>,
        #[command(flatten)]
        of: DigestArguments,
    },
    /// Brings the WhatsApp templates to Twilio and WhatsApp, and their identifiers into the table.
    Templates {
        /// A stage of `infra/stages`; by default the running stack.
        #[arg(long)]
        stage: Option<String>,
        /// Only looks, and says what would be done.
        #[arg(long)]
        dry_run: bool,
        /// How many seconds to wait for WhatsApp's decisions at most.
        #[arg(long)]
        wait: Option<u64>,
    },
    /// Says what a question is understood to ask and what is answered, as JSON, and sends nothing.
    Ask {
        question: String,
        /// The instant of the question, such as 2026-10-06T08:15:00Z.
        #[arg(long)]
        now: Option<String>,
        /// The language of whoever asks, such as es.
        #[arg(long)]
        language: Option<String>,
    },
    /// Writes the questions whose answers were called not right as cases, one a line.
    QuestionsToCases {
        /// The file for the cases.
        #[arg(long)]
        out: PathBuf,
    },
    /// Plans a set of questions about a workspace and writes what came of each.
    EvalQuestions {
        /// The questions, one a line.
        #[arg(long)]
        gold: PathBuf,
        /// The workspace that they are about, as JSON.
        #[arg(long)]
        context: PathBuf,
        /// The file for the predictions.
        #[arg(long)]
        out: PathBuf,
        /// How often they are planned, to see whether they come out the same.
        #[arg(long, default_value_t = 1)]
        runs: usize,
    },
    /// Imports ad exports into the running stack or, without one, into an empty workspace that is not kept.
    Import {
        /// The export, or several separated by spaces, imported one after the other.
        files: String,
        /// The platform for files that do not state one.
        #[arg(long)]
        platform: Option<String>,
        /// The currency for files that do not state one.
        #[arg(long)]
        currency: Option<String>,
        /// Today, as yyyy-mm-dd.
        #[arg(long)]
        today: Option<Date>,
        /// A file for the result as JSON.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// Whose digest, and which.
#[derive(clap::Args)]
struct DigestArguments {
    /// The person.
    #[arg(long)]
    member: Option<String>,
    /// The date of the digest, as yyyy-mm-dd.
    #[arg(long)]
    date: Option<String>,
    /// The workspace; by default the one of the running stack.
    #[arg(long)]
    workspace: Option<String>,
}

impl DigestArguments {
    fn command(self, message: Option<String>) -> DigestCommand {
        let Self { member, date, workspace } = self;
        DigestCommand { workspace, member, date, message }
    }
}

/// An export to show instead of the sample.
#[derive(clap::Args)]
struct ExportArguments {
    /// An ad export to use instead of the sample.
    #[arg(long)]
    export: Option<PathBuf>,
    /// The platform of the export.
    #[arg(long)]
    platform: Option<String>,
    /// The currency of an export that states none.
    #[arg(long)]
    currency: Option<String>,
}

impl ExportArguments {
    fn export(self) -> Option<Export> {
        let Self { export, platform, currency } = self;
        Some(Export { file: export?, platform, currency })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    // The HTTP client needs a TLS provider even for the loopback interface; an existing one is kept.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Arguments { root, command } = Arguments::parse();
    let name = command.name();
    match carry_out(root.as_deref(), command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(format!("{name}: failed: {}", explain(error.as_ref())));
            ExitCode::FAILURE
        }
    }
}

/// Runs a command in the project's folder.
async fn carry_out(root: Option<&Path>, command: Command) -> Result<(), Box<dyn Error>> {
    let root = &found_root(root)?;
    match command {
        Command::Run(arguments) => run(root, arguments.export().as_ref()).await?,
        Command::Demo(arguments) => demo(root, arguments.export().as_ref()).await?,
        Command::Clock { by } => move_clock(root, by.as_deref()).await?,
        Command::Verify => verify(root).await?,
        Command::Proof { date } => proof(root, date).await?,
        Command::Token { workspace, whom } => print_token(root, workspace.as_deref(), &whom).await?,
        Command::Event { file } => say(prepare(root, &file).await?.display().to_string()),
        Command::Send { file, channel, currency } => {
            send_file(root, &SendCommand { file, channel, currency }).await?;
        }
        Command::Preview(of) => preview(root, &of.command(None)).await?,
        Command::Replay { message, of } => replay(root, &of.command(message)).await?,
        Command::Templates { stage, dry_run: is_dry_run, wait: wait_seconds } => {
            templates(root, &TemplatesCommand { stage, is_dry_run, wait_seconds }).await?;
        }
        Command::Ask { question, now, language } => {
            ask(root, &AskCommand { question, now, language }).await?;
        }
        Command::QuestionsToCases { out } => questions_to_cases(root, &out).await?,
        Command::EvalQuestions { gold, context, out, runs } => {
            eval_questions(&EvalQuestionsCommand { gold, context, out, runs })?;
        }
        Command::Import { files, platform, currency, today, out } => {
            let files = ImportCommand::paths(&files);
            import(root, &ImportCommand { files, platform, currency, today, out }).await?;
        }
    }
    Ok(())
}

fn found_root(named: Option<&Path>) -> Result<PathBuf, RootError> {
    named.map_or_else(project_root, named_root)
}

impl Command {
    /// Returns the name of the command as people type it.
    fn name(&self) -> &'static str {
        match self {
            Self::Run(_) => "run",
            Self::Demo(_) => "demo",
            Self::Clock { .. } => "clock",
            Self::Verify => "verify",
            Self::Proof { .. } => "proof",
            Self::Token { .. } => "token",
            Self::Event { .. } => "event",
            Self::Send { .. } => "send",
            Self::Preview(_) => "preview",
            Self::Replay { .. } => "replay",
            Self::Templates { .. } => "templates",
            Self::Ask { .. } => "ask",
            Self::QuestionsToCases { .. } => "questions-to-cases",
            Self::EvalQuestions { .. } => "eval-questions",
            Self::Import { .. } => "import",
        }
    }
}

/// Returns the text of an error with its causes.
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
