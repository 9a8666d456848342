"use strict";
// Runs the site's modules without a server: from a folder, a browser loads neither modules nor
// data, but it loads scripts. A script called files.js hands over the files that lay in its folder.

const guidePacks = new Map(); // What was handed over, by the address of the script.

function guideFiles(files) {
  document.currentScript.files = files;
}

function guidePack(src) {
  if (!guidePacks.has(src)) {
    const script = Object.assign(document.createElement("script"), { src });
    const loading = new Promise((resolve, reject) => {
      script.onload = () => resolve(script.files);
      script.onerror = () => reject(new TypeError(src));
    });
    loading.catch(() => guidePacks.delete(src));
    guidePacks.set(src, loading);
    document.head.append(script);
  }
  return guidePacks.get(src);
}

// In place of the browser's own, as far as our modules use it.
async function guideFetch(address) {
  const url = new URL(address, document.baseURI);
  const files = await guidePack(new URL("files.js", url).href);
  const text = files[url.pathname.split("/").at(-1)];
  return { ok: text !== undefined, text: async () => text, json: async () => JSON.parse(text) };
}

// The modules are functions that give what they export. The page's script element says with which
// of them to start.
function guideStart(modules) {
  const started = new Map();
  const load = (name) => {
    if (!started.has(name)) started.set(name, modules[name](load, later, guideFetch));
    return started.get(name);
  };
  const later = async (folder, name) => load(new URL(name, `file:///${folder}/`).pathname.replace(/^\/+/, ""));
  for (const name of document.currentScript.dataset.start.split(" ")) load(name);
}
