// An address without a page: its last word goes into the search box, and where it holds a product's code,
// also written in another way (mu58 for MU0058), that product's page is offered. Whether there is one,
// only the host knows.
(function () {
  var base = document.documentElement.dataset.base;
  var path = location.pathname;
  if (base == null) return;
  try { path = decodeURIComponent(path); } catch (broken) { return; }
  if (path.indexOf(base + '/') === 0) path = path.slice(base.length);
  // Opened at its own address, this page has no words of a reader.
  if (path === '/404.html' || path === '/404') return;
  var parts = path.replace(/(\/index)?\.html$/, '').split('/').filter(Boolean);
  var printed = parts[0] === 'p' || parts[0] === '01';
  // Codes of a further province stand behind its name: /p/son-la/SL0042.
  var province = parts[0] === 'p' && parts.length > 2 && /^[a-z-]+$/.test(parts[1]) ? parts[1] + '/' : '';
  var word = (printed ? parts[province ? 2 : 1] : parts[parts.length - 1]) || '';
  var code = printed || parts.length === 1 ? word : '';
  var trace = /^([a-z]{2})[ ._-]?0*([0-9]{1,6})$/i.exec(code);
  var gtin = /^0*([1-9][0-9]{7,13})$/.exec(code);
  var shown = trace ? trace[1].toUpperCase() + trace[2].padStart(4, '0') : gtin ? gtin[1].padStart(14, '0') : '';
  var own = (trace ? '/p/' + province : '/01/') + shown;

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  each('input', function (box) { box.value = (shown || word.replace(/-/g, ' ')).slice(0, 60); });
  // The same address again would lead back here.
  if (shown && own !== '/' + parts.join('/')) {
    each('.offer', function (offer) {
      offer.querySelector('a').href = base + own + '/';
      offer.querySelector('b').textContent = shown;
      offer.hidden = false;
    });
  }
})();
