// Finds the pages of one language. hooks/guide/search/index.py writes the files that are read here
// and says what is in them; only those that a query needs are asked for, each once.

export const WORD = /[\p{L}\p{N}_]+(?:[-'’:–\u2010\u2011\u00ad][\p{L}\p{N}_]+)*\+?/gu;
const RESULTS = 8; // pages that are told at first
const SECTIONS = 2; // sections in one file of texts
const LONGEST = 8; // words of a query that are looked at
const OPENING = 5; // letters by which words with a typing error are found again
const CORRECTED = 6; // places where a word with a typing error is looked for
const COMPLETE = 4; // lemmas of a word of which all pages are looked at
const EXCERPT = 170; // letters of an excerpt
// How much a meaning counts: of an unfinished word; of one that goes on though it is a word as it
// is; of one with a typing error; of a part or a beginning of one.
const PREFIX = 0.6;
const LONGER = 0.2;
const TYPO = 0.7;
const PART = 0.35;

export const fold = (word) =>
  word.normalize("NFC").toLowerCase().replace(/[’]/g, "'").replace(/[\u2010\u2011–]/g, "-").replace(/\u00ad/g, "");

const number = (text) => parseInt(text, 36);

// The last of sorted firsts that is not after a word: what the word is in.
function placeOf(firsts, word) {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= word) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}

function* frontCoded(lines) {
  let before = "";
  for (const line of lines) {
    const tab = line.indexOf("\t");
    before = before.slice(0, number(line[0])) + line.slice(1, tab);
    yield [before, line.slice(tab + 1)];
  }
}

// 'page:section+weight,…;…' to Map(page → Map(section → weight)).
function entries(text) {
  const pages = new Map();
  let page = 0;
  for (const entry of text.split(";")) {
    const [delta, places] = entry.split(":");
    page += number(delta);
    pages.set(
      page,
      new Map(places.split(",").map((p) => [number(p.slice(0, -1)), number(p.at(-1))])),
    );
  }
  return pages;
}

// 'df entries name' to a lemma: where there is a name, that file has all of its pages.
function postings(line) {
  const [df, heaviest, all] = line.split(" ");
  return { df: number(df), pages: entries(heaviest), all };
}

// Whether two words differ by one letter: another, a missing, a further, or two exchanged.
export function isNear(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}

// Words of some chunks from which one differs by a typing error.
function differing(word, chunks) {
  const near = chunks.flatMap((forms) => [...forms].filter(([form]) => isNear(form, word)));
  const found = new Set(near.flatMap(([, lemmas]) => lemmas));
  if (word.length < 4 || !found.size) return undefined;
  return [...found].map((lemma) => ({ lemma, factor: TYPO }));
}

const without = (word) => [...word].map((_, n) => word.slice(0, n) + word.slice(n + 1));

class Engine {
  constructor(base, get) {
    this.base = base;
    this.get = get;
    this.files = new Map();
  }

  // A file of the index, asked for once; after a failure it may be asked for again.
  file(name, read) {
    if (!this.files.has(name)) {
      const asked = this.get(new URL(name, this.base)).then(read);
      asked.catch(() => this.files.delete(name));
      this.files.set(name, asked);
    }
    return this.files.get(name);
  }

  json(name) {
    return this.file(name, JSON.parse);
  }

  // The number of the chunk where a word stands, or would stand.
  async chunkOf(family, word) {
    const { [family]: known, listed } = await this.json("router.json");
    const list = placeOf(known.lists, word);
    const name = `${family}-${list.toString(36)}.txt`;
    return list * listed + placeOf(await this.file(name, (text) => text.split("\n")), word);
  }

  words(n) {
    return this.file(`w${n.toString(36)}.txt`, (text) => {
      const lines = text.split("\n");
      const count = Number(lines[0]);
      const lemmas = lines.slice(1, count + 1).map(postings);
      const forms = new Map();
      for (const [form, ids] of frontCoded(lines.slice(count + 1))) {
        forms.set(form, ids.split(" ").map((id) => lemmas[number(id)]));
      }
      return forms;
    });
  }

  // What another family tells of a key, in words.
  async told(family, key) {
    const name = `${family}${(await this.chunkOf(family, key)).toString(36)}.txt`;
    const known = await this.file(name, (text) => new Map(frontCoded(text.split("\n"))));
    return known.get(key)?.split(" ") ?? [];
  }

  // The forms of the chunk where a word stands, or would stand.
  async around(word) {
    return this.words(await this.chunkOf("w", word));
  }

  async exact(word) {
    return (await this.around(word)).get(word);
  }

  // What a word of a query may mean: [{ lemma, factor }], and the forms that show it.
  async meanings(word, isLast, isAlone) {
    const spellings = [...new Set([word, word.replaceAll("-", "")])];
    for (const spelling of spellings) {
      const found = await this.exact(spelling);
      const longer = isLast ? await this.longer(spelling) : [];
      if (found) {
        const others = longer.map(({ lemma }) => ({ lemma, factor: LONGER }));
        return [...found.map((lemma) => ({ lemma, factor: 1 })), ...others];
      }
      if (longer.length) return longer;
    }
    if (word.includes("-")) {
      const parts = await Promise.all(word.split("-").filter(Boolean).map((p) => this.exact(p)));
      const found = parts.flatMap((lemmas) => lemmas ?? []);
      if (found.length) return found.map((lemma) => ({ lemma, factor: PREFIX }));
    }
    if (!isAlone && word.length < 5) return [];
    return (
      (await this.within(word)) ??
      (await this.alike(word, word.length - 4)) ??
      (await this.parts(word)) ??
      (await this.near(word)) ??
      (await this.alike(word, Math.ceil(word.length * 0.6))) ??
      // Better than nothing, where there is nothing else to go by.
      (isAlone ? await this.alike(word, OPENING) : undefined) ??
      []
    );
  }

  // Words that begin with an unfinished one.
  async longer(word) {
    if (word.length < 4) return [];
    const found = [];
    for (const [form, lemmas] of await this.around(word)) {
      if (form.startsWith(word) && form !== word) found.push(...lemmas);
    }
    return [...new Set(found)].map((lemma) => ({ lemma, factor: PREFIX }));
  }

  // Words from which one differs by a typing error, of those that stand where it would stand, or
  // in the chunks beside.
  async within(word) {
    const at = await this.chunkOf("w", word);
    const found = differing(word, [await this.words(at)]);
    if (found) return found;
    const { chunks } = (await this.json("router.json")).w;
    const beside = [at - 1, at + 1].filter((n) => n >= 0 && n < chunks);
    return differing(word, await Promise.all(beside.map((n) => this.words(n))));
  }

  // The same, of words whose first letters differ by one.
  async near(word) {
    const likely = (await this.corrected(word)).slice(0, CORRECTED);
    return differing(word, await Promise.all(likely.map((each) => this.around(each))));
  }

  // A word with the beginnings of others that differ by one letter from its own.
  async corrected(word) {
    const opening = word.slice(0, OPENING);
    const keys = opening.length < OPENING ? [opening, ...without(opening)] : without(opening);
    const told = await Promise.all(keys.map((key) => this.told("t", key)));
    const ends = [OPENING, OPENING + 1, OPENING - 1].filter((end) => end <= word.length);
    const found = new Set();
    for (const end of ends) {
      for (const right of told.flat()) {
        if (isNear(right, word.slice(0, end))) found.add(right + word.slice(end));
      }
    }
    // Those that begin alike stand where the word would stand, and have been seen.
    const alike = (other) => other.startsWith(word.slice(0, OPENING - 1));
    return [...found].sort((a, b) => alike(a) - alike(b));
  }

  // The parts of a compound that stands nowhere as a whole; the first begins where it would stand,
  // or in the chunk before, which has been read by now.
  async parts(word) {
    const at = await this.chunkOf("w", word);
    const chunks = [at - 1, at].filter((n) => n >= 0).map((n) => this.words(n));
    const heads = (await Promise.all(chunks)).flatMap((forms) => [...forms]).filter(
      ([form]) => form.length > 2 && word.startsWith(form) && word.length - form.length > 2,
    );
    for (const [head, first] of heads.reverse().slice(0, 3)) {
      const rest = word.slice(head.length);
      const last = (await this.exact(rest)) ?? (await this.exact(rest.replace(/^[sn]/, "")));
      if (last) return [...first, ...last].map((lemma) => ({ lemma, factor: PART }));
    }
    return undefined;
  }

  // Words with the longest common beginning, if it has so many letters.
  async alike(word, least) {
    let [length, found] = [Math.max(4, least), []];
    for (const [form, lemmas] of await this.around(word)) {
      let shared = 0;
      while (shared < word.length && word[shared] === form[shared]) shared += 1;
      if (shared > length) [length, found] = [shared, []];
      if (shared === length) found.push(...lemmas);
    }
    const factor = PART;
    return found.length ? [...new Set(found)].map((lemma) => ({ lemma, factor })) : undefined;
  }

  // The pages that two or three letters most likely begin, as if they were a lemma.
  async begun(word) {
    const likely = (await this.told("s", word)).map(number);
    const pages = new Map(likely.map((page, n) => [page, new Map([[0, 20 - n]])]));
    return pages.size ? [{ lemma: { df: pages.size, pages }, factor: PREFIX }] : [];
  }

  // Sees to it that the likeliest meanings of a word know all of their pages.
  async complete(meanings) {
    const likely = meanings.filter(({ lemma, factor }) => lemma.all && factor >= PREFIX);
    await Promise.all(
      likely.slice(0, COMPLETE).map(async ({ lemma }) => {
        lemma.pages = await this.file(`l${lemma.all}.txt`, entries);
      }),
    );
    return meanings;
  }

  async search(query, limit = RESULTS) {
    const all = [...new Set((query.match(WORD) ?? []).map(fold))].slice(0, LONGEST);
    if ([...all.join("")].length < 2) return { total: 0, results: [] };
    const { pages, common } = await this.json("router.json");
    const rare = all.filter((word) => !common.includes(word));
    const words = rare.length ? rare : all;
    const open = /[\p{L}\p{N}]$/u.test(query) && words.at(-1) === all.at(-1);
    const asked = await Promise.all(
      words.map(async (word, n) => {
        const isLast = open && n === words.length - 1;
        const short = isLast && word.length < 4 && words.length === 1;
        const found = short && !(await this.exact(word)) ? await this.begun(word) : [];
        return this.complete(
          found.length ? found : await this.meanings(word, isLast, words.length === 1),
        );
      }),
    );
    const found = rank(asked, pages);
    const marks = await this.marks(asked, words);
    const labels = await this.json("labels.json");
    const results = await Promise.all(
      found.slice(0, limit).map((hit) => this.result(hit, marks, labels)),
    );
    return { total: found.length, results };
  }

  // The forms that show a meaning of the query.
  async marks(asked, words) {
    const lemmas = new Set(asked.flat().map(({ lemma }) => lemma));
    const marks = new Set(words);
    for (const file of this.files.values()) {
      const forms = await file;
      if (!(forms instanceof Map)) continue;
      for (const [form, found] of forms) {
        if (Array.isArray(found) && found.some((lemma) => lemmas.has(lemma))) marks.add(form);
      }
    }
    return marks;
  }

  async result({ page, section }, marks, labels) {
    const group = Math.floor(section / SECTIONS);
    const text = await this.json(`p${page.toString(36)}-${group.toString(36)}.json`);
    const [anchor, heading, words] = text.sections[section % SECTIONS];
    const shown = (term) => (term.match(WORD) ?? []).some((word) => marks.has(fold(word)));
    const term = shown(text.title) ? undefined : text.terms?.find(([each]) => shown(each));
    return {
      url: new URL(text.url + (anchor && `#${anchor}`), this.base).href,
      title: text.title,
      heading,
      excerpt: excerpt(words, marks),
      note: term ? { text: labels[term[1]], term: term[0], lang: term[1] } : null,
    };
  }
}

// Pages with all words come first, then those with most of them; rare words count for more.
function rank(asked, count) {
  const scores = new Map();
  const known = asked.filter((meanings) => meanings.length);
  let whole = 0;
  for (const meanings of known) {
    const rarity = (df) => Math.log(1 + count / df) ** 1.5;
    const heaviest = Math.max(...meanings.map(({ lemma, factor }) => factor * rarity(lemma.df)));
    whole += heaviest;
    const best = new Map();
    for (const { lemma, factor } of meanings) {
      for (const [page, sections] of lemma.pages) {
        if (!best.has(page)) best.set(page, new Map());
        const there = best.get(page);
        for (const [section, weight] of sections) {
          const value = factor * rarity(lemma.df) * weight;
          if (value > (there.get(section) ?? 0)) there.set(section, value);
        }
      }
    }
    for (const [page, sections] of best) {
      if (!scores.has(page)) scores.set(page, { covered: 0, page: 0, sections: new Map() });
      const score = scores.get(page);
      score.covered += heaviest;
      score.page += Math.max(...sections.values());
      for (const [section, value] of sections) {
        score.sections.set(section, (score.sections.get(section) ?? 0) + value);
      }
    }
  }
  return [...scores]
    .map(([page, { covered, page: value, sections }]) => {
      const [section, best] = [...sections].reduce((a, b) => (b[1] > a[1] ? b : a));
      return { page, section, score: (value + best) * (covered / whole) ** 3 };
    })
    .sort((a, b) => b.score - a.score || a.page - b.page);
}

// The part of a text with most marked words, in pieces: [text, whether it is marked].
function excerpt(text, marks) {
  const long = [...marks].filter((mark) => mark.length > 3);
  const isMarked = (word) =>
    marks.has(word) || long.some((mark) => word.startsWith(mark) || word.endsWith(mark));
  const found = [...text.matchAll(WORD)]
    .filter((match) => isMarked(fold(match[0])))
    .map((match) => [match.index, match.index + match[0].length]);
  let [start, most] = [0, 0];
  for (const [at] of found) {
    const near = found.filter(([from, to]) => from >= at && to <= at + EXCERPT).length;
    if (near > most) [start, most] = [at, near];
  }
  start = Math.max(0, start - 40);
  if (start) start = text.indexOf(" ", start) + 1;
  const end = text.length <= start + EXCERPT ? text.length : text.lastIndexOf(" ", start + EXCERPT);
  const pieces = [];
  let at = start;
  for (const [from, to] of found) {
    if (from < at || to > end) continue;
    pieces.push([text.slice(at, from), false], [text.slice(from, to), true]);
    at = to;
  }
  pieces.push([text.slice(at, end), false]);
  if (start) pieces.unshift(["… ", false]);
  if (end < text.length) pieces.push([" …", false]);
  return pieces.filter(([words]) => words);
}

async function fetchText(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

// Asks for nothing yet. `base` is the folder of the index, with a slash at its end.
export const open = (base, get = fetchText) => new Engine(base, get);
