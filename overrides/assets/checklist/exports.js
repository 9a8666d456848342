// The answers as text for other programs: Markdown, a table, and HTML that word processors read.

import { give, nameOf } from "./files.js";

/** An answer in words. */
export function words(list, item) {
  if (item.tick) return list.phrase(item.answer.checked ? "yes" : "no");
  return item.answer.value.trim() || list.phrase("unanswered");
}

/** Items by their sections, in order. */
export function sections(items) {
  const parts = new Map();
  for (const item of items) parts.set(item.section, [...(parts.get(item.section) ?? []), item]);
  return [...parts];
}

/** How far the list is filled in, and the day: the line below the title. */
export function status(list) {
  // The country decides how a date is written; the readers are in Finland.
  const date = new Intl.DateTimeFormat(`${list.language}-FI`, { dateStyle: "long" });
  return `${date.format(new Date())} · ${list.phrase("count", list.count())}`;
}

const noteOf = (item) => item.note.value.trim();

// What is written is text: nothing in it means anything to Markdown.
const plain = (text) => text.replace(/([\\`*_[\]<>#|~])/g, "\\$1").replace(/^(\s*)([-+]|\d+[.)])(?=\s)/gm, "$1\\$2");
const lines = (text, before) => plain(text).split("\n").join(`\n${before}`);

function md(list) {
  const parts = [`# ${plain(list.title)}`, status(list)];
  for (const [section, items] of sections(list.items)) {
    parts.push(`## ${plain(section)}`);
    for (const item of items) {
      if (item.tick) parts.push(`- [${item.answer.checked ? "x" : " "}] ${plain(item.text)}`);
      else parts.push(`### ${plain(item.text)}`, lines(words(list, item), ""));
      const note = noteOf(item);
      if (note) parts.push(`> ${list.phrase("note")}: ${lines(note, "> ")}`);
    }
  }
  return `${parts.join("\n\n")}\n`;
}

// A cell that begins like a formula would be reckoned by a spreadsheet: an apostrophe makes it text.
function cell(text) {
  const safe = /^[\s]*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

function csv(list) {
  const heads = ["part", "question", "answer", "note"].map((key) => list.phrase(key));
  const rows = list.items.map((item) => [item.section, item.text, words(list, item), noteOf(item)]);
  // Excel takes the text for UTF-8 by the mark at its start, and in Finland parts cells by ';'.
  return `\uFEFF${[heads, ...rows].map((row) => `${row.map(cell).join(";")}\r\n`).join("")}`;
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const paragraph = (text, tag = "p") => `<${tag}>${escaped(text).replaceAll("\n", "<br>")}</${tag}>`;

/** Headings and paragraphs only: they take on the styles of the document that they are put in. */
function html(list) {
  const parts = [paragraph(list.title, "h1"), paragraph(status(list))];
  for (const [section, items] of sections(list.items)) {
    parts.push(paragraph(section, "h2"));
    for (const item of items) {
      parts.push(`<p><strong>${escaped(item.text)}</strong></p>`, paragraph(words(list, item)));
      if (noteOf(item)) parts.push(paragraph(`${list.phrase("note")}: ${noteOf(item)}`));
    }
  }
  const head = `<meta charset="utf-8"><title>${escaped(list.title)}</title>`;
  return `<!doctype html>\n<html lang="${list.language}"><head>${head}</head>\n<body>\n${parts.join("\n")}\n</body></html>\n`;
}

const FORMS = {
  md: ["text/markdown", md],
  csv: ["text/csv", csv],
  html: ["text/html", html],
};

export function download(list, button, ending) {
  const [type, write] = FORMS[ending];
  const name = nameOf(list, ending);
  give(list, name, `${type};charset=utf-8`, write(list));
  list.say(list.phrase("file.saved", { name }), button);
}

export async function copy(list, button) {
  const blob = (type, text) => new Blob([text], { type });
  let key = "take.copied";
  try {
    const item = new ClipboardItem({
      "text/html": blob("text/html", html(list)),
      "text/plain": blob("text/plain", md(list)),
    });
    await navigator.clipboard.write([item]);
  } catch {
    key = "take.uncopied";
  }
  list.say(list.phrase(key), button);
}
