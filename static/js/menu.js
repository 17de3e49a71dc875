// Menus are <details class="menu">: one open at a time, closed by a press outside or Esc.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A post carries a link to its menu, since a page has twenty of them. Pressed, it becomes one, and
// what stands in it is asked of the server.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.more");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const menu = document.createElement("details");
  const summary = document.createElement("summary");
  const list = document.createElement("div");
  menu.className = "menu more";
  list.className = "menu__list";
  summary.textContent = link.textContent;
  menu.append(summary, list);
  link.replaceWith(menu);
  menu.open = true;
  summary.focus();
  window.htmx.ajax("GET", link.href, { source: menu, target: list });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const held = menu.contains(document.activeElement);
    menu.open = false;
    if (held) menu.querySelector("summary").focus();
  }
});
