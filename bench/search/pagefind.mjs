// node pagefind.mjs FOLDER LANGUAGE: answers a list of queries with Pagefind's own script, which
// asks for the files of its folder. Each query begins with an instance of its own. Reads JSON from
// the standard input, writes JSON.

import { readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

const [folder, language] = process.argv.slice(2);
const SHOWN = 5; // results in its own list, each with a file of its own
const origin = "http://127.0.0.1/pagefind/";
const known = new Map();
let bytes = 0;

// Its files are compressed already; the entry and scripts are as they are served.
function file(name) {
  if (!known.has(name)) {
    const content = readFileSync(`${folder}/${name}`);
    const sent = /\.(?:js|json)$/.test(name) ? gzipSync(content) : content;
    known.set(name, { content, bytes: sent.length });
  }
  return known.get(name);
}

globalThis.document = { currentScript: null, querySelector: () => ({ getAttribute: () => language }) };
globalThis.fetch = async (url) => {
  const { content, bytes: sent } = file(new URL(url, origin).pathname.replace("/pagefind/", ""));
  bytes += sent;
  return new Response(content);
};

// The addresses of the pages, which it keeps in a file for each.
const SIGNATURE = "pagefind_dcd".length;
const pages = new Map(
  readdirSync(`${folder}/fragment`)
    .filter((name) => name.startsWith(`${language}_`))
    .map((name) => {
      const text = gunzipSync(readFileSync(`${folder}/fragment/${name}`)).subarray(SIGNATURE);
      return [name.split(".")[0], JSON.parse(text).url.slice(1)];
    }),
);

const script = await import(pathToFileURL(`${folder}/pagefind.js`).href);

async function answer(query) {
  bytes = file("pagefind.js").bytes + file("pagefind-worker.js").bytes;
  const instance = script.createInstance({ basePath: origin });
  const { results } = await instance.search(query);
  await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
  await instance.destroy();
  return { bytes, found: results.map(({ id }) => pages.get(id)) };
}

const answers = [];
for (const query of JSON.parse(readFileSync(0))) answers.push(await answer(query));
process.stdout.write(JSON.stringify(answers));
