//! A text as segments: names, phrases of the lexicon, numbers, signs and words that nobody knows. Whoever explains a segment
//! takes it; what nobody takes must be without weight, or the text is not understood.

use crate::lexicon::{Phrase, Tongues, longest_phrase};
use crate::meaning::{Mark, Meaning};
use crate::mention::{Mention, Spelled};
use crate::token::{Token, TokenKind};
use domain::language::Language;
use domain::question::query::Dimension;
use std::ops::Range;

/// A text cut into segments.
#[derive(Debug, Clone)]
pub(crate) struct Chart {
    pub(crate) language: Language,
    segments: Vec<Segment>,
}

/// Some pieces of a text that belong together.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) tokens: Vec<Token>,
    pub(crate) meanings: Vec<Meaning>,
    /// The name that it is, which then is all that it means.
    pub(crate) mention: Option<Mention>,
    is_taken: bool,
}

impl Chart {
    /// Cuts a text into the names that were found in it and the longest phrases between them.
    pub(crate) fn new(text: &[Spelled], mentions: Vec<Mention>, tongues: Tongues) -> Self {
        let tokens: Vec<Token> = text.iter().map(|word| word.token.clone()).collect();
        let mut segments = Vec::new();
        let mut at = 0;
        for mention in mentions {
            segments.extend(phrases(tokens.get(at..mention.from).unwrap_or_default(), tongues));
            at = mention.to;
            let tokens = tokens.get(mention.from..mention.to).unwrap_or_default().to_vec();
            segments.push(Segment { tokens, meanings: Vec::new(), mention: Some(mention), is_taken: false });
        }
        segments.extend(phrases(tokens.get(at..).unwrap_or_default(), tongues));
        Self { language: tongues.main, segments }
    }

    /// Returns some of the segments as a text of their own, none of them taken.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let mut segments = self.segments.get(range).unwrap_or_default().to_vec();
        for segment in &mut segments {
            segment.is_taken = false;
        }
        Self { language: self.language, segments }
    }

    pub(crate) fn len(&self) -> usize {
        self.segments.len()
    }

    pub(crate) fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Segment> {
        self.segments.get(at)
    }

    /// Reports whether a segment is there and nobody took it.
    pub(crate) fn is_open(&self, at: usize) -> bool {
        self.open(at).is_some()
    }

    fn open(&self, at: usize) -> Option<&Segment> {
        self.segments.get(at).filter(|segment| !segment.is_taken)
    }

    /// Returns what `wanted` finds among the meanings of an open segment.
    pub(crate) fn find<T>(&self, at: usize, wanted: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        self.open(at)?.meanings.iter().find_map(|meaning| wanted(*meaning))
    }

    /// Reports whether an open segment has a mark.
    pub(crate) fn marks(&self, at: usize, mark: Mark) -> bool {
        self.find(at, |meaning| (meaning == Meaning::Mark(mark)).then_some(())).is_some()
    }

    /// Returns the places of open segments with a mark.
    pub(crate) fn marked(&self, mark: Mark) -> Vec<usize> {
        (0..self.len()).filter(|at| self.marks(*at, mark)).collect()
    }

    /// Reports whether any open segment has a mark.
    pub(crate) fn has(&self, mark: Mark) -> bool {
        (0..self.len()).any(|at| self.marks(at, mark))
    }

    /// Returns the next place that is not an article or a preposition.
    pub(crate) fn skip_links(&self, from: usize) -> usize {
        let mut at = from;
        while self.marks(at, Mark::Link) {
            at += 1;
        }
        at
    }

    /// Returns the next place that is neither an article or a preposition nor a word without weight.
    pub(crate) fn skip_fillers(&self, from: usize) -> usize {
        let mut at = from;
        while self.marks(at, Mark::Link) || self.marks(at, Mark::Filler) {
            at += 1;
        }
        at
    }

    /// Returns the place after what joins the two ends of a range, and after the articles that follow.
    pub(crate) fn skip_joint(&self, at: usize, is_between: bool) -> Option<usize> {
        let joins = self.marks(at, Mark::Until) || (is_between && self.marks(at, Mark::And));
        joins.then(|| self.skip_links(at + 1))
    }

    /// Reports whether an open segment is this sign.
    pub(crate) fn is_sign(&self, at: usize, sign: &str) -> bool {
        self.open(at).is_some_and(|segment| segment.is_sign(sign))
    }

    /// Returns the digits of an open segment that is a number.
    pub(crate) fn digits(&self, at: usize) -> Option<&str> {
        let segment = self.open(at)?;
        match segment.tokens.as_slice() {
            [token] if token.kind == TokenKind::Number => Some(&token.text),
            _ => None,
        }
    }

    /// Returns a whole number in digits or as a word.
    pub(crate) fn whole_number(&self, at: usize) -> Option<u16> {
        let word = |meaning| match meaning {
            Meaning::Number(number) => Some(number),
            _ => None,
        };
        self.digits(at).and_then(|digits| digits.parse().ok()).or_else(|| self.find(at, word))
    }

    /// Takes some segments.
    pub(crate) fn take(&mut self, range: Range<usize>) {
        for segment in self.segments.get_mut(range).unwrap_or_default() {
            segment.is_taken = true;
        }
    }
}

impl Segment {
    pub(crate) fn is_taken(&self) -> bool {
        self.is_taken
    }

    pub(crate) fn has(&self, mark: Mark) -> bool {
        self.meanings.contains(&Meaning::Mark(mark))
    }

    /// Reports whether it stands directly at the segment before.
    pub(crate) fn is_glued(&self) -> bool {
        self.tokens.first().is_some_and(|token| token.is_glued)
    }

    pub(crate) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.tokens.as_slice(), [token] if token.text == sign)
    }

    pub(crate) fn text(&self) -> String {
        let words: Vec<&str> = self.tokens.iter().map(|token| token.text.as_str()).collect();
        words.join(" ")
    }
}

/// Reports whether a phrase such as "día de la semana" takes a word from what follows: "pasada".
fn belongs_apart(phrase: &Phrase, text: &[Token], tongues: Tongues) -> bool {
    let is_weekday = |meaning: &Meaning| matches!(meaning, Meaning::Noun(Dimension::Weekday, _));
    let next = || longest_phrase(text.get(phrase.length..).unwrap_or_default(), tongues);
    phrase.meanings.iter().any(is_weekday)
        && next().is_some_and(|next| next.meanings.contains(&Meaning::Mark(Mark::Past)))
}

fn phrases(tokens: &[Token], tongues: Tongues) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = tokens;
    while !rest.is_empty() {
        let phrase = longest_phrase(rest, tongues).filter(|phrase| !belongs_apart(phrase, rest, tongues));
        let phrase = phrase.or_else(|| longest_phrase(rest.get(..1).unwrap_or_default(), tongues));
        let length = phrase.as_ref().map_or(1, |phrase| phrase.length);
        let meanings = phrase.map(|phrase| phrase.meanings).unwrap_or_default();
        let (now, later) = rest.split_at(length.min(rest.len()));
        segments.push(Segment { tokens: now.to_vec(), meanings, mention: None, is_taken: false });
        rest = later;
    }
    segments
}
