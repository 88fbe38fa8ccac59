// Runs before the first paint: the reader's night mode and text size, so that nothing flashes.
((root, night, size) => {
  root.classList.replace("no-js", "js");
  try {
    night = localStorage.getItem("cchc-night");
    size = localStorage.getItem("cchc-size");
  } catch {}
  if (!night) night = matchMedia("(prefers-color-scheme:dark)").matches ? "1" : "0";
  root.setAttribute("data-md-color-scheme", night === "1" ? "slate" : "default");
  if (/^[1-3]$/.test(size)) root.setAttribute("data-size", size);
})(document.documentElement);
