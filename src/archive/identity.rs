//! What an archive is called, and what tells it from any other wherever it lies.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use uuid::Uuid;

use super::encoding;
use super::front::{self, Key};
use super::title;

/// Bytes read of `_config.yml` and of `.git/config`.
const LIMIT: u64 = 256 * 1024;

/// What `_config.yml` says of its site. Texts are clean; what is missing is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) title: String,
    /// `url` and `baseurl`, joined.
    pub(super) url: String,
}

impl Site {
    /// Reads the bytes of a `_config.yml`, as far as they can be understood.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let decoded = encoding::decode(bytes, true);
        let fields = front::read(&decoded.text).unwrap_or_default();
        let url = [Key::Url, Key::BaseUrl].map(|key| fields.text(key).unwrap_or_default().trim());
        Self {
            title: title::clean(fields.text(Key::Title).unwrap_or_default()),
            url: url.concat().trim_end_matches('/').to_owned(),
        }
    }

    /// Reads the `_config.yml` of the archive at `root`; an empty site if there is none.
    pub(super) fn at(root: &Path) -> Self {
        Self::read(&beginning(&root.join("_config.yml")).unwrap_or_default())
    }
}

/// The identity of the archive at `root`: what its site, else its git remote, else its folder is called.
///
/// It has to be known before anything is listed, and to stay the same while posts come and go, so it takes
/// two small files and nothing else. The root commit (`design.md`, 4) cannot be had that way: finding it means
/// walking the history through its packs, and every shallow clone, which is how large archives
/// are cloned, has another one. A hash of the oldest names needs them all, and changes when an older post arrives.
pub(super) fn identity(root: &Path, site: &Site) -> String {
    // The title too, because many sites leave the url of the theme's example in place.
    let (kind, name) = if site.url.is_empty() {
        match remote(root) {
            Some(remote) => ("git", remote),
            None => ("folder", folder(root)),
        }
    } else {
        ("site", format!("{} {}", site.url, site.title).into_bytes())
    };
    format!("{kind}-{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, &name))
}

fn folder(root: &Path) -> Vec<u8> {
    let path = root.canonicalize();
    path.as_deref()
        .unwrap_or(root)
        .as_os_str()
        .as_encoded_bytes()
        .to_owned()
}

/// The url of `origin` in the form `host/path`, however it is spelt: by ssh, by https, with `.git` or without.
fn remote(root: &Path) -> Option<Vec<u8>> {
    let config = beginning(&root.join(".git/config"))?;
    let config = String::from_utf8_lossy(&config);
    let origin = config
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[remote \"origin\"]")
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    let url = origin
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == "url")?
        .1
        .trim();
    Some(spelt_alike(url).into_bytes())
}

fn spelt_alike(url: &str) -> String {
    let (scheme, rest) = url
        .split_once("://")
        .map_or((false, url), |(_, rest)| (true, rest));
    let (host, path) = if scheme {
        rest.split_once('/')
    } else {
        rest.split_once(':')
    }
    .unwrap_or(("", rest));
    let host = host.rsplit('@').next().unwrap_or(host).to_lowercase();
    let path = path.trim_matches('/');
    format!("{host}/{}", path.strip_suffix(".git").unwrap_or(path))
}

/// The first bytes of a plain file.
fn beginning(path: &Path) -> Option<Vec<u8>> {
    // A FIFO of that name must not be waited on.
    path.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LIMIT).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites() {
        let site = Site::read(
            "title: \"金融 &amp; 消息\"\nurl: https://a.example/\nbaseurl: \"\"\n\nplugins:\n  - x\n"
                .as_bytes(),
        );
        assert_eq!((&*site.title, &*site.url), ("金融 & 消息", "https://a.example"));
        assert_eq!(Site::read(b"\xff\xfe\x00"), Site::default());
    }

    #[test]
    fn remotes_are_spelt_in_many_ways() {
        for url in [
            "https://git.example/u/r",
            "https://git.example/u/r.git",
            "git@git.example:u/r.git",
            "ssh://git@Git.example/u/r/",
        ] {
            assert_eq!(spelt_alike(url), "git.example/u/r", "{url}");
        }
    }

    #[test]
    fn an_identity_survives_moving_and_growing() {
        let base = tempfile::tempdir().unwrap();
        let make = |name: &str, files: &[(&str, &str)]| {
            let root = base.path().join(name);
            for (path, text) in files {
                let path = root.join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            identity(&root, &Site::at(&root))
        };
        let config = ("_config.yml", "title: 甲\nurl: https://a.example\n");
        assert_eq!(
            make("a", &[config]),
            make("b", &[config, ("_posts/2022-01-01-x.md", "")])
        );
        let git = |url| {
            (
                "g",
                format!("[core]\n\tbare = false\n[remote \"origin\"]\n\turl = {url}\n"),
                (),
            )
        };
        let (https, ssh) = (git("https://h.example/r").1, git("git@h.example:r.git").1);
        let (one, two) = (
            make("c", &[(".git/config", &https)]),
            make("d", &[(".git/config", &ssh)]),
        );
        assert!(one.starts_with("git-"));
        assert_eq!(one, two);
        assert_ne!(make("e", &[("x", "")]), make("f", &[("x", "")]));
    }
}
