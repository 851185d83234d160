//! Creates the WhatsApp templates of `infra/content` through Twilio's Content API and requests their approval.

use std::collections::BTreeMap;

use command_center::domain::message::template::TemplateName;
use serde::Deserialize;
use serde_json::{Value, json};

/// The address in the files' links, which each stage replaces by its own.
const PLACEHOLDER: &str = "https://app.example.com";

/// The reasons why a template was not created.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The Content API could not be reached.
    #[error("the Content API was not reached: check the address and the network")]
    Unreachable(#[source] reqwest::Error),
    /// The Content API refused a template.
    #[error("the Content API refused the template {template} ({status}): {reason}")]
    Refused {
        template: String,
        /// The status of the response.
        status: u16,
        /// The API's explanation.
        reason: String,
    },
    /// A file of `infra/content` is not valid JSON.
    #[error("the template {0} is no JSON: correct its file in infra/content")]
    File(String),
}

/// The Content API that templates are sent to.
#[derive(Debug, Clone)]
pub struct ContentApi<'a> {
    /// The address of the Content API, without a trailing slash.
    pub base_url: &'a str,
    /// The user for Basic authentication: the account or an API key.
    pub user: &'a str,
    /// The password for Basic authentication.
    pub password: &'a str,
}

#[derive(Deserialize)]
struct Created {
    sid: String,
}

/// Creates every content, and requests approval in the category UTILITY for those that open a conversation. Returns
/// the identifiers by keys such as `kpi_daily.en.v1`.
///
/// # Errors
/// If the API cannot be reached or rejects a template.
pub async fn create_all(
    api: &ContentApi<'_>,
    app_url: &str,
) -> Result<BTreeMap<String, String>, TemplateError> {
    let client = reqwest::Client::new();
    let mut sids = BTreeMap::new();
    for (name, language) in TemplateName::contents() {
        let key = name.key(language);
        let file = name.content(language).replace(PLACEHOLDER, app_url);
        let content: Value = serde_json::from_str(&file).map_err(|_| TemplateError::File(key.clone()))?;
        let sid = create(&client, api, &key, &content).await?;
        if !name.is_session() {
            submit(&client, api, &key, &sid, &content).await?;
        }
        sids.insert(key, sid);
    }
    Ok(sids)
}

async fn create(
    client: &reqwest::Client,
    api: &ContentApi<'_>,
    key: &str,
    content: &Value,
) -> Result<String, TemplateError> {
    let created = post(client, api, key, "/v1/Content", content).await?;
    let Created { sid } =
        serde_json::from_value(created).map_err(|_| refused(key, 201, "the answer has no sid"))?;
    Ok(sid)
}

async fn submit(
    client: &reqwest::Client,
    api: &ContentApi<'_>,
    key: &str,
    sid: &str,
    content: &Value,
) -> Result<(), TemplateError> {
    let approval = json!({ "name": content["friendly_name"], "category": "UTILITY" });
    post(client, api, key, &format!("/v1/Content/{sid}/ApprovalRequests/whatsapp"), &approval).await?;
    Ok(())
}

async fn post(
    client: &reqwest::Client,
    api: &ContentApi<'_>,
    key: &str,
    path: &str,
    body: &Value,
) -> Result<Value, TemplateError> {
    let request =
        client.post(format!("{}{path}", api.base_url)).basic_auth(api.user, Some(api.password)).json(body);
    let answer = request.send().await.map_err(TemplateError::Unreachable)?;
    let status = answer.status();
    let text = answer.text().await.map_err(TemplateError::Unreachable)?;
    if !status.is_success() {
        return Err(refused(key, status.as_u16(), &text));
    }
    serde_json::from_str(&text).map_err(|_| refused(key, status.as_u16(), "the answer is no JSON"))
}

fn refused(key: &str, status: u16, reason: &str) -> TemplateError {
    TemplateError::Refused { template: key.to_owned(), status, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests;
