// The scan page follows its reader: their language first, and the calendar day where the goods are.
// Without this script the page says the same in the site's own order, with days instead of verdicts.
(function () {
  var root = document.documentElement;
  var langs = root.dataset.langs.split(' ');
  var sheet = document.styleSheets[document.styleSheets.length - 1];
  // Vietnam keeps UTC+7 all year.
  var today = new Date(Date.now() + 7 * 36e5).toISOString().slice(0, 10);

  // The choice kept in the address, else the reader's languages, else English for a foreign reader.
  function chosen() {
    var wishes = [location.hash.replace(/^#(lang-|report-)?/, '')].concat(navigator.languages || [navigator.language], 'en', langs);
    for (var i = 0; i < wishes.length; i++) {
      if (langs.indexOf(wishes[i]) > -1) return wishes[i];
      var plain = String(wishes[i]).split('-')[0];
      if (langs.indexOf(plain) > -1) return plain;
    }
  }

  function passed(until) {
    return until && until < today;
  }

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  // For people who listen or use keys, what is seen first also comes first.
  function order() {
    var lang = chosen();
    each('.two > [lang="' + lang + '"]', function (part) {
      part.parentNode.insertBefore(part, part.parentNode.firstChild);
    });
    each('.tongue', function (part) {
      part.open = part.lang === lang;
    });
    each('.tongues a', function (link) {
      // No element has this name: the page is put in order and stays where it is.
      link.hash = 'lang-' + link.lang;
      if (link.lang === lang) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  }

  // Before anything is painted: the order and the colours, so that nothing moves afterwards. The other
  // languages keep their room unseen until all has come: what comes late would push them away.
  var first = chosen();
  var at = sheet.cssRules.length;
  sheet.insertRule('.two>*{visibility:hidden;font:var(--f2)!important;--first:none!important;--only:none!important;--later:block!important;--later-row:flex!important}', at);
  sheet.insertRule('.two>[lang="' + first + '"]{visibility:visible;order:-1;font:var(--f1)!important;--first:grid!important;--only:block!important;--later:none!important;--later-row:none!important}', at + 1);
  if (passed(root.dataset.until)) root.classList.add('over');
  if (passed(root.dataset.lotUntil)) root.classList.add('lot-over');

  // The part in the reader's language is open from when it comes, before it is painted.
  var watch = new MutationObserver(function () {
    each('.tongue', function (part) {
      part.open = part.lang === first;
    });
  });
  watch.observe(root, { childList: true, subtree: true });

  // The message of a report names the reader's day, in the text and where it is sent.
  function dateMessage(text) {
    var day = today.split('-').reverse().join('/');
    var button = text.nextElementSibling.lastElementChild;
    text.textContent = text.textContent.replace('____', day);
    each('.reach a[href*=____]', function (link) {
      link.href = link.href.replace('____', day);
    });
    button.hidden = !navigator.clipboard;
    button.onclick = function () {
      navigator.clipboard.writeText(text.textContent).then(function () {
        button.textContent = button.dataset.copied;
      });
    };
  }

  // Not every browser opens a folded part for the link that leads into it.
  function unfold() {
    var target = document.getElementById(location.hash.slice(1));
    var part = target && target.closest('.fold');
    if (part) part.open = true;
  }

  document.addEventListener('DOMContentLoaded', function () {
    watch.disconnect();
    try {
      order();
    } finally {
      sheet.deleteRule(at + 1);
      sheet.deleteRule(at);
    }
    unfold();
    each('.fold .ready', dateMessage);
    each('[data-over]', function (words) {
      var dated = words.closest('[data-until]');
      if (dated.dataset.until < today) {
        words.textContent = words.dataset.over;
        dated.classList.add('is-over');
        dated.hidden = false;
      }
    });
  });
  addEventListener('hashchange', function () {
    order();
    unfold();
  });
})();
