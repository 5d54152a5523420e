//! Sections of a summary, cut so that all of it is on one screen.

use super::cut;

/// The lines that a summary may have: a screen has room for the rest of the report too.
const SCREEN: usize = 40;

/// A list with a title.
#[derive(Debug)]
struct Section {
    title: String,
    content: Vec<String>,
    /// How much it matters: what matters least is cut first.
    weight: usize,
    /// How many lines it has at least, if it has so many.
    least: usize,
    /// How many lines are shown.
    shown: usize,
}

/// The sections of a summary.
#[derive(Debug, Default)]
pub(super) struct Sections {
    sections: Vec<Section>,
    last: Option<String>,
}

impl Section {
    /// How many lines it takes, with the empty one before it.
    fn height(&self) -> usize {
        let more = usize::from(self.shown < self.content.len());
        2 + self.shown + more
    }
}

impl Sections {
    /// Adds a section of so many things, unless there are none: how much it matters, and how many
    /// lines it has at least.
    pub(super) fn add(
        &mut self,
        title: &str,
        count: usize,
        (weight, least): (usize, usize),
        content: Vec<String>,
    ) {
        if !content.is_empty() {
            let title = format!("{title} ({count})");
            let shown = content.len();
            self.sections.push(Section { title, content, weight, least, shown });
        }
    }

    /// Adds a line at the end.
    pub(super) fn add_line(&mut self, line: String) {
        self.last = Some(line);
    }

    /// All lines that fit below so many others.
    pub(super) fn lines(mut self, above: usize) -> Vec<String> {
        let last = if self.last.is_some() { 2 } else { 0 };
        while above + last + self.sections.iter().map(Section::height).sum::<usize>() > SCREEN {
            let loose = self.sections.iter_mut().filter(|it| it.shown > it.least);
            // Two at first, because the line that tells what is hidden needs one.
            match loose.min_by_key(|it| it.weight) {
                Some(section) => {
                    let first = section.shown == section.content.len();
                    section.shown -= if first { section.shown.min(2) } else { 1 };
                }
                None => break,
            }
        }
        let mut lines = Vec::new();
        for section in self.sections {
            lines.extend([String::new(), section.title]);
            let hidden = section.content.len() - section.shown;
            let shown = section.content.into_iter().take(section.shown);
            lines.extend(shown.map(|line| cut(&format!("  {line}"))));
            if hidden > 0 {
                lines.push(format!("  … {hidden} lines more: `--format markdown` shows all"));
            }
        }
        lines.extend(self.last.into_iter().flat_map(|line| [String::new(), line]));
        lines
    }
}
