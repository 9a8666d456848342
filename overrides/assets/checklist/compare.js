// Several people's answers side by side, from their files: where do we differ?

import { sections } from "./exports.js";
import { choose, complain, read } from "./files.js";

let people = []; // { file, name, answers, notes }

export function open(list, opener) {
  const { find, make, phrase } = list;
  const view = list.show("compare", opener);
  const button = find("[data-compare=choose]", view);
  const only = find("#checklist--only", view);

  const spoken = (text) => text.trim().replace(/\s+/g, " ").toLocaleLowerCase(list.language);
  const answerOf = (item, { answers }) => {
    if (item.tick) return phrase(answers[item.id] ? "yes" : "no");
    return answers[item.id] ?? phrase("unanswered");
  };
  const differs = (item) =>
    new Set(people.map((person) => spoken(answerOf(item, person)))).size > 1;

  async function add(files) {
    const errors = [];
    const told = [];
    for (const file of files) {
      const { data, name, error } = await read(list, file);
      if (error) {
        errors.push(error);
        continue;
      }
      const { fitting, lost } = list.fit(data);
      told.push(...list.warnings(data, lost).map((warning) => `${name}: ${warning}`));
      people.push({ file: name, name: name.replace(/\.json$/i, ""), ...fitting });
    }
    complain(list, button, errors.join(" "));
    render(told);
  }

  /** A row of the list of files: its name to edit, and a button that takes it away. */
  function row(person, number) {
    const id = `checklist--name-${number}`;
    const label = make("label", { htmlFor: id }, phrase("compare.name", { file: person.file }));
    const field = make("input", { id, value: person.name, autocomplete: "off", maxLength: 60 });
    const text = () => phrase("compare.remove", { name: person.name });
    const remove = make("button", { type: "button", className: "checklist-button" }, text());
    field.oninput = () => {
      person.name = field.value.trim() || person.file;
      remove.textContent = text();
      for (const head of view.querySelectorAll(`[data-person="${number}"]`)) {
        head.textContent = person.name;
      }
    };
    remove.onclick = () => {
      people = people.filter((other) => other !== person);
      render([]);
      button.focus();
    };
    return make("li", {}, label, field, remove);
  }

  function table(item) {
    const differ = differs(item);
    const key = differ ? "differ" : people.some(({ answers }) => answers[item.id]) ? "same" : "none";
    const mark = make("span", { className: `checklist-mark checklist-mark--${key}` });
    mark.textContent = phrase(`compare.${key}`);
    const heads = ["compare.who", "answer"].map((key) => make("th", { scope: "col" }, phrase(key)));
    const lines = (text) => make("p", { className: "checklist-lines" }, text);
    const note = (text) => (text ? [lines(`${phrase("note")}: ${text}`)] : []);
    const rows = people.map((person, number) =>
      make(
        "tr",
        {},
        make("th", { scope: "row", "data-person": number }, person.name),
        make("td", {}, lines(answerOf(item, person)), ...note(person.notes[item.id])),
      ),
    );
    return make(
      "table",
      { className: "checklist-table" },
      make("caption", {}, `${item.text} `, mark),
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...rows),
    );
  }

  function render(told) {
    const enough = people.length > 1;
    const differing = list.items.filter(differs);
    const count = { count: list.questions(differing).length, all: list.questions().length };
    const summary = enough ? phrase("compare.count", count) : phrase("compare.few");
    list.say([summary, ...told].join(" "), button);
    find(".checklist-files", view).replaceChildren(...people.map(row));
    only.parentElement.hidden = !enough;
    const shown = enough ? (only.checked ? differing : list.items) : [];
    find(".checklist-tables", view).replaceChildren(
      ...sections(shown).flatMap(([section, items]) => [make("h3", {}, section), ...items.map(table)]),
    );
  }

  button.onclick = () => choose(list, "compare", add);
  only.onchange = () => render([]);
  render([]);
}
