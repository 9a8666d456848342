// Leads through a decision path one question at a time. The steps are read from the page, where
// they all stand in words; without this script that is how the path is followed.
//
// The answers are the page's fragment, as the ids of the steps behind the first: #walk/domestic/
// capacity. So the browser's Back goes back a question, a link leads to an outcome, and switching
// language keeps the place. A fragment of one id alone is a heading of the page, as ever.

const walk = document.getElementById("walk");
const way = walk.querySelector(".path-walk-way");
const heading = walk.querySelector("h3");
const help = walk.querySelector(".path-walk-help");
const answers = walk.querySelector(".path-walk-answers");
const end = walk.querySelector(".path-walk-end");
const copied = end.querySelector("[role=status]");
const { first, outcome } = walk.dataset;
const steps = new Map();

let shown = null; // The fragment of the step that is shown.

// A step: its heading, what follows up to the next one, and its answers.
function step(id) {
  if (!steps.has(id)) steps.set(id, read(document.getElementById(id)));
  return steps.get(id);
}

function read(title) {
  const found = { text: title.firstChild.textContent, body: [], answers: [] };
  // A heading stands in a box with a link to itself.
  for (let node = title.parentElement.nextElementSibling; node; node = node.nextElementSibling) {
    if (node.matches(".heading")) break;
    const items = [...node.querySelectorAll(":scope > li")].filter(answer);
    if (items.length) found.answers = items.map((item) => ({ text: answer(item), next: next(item) }));
    else if (!node.matches(".path-again")) found.body.push(node);
  }
  return found;
}

const answer = (item) => item.querySelector(".path-answer")?.textContent;
const next = (item) => item.querySelector("a[href^='#']").hash.slice(1);
const fragment = (ids) => ["#walk", ...ids.slice(1)].join("/");

// The steps that the address names, as far as each follows from the one before: a link from
// before the path was changed leads as far as it still makes sense.
function trail() {
  const ids = [first];
  for (const id of location.hash.split("/").slice(1)) {
    if (!step(ids.at(-1)).answers.some((answer) => answer.next === id)) break;
    ids.push(id);
  }
  return ids;
}

function element(tag, textContent, more = {}) {
  return Object.assign(document.createElement(tag), { textContent, ...more });
}

function show(ids) {
  const current = step(ids.at(-1));
  const last = !current.answers.length;
  shown = fragment(ids);
  way.hidden = ids.length === 1;
  way.lastElementChild.replaceChildren(...ids.slice(1).map((id, n) => answered(ids.slice(0, n + 1), id)));
  heading.textContent = last ? `${outcome}: ${current.text}` : current.text;
  help.replaceChildren(...current.body.map((node) => node.cloneNode(true)));
  if (last) help.querySelector(".words")?.remove(); // That it is an outcome, the heading says.
  answers.replaceChildren(...current.answers.map(({ text, next }) => button(text, [...ids, next])));
  answers.hidden = last;
  end.hidden = !last;
  end.querySelector("button").hidden = !record();
  copied.textContent = "";
  walk.classList.toggle("path-walk-begun", ids.length > 1);
  mark(ids);
}

// A question that was answered: a link back to it, and the answer.
function answered(ids, next) {
  const { text, answers } = step(ids.at(-1));
  const item = element("li", "");
  const given = answers.find((answer) => answer.next === next).text;
  item.append(element("a", text, { href: fragment(ids) }), " ", element("strong", given));
  return item;
}

function button(text, ids) {
  const made = element("button", text, { type: "button" });
  made.addEventListener("click", () => (location.hash = fragment(ids)));
  return made;
}

// Shows the way in the picture, too. An outcome may stand there twice: then the one behind the
// question before it is meant.
function mark(ids) {
  let walked = 0;
  for (const link of document.querySelectorAll(".path-picture a")) {
    const here = link.getAttribute("href") === `#${ids[walked]}`;
    if (here) walked += 1;
    link.classList.toggle("walked", here);
    if (here && walked === ids.length) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
}

const record = () => help.querySelector(".path-record");

end.querySelector("button").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(record().textContent);
    copied.textContent = walk.dataset.copied;
  } catch {
    getSelection().selectAllChildren(record()); // Where it is not allowed: ready to be copied.
  }
});

// The focus goes to the question, so that a screen reader says it and Tab leads to its answers.
function follow() {
  const ours = /^(#walk(\/.*)?)?$/.test(location.hash);
  const ids = trail();
  if (!ours || (!location.hash && shown === fragment(ids))) return;
  show(ids);
  heading.focus({ preventScroll: true });
  walk.scrollIntoView({ block: "nearest" });
}

addEventListener("hashchange", follow);
show([first]);
if (location.hash.startsWith("#walk")) follow();
