//! What a front end without a screen asks of the terminal: links in a browser, the terminal for another program. It is in no
//! mode of ours, and so there is nothing to give back.

use std::io::IsTerminal as _;
use std::sync::mpsc::Sender;

use crate::app::{Event, Guest, Outcome};
use crate::text::clean::clean_line;

use super::{browser, guest};

/// Opens `link` in a browser, as the screen does; one that fails soon tells `inbox`. [`Outcome::CopiedInstead`] where there
/// is none: nothing is copied here, and the link is to be shown.
pub fn open_link(link: &str, inbox: &Sender<Event>) -> Outcome {
    let Some(url) = browser::address(link) else {
        return Outcome::Failed(format!("not a web address: {}", clean_line(link)));
    };
    for launch in browser::plan(&url, |name| std::env::var_os(name)) {
        if !launch.in_terminal {
            if browser::start(&launch, inbox).is_ok() {
                return Outcome::Opened(url.as_str().to_owned());
            }
        } else if has_terminal()
            && let Ok(status) = guest::foreground(&launch.program, &launch.arguments)
        {
            let ended = guest::judged(browser::name(&launch.program), status);
            return ended.map_or_else(Outcome::Failed, |()| Outcome::Returned);
        }
    }
    Outcome::CopiedInstead(url.as_str().to_owned())
}

/// Runs `guest` on the terminal; `None` where there is none.
pub fn host(guest: &Guest) -> Option<Outcome> {
    has_terminal().then(|| {
        let ended = guest::run(guest, |name| std::env::var_os(name));
        ended.map_or_else(Outcome::Failed, |()| Outcome::Returned)
    })
}

fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
