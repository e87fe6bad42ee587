//! The order of names by how they are read: Han characters by their pinyin, among Latin words by their letters.

use super::fold::fold;
use super::syllables::{Sign, sign, spelt};

/// Words, simplified, whose characters are not read as they mostly are, where names of outlets and places have them: the
/// first that fits counts.
const WORDS: &[(&str, &[&str])] = &[
    ("重庆", &["chong", "qing"]),
    ("银行", &["yin", "hang"]),
    ("央行", &["yang", "hang"]),
    ("行业", &["hang", "ye"]),
    ("行情", &["hang", "qing"]),
    ("成长", &["cheng", "zhang"]),
    ("长", &["chang"]),
    ("都", &["du"]),
    ("参考", &["can", "kao"]),
    ("会计", &["kuai", "ji"]),
    ("厦门", &["xia", "men"]),
    ("调查", &["diao", "cha"]),
    ("音乐", &["yin", "yue"]),
    ("朝阳", &["chao", "yang"]),
];

/// Where a name stands among others: names in the order of their keys are in the order in which they are read. Digits come
/// first, and what has no reading last. A character that is read in several ways counts as it mostly is, but in a few
/// words that names are made of.
///
/// ```
/// use finews::text::collation::sort_key;
///
/// let mut names = ["重庆日报", "中国证券报", "21世纪", "CBN", "财联社"];
/// names.sort_by_cached_key(|name| sort_key(name));
/// assert_eq!(names, ["21世纪", "财联社", "CBN", "重庆日报", "中国证券报"]);
/// ```
pub fn sort_key(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len() * 2);
    let mut rest = folded.as_str();
    // Syllables are parted, so that 西安 comes before 先.
    let mut part = |syllable: &str| {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(syllable);
    };
    let mut word = String::new();
    while let Some(c) = rest.chars().next() {
        let sign = sign(c);
        if let Sign::Letter(letter) = sign {
            word.push(char::from(letter));
        } else if !word.is_empty() {
            part(&std::mem::take(&mut word));
        }
        let known = WORDS.iter().find(|(known, _)| rest.starts_with(known));
        if let Some((known, read)) = known {
            read.iter().for_each(|syllable| part(syllable));
            rest = rest.get(known.len()..).unwrap_or_default();
            continue;
        }
        match sign {
            Sign::Han(readings) => part(readings.first().map_or("", |reading| spelt(*reading))),
            Sign::Other => part(c.encode_utf8(&mut [0; 4])),
            Sign::Letter(_) | Sign::Gap => {}
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    if !word.is_empty() {
        part(&word);
    }
    if key.is_empty() {
        return format!("{}{folded}", char::MAX);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_they_are_read() {
        let mut names = [
            "——",
            "каталог",
            "先锋",
            "西安",
            "zq周刊",
            "证券时报",
            "Caixin",
            "参考消息",
            "２１世纪",
        ];
        names.sort_by_cached_key(|name| sort_key(name));
        let read = [
            "２１世纪",
            "Caixin",
            "参考消息",
            "西安",
            "先锋",
            "证券时报",
            "zq周刊",
            "каталог",
            "——",
        ];
        assert_eq!(names, read);
        for (name, key) in [
            ("重庆日报", "chong qing ri bao"),
            ("長江證券", "chang jiang zheng quan"),
            ("券商中国", "quan shang zhong guo"),
            ("上海证券报", "shang hai zheng quan bao"),
            ("调查·Nature 评论", "diao cha nature ping lun"),
            ("成都", "cheng du"),
            ("央行", "yang hang"),
        ] {
            assert_eq!(sort_key(name), key);
        }
    }
}
