//! Writes a generated archive into a folder. A bench of the scan writes one into a `tempfile::TempDir` before it
//! measures; a bench of the parser takes `file` alone.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::facts::{CATEGORIES, Plan};
use super::{odd, template, words};

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written {
    /// Files of posts.
    pub posts: usize,
    /// Bytes in them.
    pub bytes: u64,
}

const CONFIG: &str = "theme: jekyll-theme-minimal\nlang: zh-CN\ntitle: 金融消息\ntimezone: Asia/Shanghai\n";

/// Writes the archive of a plan into a new or empty folder.
pub fn write(plan: &Plan, folder: &Path) -> io::Result<Written> {
    for name in ["_posts", "old_post", "category"] {
        fs::create_dir_all(folder.join(name))?;
        if fs::read_dir(folder.join(name))?.next().is_some() {
            let message = format!("{} is not empty", folder.join(name).display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
    }
    fs::write(folder.join("_config.yml"), CONFIG)?;
    fs::write(folder.join("_posts/template.md"), "---\nlayout: post\n---\n")?;
    for (category, outlet) in (0..CATEGORIES).map(words::outlet) {
        let page = format!("---\nlayout: category\ntitle: {outlet}新闻\ncategory: {category}\n---");
        fs::write(folder.join("category").join(format!("{category}.html")), page)?;
    }
    let bytes: io::Result<Vec<u64>> = (0..plan.posts)
        .into_par_iter()
        .map(|index| {
            let (path, bytes) = file(plan, index);
            fs::write(folder.join(path), &bytes)?;
            Ok(bytes.len() as u64)
        })
        .collect();
    Ok(Written {
        posts: plan.posts,
        bytes: bytes?.iter().sum(),
    })
}

/// The path, relative to the archive, and the content of a file of the plan.
pub fn file(plan: &Plan, index: usize) -> (String, Vec<u8>) {
    let facts = plan.facts(index);
    let text = template::post(plan, &facts);
    odd::file(&facts, text, plan.oddity(&facts))
}
