// What comes in live is put where it belongs. The server renders it; here it is only placed.
import { announce } from "./announce.js";

const held = new Map();
const byId = (id) => document.getElementById(id);

function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

function place(node, put) {
  put(node);
  window.htmx?.process(node);
}

// «3 new posts» in the right form: the page carries the words for one, two and five.
function counted(face, count) {
  const rule = new Intl.PluralRules(document.documentElement.lang).select(count);
  const words = face.dataset[rule] ?? face.dataset.many;
  return words.replace(/\d+/, count);
}

function tell() {
  const bar = byId("fresh");
  const face = byId("fresh-face");
  if (!bar || !face) return;
  if (!held.size) {
    bar.replaceChildren();
    return;
  }
  const words = counted(face, held.size);
  if (!bar.firstElementChild) bar.append(face.content.cloneNode(true));
  bar.querySelector("span").textContent = words;
  announce(words);
}

function hold(node) {
  held.set(node.id, node);
  tell();
}

function addComment(node, list) {
  list.querySelector(".empty")?.remove();
  place(node, (it) => list.append(it));
  announce(node.textContent.replace(/\s+/g, " ").trim().slice(0, 200));
}

export function add(node) {
  if (!node?.id || byId(node.id) || held.has(node.id)) return;
  const answers = byId("answers");
  if (node.matches(".comment")) {
    if (answers) addComment(node, answers);
  } else if (byId("stream")) {
    hold(node);
  }
}

function replace(id, node) {
  if (held.has(id)) held.set(id, node);
  const old = byId(id);
  if (old) place(node, (it) => old.replaceWith(it));
}

function remove(id) {
  if (held.delete(id)) tell();
  byId(id)?.remove();
}

const actions = {
  add: (frame) => add(parse(frame.html)),
  replace: (frame) => replace(frame.target, parse(frame.html)),
  remove: (frame) => remove(frame.target),
  badge: (frame) => replace(frame.target, parse(frame.html)),
};

export function apply(frames) {
  for (const frame of frames) actions[frame.action]?.(frame);
}

// Ids begin with their time, so their order is the stream's.
function reveal() {
  const stream = byId("stream");
  const fresh = [...held.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  held.clear();
  stream.querySelector(".empty")?.remove();
  for (const node of fresh.reverse()) place(node, (it) => stream.prepend(it));
  tell();
  const first = stream.firstElementChild;
  first.tabIndex = -1;
  first.focus();
}

// What one has just published stands on the page already.
function settle(event) {
  const list = event.detail.target;
  if (!["stream", "answers"].includes(list?.id)) return;
  list.querySelector(".empty")?.remove();
  // The socket may have been quicker than the answer.
  for (const node of [...list.children]) if (node.id && byId(node.id) !== node) node.remove();
  for (const id of [...held.keys()]) if (byId(id)) held.delete(id);
  tell();
}

document.addEventListener("htmx:oobAfterSwap", settle);
document.addEventListener("click", (event) => {
  if (event.target.closest("#fresh button")) reveal();
});
