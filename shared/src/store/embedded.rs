//! The real store code on an embedded DynamoDB, one for each test, with every call counted.

use crate::store::Store;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, ConfigBag, Credentials, Intercept, Region, RuntimeComponents,
};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use std::sync::{Arc, Mutex};

/// The DynamoDB operations that were called, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallLedger(Arc<Mutex<Vec<String>>>);

impl CallLedger {
    /// Takes what was counted so far.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Intercept for CallLedger {
    fn name(&self) -> &'static str {
        "CallLedger"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        self.0.lock().unwrap().push(target.rsplit('.').next().unwrap_or_default().to_owned());
        Ok(())
    }
}

/// An embedded table and the ledger of the calls to it.
pub(crate) struct EmbeddedStore {
    pub(crate) store: Store,
    pub(crate) calls: CallLedger,
}

impl EmbeddedStore {
    /// Takes an item away, as nothing of the product does.
    pub(crate) async fn delete(&self, key: &crate::store::key::Key) {
        let request = self.store.client.delete_item().table_name(&self.store.table);
        request.set_key(Some(key.attributes())).send().await.unwrap();
    }

    /// Writes out every item of the table, to look for what must not be in it.
    pub(crate) async fn dump(&self) -> String {
        let scanned = self.store.client.scan().table_name(&self.store.table).send().await.unwrap();
        assert!(scanned.last_evaluated_key.is_none(), "the table of the test is too large for one page");
        format!("{:?}", scanned.items())
    }
}

/// Starts an empty table of its own for a test.
pub(crate) async fn start() -> EmbeddedStore {
    let database = dynoxide::Database::memory().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    let calls = CallLedger::default();
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(endpoint)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .interceptor(calls.clone())
        .build();
    let client = aws_sdk_dynamodb::Client::from_conf(config);
    create_table(&client).await;
    calls.take();
    EmbeddedStore { store: Store::new(client, "command-center"), calls }
}

async fn create_table(client: &aws_sdk_dynamodb::Client) {
    let text = |name: &str| {
        let attribute = AttributeDefinition::builder().attribute_name(name);
        attribute.attribute_type(ScalarAttributeType::S).build().unwrap()
    };
    let part =
        |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
    let by_time = GlobalSecondaryIndex::builder()
        .index_name(crate::store::key::BY_TIME)
        .key_schema(part("list_pk", KeyType::Hash))
        .key_schema(part("list_sk", KeyType::Range))
        .projection(Projection::builder().projection_type(ProjectionType::All).build());
    client
        .create_table()
        .table_name("command-center")
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(["pk", "sk", "list_pk", "list_sk"].map(text).to_vec()))
        .key_schema(part("pk", KeyType::Hash))
        .key_schema(part("sk", KeyType::Range))
        .global_secondary_indexes(by_time.build().unwrap())
        .send()
        .await
        .unwrap();
}
