// «Hide the page», by its button or Esc twice: covers everything at once. Where somebody is signed
// in the session is locked as well, and the page gives way to the cover that the server shows.
const KEY = "covered";
const TWICE = 600;
const cover = () => document.getElementById("cover");
const lock = () => document.querySelector("form[data-lock]");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel(KEY) : null;
// Long ago: a page that has just been opened counts its time from nought.
let escaped = -TWICE;

function hide() {
  sessionStorage.setItem(KEY, "yes");
  if (!cover().open) cover().showModal();
  if (lock()) send();
}

// Without a connection the page stays covered, and this is tried again.
async function send() {
  tabs?.postMessage("hide");
  try {
    const answer = await fetch(lock().action, { method: "POST", body: new FormData(lock()) });
    if (!answer.ok) return;
    sessionStorage.removeItem(KEY);
    location.replace(answer.url);
  } catch {
    window.addEventListener("online", send, { once: true });
  }
}

function show() {
  if (lock()) return send();
  sessionStorage.removeItem(KEY);
  cover().close();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-lock]")) return;
  event.preventDefault();
  hide();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cover]")) hide();
  if (event.target.closest("#cover-show")) show();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat || cover()?.open) return;
  if (event.timeStamp - escaped < TWICE) {
    // Escape also stops what is loading, and that would be the cover.
    event.preventDefault();
    hide();
  }
  escaped = event.timeStamp;
});

document.addEventListener(
  "cancel",
  (event) => {
    if (event.target === cover()) event.preventDefault();
  },
  { capture: true },
);

tabs?.addEventListener("message", () => {
  if (!lock() || cover().open) return;
  cover().showModal();
  send();
});

// A page that Back takes out of the browser's memory is asked for again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

if (cover() && sessionStorage.getItem(KEY)) hide();
