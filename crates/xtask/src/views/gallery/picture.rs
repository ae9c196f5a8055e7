//! A run as three panels over time, readable on light and dark paper.

use std::fmt::Write as _;

use tapi_sim::{Figure, Period};

use super::Shown;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 130.0;
const LEFT: f64 = 56.0;
const TOP: f64 = 40.0;
/// From the top of one panel to that of the next.
const PANEL: f64 = 196.0;
const HOUR_US: u64 = 3_600_000_000;

const STYLE: &str = "  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .number { text-anchor: end; }
  .hour { text-anchor: middle; }
  .grid { stroke: #d0d7de; }
  .there, .busy { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
  .there { stroke: #8c959f; }
  .busy { stroke: #0969da; }
  .area { fill: #0969da; fill-opacity: 0.18; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .grid { stroke: #3d444d; }
    .there { stroke: #9198a1; }
    .busy { stroke: #58a6ff; }
    .area { fill: #58a6ff; }
  }
";

/// A figure over time: a curve, and another one behind it.
struct Panel {
    title: &'static str,
    /// Added up, in front.
    front: &'static [&'static str],
    behind: &'static [&'static str],
}

const PANELS: [Panel; 3] = [
    Panel { title: "waiting callers", front: &["queue_length"], behind: &[] },
    Panel {
        title: "agents: busy (blue) of those logged in (grey)",
        front: &["agents_talking", "agents_wrapping_up"],
        behind: &["agents"],
    },
    Panel { title: "mean time in queue of those who came then, seconds", front: &["mean_wait"], behind: &[] },
];

pub(super) fn render(shown: &Shown) -> String {
    let axis = Axis::of(&shown.summary.periods);
    let panels: String = PANELS
        .iter()
        .enumerate()
        .map(|(at, panel)| panel.render(&shown.summary.periods, &axis, TOP + PANEL * count(at)))
        .collect();
    let (width, height) = (LEFT + WIDTH + 24.0, TOP + PANEL * count(PANELS.len()) - 20.0);
    let label = format!("{}: waiting callers, agents and waits over time", shown.scenario.title);
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{label}\">\n<style>\n{STYLE}</style>\n{panels}</svg>\n"
    )
}

/// Time from left to right, in microseconds since a local midnight.
struct Axis {
    from_us: u64,
    until_us: u64,
}

impl Axis {
    fn of(periods: &[Period]) -> Self {
        let from_us = periods.first().map_or(0, |period| period.from_us);
        let last = periods.last().map_or(0, |period| period.from_us + period.part.totals.span_us);
        Self { from_us, until_us: last.max(from_us + 1) }
    }

    fn x(&self, us: u64) -> f64 {
        let share = count64(us.saturating_sub(self.from_us)) / count64(self.until_us - self.from_us);
        LEFT + WIDTH * share
    }

    /// Full hours, so many apart that their labels have room.
    fn hours(&self) -> impl Iterator<Item = u64> {
        let hours = (self.until_us - self.from_us).div_ceil(HOUR_US);
        let step = [1, 2, 3, 6, 12, 24].into_iter().find(|step| hours / step <= 12).unwrap_or(24);
        let first = self.from_us.div_ceil(HOUR_US).next_multiple_of(step);
        (first..=self.until_us / HOUR_US).step_by(usize::try_from(step).unwrap_or(1))
    }
}

impl Panel {
    fn render(&self, periods: &[Period], axis: &Axis, top: f64) -> String {
        let [front, behind] = [self.front, self.behind].map(|names| curve(periods, names));
        let largest = front.iter().chain(&behind).map(|(_, value)| *value).fold(0.0, f64::max);
        let step = step(largest);
        let most = (largest / step).ceil().max(1.0) * step;
        let y = |value: f64| top + HEIGHT * (1.0 - value / most);
        let mut text =
            format!("<text class=\"title\" x=\"{LEFT}\" y=\"{}\">{}</text>\n", top - 12.0, self.title);
        let mut value = 0.0;
        while value <= most {
            let (line, label) = (y(value), y(value) + 4.0);
            let _ = write!(text, "<path class=\"grid\" d=\"M{LEFT} {line:.1}h{WIDTH}\"/>");
            let _ = writeln!(
                text,
                "<text class=\"number\" x=\"{}\" y=\"{label:.1}\">{}</text>",
                LEFT - 8.0,
                (value * 100.0).round() / 100.0
            );
            value += step;
        }
        for hour in axis.hours() {
            let (x, y) = (axis.x(hour * HOUR_US), top + HEIGHT + 20.0);
            let _ = writeln!(text, "<text class=\"hour\" x=\"{x:.1}\" y=\"{y}\">{:02}:00</text>", hour % 24);
        }
        let points = |curve: &[(u64, f64)]| -> String {
            let point = |(us, value): &(u64, f64)| format!("{:.1},{:.1}", axis.x(*us), y(*value));
            curve.iter().map(point).collect::<Vec<_>>().join(" ")
        };
        if let (Some(first), Some(last)) = (front.first(), front.last()) {
            let (from, until, zero) = (axis.x(first.0), axis.x(last.0), y(0.0));
            let _ = writeln!(
                text,
                "<polygon class=\"area\" points=\"{from:.1},{zero:.1} {} {until:.1},{zero:.1}\"/>",
                points(&front)
            );
        }
        for (class, curve) in [("there", &behind), ("busy", &front)] {
            if !curve.is_empty() {
                let _ = writeln!(text, "<polyline class=\"{class}\" points=\"{}\"/>", points(curve));
            }
        }
        text
    }
}

/// The sum of some figures in the middle of each period.
fn curve(periods: &[Period], names: &[&str]) -> Vec<(u64, f64)> {
    let figures: Vec<_> = names.iter().filter_map(|name| Figure::find(name)).collect();
    let point = |period: &Period| {
        let values = figures.iter().filter_map(|figure| figure.value(&period.part));
        let value = values.reduce(|sum, value| sum + value)?;
        Some((period.from_us + period.part.totals.span_us / 2, value))
    };
    periods.iter().filter_map(point).collect()
}

/// A step of the grid that leaves three to six lines: 1, 2 or 5 times a power of ten.
fn step(largest: f64) -> f64 {
    let powers = (-2..7).map(|power| 10.0_f64.powi(power));
    let steps = powers.flat_map(|power| [1.0, 2.0, 5.0].map(|times| times * power));
    steps.into_iter().find(|step| largest / step <= 5.0).unwrap_or(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
fn count(number: usize) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of some days")]
fn count64(number: u64) -> f64 {
    number as f64
}
