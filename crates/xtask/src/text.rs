//! Aligned columns.

/// The width of each column: that of its widest cell.
pub(crate) fn widths<const N: usize>(rows: &[[String; N]]) -> [usize; N] {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

/// A Markdown table whose source reads well too. The last column is not padded: it holds the prose.
pub(crate) fn markdown_table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let escaped = rows.iter().map(|row| row.clone().map(|cell| cell.replace('|', "\\|")));
    let rows: Vec<_> = std::iter::once(header.map(String::from)).chain(escaped).collect();
    let mut widths = widths(&rows);
    widths[N - 1] = header[N - 1].len();
    let rule = widths.map(|width| "-".repeat(width));
    let mut table = String::new();
    for row in [&rows[0], &rule].into_iter().chain(&rows[1..]) {
        for (cell, width) in row.iter().zip(widths) {
            table += &format!("| {cell:width$} ");
        }
        table += "|\n";
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_markdown_table_is_aligned_up_to_its_prose() {
        let rows = [["A_LONG_NAME", "1", "one | two"], ["B", "10", ""]].map(|row| row.map(String::from));
        assert_eq!(
            markdown_table(["name", "value", "meaning"], &rows),
            "| name        | value | meaning |\n\
             | ----------- | ----- | ------- |\n\
             | A_LONG_NAME | 1     | one \\| two |\n\
             | B           | 10    |         |\n"
        );
    }
}
