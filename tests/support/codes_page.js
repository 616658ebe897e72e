// Runs codes.js without a browser. From standard input: the script, the signed list, the files of buckets by
// name, and what is typed. To standard output: for each of these the parts of the page that are shown.
const { webcrypto } = require('node:crypto');
const vm = require('node:vm');

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const { script, list, files, typed } = JSON.parse(Buffer.concat(chunks).toString());
  let start, submit, settled, shown = [];
  const form = { s: { value: '' }, addEventListener: (_, act) => { submit = act; } };
  const answer = {
    set textContent(_) { shown = []; },
    appendChild: (part) => shown.push(part),
    querySelectorAll: (what) => (what === '.serial' ? [{ set textContent(text) { shown.push(text); } }] : []),
  };
  const place = {
    dataset: { folder: '/list' },
    querySelector: (what) => ({ form, '.answer': answer, '[type="application/json"]': { textContent: JSON.stringify(list) } })[what]
      ?? { content: /data-part="(.*)"/.exec(what)[1] },
  };
  const document = {
    querySelector: (what) => (what === '.codes' ? place : null),
    addEventListener: (_, act) => { start = act; },
    importNode(part) {
      if (part === 'copied') setImmediate(settled);
      return part;
    },
  };
  const fetch = async (address) => {
    const name = /^\/list\/([0-9a-f]+)\.json$/.exec(address)[1];
    return { ok: name in files, text: async () => files[name] };
  };
  const globals = { document, fetch, atob, btoa, TextEncoder, location: { search: '', protocol: 'https:' },
    crypto: webcrypto, setTimeout: () => {}, Promise, JSON, Uint8Array, DataView, RegExp };
  vm.runInNewContext(script, { ...globals, window: globals });
  start();
  const answers = [];
  for (const text of typed) {
    const done = new Promise((resolve) => { settled = resolve; });
    form.s.value = text;
    submit({ preventDefault() {} });
    await done;
    answers.push(shown);
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
