// A printed address without a page: its words go into the search box, and where it begins like the
// address of a product, that product's page is offered. Whether there is one, only the host knows.
(function () {
  var base = document.documentElement.dataset.base;
  var path = location.pathname;
  if (base === undefined) return;
  try { path = decodeURIComponent(path); } catch (broken) { return; }
  if (path.indexOf(base + '/') === 0) path = path.slice(base.length);
  var parts = path.split('/').filter(Boolean);
  var printed = parts[0] === 'p' || parts[0] === '01';
  var word = printed ? parts[1] : (parts[parts.length - 1] || '').replace(/\.html$/, '').replace(/-/g, ' ');
  var own = /^\/(?:p\/[A-Z]{2}[0-9]{4,6}|01\/[0-9]{14})(?=\/|$)/.exec('/' + parts.join('/').replace(/^p\/[a-z]{2}/, function (start) {
    return 'p/' + start.slice(2).toUpperCase();
  }));

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  each('input', function (box) { box.value = (word || '').slice(0, 60); });
  // The same address again would lead back here.
  if (own && own[0] !== '/' + parts.join('/')) {
    each('.offer', function (offer) {
      offer.querySelector('a').href = base + own[0] + '/';
      offer.querySelector('b').textContent = parts[1].toUpperCase();
      offer.hidden = false;
    });
  }
})();
