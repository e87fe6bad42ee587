//! The widths of columns: natural where all fit, else shared so that the rows take the fewest lines, or none
//! where columns would cut what is whole or read like poles.

use super::{Field, GAP, Grid};

/// A column narrower than four ideographs is so only where its content is.
const POLE: usize = 8;
/// A column of up to six ideographs is wretched where its cells take more than three lines; one of less than
/// half the line where they take more than six. (On average.)
const NARROW: usize = 12;
const MOST_LINES_NARROW: usize = 3;
const MOST_LINES: usize = 6;

/// The cells each column gets at `max` cells in all, if the table is to stand in columns.
pub(super) fn widths(grid: &Grid, max: usize) -> Option<Vec<usize>> {
    let room = max.checked_sub(GAP * grid.columns().saturating_sub(1))?;
    let (least, most) = needs(grid);
    if most.iter().sum::<usize>() <= room {
        return Some(most);
    }
    if least.iter().sum::<usize>() > room {
        return None;
    }
    let loads = Load::of_columns(grid);
    // Every column up to the same width, or the fuller the wider; short ones are full before.
    let mut best: Option<(usize, Vec<usize>)> = None;
    for power in [0.0, 0.5, 1.0] {
        let widths = fill(&least, &most, &loads, room, power);
        let lines = lines(grid, &widths);
        // The first is the calmest: only clearly fewer lines are better.
        if best.as_ref().is_none_or(|(fewest, _)| lines * 10 < fewest * 9) {
            best = Some((lines, widths));
        }
    }
    let (_, widths) = best?;
    (!is_wretched(grid, &widths, max)).then_some(widths)
}

/// The least and the natural width of each column.
fn needs(grid: &Grid) -> (Vec<usize>, Vec<usize>) {
    let mut least = vec![1; grid.columns()];
    let mut most = vec![1; grid.columns()];
    let mut spanning = Vec::new();
    for (number, field) in grid.numbered() {
        let min = field.least.max(field.natural.min(POLE));
        if field.cell.colspan > 1 {
            if !grid.is_whole(field.cell) {
                // What stands free at the right may reach beyond the columns.
                let free = grid.is_free(field.cell, number);
                spanning.push((field, min, if free { min } else { field.natural }));
            }
            continue;
        }
        if let (Some(least), Some(most)) = (least.get_mut(field.cell.column), most.get_mut(field.cell.column))
        {
            *least = (*least).max(min);
            *most = (*most).max(field.natural);
        }
    }
    for ((least, most), points) in least.iter_mut().zip(&mut most).zip(&grid.points) {
        let numbers = points.map_or(0, super::Points::width);
        *least = (*least).max(numbers);
        *most = (*most).max(numbers);
    }
    for (field, min, natural) in spanning {
        widen(&mut least, field, min);
        widen(&mut most, field, natural);
    }
    (least, most)
}

/// Widens the columns that `field` takes, each by as much, until `need` fits.
fn widen(widths: &mut [usize], field: &Field, need: usize) {
    let (start, span) = (field.cell.column, field.cell.colspan);
    let Some(widths) = widths.get_mut(start..start + span) else {
        return;
    };
    let has = widths.iter().sum::<usize>() + GAP * (span - 1);
    let lacks = need.saturating_sub(has);
    for (at, width) in widths.iter_mut().enumerate() {
        *width += lacks / span + usize::from(at < lacks % span);
    }
}

/// How much stands in a column.
#[derive(Clone, Default)]
struct Load {
    /// Cells of its text, in all.
    text: usize,
    /// Cells of the table that are not blank.
    fields: usize,
}

impl Load {
    fn of_columns(grid: &Grid) -> Vec<Self> {
        let mut loads = vec![Self::default(); grid.columns()];
        for field in grid
            .body()
            .iter()
            .flatten()
            .filter(|field| field.cell.colspan == 1)
        {
            if let Some(load) = loads.get_mut(field.cell.column) {
                load.text += field.natural;
                load.fields += usize::from(field.natural > 0);
            }
        }
        loads
    }

    fn mean(&self) -> f64 {
        self.text.max(1) as f64 / self.fields.max(1) as f64
    }
}

/// Widths between `least` and `most` that fill `room`: each as `level` times its mean load to the `power`, and the
/// highest level that fits.
fn fill(least: &[usize], most: &[usize], loads: &[Load], room: usize, power: f64) -> Vec<usize> {
    let at = |level: f64| -> Vec<usize> {
        let columns = least.iter().zip(most).zip(loads);
        columns
            .map(|((&least, &most), load)| {
                let wants = (level * load.mean().powf(power)) as usize;
                wants.clamp(least, most.max(least))
            })
            .collect()
    };
    let (mut low, mut high) = (0.0, room as f64);
    for _ in 0..32 {
        let level = f64::midpoint(low, high);
        if at(level).iter().sum::<usize>() <= room {
            low = level;
        } else {
            high = level;
        }
    }
    let mut widths = at(low);
    // What rounding left goes to those that want it.
    let mut left = room.saturating_sub(widths.iter().sum());
    for (width, &most) in widths.iter_mut().zip(most) {
        let more = left.min(most.saturating_sub(*width));
        *width += more;
        left -= more;
    }
    widths
}

/// The lines that `natural` cells of text take at `width`, nearly.
fn lines_of(natural: usize, width: usize) -> usize {
    if natural <= width {
        1
    } else {
        // Some cells of each line stay free.
        natural.div_ceil(width.saturating_sub(1).max(1))
    }
}

/// The lines of all rows at these widths, nearly.
fn lines(grid: &Grid, widths: &[usize]) -> usize {
    let height = |row: &Vec<Field>| {
        let fields = row.iter().filter(|field| field.cell.colspan == 1);
        fields
            .map(|field| {
                let width = widths.get(field.cell.column).copied().unwrap_or(1);
                lines_of(field.natural, width).div_ceil(field.cell.rowspan)
            })
            .max()
            .unwrap_or(1)
    };
    grid.rows.iter().map(height).sum()
}

/// Whether some column reads like a pole.
fn is_wretched(grid: &Grid, widths: &[usize], max: usize) -> bool {
    let mut columns = vec![(0, 0); widths.len()];
    for field in grid.body().iter().flatten() {
        let Some(width) = widths.get(field.cell.column) else {
            continue;
        };
        if field.cell.colspan == 1
            && field.natural > 0
            && let Some((lines, fields)) = columns.get_mut(field.cell.column)
        {
            *lines += lines_of(field.natural, *width);
            *fields += 1;
        }
    }
    columns.iter().zip(widths).any(|(&(lines, fields), &width)| {
        (width <= NARROW && lines > MOST_LINES_NARROW * fields)
            || (width < max / 2 && lines > MOST_LINES * fields)
    })
}
