// What the pages do with script, each missing without harm: night mode, text size, menus, share, copy, print, and
// the link to newer pages of a list. One file, no dependence, nothing that a strict content security policy forbids.
(function () {
  "use strict";
  var root = document.documentElement;

  function each(selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  }
  function on(selector, action) {
    each(selector, function (element) {
      element.addEventListener("click", function () {
        action(element);
      });
    });
  }
  function keep(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch (e) {
      // Without storage the choice holds for this page.
    }
  }

  // Night mode: the system's preference until the reader chooses.
  function isNight() {
    return root.getAttribute("data-md-color-scheme") === "slate";
  }
  function showNight() {
    each("[data-night]", function (button) {
      button.setAttribute("aria-pressed", String(isNight()));
    });
  }
  on("[data-night]", function () {
    var night = !isNight();
    root.setAttribute("data-md-color-scheme", night ? "slate" : "default");
    keep("cchc-night", night ? "1" : "0");
    showNight();
  });
  showNight();

  // Text size: four steps, 0 to 3.
  function size() {
    return Number(root.getAttribute("data-size") || 0);
  }
  function showSize() {
    each("button[data-size]", function (button) {
      var step = Number(button.getAttribute("data-size"));
      var idle = step < 0 ? size() === 0 : step > 0 ? size() === 3 : size() === 0;
      button.setAttribute("aria-disabled", String(idle));
    });
  }
  on("button[data-size]", function (button) {
    var step = Number(button.getAttribute("data-size"));
    var next = step ? Math.min(3, Math.max(0, size() + step)) : 0;
    if (next) root.setAttribute("data-size", next);
    else root.removeAttribute("data-size");
    keep("cchc-size", next);
    showSize();
  });
  showSize();

  // Open menus close with Esc, with a click elsewhere and when the focus leaves them.
  function closeMenus(except) {
    each(".cc-topics[open], .cc-drawer[open]", function (menu) {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target);
  });
  document.addEventListener("focusin", function (event) {
    closeMenus(event.target);
  });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.querySelector(".cc-topics[open], .cc-drawer[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Tools of an article.
  on("[data-print]", function () {
    window.print();
  });
  each("[data-share]", function (button) {
    button.hidden = !navigator.share;
  });
  on("[data-share]", function () {
    navigator.share({ title: document.title, url: address() }).catch(function () {});
  });
  on("[data-copy]", function (button) {
    var words = button.querySelector("span");
    var before = words.textContent;
    copy(button.getAttribute("data-copy")).then(
      function () {
        tell("Đã sao chép");
      },
      function () {
        tell("Hãy sao chép từ thanh địa chỉ");
      }
    );
    function tell(message) {
      words.textContent = message;
      setTimeout(function () {
        words.textContent = before;
      }, 3000);
    }
  });
  function address() {
    var canonical = document.querySelector("link[rel=canonical]");
    return canonical ? canonical.href : location.href;
  }
  function copy(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  }

  // A page of a list does not know whether a newer one exists; one small file knows it for all lists.
  each("[data-newer]", function (link) {
    fetch(link.getAttribute("data-counts"))
      .then(function (response) {
        return response.ok ? response.json() : {};
      })
      .then(function (counts) {
        link.hidden = !(counts[link.getAttribute("data-list")] >= Number(link.getAttribute("data-newer")));
      })
      .catch(function () {});
  });
})();
