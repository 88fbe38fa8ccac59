// What the pages do with script, each missing without harm: night mode, text size, menus, share, copy, print, and
// the link to newer pages of a list. One file, no dependence, nothing that a strict content security policy forbids.
"use strict";
(() => {
  const root = document.documentElement;

  const each = (selector, action) => document.querySelectorAll(selector).forEach(action);
  const on = (selector, action) => each(selector, (element) => element.addEventListener("click", () => action(element)));
  function keep(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // Without storage the choice holds for this page.
    }
  }

  // Night mode: the system's preference until the reader chooses.
  const isNight = () => root.getAttribute("data-md-color-scheme") === "slate";
  const showNight = () => each("[data-cchc=ban-dem]", (button) => button.setAttribute("aria-pressed", String(isNight())));
  on("[data-cchc=ban-dem]", () => {
    const night = !isNight();
    root.setAttribute("data-md-color-scheme", night ? "slate" : "default");
    keep("cchc-night", night ? "1" : "0");
    showNight();
  });
  showNight();

  // Text size: four steps, 0 to 3.
  const size = () => Number(root.getAttribute("data-size") || 0);
  function showSize() {
    each("[data-cchc=chu-nho], [data-cchc=chu-vua]", (button) => button.setAttribute("aria-disabled", String(size() === 0)));
    each("[data-cchc=chu-lon]", (button) => button.setAttribute("aria-disabled", String(size() === 3)));
  }
  function setSize(wanted) {
    const next = Math.min(3, Math.max(0, wanted));
    if (next) root.setAttribute("data-size", next);
    else root.removeAttribute("data-size");
    keep("cchc-size", next);
    showSize();
  }
  on("[data-cchc=chu-nho]", () => setSize(size() - 1));
  on("[data-cchc=chu-vua]", () => setSize(0));
  on("[data-cchc=chu-lon]", () => setSize(size() + 1));
  showSize();

  // Open menus close with Esc, with a click elsewhere and when the focus leaves them.
  function closeMenus(except) {
    each(".cc-topics[open], .cc-drawer[open]", (menu) => {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".cc-topics[open], .cc-drawer[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Tools of an article.
  on("[data-cchc=in]", () => window.print());
  each("[data-cchc=chia-se]", (button) => {
    button.hidden = !navigator.share;
  });
  on("[data-cchc=chia-se]", () => navigator.share({ title: document.title, url: address() }).catch(() => {}));
  on("[data-cchc=sao-chep]", (button) => {
    const words = button.querySelector("span");
    const before = words.textContent;
    function tell(message) {
      words.textContent = message;
      setTimeout(() => {
        words.textContent = before;
      }, 3000);
    }
    copy(button.getAttribute("data-address")).then(
      () => tell("Đã sao chép"),
      () => tell("Hãy sao chép từ thanh địa chỉ")
    );
  });
  function address() {
    const canonical = document.querySelector("link[rel=canonical]");
    return canonical ? canonical.href : location.href;
  }
  function copy(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  }

  // A page of a list does not know whether a newer one exists; one small file knows it for all lists.
  each("[data-newer]", (link) => {
    fetch(link.getAttribute("data-counts"))
      .then((response) => (response.ok ? response.json() : {}))
      .then((counts) => {
        if (!(counts[link.getAttribute("data-list")] >= Number(link.getAttribute("data-newer")))) return;
        link.href = link.getAttribute("data-href");
        link.hidden = false;
      })
      .catch(() => {});
  });
})();
