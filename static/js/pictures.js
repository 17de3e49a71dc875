// The pictures chosen in a composer: each shown small, with a field for what is in it and a way
// to take it back. A form that comes back with an error keeps them.
const MINE = "input[type=file][name=pictures]";
const rowsOf = (input) => [...input.parentElement.querySelectorAll(".composer__picture")];

// Words typed for a picture stay with it; those that came from the server go by their order.
function words(rows, file, place) {
  const named = rows.find((row) => row.dataset.name === file.name);
  const unnamed = rows[place]?.dataset.name === undefined ? rows[place] : null;
  return (named ?? unnamed)?.querySelector("input").value ?? "";
}

function preview(file) {
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  return image;
}

function remover(input, file) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--small";
  button.textContent = input.dataset.remove;
  button.setAttribute("aria-label", `${input.dataset.remove}: ${file.name}`);
  button.addEventListener("click", () => {
    const left = new DataTransfer();
    for (const other of input.files) if (other !== file) left.items.add(other);
    input.files = left.files;
    draw(input);
    input.focus();
  });
  return button;
}

function blank(rows) {
  const made = rows[0].cloneNode(false);
  delete made.dataset.name;
  made.append(rows[0].querySelector("label").cloneNode(true));
  made.querySelector("input").value = "";
  return made;
}

function row(input, rows, file, place) {
  const made = blank(rows);
  made.dataset.name = file.name;
  const field = made.querySelector("input");
  field.value = words(rows, file, place);
  if (place) field.removeAttribute("id");
  made.prepend(preview(file));
  made.append(remover(input, file));
  return made;
}

function draw(input) {
  const rows = rowsOf(input);
  const made = [...input.files].map((file, place) => row(input, rows, file, place));
  rows[0].before(...(made.length ? made : [blank(rows)]));
  for (const old of rows) old.remove();
  complain(input);
}

// The server says the same of what comes without this script.
function complain(input) {
  const { most, mostSaid, together, togetherSaid } = input.dataset;
  const files = [...input.files];
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const said = files.length > most ? mostSaid : bytes > together ? togetherSaid : "";
  input.setCustomValidity(said);
  if (said) input.reportValidity();
}

document.addEventListener("change", (event) => {
  if (event.target.matches(MINE)) draw(event.target);
});

let carried = null;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  carried = detail.xhr.status === 422 ? detail.target.querySelector?.(MINE)?.files : null;
});

document.addEventListener("htmx:load", () => {
  const input = document.querySelector(MINE);
  const refused = !input || input.matches("[aria-invalid]");
  if (carried?.length && !refused) {
    input.files = carried;
    input.parentElement.querySelector("[data-again]")?.remove();
    draw(input);
  }
  carried = null;
});
