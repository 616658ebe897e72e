// Whether a stamp's serial is on the list of codes that were issued for this lot. All words stand in the
// page's templates; what is computed here is what generator/issuing/lists.py and serials.py compute.
(function () {
  // After so long a network counts as none.
  var PATIENCE = 20000;
  var LETTERS_OF_CODE = 16;
  var subtle = window.crypto && crypto.subtle;
  var place, list, asked;

  // What was meant by whoever typed or scanned it; empty where it can be no serial.
  function serialIn(text) {
    var letters = text.toUpperCase().replace(/[ \-‐‑–]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
    return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(letters) ? letters : '';
  }

  function digest(text) {
    return subtle.digest('SHA-256', new TextEncoder().encode(text));
  }

  function hexadecimal(text) {
    return digest(text).then(function (buffer) {
      return Array.prototype.map.call(new Uint8Array(buffer), function (byte) {
        return (256 + byte).toString(16).slice(1);
      }).join('');
    });
  }

  function bytes(base64) {
    var letters = atob(base64);
    var result = new Uint8Array(letters.length);
    for (var i = 0; i < letters.length; i++) result[i] = letters.charCodeAt(i);
    return result;
  }

  // 'checked'; 'unchecked' where this browser knows no Ed25519. Fails with 'forged'.
  function signature() {
    var algorithm = { name: 'Ed25519' };
    return Promise.resolve().then(function () {
      return subtle.importKey('raw', bytes(list.key), algorithm, false, ['verify']);
    }).then(function (key) {
      return subtle.verify(algorithm, key, bytes(list.signature), new TextEncoder().encode(list.signed));
    }).then(function (isRight) {
      return isRight ? 'checked' : Promise.reject('forged');
    }, function (error) {
      return /DataError|InvalidCharacterError/.test(error.name) ? Promise.reject('forged') : 'unchecked';
    });
  }

  function load(address) {
    return new Promise(function (done, fail) {
      setTimeout(fail, PATIENCE, 'network');
      fetch(address).then(function (answer) {
        return answer.ok ? answer.text() : Promise.reject();
      }).then(done, function () {
        fail('network');
      });
    });
  }

  // The root of the tree that this bucket and the digests beside its path have above them.
  function rootOf(bucket, file) {
    return file.proof.reduce(function (below, beside, level) {
      return below.then(function (own) {
        return hexadecimal(bucket >> level & 1 ? beside + own : own + beside);
      });
    }, hexadecimal(bucket + ':' + file.codes + ':' + file.withdrawn));
  }

  function has(codes, code) {
    for (var at = 0; at < codes.length; at += LETTERS_OF_CODE) {
      if (codes.substr(at, LETTERS_OF_CODE) === code) return true;
    }
    return false;
  }

  // 'issued', 'unknown' or 'withdrawn'. Fails with 'network', 'forged' or an error.
  function answerFor(serial, manifest) {
    var depth = manifest.depth;
    return digest(manifest.address + '?s=' + serial).then(function (buffer) {
      var bucket = depth ? new DataView(buffer).getUint32(0) >>> (32 - depth) : 0;
      var code = btoa(String.fromCharCode.apply(null, new Uint8Array(buffer, 0, 12)));
      return load(place.dataset.folder + '/' + bucket.toString(16) + '.json').then(function (text) {
        var file = JSON.parse(text);
        return rootOf(bucket, file).then(function (root) {
          if (root !== manifest.root) throw 'forged';
          return has(file.withdrawn, code) ? 'withdrawn' : has(file.codes, code) ? 'issued' : 'unknown';
        });
      });
    });
  }

  // Show parts of the page's own words, each language's own first as trace.js put them.
  function show(names, serial) {
    var own = document.querySelector('.tongues [aria-current]');
    var answer = place.querySelector('.answer');
    answer.textContent = '';
    names.forEach(function (name) {
      var part = place.querySelector('template[data-part="' + name + '"]');
      answer.appendChild(document.importNode(part.content, true));
    });
    Array.prototype.forEach.call(answer.querySelectorAll('.two'), function (words) {
      var first = own && words.querySelector('[lang="' + own.lang + '"]');
      if (first) words.insertBefore(first, words.firstChild);
    });
    Array.prototype.forEach.call(answer.querySelectorAll('.serial'), function (shown) {
      shown.textContent = serial.replace(/(.{4})(?=.)/g, '$1-');
    });
  }

  function check(text) {
    var serial = serialIn(text);
    var mine = asked = {};
    function tell(names) {
      if (mine === asked) show(names, serial);
    }
    function fail(why) {
      // Whatever else happens: what came is not what was signed.
      tell(['could-not', typeof why === 'string' ? why : 'forged', 'copied']);
    }
    if (!serial) return fail('not-whole');
    if (!subtle || !window.TextEncoder || !window.fetch) return fail('no-hashes');
    if (location.protocol === 'file:') return fail('from-disk');
    tell(['checking']);
    signature().then(function (checked) {
      return answerFor(serial, JSON.parse(list.signed)).then(function (answer) {
        tell([answer, 'copied', checked]);
      });
    }).catch(fail);
  }

  document.addEventListener('DOMContentLoaded', function () {
    place = document.querySelector('.codes');
    list = JSON.parse(place.querySelector('[type="application/json"]').textContent);
    var form = place.querySelector('form');
    var scanned = /[?&]s=([^&]*)/.exec(location.search);
    form.hidden = false;
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      check(form.s.value);
    });
    place.querySelector('.answer').textContent = '';
    if (scanned) {
      try {
        form.s.value = decodeURIComponent(scanned[1].replace(/\+/g, ' '));
      } catch (error) {
        form.s.value = scanned[1];
      }
      check(form.s.value);
    }
  });
})();
