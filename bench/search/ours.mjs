// node ours.mjs ENGINE SITE LANGUAGE: answers a list of queries with the site's own search. Each
// query begins with nothing in memory. Reads JSON from the standard input, writes JSON.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [engine, site, language] = process.argv.slice(2);
const { open } = await import(pathToFileURL(engine).href);
const origin = "http://127.0.0.1/";
const known = new Map();

function file(url) {
  const name = `${site}/${url.href.slice(origin.length)}`;
  if (!known.has(name)) {
    const content = readFileSync(name);
    known.set(name, { text: content.toString(), bytes: gzipSync(content).length });
  }
  return known.get(name);
}

// A file of texts, without them: marking the words of thousands takes long, and no page shows so many.
function bare(text) {
  const { url, title, sections } = JSON.parse(text);
  return JSON.stringify({ url, title, sections: sections.map(() => ["", "", ""]) });
}

async function answer(query) {
  let bytes = 0;
  const base = new URL(`${language}/search/`, origin);
  const visit = open(base, async (url) => {
    bytes += file(url).bytes;
    return file(url).text;
  });
  const all = open(base, async (url) => {
    const known = file(url);
    return /\/p[^/]*\.json$/.test(url.href) ? (known.bare ??= bare(known.text)) : known.text;
  });
  const told = [await visit.search(query), await all.search(query, Infinity)];
  const [shown, found] = told.map(({ results }) =>
    results.map(({ url }) => url.slice(origin.length)),
  );
  return { bytes, shown, found };
}

const answers = [];
for (const query of JSON.parse(readFileSync(0))) answers.push(await answer(query));
process.stdout.write(JSON.stringify(answers));
