//! A fake of the language model, which is paid and slow.

use crate::question::model::port::{LanguageModel, ModelCall, ModelError, ModelReply, TokenUsage};
use crate::question::model::prompt::ModelPrompt;
use async_trait::async_trait;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

/// A model that gives scripted answers, records what it was asked, and panics when it has no answer left.
#[derive(Default)]
pub struct ScriptedModel {
    pub answers: Mutex<VecDeque<Result<String, ModelError>>>,
    pub asked: Mutex<Vec<ModelPrompt>>,
    pub warmed_up: Mutex<Vec<ModelPrompt>>,
}

impl ScriptedModel {
    pub fn answering(answers: impl IntoIterator<Item = Result<String, ModelError>>) -> Self {
        Self { answers: Mutex::new(answers.into_iter().collect()), ..Self::default() }
    }

    fn reply(&self) -> ModelReply {
        let text = self.answers.lock().unwrap().pop_front().expect("no more questions were expected");
        let is_silent = matches!(&text, Err(error) if error.is_of_the_service());
        let usage = TokenUsage { input: 1_400, output: 100 };
        let call = ModelCall {
            usage: if is_silent { TokenUsage::default() } else { usage },
            cost_micros: 0,
            request_id: Some("req-1".to_owned()),
            model: "scripted-model".to_owned(),
            took: Duration::from_millis(812),
        };
        ModelReply { text, call }
    }
}

#[async_trait]
impl LanguageModel for ScriptedModel {
    async fn interpret(&self, prompt: &ModelPrompt) -> ModelReply {
        self.asked.lock().unwrap().push(prompt.clone());
        self.reply()
    }

    async fn warm_up(&self, prompt: &ModelPrompt) -> ModelReply {
        self.warmed_up.lock().unwrap().push(prompt.clone());
        self.reply()
    }
}
