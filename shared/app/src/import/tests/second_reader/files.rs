//! What a person sees in each file that the tests import.

use super::plain::{Columns, DayForm, Description, Encoding};

/// The columns of a file without any but its day and campaign.
const NONE: Columns =
    Columns { day: "", campaign: "", spend: "", revenue: "", impressions: "", clicks: "", conversions: "" };

/// A file in UTF-8 with commas, points and days like 2026-03-01, all of whose rows count.
const PLAIN: Description = Description {
    file: "",
    currency: "USD",
    encoding: Encoding::Utf8,
    delimiter: b',',
    header_line: 1,
    left_out: &[],
    days: DayForm::Iso,
    decimal: '.',
    columns: NONE,
    slips: &[],
};

const GOOGLE: Columns = Columns {
    day: "Day",
    campaign: "Campaign",
    spend: "Cost",
    revenue: "Conv. value",
    impressions: "Impr.",
    clicks: "Clicks",
    conversions: "Conversions",
};

const META: Columns = Columns {
    day: "Day",
    campaign: "Campaign name",
    spend: "Amount spent (USD)",
    impressions: "Impressions",
    ..NONE
};

/// The columns of a table of all platforms.
pub(super) const LONG: Columns = Columns {
    day: "date",
    campaign: "campaign_name",
    spend: "spend",
    revenue: "revenue",
    impressions: "impressions",
    clicks: "clicks",
    conversions: "purchases",
};

/// Every file in the folder of exports that are imported.
pub(super) const FILES: [Description; 13] = [
    Description {
        file: "analytics.csv",
        header_line: 9,
        // A second table, of channels.
        left_out: &[14, 15, 16, 17, 18],
        days: DayForm::Digits,
        columns: Columns {
            day: "Date",
            campaign: "Session campaign",
            spend: "Ads cost",
            revenue: "Total revenue",
            impressions: "Ads impressions",
            clicks: "Ads clicks",
            conversions: "Key events",
        },
        ..PLAIN
    },
    Description { file: "google.csv", header_line: 3, left_out: &[8, 9], columns: GOOGLE, ..PLAIN },
    Description {
        file: "google_utf16.tsv",
        encoding: Encoding::Utf16,
        delimiter: b'\t',
        header_line: 3,
        left_out: &[8, 9],
        columns: GOOGLE,
        ..PLAIN
    },
    Description {
        file: "long.csv",
        columns: LONG,
        slips: &[("linen_launch", "Linen Launch"), ("Lin n Launch", "Linen Launch")],
        ..PLAIN
    },
    Description {
        file: "meta.csv",
        left_out: &[6],
        columns: Columns {
            revenue: "Purchases conversion value",
            clicks: "Link clicks",
            conversions: "Purchases",
            ..META
        },
        ..PLAIN
    },
    Description {
        file: "meta_breakdown.csv",
        // The whole day stands above its parts, and a total below all.
        left_out: &[2, 7],
        columns: Columns { clicks: "Link clicks", ..META },
        ..PLAIN
    },
    Description {
        file: "meta_de.csv",
        currency: "EUR",
        encoding: Encoding::Latin1,
        delimiter: b';',
        days: DayForm::DayFirst,
        decimal: ',',
        columns: Columns {
            day: "Tag",
            campaign: "Kampagnenname",
            spend: "Ausgegebener Betrag (EUR)",
            impressions: "Impressionen",
            clicks: "Link-Klicks",
            conversions: "Käufe",
            ..NONE
        },
        ..PLAIN
    },
    Description {
        file: "meta_es.csv",
        currency: "EUR",
        encoding: Encoding::Latin1,
        delimiter: b';',
        left_out: &[4],
        days: DayForm::DayFirst,
        decimal: ',',
        columns: Columns {
            day: "Día",
            campaign: "Nombre de la campaña",
            spend: "Importe gastado (EUR)",
            revenue: "Valor de conversión de compras",
            impressions: "Impresiones",
            clicks: "Clics en el enlace",
            conversions: "Compras",
        },
        ..PLAIN
    },
    Description {
        file: "meta_fr.csv",
        currency: "EUR",
        delimiter: b';',
        left_out: &[4],
        days: DayForm::DayFirst,
        decimal: ',',
        columns: Columns {
            day: "Jour",
            campaign: "Nom de la campagne",
            spend: "Montant dépensé (EUR)",
            impressions: "Impressions",
            ..NONE
        },
        ..PLAIN
    },
    Description {
        file: "meta_pt.csv",
        currency: "BRL",
        left_out: &[4],
        decimal: ',',
        columns: Columns {
            day: "Início dos relatórios",
            campaign: "Nome da campanha",
            spend: "Valor usado (BRL)",
            revenue: "Valor de conversão da compra",
            impressions: "Impressões",
            clicks: "Cliques no link",
            // The column beside them says that they are purchases.
            conversions: "Resultados",
        },
        ..PLAIN
    },
    Description {
        file: "microsoft.csv",
        header_line: 4,
        left_out: &[9],
        days: DayForm::MonthFirst,
        columns: Columns {
            day: "TimePeriod",
            campaign: "CampaignName",
            spend: "Spend",
            revenue: "Revenue",
            impressions: "Impressions",
            clicks: "Clicks",
            conversions: "Conversions",
        },
        ..PLAIN
    },
    Description {
        file: "tiktok.csv",
        left_out: &[5],
        columns: Columns {
            day: "By Day",
            campaign: "Campaign name",
            spend: "Cost",
            impressions: "Impressions",
            clicks: "Clicks (destination)",
            conversions: "Conversions",
            ..NONE
        },
        ..PLAIN
    },
    Description { file: "total_disagrees.csv", left_out: &[4], columns: META, ..PLAIN },
];

/// The larger table of all platforms, where the reference data is there.
pub(super) const REFERENCE: Description =
    Description { file: "marketing/fb_ads_synthetic_2025q1.csv", columns: LONG, ..PLAIN };
