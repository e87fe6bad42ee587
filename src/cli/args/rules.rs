//! What can be written behind `finews rules`.

use clap::Subcommand;

const RULES_EXAMPLES: &str = "\
Examples:
  finews rules                             the rules in the settings, and what each has done
  finews rules test 'title:广告'              what a rule with this query would mean
  finews rules apply --all --dry-run       what they would do to all articles that are there";

const TEST_EXAMPLES: &str = "\
Examples:
  finews rules test                        how many articles each rule means
  finews rules test 宏观                     the articles that the rule of this name means
  finews rules test --json 'title:广告' | jq -r .title";

const APPLY_EXAMPLES: &str = "\
Examples:
  finews rules apply                       as the reader does after a git pull
  finews rules apply --all                 to the articles that were there before, too";

#[derive(Debug, clap::Args)]
#[command(after_help = RULES_EXAMPLES, args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct Rules {
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(subcommand)]
    pub(in crate::cli) command: Option<RulesCommand>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RulesCommand {
    /// Show which of the articles that are there rules mean, and change nothing
    Test(RulesTest),
    /// Do to the articles that have arrived what the rules say, as the reader does
    Apply(RulesApply),
}

#[derive(Debug, clap::Args)]
#[command(after_help = TEST_EXAMPLES)]
pub(in crate::cli) struct RulesTest {
    /// The name or query of a rule, or any other query [default: each rule, how many articles it means]
    #[arg(value_name = "RULE|QUERY")]
    pub(in crate::cli) what: Option<String>,
    /// At most so many articles of each
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(in crate::cli) limit: usize,
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = APPLY_EXAMPLES)]
pub(in crate::cli) struct RulesApply {
    /// To every article that is there, not only to what has arrived
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Only say what would be done
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}
