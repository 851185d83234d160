//! From text to rows: the cells of each row and the line where it begins.

use super::error::ImportError;
use super::source_text::{LONGEST_ROW, RowNeverEnds, TextReader};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::Encoding;
use std::io::{Read, Seek};

/// Reads the rows of a file one after the other.
pub(super) struct Table<R> {
    reader: csv::Reader<TextReader<R>>,
    cells: StringRecord,
    line: u64,
}

impl<R: Read + Seek> Table<R> {
    /// Opens the file at its start.
    pub(super) fn open(source: R, encoding: &'static Encoding, delimiter: u8) -> Result<Self, ImportError> {
        Self::with_quotes(source, encoding, delimiter, true)
    }

    /// Opens the file at its start; without quoting, a quotation mark is a letter like any other.
    pub(super) fn with_quotes(
        source: R,
        encoding: &'static Encoding,
        delimiter: u8,
        quoting: bool,
    ) -> Result<Self, ImportError> {
        let text = TextReader::new(source, encoding)?;
        let mut builder = ReaderBuilder::new();
        let reader =
            builder.has_headers(false).flexible(true).delimiter(delimiter).quoting(quoting).from_reader(text);
        Ok(Self { reader, cells: StringRecord::new(), line: 0 })
    }

    /// Moves to the next row that is not blank; false at the end of the file.
    pub(super) fn advance(&mut self) -> Result<bool, ImportError> {
        self.reader.get_mut().begin_row();
        match self.reader.read_record(&mut self.cells) {
            Ok(more) => {
                self.line = self.line_of_row();
                Ok(more)
            }
            Err(error) => Err(self.refusal(error)),
        }
    }

    /// The reader says where it stands after the row; the row began before its own line ends. (Where the reader
    /// says that a row begins is before the blank lines that it skipped.)
    fn line_of_row(&self) -> u64 {
        let inside: usize = self.cells.iter().map(|cell| cell.matches('\n').count()).sum();
        let line = self.reader.position().line().saturating_sub(1 + inside as u64);
        // A row whose quote never closes has the end of the file inside, and begins below the row before it all the same.
        line.max(self.line + 1)
    }

    fn refusal(&self, error: csv::Error) -> ImportError {
        let line = self.line + 1;
        match error.into_kind() {
            csv::ErrorKind::Io(source) if never_ends(&source) => {
                ImportError::RowTooLong { line, limit: LONGEST_ROW }
            }
            csv::ErrorKind::Io(source) => ImportError::ReadFailed { line, source },
            _ => ImportError::UnreadableEncoding { line },
        }
    }

    /// Moves past the given line.
    pub(super) fn skip_through(&mut self, line: u64) -> Result<(), ImportError> {
        while self.advance()? {
            if self.line >= line {
                break;
            }
        }
        Ok(())
    }

    /// Returns the line where the current row begins, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Returns the cells of the current row.
    pub(super) fn cells(&self) -> &StringRecord {
        &self.cells
    }

    /// Returns the bytes of the file read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.reader.get_ref().bytes_read()
    }
}

fn never_ends(error: &std::io::Error) -> bool {
    matches!(error.get_ref(), Some(inner) if inner.is::<RowNeverEnds>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_8, UTF_16LE};
    use std::io::Cursor;

    fn rows(bytes: &[u8], encoding: &'static Encoding) -> Vec<(u64, String)> {
        let mut table = Table::open(Cursor::new(bytes), encoding, b',').unwrap();
        let mut rows = Vec::new();
        while table.advance().unwrap() {
            rows.push((table.line(), table.cells().iter().collect::<Vec<_>>().join("/")));
        }
        rows
    }

    #[test]
    fn a_row_keeps_its_line_after_blank_lines_and_line_ends_in_cells() {
        let expected: Vec<(u64, String)> =
            vec![(1, "a/b".into()), (4, "c\nd/e".into()), (6, "f/g".into()), (7, "h/i".into())];
        let text = "a,b\n\n\n\"c\nd\",e\nf,g\nh,i";
        assert_eq!(rows(text.as_bytes(), UTF_8), expected);
        assert_eq!(rows(text.replace('\n', "\r\n").as_bytes(), UTF_8), expected);
        assert_eq!(rows(text.replace('\n', "\r").as_bytes(), UTF_8), expected);
    }

    #[test]
    fn utf_16_reads_like_utf_8() {
        let bytes: Vec<u8> = "\u{feff}é,b\r\nc,d".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&bytes, UTF_16LE), vec![(1, "é/b".into()), (2, "c/d".into())]);
    }

    #[test]
    fn a_quote_that_never_closes_is_refused_with_its_line() {
        let mut text = b"a,b\n\"c,".to_vec();
        text.extend(std::iter::repeat_n(b'x', 2 * 1024 * 1024));
        let mut table = Table::open(Cursor::new(text), UTF_8, b',').unwrap();
        assert!(table.advance().unwrap());
        assert!(matches!(table.advance(), Err(ImportError::RowTooLong { line: 2, .. })));
    }
}
