//! One row for each thing that can be wrong with the scenario that has every key.

use super::super::{EVERY_KEY, Scenario};
use super::check;

/// What is replaced by what, and the error as "line:column message | what was expected | help".
#[rustfmt::skip]
const ROWS: &[(&str, &str, &str)] = &[
    // The run
    ("warm_up = \"6h\"", "warm_up = \"168h\"", "8:11 nothing is left after the warm-up | less than the duration"),
    ("\"drain\"", "\"drained\"", "9:11 unknown word `drained` | one of `cut`, `drain` | did you mean `drain`?"),
    ("\"drain\"", "2", "9:11 invalid type: integer `2` | one of \"cut\", \"drain\""),
    ("period = \"15 min\"", "period = \"50 min\"", "10:10 a day is not made of such periods | 1 min to 24 h, a whole number of them in 24 h"),
    ("period = \"15 min\"", "period = \"30 s\"", "10:10 a day is not made of such periods | 1 min to 24 h, a whole number of them in 24 h"),
    ("trunks = 60", "trunks = 0", "11:10 no call comes in without a trunk | 1 or more"),
    ("calendar = [", "default_day = \"sunday\"\ncalendar = [", "12:15 a default day beside a calendar | only one of them"),
    ("\"weekday\", \"saturday\", \"sunday\"]", "\"weekday\", \"friday\"]", "12:68 there is no kind of day `friday` | one of `saturday`, `sunday`, `weekday`"),
    ("calendar = [\"weekday\", \"weekday\", \"weekday\", \"weekday\", \"weekday\", \"saturday\", \"sunday\"]", "calendar = []", "12:12 the list is empty | at least one kind of day"),
    ("calendar = [\"weekday\", \"weekday\", \"weekday\", \"weekday\", \"weekday\", \"saturday\", \"sunday\"]\n", "", "25:7 nothing says which of several kinds of day comes first | `default_day` or `calendar`, above all tables"),
    ("threshold = \"30 s\"", "threshold = \"9000h\"", "15:13 the duration is too long | at most 366 days"),
    // Arrivals
    ("{ rate = \"6/h\" }", "{}", "31:12 nothing says when the calls come | one of `rate`, `per_30min`, `steps`, `line`, `times`, `every`"),
    ("{ rate = \"6/h\" }", "{ rate = \"6/h\", times = [\"06:00\"] }", "31:12 arrivals of several kinds | one of `rate`, `per_30min`, `steps`, `line`, `times`, `every`"),
    ("{ rate = \"6/h\" }", "{ rate = \"6/h\", busyness_cv = 0.1 }", "31:42 `busyness_cv` within `arrivals` of a kind of day | it beside them"),
    ("{ rate = \"6/h\" }", "{ rate = \"6/h\", peaks = [] }", "31:36 `peaks` within `arrivals` of a kind of day | them beside"),
    ("{ rate = \"6/h\" }", "{ rate = \"6\" }", "31:21 invalid value: string \"6\" | a rate such as \"12/min\" or \"2000/h\", at most 1000000/s"),
    ("{ rate = \"6/h\" }", "{ rate = \"1000001/s\" }", "31:21 invalid value: string \"1000001/s\" | a rate such as \"12/min\" or \"2000/h\", at most 1000000/s"),
    ("[days.sunday]\narrivals = { rate = \"6/h\" }", "[days.sunday]", "30:7 no calls come on the kind of day `sunday` | `arrivals` here, for call types have shares of them"),
    ("[days.sunday]\n", "[days.sunday]\ncalls_per_day_sd = 3\n", "31:20 nothing for this to vary | `calls_per_30min` beside it"),
    ("[days.sunday]\n", "[days.sunday]\ncalls_per_30min = []\n", "31:19 calls per half hour beside `arrivals` | only one of them"),
    ("[days.sunday]\narrivals = { rate = \"6/h\" }", "[days.sunday]\ncalls_per_30min = []", "31:19 calls per half hour alone | `variance_to_mean_per_30min` and `calls_per_day_sd` beside them, or `arrivals`"),
    ("[\"10:00\", \"2/min\"]", "[\"08:00\", \"2/min\"]", "28:42 the times must rise | a later time than the one before"),
    ("[\"10:00\", \"2/min\"]", "[\"10:00\", \"2 calls\"]", "28:52 invalid value: string \"2 calls\" | a rate such as \"12/min\" or \"2000/h\", at most 1000000/s"),
    ("[\"10:00\", \"2/min\"]", "[\"25:00\", \"2/min\"]", "28:43 invalid value: string \"25:00\" | a local time of day such as \"08:30\" or \"08:30:05.5\""),
    ("{ steps = [[\"08:00\", \"60/h\"], [\"10:00\", \"2/min\"], [\"13:00\", \"0/h\"]] }", "{ steps = [] }", "28:22 the list is empty | at least one step"),
    ("{ steps = [[\"08:00\", \"60/h\"], [\"10:00\", \"2/min\"], [\"13:00\", \"0/h\"]] }", "{ line = [[\"08:00\", \"60/h\"]] }", "28:21 a line through less than two points | two points or more"),
    ("factor = 0.8", "factor = 1e8", "27:10 3333333 calls a second | a factor that makes at most 1000000"),
    ("busyness_cv = 0.1", "busyness_cv = 11", "23:15 a coefficient of variation of 11 | one from 0 to 10"),
    ("within = \"30 min\"", "within = \"13h\"", "24:35 the peak goes on after midnight | more than 0, and until midnight at most"),
    ("within = \"30 min\"", "within = \"0 s\"", "24:35 the peak has no length | more than 0, and until midnight at most"),
    ("within = \"30 min\", calls = 25", "within = \"1 ms\", calls = 2500", "24:51 2500000 calls a second | at most 1000000"),
    ("\"06:00:30\"", "\"05:00\"", "100:32 the times must rise | a later time than the one before"),
    ("\"18:00:00.5\"", "\"24:00\"", "100:44 24:00 is the midnight of the next day | a time before it"),
    ("\"18:00:00.5\"] }", "\"18:00:00.5\"], busyness_cv = 0.1 }", "100:73 given times and intervals do not vary | `busyness_cv` with rates only"),
    ("{ every = { lognormal = { mu = 7.5, sigma = 0.3 } } }", "{ every = { fixed = \"0 s\" } }", "106:22 calls come without end | a mean of 1 µs or more"),
    // Queues and groups
    ("ageing = 2.0", "ageing = 0", "47:10 waiting counts 0 times | more than 0 and at most 1000"),
    ("capacity = 20\n", "", "41:13 a queue without a capacity is never full | `capacity` beside it"),
    ("to = \"backup\"", "to = \"sales\"", "43:35 the queue `sales` leads to itself | a way that ends somewhere"),
    ("credit = \"30 s\"", "capacity = 3\nwhen_full = \"sales\"", "42:13 the queue `sales` leads to a queue that leads back here | a way that ends somewhere"),
    ("name = \"repairs\"\n", "name = \"repairs\"\nid = 7\n", "47:6 a second queue with this id | another one"),
    ("name = \"Repairs\"\n", "name = \"Repairs\"\nguid = \"5b0f6c1e-7a34-4d92-8e51-20240304a001\"\n", "61:8 the GUIDs of two groups are the same | another one"),
    // Call types
    ("code = \"Q\"\n", "", "74:1 a call type without a name | `code` or `name`"),
    ("code = \"Q\"\n", "code = \"Q\"\nname = \"question\"\n", "76:8 a second name of a call type | `code` or `name`"),
    ("credit = \"20 s\"", "share = 0.5", "89:12 arrivals beside a share | `share` or `arrivals`"),
    ("queue = \"sales\"\nshare = 0.25\n", "queue = \"sales\"\n", "74:1 a call type without calls | `share` or `arrivals`"),
    ("share = 0.25\n", "share = 0.2\n", "77:9 the shares of the call types sum to 0.9500 | shares that sum to 1"),
    ("{ waiting = 10, share = 0.5 }", "{ waiting = 5, share = 0.5 }", "72:54 the callers waiting must rise | more than in the entry before"),
    // Distributions
    ("{ mean = \"4 min\", cv = 1.1 }", "{ mean = \"4 min\", sigma = 1.1 }", "68:25 a lognormal distribution takes two keys | `mu` and `sigma`, or `mean` and `cv`"),
    ("{ mean = \"4 min\", cv = 1.1 }", "{ mean = \"4 min\", cv = 0 }", "68:48 a coefficient of variation of 0 | one from 0.001 to 1000"),
    ("{ shape = 1.5, mean = \"40 s\" }", "{ shape = 1.5 }", "71:23 a Weibull distribution takes two keys | `shape`, and `scale` or `mean`"),
    ("{ shape = 1.5, mean = \"40 s\" }", "{ shape = 0.01, mean = \"40 s\" }", "71:33 a shape of 0.01 | one from 0.1 to 100"),
    ("{ k = 3, mean = \"6 min\" }", "{ k = 0, mean = \"6 min\" }", "94:28 a sum of 0 times | one of 1 to 1000000"),
    ("share = 0.9, mean = \"60 s\"", "share = 0.8, mean = \"60 s\"", "78:75 the shares of the hyperexponential distribution sum to 0.9000 | shares that sum to 1"),
    ("[\"2 s\", \"3 s\", \"3 s\", \"8 s\", \"1 min\"]", "[]", "107:25 the list is empty | at least one time"),
    // Teams
    ("levels = { Repairs = 2 }", "levels = { Repair = 2 }", "140:12 there is no group of the team `Repair` | one of `Repairs`, `Sales` | did you mean `Repairs`?"),
    ("levels = { Repairs = 2 }", "levels = { Repairs = 0 }", "140:22 a skill level of 0 | 1, the best, or more"),
    ("reserve = { Repairs = 2 }", "reserve = { Repairs = 10 }", "141:23 10 agents are kept back, so the group gets none | less than the 10 of the team"),
    ("works_at = \"phone\"", "works_at = \"telephone\"", "168:12 unknown word `telephone` | one of `desktop`, `phone`"),
    ("ring_time = \"30 s\"", "ring_time = \"0.5 s\"", "172:13 the duration is too short | 1 s or more"),
    ("{ every = { fixed = \"2h\" }", "{ every = { fixed = \"0 s\" }", "175:20 pauses without end | a mean of 1 s or more between two"),
    ("activity = \"workshop\"", "activity = \"work shop\"", "175:77 there is no activity `work shop` | one of `break`, `workshop` | did you mean `workshop`?"),
    ("id = 12", "id = 1", "123:6 a second activity with this id | another one"),
    // Shifts
    ("agents = 6", "agents = 0", "144:10 a shift of 0 agents | 1 to 10, which the earlier shifts leave of the team"),
    ("agents = 6", "agents = 11", "144:10 a shift of 11 agents | 1 to 10, which the earlier shifts leave of the team"),
    ("agents = 6", "agents = 10", "154:8 a shift of nobody | none, for the earlier shifts take all agents of the team"),
    ("from = \"07:30\"", "from = \"24:00\"", "145:8 24:00 is the midnight of the next day | a time before it"),
    ("to = \"13:00\"\ndays = [\"saturday\"]", "to = \"13:00\"\ndays = [\"sunday\"]", "162:9 this kind of day has `agents_per_30min` instead of shifts | a kind of day without"),
    ("{ at = \"10:00\", for = \"15 min\"", "{ at = \"07:00\", for = \"15 min\"", "149:12 the break is not within the shift | a time within it"),
    ("{ at = \"10:00\", for = \"15 min\"", "{ at = \"13:00\", for = \"15 min\"", "150:12 the breaks are not in order | a later time than the one before"),
    ("{ at = \"01:00\", for = \"30 min\"", "{ at = \"07:00\", for = \"40 min\"", "189:33 the break ends after the shift | a shorter one"),
    ("{ at = \"01:00\", for = \"30 min\"", "{ at = \"01:00\", for = \"soon\"", "189:33 invalid value: string \"soon\" | a duration such as \"15 min\", or a distribution"),
    ("{ at = \"01:00\", for = \"30 min\"", "{ at = \"01:00\", for = {}", "189:33 a distribution without a key | one, such as `exponential`"),
    ("{ at = \"01:00\", for = \"30 min\"", "{ at = \"01:00\", for = { fixed = \"1 s\", exponential = \"1 s\" }", "189:33 a distribution with several keys | only one"),
    ("{ at = \"01:00\", for = \"30 min\"", "{ at = \"01:00\", for = { fixd = \"1 s\" }", "189:35 unknown distribution `fixd` | one of `fixed`, `uniform`, `exponential`, `lognormal`, `gamma`, `erlang`, `weibull`, `hyperexponential`, `empirical`, `survival`, `mixture` | did you mean `fixed`?"),
    ("{ at = \"01:00\", for = \"30 min\"", "{ at = \"01:00\", for = { uniform = [\"2 s\", \"1 s\"] }", "189:33 the first duration is longer than the second | the shortest, then the longest"),
    // Routing and seats
    ("\"fewest calls\"", "\"fewer calls\"", "192:10 unknown word `fewer calls` | one of `longest idle`, `fewest calls` | did you mean `fewest calls`?"),
    ("name = \"wallboard\"", "name = \"handler\"", "203:8 `handler` is the name of another application | one that is not `handler`, nor begins with `agent-`"),
    ("name = \"wallboard\"", "name = \"supervisor\"", "203:8 a second seat `supervisor` | another name"),
    ("lines = [\"shop floor\", \"night desk\"]", "lines = []", "204:9 the list is empty | at least one team, or `acd`"),
    ("lines = [\"shop floor\", \"night desk\"]", "lines = [\"shop flor\"]", "204:10 there is no team `shop flor` | one of `night desk`, `shop floor`, `workshop` | did you mean `shop floor`?"),
    ("lines = [\"shop floor\", \"night desk\"]", "lines = \"most\"", "204:9 unknown word `most` | one of `acd`, `all`"),
    ("lines = [\"shop floor\", \"night desk\"]", "lines = 3", "204:9 invalid type: integer `3` | `acd`, `all` or a list of teams"),
    ("refresh = \"1 min\"", "refresh = \"0 s\"", "199:11 the duration is too short | 1 s or more"),
    ("measurement_period = \"30 min\"", "measurement_period = \"1.5 s\"", "200:22 a measurement period of broken seconds | whole seconds, at least 1"),
];

#[test]
fn every_error_points_at_its_value() {
    check(EVERY_KEY, ROWS);
}

#[test]
fn it_is_right() {
    if let Err(error) = Scenario::from_toml("every-key.toml", EVERY_KEY) {
        panic!("{error}");
    }
}
