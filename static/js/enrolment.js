/* Comfort only: the pages work without it. */
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

/* A second press of the button waits for the answer to the first. */
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", "true");
      button.addEventListener("click", (event) => event.preventDefault());
    }
  });
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // back button: a page kept whole would keep its button off
});
