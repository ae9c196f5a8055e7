//! The requests to an agent handler as Markdown.

use tapi_acd::function::{Direction, FunctionRow};
use tapi_wire::consts::{Constants as _, ProxyRequestType};
use tapi_wire::layout::{LineProxyRequest, PROXY_ARMS, ProxyArm};
use tapi_wire::{Abi, FieldRow};

use super::prose::prose;
use crate::text::markdown_table;

pub(super) fn render() -> String {
    let rows: Vec<_> = PROXY_ARMS.iter().map(cells).collect();
    let table = markdown_table(["type", "request", "since", "raised by", "answer"], &rows);
    let mut text = format!(
        "# Requests\n\nWhat an agent handler is asked: {} request types, the function that raises each, and the \
         parameter in which the caller finds the *answer*. Where there is none, the result of `lineProxyResponse` \
         says it all.\n\n{table}\n## Arms\n\nWhat stands behind the {} bytes of the header of `LINEPROXYREQUEST`, by \
         request type. *offset* counts from the first field of the arm.\n",
        PROXY_ARMS.len(),
        LineProxyRequest::ARM_OFFSET
    );
    text.extend(PROXY_ARMS.iter().map(section));
    text
}

fn cells(arm: &ProxyArm) -> [String; 5] {
    let row = ProxyRequestType::FAMILY.row(arm.request_type.0);
    let function = FunctionRow::raising(arm.request_type);
    let comes_back = |direction| matches!(direction, Direction::Out | Direction::InOut);
    let params = function.into_iter().flat_map(|function| function.params);
    let answers = params
        .filter(|param| comes_back(param.direction))
        .map(|param| format!("`{} {}`", param.kind, param.name));
    [
        arm.request_type.0.to_string(),
        format!("`{}`", arm.request_type),
        row.map(|row| row.since.to_string()).unwrap_or_default(),
        function.map(|function| format!("`{}`", function.name)).unwrap_or_default(),
        answers.collect::<Vec<_>>().join(", "),
    ]
}

fn section(arm: &ProxyArm) -> String {
    let rows: Vec<_> = arm.layout.fields.iter().map(field).collect();
    let table = markdown_table(["field", "offset", "size", "meaning"], &rows);
    format!("\n### {}\n\nWith `{}`.\n\n{table}", arm.layout.name, arm.request_type)
}

/// No arm has a pointer, so it is the same on both systems.
fn field(row: &FieldRow) -> [String; 4] {
    let [offset, size] = [row.offset(Abi::Win64), row.size(Abi::Win64)].map(|bytes| bytes.to_string());
    [format!("`{}`", row.name), offset, size, prose(row.meaning)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_has_its_function_and_its_arm() {
        let text = render();
        for arm in PROXY_ARMS {
            let start = format!("| {} ", arm.request_type.0);
            let row = text.lines().find(|line| line.starts_with(&start)).expect("a row");
            assert!(row.contains(&format!("`{}`", arm.request_type)) && row.contains("`line"), "{row}");
            assert!(text.contains(&format!("\n### {}\n", arm.layout.name)), "{}", arm.layout.name);
        }
        assert!(text.contains("`LPLINEAGENTCAPS lpAgentCaps`") && text.contains("`LPHAGENT lphAgent`"));
    }

    #[test]
    fn an_arm_is_the_same_on_both_systems() {
        let fields = PROXY_ARMS.iter().flat_map(|arm| arm.layout.fields);
        for row in fields {
            assert_eq!(row.offset(Abi::Win32), row.offset(Abi::Win64), "{}", row.name);
        }
    }
}
