// Menus are <details class="menu">: one open at a time, closed by a press outside or Esc.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// What stands in one is asked of the server when it is first opened; the link leads there without.
document.addEventListener(
  "toggle",
  ({ target: menu }) => {
    const link = menu.open && menu.querySelector("[data-menu]");
    if (!link) return;
    const list = link.parentElement;
    window.htmx.ajax("GET", link.href, { source: menu, target: list });
  },
  { capture: true },
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }
});
