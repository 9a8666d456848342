// node material.mjs WORKER INDEX: answers a list of queries with the theme's own worker, which is
// given what the page would give it. Reads JSON from the standard input, writes JSON.

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const [SETUP, QUERY] = [0, 2]; // the worker's messages
const [worker, index] = process.argv.slice(2);

let receive;
let told;
globalThis.self = globalThis;
globalThis.addEventListener = (_, listener) => (receive = listener);
globalThis.postMessage = (message) => told(message);
runInThisContext(readFileSync(worker, "utf-8"));

function ask(type, data) {
  const answer = new Promise((resolve) => (told = resolve));
  receive({ data: { type, data } });
  return answer;
}

const { config, docs } = JSON.parse(readFileSync(index));
await ask(SETUP, { config, docs, options: { suggest: false } });
const answers = [];
for (const query of JSON.parse(readFileSync(0))) {
  const { items } = (await ask(QUERY, query)).data;
  answers.push({ found: items.map(([{ location }]) => location.split("#")[0]) });
}
process.stdout.write(JSON.stringify(answers));
