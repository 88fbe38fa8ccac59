/* What the parts of a page's script share: elements by selector, clicks, and what a reader chose. */

export const each = (selector, action) => document.querySelectorAll(selector).forEach(action);

export const on = (selector, action) => each(selector, (element) => element.addEventListener("click", () => action(element)));

export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Without storage the choice holds for this page.
  }
}
export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
