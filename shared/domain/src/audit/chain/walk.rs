//! Walks a chain from its first link to its head and reports the first break. The caller decides what is read, and in
//! which pages. Only the last intact link is kept in memory, however long the chain is.

use crate::audit::chain::digest::Digest;
use crate::audit::chain::report::{ChainBreak, IntactUpTo};
use crate::audit::chain::{Anchor, ChainHead, ChainKeys, ChainLink, GRACE, MacCheck, SealMark, instant_of};
use crate::identity::WorkspaceId;
use jiff::Timestamp;

/// A walk along the links of one workspace.
pub struct Walk<'a> {
    keys: &'a ChainKeys,
    workspace: &'a WorkspaceId,
    anchor: Option<&'a Anchor>,
    last: Option<ChainHead>,
    newest: Option<Timestamp>,
}

/// The status of an event of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It has a link that was walked.
    Sealed,
    /// It is not sealed yet, or was sealed after the walk.
    Waiting,
    /// It is not in order.
    Broken(ChainBreak),
}

impl<'a> Walk<'a> {
    /// Starts before the first link. `anchor` is a position of the chain that was recorded outside the table, if any.
    #[must_use]
    pub fn new(keys: &'a ChainKeys, workspace: &'a WorkspaceId, anchor: Option<&'a Anchor>) -> Self {
        Self { keys, workspace, anchor, last: None, newest: None }
    }

    /// Returns the position of the last intact link; 0 before the first.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.last.as_ref().map_or(0, |last| last.sequence)
    }

    /// Returns the last intact link, or `None` before the first.
    #[must_use]
    pub fn intact(&self) -> Option<IntactUpTo> {
        let last = self.last.clone()?;
        Some(IntactUpTo {
            sequence: last.sequence,
            at: instant_of(&last.event_key),
            event_key: last.event_key,
        })
    }

    /// Checks the next link, stored at `place`, with the hash of its event and the event's mark, if they exist. `link`
    /// is `None` if what is stored there cannot be read.
    ///
    /// # Errors
    /// The break, if something differs from what was sealed; the walk then stays at the last intact link.
    pub fn step(
        &mut self,
        place: u64,
        link: Option<&ChainLink>,
        event: Option<&Digest>,
        mark: Option<SealMark>,
    ) -> Result<(), ChainBreak> {
        let sequence = self.sequence() + 1;
        if place != sequence {
            return Err(ChainBreak::MissingLink { sequence });
        }
        let link = link.ok_or(ChainBreak::AlteredLink { sequence })?;
        self.check_link(sequence, link)?;
        check_event(sequence, link, event, mark)?;
        self.newest = self.newest.max(instant_of(&link.event_key));
        self.last = Some(link.into());
        Ok(())
    }

    fn check_link(&self, sequence: u64, link: &ChainLink) -> Result<(), ChainBreak> {
        match self.keys.check(self.workspace, sequence, link) {
            MacCheck::Good => {}
            MacCheck::Altered => return Err(ChainBreak::AlteredLink { sequence }),
            MacCheck::UnknownKey => return Err(ChainBreak::UnknownKey { sequence }),
        }
        let before = self.last.as_ref().map_or(Digest::NONE, |last| last.mac.clone());
        if link.previous_mac != before {
            return Err(ChainBreak::WrongPrevious { sequence });
        }
        match self.anchor {
            Some(anchor) if anchor.sequence == sequence && anchor.mac != link.mac => {
                Err(ChainBreak::AnchorLost { sequence })
            }
            _ => Ok(()),
        }
    }

    /// Compares the end of the walk with the head, which must have been read after the last link.
    ///
    /// # Errors
    /// The break, if the head does not match or the chain ends before the anchor.
    pub fn close(&self, head: Option<&ChainHead>) -> Result<(), ChainBreak> {
        let links = self.sequence();
        match (head, &self.last) {
            (None, None) => {}
            (None, Some(_)) => return Err(ChainBreak::HeadMissing { links }),
            (Some(head), _) if head.sequence > links => {
                return Err(ChainBreak::HeadAhead { head: head.sequence, links });
            }
            (Some(head), _) if head.sequence < links => {
                return Err(ChainBreak::HeadBehind { head: head.sequence, links });
            }
            (Some(head), last) if Some(head) != last.as_ref() => {
                return Err(ChainBreak::AlteredHead { sequence: links });
            }
            (Some(_), _) => {}
        }
        match self.anchor {
            Some(anchor) if anchor.sequence > links => {
                Err(ChainBreak::AnchorLost { sequence: anchor.sequence })
            }
            _ => Ok(()),
        }
    }

    /// Determines the status of an event of the audit log after the walk was closed. `mark` was read before `link`, the
    /// link to which the mark refers; a link that is missing was therefore removed, and is not merely late.
    #[must_use]
    pub fn place(&self, event_key: &str, mark: Option<SealMark>, link: Option<&ChainLink>) -> Place {
        let event = event_key.to_owned();
        let Some(SealMark { sequence }) = mark else {
            let overtaken =
                |at: Timestamp| self.newest.is_some_and(|newest| newest.duration_since(at) > GRACE);
            let genuine = instant_of(event_key).is_some_and(|at| !overtaken(at));
            return if genuine {
                Place::Waiting
            } else {
                Place::Broken(ChainBreak::UnsealedBehindHead { event })
            };
        };
        match link {
            Some(link) if link.event_key != event_key => {
                Place::Broken(ChainBreak::WrongMark { sequence, event })
            }
            Some(_) if sequence > self.sequence() => Place::Waiting,
            Some(_) => Place::Sealed,
            None => Place::Broken(self.lost_link(sequence)),
        }
    }

    fn lost_link(&self, sequence: u64) -> ChainBreak {
        match self.sequence() {
            0 => ChainBreak::HeadMissing { links: sequence },
            head if sequence > head => ChainBreak::HeadBehind { head, links: sequence },
            _ => ChainBreak::MissingLink { sequence },
        }
    }
}

fn check_event(
    sequence: u64,
    link: &ChainLink,
    event: Option<&Digest>,
    mark: Option<SealMark>,
) -> Result<(), ChainBreak> {
    let named = || link.event_key.clone();
    let event = event.ok_or_else(|| ChainBreak::MissingEvent { sequence, event: named() })?;
    if *event != link.event_hash {
        return Err(ChainBreak::AlteredEvent { sequence, event: named() });
    }
    if mark != Some(SealMark { sequence }) {
        return Err(ChainBreak::WrongMark { sequence, event: named() });
    }
    Ok(())
}
