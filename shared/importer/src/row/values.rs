//! From the cells of a row to its values, and one currency for all of them.

use super::super::aliases::Field;
use super::super::error::ImportError;
use super::super::number::{self, Scaled};
use super::{RowReader, RowTotals};
use crate::format::ExportFormat;
use crate::text::plain_text;
use csv::StringRecord;
use domain::metrics::MetricValues;
use domain::money::Currency;

/// Words in the kind of a result that make it a conversion: what somebody bought, asked for or signed up to.
const CONVERSIONS: [&str; 18] = [
    "purchase",
    "compra",
    "achat",
    "kauf",
    "lead",
    "registration",
    "registro",
    "subscri",
    "start trial",
    "start_trial",
    "submit application",
    "contact",
    "schedule",
    "donat",
    "offsite conversion.fb pixel custom",
    "conversao",
    "order",
    "bestell",
];

impl RowReader<'_> {
    pub(super) fn values(
        &self,
        cells: &StringRecord,
        line: u64,
        totals: &mut RowTotals,
    ) -> Result<MetricValues, ImportError> {
        let of_row = self.currency_of_row(cells, Field::CurrencyCode, line)?;
        if let Some(stated) = of_row.filter(|_| self.has_plain_money()) {
            self.agree_on_currency(stated, Field::CurrencyCode, line, totals)?;
        }
        let spend = self.money(cells, Field::Spend, line, totals)?;
        totals.rounded_spends += i64::from(spend.is_some_and(|spend| spend.rounded));
        Ok(MetricValues {
            spend_minor: spend.map(|spend| spend.value),
            revenue_minor: self.money(cells, Field::Revenue, line, totals)?.map(|revenue| revenue.value),
            impressions: self.whole_number(cells, Field::Impressions, line)?,
            clicks: self.whole_number(cells, Field::Clicks, line)?,
            conversions_thousandths: self.conversions(cells, line)?,
        })
    }

    fn money(
        &self,
        cells: &StringRecord,
        field: Field,
        line: u64,
        totals: &mut RowTotals,
    ) -> Result<Option<Scaled>, ImportError> {
        let cell = self.cell(cells, field);
        if cell.is_empty() {
            return Ok(None);
        }
        let expected = "an amount such as 1204.50, written like the other amounts of the file";
        let decimal =
            number::parse(cell, self.reading.decimal_style).ok_or_else(|| self.bad(field, line, expected))?;
        let stated = decimal
            .currency
            .map_or_else(|| self.converted_currency(cells, field, line), |it| Ok(Some(it)))?;
        self.settle_currency(stated, field, line, totals)?;
        let decimals = self.settings.workspace_currency.decimals();
        decimal
            .scaled(decimals)
            .map(Some)
            .ok_or_else(|| self.bad(field, line, "an amount that a ledger can hold"))
    }

    /// Settles the currency of an amount: what stands beside it, then what earlier amounts are in, then what was given.
    fn settle_currency(
        &self,
        stated: Option<Currency>,
        field: Field,
        line: u64,
        totals: &mut RowTotals,
    ) -> Result<(), ImportError> {
        match (stated, totals.currency, self.settings.file_currency) {
            (Some(stated), ..) => self.agree_on_currency(stated, field, line, totals),
            (None, Some(_), _) => Ok(()),
            (None, None, Some(given)) => {
                self.agree_on_currency(given, field, self.layout.header_line, totals)
            }
            (None, None, None) => self.assume_currency(totals),
        }
    }

    /// Returns the currency that an amount was converted to, which is not that of its row: the column for it says which, or
    /// whoever imports the file. `None` if the amount was not converted.
    fn converted_currency(
        &self,
        cells: &StringRecord,
        field: Field,
        line: u64,
    ) -> Result<Option<Currency>, ImportError> {
        if !self.layout.is_converted(field) {
            return Ok(None);
        }
        let stated = self.currency_of_row(cells, Field::ConvertedCode, line)?;
        let unknown = || ImportError::UnknownConversion { line, column: self.layout.column(field) };
        stated.or(self.settings.file_currency).map(Some).ok_or_else(unknown)
    }

    fn whole_number(
        &self,
        cells: &StringRecord,
        field: Field,
        line: u64,
    ) -> Result<Option<i64>, ImportError> {
        let cell = self.cell(cells, field);
        if cell.is_empty() {
            return Ok(None);
        }
        let scaled = number::parse(cell, self.reading.decimal_style).and_then(|decimal| decimal.scaled(0));
        match scaled {
            Some(Scaled { value: value @ 0.., rounded: false }) => Ok(Some(value)),
            _ => Err(self.bad(field, line, "a whole number from 0")),
        }
    }

    /// Reads the conversions. Results count as conversions only if the column beside them says that they are.
    fn conversions(&self, cells: &StringRecord, line: u64) -> Result<Option<i64>, ImportError> {
        if self.layout.place(Field::Conversions).is_some() {
            return self.thousandths(cells, Field::Conversions, line);
        }
        let kind = plain_text(self.cell(cells, Field::ResultKind));
        if CONVERSIONS.iter().any(|word| kind.contains(word)) {
            return self.thousandths(cells, Field::Results, line);
        }
        Ok(None)
    }

    fn thousandths(&self, cells: &StringRecord, field: Field, line: u64) -> Result<Option<i64>, ImportError> {
        let cell = self.cell(cells, field);
        if cell.is_empty() {
            return Ok(None);
        }
        let scaled = number::parse(cell, self.reading.decimal_style).and_then(|decimal| decimal.scaled(3));
        let expected = "a number of conversions from 0";
        match scaled {
            Some(Scaled { value: value @ 0.., .. }) => Ok(Some(value)),
            _ => Err(self.bad(field, line, expected)),
        }
    }

    pub(super) fn currency_of_header(&self) -> Result<Option<Currency>, ImportError> {
        let mut totals = RowTotals::default();
        if let Some(stated) = self.layout.currency {
            self.agree_on_currency(stated, Field::CurrencyCode, self.layout.header_line, &mut totals)?;
        }
        Ok(totals.currency)
    }

    /// Reports whether some money of the file is in the currency of its row.
    fn has_plain_money(&self) -> bool {
        let money = [Field::Spend, Field::Revenue];
        let is_plain =
            |field: &Field| self.layout.place(*field).is_some() && !self.layout.is_converted(*field);
        money.iter().any(is_plain) || money.iter().all(|field| self.layout.place(*field).is_none())
    }

    fn currency_of_row(
        &self,
        cells: &StringRecord,
        field: Field,
        line: u64,
    ) -> Result<Option<Currency>, ImportError> {
        let cell = self.cell(cells, field).trim();
        if cell.is_empty() {
            return Ok(None);
        }
        let expected = "a currency code such as USD";
        cell.parse().map(Some).map_err(|_| self.bad(field, line, expected))
    }

    /// A plain table has no place for a currency, so it is taken to be in the workspace's, and the report says so. The
    /// exports of platforms have one: when it is missing, nothing is assumed.
    fn assume_currency(&self, totals: &mut RowTotals) -> Result<(), ImportError> {
        if self.layout.format != ExportFormat::Long {
            return Err(ImportError::UnknownCurrency { line: self.layout.header_line });
        }
        totals.currency = Some(self.settings.workspace_currency);
        totals.currency_is_assumed = true;
        Ok(())
    }

    fn agree_on_currency(
        &self,
        stated: Currency,
        field: Field,
        line: u64,
        totals: &mut RowTotals,
    ) -> Result<(), ImportError> {
        let workspace = self.settings.workspace_currency;
        match totals.currency {
            Some(before) if before != stated => {
                Err(ImportError::SeveralCurrencies { line, column: self.layout.column(field) })
            }
            None if stated != workspace => {
                Err(ImportError::CurrencyDiffers { line, file: stated, workspace })
            }
            _ => {
                totals.currency = Some(stated);
                Ok(())
            }
        }
    }
}
