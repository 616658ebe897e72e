// Sharing and saving on a product's page, and the page where saved products stand side by side.
// What is saved stays in this browser; the address ?p=one,other names a comparison for others.
(function () {
  var KEY = 'ocop-compare';
  var MOST = 4;
  var ID = /^[a-z0-9-]{1,64}$/;

  function clean(list) {
    return list.filter(function (id, at) { return ID.test(id) && list.indexOf(id) === at; }).slice(0, MOST);
  }

  function saved() {
    try {
      var list = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(list) ? clean(list.map(String)) : [];
    } catch (e) { return []; }
  }

  function save(list) {
    try { localStorage.setItem(KEY, JSON.stringify(list)); } catch (e) { /* private browsing: nothing is kept */ }
  }

  // The clipboard is closed to pages from the disk; selecting and copying is not.
  function copy(text, done) {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text).then(done, byHand);
    byHand();
    function byHand() {
      var box = document.createElement('textarea');
      var before = document.activeElement;
      box.value = text;
      box.setAttribute('readonly', '');
      document.body.appendChild(box);
      box.select();
      var ok = document.execCommand('copy');
      box.remove();
      if (before) before.focus();
      if (ok) done();
    }
  }

  var tools = document.querySelector('[data-tools]');
  if (tools) product();
  var page = document.querySelector('[data-compare-page]');
  if (page) comparison();

  function product() {
    var say = tools.querySelector('[role=status]');
    var keep = tools.querySelector('[data-save]');
    var link = tools.querySelector('a');
    var share = tools.querySelector('[data-share]');
    var copier = tools.querySelector('[data-copy]');
    var address = document.querySelector('meta[property="og:url"]').content;
    share.hidden = !navigator.share;
    copier.hidden = !share.hidden;
    share.addEventListener('click', function () {
      navigator.share({ title: document.title, url: address }).catch(function () {});
    });
    copier.addEventListener('click', function () {
      copy(address, function () { say.textContent = tools.dataset.copied; });
    });
    keep.addEventListener('click', function () {
      var list = saved();
      var at = list.indexOf(tools.dataset.id);
      if (at < 0 && list.length === MOST) {
        say.textContent = tools.dataset.full;
        return;
      }
      if (at < 0) list.push(tools.dataset.id);
      else list.splice(at, 1);
      save(list);
      say.textContent = at < 0 ? tools.dataset.saved : tools.dataset.dropped;
      show();
    });
    // Back from the comparison, or saved in another tab.
    addEventListener('pageshow', show);
    addEventListener('storage', show);
    show();
    tools.hidden = false;

    function show() {
      var list = saved();
      keep.setAttribute('aria-pressed', String(list.indexOf(tools.dataset.id) > -1));
      link.hidden = !list.length;
      var span = link.firstElementChild;
      span.textContent = span.dataset.word + ' (' + list.length + ')';
    }
  }

  function comparison() {
    var say = page.querySelector('[data-status]');
    var frame = page.querySelector('[data-frame]');
    var parts = document.getElementById('compare-parts');
    // From the disk addresses of folders name their file.
    var home = page.dataset.home;
    var disk = /index\.html$/.test(home);
    var root = home.replace(/index\.html$/, '').replace(/\/$/, '');
    var asked = new URLSearchParams(location.search).get('p');
    var chosen = asked === null ? saved() : clean(asked.split(','));
    var columns = {};
    var files = page.dataset.files.split(' ');

    function at(href) {
      return (disk ? (root || '.') : root) + href + (disk && /\/$/.test(href) ? 'index.html' : '');
    }

    function make(name, text, more) {
      var one = document.createElement(name);
      if (text) one.textContent = text;
      Object.keys(more || {}).forEach(function (key) { one.setAttribute(key, more[key]); });
      return one;
    }

    function shard(id) {
      var sum = 0;
      for (var i = 0; i < id.length; i++) sum += id.charCodeAt(i);
      return sum % files.length;
    }

    function load(numbers, done) {
      var waiting = numbers.length;
      if (!waiting) done();
      numbers.forEach(function (number) {
        var script = make('script', '', { src: files[number] });
        script.onload = script.onerror = function () {
          if (!window['OCOP_COMPARE_' + number]) say.dataset.bad = '1';
          if (!--waiting) done();
        };
        document.head.appendChild(script);
      });
    }

    function known() {
      chosen = chosen.filter(function (id) {
        var all = window['OCOP_COMPARE_' + shard(id)];
        columns[id] = all && Object.prototype.hasOwnProperty.call(all, id) && all[id];
        return columns[id];
      });
    }

    function words(pair) {
      return make('p', pair[0], pair[1] ? { lang: pair[1] } : {});
    }

    function head(id) {
      var one = columns[id];
      var cell = make('th', '', { scope: 'col', role: 'columnheader' });
      var picture = make('div', '', { class: 'picture' + (one.drawing ? ' tint-' + one.drawing : '') });
      picture.appendChild(make('img', '', { src: at(one.picture), alt: '', class: one.drawing ? 'drawn' : '' }));
      var name = make('span', '', { class: 'name' });
      name.appendChild(make('a', one.name, one.lang ? { href: at(one.href), lang: one.lang } : { href: at(one.href) }));
      cell.append(picture, name);
      if (one.sample) cell.appendChild(make('span', parts.dataset.sample, { class: 'tag' }));
      var drop = make('button', parts.dataset.drop, { class: 'drop', type: 'button', 'aria-label': parts.dataset.drop + ': ' + one.name.replace(/\u00a0/g, ' ') });
      drop.addEventListener('click', function () { remove(id); });
      cell.appendChild(make('p')).appendChild(drop);
      return cell;
    }

    // The reader's day in Vietnam: a rating that ended since the site was built is not shown as current.
    var today = new Date(Date.now() + 7 * 36e5).toISOString().slice(0, 10);

    function asOfToday(one) {
      if (!one.filled || !one.last || one.last >= today) return one;
      return Object.assign({}, one, { filled: false, state: one.after, until: one.over });
    }

    function rating(id) {
      var one = asOfToday(columns[id]);
      var cell = make('td', '', { role: 'cell' });
      var stars = parts.content.querySelector('.stars').cloneNode(true);
      stars.setAttribute('aria-label', one.label);
      Array.prototype.forEach.call(stars.querySelectorAll('path'), function (path, place) {
        path.setAttribute('class', place >= one.stars ? 'rest' : one.filled ? 'on' : 'out');
      });
      var badge = parts.content.querySelector('.is-' + one.state).cloneNode(true);
      badge.lastElementChild.textContent = one.until;
      cell.append(stars, make('p'));
      cell.lastElementChild.appendChild(badge);
      return cell;
    }

    // Every label that one of the products has, in the order in which their pages show them.
    function labels() {
      var found = [];
      chosen.forEach(function (id) {
        var after = -1;
        columns[id].rows.forEach(function (row) {
          var place = found.indexOf(row[0]);
          if (place < 0) found.splice(place = after + 1, 0, row[0]);
          after = place;
        });
      });
      return found;
    }

    function fact(id, label) {
      var cell = make('td', '', { role: 'cell' });
      columns[id].rows.forEach(function (row) {
        if (row[0] !== label) return;
        row[2].forEach(function (pair) {
          var text = words(pair);
          if (row[1]) {
            var link = make('a', pair[0], { href: /^\//.test(row[1]) ? at(row[1]) : row[1] });
            text.textContent = '';
            text.appendChild(link);
          }
          cell.appendChild(text);
        });
      });
      if (!cell.childNodes.length) cell.appendChild(make('p', parts.dataset.unstated, { class: 'small soft' }));
      return cell;
    }

    function line(title, cells) {
      var row = make('tr', '', { role: 'row' });
      row.appendChild(make('th', '', { scope: 'row', role: 'rowheader' })).appendChild(make('span', title));
      cells.forEach(function (cell) { row.appendChild(cell); });
      var texts = cells.map(function (cell) { return cell.textContent; });
      if (cells.length > 1 && texts.every(function (text) { return text === texts[0]; })) row.className = 'same';
      return row;
    }

    function show(note) {
      // The roles are said because on a phone the labels are taken out of the table's own layout.
      var table = make('table', '', { class: 'compare of-' + chosen.length, role: 'table' });
      var top = make('tr', '', { role: 'row' });
      top.appendChild(make('td', '', { role: 'cell' }));
      chosen.forEach(function (id) { top.appendChild(head(id)); });
      table.appendChild(make('thead', '', { role: 'rowgroup' })).appendChild(top);
      var body = table.appendChild(make('tbody', '', { role: 'rowgroup' }));
      if (chosen.length) body.appendChild(line(parts.dataset.rating, chosen.map(rating)));
      labels().forEach(function (label) {
        body.appendChild(line(label, chosen.map(function (id) { return fact(id, label); })));
      });
      frame.replaceChildren(table);
      frame.hidden = !chosen.length;
      page.querySelector('[data-empty]').hidden = chosen.length > 1;
      Array.prototype.forEach.call(page.querySelectorAll('[data-tool]'), function (tool) { tool.hidden = !chosen.length; });
      var count = chosen.length;
      var state = count > 1 ? say.dataset.many.replace('{n}', count) : count ? say.dataset.one : say.dataset.none;
      say.textContent = (note ? note + '. ' : '') + (say.dataset.bad ? say.dataset.failed : state);
      history.replaceState(null, '', location.pathname + (count ? '?p=' + chosen.join(',') : ''));
    }

    function remove(id) {
      var name = columns[id].name;
      chosen.splice(chosen.indexOf(id), 1);
      save(saved().filter(function (one) { return one !== id; }));
      show(say.dataset.removed.replace('{name}', name));
      (frame.querySelector('.drop') || page.querySelector('.button')).focus();
    }

    page.querySelector('[data-clear]').addEventListener('click', function () {
      chosen = [];
      save([]);
      show();
      page.querySelector('.button').focus();
    });
    page.querySelector('[data-copy]').addEventListener('click', function () {
      var address = document.querySelector('meta[property="og:url"]').content + '?p=' + chosen.join(',');
      copy(address, function () { say.textContent = say.dataset.copied; });
    });
    var numbers = chosen.map(shard);
    load(numbers.filter(function (one, place) { return numbers.indexOf(one) === place; }), function () {
      known();
      show();
    });
  }
})();
