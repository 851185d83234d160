//! dev
#![allow(clippy::all)]
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let ws = planner::evaluation::read_workspace(&std::fs::read_to_string(&args[1]).unwrap()).unwrap();
    let lines = if args[2] == "-t" {
        let mut h = args[4..].to_vec();
        let text = h.pop().unwrap();
        serde_json::json!({"id":"x","now":"2026-03-18T09:00:00-04:00","tz":"America/New_York","lang":args[3],"text":text,"history":h}).to_string()
    } else { std::fs::read_to_string(&args[2]).unwrap() };
    for l in planner::evaluation::predictions(&lines, &ws).unwrap() { println!("{l}"); }
}
