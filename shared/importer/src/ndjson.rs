//! Lines of JSON, one object for each row, as programs write them. They become a table with a header, so that one set of rules
//! reads everything that comes in.

use crate::aliases::Field;
use crate::column;
use crate::error::ImportError;
use crate::source_text::LONGEST_ROW;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// The most different names of fields in a file.
const MOST_FIELDS: usize = 300;
/// The field in which connectors of Airbyte wrap what they read.
const WRAPPED: &str = "_airbyte_data";
/// The field by which they tell records apart.
const RECORD: &str = "_airbyte_raw_id";
/// The most bytes of the table that is written.
const MOST_BYTES: u64 = 1_200_000_000;

/// Reports whether the content is JSON: its first letter is a brace or a bracket.
///
/// # Errors
/// If the content cannot be read.
pub fn is_json(source: &mut (impl Read + Seek)) -> Result<bool, ImportError> {
    rewind(source)?;
    for byte in BufReader::new(source).bytes() {
        match byte.map_err(|source| ImportError::ReadFailed { line: 1, source })? {
            b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf => {}
            first => return Ok(matches!(first, b'{' | b'[')),
        }
    }
    Ok(false)
}

/// Writes the objects as a table separated by commas. The header is the first line, so that the object in line `n` is in line
/// `n + 1`.
///
/// # Errors
/// If a line is no object, the objects have too many different fields, or the content cannot be read or written.
pub(crate) fn convert(
    source: &mut (impl Read + Seek),
    table: &mut (impl Write + Seek),
) -> Result<(), ImportError> {
    let fields = fields(source)?;
    rewind(table)?;
    let mut table = Limited { inner: BufWriter::new(table), left: MOST_BYTES };
    let unwritten = |line: u64| {
        move |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::FileTooLarge | std::io::ErrorKind::StorageFull => {
                ImportError::TooSparse { line }
            }
            _ => ImportError::ReadFailed { line, source },
        }
    };
    write_row(&mut table, fields.iter().map(|name| one_line(name))).map_err(unwritten(1))?;
    each_object(source, |line, object| {
        // A blank line stays one, so that the lines below keep their numbers.
        let object = object.unwrap_or_default();
        let cells = fields.iter().filter(|_| !object.is_empty()).map(|field| object.get(field));
        write_row(&mut table, cells.map(|value| value.map(cell).unwrap_or_default())).map_err(unwritten(line))
    })?;
    table.flush().map_err(unwritten(1))
}

/// A writer of so many bytes at most: a few fields in each of many objects make a table of mostly empty cells.
struct Limited<W> {
    inner: W,
    left: u64,
}

impl<W: Write> Write for Limited<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or(std::io::Error::from(std::io::ErrorKind::FileTooLarge))?;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// Writes a row; no cells make a blank line, which a writer of CSV would write as an empty cell.
fn write_row(table: &mut impl Write, cells: impl Iterator<Item = String>) -> std::io::Result<()> {
    let quoted = |cell: String| {
        if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let row: Vec<String> = cells.map(quoted).collect();
    writeln!(table, "{}", row.join(","))
}

/// Returns the names of all fields, in the order in which they first appear.
fn fields(source: &mut (impl Read + Seek)) -> Result<Vec<String>, ImportError> {
    let (mut fields, mut known, mut words) = (Vec::new(), HashSet::new(), Words::default());
    each_object(source, |line, object| {
        let object = object.unwrap_or_default();
        words.check(line, &object)?;
        for name in object.keys() {
            if known.insert(name.clone()) {
                fields.push(name.clone());
            }
        }
        if fields.len() > MOST_FIELDS {
            return Err(ImportError::TooManyFields { line, limit: MOST_FIELDS });
        }
        Ok(())
    })?;
    Ok(fields)
}

/// Which names the objects give to what is read from them. A table has one column for each; where some objects say `spend` and
/// others `cost`, the amounts of one of them would be lost.
#[derive(Default)]
struct Words(HashMap<Field, HashSet<String>>);

impl Words {
    fn check(&mut self, line: u64, object: &Map<String, Value>) -> Result<(), ImportError> {
        let mut said: HashMap<Field, HashSet<String>> = HashMap::new();
        for (name, _) in object.iter().filter(|(_, value)| !value.is_null()) {
            if let Some(field) =
                column::read(name).map(|named| named.alias.field).filter(|field| is_read(*field))
            {
                said.entry(field).or_default().insert(name.clone());
            }
        }
        for (field, names) in said {
            let common = self.0.entry(field).or_insert_with(|| names.clone());
            common.retain(|name| names.contains(name));
            if common.is_empty() {
                return Err(ImportError::OtherWord { line, meaning: field.meaning() });
            }
        }
        Ok(())
    }
}

/// Reports whether one column holds the field; a breakdown may have several.
fn is_read(field: Field) -> bool {
    !matches!(field, Field::Ratio | Field::Breakdown | Field::Other | Field::Results | Field::ResultKind)
}

/// Hands over each line's object with the number of the line, and nothing for a blank line.
fn each_object(
    source: &mut (impl Read + Seek),
    mut handle: impl FnMut(u64, Option<Map<String, Value>>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    rewind(source)?;
    let mut reader = BufReader::new(source);
    let (mut bytes, mut line) = (Vec::new(), 0);
    loop {
        bytes.clear();
        line += 1;
        let read = reader.by_ref().take(LONGEST_ROW + 1).read_until(b'\n', &mut bytes);
        if read.map_err(|source| ImportError::ReadFailed { line, source })? == 0 {
            return Ok(());
        }
        if bytes.len() as u64 > LONGEST_ROW {
            return Err(ImportError::RowTooLong { line, limit: LONGEST_ROW });
        }
        handle(line, object(&bytes, line)?)?;
    }
}

fn object(bytes: &[u8], line: u64) -> Result<Option<Map<String, Value>>, ImportError> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii();
    if text.is_empty() {
        return Ok(None);
    }
    // The cause is dropped, because it quotes the line.
    let parsed: Map<String, Value> =
        serde_json::from_slice(text).map_err(|_may_quote| ImportError::NotAnObject { line })?;
    let Some(Value::Object(inner)) = parsed.get(WRAPPED) else { return Ok(Some(parsed)) };
    let mut inner = inner.clone();
    // Two records of one row differ in it, so that the row is refused and not added up.
    if let Some(record) = parsed.get(RECORD) {
        inner.insert(RECORD.to_owned(), record.clone());
    }
    Ok(Some(inner))
}

/// Returns a number as a cell. In JSON it has a decimal point, so that three decimals are written as four: they must not be taken
/// for thousands. Programs that know only floats write an identifier as `11.0`, which is `11`.
fn number_cell(text: &str) -> String {
    match text.split_once('.') {
        Some((whole, "0")) => whole.to_owned(),
        Some((_, decimals)) if decimals.len() == 3 => format!("{text}0"),
        _ => text.to_owned(),
    }
}

/// Returns a value as a cell of one line.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => one_line(text),
        Value::Number(number) => number_cell(&number.to_string()),
        other => other.to_string(),
    }
}

fn rewind(source: &mut impl Seek) -> Result<(), ImportError> {
    source.seek(SeekFrom::Start(0)).map(|_| ()).map_err(|source| ImportError::ReadFailed { line: 1, source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn table(json: &str) -> Result<String, ImportError> {
        let mut table = Cursor::new(Vec::new());
        convert(&mut Cursor::new(json), &mut table)?;
        Ok(String::from_utf8(table.into_inner()).unwrap())
    }

    #[test]
    fn objects_become_rows_whatever_the_order_of_their_fields() {
        let json = "\u{feff}{\"date\":\"2026-11-28\",\"spend\":1.234}\r\n\n{\"spend\":12,\"name\":\"a,\\nb\",\"date\":null}";
        assert_eq!(table(json).unwrap(), "date,spend,name\n2026-11-28,1.2340,\n\n,12,\"a, b\"\n");
    }

    #[test]
    fn what_a_connector_wraps_is_unwrapped() {
        let json = r#"{"_airbyte_raw_id":"x","_airbyte_data":{"date":"2026-11-28","spend":"3.10"}}"#;
        assert_eq!(table(json).unwrap(), "_airbyte_raw_id,date,spend\nx,2026-11-28,3.10\n");
    }

    #[test]
    fn a_line_that_is_no_object_is_named_and_not_quoted() {
        for json in ["{}\n[1]", "{}\n{\"secret\":", "{}\nsecret"] {
            let error = table(json).unwrap_err();
            assert!(matches!(error, ImportError::NotAnObject { line: 2 }), "{error}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[test]
    fn objects_that_call_one_thing_differently_are_refused_by_line_and_meaning() {
        for (one, other) in [("spend", "cost"), ("spend", "Spend"), ("campaign_id", "campaign number")] {
            let json = format!("{{\"{one}\":1}}\n{{\"{one}\":null,\"{other}\":2}}");
            assert!(matches!(table(&json), Err(ImportError::OtherWord { line: 2, .. })), "{json}");
        }
        assert!(table("{\"spend\":1,\"cost\":1}\n{\"spend\":2,\"cost\":2}").is_ok(), "both in each");
    }

    #[test]
    fn an_identifier_that_was_kept_as_a_float_is_whole_again() {
        assert_eq!(
            table("{\"a\":1234567890.0,\"b\":12.50,\"c\":-0.125}").unwrap(),
            "a,b,c\n1234567890,12.5,-0.1250\n"
        );
    }

    #[test]
    fn a_table_of_mostly_empty_cells_ends_at_its_limit() {
        let mut limited = Limited { inner: Vec::new(), left: 3 };
        assert!(limited.write_all(b"abc").is_ok());
        assert_eq!(limited.write_all(b"d").unwrap_err().kind(), std::io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn an_endless_line_and_endless_fields_are_refused() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
        assert!(matches!(table(&long), Err(ImportError::RowTooLong { line: 1, .. })));
        let wide: String = (0..301).map(|n| format!("{{\"f{n}\":1}}\n")).collect();
        assert!(matches!(table(&wide), Err(ImportError::TooManyFields { line: 301, .. })));
    }

    #[test]
    fn json_is_told_from_a_table_by_its_first_letter() {
        let told = |text: &str| is_json(&mut Cursor::new(text)).unwrap();
        assert!(told("\u{feff}\n {\"a\":1}") && told("[{}]"));
        assert!(!told("date,{spend}") && !told(""));
    }
}
