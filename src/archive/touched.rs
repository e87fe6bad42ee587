//! What a change at some path means for the posts of an archive: the rules of the walk, for one path alone.

use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path};

use super::file::folder_named;
use super::names::{skipped, why_not_a_post};
use super::walk::EXCLUDED;
use super::{Archive, PostFile};
use crate::post::Folder;

/// What stands at a path, or stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// A post by its name.
    Post(PostFile),
    /// A folder in or above which posts may stand.
    Folder,
    /// Nothing that the walk looks at.
    Nothing,
}

impl Archive {
    /// What a change at `path`, relative to the archive, means. What is gone counts by its name, as a file.
    pub fn touched(&self, path: &Path) -> Touched {
        let Some(root) = self.root() else {
            return Touched::Nothing;
        };
        let mut folder = None;
        let mut parts = path.components().peekable();
        while let Some(Component::Normal(part)) = parts.next() {
            let name = part.as_bytes();
            let named = folder_named(name).filter(|_| folder.is_none());
            let dull = skipped(&part.to_string_lossy()) || EXCLUDED.contains(&name) && folder.is_none();
            if parts.peek().is_none() {
                return match folder {
                    _ if is_folder(&root.join(path)) => {
                        if dull && named.is_none() {
                            Touched::Nothing
                        } else {
                            Touched::Folder
                        }
                    }
                    Some(folder) if is_post(part.as_bytes(), folder) => {
                        Touched::Post(PostFile::new(path.as_os_str().as_bytes(), folder))
                    }
                    _ => Touched::Nothing,
                };
            }
            if dull && named.is_none() {
                return Touched::Nothing;
            }
            folder = folder.or(named);
        }
        Touched::Nothing
    }

    /// Whether the post is there, as a file.
    pub fn has(&self, file: &PostFile) -> bool {
        self.metadata(file).is_ok_and(|metadata| metadata.is_file())
    }
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

fn is_post(name: &[u8], folder: Folder) -> bool {
    why_not_a_post(&String::from_utf8_lossy(name), folder == Folder::Posts).is_none()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn one_path_counts_as_the_walk_would_count_it() {
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        for folder in [
            "_posts/2022",
            "_posts/.hidden",
            "金融/_posts",
            "_site/_posts",
            "vendor/_posts",
            "other",
        ] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let post = "2022-01-07-202201072239307540.md";
        fs::write(root.join("_posts").join(post), "---\ntitle: a\n---\n").unwrap();
        let archive = Archive::open(root).unwrap();
        let touched = |path: &str| archive.touched(Path::new(path));
        for folder in [
            "_posts",
            "old_post",
            "_posts/2022",
            "金融/_posts",
            "_posts/2022/new",
        ] {
            let path = format!("{folder}/{post}");
            assert_eq!(
                touched(&path),
                Touched::Post(PostFile::from_raw(path.as_bytes())),
                "{path}"
            );
        }
        for path in ["_posts", "_posts/2022", "金融", "金融/_posts", "other"] {
            assert_eq!(touched(path), Touched::Folder, "{path}");
        }
        for path in [
            "_config.yml",
            post,
            "other/x.md",
            "_posts/.2022-01-07-x.md.swp",
            "_posts/README.md",
            "_posts/2022-01-07-x.txt",
            "_posts/.hidden",
            "_posts/.hidden/2022-01-07-x.md",
            "_posts/_posts/2022-01-07-x.md",
            "_site",
            "_site/_posts/2022-01-07-x.md",
            "vendor/_posts/2022-01-07-x.md",
            "gone",
        ] {
            assert_eq!(touched(path), Touched::Nothing, "{path}");
        }
    }
}
