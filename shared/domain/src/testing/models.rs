//! A fake of the language model, which is paid and slow.

use crate::question::model::port::{LanguageModel, ModelAnswer, ModelError, TokenUsage};
use crate::question::model::prompt::ModelPrompt;
use async_trait::async_trait;
use std::collections::VecDeque;
use std::sync::Mutex;

/// A model that gives scripted answers, records what it was asked, and panics when it has no answer left.
#[derive(Default)]
pub struct ScriptedModel {
    pub answers: Mutex<VecDeque<Result<String, ModelError>>>,
    pub asked: Mutex<Vec<ModelPrompt>>,
}

impl ScriptedModel {
    pub fn answering(answers: impl IntoIterator<Item = Result<String, ModelError>>) -> Self {
        Self { answers: Mutex::new(answers.into_iter().collect()), asked: Mutex::default() }
    }
}

#[async_trait]
impl LanguageModel for ScriptedModel {
    async fn interpret(&self, prompt: &ModelPrompt) -> Result<ModelAnswer, ModelError> {
        self.asked.lock().unwrap().push(prompt.clone());
        let text = self.answers.lock().unwrap().pop_front().expect("no more questions were expected")?;
        Ok(ModelAnswer {
            text,
            usage: TokenUsage { input: 1_400, output: 100 },
            request_id: Some("req-1".to_owned()),
            model: "scripted-model".to_owned(),
        })
    }
}
