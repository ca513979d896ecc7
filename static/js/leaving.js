/* Asks before a page is left with changes that nobody saved. */
let changed = false;

document.addEventListener("input", (event) => {
  if (event.target.closest("#content-main form[method=post]")) changed = true;
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
