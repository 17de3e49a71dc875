// Asks for what was missed: after a connection was lost, and while none can be made.
import { add } from "./frames.js";

async function ask(list) {
  const url = `${list.dataset.newer}?after=${encodeURIComponent(list.dataset.cursor)}`;
  const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
  // Sent elsewhere: signed out, or access has ended. The page itself goes the same way.
  if (answer.redirected) location.reload();
  if (!answer.ok || answer.redirected) return;
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  for (const node of [...holder.content.children].reverse()) add(node);
  list.dataset.cursor = answer.headers.get("Cursor") || list.dataset.cursor;
}

export async function catchUp() {
  for (const list of document.querySelectorAll("[data-newer]")) {
    // Offline: the next turn asks again.
    await ask(list).catch(() => {});
  }
}
