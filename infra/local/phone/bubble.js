// One message as a bubble: text, buttons, time and ticks.

import { plainText, render } from "./markup.js";

const icons = {
  reply: "M10 8V4L3 11l7 7v-4.2c5 0 8.5 1.6 11 5.2-1-5-4-10-11-11z",
  url: "M14 4h6v6h-2V7.4l-8.3 8.3-1.4-1.4L16.6 6H14zM5 6h6v2H7v9h9v-4h2v6H5z",
  phone: "M6.6 10.8a15 15 0 006.6 6.6l2.2-2.2c.3-.3.7-.4 1-.2 1.2.4 2.4.6 3.6.6.6 0 1 .4 1 1V20c0 .6-.4 1-1 1C10.6 21 3 13.4 3 4c0-.6.4-1 1-1h3.5c.6 0 1 .4 1 1 0 1.2.2 2.4.6 3.6.1.3 0 .7-.2 1z",
  copy_code: "M8 3h11v13h-2V5H8zM4 7h11v14H4zm2 2v10h7V9z",
  list: "M4 6h2v2H4zm4 0h12v2H8zM4 11h2v2H4zm4 0h12v2H8zM4 16h2v2H4zm4 0h12v2H8z",
  warning: "M12 2a10 10 0 100 20 10 10 0 000-20zm-1.1 5h2.2v7h-2.2zm0 8.6h2.2v2.2h-2.2z",
};

function svg(path, size, view = "0 0 24 24") {
  const node = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  node.setAttribute("viewBox", view);
  node.setAttribute("width", size);
  node.setAttribute("height", size);
  node.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  shape.setAttribute("fill", "currentColor");
  node.append(shape);
  return node;
}

/** Makes an element with a class and children. */
export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null));
  return node;
}

const oneTick = "M11.1 2.7L5 10.6 1.9 7.8l-.8 1 4.1 3.7 7-9z";
const twoTicks = "M11.1 2.7L5 10.6 1.9 7.8l-.8 1 4.1 3.7 7-9zM15.8 2.7L9.7 10.6l-.9-.8-.8 1 1.9 1.7 7-9z";

// The person's own message is sent when it leaves, delivered when Twilio has it, read when the product has answered.
function progress(message) {
  if (message.direction === "inbound") {
    return { pending: "sent", answered: "read", failed: "failed" }[message.webhook] ?? "delivered";
  }
  return message.error_code === null ? message.status : "failed";
}

function ticks(message) {
  const state = progress(message);
  const node = element("span", `ticks ${state}`);
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", state);
  node.title = state;
  if (state === "failed") node.append(svg(icons.warning, 14));
  else if (state === "queued" || state === "sent") node.append(svg(oneTick, 16, "0 0 18 15"));
  else node.append(svg(twoTicks, 16, "0 0 18 15"));
  return node;
}

/** Writes a time of day as the person's phone does. */
export function timeOfDay(instant, person) {
  const options = { hour: "numeric", minute: "2-digit" };
  try {
    return new Intl.DateTimeFormat(person.language, { ...options, timeZone: person.zone }).format(instant);
  } catch {
    return new Intl.DateTimeFormat("en", options).format(instant);
  }
}

function quote(original, business) {
  const who = original.direction === "inbound" ? "You" : business.name;
  const box = element("div", "quoted", element("b", "", who), element("span", "", plainText(original.text)));
  box.dataset.quotes = original.sid;
  return box;
}

function buttonRow(choice, label, icon, attributes = {}) {
  const row = element(choice.kind === "url" || choice.kind === "phone" ? "a" : "button", "choice", svg(icon, 18), element("span", "", label));
  if (row.tagName === "BUTTON") row.type = "button";
  Object.assign(row.dataset, attributes);
  return row;
}

function choiceRow(message, choice, handlers) {
  const row = buttonRow(choice, choice.title, icons[choice.kind] ?? icons.reply, { button: choice.index, kind: choice.kind });
  if (choice.kind === "url") {
    row.href = /^https?:\/\//i.test(choice.url) ? choice.url : "#";
    row.target = "_blank";
    row.rel = "noopener noreferrer";
  } else if (choice.kind === "phone") {
    row.href = `tel:${choice.phone}`;
  } else if (choice.kind === "copy_code") {
    row.addEventListener("click", () => handlers.copy(choice.code));
  } else {
    row.addEventListener("click", () => handlers.tap(message, choice));
    row.disabled = handlers.inFlight(message, choice) || message.error_code !== null;
  }
  return row;
}

function sheetRow(message, label, kind, handlers) {
  const row = buttonRow({ kind }, label, icons.list, { sheet: "open" });
  row.addEventListener("click", () => handlers.openSheet(message));
  row.disabled = message.error_code !== null;
  return row;
}

// Beyond three buttons WhatsApp shows two and a way to the others.
function choices(message, handlers) {
  if (message.list_button !== null) return [sheetRow(message, message.list_button, "list", handlers)];
  const shown = message.buttons.length > 3 ? message.buttons.slice(0, 2) : message.buttons;
  const rows = shown.map((choice) => choiceRow(message, choice, handlers));
  if (message.buttons.length > 3) rows.push(sheetRow(message, "See all options", "all", handlers));
  return rows;
}

function picture(address) {
  const image = element("img", "picture");
  image.src = address;
  image.alt = "Picture";
  image.loading = "lazy";
  image.addEventListener("error", () => {
    const link = element("a", "attachment", svg(icons.url, 18), element("span", "", "Open attachment"));
    link.href = /^https?:\/\//i.test(address) ? address : "#";
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    image.replaceWith(link);
  });
  return image;
}

function failure(message) {
  const inbound = message.direction === "inbound" && message.webhook === "failed";
  if (message.error_code === null && !inbound) return null;
  const reason = inbound ? "The app did not answer this message" : `Not delivered · ${message.error_code}`;
  const note = element("div", "failure", svg(icons.warning, 16), element("span", "", reason));
  if (message.error_message) note.append(element("small", "", message.error_message));
  return note;
}

/** Builds the bubble of a message. */
export function bubble(message, chat, handlers) {
  const own = message.direction === "inbound";
  const original = chat.messages.find((other) => other.sid === message.replied_to);
  const body = element("div", "text");
  body.append(render(message.text));
  const time = element("time", "", timeOfDay(new Date(message.time), chat.person));
  time.dateTime = message.time;
  const meta = element("span", "meta", time, ticks(message));
  const face = element(
    "div",
    "face",
    original ? quote(original, chat.business) : null,
    ...message.media.map(picture),
    message.header ? element("div", "header-text", message.header) : null,
    body,
    message.footer ? element("div", "footer-text", message.footer) : null,
    meta,
  );
  const rows = choices(message, handlers);
  const card = element("div", "card", face, rows.length ? element("div", "choices", ...rows) : null);
  const node = element("article", `message ${own ? "own" : "theirs"}${message.error_code === null ? "" : " undelivered"}`, card, failure(message));
  node.dataset.sid = message.sid;
  node.dataset.status = message.status;
  face.addEventListener("click", () => handlers.inspect(message.sid));
  return node;
}
