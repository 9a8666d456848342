// Brings the form of a checklist to life: how far one has come, answers kept if the reader asks for
// it, links that hold ticks. All else is loaded when it is first used. Nothing is sent anywhere, and
// without this script the form, its fields for notes and printing still work.

const tools = document.querySelector(".checklist-tools");
const content = tools.parentElement;
const said = JSON.parse(tools.dataset.said);
const { checklist: id, version, title } = tools.dataset;
const PREFIX = `checklist:${id}:`;
const language = document.documentElement.lang;
const find = (selector, within = document) => within.querySelector(selector);

// A question: its box on the page, the field of its answer and that of its note.
const items = [...document.querySelectorAll(".checklist-item")].map((box) => {
  const answer = find("[id^='answer--']", box);
  const fieldset = box.closest("fieldset");
  return {
    id: box.id,
    box,
    answer,
    tick: answer.type === "checkbox",
    note: find("[id^='note--']", box),
    text: find("label", box).textContent,
    section: document.getElementById(fieldset.getAttribute("aria-labelledby")).textContent.trim(),
    asks: "alternatives" in fieldset.dataset ? fieldset : box,
  };
});

/** The items by the question that they belong to: one each, or alternatives. */
function questions(those = items) {
  const found = new Map();
  for (const item of those) found.set(item.asks, [...(found.get(item.asks) ?? []), item]);
  return [...found.values()];
}

/** A phrase of the page's language, with what stands in braces replaced. */
function phrase(key, values = {}) {
  return said[key].replace(/\{(\w+)\}/g, (braces, name) => values[name] ?? braces);
}

/** An element with properties and children; a property with a hyphen is an attribute. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** What is filled in, by the ids of the items: the same in all languages. */
function state() {
  const answers = {};
  const notes = {};
  for (const item of items) {
    const answer = item.tick ? item.answer.checked : item.answer.value.trim();
    if (answer) answers[item.id] = answer;
    if (item.note.value.trim()) notes[item.id] = item.note.value.trim();
  }
  return { answers, notes };
}

/** Shows answers and notes in place of those on the page. */
function fill({ answers, notes }) {
  for (const item of items) {
    if (item.tick) item.answer.checked = answers[item.id] === true;
    else item.answer.value = answers[item.id] ?? "";
    item.note.value = notes[item.id] ?? "";
    item.note.parentElement.open = Boolean(item.note.value);
  }
  changed();
}

/** The part of some data that fits this list, and how much does not. Data may be anybody's. */
function fit(data) {
  const fitting = { answers: {}, notes: {} };
  const text = (value) => typeof value === "string" && value;
  for (const item of items) {
    const answer = data.answers[item.id];
    if (item.tick ? answer === true : text(answer)) fitting.answers[item.id] = answer;
    if (text(data.notes[item.id])) fitting.notes[item.id] = data.notes[item.id];
  }
  const size = ({ answers, notes }) => Object.keys(answers).length + Object.keys(notes).length;
  return { fitting, lost: size(data) - size(fitting) };
}

/** What a reader is told who opens answers to an earlier wording. */
function warnings(data, lost) {
  const told = data.version === version ? [] : [phrase("older")];
  return lost ? [...told, phrase("lost", { count: lost })] : told;
}

/** Tells something where the reader is: in the group of the control, or above the questions. */
function say(text, control) {
  const group = control?.closest(".checklist-group, .checklist-view, dialog");
  find(group ? ".checklist-said" : ".checklist-notice", group ?? content).textContent = text;
}

/** Asks before something on the page is replaced; Escape means no. */
function ask(text) {
  const dialog = find(".checklist-ask");
  find("p", dialog).textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
  });
}
find(".checklist-ask").addEventListener("click", ({ target }) => {
  if (target.dataset.answer) target.closest("dialog").close(target.dataset.answer);
});

/** How many questions are answered, and how many there are. */
const count = () => ({ done: questions(items.filter(filled)).length, all: questions().length });

const filled = (item) => (item.tick ? item.answer.checked : item.answer.value.trim() !== "");
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const EMPTY = { answers: {}, notes: {} };

let settled = EMPTY; // What can be left without asking: it is nothing, or kept, or in a file.

function settle() {
  settled = state();
  removeEventListener("beforeunload", leave);
}

// The browser asks in its own words, before what is written is lost.
function leave(event) {
  if (!same(state(), settled)) event.preventDefault();
}

function changed() {
  for (const item of items) item.box.toggleAttribute("data-filled", filled(item));
  const progress = find(".checklist-progress");
  find("progress", progress).value = count().done;
  const text = phrase("count", count());
  const status = find("p", progress);
  if (status.textContent !== text) status.textContent = text;
  if (consent.checked) keep();
  else if (same(state(), settled)) removeEventListener("beforeunload", leave);
  else addEventListener("beforeunload", leave);
}

// Keeping answers on the device: only where the reader has ticked the box.

const consent = find("#checklist--consent");
const forget = find("[data-do=forget]");

// A browser may refuse; it does so by throwing, even when it is only asked what there is.
function storage(use) {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

/** The keys of what is kept of this list: of this version first. */
function keys() {
  const all = storage((kept) => Object.keys(kept)) ?? [];
  return all
    .filter((key) => key.startsWith(PREFIX))
    .sort((one, other) => (other === PREFIX + version) - (one === PREFIX + version));
}

function clear(except) {
  for (const key of keys()) if (key !== except) storage((kept) => kept.removeItem(key));
}

/** The form of what is kept and of what stands in a file. */
function record() {
  const now = new Date();
  const date = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  return { checklist: id, version, language, date, ...state() };
}

function keep() {
  const kept = storage((kept) => {
    kept.setItem(PREFIX + version, JSON.stringify(record()));
    return true;
  });
  if (kept) {
    clear(PREFIX + version);
    return settle();
  }
  consent.checked = false;
  forget.hidden = true;
  addEventListener("beforeunload", leave);
  say(phrase("keep.refused"), consent);
}

function unkeep() {
  clear();
  consent.checked = false;
  forget.hidden = true;
  settled = EMPTY;
  changed();
  consent.focus();
  say(phrase("keep.forgotten"), consent);
}

consent.addEventListener("change", () => {
  if (!consent.checked) return unkeep();
  forget.hidden = false;
  say(phrase("keep.kept"), consent);
  keep();
});

/** Whether data has the form of a record; what is kept could have been changed by anybody, too. */
function sound(data) {
  const object = (value) => value && typeof value === "object" && !Array.isArray(value);
  return object(data) && object(data.answers) && object(data.notes) && "version" in data;
}

function restore() {
  const [key] = keys();
  if (!key) return;
  let data;
  try {
    data = JSON.parse(localStorage.getItem(key));
  } catch {
    return;
  }
  if (!sound(data)) return;
  const { fitting, lost } = fit(data);
  const told = [phrase("keep.restored"), ...warnings(data, lost)];
  // Of another version it is kept on only when the reader says so again: nothing is lost by it.
  consent.checked = data.version === version;
  forget.hidden = false;
  fill(fitting);
  say(told.join(" "));
}

// Sharing: the fragment of an address is never sent to a server, and holds nothing but ticks.

// No sign in it is one that a program for mail or chat would write otherwise or leave out.
const SHARED = "#ticks.";

/** The ticks alone, in the form of the answers. */
function ticks() {
  const ticked = items.filter((item) => item.tick && item.answer.checked);
  return Object.fromEntries(ticked.map((item) => [item.id, true]));
}

const fragment = () => SHARED + [version, ...Object.keys(ticks())].join(".");

async function open() {
  if (!location.hash.startsWith(SHARED)) return;
  const [then, ...ids] = location.hash.slice(SHARED.length).split(".");
  // Taken out of the address, so that to load the page anew does not bring old ticks back.
  history.replaceState(history.state, "", location.pathname + location.search);
  const right = /^[0-9a-f]{8}$/.test(then) && ids.every((name) => /^[a-z0-9-]+$/.test(name));
  if (!right) return say(phrase("share.wrong"));
  const answers = Object.fromEntries(ids.map((name) => [name, true]));
  const { fitting, lost } = fit({ answers, notes: {} });
  const before = ticks();
  const differs = items.some((item) => before[item.id] !== fitting.answers[item.id]);
  if (differs && Object.keys(before).length && !(await ask(phrase("ask.link")))) return;
  for (const item of items) if (item.tick) item.answer.checked = item.id in fitting.answers;
  changed();
  say([phrase("share.opened"), ...warnings({ version: then }, lost)].join(" "));
  find(".checklist-notice").scrollIntoView({ block: "center" });
}

async function share(button) {
  const address = location.href.split("#")[0] + fragment();
  const field = find("#checklist--link");
  field.value = address;
  field.parentElement.hidden = false;
  const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
  say(phrase(copied ? "share.copied" : "share.ready"), button);
  if (!copied) field.select();
}

// The ticks come along to the page in another language; what is kept is there anyway.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[hreflang]");
  const answers = ticks();
  const elsewhere = link?.origin !== location.origin;
  if (elsewhere || consent.checked || !Object.keys(answers).length) return;
  link.hash = fragment();
  if (same(state(), { answers, notes: {} })) settle();
});

// Views that take the place of the questions: the summary and the comparison.

let opener = null;

function show(name, button) {
  opener = button;
  content.dataset.checklistView = name;
  const view = find(`[data-view=${name}]`);
  view.hidden = false;
  const heading = find("h2", view);
  heading.focus({ preventScroll: true });
  content.scrollIntoView();
  return view;
}

function back() {
  if (!content.dataset.checklistView) return;
  find(`[data-view=${content.dataset.checklistView}]`).hidden = true;
  delete content.dataset.checklistView;
  opener?.focus();
}

addEventListener("hashchange", () => {
  back();
  if (location.hash.startsWith(SHARED)) return open();
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});

// What the modules work with that are loaded when they are first used.
const list = {
  ...{ id, version, title, language, items, state, fill, fit, warnings, sound, record, settle },
  ...{ phrase, make, find, say, ask, filled, questions, count, same, show },
};

const ACTIONS = { forget: unkeep, share, back, print: () => print() };

// The others: the module, what it is asked for, and how.
const LOADED = {
  save: ["files", "save"],
  open: ["files", "open"],
  copy: ["exports", "copy"],
  word: ["exports", "download", "html"],
  csv: ["exports", "download", "csv"],
  markdown: ["exports", "download", "md"],
  result: ["result", "open"],
  meeting: ["meeting", "open"],
  compare: ["compare", "open"],
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-do]");
  const [module, name, form] = LOADED[button?.dataset.do] ?? [];
  ACTIONS[button?.dataset.do]?.(button);
  if (!module) return;
  import(`./${module}.js`).then(
    (loaded) => loaded[name](list, button, form),
    () => say(phrase("failed"), button),
  );
});
content.addEventListener("input", ({ target }) => {
  if (items.some((item) => item.answer === target || item.note === target)) changed();
});
// In the meeting view an item stands outside the content's own order, but still inside it.
addEventListener("beforeprint", () => {
  for (const { note } of items) if (note.value) note.parentElement.open = true;
});

find("progress").max = count().all;
document.documentElement.classList.add("checklist-ready");
changed();
restore();
open();
