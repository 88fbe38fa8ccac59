/* Pictures of an article at full size, one after the other: a click, Enter or Space opens, arrow keys and a finger turn
   over, Esc and a click beside the picture close. The focus stays within until then, and goes to the picture seen last. */

// A finger that moves less turns nothing over.
const SWIPE = 40;

function frame() {
  const dialog = document.createElement("div");
  dialog.className = "cc-viewer";
  dialog.hidden = true;
  dialog.tabIndex = -1; // A click within leaves the focus within.
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-modal", "true");
  dialog.setAttribute("aria-label", "Xem ảnh");
  dialog.innerHTML =
    '<figure><img alt=""><figcaption aria-live="polite"></figcaption></figure>' +
    '<button type="button" class="cc-button" data-step="-1">‹<span class="cc-hidden"> Ảnh trước</span></button>' +
    '<button type="button" class="cc-button" data-step="1">›<span class="cc-hidden"> Ảnh sau</span></button>' +
    '<button type="button" class="cc-button" data-close>Đóng</button>';
  document.body.append(dialog);
  return dialog;
}
// The widest copy; a browser that reads none of them shows what it has.
const widest = (picture) => {
  const source = picture.previousElementSibling;
  const copies = source && picture.currentSrc !== picture.src ? source.srcset.split(", ") : [];
  return copies.length ? copies[copies.length - 1].split(" ")[0] : picture.src;
};
const captionOf = (picture) => {
  const figure = picture.closest("figure");
  const caption = figure && figure.querySelector("figcaption");
  return (caption ? caption.textContent : picture.alt).trim();
};

export function prepareViewer(article) {
  const pictures = [...article.querySelectorAll(".cc-figure img, .cc-body img")].filter((one) => !one.closest("a"));
  let dialog = null;
  let at = 0;
  let from = null;

  function show(index) {
    at = (index + pictures.length) % pictures.length;
    const picture = pictures[at];
    const image = dialog.querySelector("img");
    image.src = widest(picture);
    image.alt = picture.alt;
    const place = pictures.length > 1 ? ` (${at + 1}/${pictures.length})` : "";
    dialog.querySelector("figcaption").textContent = captionOf(picture) + place;
  }
  function close() {
    dialog.hidden = true;
    pictures[at].focus();
  }
  function press(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const buttons = [...dialog.querySelectorAll("button")].filter((button) => !button.hidden);
    if (event.key === "Escape") close();
    else if (step) show(at + step);
    else if (event.key === "Tab") {
      event.preventDefault();
      const next = buttons.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
      buttons[(next + buttons.length) % buttons.length].focus();
    }
  }
  function make() {
    dialog = frame();
    dialog.querySelectorAll("[data-step]").forEach((button) => {
      button.hidden = pictures.length < 2;
      button.addEventListener("click", () => show(at + Number(button.dataset.step)));
    });
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("img, figcaption, [data-step]")) close();
    });
    dialog.addEventListener("keydown", press);
    dialog.addEventListener("touchstart", (event) => {
      from = event.touches.length === 1 ? event.touches[0].clientX : null;
    });
    dialog.addEventListener("touchend", (event) => {
      const moved = from === null ? 0 : event.changedTouches[0].clientX - from;
      if (Math.abs(moved) > SWIPE) show(at + (moved < 0 ? 1 : -1));
    });
  }
  function open(index) {
    if (!dialog) make();
    show(index);
    dialog.hidden = false;
    dialog.querySelector("[data-close]").focus();
  }
  pictures.forEach((picture, index) => {
    picture.tabIndex = 0;
    picture.setAttribute("role", "button");
    picture.setAttribute("aria-label", "Xem ảnh lớn: " + (picture.alt || captionOf(picture)));
    picture.addEventListener("click", () => open(index));
    picture.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(index);
    });
  });
}
