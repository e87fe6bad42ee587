//! `finews check`: what is odd about the archive, and what is shown instead.

use std::io::Write;

use serde::Serialize;

use crate::config::Lang;
use crate::config::words::count;
use crate::post::Problem;

use super::args::{Args, Check};
use super::{archive, output};

#[derive(Serialize)]
struct Finding<'a> {
    path: &'a str,
    line: Option<u32>,
    kind: &'static str,
    message: &'a str,
    shown_as: &'a str,
}

pub(super) fn run(args: &Args, command: &Check) -> anyhow::Result<()> {
    let archive = archive::required(args)?;
    let mut loaded = archive::load_all(&archive)?;
    loaded
        .problems
        .sort_by(|a, b| (&a.path, a.line, a.kind).cmp(&(&b.path, b.line, b.kind)));
    let mut out = output::output();
    for problem in &loaded.problems {
        if command.json {
            output::json_line(&mut out, &json(problem))?;
        } else {
            let line = problem.line.map_or_else(String::new, |line| format!("{line}:"));
            writeln!(
                out,
                "{}:{line} {}: {}; shown as: {}",
                problem.path,
                problem.kind.name(),
                problem.message,
                problem.shown_as
            )?;
        }
    }
    out.flush()?;
    let (posts, articles, problems) = (loaded.posts, loaded.store.len(), loaded.problems.len());
    match args.lang() {
        Lang::Zh => eprintln!("finews: 读取 {posts} 个文件，共 {articles} 篇文章，{problems} 个问题"),
        Lang::En => eprintln!(
            "finews: {}, {}, {}",
            count(posts, "post", "posts"),
            count(articles, "article", "articles"),
            count(problems, "problem", "problems")
        ),
    }
    Ok(())
}

fn json(problem: &Problem) -> Finding<'_> {
    Finding {
        path: &problem.path,
        line: problem.line,
        kind: problem.kind.name(),
        message: &problem.message,
        shown_as: &problem.shown_as,
    }
}
