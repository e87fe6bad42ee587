//! Which theme is worn: the next one, or one by its name, for this run.

use crate::config::Lang;
use crate::config::theme::ThemeTrouble;

use super::App;

impl App {
    /// Goes to the next theme and says which that is.
    pub(super) fn next_theme(&mut self) {
        if self.has_colours() {
            self.themes.next();
            self.say_theme();
        }
    }

    /// Wears the theme `name`, or the next one where none is named.
    pub(super) fn choose_theme(&mut self, name: &str) {
        if name.is_empty() {
            self.next_theme();
        } else if self.has_colours() {
            if self.themes.choose(name) {
                self.say_theme();
            } else {
                let name = self.shortened(name);
                self.say_problem(ThemeTrouble::missing(self.lang, &name, &self.themes));
            }
        }
    }

    /// What Tab may complete a theme's name to.
    pub(super) fn theme_names(&self) -> Vec<String> {
        let mut names = self.themes.names(self.lang);
        names.push("auto".to_owned());
        names
    }

    /// Whether there are to be colours; where there are not, says why.
    fn has_colours(&mut self) -> bool {
        if self.themes.colourless {
            self.say(match self.lang {
                Lang::Zh => "没有颜色：设了 NO_COLOR 或 --color never",
                Lang::En => "No colours: NO_COLOR or --color never says so",
            });
        }
        !self.themes.colourless
    }

    /// Says what is worn, and how it is worn the next time too.
    fn say_theme(&mut self) {
        let (id, name) = self.themes.worn_name(self.lang);
        let text = match self.lang {
            Lang::Zh => format!("主题：{name}。想一直用，在设置里写 theme = \"{id}\""),
            Lang::En => format!("Theme: {name}. To keep it, set theme = \"{id}\" in the settings"),
        };
        self.say(text);
    }
}
