// The reference to the page: the day of reading, and forms for programs that keep references. All
// is made of what the page says of itself to machines, when the reader opens the reference.

import { copy } from "./page.js";

const box = document.querySelector(".cite");
const [page] = JSON.parse(document.querySelector("[type='application/ld+json']").textContent);
const { cited, uncited } = document.querySelector(".copied").dataset;

const today = new Date();
const two = (number) => String(number).padStart(2, "0");
const day = `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;

/** A day as the page's language writes it. */
function written(date) {
  const [year, month, number] = date.split("-").map(Number);
  const name = box.dataset.months?.split(" ")[month - 1];
  const parts = { day: number, month, month_name: name, year };
  return box.dataset.day.replace(/\{(\w+)\}/g, (braces, part) => parts[part]);
}

const site = page.isPartOf?.name ?? page.name;
const name = new URL(page.url).pathname.split("/").filter(Boolean).join("-");
const id = [name, page.version].filter(Boolean).join("-");

// What means something to TeX is text here, and the braces around a title keep its capitals.
const tex = (text) =>
  text.replace(/[\\{}&%#$_^~]/g, (sign) =>
    ({ "\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}" })[sign] ?? `\\${sign}`,
  );

// The languages by the names that BibLaTeX has for them: 'swedish', 'finnish', 'english'.
const inEnglish = new Intl.DisplayNames(["en"], { type: "language" });

function bib() {
  const fields = {
    title: `{${tex(page.name)}}`,
    organization: `{${tex(page.publisher?.name ?? site)}}`,
    titleaddon: page.publisher && tex(site),
    version: page.version,
    date: page.dateModified,
    url: page.url,
    urldate: day,
    langid: inEnglish.of(page.inLanguage).toLowerCase(),
  };
  // In plain quotation marks: what makes scripts small takes spaces out of templates.
  const lines = Object.entries(fields)
    .filter(([, value]) => value)
    .map(([key, value]) => "  " + key + " = {" + value + "},");
  return ["@online{" + id + ",", ...lines, "}", ""].join("\n");
}

const parts = (date) => ({ "date-parts": [date.split("-").map(Number)] });

function json() {
  const item = {
    id,
    type: "webpage",
    title: page.name,
    "container-title": page.isPartOf && site,
    publisher: page.publisher?.name,
    version: page.version,
    issued: page.dateModified && parts(page.dateModified),
    accessed: parts(day),
    language: page.inLanguage,
    URL: page.url,
  };
  return `${JSON.stringify([item], null, 2)}\n`;
}

const text = () => box.querySelector(".cite-text").textContent.trim();
const FORMS = {
  text: [text],
  bib: [bib, "application/x-bibtex"],
  json: [json, "application/vnd.citationstyles.csl+json"],
};

function save(filename, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

box.querySelector(".cite-text span").textContent = written(day);
for (const control of box.querySelectorAll("[data-form]")) {
  const [write, type] = FORMS[control.dataset.form];
  control.parentElement.hidden = false;
  control.addEventListener("click", () => {
    if ("save" in control.dataset) save(`${id}.${control.dataset.form}`, new Blob([write()], { type }));
    else copy(write(), cited, uncited);
  });
}
