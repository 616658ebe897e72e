// Search and filters over the data that generator/site/search.py writes; docs/theme.md describes both.
// Nothing of the data is ever read as HTML.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const root = own.root.replace(/index\.html$/, "");
  const page = (path) => root + path.slice(1) + (own.root !== root && path.endsWith("/") ? "index.html" : "");
  const file = (path) => root + path.slice(1);
  const DIGITS = [];
  [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"]
    .forEach((digit, value) => { DIGITS[digit.charCodeAt(0)] = value; });
  const SIGNS = "!#$%&()*+,./:;<=>?@";
  const FIRST = 8, FEW = 5, CHUNK = 24, SOON = 90, BESIDE = 6;

  // As text.unbroken does: no line ends inside a short text or a name, or behind a number.
  const NAMES = /\p{Lu}[\p{L}\p{M}\p{N}_’'-]*(?: \p{Lu}[\p{L}\p{M}\p{N}_’'-]*)+/gu;
  const BEFORE = /^(?:\p{Lu}{2,}|The|Xã|Phường|Huyện|Tỉnh) /u;
  const glue = (words) => words.join("\u00a0");
  const unbrokenName = (name) => {
    let before = name.length > 18 ? BEFORE.exec(name)?.[0] || "" : "";
    const rest = name.slice(before.length), parts = rest.split(" "), pairs = [];
    if (rest.length <= 18 && parts.length <= 4) return before + glue(parts);
    if (parts.length % 2 && /[^ -~]/.test(parts[parts.length - 1])) before += `${parts.shift()} `;
    while (parts.length) pairs.push(glue(parts.splice(0, 2)));
    return before + pairs.join(" ");
  };
  const unbroken = (text) => {
    const short = text.split(" ");
    if (text.length <= 14 && short.length <= 4) return glue(short);
    return text.replace(/(\d) (?=\p{L})/gu, "$1\u00a0").replace(NAMES, unbrokenName);
  };

  const make = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = unbroken(text);
    return made;
  };
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

  // -- words: the same folding as generator/text.py ------------------------------------------------

  const tidy = (text, other) => text.replace(/[\u200b-\u200d'’]/g, "").replace(other, " ");
  const low = (text) => tidy(text.normalize("NFC").toLowerCase().replace(/[ðɖ]/g, "đ"), /[^\p{L}\p{M}\p{N}_\n]+/gu);
  const fold = (text) => tidy(
    text.toLowerCase().replace(/[đðɖ]/g, "d").replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}+/gu, ""),
    /[^\p{L}\p{N}_\n]+/gu,
  );
  const words = (text) => text.split(/\s+/).filter(Boolean);
  // Old and new places of the tone are one spelling: hoà, hòa.
  const marked = (text) => low(text).normalize("NFD")
    .replace(/(o)([ae])([\u0300\u0301\u0303\u0309\u0323])|(u)(y)([\u0300\u0301\u0303\u0309\u0323])/g,
      (all, o, a, tone, u, y, other) => (o ? o + tone + a : u + other + y)).normalize("NFC");

  // -- data ----------------------------------------------------------------------------------------

  let data, asked;

  const script = (src) => new Promise((done, failed) => {
    const tag = make("script");
    tag.src = src;
    tag.onload = done;
    tag.onerror = failed;
    document.head.append(tag);
  });
  // A name file kept too long by a cache may lead to data that is gone: then it is asked for anew.
  const named = (name) => script(name).then(() => script(file(window.OCOP_SEARCH_AT)));
  const anew = () => named(`${own.data}?${Date.now()}`);
  const load = (first) => (asked ??= (first ?? named(own.data).catch(anew)).then(prepare).catch((fault) => {
    asked = null;
    throw fault;
  }));
  // `act` once all is there that a query needs. Data in parts (parts.js) are fetched, unless the reader types on.
  const once = (act, ...query) => load().then(() => (data.fetch ?? act)(act, ...query));
  const withRows = (act, rows) => (data.fetchRows ?? act)(act, rows);

  // Texts as one long string, a line each with a space before every word: one indexOf finds them all.
  const field = (lines, clean = fold) => {
    const text = clean(lines.map((line) => ` ${line}`).join("\n")) + "\n";
    const starts = new Uint32Array(lines.length + 1);
    for (let line = 1; line <= lines.length; line++) starts[line] = text.indexOf("\n", starts[line - 1]) + 1;
    return { text, starts };
  };

  const scan = ({ text, starts }, word, worth, best) => {
    const needle = ` ${word}`;
    let line = 0, at = text.indexOf(needle);
    const any = at >= 0;
    while (at >= 0) {
      while (starts[line + 1] <= at) line++;
      const end = text.charCodeAt(at + needle.length);
      const found = end === 32 || end === 10 ? worth + 1 : worth;
      if (best[line] < found) best[line] = found;
      at = text.indexOf(needle, at + 1);
    }
    return any;
  };

  const today = (later = 0) =>
    // Vietnam keeps UTC+7 all year.
    new Date(Date.now() + 7 * 36e5 + later * 864e5).toISOString().slice(0, 10);

  // Every line begins with the number of words that it shares with the line before.
  const lines = (text) => {
    let last = [];
    return text ? text.split("\n").map((line) => {
      const rest = line.slice(1);
      last = last.slice(0, DIGITS[line.charCodeAt(0)]).concat(rest ? rest.split(" ") : []);
      return last.join(" ");
    }) : [];
  };

  const prepare = () => {
    const d = window.OCOP_SEARCH;
    const { tables: t } = d;
    seen.clear();
    for (const table of [d, t.producer]) for (const key of ["name", "other"]) table[key] = lines(table[key]);
    const size = d.size ?? d.name.length;
    const from0 = (list) => ["", ...list];
    for (const name of ["group", "set", "producer", "commune", "district", "printed", "same", "drawing"])
      for (const key of Object.keys(t[name])) t[name][key] = from0(t[name][key]);
    for (const facet of Object.values(d.facets))
      for (const key of ["word", "name", "other"]) facet[key] = from0(facet[key]);
    t.last = from0(t.last);
    const ids = t.state.id;
    const [valid, expiring, expired, unknown] =
      ["valid", "expiring", "expired", "unknown"].map((id) => ids.indexOf(id));
    const now = today(), soon = today(SOON);
    const column = (value) => Uint32Array.from({ length: size }, (_, row) => value(row));
    const unpacked = (planes) => {
      const values = new Uint32Array(size);
      planes?.forEach((plane, at) => {
        for (let row = 0; row < size; row++) values[row] += DIGITS[plane.charCodeAt(row)] << 6 * at;
      });
      return values;
    };
    const [star, stated, last, set, producer, commune, apart, printed, same] =
      ["star", "state", "last", "set", "producer", "commune", "district", "printed", "same"]
        .map((key) => unpacked(d[key]));
    const standing = (written, until) => {
      // A "?" behind the day: valid until then at least, and nobody knows how much longer.
      const [day, more] = until.split("?");
      if (!day || (written !== valid && written !== expiring)) return written;
      if (more === "") return day < now ? unknown : written;
      return day < now ? expired : day <= soon ? expiring : written;
    };
    const state = column((row) => standing(stated[row], t.last[last[row]]));
    const district = column((row) => apart[row] || t.commune.district[commune[row]]);
    const group = column((row) => t.set.group[set[row]]);
    // Facets that need no code of their own.
    const bases = { producer, set };
    const byRule = ({ by, usual, rows }) => (row) => rows[row] ?? usual[bases[by][row]];
    const plain = Object.entries(d.facets).map(([id, facet]) => [id, { ...facet, rows: column(byRule(facet)) }]);
    const starName = (number) => t.star.name[t.star.word.indexOf(number)] || "";
    const both = (table) => table.name.map((name, at) => `${name} | ${table.other?.[at] || ""}`);
    // Only a recognition gives stars to look for: five that are proposed, four that a board assessed do not count.
    const assessed = ["assessed", "potential_five"].map((id) => ids.indexOf(id));
    const recognised = column((row) => (assessed.includes(stated[row]) ? 0 : star[row]));
    const tables = [
      [producer, both(t.producer), 6],
      [same, t.same.name, 5],
      [commune, both(t.commune), 4],
      [district, both(t.district), 4],
      [printed, t.printed.name, 4],
      ...plain.map(([id, facet]) => [facet.rows, both(facet), facet.worth]),
      [recognised, [0, 1, 2, 3, 4, 5].map(starName), 1],
    ];
    // Titles of groups and sets name much that a product is not, and states are long phrases: they only order
    // what something else found, and find where nothing else does.
    const titles = [[state, t.state.name, 5], [group, both(t.group), 3], [set, both(t.set), 3]];
    // Words that mean stars or a state of the rating, whether typed with marks or without; long ones first.
    const phrases = [
      ...[3, 4, 5].map((n) => [words(fold(starName(n))), (row) => recognised[row] === n]),
      ...t.state.phrases.flatMap((texts, id) => texts.map((text) => [words(fold(text)), (row) => state[row] === id])),
    ].sort(([a], [b]) => b.length - a.length);
    const fields = (clean) => ({
      names: field(d.name, clean),
      others: field(d.other, clean),
      tables: tables.map(([rows, texts, worth]) => [rows, field(texts, clean), worth]),
      titles: titles.map(([rows, texts, worth]) => [rows, field(texts, clean), worth]),
      everywhere: field([d.everywhere], clean),
    });
    data = {
      d, t, size, ids, current: (row) => state[row] === valid || state[row] === expiring,
      facets: {
        star: { rows: recognised, word: [0, 1, 2, 3, 4, 5].map(String), name: [0, 1, 2, 3, 4, 5].map(starName) },
        state: { rows: state, ...t.state },
        group: { rows: group, ...t.group },
        set: { rows: set, ...t.set },
        commune: { rows: commune, ...t.commune },
        district: { rows: district, ...t.district },
        ...Object.fromEntries(plain),
      },
      namesakes: new Map(), phrases, producer, inferred: new Set(d.inferred.map((step, at, steps) => (steps[at] += steps[at - 1] ?? 0))), starName, star, drawn: byRule(d.drawn), fields,
      folded: fields(fold), ...whole(d, unpacked(d.code)),
    };
    d.name.forEach((text, row) => {
      const key = text.toLowerCase(), same = data.namesakes.get(key);
      if (same) same.push(row);
      else data.namesakes.set(key, [row]);
    });
    if (d.script)
      return script(file(d.script)).then(() => Object.assign(data, window.OCOP_PARTS(data, {
        script, file, unpacked, fold, words, codeOf, DIGITS, standing, assessed,
        anew: () => load(anew(), asked = null),
      })));
    // Once for nothing, so that the browser has made these functions fast when the first letter comes.
    for (let round = 0; round < 2; round++) ranked(search("a h o"));
    return data;
  };

  // What the words of a query find where all texts are at hand; parts.js has the same of what it fetched.
  const whole = (d, codes) => {
    const exact = field(d.name, marked);
    return {
      scan: (texts, word, raw, exactly, best, same) => {
        scan(texts.names, exactly ? raw : word, 12, best);
        scan(texts.others, exactly ? raw : word, 8, best);
        // Without marks typed, names without marks come first: da before đá.
        scan(exact, raw, 4, same);
      },
      // What a name gains that begins with the whole query.
      begins: (query, exactly) => {
        const { text, starts } = exactly ? exact : data.folded.names, start = ` ${query.join(" ")}`;
        return (row) => !text.startsWith(start, starts[row]) ? 0
          : /[ \n]/.test(text[starts[row] + start.length]) ? 12 : 10;
      },
      isName: (text) => [data.folded.names, data.folded.others].some((names) => names.text.includes(` ${text}`)),
      coded: ({ gtin, letters, number }) => {
        if (gtin) {
          for (const row of Object.keys(d.gtins)) if (d.gtins[row].includes(gtin)) return [+row, `/01/${gtin}/`];
          return null;
        }
        const { code } = d.tables;
        for (let row = 0; row < codes.length; row++) {
          // A code in one number: its number, its digits above four, its letters.
          const packed = codes[row] - 1;
          if (packed < 0) continue;
          const prefix = code[packed % code.length], rest = Math.floor(packed / code.length);
          if (Math.floor(rest / 3) !== number || (letters && letters !== prefix)) continue;
          return [row, `/p/${provinceOf(row)}${prefix}${String(number).padStart(4 + rest % 3, "0")}/`];
        }
        return null;
      },
    };
  };

  // Small functions of their own: these run for every product and every word.
  const lift = (rows, found, best) => {
    for (let row = 0; row < best.length; row++) {
      const worth = found[rows[row]];
      if (worth > best[row]) best[row] = worth;
    }
  };
  const add = (points, sure, { best, titled, same, anywhere }) => {
    for (let row = 0; row < points.length; row++) {
      if (!points[row]) continue;
      const worth = best[row] || anywhere || titled[row];
      if (best[row] || anywhere) sure[row] = 1;
      points[row] = worth ? points[row] + worth + same[row] : 0;
    }
  };

  // Where one word stands. Who types a second word has not changed the first: the last ones are kept.
  const seen = new Map();
  const look = (word, raw, exactly) => {
    const key = `${word} ${raw} ${exactly}`, known = seen.get(key);
    if (known) return known;
    const { size } = data;
    const texts = exactly ? (data.marked ??= data.fields(marked)) : data.folded, needle = exactly ? raw : word;
    const best = new Uint8Array(size), titled = new Uint8Array(size), same = new Uint8Array(size);
    const base = new Uint8Array(1);
    data.scan(texts, word, raw, exactly, best, same);
    scan(texts.everywhere, needle, 1, base);
    for (const [tables, target] of [[texts.tables, best], [texts.titles, titled]])
      for (const [rows, table, worth] of tables) {
        const found = new Uint8Array(table.starts.length);
        if (!scan(table, needle, worth, found)) continue;
        lift(rows, found, target);
        // What buyers call a thing counts beside its name: honey before tea with honey in it.
        if (worth > BESIDE) for (let row = 0; row < size; row++) if (found[rows[row]]) same[row] += 2;
      }
    // What is true of every product counts as a whole word; its beginning only where nothing else has it.
    const anywhere = base[0] > 1 || !best.some(Boolean) ? base[0] : 0;
    if (seen.size > 9) seen.delete(seen.keys().next().value);
    const found = { best, titled, same, anywhere };
    seen.set(key, found);
    return found;
  };

  // Rows that have every word, as points: names before other names, producers, places, the rest. Typed marks
  // count: chè is not chế. Where nothing has them, words are looked for without, and then in titles alone.
  const asTyped = new Map();
  const search = (query) => {
    const [folded, raw] = [fold, marked].map((clean) => words(clean(query)).slice(0, data.most));
    if (!folded.length) return null;
    for (const [phrase, has] of data.phrases) {
      const at = folded.findIndex((_, from) => phrase.every((word, place) => word === folded[from + place]));
      if (at < 0 || data.isName(phrase.join(" "))) continue;
      const cut = (list) => [...list.slice(0, at), ...list.slice(at + phrase.length)];
      const rest = cut(folded);
      asTyped.clear();
      const points = rest.length ? searched(rest, cut(raw)) : new Uint16Array(data.size).fill(1);
      for (let row = 0; row < data.size; row++) if (!has(row)) points[row] = 0;
      if (points.some(Boolean)) return points;
    }
    return searched(folded, raw);
  };
  const searched = (folded, raw) => {
    const typed = folded.map((word, place) => (raw[place] ?? word) !== word);
    const plain = folded.map(() => false);
    asTyped.clear();
    for (const marks of typed.some(Boolean) ? [typed, plain] : [plain])
      for (const strict of [true, false]) {
        const points = scored(folded, raw, marks, strict);
        if (!points.some(Boolean)) continue;
        folded.forEach((word, place) => { if (marks[place]) asTyped.set(word, raw[place]); });
        return points;
      }
    return new Uint16Array(data.size);
  };
  const scored = (folded, raw, typed, strict) => {
    const { size } = data, sure = new Uint8Array(size), points = new Uint16Array(size).fill(1);
    folded.forEach((word, place) => add(points, sure, look(word, raw[place] ?? word, typed[place])));
    const exactly = typed.some(Boolean), gain = data.begins(exactly ? raw : folded, exactly);
    for (let row = 0; row < size; row++) {
      if (strict && !sure[row]) points[row] = 0;
      if (points[row]) points[row] += gain(row);
    }
    return points;
  };

  // The page behind a trace code or GTIN, as printed or typed from memory: MU0058, mu58, 0058, 893…
  const codeOf = (query) => {
    const text = query.replace(/[\s.\-]/g, "");
    if (/^\d{8,14}$/.test(text)) return { gtin: text.padStart(14, "0") };
    const [, letters, digits] = /^([a-z]{2}(?=\d)|(?=\d{4}))(\d{1,6})$/i.exec(text) || [];
    return digits && { letters: letters.toUpperCase(), number: +digits };
  };
  const coded = (query, code = codeOf(query)) => code && data.coded(code);
  const visit = (query) => {
    const hit = coded(query);
    if (hit) location.assign(page(hit[1]));
    return Boolean(hit);
  };

  // Rows by points, equal ones in the order of the catalogue.
  const ranked = (points) => {
    let most = 0, found = 0;
    for (let row = 0; row < points.length; row++) if (points[row] > most) most = points[row];
    const at = new Uint32Array(most + 2);
    for (let row = 0; row < points.length; row++) if (points[row] && ++found) at[most - points[row] + 1]++;
    for (let pile = 1; pile <= most; pile++) at[pile] += at[pile - 1];
    const order = new Uint32Array(found);
    for (let row = 0; row < points.length; row++) if (points[row]) order[at[most - points[row]]++] = row;
    return order;
  };

  // -- a product on the page -----------------------------------------------------------------------

  const where = (row) => {
    const { t, facets } = data;
    const place = t.commune.name[facets.commune.rows[row]] || t.district.name[facets.district.rows[row]];
    const name = t.producer.name[data.producer[row]];
    return [place, data.inferred.has(row) ? say(data.d.words.inferred, { name }) : name].filter(Boolean).join(" · ");
  };
  // What stands before the slash of an id, and the slash.
  const provinceOf = (row) => /^(.*\/)?/.exec(data.d.id[row])[0];
  const id = (row) => {
    const { d } = data;
    const province = provinceOf(row), rest = d.id[row].slice(province.length);
    // An id that begins like a name is written without that beginning.
    const shown = words(fold(d.name[row]));
    const start = rest[0] === "+" ? shown
      : rest[0] === "~" ? words(d.other[row].split("|")[0]).map((word) => shown[SIGNS.indexOf(word)] ?? fold(word)) : [];
    return province + start.join("-") + rest.replace(/^[+~]/, "");
  };
  const href = (row) => page(`${data.d.base}${id(row)}/`);
  // As zlib's, of a text of plain letters.
  const crc32 = (text) => ~[...text].reduce((sum, sign) => {
    sum ^= sign.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) sum = sum >>> 1 ^ (sum & 1 && 0xedb88320);
    return sum;
  }, -1) >>> 0;
  const picture = (row, holder) => {
    const { d, t } = data;
    const image = holder.querySelector("img");
    const photo = d.photos[row], drawing = data.drawn(row);
    const variants = t.drawing.href[drawing], variant = crc32(id(row)) % variants.length;
    holder.className = photo ? "picture" : `picture tint-${t.drawing.id[drawing]}${variant ? `-${variant + 1}` : ""}`;
    image.className = photo ? "" : "drawn";
    image.src = file(photo || variants[variant]);
  };
  // The text with the beginnings of its words marked that the query names, by the letters as written.
  const mark = (target, text, query) => {
    target.textContent = "";
    for (const part of unbroken(text).match(/[\p{L}\p{M}\p{N}_'’]+|[^\p{L}\p{M}\p{N}_'’]+/gu) || []) {
      const folded = fold(part);
      const hit = query.filter((word) => folded.startsWith(word)
        && marked(part).startsWith(asTyped.get(word) ?? "")).sort((a, b) => b.length - a.length)[0];
      if (!hit) {
        target.append(part);
        continue;
      }
      let cut = 0;
      while (cut < part.length && fold(part.slice(0, cut)).length < hit.length) cut++;
      while (cut < part.length && /\p{M}/u.test(part[cut])) cut++;
      target.append(make("mark", "", part.slice(0, cut)), part.slice(cut));
    }
  };
  // A name, and what tells it from its namesakes: the place, and the producer if that tells more.
  const apart = (row) => {
    const { d, t, facets } = data;
    if (data.apart) return [d.name[row], ...data.apart[row]];
    const place = (one) => t.district.bare[facets.district.rows[one]] || t.commune.bare[facets.commune.rows[one]];
    const own = d.name[row], same = data.namesakes.get(own.toLowerCase());
    const byProducer = same.some((other) => place(other) === place(row) && data.producer[other] !== data.producer[row]);
    return [own, same.length > 1 && place(row), byProducer && t.producer.name[data.producer[row]]].filter(Boolean);
  };
  const name = (target, row, query) => {
    const [own, ...more] = apart(row);
    mark(target, own + (more.length ? ` (${more.join(", ")})` : ""), query);
    if (data.d.langs[row]) target.lang = data.d.langs[row];
  };
  const rating = (row) => {
    const { facets } = data;
    return [data.starName(data.star[row]), facets.state.name[facets.state.rows[row]]];
  };
  const stateClass = (row) => `is-${data.ids[data.facets.state.rows[row]]}`;

  // -- the search box: a list of suggestions below it ----------------------------------------------

  const count = (number) => number.toLocaleString(document.documentElement.lang);

  const suggest = (form) => {
    const input = form.querySelector("input"), panel = form.querySelector(".found");
    const status = form.querySelector("[role=status]");
    let options = [], active = -1, told;

    const attributes = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list" };
    for (const key of Object.keys(attributes)) input.setAttribute(key, attributes[key]);
    // Pressing an option must not take the focus away before the click.
    panel.addEventListener("mousedown", (event) => event.preventDefault());

    const tell = (text) => {
      clearTimeout(told);
      told = setTimeout(() => { status.textContent = text; }, 500);
    };
    const close = () => {
      panel.hidden = true;
      options = [];
      choose(-1);
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-controls");
    };
    const choose = (at) => {
      options[active]?.setAttribute("aria-selected", "false");
      active = at;
      const chosen = options[active];
      if (chosen) {
        chosen.setAttribute("aria-selected", "true");
        chosen.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", chosen.id);
      } else input.removeAttribute("aria-activedescendant");
    };
    const option = (address, className) => {
      const made = make("a", className);
      made.href = address;
      made.id = `found-${options.length}`;
      made.tabIndex = -1;
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      options.push(made);
      return made;
    };
    const product = (row, query, address) => {
      const made = option(address ? page(address) : href(row), "hit");
      const holder = make("span"), image = make("img"), text = make("span", "hit-text");
      image.alt = "";
      image.width = image.height = 56;
      holder.append(image);
      picture(row, holder);
      const title = make("b"), place = make("span", "hit-where"), stars = make("span", "hit-state");
      name(title, row, query);
      mark(place, where(row), query);
      const [starName, stateName] = rating(row);
      stars.append(make("span", "", starName), starName ? " · " : "", make("span", stateClass(row), stateName));
      text.append(title, place, stars);
      made.append(holder, text);
      return made;
    };
    const show = () => {
      const query = input.value.trim(), folded = words(fold(query));
      if (!data || !folded.length) {
        close();
        tell("");
        return;
      }
      const hit = coded(query), rows = hit ? [hit[0]] : ranked(search(query));
      withRows(() => draw(query, folded, hit, rows), rows.slice(0, FIRST));
    };
    const draw = (query, folded, hit, rows) => {
      const { words: said } = data.d;
      options = [];
      active = -1;
      input.removeAttribute("aria-activedescendant");
      panel.textContent = "";
      if (rows.length) {
        const list = make("div");
        list.id = "found";
        list.setAttribute("role", "listbox");
        list.setAttribute("aria-label", said.results);
        for (const row of rows.slice(0, FIRST)) list.append(product(row, folded, hit?.[1]));
        const more = option(`${own.products}?q=${encodeURIComponent(query)}`, "hit-more");
        more.textContent = say(said.all, { n: count(rows.length) });
        list.append(more);
        panel.append(list);
        input.setAttribute("aria-controls", "found");
        tell(say(rows.length === 1 ? said.one : said.many, { n: count(rows.length) }));
      } else {
        const none = say(said.none, { q: query });
        const all = make("a", "hit-more", said.browse);
        all.href = own.products;
        panel.append(make("p", "hit-none", none), make("p", "hit-tip", said.tip), all);
        input.removeAttribute("aria-controls");
        tell(none);
      }
      input.setAttribute("aria-expanded", String(rows.length > 0));
      panel.hidden = false;
    };

    // A code leads to its page at once; anything else to the list of all products, as without a script.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      once(() => visit(input.value) || form.submit(), input.value).catch(() => form.submit());
    });
    const answer = () => once(show, input.value).catch(() => {});
    input.addEventListener("input", answer);
    input.addEventListener("focus", answer);
    input.addEventListener("keydown", (event) => {
      const last = options.length - 1;
      if (event.isComposing) return;
      if (event.key === "Escape" && !panel.hidden) close();
      else if (event.key === "ArrowDown" && panel.hidden) show();
      else if (event.key === "ArrowDown" && options.length) choose(active === last ? 0 : active + 1);
      else if (event.key === "ArrowUp" && options.length) choose(active <= 0 ? last : active - 1);
      else if (event.key === "Enter" && options[active]) options[active].click();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    load().then(() => { if (document.activeElement === input && input.value) answer(); }, () => {});
  };

  // -- the page of all products: search and filters together ---------------------------------------

  const browse = (live) => {
    const form = live.querySelector(".search"), input = form.querySelector("input");
    const sort = live.querySelector(".sort select"), best = sort.querySelector('[value=""]');
    const counted = live.querySelector("[data-count]"), chosen = live.querySelector("[data-chosen]");
    const plain = live.querySelector("[data-plain]"), found = live.querySelector("[data-found]");
    const list = found.querySelector("ul"), more = found.querySelector("button");
    const [, star, stateSort] = [...sort.options].slice(1).map((one) => one.value);
    const status = form.querySelector("[role=status]"), shut = live.querySelector(".facets .close");
    const total = counted.textContent;
    const boxes = [...live.querySelectorAll(".facet[data-key]")].map((section) => {
      const key = section.dataset.key, id = section.id.replace("by-", "");
      section.setAttribute("role", "group");
      section.hidden = false;
      const options = [...section.querySelectorAll("[data-word]")].map((link) => {
        const label = make("label"), box = make("input");
        box.type = "checkbox";
        box.value = link.dataset.word;
        label.append(box, ...link.childNodes);
        link.replaceWith(label);
        const number = label.querySelector(".n");
        box.addEventListener("change", () => change(true));
        return { box, number, name: label.firstElementChild.nextSibling.textContent.trim(), at: number.textContent };
      });
      return { key, id, options };
    });
    let rows = [], shown = 0, query = [], byItself = false, waiting, told, resting;

    const read = () => {
      const asked = new URLSearchParams(location.search);
      input.value = asked.get("q") || "";
      sort.value = asked.get(sort.name) || "";
      if (sort.selectedIndex < 0) sort.value = "";
      byItself = false;
      for (const { key, options } of boxes) {
        const wanted = asked.getAll(key).join(",").split(",");
        for (const { box } of options) box.checked = wanted.includes(box.value);
      }
    };
    const ticked = ({ options }) => options.filter(({ box }) => box.checked);
    const written = () => {
      const pairs = boxes.map((one) => [one.key, ticked(one).map(({ box }) => box.value).join(",")]);
      const text = input.value.trim();
      const order = sort.value === "" || (!text && sort.value === sort.options[1].value) ? "" : sort.value;
      return [["q", encodeURIComponent(text).replace(/%20/g, "+")], ...pairs, [sort.name, order]]
        .filter(([, value]) => value).map((pair) => pair.join("=")).join("&");
    };
    const remember = (step) => {
      clearTimeout(waiting);
      const address = written();
      if (address === location.search.slice(1)) return;
      history[step ? "pushState" : "replaceState"](null, "", address ? `?${address}` : location.pathname);
    };

    const card = (row) => {
      const made = document.getElementById("card").content.firstElementChild.cloneNode(true);
      const link = made.querySelector("a"), { facets, t } = data;
      picture(row, made.querySelector(".picture"));
      link.href = href(row);
      name(link, row, query);
      const kind = facets.goods?.name[facets.goods.rows[row]] || t.group.name[facets.group.rows[row]];
      mark(made.querySelector(".group"), kind, query);
      mark(made.querySelector(".where"), where(row), query);
      const [starName, stateName] = rating(row);
      const stars = made.querySelector(".stars"), number = data.star[row];
      const proposed = data.ids[data.facets.state.rows[row]] === "potential_five";
      stars.setAttribute("aria-label", starName || (proposed ? stateName : data.d.words.unstated));
      [...stars.children].forEach((path, at) =>
        path.setAttribute("class", at >= number ? "rest" : data.current(row) ? "on" : "out"));
      const state = document.getElementById("states").content.querySelector(`.${stateClass(row)}`).cloneNode(true);
      state.lastElementChild.textContent = unbroken(stateName);
      made.querySelector(".state").replaceWith(state);
      if (!data.d.samples.includes(row)) made.querySelector(".tag").parentElement.remove();
      return made;
    };
    const extend = (by, act) => {
      const found = rows, next = rows.slice(shown, shown + by);
      shown += next.length;
      withRows(() => {
        if (found !== rows) return;
        const made = Array.from(next, card);
        list.append(...made);
        more.hidden = shown >= rows.length;
        act?.(made[0]);
      }, next);
    };
    const still = (on) => {
      plain.hidden = on;
      found.hidden = !on;
      delete live.dataset.waiting;
    };
    const chips = () => {
      chosen.textContent = "";
      const chip = (text, label, act) => {
        const item = make("li"), button = make("button", "chip", text);
        button.type = "button";
        if (label) button.setAttribute("aria-label", label);
        button.addEventListener("click", () => {
          act();
          change(true).then(() => (chosen.querySelector("button") || input).focus());
        });
        item.append(button);
        chosen.append(item);
        return button;
      };
      const { words: said } = data.d;
      for (const one of boxes)
        for (const { box, name: text } of ticked(one))
          chip(text, say(said.remove, { name: text }), () => { box.checked = false; }).classList.add("taken");
      if (chosen.childElementCount || input.value.trim())
        chip(said.clear, "", () => {
          input.value = sort.value = "";
          for (const { options } of boxes) for (const { box } of options) box.checked = false;
        });
      chosen.hidden = !chosen.childElementCount;
    };
    // Best match is the order while words are searched for, the name else; unless the reader chose.
    const settle = (text) => {
      best.hidden = best.disabled = !text;
      if (!text && sort.value === "") {
        sort.selectedIndex = 1;
        byItself = true;
      } else if (text && byItself) {
        sort.value = "";
        byItself = false;
      }
    };
    const apply = () => {
      const text = input.value.trim();
      settle(text);
      const idle = !written();
      const { facets, d } = data;
      query = words(fold(text));
      const points = query.length ? search(text) : null;
      const wanted = boxes.map((one) => {
        const { rows: column, word } = facets[one.id];
        const on = ticked(one).map(({ box }) => box.value);
        return { column, any: !on.length, in: word.map((value) => on.includes(String(value))),
          counts: new Uint32Array(word.length) };
      });
      // A count says how many there would be: the row may miss this facet's choice, and no other.
      const hits = [];
      for (let row = 0; row < data.size; row++) {
        if (points && !points[row]) continue;
        let missed = null, misses = 0;
        for (const one of wanted) if (!one.any && !one.in[one.column[row]] && misses++ < 1) missed = one;
        if (!misses) for (const one of wanted) one.counts[one.column[row]]++;
        else if (misses === 1) missed.counts[missed.column[row]]++;
        if (!misses) hits.push(row);
      }
      boxes.forEach((one, at) => {
        for (const { box, number } of one.options) {
          const place = facets[one.id].word.findIndex((value) => String(value) === box.value);
          const n = place < 0 ? 0 : wanted[at].counts[place];
          if (number.textContent !== count(n)) number.textContent = count(n);
          box.closest("label").classList.toggle("none", !n && !box.checked);
        }
      });
      const order = sort.value;
      if (order === star) hits.sort((a, b) => facets.star.rows[b] - facets.star.rows[a]
        || data.current(b) - data.current(a) || a - b);
      else if (order === stateSort) hits.sort((a, b) => facets.state.rows[a] - facets.state.rows[b] || a - b);
      rows = points && order === "" ? ranked(points).filter(hitSet(hits)) : hits;
      clearTimeout(resting);
      list.textContent = "";
      shown = 0;
      still(!idle);
      chips();
      if (idle) {
        counted.textContent = total;
      } else {
        // The rest of the screenful once the fingers rest: a slow phone answers each letter at once.
        extend(FEW, () => { resting = setTimeout(() => extend(CHUNK - FEW), 150); });
        const said = query.length ? d.words.match : d.words.some;
        counted.textContent = !rows.length ? (query.length ? say(d.words.none, { q: text }) : d.words.nothing)
          : say(said, { n: count(rows.length), total: count(data.size), q: text });
        if (!rows.length && query.length) list.append(make("li", "soft", d.words.tip));
      }
      clearTimeout(told);
      told = setTimeout(() => { status.textContent = counted.textContent; }, 500);
      shut.textContent = say(d.words.show, { n: count(rows.length) });
    };
    const hitSet = (hits) => {
      const on = new Uint8Array(data.size);
      for (const row of hits) on[row] = 1;
      return (row) => on[row];
    };
    const failed = () => {
      still(false);
      counted.textContent = live.dataset.failed;
    };
    const answer = (act) => once(act, input.value, boxes).catch(failed);
    const change = (step) => answer(() => {
      apply();
      remember(step);
    });

    let first = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(() => visit(input.value) || change(true));
    });
    input.addEventListener("input", () => answer(() => {
      apply();
      clearTimeout(waiting);
      // One step back undoes the whole word, not each letter.
      waiting = setTimeout(() => { remember(first); first = false; }, 400);
    }));
    input.addEventListener("focus", () => { first = true; load().catch(() => {}); });
    sort.addEventListener("change", () => {
      byItself = false;
      change(true);
    });
    more.addEventListener("click", () => extend(CHUNK, (made) => made?.querySelector("a").focus()));
    addEventListener("popstate", () => { read(); change(false); });
    read();
    if (written()) {
      live.dataset.waiting = "";
      answer(() => {
        const hit = coded(input.value);
        if (hit) location.replace(page(hit[1]));
        else apply();
      });
    } else settle("");
  };

  const live = document.querySelector("[data-live]");
  if (live) browse(live);
  else for (const form of document.querySelectorAll(".search")) suggest(form);
})();
