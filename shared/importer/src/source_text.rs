//! From bytes to text: finds the encoding of a file and reads it as UTF-8 with `\n` at the end of every line.

use super::error::ImportError;
use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, Read, Seek, SeekFrom};

const CHUNK: usize = 32 * 1024;
/// The longest row that is read; a longer one is a quote that never closes.
pub(super) const LONGEST_ROW: u64 = 1024 * 1024;

/// Finds the encoding: by its mark, by the zero bytes of UTF-16, by being valid UTF-8, or else Windows-1252.
pub(super) fn detect(source: &mut (impl Read + Seek)) -> Result<&'static Encoding, ImportError> {
    rewind(source)?;
    let mut head = Vec::with_capacity(CHUNK);
    source
        .take(CHUNK as u64)
        .read_to_end(&mut head)
        .map_err(|source| ImportError::ReadFailed { line: 1, source })?;
    if head.is_empty() {
        return Err(ImportError::Empty);
    }
    if let Some(encoding) = marked_or_wide(&head) {
        let is_text = if encoding == UTF_8 { is_utf_8(source)? } else { decodes(source, encoding)? };
        return if is_text { Ok(encoding) } else { Err(ImportError::UnreadableEncoding { line: 1 }) };
    }
    let foreign = foreign_line(source)?;
    match (is_utf_8(source)?, foreign) {
        (true, _) => Ok(UTF_8),
        (false, None) => Ok(WINDOWS_1252),
        (false, Some(line)) => Err(ImportError::UnreadableEncoding { line }),
    }
}

/// Reports whether the text is UTF-8, some broken letters among right ones aside: a file that was cut in the middle of a
/// letter is still what it was.
fn is_utf_8(source: &mut (impl Read + Seek)) -> Result<bool, ImportError> {
    rewind(source)?;
    let mut decoder = UTF_8.new_decoder();
    let (mut chunk, mut text) = (vec![0; CHUNK], vec![0; CHUNK * 4]);
    let (mut broken, mut right) = (0_u64, 0_u64);
    loop {
        let count = source.read(&mut chunk).map_err(|source| ImportError::ReadFailed { line: 1, source })?;
        let mut bytes = chunk.get(..count).unwrap_or_default();
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(bytes, &mut text, count == 0);
            // The first byte of each letter of more than one.
            right += text.iter().take(written).filter(|byte| **byte >= 0xc0).count() as u64;
            bytes = bytes.get(read..).unwrap_or_default();
            match result {
                DecoderResult::Malformed(_, _) => broken += 1,
                DecoderResult::InputEmpty | DecoderResult::OutputFull => break,
            }
        }
        if count == 0 {
            return Ok(broken <= right);
        }
    }
}

fn rewind(source: &mut impl Seek) -> Result<(), ImportError> {
    source.seek(SeekFrom::Start(0)).map(|_| ()).map_err(|source| ImportError::ReadFailed { line: 1, source })
}

fn marked_or_wide(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match () {
        () if pairs > 1 && low_first * 2 > pairs && high_first * 10 < pairs => Some(UTF_16LE),
        () if pairs > 1 && high_first * 2 > pairs && low_first * 10 < pairs => Some(UTF_16BE),
        () => None,
    }
}

/// Refuses control bytes other than tabs and line ends, which no text has, and gives the first line with a byte that
/// Windows-1252 does not have: if the text is not UTF-8 either, then its letters are those of another encoding.
fn foreign_line(source: &mut (impl Read + Seek)) -> Result<Option<u64>, ImportError> {
    rewind(source)?;
    let (mut chunk, mut line, mut foreign) = (vec![0; CHUNK], 1, None);
    loop {
        let count = source.read(&mut chunk).map_err(|source| ImportError::ReadFailed { line, source })?;
        if count == 0 {
            return Ok(foreign);
        }
        for byte in chunk.iter().take(count) {
            match byte {
                b'\n' => line += 1,
                0x81 | 0x8d | 0x8f | 0x90 | 0x9d => foreign = foreign.or(Some(line)),
                0..=8 | 14..=25 | 27..=31 => return Err(ImportError::UnreadableEncoding { line }),
                _ => {}
            }
        }
    }
}

fn decodes(source: &mut (impl Read + Seek), encoding: &'static Encoding) -> Result<bool, ImportError> {
    rewind(source)?;
    let mut decoder = encoding.new_decoder();
    let (mut chunk, mut text) = (vec![0; CHUNK], vec![0; CHUNK * 4]);
    loop {
        let count = source.read(&mut chunk).map_err(|source| ImportError::ReadFailed { line: 1, source })?;
        let bytes = chunk.get(..count).unwrap_or_default();
        let (result, _, _) = decoder.decode_to_utf8_without_replacement(bytes, &mut text, count == 0);
        if matches!(result, DecoderResult::Malformed(_, _)) {
            return Ok(false);
        }
        if count == 0 {
            return Ok(true);
        }
    }
}

/// Reads a file as UTF-8 lines, counts its bytes, and stops a row that never ends.
pub(super) struct TextReader<R> {
    source: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    bytes_read: u64,
    row_left: u64,
    after_return: bool,
    finished: bool,
}

/// Marks the end of the allowance of one row inside an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("the row never ends")]
pub(super) struct RowNeverEnds;

impl<R: Read + Seek> TextReader<R> {
    /// Starts at the beginning of the file.
    pub(super) fn new(mut source: R, encoding: &'static Encoding) -> Result<Self, ImportError> {
        rewind(&mut source)?;
        Ok(Self {
            source,
            decoder: encoding.new_decoder(),
            chunk: vec![0; CHUNK],
            text: Vec::new(),
            given: 0,
            bytes_read: 0,
            row_left: LONGEST_ROW,
            after_return: false,
            finished: false,
        })
    }

    /// Returns the bytes read from the file so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Returns the next row its full allowance.
    pub(super) fn begin_row(&mut self) {
        self.row_left = LONGEST_ROW;
    }

    fn refill(&mut self) -> io::Result<()> {
        let count = self.source.read(&mut self.chunk)?;
        self.bytes_read += count as u64;
        self.finished = count == 0;
        let mut decoded = vec![0; CHUNK * 4];
        let bytes = self.chunk.get(..count).unwrap_or_default();
        let (result, _, written, _) = self.decoder.decode_to_utf8(bytes, &mut decoded, self.finished);
        debug_assert_eq!(result, CoderResult::InputEmpty, "four bytes of text hold any byte of a file");
        decoded.truncate(written);
        self.given = 0;
        self.text = self.with_plain_line_ends(decoded);
        if self.finished {
            self.text.push(b'\n');
        }
        Ok(())
    }

    fn with_plain_line_ends(&mut self, decoded: Vec<u8>) -> Vec<u8> {
        if !self.after_return && !decoded.contains(&b'\r') {
            return decoded;
        }
        let mut plain = Vec::with_capacity(decoded.len());
        for byte in decoded {
            match byte {
                b'\n' if self.after_return => {}
                b'\r' => plain.push(b'\n'),
                other => plain.push(other),
            }
            self.after_return = byte == b'\r';
        }
        plain
    }
}

impl<R: Read + Seek> Read for TextReader<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.finished {
            self.refill()?;
        }
        let left = self.text.get(self.given..).unwrap_or_default();
        let count = left.len().min(target.len());
        if let (Some(to), Some(from)) = (target.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        self.row_left =
            self.row_left.checked_sub(count as u64).ok_or_else(|| io::Error::other(RowNeverEnds))?;
        Ok(count)
    }
}
