/* An article read aloud, where the machine has a Vietnamese voice: sentence by sentence, the spoken one marked. A pause
   ends the sentence and begins it anew, since phones forget where they were. */
import { keep, kept } from "./page.mjs";

// Voices cut off what is longer than they like.
const SENTENCE = /[^.!?…;]+[.!?…;]*\s*/g;
const READ = "h1, .cc-sapo, figcaption, .cc-body h2, .cc-body h3, .cc-body h4, .cc-body p, .cc-body li, .cc-body dt, .cc-body dd";

/* The sentences below an element, each with its block. A block within another is read with that one. */
function sentences(article) {
  const blocks = [...article.querySelectorAll(READ)].filter((block) => !block.querySelector("p, li"));
  return blocks.flatMap((block) => (block.textContent.match(SENTENCE) || []).map((words, at) => ({ block, words, at })));
}

/* The range of a sentence within the text of its block. */
function rangeOf({ block, words, at }) {
  const before = (block.textContent.match(SENTENCE) || []).slice(0, at).join("").length;
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let passed = 0;
  let isBegun = false;
  while (texts.nextNode()) {
    const { length } = texts.currentNode;
    if (!isBegun && before < passed + length) {
      range.setStart(texts.currentNode, before - passed);
      isBegun = true;
    }
    if (isBegun && before + words.length <= passed + length) {
      range.setEnd(texts.currentNode, before + words.length - passed);
      return range;
    }
    passed += length;
  }
  return range;
}

function mark(one, article) {
  article.querySelectorAll(".cc-spoken").forEach((block) => block.classList.remove("cc-spoken"));
  if (window.CSS && CSS.highlights) CSS.highlights.delete("cc-spoken");
  if (!one) return;
  one.block.classList.add("cc-spoken");
  if (window.CSS && CSS.highlights) CSS.highlights.set("cc-spoken", new window.Highlight(rangeOf(one)));
  one.block.scrollIntoView({ block: "nearest" });
}

export function prepareAloud(article) {
  const box = article.querySelector("[data-cchc=doc]");
  const synth = window.speechSynthesis;
  if (!box || !synth) return;
  const [play, stop] = box.querySelectorAll("button");
  const speed = box.querySelector("select");
  let voice = null;
  let queue = [];
  let at = 0;
  let turn = 0;

  function show() {
    voice = synth.getVoices().find((one) => /^vi\b/i.test(one.lang)) || null;
    box.hidden = !voice;
  }
  function tell(state) {
    box.dataset.state = state;
    play.querySelector("span").textContent = { speaking: "Tạm dừng", paused: "Đọc tiếp" }[state] || "Đọc bài";
    stop.hidden = speed.parentNode.hidden = state === "idle";
  }
  function speak() {
    const mine = ++turn;
    if (at >= queue.length) return end();
    const said = new window.SpeechSynthesisUtterance(queue[at].words);
    Object.assign(said, { voice, lang: voice.lang, rate: Number(speed.value) });
    said.onend = said.onerror = () => {
      if (mine !== turn) return;
      at += 1;
      speak();
    };
    mark(queue[at], article);
    tell("speaking");
    synth.speak(said);
  }
  function hush() {
    turn += 1;
    synth.cancel();
  }
  function end() {
    hush();
    at = 0;
    mark(null, article);
    tell("idle");
  }
  // A phone needs a moment after it was told to be silent.
  const soon = () => setTimeout(speak, 50);
  play.addEventListener("click", () => {
    const { state } = box.dataset;
    hush();
    if (state === "speaking") return tell("paused");
    if (state !== "paused") queue = sentences(article);
    soon();
  });
  stop.addEventListener("click", end);
  speed.addEventListener("change", () => {
    keep("cchc-speed", speed.value);
    if (box.dataset.state !== "speaking") return;
    hush();
    soon();
  });
  const chosen = kept("cchc-speed");
  if ([...speed.options].some((option) => option.value === chosen)) speed.value = chosen;
  window.addEventListener("pagehide", () => synth.cancel());
  if (synth.addEventListener) synth.addEventListener("voiceschanged", show);
  tell("idle");
  show();
}
