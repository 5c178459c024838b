//! Whatever a JSON of the greatest size says, it costs memory of its own order and an answer below 64 kB. The memory is that of a
//! server of its own, seen from outside.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{example, with};

/// The greatest body that is taken by default, in bytes.
const BODY: usize = 1024 * 1024;
/// What all of these bodies, one after the other, may add to the server at rest, in kB. The worst adds 17 MB alone; what its threads and their
/// allocator keep of them all was 65 MB. One of them once took 7.4 GB.
const MOST_ADDED: usize = 100_000;

struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address");
        let mut command = Command::new(env!("CARGO_BIN_EXE_recouvrance"));
        command.args(["serve", "--log", "error", "--listen", &free.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self { process: command.spawn().expect("the server starts"), address: free.to_string() };
        for _ in 0..600 {
            if TcpStream::connect(&server.address).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the server does not listen");
    }

    /// A line of `/proc/PID/status`, in kB.
    fn memory(&self, line: &str) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("the server lives");
        let value = status.lines().find_map(|found| found.strip_prefix(line)).expect("the line");
        value.trim_matches([':', '\t', ' ']).split(' ').next().and_then(|kilobytes| kilobytes.parse().ok()).expect("a number")
    }

    fn check(&self, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let head = format!(
            "POST /v1/checks/fr/mise-en-demeure?places=false HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        stream.write_all(body).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        let text = String::from_utf8_lossy(&answer);
        let status = text.get(9..12).and_then(|status| status.parse().ok()).expect("a status");
        (status, answer)
    }
}

/// `head`, as many units as there is room for, `tail`.
fn filled(head: &str, unit: impl Fn(usize) -> String, tail: &str) -> String {
    let mut body = head.to_owned();
    for index in 0.. {
        let unit = unit(index);
        if body.len() + unit.len() + 1 + tail.len() > BODY {
            break;
        }
        let _ = write!(body, "{}{unit}", if index == 0 { "" } else { "," });
    }
    body + tail
}

/// The example with a value of such units at a pointer, between these signs.
fn within(pointer: &str, open: &str, unit: impl Fn(usize) -> String, close: &str) -> String {
    let case = with(example("fr/mise-en-demeure"), pointer, "@@").to_string();
    let (before, after) = case.split_once("\"@@\"").expect("the mark");
    filled(&format!("{before}{open}"), unit, &format!("{close}{after}"))
}

fn nested(name: &str, depth: usize, open: &str, unit: &str, close: &str) -> String {
    filled(&(format!("{{\"{name}\":").repeat(depth) + open), |_| unit.to_owned(), &(close.to_owned() + &"}".repeat(depth)))
}

fn hostile() -> Vec<(String, String)> {
    let mut bodies = Vec::new();
    let long = ["~".repeat(99), "/".repeat(99), "\\u0001".repeat(99), "\\\"".repeat(99), "€".repeat(33)];
    for name in &long {
        for depth in [1, 8, 62] {
            for (open, unit, close) in [("[", "0.5", "]"), ("{", "\"a\":1", "}"), ("[", "\"\\t\"", "]")] {
                let what = format!("{} × {depth}, {unit}", &name[..6]);
                bodies.push((what, nested(name, depth, open, unit, close)));
            }
        }
    }
    let fault = r#"{"number":"1","issued_on":"x","due_on":"y","performed_on":"2026-13-01","received_on":"20","interest_notice":1,"amount":"-1",
        "label":2,"cause":3,"exhibit":999,"disputed":{"amount":"a","reason":1,"claimed":2,"q":1},"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}"#;
    let text = |text: &str| {
        let text = text.to_owned();
        move |_: usize| text.clone()
    };
    let mut add = |what: &str, body: String| bodies.push((what.to_owned(), body));
    add("unknown fields", filled("{", |at| format!("\"x{at}\":1"), "}"));
    add("long unknown fields", filled("{", |at| format!("\"{}{at}\":0.5", "~".repeat(90)), "}"));
    add("nearly known fields", filled("{", |at| format!("\"letter_date_{at}\":1"), "}"));
    add("unknown fields of a party", within("/creditor/zz", "{", |at| format!("\"x{at}\":1"), "}"));
    add("unknown fields of an invoice", within("/claim/invoices", "[{", |at| format!("\"x{at}\":1"), "}]"));
    add("fields twice", filled("{", |at| format!("\"x{}\":1", at / 2), "}"));
    for unit in [
        "{}",
        "null",
        "1",
        "[]",
        "0.5",
        "\"x\"",
        r#"{"a":1,"a":1}"#,
        r#"{"due_on":"x"}"#,
        r#"{"number":"1","amount":"1"}"#,
        fault,
    ] {
        add(&format!("invoices {}", &unit[..unit.len().min(20)]), within("/claim/invoices", "[", text(unit), "]"));
    }
    let payment = |at| format!(r#"{{"received_on":"2099-01-01","amount":"1","invoice":"zz{at}"}}"#);
    add("payments of no invoice", within("/claim/payments", "[", payment, "]"));
    add("events to come", within("/history", "[", text(r#"{"kind":"reminder","on":"2099-01-01","exhibit":999}"#), "]"));
    add("exhibits of a fact", within("/claim/facts", r#"[{"text":"a","exhibits":["#, text("999"), "]}]"));
    add(
        "exhibits of facts",
        within("/claim/facts", "[", text(&format!(r#"{{"text":"a","exhibits":[{}1]}}"#, "0.5,".repeat(499))), "]"),
    );
    let value = format!(r#"{{"id":"{}","from":"2027-01-01","value":"{}","source":"x"}}"#, "é".repeat(100), "9".repeat(30));
    add("values of no law", within("/law_values", "[", text(&value), "]"));
    add(
        "co-debtors of another kind",
        within("/co_debtors", "[", text(r#"{"kind":"person","name":"x","legal_form":"SARL"}"#), "]"),
    );
    for unit in
        ["{}", "[]", "1", "null", "\"\"", "[[[[[[]]]]]]", r#"{"":{"":{"":{}}}}"#, "1e308", &"1".repeat(300), "[[[[[0.5]]]]]"]
    {
        add(&format!("list of {}", &unit[..unit.len().min(20)]), filled("[", text(unit), "]"));
    }
    for (what, unit) in
        [("é", "\\u00e9"), ("\\n", "\\n"), ("bidi", "\\u202e"), ("presentation forms", "\u{FB2C}"), ("marks", "\u{301}\u{323}")]
    {
        add(&format!("a text of {what}"), format!("[\"a{}\"]", unit.repeat((BODY - 10) / unit.len())));
        add(&format!("a date of {what}"), format!("{{\"letter_date\":\"a{}\"}}", unit.repeat((BODY - 30) / unit.len())));
    }
    add("a list without end", "[".repeat(BODY));
    add("an object without end", "{\"a\":".repeat(BODY / 5));
    add("a number without end", "9".repeat(BODY));
    add("a name without end", format!("{{\"{}\":1}}", "a".repeat(BODY - 10)));
    let invoice = |at: usize| json!({"number": format!("F{}", at / 2), "issued_on": "2026-05-01", "due_on": "2026-04-01", "amount": "10", "exhibit": 150, "disputed": {"amount": "99"}});
    let mut case = with(example("fr/mise-en-demeure"), "/claim/invoices", (0..500).map(invoice).collect::<Vec<Value>>());
    let payment =
        json!({"received_on": "2099-01-01", "returned_on": "2098-01-01", "amount": "1", "invoice": "no", "exhibit": 150});
    case["claim"]["payments"] = json!(vec![payment; 500]);
    case["claim"]["credit_notes"] =
        json!(vec![json!({"number": "x", "issued_on": "2099-01-01", "amount": "1000", "invoice": "no"}); 500]);
    add("fields that disagree", case.to_string());
    bodies
}

#[test]
fn a_hostile_json_costs_memory_of_its_own_order_and_a_small_answer() {
    let server = Server::start();
    let (status, answer) = server.check(b"{}");
    assert_eq!(status, 400, "{}", String::from_utf8_lossy(&answer));
    let at_rest = server.memory("VmHWM");
    for (what, body) in hostile() {
        assert!(body.len() <= BODY, "{what}: {}", body.len());
        let (status, answer) = server.check(body.as_bytes());
        assert_eq!(status, 400, "{what}: {}", String::from_utf8_lossy(&answer[..answer.len().min(2_000)]));
        assert!(answer.len() < 64_000, "{what}: an answer of {} bytes", answer.len());
        let added = server.memory("VmHWM").saturating_sub(at_rest);
        assert!(added < MOST_ADDED, "{what}: {added} kB more than at rest");
    }
}

/// What the reader takes is what the schema lets a case have, and not much more.
#[test]
fn the_bounds_of_the_reader_are_those_of_the_schema() {
    let schema = recouvrance::case::schema();
    let (depth, values, longest) = extent(&schema, &schema);
    assert_eq!((depth, longest), (7, 500));
    assert!(depth + 2 < recouvrance::case::DEPTH);
    assert!((40_000..50_000).contains(&values), "{values}");
}

/// The greatest depth, number of values and length of a list that a schema allows.
fn extent(schema: &Value, root: &Value) -> (usize, usize, usize) {
    let schema = match schema["$ref"].as_str() {
        Some(named) => root.pointer(named.trim_start_matches('#')).expect("it is defined"),
        None => schema,
    };
    let choices = ["anyOf", "oneOf"].into_iter().flat_map(|name| schema[name].as_array().into_iter().flatten());
    let mut most = choices.map(|choice| extent(choice, root)).fold((0, 1, 0), greatest);
    if let Some(fields) = schema["properties"].as_object() {
        let fields = fields.values().map(|field| extent(field, root));
        let all = fields.fold((0, 1, 0), |(depth, sum, list), field| (depth.max(field.0), sum + field.1, list.max(field.2)));
        most = greatest(most, (all.0 + 1, all.1, all.2));
    }
    if schema["items"].is_object() {
        let (depth, values, list) = extent(&schema["items"], root);
        let items = usize::try_from(schema["maxItems"].as_u64().expect("a list has a greatest length")).expect("small");
        most = greatest(most, (depth + 1, 1 + items * values, list.max(items)));
    }
    most
}

fn greatest(a: (usize, usize, usize), b: (usize, usize, usize)) -> (usize, usize, usize) {
    (a.0.max(b.0), a.1.max(b.1), a.2.max(b.2))
}
