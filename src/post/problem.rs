//! What was odd about a file, said so that its reader can act on it. Nothing is ever skipped in silence.

/// The kind of a problem. Its name in kebab-case is stable: scripts rely on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The folder or file could not be read.
    Unreadable,
    /// A symlink that leads nowhere, in a circle, or (like every symlink, as in Jekyll) is not followed.
    Symlink,
    /// Neither a file nor a folder: a FIFO, a socket, a device.
    NotAFile,
    /// In a post folder, but not named like a post (archive-format 10).
    NotAPost,
    /// The name carries no date (archive-format 1).
    NoDateInName,
    /// The name is not UTF-8.
    NameNotUtf8,
    /// The file is larger than a post may be; its beginning is shown.
    TooLarge,
    /// The file is empty.
    Empty,
    /// The content is not UTF-8 and was read in another encoding, or in part.
    Encoding,
    /// A blank line, a byte order mark or a code fence stands before the front matter (12, 13, 17).
    BeforeFrontMatter,
    /// There is no front matter (18).
    NoFrontMatter,
    /// The front matter is not opened or not closed (15, 16).
    UnclosedFrontMatter,
    /// The front matter is not YAML and was read line by line (20, 21).
    NotYaml,
    /// A key stands twice; the last one holds (23).
    RepeatedKey,
    /// The title is missing or empty (19).
    NoTitle,
    /// The date is missing, empty, or not a date (26 to 29).
    BadDate,
    /// Categories or tags are not what a list of them should be (30, 31).
    OddList,
    /// The source link is empty (37).
    EmptySource,
    /// Control or bidi characters stood in it and were taken out (40).
    ControlCharacters,
    /// Two files of one article differ in what they say; one is shown (2, 4).
    Copies,
}

impl ProblemKind {
    /// All of them.
    const ALL: [Self; 20] = [
        Self::Unreadable,
        Self::Symlink,
        Self::NotAFile,
        Self::NotAPost,
        Self::NoDateInName,
        Self::NameNotUtf8,
        Self::TooLarge,
        Self::Empty,
        Self::Encoding,
        Self::BeforeFrontMatter,
        Self::NoFrontMatter,
        Self::UnclosedFrontMatter,
        Self::NotYaml,
        Self::RepeatedKey,
        Self::NoTitle,
        Self::BadDate,
        Self::OddList,
        Self::EmptySource,
        Self::ControlCharacters,
        Self::Copies,
    ];

    /// The kind of that stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The stable name, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Symlink => "symlink",
            Self::NotAFile => "not-a-file",
            Self::NotAPost => "not-a-post",
            Self::NoDateInName => "no-date-in-name",
            Self::NameNotUtf8 => "name-not-utf8",
            Self::TooLarge => "too-large",
            Self::Empty => "empty",
            Self::Encoding => "encoding",
            Self::BeforeFrontMatter => "before-front-matter",
            Self::NoFrontMatter => "no-front-matter",
            Self::UnclosedFrontMatter => "unclosed-front-matter",
            Self::NotYaml => "not-yaml",
            Self::RepeatedKey => "repeated-key",
            Self::NoTitle => "no-title",
            Self::BadDate => "bad-date",
            Self::OddList => "odd-list",
            Self::EmptySource => "empty-source",
            Self::ControlCharacters => "control-characters",
            Self::Copies => "copies",
        }
    }
}

/// One oddity of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder, relative to the archive, cleaned for showing.
    pub path: String,
    /// The line of the file, from 1, where the problem has one.
    pub line: Option<u32>,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What is the matter, in English, one line.
    pub message: String,
    /// What the reader sees instead, in English, one line.
    pub shown_as: String,
}
