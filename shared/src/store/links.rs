//! A link that shows something: one batched read of what it depends on. Opening a link never writes.

use crate::action::token::{TokenClaims, WhatsAppActionToken};
use crate::store::key::Key;
use crate::store::taps::take;
use crate::store::{Store, StoreError};
use crate::workspace::{Member, Workspace};

/// Everything stored that decides whether a link opens; what is not there is `None`.
#[derive(Debug, Clone, Default)]
pub struct LinkRead {
    /// The token.
    pub token: Option<WhatsAppActionToken>,
    /// The workspace of the token.
    pub workspace: Option<Workspace>,
    /// The membership of the person that the token was issued to.
    pub member: Option<Member>,
}

impl Store {
    /// Reads in one batch what decides whether a link opens. The keys come from the token alone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read_link(&self, claims: &TokenClaims) -> Result<LinkRead, StoreError> {
        let token = Key::token(&claims.workspace, &claims.hash());
        let workspace = Key::workspace(&claims.workspace);
        let member = Key::member(&claims.workspace, &claims.member);
        let mut found = self.get_all(&[token.clone(), workspace.clone(), member.clone()]).await?;
        Ok(LinkRead {
            token: take(&mut found, &token)?,
            workspace: take(&mut found, &workspace)?,
            member: take(&mut found, &member)?,
        })
    }
}
