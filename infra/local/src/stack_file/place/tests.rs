//! Several stacks in one folder, each of them a listener that answers as long as it is there.

use std::net::TcpListener;

use serde_json::json;

use super::*;

/// A stack that answers at an address, and its own folder.
struct Answering {
    listener: TcpListener,
    own: PathBuf,
}

fn started(root: &Path, name: &str) -> Answering {
    let own = scratch_folder(root).join(name);
    fs::create_dir_all(&own).unwrap();
    Answering { listener: TcpListener::bind("127.0.0.1:0").unwrap(), own }
}

fn placed(root: &Path, stack: &Answering) -> (StackFiles, Option<RunningStack>) {
    let endpoint = format!("http://{}", stack.listener.local_addr().unwrap());
    let description = json!({
        "aws_endpoint": endpoint, "public_url": "", "table": "", "delivery_function": "", "delivery_queue_url": "",
        "clock_folder": "", "workspace": "acme-store", "admin": { "username": "", "password": "", "client": "" },
        "twilio_url": "", "api_key_sid": "", "api_key_secret": "",
    });
    let environment = format!("AWS_ENDPOINT_URL='{endpoint}'\n").into_bytes();
    StackFiles::place(root, &stack.own, [description.to_string().into_bytes(), environment]).unwrap()
}

fn endpoint(root: &Path) -> Option<String> {
    let running = running_stack(root)?;
    let environment = fs::read_to_string(local_folder(root).join(NAMES[1])).unwrap();
    assert!(environment.contains(&running.aws_endpoint), "both files are of one stack: {environment}");
    Some(running.aws_endpoint)
}

#[test]
fn a_second_stack_takes_the_place_of_the_first_and_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (first, second) = (started(root, "emulator-1"), started(root, "emulator-2"));
    let (first_files, nobody) = placed(root, &first);
    let of_first = endpoint(root);
    let (second_files, replaced) = placed(root, &second);
    assert!(nobody.is_none());
    assert_eq!(replaced.map(|running| running.aws_endpoint), of_first);
    assert_ne!(endpoint(root), of_first);
    drop(second_files);
    assert_eq!(endpoint(root), of_first, "the first still runs");
    drop(first_files);
    assert!(!local_folder(root).join(NAMES[0]).exists() && !local_folder(root).join(NAMES[1]).exists());
}

#[test]
fn a_stack_that_is_replaced_ends_without_touching_the_description_of_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (first, second) = (started(root, "emulator-1"), started(root, "emulator-2"));
    let (first_files, _) = placed(root, &first);
    let (second_files, _) = placed(root, &second);
    let of_second = endpoint(root);
    drop((first_files, first));
    assert_eq!(endpoint(root), of_second);
    drop(second_files);
    assert_eq!(endpoint(root), None);
}

#[test]
fn what_a_killed_stack_left_is_neither_told_nor_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (killed, next) = (started(root, "emulator-1"), started(root, "emulator-2"));
    std::mem::forget(placed(root, &killed));
    drop(killed);
    let (files, replaced) = placed(root, &next);
    assert!(replaced.is_none());
    drop(files);
    assert!(!local_folder(root).join(NAMES[0]).exists());
}
