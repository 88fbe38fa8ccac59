// What the pages do with script, each missing without harm: night, contrast, text size, menus, share, copy, print, the
// link to newer pages of a list, reading aloud, pictures at full size. Nothing that a strict policy forbids.
import { each, keep, on } from "./reading/page.mjs";
import { prepareAloud } from "./reading/aloud.mjs";
import { prepareViewer } from "./reading/viewer.mjs";

const root = document.documentElement;

// Night and contrast: the system's preference until the reader chooses.
function choice(name, key, attribute, yes, no, asked) {
  const button = `[data-cchc=${name}]`;
  const isOn = () => (root.hasAttribute(attribute) ? root.getAttribute(attribute) === yes : matchMedia(asked).matches);
  const show = () => each(button, (one) => one.setAttribute("aria-pressed", String(isOn())));
  on(button, () => {
    const wanted = !isOn();
    root.setAttribute(attribute, wanted ? yes : no);
    keep(key, wanted ? "1" : "0");
    show();
  });
  show();
}
choice("ban-dem", "cchc-night", "data-md-color-scheme", "slate", "default", "(prefers-color-scheme:dark)");
choice("tuong-phan", "cchc-contrast", "data-contrast", "more", "less", "(prefers-contrast:more)");

// Text size: five steps, up to twice as large.
const LARGEST = 4;
const size = () => Number(root.getAttribute("data-size") || 0);
function showSize() {
  each("[data-cchc=chu-nho], [data-cchc=chu-vua]", (button) => button.setAttribute("aria-disabled", String(size() === 0)));
  each("[data-cchc=chu-lon]", (button) => button.setAttribute("aria-disabled", String(size() === LARGEST)));
}
function setSize(wanted) {
  const next = Math.min(LARGEST, Math.max(0, wanted));
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
const OPEN = ".cc-topics[open], .cc-drawer[open]";
function closeMenus(event) {
  each(OPEN, (menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
document.addEventListener("click", closeMenus);
document.addEventListener("focusin", closeMenus);
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(OPEN);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Tools of an article.
on("[data-cchc=in]", () => window.print());
window.addEventListener("beforeprint", () => {
  each("[data-cchc=ngay-in]", (line) => {
    line.textContent = "In ngày " + new Date().toLocaleDateString("vi-VN");
  });
  each(".cc-article details", (one) => {
    one.open = true;
  });
});
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

const article = document.querySelector(".cc-article");
if (article) {
  prepareAloud(article);
  prepareViewer(article);
}
