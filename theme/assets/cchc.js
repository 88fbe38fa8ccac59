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
    each("[data-cchc=ban-dem]", function (button) {
      button.setAttribute("aria-pressed", String(isNight()));
    });
  }
  on("[data-cchc=ban-dem]", function () {
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
    each("[data-cchc=chu-nho], [data-cchc=chu-vua]", function (button) {
      button.setAttribute("aria-disabled", String(size() === 0));
    });
    each("[data-cchc=chu-lon]", function (button) {
      button.setAttribute("aria-disabled", String(size() === 3));
    });
  }
  function setSize(wanted) {
    var next = Math.min(3, Math.max(0, wanted));
    if (next) root.setAttribute("data-size", next);
    else root.removeAttribute("data-size");
    keep("cchc-size", next);
    showSize();
  }
  on("[data-cchc=chu-nho]", function () {
    setSize(size() - 1);
  });
  on("[data-cchc=chu-vua]", function () {
    setSize(0);
  });
  on("[data-cchc=chu-lon]", function () {
    setSize(size() + 1);
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
  on("[data-cchc=in]", function () {
    window.print();
  });
  each("[data-cchc=chia-se]", function (button) {
    button.hidden = !navigator.share;
  });
  on("[data-cchc=chia-se]", function () {
    navigator.share({ title: document.title, url: address() }).catch(function () {});
  });
  on("[data-cchc=sao-chep]", function (button) {
    var words = button.querySelector("span");
    var before = words.textContent;
    copy(button.getAttribute("data-address")).then(
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
        if (!(counts[link.getAttribute("data-list")] >= Number(link.getAttribute("data-newer")))) return;
        link.href = link.getAttribute("data-href");
        link.hidden = false;
      })
      .catch(function () {});
  });
})();
