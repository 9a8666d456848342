// A summary for the meeting: what is filled in and what is open, on the screen and on paper.

import { sections, status, words } from "./exports.js";

export function open(list, button) {
  const { make, phrase } = list;
  const view = list.show("result", button);
  const lines = (tag, text) => make(tag, { className: "checklist-lines" }, text);
  const note = (item, tag) => {
    const text = item.note.value.trim();
    return text ? [lines(tag, `${phrase("note")}: ${text}`)] : [];
  };
  const question = (item) => [
    lines("dt", item.text),
    lines("dd", words(list, item)),
    ...note(item, "dd"),
  ];
  const part = (key, items, show) => [
    make("h3", {}, `${phrase(key)} (${list.questions(items).length})`),
    ...sections(items).flatMap(([section, those]) => [make("h4", {}, section), show(those)]),
  ];
  const filled = list.items.filter(list.filled);
  const left = list.questions().filter((those) => !those.some(list.filled)).flat();
  list.find(".checklist-summary", view).replaceChildren(
    make("p", {}, status(list)),
    ...part("result.filled", filled, (items) => make("dl", {}, ...items.flatMap(question))),
    ...part("result.left", left, (items) =>
      make("ul", {}, ...items.map((item) => make("li", {}, item.text, ...note(item, "p")))),
    ),
  );
}
