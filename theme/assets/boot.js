// Runs before the first paint: what the reader chose of night, contrast and text size, so that nothing flashes.
((root, night, size, contrast) => {
  root.classList.replace("no-js", "js");
  try {
    night = localStorage.getItem("cchc-night");
    size = localStorage.getItem("cchc-size");
    contrast = localStorage.getItem("cchc-contrast");
  } catch {}
  if (!night) night = matchMedia("(prefers-color-scheme:dark)").matches ? "1" : "0";
  root.setAttribute("data-md-color-scheme", night === "1" ? "slate" : "default");
  if (/^[1-4]$/.test(size)) root.setAttribute("data-size", size);
  if (contrast) root.setAttribute("data-contrast", contrast === "1" ? "more" : "less");
})(document.documentElement);
