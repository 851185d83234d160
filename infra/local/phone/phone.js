// The phone page: shows one chat, keeps it up to date, sends taps and texts.

import { bubble, element, timeOfDay } from "./bubble.js";
import { plainText } from "./markup.js";

const find = (id) => document.getElementById(id);
const current = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const state = { chat: null, people: [], drawn: new Map(), flying: new Set(), reported: new Set(), inspected: null, sheet: null, waiting: 0 };

async function call(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, options);
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(answer?.error ?? "The simulator did not answer");
  return answer;
}

// What the clock of the stack shows: somebody may have moved it.
const now = () => new Date(Date.now() + 1000 * (state.chat?.ahead_seconds ?? 0));

const chatPath = (verb) => `/sim/chat/${encodeURIComponent(current)}${verb}`;

function toast(text) {
  const node = find("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (node.hidden = true), 4000);
}

// ---- Sending ----

const flight = (message, choice) => `${message.sid}:${choice.index}`;

async function send(verb, body) {
  state.waiting += 1;
  presence();
  try {
    const answer = await call(chatPath(verb), body);
    if (answer.status === null && answer.error_code === null) toast("No app is connected to this number yet");
  } catch (error) {
    toast(error.message);
  } finally {
    state.waiting -= 1;
    presence();
  }
}

const handlers = {
  inFlight: (message, choice) => state.flying.has(flight(message, choice)),
  inspect: (sid) => {
    state.inspected = sid;
    details();
  },
  openSheet,
  copy: async (code) => {
    await navigator.clipboard.writeText(code).catch(() => {});
    toast("Code copied");
  },
  tap: async (message, choice) => {
    const key = flight(message, choice);
    if (state.flying.has(key)) return;
    state.flying.add(key);
    draw();
    await send("/tap", { message: message.sid, button: choice.index });
    state.flying.delete(key);
    draw();
  },
};

// ---- The chat ----

function presence() {
  const node = find("presence");
  const types = state.waiting > 0 || state.chat?.typing === true;
  node.textContent = types ? "typing…" : "Business account";
  node.classList.toggle("typing", types);
}

function dayOf(instant) {
  const { person } = state.chat;
  const options = { weekday: "long", day: "numeric", month: "long" };
  const format = (date) => {
    try {
      return new Intl.DateTimeFormat(person.language, { ...options, timeZone: person.zone }).format(date);
    } catch {
      return new Intl.DateTimeFormat("en", options).format(date);
    }
  };
  const day = format(new Date(instant));
  return day === format(now()) ? "Today" : day;
}

function rows(chat) {
  const list = [{ key: "notice", print: "notice", build: notice }];
  let day = null;
  for (const message of chat.messages) {
    const today = dayOf(message.time);
    if (today !== day) list.push({ key: `day ${today}`, print: today, build: () => element("div", "day", element("span", "", today)) });
    day = today;
    const flying = message.buttons.filter((choice) => handlers.inFlight(message, choice)).map((choice) => choice.index);
    list.push({
      key: message.sid,
      print: JSON.stringify([message, flying]),
      build: () => bubble(message, chat, handlers),
    });
  }
  return list;
}

function notice() {
  return element("div", "notice", element("span", "", "Simulated chat · messages stay on this machine"));
}

// Puts a bubble in the place of another, and the focus where it was.
function replace(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset : null;
  old.replaceWith(node);
  if (focused?.sheet) node.querySelector("[data-sheet]")?.focus({ preventScroll: true });
  else if (focused?.button) node.querySelector(`[data-button="${CSS.escape(focused.button)}"]`)?.focus({ preventScroll: true });
}

// Redraws only what changed, so that focus, selection and scrolling survive.
function draw() {
  if (!state.chat) return;
  const wall = find("wall");
  const atEnd = wall.scrollHeight - wall.scrollTop - wall.clientHeight < 120;
  const seen = new Set();
  let before = null;
  for (const row of rows(state.chat)) {
    seen.add(row.key);
    const old = state.drawn.get(row.key);
    let node = old?.node;
    if (!old || old.print !== row.print) {
      node = row.build();
      if (!old && draw.before) node.classList.add("new");
      if (old) replace(old.node, node);
      state.drawn.set(row.key, { node, print: row.print });
    }
    const place = before ? before.nextSibling : wall.firstChild;
    if (node !== place) wall.insertBefore(node, place);
    before = node;
  }
  for (const [key, { node }] of state.drawn) {
    if (!seen.has(key)) {
      node.remove();
      state.drawn.delete(key);
    }
  }
  if (atEnd || !draw.before) wall.scrollTop = wall.scrollHeight;
  draw.before = true;
}

function show(chat) {
  state.chat = chat;
  document.title = `${chat.person.name} · ${chat.business.name}`;
  find("business").textContent = chat.business.name;
  draw();
  presence();
  details();
  tick();
  reportRead();
  refreshPeople();
}

async function reportRead() {
  if (document.visibilityState !== "visible" || !state.chat) return;
  const fresh = state.chat.messages.filter((message) => message.direction === "outbound" && !state.reported.has(message.sid));
  if (fresh.length === 0) return;
  const messages = fresh.map((message) => message.sid);
  messages.forEach((sid) => state.reported.add(sid));
  await call(chatPath("/read"), { messages }).catch(() => messages.forEach((sid) => state.reported.delete(sid)));
}

// ---- The sheet of a list or of many buttons ----

function openSheet(message) {
  state.sheet = { message, picked: null };
  find("sheet-title").textContent = message.list_button ?? "All options";
  find("sheet-send").disabled = true;
  find("sheet-rows").replaceChildren(...message.buttons.map(sheetRow));
  for (const id of ["sheet", "shade"]) find(id).hidden = false;
  behind().forEach((node) => (node.inert = true));
  find("sheet-rows").querySelector("input, a")?.focus({ preventScroll: true });
}

function sheetRow(choice) {
  if (!choice.sends) {
    const link = element("a", "sheet-row", element("span", "sheet-text", element("b", "", choice.title)));
    if (/^https?:\/\//i.test(choice.url ?? "")) link.href = choice.url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  const radio = element("input");
  radio.type = "radio";
  radio.name = "choice";
  radio.dataset.button = choice.index;
  radio.addEventListener("change", () => {
    state.sheet.picked = choice;
    find("sheet-send").disabled = false;
  });
  const text = element("span", "sheet-text", element("b", "", choice.title));
  if (choice.description) text.append(element("small", "", choice.description));
  return element("label", "sheet-row", text, radio);
}

// What lies behind the sheet and cannot be reached while it is open.
function behind() {
  const around = [...document.querySelectorAll(".people, .hood")];
  return [...around, ...[...find("screen").children].filter((node) => !["sheet", "shade", "toast"].includes(node.id))];
}

function closeSheet() {
  if (!state.sheet) return;
  const { sid } = state.sheet.message;
  state.sheet = null;
  for (const id of ["sheet", "shade"]) find(id).hidden = true;
  behind().forEach((node) => (node.inert = false));
  find("wall").querySelector(`[data-sid="${CSS.escape(sid)}"] [data-sheet]`)?.focus({ preventScroll: true });
}

// ---- People and details ----

const hues = [168, 262, 24, 204, 330, 92, 48, 288];

function avatar(person, index) {
  const initials = person.name.split(/\s+/).map((part) => part[0]).slice(0, 2).join("");
  return element("span", `avatar hue-${hues[index % hues.length]}`, initials);
}

function personRow(person, index) {
  const last = person.last_text ? plainText(person.last_text).replace(/\s+/g, " ") : "No messages yet";
  const time = person.last_time ? timeOfDay(new Date(person.last_time), person) : "";
  const unread = person.unread > 0 && person.id !== current ? element("span", "badge", String(person.unread)) : null;
  const link = element(
    "a",
    `person${person.id === current ? " current" : ""}`,
    avatar(person, index),
    element("span", "person-text", element("b", "", person.name), element("span", "preview", last)),
    element("span", "person-side", element("time", "", time), unread),
  );
  link.href = `/phone/${encodeURIComponent(person.id)}`;
  if (person.id === current) link.setAttribute("aria-current", "page");
  return link;
}

async function refreshPeople() {
  const people = await call("/sim/people").catch(() => null);
  const print = JSON.stringify(people);
  if (people === null || print === refreshPeople.print) return;
  refreshPeople.print = print;
  state.people = people;
  find("people").replaceChildren(...people.map(personRow));
}

function fact(name, value, code = false) {
  if (value === null || value === undefined || value === "") return [];
  return [element("dt", "", name), element("dd", code ? "code" : "", String(value))];
}

function details() {
  if (!state.chat) return;
  const { person, messages } = state.chat;
  const until = person.window_open_until;
  find("session").textContent = until
    ? `Session open: free text may be sent until ${dayOf(until)}, ${timeOfDay(new Date(until), person)}.`
    : "No open session: only approved templates reach this person.";
  const message = messages.find((other) => other.sid === state.inspected) ?? messages.at(-1);
  if (!message) return find("details").replaceChildren();
  const inbound = message.direction === "inbound";
  const list = element(
    "dl",
    "",
    ...fact("Message", inbound ? "from the person" : message.template ? "approved template" : "in the session"),
    ...fact("Status", inbound ? `webhook ${message.webhook}` : message.status),
    ...fact("Error", message.error_code && `${message.error_code} · ${message.error_message}`),
    ...fact("SID", message.sid, true),
    ...fact("Content", message.content_sid, true),
    ...fact("Replies to", message.replied_to, true),
    ...message.buttons.flatMap((choice) => fact(choice.title, choice.payload ?? choice.url ?? choice.phone ?? choice.code, true)),
  );
  find("details").replaceChildren(list);
}

function tick() {
  const person = state.chat?.person ?? { language: "en", zone: undefined };
  find("clock").textContent = timeOfDay(now(), person);
}

// ---- Keeping up to date ----

function listen() {
  const source = new EventSource(chatPath("/events"));
  let poll = null;
  source.addEventListener("chat", (event) => show(JSON.parse(event.data)));
  source.addEventListener("open", () => {
    clearInterval(poll);
    poll = null;
  });
  source.addEventListener("error", () => {
    poll ??= setInterval(refresh, 2000);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => { clearInterval(poll); listen(); }, 10000);
  });
}

async function refresh() {
  try {
    show(await call(chatPath("")));
  } catch (error) {
    if (!state.chat) nobody(error.message);
  }
}

function nobody(text) {
  find("desk").classList.add("no-chat");
  find("empty").replaceChildren(element("p", "", text));
  find("empty").hidden = false;
}

// ---- Start ----

function compose() {
  const text = find("text");
  const resize = () => {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 120)}px`;
    find("send").disabled = text.value.trim() === "" || state.flying.has("text");
  };
  text.addEventListener("input", resize);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      find("composer").requestSubmit();
    }
  });
  find("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = text.value;
    if (said.trim() === "" || state.flying.has("text")) return;
    state.flying.add("text");
    text.value = "";
    resize();
    await send("/say", { text: said });
    state.flying.delete("text");
    resize();
  });
}

function start() {
  refreshPeople();
  setInterval(refreshPeople, 5000);
  setInterval(tick, 5000);
  document.addEventListener("visibilitychange", reportRead);
  find("sheet-close").addEventListener("click", closeSheet);
  find("shade").addEventListener("click", closeSheet);
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeSheet());
  find("sheet-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!state.sheet?.picked) return;
    const { message, picked } = state.sheet;
    closeSheet();
    handlers.tap(message, picked);
  });
  compose();
  tick();
  if (current === "") return nobody("Pick a person to see their phone.");
  find("desk").classList.add("has-chat");
  refresh().then(() => state.chat && listen());
}

start();
