//! The folders in which finews keeps its own files. On Linux they follow the XDG Base Directory
//! Specification; nothing is written elsewhere but files that the user names.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use directories::{BaseDirs, ProjectDirs};

/// The four folders, each ending in `finews`. None of them needs to exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// What can be made again: catalogues and indexes (`$XDG_CACHE_HOME/finews`).
    pub cache: PathBuf,
    /// What cannot be made again: the library (`$XDG_DATA_HOME/finews`).
    pub data: PathBuf,
    /// What the user writes: settings (`$XDG_CONFIG_HOME/finews`).
    pub config: PathBuf,
    /// What may be lost without harm: logs, where finews was left (`$XDG_STATE_HOME/finews`).
    pub state: PathBuf,
}

impl Folders {
    /// The folders of this user. A variable that is unset, empty or not an absolute path counts for
    /// nothing, as the specification asks, and the folder below the home is taken.
    ///
    /// # Errors
    /// Where the user has no home folder.
    pub fn find() -> Result<Self> {
        let dirs = ProjectDirs::from("", "", "finews")
            .context("no home folder is known for this user: set HOME to one")?;
        Ok(Self {
            cache: dirs.cache_dir().to_owned(),
            data: dirs.data_dir().to_owned(),
            config: dirs.config_dir().to_owned(),
            // Only Linux has a folder for states.
            state: dirs
                .state_dir()
                .unwrap_or_else(|| dirs.data_local_dir())
                .to_owned(),
        })
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join(super::file::NAME)
    }

    /// The folder of the user's own themes.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// The file of the user's library.
    pub fn library(&self) -> PathBuf {
        self.data.join("library.db")
    }
}

/// What `path` names, in which a first part `~` is the home folder, as in a shell.
pub fn with_home(path: &str) -> PathBuf {
    let path = Path::new(path);
    match (path.strip_prefix("~"), BaseDirs::new()) {
        (Ok(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => path.to_owned(),
    }
}
