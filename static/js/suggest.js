// Offers people after @ and hashtags after # while one types: a listbox under the text.
const WORD = /(?:^|[^\p{L}\p{N}_@#&/+-])([@#])([\p{L}\p{N}_-]{0,30})$/u;
const PAUSE = 120;

let box = null;
let field = null;
let timer = 0;
let asking = null;

const options = () => [...(box?.querySelectorAll("[role=option]") ?? [])];
const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

function close() {
  clearTimeout(timer);
  asking?.abort();
  box?.remove();
  for (const name of ["aria-controls", "aria-activedescendant"]) field?.removeAttribute(name);
  box = field = null;
}

function wanted(text) {
  return WORD.exec(text.value.slice(0, text.selectionStart));
}

function place(text) {
  const said = new FormData(text.form).get("place");
  return text.dataset.suggestPlace ?? said ?? "";
}

async function ask(text, [, sign, word]) {
  asking?.abort();
  asking = new AbortController();
  const base = sign === "@" ? text.dataset.suggestPeople : text.dataset.suggestTags;
  const query = new URLSearchParams({ q: word, place: place(text) });
  const answer = await fetch(`${base}?${query}`, { signal: asking.signal });
  if (answer.ok && !answer.redirected) show(text, await answer.text());
}

function show(text, html) {
  close();
  if (!html.trim() || document.activeElement !== text) return;
  field = text;
  box = document.createElement("div");
  box.className = "popup";
  box.id = "offers";
  box.setAttribute("role", "listbox");
  // A box that scrolls has to be reachable; Tab in the text takes the chosen one before that.
  box.tabIndex = 0;
  box.setAttribute("aria-label", text.dataset.suggestLabel);
  box.innerHTML = html;
  text.after(box);
  text.setAttribute("aria-controls", box.id);
  choose(options()[0]);
}

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = options();
  choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
}

function take(option) {
  const text = field;
  const end = text.selectionStart;
  const start = end - wanted(text)[2].length - 1;
  const insert = option.dataset.insert;
  close();
  text.setRangeText(insert, start, end, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

const keys = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: () => take(chosen()),
  Tab: () => take(chosen()),
  Escape: close,
};

document.addEventListener("input", (event) => {
  const text = event.target;
  if (!text.matches("textarea[data-suggest-people]")) return;
  const word = wanted(text);
  clearTimeout(timer);
  if (!word) return close();
  // A request that was overtaken, or had no answer, offers nothing.
  timer = setTimeout(() => ask(text, word).catch(() => {}), PAUSE);
});

document.addEventListener(
  "keydown",
  (event) => {
    const commanded = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (!box || event.target !== field || commanded || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  },
  { capture: true },
);

// Pressing an option must not take the focus from the text.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("#offers")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const option = event.target.closest("#offers [role=option]");
  if (option) take(option);
  else if (box && event.target !== field) close();
});

document.addEventListener("focusout", (event) => {
  if (event.target === field) close();
});
