// The one socket of this tab: joins the topics named in the page, comes back after a loss, and
// asks every 30 seconds where no socket can be had.
import { catchUp } from "./catchup.js";
import { apply } from "./frames.js";

const SIGNED_OUT = 4401;
const NO_ACCESS = 4403;
const LOCKED = 4423;
// This person has many pages open: this one asks from time to time until it is looked at again.
const CROWDED = 4409;
const POLL = 30_000;
// A hint may get lost on its way; what is on the page is right again within a minute.
const CARE = 60_000;
const LONGEST_PAUSE = 30_000;
// How long a form's answer may take before the page it was sent from looks after itself.
const ANSWERED = 10_000;

const url = document.querySelector("[data-live-url]")?.dataset.liveUrl;
let socket = null;
let losses = 0;
let polling = 0;
let ended = false;
let sent = null;

// A form on its way brings the next page: a reload would come in before it, and who has just left
// would never read that it is done.
const reload = () =>
  setTimeout(() => location.reload(), sent && !sent.defaultPrevented ? ANSWERED : 0);

document.addEventListener("submit", (event) => {
  sent = event;
});

const jitter = (pause) => pause * (0.5 + Math.random());

function join() {
  const topics = new Map();
  for (const { dataset } of document.querySelectorAll("[data-live-topic][data-live-key]")) {
    topics.set(`${dataset.liveTopic}.${dataset.liveKey}`, [dataset.liveTopic, dataset.liveKey]);
  }
  for (const topic of topics.values()) socket.send(JSON.stringify({ join: topic }));
}

function opened() {
  losses = 0;
  clearInterval(polling);
  polling = 0;
  join();
}

function heard(event) {
  const said = JSON.parse(event.data);
  if (said.frames) apply(said.frames);
  if (said.changed) changed();
  // For whoever looks from outside (tests, a curious reader): live from here on.
  if (said.joined) document.documentElement.dataset.live = "open";
  // From here on nothing is missed; what came before it is asked for.
  if (said.joined && !said.joined[0].startsWith("notifications.")) catchUp();
}

const isTyped = (field) => field.value !== field.defaultValue && !field.closest("[data-draft]");

// What one may see is different now, and so may this page be. A draft comes back by itself; a page
// with anything else half typed stays as it is.
function changed() {
  const fields = [...document.querySelectorAll("textarea, input:not([type=hidden])")];
  if (!fields.some(isTyped)) reload();
}

function closed(event) {
  socket = null;
  delete document.documentElement.dataset.live;
  if (event.code === SIGNED_OUT) return signedOut();
  if (event.code === LOCKED && document.getElementById("cover")?.open) return;
  if (event.code === NO_ACCESS || event.code === LOCKED) return reload();
  losses += 1;
  polling ||= setInterval(catchUp, jitter(POLL));
  if (event.code === CROWDED) return;
  setTimeout(connect, jitter(Math.min(1000 * 2 ** (losses - 1), LONGEST_PAUSE)));
}

function connect() {
  if (socket) return;
  socket = new WebSocket(url.replace(/^/, location.origin.replace(/^http/, "ws")));
  socket.addEventListener("open", opened);
  socket.addEventListener("message", heard);
  socket.addEventListener("close", closed);
}

// The text stays where it is: composer.js keeps it, and so does the page.
function signedOut() {
  ended = true;
  const face = document.getElementById("signed-out-face");
  if (!face) return reload();
  document.getElementById("main").prepend(face.content.cloneNode(true));
}

document.addEventListener("visibilitychange", () => {
  if (url && !ended && !document.hidden) connect();
});

if (url) {
  connect();
  setInterval(() => socket && !document.hidden && catchUp(), jitter(CARE));
}
