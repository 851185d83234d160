//! The products of the sample store, as flat shapes on a floor at y = 296 around x = 200.

use super::super::plan::Product;
use super::Palette;

/// Draws a product in the colours of a picture.
pub(super) fn draw(product: Product, colours: Palette) -> String {
    match product {
        Product::Mug => mug(colours),
        Product::Candle => candle(colours),
        Product::Throw => throw(colours),
        Product::Lamp => lamp(colours),
        Product::Vase => vase(colours),
        Product::GiftBox => gift_box(colours),
    }
}

fn mug(Palette { main, accent, shade, .. }: Palette) -> String {
    format!(
        r##"<path d="M252 182 h22 a42 42 0 0 1 0 84 h-22" fill="none" stroke="{main}" stroke-width="20"/>
<path d="M128 150 h136 v118 a28 28 0 0 1 -28 28 h-80 a28 28 0 0 1 -28 -28 Z" fill="{main}"/>
<rect x="128" y="206" width="136" height="34" fill="{accent}"/>
<ellipse cx="196" cy="150" rx="68" ry="13" fill="{shade}"/>
<path d="M172 126 q-14 -18 0 -36 M212 126 q-14 -18 0 -36" fill="none" stroke="{shade}" stroke-width="7" stroke-linecap="round" opacity="0.4"/>
"##
    )
}

fn candle(Palette { main, accent, shade, .. }: Palette) -> String {
    format!(
        r##"<circle cx="200" cy="136" r="58" fill="{accent}" opacity="0.45"/>
<rect x="142" y="176" width="116" height="120" rx="14" fill="{main}"/>
<rect x="164" y="212" width="72" height="50" rx="8" fill="{accent}"/>
<rect x="180" y="228" width="40" height="6" rx="3" fill="{shade}"/>
<rect x="186" y="242" width="28" height="6" rx="3" fill="{shade}"/>
<path d="M200 176 V158" stroke="{shade}" stroke-width="6" stroke-linecap="round"/>
<path d="M200 100 C224 130 220 160 200 160 C180 160 176 130 200 100 Z" fill="#ffb347"/>
<path d="M200 126 C211 140 210 156 200 156 C190 156 189 140 200 126 Z" fill="#fff3c4"/>
"##
    )
}

fn throw(Palette { main, accent, shade, .. }: Palette) -> String {
    let fringe = |place: u32| {
        format!(
            "<path d=\"M{x} 290 v16\" stroke=\"{shade}\" stroke-width=\"5\" stroke-linecap=\"round\"/>\n",
            x = 112 + 22 * place
        )
    };
    let fringes = (0..9).map(fringe).collect::<String>();
    format!(
        r##"<rect x="112" y="136" width="176" height="56" rx="26" fill="{main}"/>
<rect x="104" y="186" width="192" height="56" rx="26" fill="{accent}"/>
<rect x="96" y="236" width="208" height="58" rx="26" fill="{main}"/>
<path d="M140 150 v28 M160 150 v28 M240 150 v28 M260 150 v28" stroke="{accent}" stroke-width="6" stroke-linecap="round"/>
<path d="M132 200 v28 M268 200 v28" stroke="{shade}" stroke-width="6" stroke-linecap="round"/>
{fringes}"##
    )
}

fn lamp(Palette { main, accent, shade, .. }: Palette) -> String {
    format!(
        r##"<path d="M118 196 L282 196 L336 296 L64 296 Z" fill="{accent}" opacity="0.4"/>
<path d="M158 104 h84 l40 92 h-164 Z" fill="{main}"/>
<path d="M176 104 h14 l-10 92 h-22 Z" fill="{accent}" opacity="0.55"/>
<rect x="193" y="196" width="14" height="88" fill="{shade}"/>
<ellipse cx="200" cy="288" rx="56" ry="13" fill="{shade}"/>
"##
    )
}

fn vase(Palette { main, accent, shade, .. }: Palette) -> String {
    format!(
        r##"<path d="M200 172 C196 132 176 104 150 84 M200 172 C204 128 220 96 250 74 M200 172 V78" fill="none" stroke="{shade}" stroke-width="5" stroke-linecap="round"/>
<ellipse cx="148" cy="82" rx="24" ry="12" transform="rotate(38 148 82)" fill="{accent}"/>
<ellipse cx="254" cy="72" rx="24" ry="12" transform="rotate(-38 254 72)" fill="{accent}"/>
<ellipse cx="200" cy="70" rx="12" ry="24" fill="{accent}"/>
<ellipse cx="172" cy="122" rx="18" ry="9" transform="rotate(40 172 122)" fill="{main}" opacity="0.7"/>
<ellipse cx="228" cy="118" rx="18" ry="9" transform="rotate(-46 228 118)" fill="{main}" opacity="0.7"/>
<path d="M176 164 h48 v18 c52 26 52 84 14 114 h-76 c-38 -30 -38 -88 14 -114 Z" fill="{main}"/>
<path d="M142 236 q58 24 116 0" fill="none" stroke="{accent}" stroke-width="9"/>
"##
    )
}

fn gift_box(Palette { main, accent, shade, .. }: Palette) -> String {
    format!(
        r##"<rect x="116" y="188" width="168" height="108" rx="8" fill="{main}"/>
<rect x="104" y="158" width="192" height="38" rx="8" fill="{main}"/>
<rect x="104" y="190" width="192" height="6" fill="{shade}" opacity="0.35"/>
<rect x="187" y="158" width="26" height="138" fill="{accent}"/>
<ellipse cx="166" cy="138" rx="36" ry="18" transform="rotate(24 166 138)" fill="{accent}"/>
<ellipse cx="234" cy="138" rx="36" ry="18" transform="rotate(-24 234 138)" fill="{accent}"/>
<circle cx="200" cy="152" r="14" fill="{shade}"/>
"##
    )
}
