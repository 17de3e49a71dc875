// Keeps what is typed into an ordinary form in this browser, until the server has taken it: the
// page may be covered or the session locked at any moment. Posts and answers: composer.js.
const SENT = "draft.sent";
const forms = () => document.querySelectorAll("form[data-draft]:not([hx-post])");
const key = (form) => `draft.${form.dataset.draft}`;
const fields = (form) => form.querySelectorAll("textarea, input[type=text]");

// A browser that keeps nothing throws here; then the page alone holds the text.
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

const store = (form) => (form.dataset.draftStore === "session" ? sessionStorage : localStorage);

function keep(form) {
  const typed = [...fields(form)].filter((field) => field.value !== field.defaultValue);
  const draft = typed.map(({ name, value, defaultValue }) => [name, value, defaultValue]);
  attempt(() =>
    draft.length
      ? store(form).setItem(key(form), JSON.stringify(draft))
      : store(form).removeItem(key(form)),
  );
}

// Only where the page says what it said when the text was typed: what the server gives goes first.
function restore(form) {
  const draft = attempt(() => JSON.parse(store(form).getItem(key(form)))) ?? [];
  for (const [name, value, before] of draft) {
    const field = [...fields(form)].find((each) => each.name === name);
    if (field?.value !== before || field.defaultValue !== before) continue;
    field.value = value;
    const folded = field.closest("details");
    if (folded) folded.open = true;
  }
}

// Whatever page follows a form that was sent is the server's word, unless it refuses. Back and
// reload are none.
function settle() {
  const sent = attempt(() => sessionStorage.getItem(SENT));
  if (!sent) return;
  const [arrival] = performance.getEntriesByType("navigation");
  const taken = arrival?.type === "navigate" && (arrival.responseStatus ?? 200) < 400;
  attempt(() => sessionStorage.removeItem(SENT));
  if (!taken) return;
  attempt(() => sessionStorage.removeItem(sent));
  attempt(() => localStorage.removeItem(sent));
}

const form = (event) => event.target.closest?.("form[data-draft]:not([hx-post])");

document.addEventListener("input", (event) => {
  if (form(event)) keep(form(event));
});

document.addEventListener("submit", (event) => {
  const sent = form(event);
  if (sent) attempt(() => sessionStorage.setItem(SENT, key(sent)));
});

settle();
for (const found of forms()) restore(found);
