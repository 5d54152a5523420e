//! A chart of the time that generation takes against the size of the document, as SVG.

use std::fmt::Write;

use super::generation::Generation;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 440.0;
const MARGIN: f64 = 60.0;

/// Both axes count in powers of ten, from and to these.
const MEGABYTES: (i32, i32) = (-2, 3);
const MILLISECONDS: (i32, i32) = (0, 5);

/// Draws documents as named dots and synthetic ones as a line.
pub(super) fn draw(documents: &[Generation], synthetic: &[Generation]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
    );
    grid(&mut svg);
    let points: Vec<String> =
        synthetic.iter().map(|it| format!("{:.1},{:.1}", x(it), y(it))).collect();
    if !points.is_empty() {
        let points = points.join(" ");
        element(
            &mut svg,
            &format!(
                "<polyline points=\"{points}\" fill=\"none\" stroke=\"#888\" stroke-width=\"2\"/>"
            ),
        );
    }
    for it in synthetic {
        element(
            &mut svg,
            &format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#888\"/>", x(it), y(it)),
        );
    }
    for it in documents {
        element(
            &mut svg,
            &format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"#c33\"/>", x(it), y(it)),
        );
        text(&mut svg, x(it) + 7.0, y(it) + 14.0, "start", &it.document);
    }
    svg.push_str("</svg>\n");
    svg
}

fn grid(svg: &mut String) {
    for power in MEGABYTES.0..=MEGABYTES.1 {
        let at = across(f64::from(power));
        rule(svg, (at, MARGIN / 2.0), (at, HEIGHT - MARGIN));
        text(svg, at, HEIGHT - MARGIN + 18.0, "middle", &format!("{} MB", 10f64.powi(power)));
    }
    for power in MILLISECONDS.0..=MILLISECONDS.1 {
        let at = up(f64::from(power));
        rule(svg, (MARGIN, at), (WIDTH - MARGIN / 2.0, at));
        text(svg, MARGIN - 6.0, at + 4.0, "end", &format!("{} ms", 10f64.powi(power)));
    }
    let title = "Generation, whole process, by the size of the document \
                 (grey: synthetic; both axes logarithmic)";
    text(svg, WIDTH / 2.0, HEIGHT - 14.0, "middle", title);
}

fn x(it: &Generation) -> f64 {
    across((it.bytes as f64 / 1e6).log10())
}

fn y(it: &Generation) -> f64 {
    up((it.unchanged.median * 1e3).max(1e-3).log10())
}

fn across(power: f64) -> f64 {
    let (least, most) = MEGABYTES;
    let share = (power - f64::from(least)) / f64::from(most - least);
    MARGIN + share * (WIDTH - 1.5 * MARGIN)
}

fn up(power: f64) -> f64 {
    let (least, most) = MILLISECONDS;
    let share = (power - f64::from(least)) / f64::from(most - least);
    HEIGHT - MARGIN - share * (HEIGHT - 1.5 * MARGIN)
}

fn rule(svg: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    element(
        svg,
        &format!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#ddd\"/>"
        ),
    );
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, text: &str) {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;");
    element(
        svg,
        &format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{safe}</text>"),
    );
}

fn element(svg: &mut String, element: &str) {
    writeln!(svg, "{element}").expect("a string takes all text");
}

#[cfg(test)]
mod tests {
    use super::super::generation::Generation;
    use super::super::spread::Spread;
    use super::draw;

    #[test]
    fn a_larger_document_stands_further_right_and_a_slower_one_higher() {
        let of = |document: &str, bytes, median| Generation {
            document: document.to_owned(),
            bytes,
            unchanged: Spread { median, ..Spread::default() },
            ..Generation::default()
        };
        let svg = draw(&[of("a<b", 1_000_000, 0.1), of("c", 10_000_000, 1.0)], &[]);
        assert!(svg.contains("a&lt;b"));
        let dots: Vec<&str> = svg.lines().filter(|line| line.contains("#c33")).collect();
        assert_eq!(
            dots,
            [
                "<circle cx=\"312.0\" cy=\"240.0\" r=\"4\" fill=\"#c33\"/>",
                "<circle cx=\"438.0\" cy=\"170.0\" r=\"4\" fill=\"#c33\"/>",
            ]
        );
    }
}
