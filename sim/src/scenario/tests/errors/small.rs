//! One row for each thing that can be wrong with the small scenario.

use super::super::small;
use super::check;

/// What is replaced by what, and the error as "line:column message | what was expected | help".
#[rustfmt::skip]
const ROWS: &[(&str, &str, &str)] = &[
    // The file
    ("schema = 1", "schema = = 1", "2:10 extra `=` | nothing"),
    ("schema = 1", "schema = 2", "2:10 this program does not know schema 2 | 1"),
    ("schema = 1\n", "", "1:1 missing key `schema`"),
    ("schema = 1", "schema = -1", "2:10 invalid value: integer `-1` | a whole number from 0 to 4294967295"),
    ("title =", "titel =", "3:1 unknown key `titel` | one of `schema`, `title`, `start`, `duration`, `warm_up`, `closing`, `period`, `trunks`, `default_day`, `calendar`, `service_level`, `assumptions`, `days`, `queues`, `groups`, `call_types`, `priorities`, `teams`, `activities`, `agents`, `routing`, `seats` | did you mean `title`?"),
    ("title =", "title = 'x'\ntitle =", "4:1 duplicate key"),
    ("[agents]", "[agent]", "64:2 unknown key `agent` | one of `schema`, `title`, `start`, `duration`, `warm_up`, `closing`, `period`, `trunks`, `default_day`, `calendar`, `service_level`, `assumptions`, `days`, `queues`, `groups`, `call_types`, `priorities`, `teams`, `activities`, `agents`, `routing`, `seats` | did you mean `agents`?"),
    // Times
    ("1999-02-01T08:30", "1999-02-31T08:30", "4:9 invalid value: string \"1999-02-31T08:30:00[Asia/Jerusalem]\" | a local time with its zone, such as \"1999-02-01T07:00:00[Asia/Jerusalem]\""),
    ("Asia/Jerusalem", "Asia/Jericho", "4:9 invalid value: string \"1999-02-01T08:30:00[Asia/Jericho]\" | a local time with its zone, such as \"1999-02-01T07:00:00[Asia/Jerusalem]\""),
    ("\"1h\"", "\"1x\"", "5:12 invalid value: string \"1x\" | a duration such as \"8h30m\", \"15 min\" or \"90 s\""),
    ("\"1h\"", "3600", "5:12 invalid type: integer `3600` | a duration such as \"8h30m\", \"15 min\" or \"90 s\""),
    ("\"1h\"", "\"0 s\"", "5:12 the duration is 0 | a longer one"),
    ("\"1h\"", "\"9000h\"", "5:12 the duration is too long | at most 366 days"),
    ("credit = \"0 s\"", "credit = \"9000h\"", "52:10 the duration is too long | at most 366 days"),
    // Days
    ("default_day = \"any\"", "default_day = \"ny\"", "6:15 there is no kind of day `ny` | `any` | did you mean `any`?"),
    ("calls_per_day_sd = 7", "calls_per_day_sd = -7", "11:20 invalid value: integer `-7` | a number from 0 to 1000000000"),
    ("agents_per_30min = [1,", "agents_per_30min = [", "12:20 the list has 47 numbers | 48 numbers, one per half hour from midnight"),
    ("agents_per_30min = [1,", "agents_per_30min = [1.5, 1,", "12:20 the list has 49 numbers | 48 numbers, one per half hour from midnight"),
    ("agents_per_30min = [1,", "agents_per_30min = [1, 4.5,", "12:24 4.5 agents are more than there are | at most the 4 of all teams"),
    ("calls_per_30min = [1,", "calls_per_30min = [1e10,", "9:20 invalid value: floating point `10000000000.0` | a number from 0 to 1000000000"),
    ("calls_per_30min = [1,", "calls_per_30min = [nan,", "9:20 invalid value: floating point `NaN` | a number from 0 to 1000000000"),
    ("calls_per_30min = [1,", "calls_per_30min = ['1',", "9:20 invalid type: string \"1\" | a number from 0 to 1000000000"),
    ("[days.any]", "[days.any]\nfirst = 1", "9:1 unknown key `first` | one of `factor`, `arrivals`, `busyness_cv`, `peaks`, `calls_per_30min`, `variance_to_mean_per_30min`, `calls_per_day_sd`, `agents_per_30min`"),
    // Names and references
    ("name = \"service\"", "name = \"sales\"", "18:8 a second queue `sales` | another name"),
    ("name = \"service\"", "name = \" \"", "18:8 the queue has no name"),
    ("name = \"service\"", "name = \"service\"\nid = 1", "19:6 a second queue with this id | another one"),
    ("name = \"service\"", "name = \"service\"\nid = 0", "19:6 the id of the queue is 0 | 1 or more"),
    ("queues = [\"sales\"]", "queues = [\"sale\"]", "28:11 there is no queue `sale` | one of `sales`, `service` | did you mean `sales`?"),
    ("queues = [\"sales\"]", "queues = []", "28:10 the list is empty | at least one queue"),
    ("queues = [\"sales\"]", "queues = [\"sales\", \"sales\"]", "28:20 a second queue `sales` | another name"),
    ("queue = \"service\"", "queue = \"billing\"", "42:9 there is no queue `billing` | one of `sales`, `service`"),
    ("groups = [\"all\"]", "groups = [\"few\", \"al\"]", "57:18 there is no group `al` | one of `all`, `few` | did you mean `all`?"),
    ("0a0b0c0d0e10", "0a0b0c0d0e0f", "27:8 the GUIDs of two groups are the same | another one"),
    ("0a0b0c0d0e10", "0a0b0c0d0e1", "27:8 invalid value: string \"00010203-0405-0607-0809-0a0b0c0d0e1\" | a GUID: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx in hexadecimal digits"),
    ("level = 0\nshare = 1", "level = 0\nshare = 0.5\ncredit = '0 s'\n[[priorities]]\nlevel = 0\nshare = 0.5", "54:9 the levels of two priorities are the same | another one"),
    ("size = 1", "size = 0", "56:8 a team of 0 agents | 1 or more, and at most 1000000 in all teams"),
    ("size = 1", "size = 999999", "61:8 a team of 3 agents | 1 or more, and at most 1000000 in all teams"),
    ("size = 1", "size = 1.5", "56:8 invalid type: floating point `1.5` | a whole number from 0 to 4294967295"),
    ("code = \"B\"", "code = \"A\"", "39:8 a second call type `A` | another name"),
    ("name = \"two\"", "name = \"one\"", "60:8 a second team `one` | another name"),
    // Shares and distributions
    ("share = 0.5\nqueue = \"service\"", "share = 0.6\nqueue = \"service\"", "41:9 the shares of the call types sum to 1.1000 | shares that sum to 1"),
    ("share = 0.5\nqueue = \"service\"", "share = 1.5\nqueue = \"service\"", "41:9 invalid value: floating point `1.5` | a share from 0 to 1"),
    ("{ exponential = \"60 s\" }", "{ exponental = \"60 s\" }", "35:13 unknown distribution `exponental` | one of `fixed`, `uniform`, `exponential`, `lognormal`, `gamma`, `erlang`, `weibull`, `hyperexponential`, `empirical`, `survival`, `mixture` | did you mean `exponential`?"),
    ("{ exponential = \"60 s\" }", "{}", "35:11 a distribution without a key | one, such as `exponential`"),
    ("{ exponential = \"60 s\" }", "{ exponential = \"60 s\", fixed = \"1 s\" }", "35:11 a distribution with several keys | only one"),
    ("{ exponential = \"60 s\" }", "\"60 s\"", "35:11 unknown distribution `60 s` | one of `fixed`, `uniform`, `exponential`, `lognormal`, `gamma`, `erlang`, `weibull`, `hyperexponential`, `empirical`, `survival`, `mixture`"),
    ("{ exponential = \"60 s\" }", "{ exponential = \"-60 s\" }", "35:27 invalid value: string \"-60 s\" | a duration such as \"8h30m\", \"15 min\" or \"90 s\""),
    ("[\"2 s\", \"6 s\"]", "[\"6 s\", \"2 s\"]", "65:10 the first duration is longer than the second | the shortest, then the longest"),
    ("[\"2 s\", \"6 s\"]", "[\"2 s\", \"6 s\", \"7 s\"]", "65:22 invalid length 3 | a list of two"),
    ("[\"2 s\", \"6 s\"]", "[\"2 s\"]", "65:22 invalid length 1 | a list of two"),
    ("cv = 0.5", "cv = 0", "43:43 a coefficient of variation of 0 | one from 0.001 to 1000"),
    ("cv = 0.5", "cv = 0.5, shape = 1", "43:48 unknown key `shape` | `mean` or `cv`"),
    ("cv = 0.5", "cf = 0.5", "43:38 unknown key `cf` | `mean` or `cv` | did you mean `cv`?"),
    ("mu = 4", "mu = 4000", "46:26 the mean of this distribution is too large for a number"),
    ("mu = 4", "mu = inf", "46:47 invalid value: floating point `inf` | a number"),
    ("[\"20 s\", 0.5]", "[\"20 s\", 0.95]", "36:41 the shares of a curve must be above 0, at most 1, and must not rise"),
    ("[\"20 s\", 0.5]", "[\"5 s\", 0.5]", "36:41 the times of a curve must rise"),
    ("[\"20 s\", 0.5]", "[\"20 s\", 0.9]", "36:41 the last point of a curve must be lower than the one before, for its tail goes on at that pace"),
    ("[\"20 s\", 0.5]", "[\"20 s\", 0]", "36:41 the shares of a curve must be above 0, at most 1, and must not rise"),
    ("[[\"10 s\", 0.9], [\"20 s\", 0.5]]", "[]", "36:25 the curve has no point after 0 s"),
    ("share = 0.75,", "share = 0.65,", "46:15 the shares of the mixture sum to 0.9000 | shares that sum to 1"),
];

#[test]
fn every_error_points_at_its_value() {
    check(&small(), ROWS);
}
