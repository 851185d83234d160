// WhatsApp's text markup as DOM nodes. Text only ever becomes text nodes, so nothing in a message can become markup.

const word = "[\\p{L}\\p{N}]";
const paired = (sign) =>
  new RegExp(`(?<!${word}|[${sign}])[${sign}](?=[^\\s${sign}])([^${sign}\\n]*[^\\s${sign}])[${sign}](?!${word}|[${sign}])`, "u");

const rules = [
  { pattern: /```([\s\S]+?)```/, build: (match) => plain("code", match[1].trim()) },
  { pattern: /`([^`\n]+)`/, build: (match) => plain("code", match[1]) },
  { pattern: /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]*_~]/i, build: (match) => link(match[0], match[0]) },
  {
    pattern: /(?<![\p{L}\p{N}@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}\/[^\s<>"']*[^\s<>"'.,;:!?)\]*_~]/iu,
    build: (match) => link(`https://${match[0]}`, match[0]),
  },
  { pattern: paired("*"), build: (match) => nested("strong", match[1]) },
  { pattern: paired("_"), build: (match) => nested("em", match[1]) },
  { pattern: paired("~"), build: (match) => nested("s", match[1]) },
];

function plain(tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}

function nested(tag, text) {
  const node = document.createElement(tag);
  node.append(inline(text));
  return node;
}

function link(address, text) {
  const node = plain("a", text);
  node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

// Finds the rule that matches first; of two at the same place, the earlier in the list wins.
function firstMatch(text) {
  let best = null;
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (match && (best === null || match.index < best.match.index)) best = { rule, match };
  }
  return best;
}

function inline(text) {
  const fragment = document.createDocumentFragment();
  let rest = text;
  for (let found = firstMatch(rest); found; found = firstMatch(rest)) {
    fragment.append(rest.slice(0, found.match.index), found.rule.build(found.match));
    rest = rest.slice(found.match.index + found.match[0].length);
  }
  fragment.append(rest);
  return fragment;
}

// Splits a text into runs of quoted lines, listed lines and ordinary lines, leaving code blocks whole.
function blocks(text) {
  const runs = [];
  let fenced = false;
  for (const line of text.split("\n")) {
    const marked = fenced ? null : /^(?:(>) |([-*]) )(.+)$/.exec(line);
    const kind = marked ? (marked[1] ? "quote" : "item") : "line";
    const last = runs.at(-1);
    const content = marked ? marked[3] : line;
    if (last && last.kind === kind) last.lines.push(content);
    else runs.push({ kind, lines: [content] });
    if ((line.match(/```/g) ?? []).length % 2 === 1) fenced = !fenced;
  }
  return runs;
}

/** Renders a message text. */
export function render(text) {
  const fragment = document.createDocumentFragment();
  for (const run of blocks(text)) {
    if (run.kind === "item") {
      const list = document.createElement("ul");
      list.append(...run.lines.map((line) => nested("li", line)));
      fragment.append(list);
    } else {
      const block = nested(run.kind === "quote" ? "blockquote" : "div", run.lines.join("\n"));
      fragment.append(block);
    }
  }
  return fragment;
}

/** Returns a text without its marks, for previews. */
export function plainText(text) {
  const holder = document.createElement("div");
  holder.append(render(text ?? ""));
  return holder.textContent;
}
