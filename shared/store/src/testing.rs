//! Shared by tests: a separate table for each test, with a small workspace in it.
#![expect(
    clippy::unwrap_used,
    reason = "tests alone are built with it: a fixture that is wrong fails the test"
)]

use crate::item::{self, Entity};
use crate::key::Key;
use crate::table::Store;
use domain::insight::adjustment::BudgetAdjustment;
use domain::message::conversation::AddressOwner;
use domain::testing::{address, pepper, settings, stored_token};
use domain::token::TokenClaims;

/// Stores the test workspace and the owners of its addresses.
pub async fn store_workspace(store: &Store) {
    let settings = settings();
    store.save_settings(&settings).await.unwrap();
    for member in &settings.members {
        let owner = AddressOwner { workspace: member.workspace.clone(), member: member.id.clone() };
        store.save_owner(&pepper().hash(&address(member)), &owner).await.unwrap();
    }
}

/// Stores one entity as it is.
pub async fn store_one<E: Entity>(store: &Store, key: &Key, entity: &E) {
    store.put_all(vec![item::write(key, entity).unwrap()], &|_| {}).await.unwrap();
}

/// Stores a shift under its key.
pub async fn store_shift(store: &Store, shift: &BudgetAdjustment) {
    store_one(store, &Key::adjustment(&shift.workspace, &shift.id), shift).await;
}

/// Stores the token of a button for a version of its target.
pub async fn issue(store: &Store, claims: &TokenClaims, target_version: u64) {
    let token = stored_token(claims, target_version);
    store_one(store, &Key::token(&claims.workspace, &claims.hash()), &token).await;
}
