// A printed address that has no page: its words go into the search box, and where it begins like the
// address of a product, that product's page is offered. Whether there is one, only the host knows.
(function () {
  var root = document.documentElement;
  var base = root.dataset.base;
  var path = location.pathname;
  try { path = decodeURIComponent(path); } catch (broken) { return; }
  if (path.indexOf(base + '/') === 0) path = path.slice(base.length);
  var parts = path.split('/').filter(Boolean);
  var found = /^\/(p\/[A-Za-z]{2}[0-9]{4,6}|01\/[0-9]{14})(?=\/)/.exec(path);
  var word = parts[0] === 'p' || parts[0] === '01' ? parts[1] : (parts[parts.length - 1] || '').replace(/-/g, ' ').replace(/\.html$/, '');

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  each('input', function (box) { box.value = (word || '').slice(0, 60); });
  if (found && parts.length > 2) {
    var own = found[1].indexOf('p/') ? found[1] : found[1].toUpperCase();
    each('.offer', function (offer) {
      offer.querySelector('a').href = base + '/' + own + '/';
      offer.hidden = false;
    });
  }
})();
