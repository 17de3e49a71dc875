// A request that got no answer shows the failed face beside what was pressed; the text stays.
const face = () => document.getElementById("failed-face").content.firstElementChild.cloneNode(true);

const asked = new WeakMap();

function place(element) {
  clear(element);
  const failed = face();
  asked.set(failed, element);
  if (element.matches("form")) element.append(failed);
  else element.after(failed);
}

function clear(element) {
  const near = element.matches("form") ? element.children : element.parentElement?.children ?? [];
  for (const child of [...near]) {
    if (asked.get(child) === element) child.remove();
  }
}

for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => place(event.detail.elt));
}

document.addEventListener("htmx:beforeRequest", (event) => clear(event.detail.elt));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-retry]");
  const element = button && asked.get(button.closest(".failed"));
  if (!element) return;
  if (element.matches("form")) element.requestSubmit();
  else element.click();
});
