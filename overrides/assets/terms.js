// Shows what a term means where it stands in the text, on hovering, focus or a tap. Without this
// script, or when the definitions cannot be had, a term stays the plain link that it is.

const OPEN_AFTER = 150; // Milliseconds: a pointer that only passes opens nothing.
const CLOSE_AFTER = 200; // Milliseconds: the time to move from the term into the pop-up.
const GIVE_UP_AFTER = 5000; // Milliseconds: then a tap leads to the glossary after all.
const MARGIN = 8; // Pixels between the pop-up and the edge of the window.

const source = document.querySelector("[data-definitions]").dataset.definitions;

const popup = add(document.body, "div", "term-popup");
const box = add(popup, "div", "term-popup__box");
const name = add(box, "p", "term-popup__name");
const definition = add(box, "p", "term-popup__definition");
const actions = add(box, "p", "term-popup__actions");
const more = add(actions, "a");
const close = add(actions, "button");
const descriptions = add(document.body, "div");
// Says the definition to a screen reader where the description of the link does not: after a tap,
// and when the definitions came later than the focus. To move the focus instead would take the
// reader out of the sentence. It is here beforehand, as only changes in it are announced.
const announcement = add(document.body, "p", "term-announcement");
announcement.setAttribute("role", "status");
close.type = "button";
popup.hidden = descriptions.hidden = true;

let current = null; // The term whose pop-up is open, or waits for the definitions.
let tapped = false; // Whether a tap opened it: then it stays until it is closed.
let pressed = null; // The term that a finger came down on while it was not the current one.
let timer; // Opens or closes, whichever was asked for last.
let loading; // The definitions: asked for once, and again only if that failed.

function add(parent, tag, className = "") {
  return parent.appendChild(Object.assign(document.createElement(tag), { className }));
}

function load() {
  loading ??= fetch(source, { signal: AbortSignal.timeout(GIVE_UP_AFTER) })
    .then((response) => response.json())
    .then(describe)
    .catch(() => (loading = undefined));
  return loading;
}

// From now on a screen reader says the definition with the link, whether the pop-up is open or not.
function describe(data) {
  for (const link of document.querySelectorAll("a.term")) {
    const id = `term-definition-${link.dataset.term}`;
    const textContent = data.concepts[link.dataset.term]?.definition;
    if (!textContent) continue;
    if (!document.getElementById(id)) Object.assign(add(descriptions, "p"), { id, textContent });
    link.setAttribute("aria-describedby", id);
  }
  return data;
}

async function show(link, { tap = false, y } = {}) {
  if (link === current && !tap) return;
  hide();
  [current, tapped] = [link, tap];
  const late = link === document.activeElement && !link.hasAttribute("aria-describedby");
  const data = await load();
  const concept = data?.concepts[link.dataset.term];
  // A browser may tell of the focus before it scrolls there; by the next frame it has.
  if (concept) await new Promise(requestAnimationFrame);
  if (link !== current) return;
  if (!concept) {
    hide();
    if (tap) location.assign(link.href);
    return;
  }
  name.textContent = concept.term;
  definition.textContent = concept.definition;
  more.textContent = data.more;
  more.setAttribute("aria-label", `${data.more}: ${concept.term}`);
  more.href = link.href;
  // By keyboard the term itself is the same link: a second stop, far from it, would be in the way.
  more.tabIndex = tap ? 0 : -1;
  close.textContent = data.close;
  close.hidden = !tap;
  popup.hidden = false;
  place(y);
  if (tap || late) announcement.textContent = concept.definition;
}

// Below the line of the term, or above it if there is more room. A term may stand on two lines:
// then the line under the pointer counts, so that the way into the pop-up is short.
function place(y) {
  const { clientWidth, clientHeight } = document.documentElement;
  const lines = [...current.getClientRects()];
  const pointed = lines.find((line) => line.top <= y && y <= line.bottom);
  const [upper, lower] = pointed ? [pointed, pointed] : [lines[0], lines.at(-1)];
  const [roomAbove, roomBelow] = [upper.top - MARGIN, clientHeight - lower.bottom - MARGIN];
  popup.style.maxHeight = "none";
  const above = popup.offsetHeight > roomBelow && roomAbove > roomBelow;
  popup.style.maxHeight = `max(${above ? roomAbove : roomBelow}px, 6rem)`;
  const left = Math.min((above ? upper : lower).left, clientWidth - popup.offsetWidth - MARGIN);
  const top = above ? upper.top - popup.offsetHeight : lower.bottom;
  popup.style.left = `${Math.max(MARGIN, left) + scrollX}px`;
  popup.style.top = `${top + scrollY}px`;
}

function hide() {
  clearTimeout(timer);
  if (popup.contains(document.activeElement)) current.focus({ preventScroll: true });
  [current, tapped] = [null, false];
  popup.hidden = true;
  announcement.textContent = "";
}

const inside = (target) => popup.contains(target) || current?.contains(target);

function leave() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!current || tapped || current.matches(":hover, :focus-visible")) return;
    if (!popup.matches(":hover, :focus-within")) hide();
  }, CLOSE_AFTER);
}

// Reacts to an event of the page, given the term that it happened to, if any.
function on(type, react) {
  document.addEventListener(type, (event) => react(event, event.target.closest?.("a.term")));
}

on("pointerover", (event, link) => {
  if (event.pointerType === "touch" || !link) return;
  clearTimeout(timer);
  timer = setTimeout(show, OPEN_AFTER, link, { y: event.clientY });
});
on("pointerout", (event, link) => (link || inside(event.target)) && leave());
on("focusin", (event, link) => {
  if (link?.matches(":focus-visible")) show(link);
  else if (tapped && !inside(event.target)) hide();
});
on("focusout", leave);
on("pointerdown", (event, link) => {
  pressed = event.pointerType === "touch" && link !== current ? link : null;
});
// Scrolling with a finger ends in no pointerup, so it leaves the pop-up open.
on("pointerup", (event) => inside(event.target) || hide());
// The first tap opens. All else follows the link: the next tap, Enter (it has no detail), a mouse,
// and a tap with a key held that asks for a new tab or window.
on("click", (event, link) => {
  if (!link || link !== pressed || !event.detail) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link, { tap: true, y: event.clientY });
});
on("keydown", (event) => event.key === "Escape" && hide());
close.addEventListener("click", hide);
addEventListener("resize", () => popup.hidden || place());
addEventListener("pagehide", hide); // Who comes back to the page finds it closed.
