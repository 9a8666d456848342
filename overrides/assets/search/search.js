// The face of the search: a dialog over the page, whose words stand in its markup. What finds
// things is engine.js, which is fetched when the reader opens the search for the first time.

const ASK_AFTER = 100; // Milliseconds: who types quickly asks once.
const SETTLE_AFTER = 400; // Milliseconds: then the answer is announced and has its address.
const ANNOUNCE_BUSY_AFTER = 1000; // Milliseconds: a quick search need not say that it searches.
const LEAST = 2; // Letters.
const MORE = 20; // Further results, where the reader asks for them.
const SLASH = "search-slash"; // In localStorage: "off" where the reader has switched the key off.

const dialog = document.querySelector(".search-dialog");
const find = (name) => dialog.querySelector(`.search-${name}`);
const base = new URL(dialog.dataset.searchBase, document.baseURI);
const [form, input, status, results] = ["form", "query", "status", "results"].map(find);
const [hint, busy, count, list] = ["hint", "busy", "count", "list"].map(find);
const [none, failure, slash, more] = ["none", "failure", "slash", "more"].map(find);
const opener = replaceLink(document.querySelector(".search-open"));

let loading; // The engine: asked for once, and again only if that failed.
let failures = 0;
let latest = 0; // Counts what was written, so that a late answer to an earlier query is dropped.
let shown = ""; // The query whose answer, or failure, is shown.
let message = ""; // What is to be said of it.
let opened = false;
let asking; // The timers.
let settling;

// Without the script it is a link, and leads to the site map.
function replaceLink(link) {
  const button = add(null, "button", link.className);
  button.type = "button";
  button.ariaHasPopup = "dialog";
  button.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  button.append(...link.childNodes);
  link.replaceWith(button);
  return button;
}

function add(parent, tag, className = "", textContent = "") {
  const element = Object.assign(document.createElement(tag), { className, textContent });
  parent?.append(element);
  return element;
}

// A browser may remember that a module could not be had: another address is asked for anew.
function engine() {
  loading ??= import(failures ? `./engine.js?${failures}` : "./engine.js")
    .then((module) => module.open(base))
    .catch((error) => {
      [loading, failures] = [undefined, failures + 1];
      throw error;
    });
  return loading;
}

const query = () => input.value.trim();

function type() {
  results.scrollTop = 0;
  clearTimeout(asking);
  clearTimeout(settling);
  latest += 1;
  if (query().length < LEAST) {
    show("idle", {});
  } else {
    results.dataset.searchState = "busy";
    asking = setTimeout(() => ask(), ASK_AFTER);
    settling = setTimeout(() => (status.textContent = busy.textContent), ANNOUNCE_BUSY_AFTER);
  }
}

async function ask(limit) {
  clearTimeout(asking);
  const [asked, words] = [latest, query()];
  let answer;
  try {
    answer = await (await engine()).search(words, limit);
  } catch {
    if (asked === latest) show("done", { words, failed: true });
    return;
  }
  if (asked === latest) show("done", { answer, words });
}

// Shows an answer to the words, or that there could be none; with neither, what can be written.
function show(state, { answer, words = "", failed = false }) {
  const found = answer?.results.length > 0;
  list.replaceChildren(...(answer?.results ?? []).map(result));
  hint.hidden = state !== "idle";
  count.hidden = !found;
  more.hidden = !found || answer.total <= answer.results.length;
  none.hidden = !answer || found;
  failure.hidden = !failed;
  if (found) {
    count.textContent = message = counted(answer.total, answer.results.length);
  } else if (answer) {
    const title = none.querySelector(".search-message");
    title.textContent = message = title.dataset.text.replace("{query}", () => words);
    for (const link of none.querySelectorAll("a[hreflang]")) {
      link.search = new URLSearchParams({ q: words });
    }
  } else {
    message = failed ? failure.querySelector(".search-message").textContent : "";
  }
  shown = words;
  results.dataset.searchState = state;
  clearTimeout(settling);
  settling = setTimeout(settle, SETTLE_AFTER);
}

function counted(total, listed) {
  const { one, other, some } = count.dataset;
  const text = total > listed ? some : total === 1 ? one : other;
  return text.replace("{count}", total).replace("{shown}", listed);
}

function result({ url, title, heading, excerpt, note }) {
  const item = document.createElement("li");
  const link = add(item, "a", "search-result");
  link.href = new URL(url, base);
  link.dataset.searchResult = "";
  add(link, "span", "search-result__title", title);
  if (heading) link.append(" ", add(null, "span", "search-result__heading", heading));
  const text = add(item, "p", "search-result__excerpt");
  for (const [piece, marked] of excerpt) text.append(marked ? add(null, "mark", "", piece) : piece);
  if (note) {
    const line = add(item, "p", "search-result__note", `${note.text} `);
    add(line, "span", "", note.term).lang = note.lang;
  }
  return item;
}

// Not at every letter: a screen reader would say them all, and browsers limit changes of address.
function settle() {
  clearTimeout(settling);
  status.textContent = opened ? message : "";
  const address = new URL(location);
  if (opened && shown) address.searchParams.set("q", shown);
  else address.searchParams.delete("q");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

function open() {
  if (!opened) {
    // When it closes, the browser gives the focus back to what had it; so something must.
    if (document.activeElement === document.body) opener.focus({ preventScroll: true });
    dialog.showModal();
    opened = true;
    // A failure is shown when there is something to ask.
    engine().catch(() => {});
    settling = setTimeout(settle, SETTLE_AFTER);
  }
  input.focus();
  input.select();
}

function close() {
  if (!opened) return;
  opened = false;
  dialog.close();
  settle();
}

function slashIsOn() {
  try {
    return localStorage.getItem(SLASH) !== "off";
  } catch {
    return slash.checked; // The browser lets the site keep nothing.
  }
}

opener.addEventListener("click", open);
find("close").addEventListener("click", close);
more.addEventListener("click", async () => {
  const [asked, before] = [latest, list.children.length];
  await ask(before + MORE);
  if (asked === latest) list.children[before]?.querySelector("a").focus();
});
// A tap outside, or the phone's key for going back. The event comes late: it may be open anew.
dialog.addEventListener("close", () => dialog.open || close());
input.addEventListener("input", type);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  type();
  if (query().length < LEAST) return;
  await ask();
  settle();
});

addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.repeat) return;
  const command = event.ctrlKey || event.metaKey;
  const field = event.target.closest?.("input, textarea, select, [contenteditable]");
  const asked = command
    ? event.key.toLowerCase() === "k" && !event.shiftKey
    : event.key === "/" && !field && !opened && slashIsOn();
  if (!asked) return;
  event.preventDefault();
  open();
});

dialog.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  // By itself, Escape would first empty the field.
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  }
  const stops = [input, ...list.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const place = stops.indexOf(event.target);
  if (!step || place < 0 || !stops[place + step]) return;
  event.preventDefault();
  stops[place + step].focus();
});

list.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Who comes back finds the answer again; who stays on the page finds it uncovered.
  settle();
  if (link.pathname === location.pathname && link.hash) close();
});

addEventListener("online", () => failure.hidden || (type(), ask()));

slash.checked = slashIsOn();
slash.addEventListener("change", () => {
  try {
    if (slash.checked) localStorage.removeItem(SLASH);
    else localStorage.setItem(SLASH, "off");
  } catch {
    // Then it holds for this page.
  }
});

// A search can be linked: any page of the language with ?q= opens it.
const linked = new URLSearchParams(location.search).get("q")?.trim();
if (linked) {
  input.value = linked;
  open();
  type();
}
