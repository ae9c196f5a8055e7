//! Calls and waits by half hour as a picture: data dashed, ours solid, readable on light and dark paper.

use tapi_sim::compare::{Days, HalfHour};

use super::{Beside, OPEN, clock};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 170.0;
const LEFT: f64 = 56.0;
/// From the top of one panel to that of the next.
const PANEL: f64 = 240.0;
const TOP: f64 = 64.0;

const STYLE: &str = "  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .number { text-anchor: end; }
  .hour { text-anchor: middle; }
  .grid { stroke: #d0d7de; }
  .data, .ours { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .data { stroke: #bc4c00; stroke-dasharray: 6 4; }
  .ours { stroke: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .grid { stroke: #3d444d; }
    .data { stroke: #f0883e; }
    .ours { stroke: #58a6ff; }
  }
";

/// One figure over the day.
struct Panel {
    title: &'static str,
    figure: fn(&HalfHour) -> Option<f64>,
    top: f64,
    /// The value at the top, and the step of the grid.
    most: u32,
    step: u32,
}

pub(super) fn render(beside: &Beside) -> String {
    let panels = [
        Panel { title: "calls per half hour", figure: |half| Some(half.calls), top: TOP, most: 80, step: 20 },
        Panel {
            title: "mean wait of the queued, seconds",
            figure: |half| half.queued.mean_wait_s,
            top: TOP + PANEL,
            most: 120,
            step: 30,
        },
    ];
    let (width, height) = (LEFT + WIDTH + 24.0, TOP + 2.0 * PANEL - 24.0);
    let panels: String = panels.iter().map(|panel| panel.render(beside)).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"Calls and mean waits by half hour: data of February 1999 and simulated days\">\n\
         <style>\n{STYLE}</style>\n{}{panels}</svg>\n",
        legend()
    )
}

fn legend() -> String {
    let entry = |class: &str, x: f64, text: &str| {
        format!("<path class=\"{class}\" d=\"M{x} 20h32\"/><text x=\"{}\" y=\"24\">{text}</text>\n", x + 40.0)
    };
    entry("data", LEFT, "data, February 1999") + &entry("ours", LEFT + 200.0, "ours, 100 days")
}

impl Panel {
    fn render(&self, beside: &Beside) -> String {
        let mut text =
            format!("<text class=\"title\" x=\"{LEFT}\" y=\"{}\">{}</text>\n", self.top - 12.0, self.title);
        for value in (0..=self.most).step_by(self.step as usize) {
            let y = self.y(f64::from(value));
            let label = y + 4.0;
            text += &format!("<path class=\"grid\" d=\"M{LEFT} {y:.1}h{WIDTH}\"/>");
            text += &format!("<text class=\"number\" x=\"{}\" y=\"{label:.1}\">{value}</text>\n", LEFT - 8.0);
        }
        for at in OPEN.step_by(4) {
            let (x, y) = (x(at, 0.0), self.top + HEIGHT + 20.0);
            text += &format!("<text class=\"hour\" x=\"{x:.1}\" y=\"{y}\">{}</text>\n", clock(at));
        }
        text + &self.line("data", &beside.data) + &self.line("ours", &beside.ours)
    }

    fn line(&self, class: &str, days: &Days) -> String {
        let points = OPEN.filter_map(|at| {
            let value = (self.figure)(&days.half_hours[at])?;
            Some(format!("{:.1},{:.1}", x(at, 0.5), self.y(value)))
        });
        format!("<polyline class=\"{class}\" points=\"{}\"/>\n", points.collect::<Vec<_>>().join(" "))
    }

    fn y(&self, value: f64) -> f64 {
        self.top + HEIGHT * (1.0 - value / f64::from(self.most))
    }
}

/// The place of a half hour: 0 is its start, 1 its end.
#[expect(clippy::cast_precision_loss, reason = "there are 34 half hours")]
fn x(half_hour: usize, part: f64) -> f64 {
    LEFT + WIDTH * ((half_hour - OPEN.start) as f64 + part) / OPEN.len() as f64
}
