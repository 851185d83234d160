//! Denied attempts that only a transaction detected: a worker writes their audit events after the reply.

use crate::conversations::KEPT_SECONDS;
use crate::error::StoreError;
use crate::item;
use crate::key::Key;
use crate::table::Store;
use crate::transaction::NotWritten;
use domain::instant::EpochSecond;
use domain::message::job::RefusalJob;

impl Store {
    /// Writes the audit event of a denied attempt once, however often its job is delivered and whatever time the job
    /// names: a mark for the event is written with it. If the message was redelivered and answered in the meantime,
    /// its event already exists; if it is redelivered later, its reply is found in the conversation log, so that it
    /// is not decided again under the same event. An attempt by a stranger, whose event names no actor, leaves no
    /// entry: it gets the mark of a stranger, however it was detected.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn record_refusal(&self, job: &RefusalJob) -> Result<(), StoreError> {
        let RefusalJob { audit, entry } = job;
        if audit.actor.is_none() {
            return self.log_stranger(audit).await;
        }
        let mark = item::mark(&Key::refusal(&audit.workspace, &audit.id), "refusal");
        let mark = item::expiring(mark, EpochSecond::from(audit.at).plus_seconds(KEPT_SECONDS));
        let mut writes = vec![self.put_new(mark)?, self.audit_put(audit)?];
        match (entry, &audit.actor, &audit.message_sid) {
            (Some(entry), ..) => writes.push(self.entry_put(entry)?),
            (None, Some(actor), Some(sid)) => {
                writes.push(self.absent(&Key::inbound(&audit.workspace, actor, sid))?);
            }
            (None, ..) => {}
        }
        match self.transact(writes).await {
            Ok(()) | Err(NotWritten::Conditions(_)) => Ok(()),
            Err(NotWritten::Store(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::embedded;
    use domain::audit::{AuditEvent, Occasion, Source, Verb};
    use domain::message::job::RefusalJob;
    use domain::testing::{inbound_sid, maya, now};
    use jiff::SignedDuration;

    fn denied(sid: u32, seconds: i64) -> AuditEvent {
        let sid = inbound_sid(sid);
        let occasion = Occasion {
            id: AuditEvent::id_for_message(&sid),
            workspace: maya().workspace,
            at: now() + SignedDuration::from_secs(seconds),
            source: Source::WhatsApp,
        };
        AuditEvent::denied(occasion, Verb::ApproveShift, "20261005-a1b2c3d4", "superseded")
            .by(&maya().id)
            .asked_by(&sid)
    }

    fn job(audit: &AuditEvent) -> RefusalJob {
        RefusalJob { audit: audit.clone(), entry: None }
    }

    #[tokio::test]
    async fn a_refusal_is_recorded_once_although_its_job_and_its_message_come_twice() {
        let embedded = embedded::start();
        let (first, same_later, other) = (denied(1, 0), denied(1, 5), denied(2, 5));
        for event in [&first, &first, &same_later, &other] {
            embedded.store.record_refusal(&job(event)).await.unwrap();
        }
        assert_eq!(embedded.store.audit(&maya().workspace).await.unwrap(), [first, other]);
    }

    #[tokio::test]
    async fn the_event_of_a_stranger_is_there_once_whoever_finds_it_first() {
        for by_a_worker in [[true, false], [false, true]] {
            let embedded = embedded::start();
            let nobody = |seconds| AuditEvent { actor: None, ..denied(1, seconds) };
            for (worker, event) in by_a_worker.into_iter().zip([nobody(0), nobody(5)]) {
                if worker {
                    embedded.store.record_refusal(&job(&event)).await.unwrap();
                } else {
                    embedded.store.log_stranger(&event).await.unwrap();
                }
            }
            assert_eq!(embedded.store.audit(&maya().workspace).await.unwrap(), [nobody(0)]);
        }
    }
}
