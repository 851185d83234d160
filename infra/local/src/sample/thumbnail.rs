//! Draws the pictures of the sample's creatives: flat shapes without fonts or files, so that every renderer shows the
//! same. The product is what is advertised; the frame shows the format.

mod products;

use super::plan::{self, CreativePlan, Format};
use command_center::domain::identity::CreativeId;

/// The colours of a picture.
#[derive(Debug, Clone, Copy)]
struct Palette {
    wall: &'static str,
    floor: &'static str,
    main: &'static str,
    accent: &'static str,
    shade: &'static str,
}

const PALETTES: [Palette; 6] = [
    Palette { wall: "#f6e7d8", floor: "#e3c9ae", main: "#c8553d", accent: "#f2b880", shade: "#7a2e1d" },
    Palette { wall: "#dcecee", floor: "#b5d3d6", main: "#1f6f78", accent: "#f4d58d", shade: "#0f3d44" },
    Palette { wall: "#ece4f2", floor: "#cfc0dd", main: "#6b4e8e", accent: "#f0a6ca", shade: "#3a2754" },
    Palette { wall: "#e6efdc", floor: "#c6d8b0", main: "#5b7f3a", accent: "#f7e1a0", shade: "#2f4a1a" },
    Palette { wall: "#fbe5e1", floor: "#f0c3ba", main: "#d8576b", accent: "#ffd9a0", shade: "#852638" },
    Palette { wall: "#e2e8f3", floor: "#bccae4", main: "#34558b", accent: "#ffbd69", shade: "#1c2f50" },
];

/// Returns the path of a creative's picture, such as `/assets/creative-brand-us-gifts.svg`.
#[must_use]
pub fn thumbnail_path(creative: &CreativeId) -> String {
    format!("/assets/creative-{creative}.svg")
}

/// Draws the picture of a sample creative as an SVG document of 400 × 400, or returns `None` for any other creative.
#[must_use]
pub fn thumbnail_svg(creative: &CreativeId) -> Option<String> {
    let creatives = plan::campaigns().flat_map(|plan| plan.creatives);
    let (place, made) = creatives.enumerate().find(|(_, made)| made.id == creative.as_str())?;
    Some(draw(made, PALETTES[place % PALETTES.len()]))
}

fn draw(made: &CreativePlan, colours: Palette) -> String {
    let product = products::draw(made.product, colours);
    let (below, above) = frame(made.format, colours);
    let Palette { wall, floor, .. } = colours;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400" role="img">
<title>{title}</title>
<rect width="400" height="400" fill="{wall}"/>
<rect y="296" width="400" height="104" fill="{floor}"/>
{below}{product}{above}</svg>
"##,
        title = escape(made.name),
    )
}

/// Returns the shapes below and above the product that show the format of the creative.
fn frame(format: Format, colours: Palette) -> (String, String) {
    let Palette { main, accent, shade, wall, .. } = colours;
    match format {
        Format::Image => (sun(accent), String::new()),
        Format::Video => (sun(accent), play_button(shade)),
        Format::Carousel => (side_cards(main, accent), position_dots(shade)),
        Format::Ugc => (String::new(), phone(shade, main)),
        Format::Search => (String::new(), search_bar(shade, wall, accent)),
    }
}

fn sun(colour: &str) -> String {
    format!("<circle cx=\"336\" cy=\"76\" r=\"42\" fill=\"{colour}\" opacity=\"0.75\"/>\n")
}

fn play_button(colour: &str) -> String {
    format!(
        "<circle cx=\"200\" cy=\"210\" r=\"46\" fill=\"#ffffff\" opacity=\"0.92\"/>\n\
         <path d=\"M186 184 L228 210 L186 236 Z\" fill=\"{colour}\"/>\n"
    )
}

fn side_cards(main: &str, accent: &str) -> String {
    format!(
        "<rect x=\"-60\" y=\"96\" width=\"112\" height=\"208\" rx=\"16\" fill=\"{accent}\" opacity=\"0.8\"/>\n\
         <rect x=\"348\" y=\"96\" width=\"112\" height=\"208\" rx=\"16\" fill=\"{main}\" opacity=\"0.8\"/>\n\
         <rect x=\"76\" y=\"72\" width=\"248\" height=\"256\" rx=\"20\" fill=\"#ffffff\" opacity=\"0.72\"/>\n"
    )
}

fn position_dots(colour: &str) -> String {
    let dot = |(place, opacity): (u32, &str)| {
        format!(
            "<circle cx=\"{}\" cy=\"358\" r=\"8\" fill=\"{colour}\" opacity=\"{opacity}\"/>\n",
            172 + 28 * place
        )
    };
    [(0, "1"), (1, "0.35"), (2, "0.35")].map(dot).concat()
}

fn phone(colour: &str, heart: &str) -> String {
    format!(
        "<rect x=\"64\" y=\"26\" width=\"272\" height=\"348\" rx=\"34\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"14\"/>\n\
         <circle cx=\"104\" cy=\"76\" r=\"18\" fill=\"{heart}\"/>\n\
         <rect x=\"132\" y=\"68\" width=\"88\" height=\"16\" rx=\"8\" fill=\"{colour}\" opacity=\"0.55\"/>\n\
         <path d=\"M294 346 C264 324 272 300 294 316 C316 300 324 324 294 346 Z\" fill=\"{heart}\"/>\n"
    )
}

fn search_bar(colour: &str, paper: &str, accent: &str) -> String {
    format!(
        "<rect x=\"40\" y=\"36\" width=\"320\" height=\"60\" rx=\"30\" fill=\"#ffffff\"/>\n\
         <rect x=\"68\" y=\"58\" width=\"150\" height=\"16\" rx=\"8\" fill=\"{paper}\"/>\n\
         <circle cx=\"318\" cy=\"63\" r=\"14\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"6\"/>\n\
         <path d=\"M328 73 L340 85\" stroke=\"{colour}\" stroke-width=\"6\" stroke-linecap=\"round\"/>\n\
         <rect x=\"40\" y=\"336\" width=\"200\" height=\"14\" rx=\"7\" fill=\"{colour}\" opacity=\"0.7\"/>\n\
         <rect x=\"40\" y=\"360\" width=\"280\" height=\"12\" rx=\"6\" fill=\"{accent}\"/>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
