//! Links and API tokens: one batched read of what they depend on. Opening a link never writes.

use crate::error::StoreError;
use crate::item::take;
use crate::key::Key;
use crate::table::Store;
use crate::transaction::NotWritten;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::identity::{AdjustmentId, MemberId, WorkspaceId};
use domain::insight::adjustment::BudgetAdjustment;
use domain::token::bearer::IssuedBearer;
use domain::token::issued::IssuedToken;
use domain::token::{TokenClaims, WhatsAppActionToken};
use domain::workspace::{Member, Workspace};

/// Everything stored that decides whether a link opens; missing items are `None`.
#[derive(Debug, Clone, Default)]
pub struct LinkRead {
    pub token: Option<WhatsAppActionToken>,
    /// The workspace of the token.
    pub workspace: Option<Workspace>,
    /// The membership of the person that the token was issued to.
    pub member: Option<Member>,
}

impl Store {
    /// Reads everything that decides whether a link opens, in one batch. The keys are derived from the token alone.
    ///
    /// # Errors
    /// If the store cannot be read.
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

    /// Reads a shift and a person in one batch, for the undo of an approval.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn shift_and_member(
        &self,
        workspace: &WorkspaceId,
        shift: &AdjustmentId,
        member: &MemberId,
    ) -> Result<(Option<BudgetAdjustment>, Option<Member>), StoreError> {
        let (shift, member) = (Key::adjustment(workspace, shift), Key::member(workspace, member));
        let mut found = self.get_all(&[shift.clone(), member.clone()]).await?;
        Ok((take(&mut found, &shift)?, take(&mut found, &member)?))
    }

    /// Stores a newly created API token with its audit event; see [`domain::token::bearer::new_bearer`].
    ///
    /// # Errors
    /// As [`Store::issue_token`].
    pub async fn issue_bearer(&self, bearer: &IssuedBearer) -> Result<(), StoreError> {
        let workspace = &bearer.issued.token.workspace;
        self.write_new(vec![self.token_put(workspace, &bearer.issued)?, self.audit_put(&bearer.audit)?]).await
    }

    /// Stores a newly created token.
    ///
    /// # Errors
    /// [`StoreError::ConditionFailed`] if its hash is already taken, which cannot happen with random tokens; any
    /// other error if the store cannot be written.
    pub async fn issue_token(&self, issued: &IssuedToken) -> Result<(), StoreError> {
        self.write_new(vec![self.token_put(&issued.token.workspace, issued)?]).await
    }

    async fn write_new(&self, writes: Vec<TransactWriteItem>) -> Result<(), StoreError> {
        self.transact(writes).await.map_err(|failure| match failure {
            NotWritten::Conditions(_) => StoreError::ConditionFailed,
            NotWritten::Store(error) => error,
        })
    }
}
