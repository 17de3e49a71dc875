// Keeps what is being typed in this browser, per person and place, until it has been published.
import "./pictures.js";

const COMPOSERS = "form[data-draft][hx-post]";
const forms = () => document.querySelectorAll(COMPOSERS);
const key = (form) => `draft.${form.dataset.draft}`;

// A browser that keeps nothing throws here; then the page alone holds the text.
function storage(form, work) {
  try {
    return work(form.dataset.draftStore === "session" ? sessionStorage : localStorage);
  } catch {
    return null;
  }
}

function keep(form) {
  const { body, submission, place } = Object.fromEntries(new FormData(form));
  if (body?.trim()) {
    const draft = JSON.stringify({ body, submission, place });
    storage(form, (store) => store.setItem(key(form), draft));
    say(form, "kept");
  } else {
    forget(form);
  }
}

function forget(form) {
  storage(form, (store) => store.removeItem(key(form)));
  say(form, "");
}

function restore(form) {
  const body = form.elements.body;
  const draft = storage(form, (store) => JSON.parse(store.getItem(key(form))));
  if (!draft || body.value.trim()) return;
  body.value = draft.body;
  form.elements.submission.value = draft.submission;
  const places = [...form.querySelectorAll("input[type=radio][name=place]")];
  for (const choice of places) choice.checked = choice.value === draft.place;
  say(form, "restored");
}

function say(form, what) {
  const state = form.querySelector("[data-draft-state]");
  const words = state?.dataset[what] ?? "";
  if (state && state.textContent !== words) state.textContent = words;
}

const form = (event) => event.target.closest?.(COMPOSERS);

document.addEventListener("input", (event) => {
  if (form(event)) keep(form(event));
});

// The server's word that it is published; nothing else lets the text go.
document.addEventListener("written", (event) => {
  if (form(event)) forget(form(event));
});

// What could not be sent goes once the connection is back, unless it was changed meanwhile.
// The same submission makes one post of any number of attempts.
document.addEventListener("htmx:sendError", (event) => {
  const failed = form(event);
  if (failed) failed.dataset.waiting = failed.elements.body.value;
});

window.addEventListener("online", () => {
  for (const waiting of forms()) {
    if (waiting.dataset.waiting === waiting.elements.body.value) waiting.requestSubmit();
    delete waiting.dataset.waiting;
  }
});

document.addEventListener("htmx:load", (event) => {
  for (const found of event.detail.elt.parentElement?.querySelectorAll(COMPOSERS) ?? []) {
    restore(found);
  }
});

for (const found of forms()) restore(found);
