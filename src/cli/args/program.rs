//! What can be written behind the commands that are about finews itself.

use clap::{Subcommand, ValueEnum};

const KEYS_EXAMPLES: &str = "\
Examples:
  finews keys                              the keys of every pane, yours among them
  finews keys --json | jq -r .action | sort -u";

const CONFIG_EXAMPLES: &str = "\
Examples:
  finews config default                    what holds without a file, each setting explained
  finews config path
  finews --config my.toml config check";

const CONFIG_PATH_EXAMPLES: &str = "\
Examples:
  finews config path                       where finews looks for its settings
  finews config path --config my.toml      the file that is named";

const CONFIG_DEFAULT_EXAMPLES: &str = "\
Examples:
  finews config default | less
  finews config default                    send it to a file to begin with";

const CONFIG_CHECK_EXAMPLES: &str = "\
Examples:
  finews config check                      exit code 1 and a line for each mistake
  finews config check --config my.toml";

const DOCTOR_EXAMPLES: &str = "\
Examples:
  finews doctor                            terminal, folders, settings, library, archive; nothing private
  finews doctor --archive ~/archive --json | jq 'select(.broken)'";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  finews completions bash                  send it to ~/.local/share/bash-completion/completions/finews
  finews completions zsh                   send it to _finews in a folder of $fpath
  finews completions fish                  send it to ~/.config/fish/completions/finews.fish";

#[derive(Debug, clap::Args)]
#[command(after_help = KEYS_EXAMPLES)]
pub(in crate::cli) struct KeysCommand {
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = CONFIG_EXAMPLES)]
pub(in crate::cli) struct Config {
    #[command(subcommand)]
    pub(in crate::cli) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Print where the settings file is looked for
    #[command(after_help = CONFIG_PATH_EXAMPLES)]
    Path,
    /// Print a file with every setting explained, each as it is by default
    #[command(after_help = CONFIG_DEFAULT_EXAMPLES)]
    Default,
    /// Say whether the file is right, and which lines are not
    #[command(after_help = CONFIG_CHECK_EXAMPLES)]
    Check,
}

#[derive(Debug, clap::Args)]
#[command(after_help = DOCTOR_EXAMPLES)]
pub(in crate::cli) struct Doctor {
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(in crate::cli) struct Completions {
    /// The shell that completes
    #[arg(value_name = "SHELL")]
    pub(in crate::cli) shell: ShellArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ShellArg {
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
}
