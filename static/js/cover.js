// «Hide the page»: covers everything at once and stays over a reload, until shown again.
const KEY = "covered";
const cover = () => document.getElementById("cover");

function hide() {
  sessionStorage.setItem(KEY, "yes");
  if (!cover().open) cover().showModal();
}

function show() {
  sessionStorage.removeItem(KEY);
  cover().close();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cover]")) hide();
  if (event.target.closest("#cover-show")) show();
});

document.addEventListener(
  "cancel",
  (event) => {
    if (event.target === cover()) event.preventDefault();
  },
  { capture: true },
);

if (cover() && sessionStorage.getItem(KEY)) hide();
