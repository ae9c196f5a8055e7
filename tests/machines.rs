//! The state machines against `fixtures/spec/states.json`, which was written independently of them.

use std::collections::BTreeSet;

use tapi_acd::machine::{
    Basis, MACHINES, MachineTable, Verdict, agent_address, agent_ex, agent_session, group, queue,
};
use tapi_acd::wire::consts::{
    AgentSessionState, AgentState, AgentStateEx, Constants, Family, GroupStatus, QueueStatus,
};

use crate::server_machines::OF_THE_SERVER;
use crate::spec::{FUNCTIONS, STATES, assert_none, named, strings};

/// A machine and where the facts speak of it. States are called as in C, without the family's prefix.
struct Subject {
    table: &'static MachineTable,
    /// The facts and, within them, the transitions.
    facts: (&'static str, &'static str),
    /// The function by which an application asks for a state.
    function: &'static str,
    /// Moves outside the listed transitions: the event, its target, and the states in which it does not count.
    elsewhere: (&'static str, &'static str, &'static [&'static str]),
    /// The page that lists the transitions, where one does.
    page: Option<&'static str>,
    /// Where it begins.
    first: &'static str,
    /// Moves that the facts list and the machine does not make, and those that it makes and they do not list; the basis
    /// of the rows says why.
    lacking: &'static [(&'static str, &'static str)],
    added: &'static [(&'static str, &'static str)],
}

const SUBJECTS: [Subject; 3] = [
    Subject {
        table: &agent_session::MACHINE,
        facts: ("agent_session_ex", "transitions"),
        function: "lineSetAgentSessionState",
        // `inferred`: releasing the agent takes each of its sessions to RELEASED.
        elsewhere: ("AgentReleased", "RELEASED", &["RELEASED"]),
        page: Some("AGENT_SESSION_STATE enumeration"),
        first: "ABSENT",
        lacking: &[],
        added: &[],
    },
    Subject {
        table: &agent_ex::MACHINE,
        facts: ("agent_handle_LINEAGENTSTATEEX", "transitions_model"),
        function: "lineSetAgentStateEx",
        // `transitions_model_status`: UNKNOWN is reachable from any state except RELEASED.
        elsewhere: ("SightLost", "UNKNOWN", &["RELEASED", "UNKNOWN"]),
        page: None,
        first: "ABSENT",
        lacking: &[],
        added: &[],
    },
    Subject {
        table: &agent_address::MACHINE,
        facts: ("agent_address_LINEAGENTSTATE", "transitions_model"),
        function: "lineSetAgentState",
        // `transitions_model_status`: UNKNOWN is reachable from every state.
        elsewhere: ("SightLost", "UNKNOWN", &["UNAVAIL", "UNKNOWN"]),
        page: None,
        first: "LOGGEDOFF",
        // Sessions begin not ready; this handler finds again what it loses sight of.
        lacking: &[("LOGGEDOFF", "READY"), ("UNKNOWN", "UNAVAIL")],
        // The ACD call of a session at another address of the line.
        added: &[("LOGGEDOFF", "BUSYACD"), ("NOTREADY", "BUSYACD")],
    },
];

/// One cell of the table, by names.
struct Cell {
    from: String,
    event: &'static str,
    verdict: Verdict<String>,
    basis: Basis,
}

impl Subject {
    fn states(&self) -> Vec<String> {
        self.table.states.iter().map(|name| name.to_uppercase()).collect()
    }

    fn cells(&self) -> Vec<Cell> {
        let states = self.states();
        let pairs = (0..states.len()).flat_map(|s| (0..self.table.events.len()).map(move |e| (s, e)));
        let cell = |(state, event): (usize, usize)| {
            let (verdict, basis) = (self.table.cell)(state, event);
            let verdict = match verdict {
                Verdict::Go(to) => Verdict::Go(states[to].clone()),
                Verdict::Stay => Verdict::Stay,
                Verdict::Refuse(error) => Verdict::Refuse(error),
                Verdict::Never => Verdict::Never,
            };
            Cell { from: states[state].clone(), event: self.table.events[event], verdict, basis }
        };
        pairs.map(cell).collect()
    }

    /// The cells that lead somewhere, with where they lead.
    fn moves(&self) -> Vec<(Cell, String)> {
        let go = |cell: Cell| match &cell.verdict {
            Verdict::Go(to) => Some(to.clone()).map(|to| (cell, to)),
            _ => None,
        };
        self.cells().into_iter().filter_map(go).collect()
    }

    /// The states of the facts and that of what does not exist yet, if there is one.
    fn known(&self) -> BTreeSet<String> {
        let lists = STATES[self.facts.0][self.facts.1].as_object().expect("transitions by state");
        lists.keys().cloned().chain([self.first.to_owned()]).collect()
    }

    /// The transitions that the facts list, as far as the machine follows them; `*` is every other state.
    fn listed(&self) -> BTreeSet<(String, String)> {
        let lists = STATES[self.facts.0][self.facts.1].as_object().expect("transitions by state");
        let mut pairs = BTreeSet::new();
        for (from, targets) in lists {
            for to in strings(targets) {
                let all = lists.keys().map(String::as_str).filter(|other| other != from);
                let targets: Vec<_> = if to == "*" { all.collect() } else { vec![to] };
                pairs.extend(targets.into_iter().map(|to| (from.clone(), to.to_owned())));
            }
        }
        let owned = |pair: &(&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
        for pair in self.lacking.iter().map(owned) {
            assert!(pairs.remove(&pair), "{pair:?} is not listed");
        }
        for pair in self.added.iter().map(owned) {
            assert!(pairs.insert(pair.clone()), "{pair:?} is listed");
        }
        pairs
    }

    fn is_elsewhere(&self, cell: &Cell, to: &str) -> bool {
        let (event, target, not_from) = self.elsewhere;
        cell.event == event && to == target && !not_from.contains(&cell.from.as_str())
    }
}

/// A machine whose moves are the bits of a message: the family of the bits, and the bit that a move sets.
struct Announced {
    table: &'static MachineTable,
    family: &'static Family,
    page: &'static str,
    moves: &'static [(&'static str, &'static str, &'static str, Option<&'static str>)],
}

const ANNOUNCED: [Announced; 2] = [
    Announced {
        table: &group::MACHINE,
        family: &GroupStatus::FAMILY,
        page: "LINEGROUPSTATUS_ Constants",
        moves: &[
            ("Absent", "Added", "There", Some("NEWGROUP")),
            ("There", "Taken", "Removed", Some("GROUPREMOVED")),
            ("Removed", "Added", "There", None),
        ],
    },
    Announced {
        table: &queue::MACHINE,
        family: &QueueStatus::FAMILY,
        page: "LINEQUEUESTATUS_ Constants",
        moves: &[
            ("Absent", "Added", "There", Some("NEWQUEUE")),
            ("There", "Taken", "Removed", Some("QUEUEREMOVED")),
            ("There", "Counted", "There", Some("UPDATEINFO")),
            ("Removed", "Added", "There", None),
        ],
    },
];

#[test]
fn every_machine_is_a_subject_or_one_of_the_server() {
    let subjects = SUBJECTS.iter().map(|subject| subject.table.name);
    let subjects = subjects.chain(ANNOUNCED.iter().map(|machine| machine.table.name));
    let names = MACHINES.iter().map(|table| table.name);
    let names: Vec<_> = names.filter(|name| !OF_THE_SERVER.contains(name)).collect();
    assert_eq!(subjects.collect::<Vec<_>>(), names);
}

/// LINEGROUPSTATUS_ Constants, LINEQUEUESTATUS_ Constants: what the page has a bit for is documented, nothing else is.
#[test]
fn the_moves_of_a_group_and_a_queue_are_the_bits_of_their_page() {
    for Announced { table, family, page, moves } in ANNOUNCED {
        let pairs = (0..table.states.len()).flat_map(|s| (0..table.events.len()).map(move |e| (s, e)));
        let mut listed = Vec::new();
        for (state, event) in pairs {
            let (verdict, basis) = (table.cell)(state, event);
            let (from, event) = (table.states[state], table.events[event]);
            if let Verdict::Go(to) = verdict {
                listed.push((from, event, table.states[to], basis == Basis::Documented(page)));
            } else {
                assert!(matches!(basis, Basis::Inferred(_)), "{from} {event}: {basis}");
            }
        }
        listed.sort_unstable();
        let mut expected: Vec<_> =
            moves.iter().map(|&(from, event, to, bit)| (from, event, to, bit.is_some())).collect();
        expected.sort_unstable();
        assert_eq!(listed, expected, "{}", table.name);
        let bits: BTreeSet<_> =
            moves.iter().filter_map(|row| row.3).map(|bit| format!("{}{bit}", family.prefix)).collect();
        let defined: BTreeSet<_> = family.rows.iter().map(|row| row.name.to_owned()).collect();
        assert_eq!(bits, defined, "{}", table.name);
    }
}

#[test]
fn the_states_are_those_of_the_facts() {
    for subject in &SUBJECTS {
        assert_eq!(
            subject.states().into_iter().collect::<BTreeSet<_>>(),
            subject.known(),
            "{}",
            subject.table.name
        );
    }
}

#[test]
fn a_machine_moves_exactly_as_the_facts_list() {
    for subject in &SUBJECTS {
        let mut listed = subject.listed();
        let elsewhere = subject.moves().into_iter().filter(|(cell, to)| subject.is_elsewhere(cell, to));
        let elsewhere: BTreeSet<_> = elsewhere.map(|(cell, _)| cell.from).collect();
        let (event, _, not_from) = subject.elsewhere;
        let states = subject.states().into_iter().filter(|state| state != "ABSENT");
        let expected: BTreeSet<_> = states.filter(|state| !not_from.contains(&state.as_str())).collect();
        assert_eq!(elsewhere, expected, "{}: {event}", subject.table.name);

        let mut problems = Vec::new();
        for (cell, to) in subject.moves() {
            let pair = (cell.from.clone(), to.clone());
            if cell.from != "ABSENT" && !subject.is_elsewhere(&cell, &to) && !subject.listed().contains(&pair)
            {
                problems.push(format!("{}: {pair:?} by {} is not listed", subject.table.name, cell.event));
            }
            listed.remove(&pair);
        }
        problems.extend(listed.iter().map(|pair| format!("{}: nothing leads {pair:?}", subject.table.name)));
        assert_none(problems);
    }
}

/// A page's table is complete and nothing else is called documented: neither more nor less than the page says.
#[test]
fn the_documented_rows_are_the_moves_that_the_page_lists() {
    for subject in &SUBJECTS {
        let documented: BTreeSet<_> = subject
            .moves()
            .into_iter()
            .filter(|(cell, _)| subject.page.is_some_and(|page| cell.basis == Basis::Documented(page)))
            .map(|(cell, to)| (cell.from, to))
            .collect();
        // What TAPI 3 has a name for; RELEASED is outside its table.
        let map = STATES[subject.facts.0]["map"].as_object();
        let in_table: BTreeSet<_> =
            map.into_iter().flat_map(|map| map.values()).map(|name| name.as_str().expect("a name")).collect();
        let mut expected = subject.listed();
        expected.retain(|(from, to)| {
            subject.page.is_some() && [from, to].iter().all(|state| in_table.contains(state.as_str()))
        });
        assert_eq!(documented, expected, "{}", subject.table.name);

        let cells = subject.cells().into_iter();
        let sound = |cell: &Cell| match (cell.basis, &cell.verdict) {
            (Basis::Documented(page), Verdict::Go(_)) => subject.page == Some(page),
            (Basis::Documented(_), _) => false,
            (Basis::Inferred(_), _) => true,
        };
        assert_none(
            cells
                .filter(|cell| !sound(cell))
                .map(|cell| format!("{}: {} {}: {}", subject.table.name, cell.from, cell.event, cell.basis)),
        );
    }
}

#[test]
fn every_state_is_reachable_and_no_move_stays_where_it_is() {
    for subject in &SUBJECTS {
        let moves = subject.moves();
        assert_none(
            moves
                .iter()
                .filter(|(cell, to)| cell.from == *to)
                .map(|(cell, _)| format!("{}: {} {}", subject.table.name, cell.from, cell.event)),
        );
        let mut reached = BTreeSet::from([subject.first.to_owned()]);
        for _ in 0..subject.table.states.len() {
            let next =
                moves.iter().filter(|(cell, _)| reached.contains(&cell.from)).map(|(_, to)| to.clone());
            reached.extend(next.collect::<Vec<_>>());
        }
        let lacks = |state: &String| subject.lacking.iter().any(|(_, to)| to == state);
        let never: Vec<_> = subject.states().into_iter().filter(|state| !reached.contains(state)).collect();
        assert!(never.iter().all(lacks), "{}: {never:?}", subject.table.name);
    }
}

/// Whether an application asks for a state, now or next.
fn is_request(cell: &Cell) -> bool {
    ["Set", "Next"].iter().any(|start| cell.event.starts_with(start))
}

#[test]
fn a_request_is_granted_or_refused_with_a_documented_error() {
    for subject in &SUBJECTS {
        let function = named(&FUNCTIONS["functions"], subject.function);
        let documented = strings(&function["documented_errors"]);
        let problem = |cell: &Cell| match &cell.verdict {
            Verdict::Refuse(error) if !documented.contains(&error.to_string().as_str()) => {
                Some(format!("{error} is not documented for {}", subject.function))
            }
            Verdict::Refuse(_) if !is_request(cell) => Some("only requests are refused".into()),
            Verdict::Never if is_request(cell) => Some("any request can come".into()),
            _ => None,
        };
        assert_none(subject.cells().iter().filter_map(|cell| {
            let problem = problem(cell)?;
            Some(format!("{}: {} {}: {problem}", subject.table.name, cell.from, cell.event))
        }));
    }
}

#[test]
fn the_illegal_examples_are_impossible() {
    let moves = SUBJECTS[0].moves();
    for example in strings(&STATES["agent_session_ex"]["illegal_examples"]) {
        let (from, to) = example.split_once("->").expect("from->to");
        assert!(!moves.iter().any(|(cell, target)| cell.from == from && target == to), "{example}");
    }
}

/// Every value of the family is one state, what is no single value is none; `called` takes a value to the names of its
/// state and of the event of asking for it.
#[track_caller]
fn check_wire(family: &Family, called: impl Fn(u32) -> Option<(String, String)>) {
    for row in family.rows {
        let (state, event) = called(row.value).unwrap_or_else(|| panic!("{} is no state", row.name));
        assert_eq!(format!("{}{}", family.prefix, state.to_uppercase()), row.name);
        let asked = ["Ready", "NotReady", "Ended", "Released", "LoggedOff", "WorkingAfterCall"];
        let asking = if asked.contains(&state.as_str()) { format!("Set{state}") } else { "SetBusy".into() };
        assert_eq!(event, asking, "{}", row.name);
    }
    for value in [0, 3, 6, family.defined_bits(), family.defined_bits() + 1, 0x8000_0000] {
        assert_eq!(called(value), None, "{value:#x}");
    }
}

#[test]
fn the_values_of_the_family_are_the_states() {
    check_wire(&AgentSessionState::FAMILY, |value| {
        let wire = AgentSessionState(value);
        let state = agent_session::State::from_wire(wire)?;
        assert_eq!(state.wire(), wire);
        Some((format!("{state:?}"), format!("{:?}", agent_session::Event::asking_for(wire)?)))
    });
    check_wire(&AgentStateEx::FAMILY, |value| {
        let wire = AgentStateEx(value);
        let state = agent_ex::State::from_wire(wire)?;
        assert_eq!(state.wire(), wire);
        Some((format!("{state:?}"), format!("{:?}", agent_ex::Event::asking_for(wire)?)))
    });
    check_wire(&AgentState::FAMILY, |value| {
        let wire = AgentState(value);
        let state = agent_address::State::from_wire(wire)?;
        assert_eq!(state.wire(), wire);
        Some((format!("{state:?}"), format!("{:?}", agent_address::Event::asking_for(state))))
    });
}

/// LINEAGENTSTATUS and LINEAGENTCAPS structures: what can be chosen is what the table accepts.
#[test]
fn the_choices_are_the_requests_that_the_table_accepts() {
    let subject = &SUBJECTS[2];
    let named = |bits: u32| {
        let rows = AgentState::FAMILY.rows.iter().filter(|row| bits & row.value != 0);
        rows.map(|row| row.name.trim_start_matches(AgentState::FAMILY.prefix).to_owned()).collect()
    };
    let mut all = (0, 0);
    for row in AgentState::FAMILY.rows {
        let state = agent_address::State::from_wire(AgentState(row.value)).expect("a state");
        let accepted = |start: &str| -> BTreeSet<String> {
            let cells = subject.cells().into_iter();
            let cells = cells.filter(|cell| cell.from == format!("{state:?}").to_uppercase());
            let cells = cells.filter(|cell| matches!(cell.verdict, Verdict::Go(_) | Verdict::Stay));
            cells.filter_map(|cell| cell.event.strip_prefix(start).map(str::to_uppercase)).collect()
        };
        let (now, next) = state.choices();
        let chosen: (BTreeSet<_>, BTreeSet<_>) = (named(now), named(next));
        assert_eq!(chosen, (accepted("Set"), accepted("Next")), "{state:?}");
        all = (all.0 | now, all.1 | next);
    }
    assert_eq!(agent_address::State::all_choices(), all);
}
