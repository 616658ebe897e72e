// The search of a catalogue too large for one file: finder.js loads this where the data say so. The files are
// written by generator/site/search_parts.py; a query fetches those that it needs. Ranking and display are
// finder.js's own: here is what it asks of the texts, and its columns are filled in as they come.
"use strict";
window.OCOP_PARTS = (data, { script, file, unpacked, fold, words, codeOf, DIGITS, standing, assessed, anew }) => {
  const { d, size, facets } = data, { files, tables: t } = d;
  const NAME = 10, WORTH = [...Array(NAME + 1).fill(12), 8, 6, 5, 4];
  const MOST = 10, ROWS = 16, REST = 350;

  // Every file once; `take` gets what it holds. One that failed is asked for again the next time.
  const parts = new Map();
  const part = (name, take, after) => {
    const known = parts.get(name);
    if (known) return known;
    const state = { done: false };
    parts.set(name, state);
    state.coming = script(file(`${d.folder}${name}.js`)).then(async () => {
      const value = window.OCOP_PART;
      await after?.coming;
      take(value);
      state.done = true;
    });
    state.coming.catch(() => parts.delete(name));
    return state;
  };

  // Files number products by their ids; rows stand in the order of the names.
  const rowOf = new Uint32Array(size), numberOf = new Uint32Array(size), starts = [];
  d.provinces.reduce((first, [, count]) => (starts.push(first), first + count), 0);
  const order = ({ province, step }) => {
    const provinces = unpacked(province), steps = unpacked(step), next = [...starts];
    for (let row = 0; row < size; row++) {
      const at = provinces[row], number = next[at] + (steps[row] & 1 ? -(steps[row] + 1) / 2 : steps[row] / 2);
      next[at] = number + 1;
      rowOf[number] = row;
      numberOf[row] = number;
    }
  };
  const ordered = () => part(files.order, order);

  // -- words: in files by their first letters -------------------------------------------------------

  // A "+" behind a key: the words of the file are cut off behind its letters, longer keys have them whole.
  const names = new Map(Object.entries(files.words)), held = new Map();
  const keyOf = (word) => {
    for (const key of [word, `${word}+`]) if (names.has(key)) return key;
    for (let cut = word.length - 1; cut > 0; cut--) {
      const key = word.slice(0, cut);
      if (names.has(key)) return key;
      if (names.has(`${key}+`)) break;
    }
    return "";
  };
  // ">che" is compared without marks alone, "<chè" with them alone; "che*" is cut off.
  const entry = (line) => {
    const [text, ...lists] = line.split(" "), bare = text.replace(/^[<>]|\*$/g, "");
    return {
      plain: text[0] === "<" ? "" : fold(bare).trim(), typed: text[0] === ">" ? "" : bare, cut: text.endsWith("*"),
      lists: lists.map((list) => ({ way: DIGITS[list.charCodeAt(0)], list })),
    };
  };
  const entries = (word) => held.get(keyOf(word)) ?? [];
  const each = (list, act) => {
    let number = -1, gap = 0, shift = 0;
    for (let at = 1; at < list.length; at++) {
      const digit = DIGITS[list.charCodeAt(at)];
      gap |= (digit & 31) << shift;
      if (digit > 31) shift += 5;
      else {
        number += gap + 1;
        gap = shift = 0;
        act(rowOf[number]);
      }
    }
  };
  const scan = (_, word, raw, exactly, best, same) => {
    for (const { plain, typed, cut, lists } of entries(word)) {
      const asTyped = typed.startsWith(raw), hit = exactly ? asTyped : plain.startsWith(word);
      const whole = !cut && typed === raw, full = exactly ? whole : !cut && plain === word;
      if (!hit && !asTyped) continue;
      for (const { way, list } of lists) {
        const worth = WORTH[way] + full, gain = asTyped && way <= NAME ? 4 + whole : 0;
        each(list, (row) => {
          if (hit && best[row] < worth) best[row] = worth;
          if (same[row] < gain) same[row] = gain;
        });
      }
    }
  };
  const begins = (query, exactly) => {
    const gains = new Uint8Array(size).fill(12);
    query.forEach((text, place) => {
      const hits = new Uint8Array(size), last = place === query.length - 1;
      for (const { plain, typed, cut, lists } of entries(fold(text).trim())) {
        const own = exactly ? typed : plain, whole = !cut && own === text;
        if (!whole && !(last && own.startsWith(text))) continue;
        for (const { way, list } of lists) if (way === place) each(list, (row) => { hits[row] = whole ? 12 : 10; });
      }
      for (let row = 0; row < size; row++) if (gains[row] > hits[row]) gains[row] = hits[row];
    });
    return (row) => gains[row];
  };

  // -- columns, rows and codes -----------------------------------------------------------------------

  const rate = (row, stars, written, until) => {
    data.star[row] = stars;
    facets.state.rows[row] = standing(written, until);
    facets.star.rows[row] = assessed.includes(written) ? 0 : stars;
  };
  const columns = {
    state: ({ star, standing, standings }) => {
      const stars = unpacked(star), which = unpacked(standing);
      for (let row = 0; row < size; row++) rate(row, stars[numberOf[row]], ...standings[which[numberOf[row]]]);
    },
    set: (planes) => {
      const sets = unpacked(planes);
      for (let row = 0; row < size; row++) {
        facets.set.rows[row] = sets[numberOf[row]];
        facets.group.rows[row] = t.set.group[facets.set.rows[row]];
      }
    },
  };
  const column = (name) => columns[name] ?? ((planes) => {
    const values = unpacked(planes);
    for (let row = 0; row < size; row++) facets[name].rows[row] = values[numberOf[row]];
  });
  const columnOf = (facet) => ({ star: "state", group: "set" })[facet] ?? facet;

  const known = (texts, text) => {
    const at = texts.indexOf(text);
    return at < 0 ? texts.push(text) - 1 : at;
  };
  const drawn = [], apart = [];
  const block = (first) => (rows) => rows.name.forEach((name, at) => {
    const number = first + at, row = rowOf[number];
    const [province] = d.provinces[starts.filter((start) => start <= number).length - 1];
    d.name[row] = name;
    d.id[row] = (province && `${province}/`) + rows.id[at];
    data.producer[row] = known(t.producer.name, rows.producer[at]);
    facets.commune.rows[row] = known(t.commune.name, rows.place[at]);
    rate(row, +rows.star[at], DIGITS[rows.state.charCodeAt(at)], rows.day[at]);
    drawn[row] = rows.drawn[at];
    apart[row] = rows.apart[at] ?? [];
    d.langs[row] = rows.langs[at];
    d.photos[row] = rows.photos[at];
    if (rows.samples.includes(at)) d.samples.push(row);
    if (rows.inferred.includes(at)) data.inferred.add(row);
  });

  const codes = new Map();
  const codeFile = (code) => files.codes[Number(code.gtin ?? code.number) % files.codes.length];
  const coded = (code) => {
    let best = null;
    for (const [text, number] of codes.get(codeFile(code)) ?? []) {
      const row = rowOf[number];
      const hit = code.gtin ? text === code.gtin
        : +/[A-Z](\d+)$/.exec(text)?.[1] === code.number && text.includes(code.letters);
      if (hit && !(best?.[0] <= row)) best = [row, code.gtin ? `/01/${text}/` : `/p/${text}/`];
    }
    return best;
  };

  // -- what is fetched ---------------------------------------------------------------------------------

  // Nothing while letters follow each other: `turn` counts the queries, the last one alone is answered.
  let turn = 0, typed = 0;
  const fetched = async (wanted) => {
    const mine = turn, missing = wanted.filter(([name]) => name && !parts.get(name)?.done);
    if (missing.length) {
      await new Promise((done) => { setTimeout(done, typed + REST - performance.now()); });
      if (mine === turn) await Promise.all(missing.map((one) => part(...one).coming));
    }
    return mine === turn;
  };
  // Names of few values, such as criteria sets, are at hand; which product has which is a column.
  const named = Object.entries(facets).map(([id, { name, other = [] }]) =>
    [columnOf(id), ` ${words(fold([...name, ...other].join(" | "))).join(" ")}`]);
  const fetch = (act, text, filters = [], again = false) => {
    const folded = words(fold(text)).slice(0, MOST), needed = new Set(filters.map(({ id }) => columnOf(id)));
    const whole = ` ${folded.join(" ")}`, code = codeOf(text);
    if (data.phrases.some(([phrase]) => whole.includes(` ${phrase.join(" ")}`))) needed.add("state");
    for (const [column, names] of named) if (folded.some((word) => names.includes(` ${word}`))) needed.add(column);
    turn++;
    typed = performance.now();
    return fetched([
      [files.order, order],
      ...[...new Set(folded.map(keyOf))].map((key) =>
        [names.get(key), (lines) => held.set(key, lines.split("\n").map(entry))]),
      ...[...needed].map((name) => [files.columns[name], column(name), ordered()]),
      ...(code ? [[codeFile(code), (list) => codes.set(codeFile(code), list)]] : []),
    ]).catch((fault) => {
      if (again) throw fault;
      // What is gone was replaced: newer data name it.
      return anew().then((newer) => newer.fetch(act, text, filters, true)).then(() => false);
    }).then((fresh) => fresh && act());
  };
  const fetchRows = (act, rows) => fetched([...new Set(Array.from(rows, (row) => Math.floor(numberOf[row] / ROWS)))]
    .map((at) => [`rows-${at}.${files.rows.slice(6 * at, 6 * at + 6)}`, block(at * ROWS), ordered()]))
    .then((fresh) => fresh && act());

  return {
    scan, begins, isName: (text) => d.named.includes(text), coded, fetch, fetchRows,
    apart, drawn: (row) => drawn[row], most: MOST,
  };
};
