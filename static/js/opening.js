// A composer is one line until somebody writes in it.
document.addEventListener("focusin", (event) => {
  event.target.closest(".composer")?.classList.add("composer--open");
});
