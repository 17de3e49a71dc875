// j and k go between posts; Ctrl+Enter (⌘+Enter) sends what is being written.
const POSTS = ".post, .comment";

const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog");

function step(by) {
  const posts = [...document.querySelectorAll(POSTS)];
  const here = posts.indexOf(document.activeElement.closest(POSTS));
  const next = posts[here < 0 ? (by > 0 ? 0 : -1) : here + by];
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const commanded = event.ctrlKey || event.metaKey;
  if (commanded && event.key === "Enter" && event.target.matches("textarea")) {
    event.preventDefault();
    event.target.form?.requestSubmit();
  }
  if (commanded || typing(event.target)) return;
  if (event.code === "KeyJ") step(1);
  if (event.code === "KeyK") step(-1);
});
