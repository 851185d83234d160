//! The emulator responds, and leaves nothing behind however it ends.

use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::root::project_root;

async fn started() -> Emulator {
    Emulator::start(&Tools::prepare(&project_root().unwrap()).await.unwrap()).await.unwrap()
}

fn address(emulator: &Emulator) -> String {
    emulator.endpoint().trim_start_matches("http://").to_owned()
}

#[tokio::test]
async fn an_emulator_answers_and_frees_its_port_when_it_is_stopped() {
    let emulator = started().await;
    let address = address(&emulator);
    let log = emulator.log().to_owned();
    assert!(address.starts_with("127.0.0.1:"), "only this machine may reach it");
    TcpStream::connect(&address).await.unwrap();
    assert!(log.exists());

    emulator.stop().await.unwrap();

    TcpListener::bind(&address).await.expect("the port is free again");
    assert!(!log.exists());
}

#[tokio::test]
async fn two_emulators_run_side_by_side() {
    let (first, second) = tokio::join!(started(), started());
    assert_ne!(first.endpoint(), second.endpoint());
    first.stop().await.unwrap();
    TcpStream::connect(address(&second)).await.expect("the other one still answers");
    second.stop().await.unwrap();
}

/// Models a killed owner: the operating system closes its end of the pipe and nobody waits.
#[tokio::test]
async fn an_abandoned_emulator_ends_by_itself_and_takes_its_unpacked_code_along() {
    let emulator = started().await;
    let process = emulator.process().unwrap();
    let folder = project_root().unwrap().join("target/local/tmp").join(format!("emulator-{process}"));
    assert!(folder.exists());

    let Emulator { mut child, lifeline, .. } = emulator;
    drop(lifeline);
    timeout(STOP_LIMIT, child.wait()).await.expect("it ends without a signal").unwrap();

    assert!(!folder.exists());
}

#[test]
fn the_log_of_a_killed_process_is_deleted_at_the_next_start_and_that_of_a_living_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let of = |process: u32| folder.path().join(format!("{LOG_OF}{process}-abc.log"));
    // No process has the highest number that there is.
    let (dead, living) = (of(u32::MAX), of(std::process::id()));
    for log in [&dead, &living] {
        fs::write(log, "said").unwrap();
    }
    let log = new_log(folder.path()).unwrap();
    assert!(!dead.exists() && living.exists() && log.exists());
}
