//! The second reader: plain code that shares nothing with the importer. It is told about each file what the importer has to
//! find out, and adds up.

use std::collections::BTreeMap;

/// How the bytes of a file are letters.
#[derive(Debug, Clone, Copy)]
pub(super) enum Encoding {
    Utf8,
    /// Little endian, with a mark.
    Utf16,
    /// One byte for each letter.
    Latin1,
}

/// How a file writes its days.
#[derive(Debug, Clone, Copy)]
pub(super) enum DayForm {
    /// 2026-03-01
    Iso,
    /// 20260301
    Digits,
    /// 01.03.2026 or 01/03/2026
    DayFirst,
    /// 3/1/2026
    MonthFirst,
}

/// What a person sees who opens a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Description {
    pub(super) file: &'static str,
    pub(super) currency: &'static str,
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    pub(super) header_line: usize,
    /// The lines below the header that are no campaign's day or are the sum of other lines.
    pub(super) left_out: &'static [usize],
    pub(super) days: DayForm,
    pub(super) decimal: char,
    pub(super) columns: Columns,
    /// Spellings of a name that are slips, each with the name.
    pub(super) slips: &'static [(&'static str, &'static str)],
}

/// The names of the columns as the file has them; an empty one is not in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) day: &'static str,
    pub(super) campaign: &'static str,
    pub(super) spend: &'static str,
    pub(super) revenue: &'static str,
    pub(super) impressions: &'static str,
    pub(super) clicks: &'static str,
    pub(super) conversions: &'static str,
}

/// Spend, revenue, impressions, clicks and conversions; money in hundredths, conversions in thousandths.
pub(super) type Values = [Option<i64>; 5];
/// The values of each day, written like 2026-03-01, and campaign, by its name.
pub(super) type Sums = BTreeMap<(String, String), Values>;

/// Adds values to those of a day and campaign. What no row has stays unknown.
pub(super) fn add(sums: &mut Sums, day: &str, campaign: &str, values: Values) {
    let sum = sums.entry((day.to_owned(), campaign.to_owned())).or_default();
    for (sum, value) in sum.iter_mut().zip(values) {
        if let Some(value) = value {
            *sum = Some(sum.unwrap_or(0) + value);
        }
    }
}

/// Adds up a file as it is described.
pub(super) fn sums(bytes: &[u8], description: &Description) -> Sums {
    let text = letters(bytes, description.encoding);
    let mut sums = Sums::new();
    let mut header = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(place, line)| (place + 1, line)) {
        if number == description.header_line {
            header = cells(line, description.delimiter);
        }
        if number <= description.header_line || description.left_out.contains(&number) || line.is_empty() {
            continue;
        }
        let row = cells(line, description.delimiter);
        let cell = |name: &str| cell(&header, &row, name);
        let columns = &description.columns;
        let values = [
            number_of(&cell(columns.spend), description.decimal, 2),
            number_of(&cell(columns.revenue), description.decimal, 2),
            number_of(&cell(columns.impressions), description.decimal, 0),
            number_of(&cell(columns.clicks), description.decimal, 0),
            number_of(&cell(columns.conversions), description.decimal, 3),
        ];
        let day = day_of(&cell(columns.day), description.days);
        let spelling = cell(columns.campaign);
        let name = description
            .slips
            .iter()
            .find(|(slip, _)| *slip == spelling)
            .map_or(spelling.as_str(), |(_, name)| name);
        add(&mut sums, &day, name, values);
    }
    sums.retain(|_, values| *values != Values::default());
    sums
}

fn letters(bytes: &[u8], encoding: Encoding) -> String {
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8(bytes.to_vec()).unwrap(),
        Encoding::Utf16 => {
            let units: Vec<u16> =
                bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        Encoding::Latin1 => bytes.iter().copied().map(char::from).collect(),
    };
    text.trim_start_matches('\u{feff}').to_owned()
}

fn cells(line: &str, delimiter: u8) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(line.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    row.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn cell(header: &[String], row: &[String], name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    let place = header.iter().position(|one| one == name);
    row[place.unwrap_or_else(|| panic!("no column {name:?} in {header:?}"))].clone()
}

/// Reads a number as a whole one of so many digits behind its decimal sign.
fn number_of(cell: &str, decimal: char, digits: usize) -> Option<i64> {
    let (whole, fraction) = cell.split_once(decimal).unwrap_or((cell, ""));
    let whole: String = whole.chars().filter(|one| one.is_ascii_digit() || *one == '-').collect();
    if whole.trim_start_matches('-').is_empty() {
        return None;
    }
    let (kept, beyond) = fraction.split_at(digits.min(fraction.len()));
    assert!(beyond.chars().all(|one| one == '0'), "{cell} has more than {digits} digits");
    Some(format!("{whole}{kept:0<digits$}").parse().unwrap())
}

/// Returns a day as 2026-03-01.
fn day_of(cell: &str, form: DayForm) -> String {
    let parts: Vec<&str> = match form {
        DayForm::Digits => vec![&cell[..4], &cell[4..6], &cell[6..]],
        _ => cell.split(['-', '/', '.']).collect(),
    };
    let [year, month, day] = match form {
        DayForm::Iso | DayForm::Digits => [parts[0], parts[1], parts[2]],
        DayForm::DayFirst => [parts[2], parts[1], parts[0]],
        DayForm::MonthFirst => [parts[2], parts[0], parts[1]],
    };
    format!("{year:0>4}-{month:0>2}-{day:0>2}")
}
