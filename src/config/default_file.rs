//! The settings file that says what holds without one, each key explained.

use std::fmt::Write as _;

use super::Lang;
use super::file::spaced;
use super::keys::KEYS;
use super::rules;

/// The file in `lang`.
pub fn default_file(lang: Lang) -> String {
    let mut out = String::new();
    for key in KEYS {
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = match lang {
            Lang::Zh => writeln!(out, "# {}。\n# 可为{}。", key.help.0, spaced(key.takes.0)),
            Lang::En => writeln!(out, "# {}.\n# May be {}.", key.help.1, key.takes.1),
        };
        let _ = writeln!(out, "{} = {}", key.name, key.default);
    }
    out.push_str(match lang {
        Lang::Zh => {
            "\n# 有名字的档案：名字 = \"文件夹\"。finews 名字、--archive 名字都能打开，界面里用 :档案 名字 换过去。\n\
             # 名字不含斜线；有空格或汉字就加引号。\n\
             [archives]\n# finance = \"~/archive\"\n# \"科技\" = \"~/tech\"\n\
             \n# 自己的按键：\"键\" = \"动作\"。动作的名字见 finews keys；\"none\" 去掉一个键。\n\
             # 写法：x、gx、^x、Alt-x、Enter、Space、PgDn。只在一处有效的写在\n\
             # [keys.categories]、[keys.list]、[keys.page]、[keys.selection] 里。\n\
             [keys]\n# \"B\" = \"bookmark\"\n\
             \n# 分类的分组：\"名字\" = [\"分类\", \"分类\"]，分类写文件夹名或显示的名字。\n\
             [groups]\n# \"宏观\" = [\"jjckw\", \"券商中国\"]\n"
        }
        Lang::En => {
            "\n# Archives with a name: NAME = \"FOLDER\". `finews NAME` and --archive NAME open it, in the reader\n\
             # :archive NAME goes there. A name has no slash, and stands in quotes where it has blanks or Chinese characters.\n\
             [archives]\n# finance = \"~/archive\"\n# \"科技\" = \"~/tech\"\n\
             \n# Your own keys: \"KEYS\" = \"ACTION\". `finews keys` names the actions; \"none\" unbinds.\n\
             # Written x, gx, ^x, Alt-x, Enter, Space, PgDn. Those of one pane alone stand in\n\
             # [keys.categories], [keys.list], [keys.page], [keys.selection].\n\
             [keys]\n# \"B\" = \"bookmark\"\n\
             \n# Groups of categories: \"NAME\" = [\"CATEGORY\", \"CATEGORY\"], each by folder name or label.\n\
             [groups]\n# \"宏观\" = [\"jjckw\", \"券商中国\"]\n"
        }
    });
    out.push_str(match lang {
        Lang::Zh => rules::EXAMPLE.0,
        Lang::En => rules::EXAMPLE.1,
    });
    out
}
