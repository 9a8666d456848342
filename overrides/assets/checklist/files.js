// Answers and notes in a file of the reader's own.

const LARGEST = 1_000_000; // Bytes: no checklist comes near it, and a film would stop the page.

/** Hands the reader a file. */
export function give(list, name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = list.make("a", { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** The name of a file of this checklist, made today. */
export function nameOf(list, ending) {
  return `${list.id}-${list.record().date}.${ending}`;
}

export function save(list, button) {
  const name = nameOf(list, "json");
  give(list, name, "application/json", JSON.stringify(list.record(), null, 2));
  list.settle();
  list.say(list.phrase("file.saved", { name }), button);
}

/** What a file holds: { data, name }, or { error } with what is wrong with it. */
export async function read(list, file) {
  const { name } = file;
  let data;
  try {
    if (file.size <= LARGEST) data = JSON.parse(await file.text());
  } catch {
    // It is no JSON: told below, as any other file that is not ours.
  }
  if (!list.sound(data) || typeof data.checklist !== "string") {
    return { error: list.phrase("file.wrong", { name }) };
  }
  if (data.checklist !== list.id) return { error: list.phrase("file.other", { name }) };
  return { data, name };
}

/** Lets the reader choose files; the button stands for the field, whose words are the browser's. */
export function choose(list, name, then) {
  const field = list.find(`[data-file=${name}]`);
  field.onchange = async () => {
    const files = [...field.files];
    await then(files);
    field.value = ""; // The same file can be chosen again.
  };
  field.click();
}

/** Shows what is wrong with the files chosen, tied to the button; '' takes it away. */
export function complain(list, button, text) {
  list.find(`#${button.getAttribute("aria-describedby")}`).textContent = text;
}

export function open(list, button) {
  choose(list, "open", async ([file]) => {
    if (!file) return;
    list.say("", button);
    complain(list, button, "");
    const { data, name, error } = await read(list, file);
    if (error) return complain(list, button, error);
    const { fitting, lost } = list.fit(data);
    const { answers, notes } = list.state();
    const empty = !Object.keys(answers).length && !Object.keys(notes).length;
    const known = list.same({ answers, notes }, fitting);
    if (!empty && !known && !(await list.ask(list.phrase("ask.file")))) return;
    list.fill(fitting);
    if (!lost) list.settle();
    const told = [list.phrase("file.opened", { name }), ...list.warnings(data, lost)];
    list.say(told.join(" "), button);
  });
}
