/* Moves, removes and adds the lines of a table without leaving the page; the server does it too. */
const grid = document.querySelector("form.grid");

/* What is said of a line is a line before it: they go together. */
function block(row) {
  const before = row.previousElementSibling;
  return before && before.classList.contains("grid-said") ? [before, row] : [row];
}

function beside(row, step) {
  const rows = [...grid.querySelectorAll(".grid-row")];
  return rows[rows.indexOf(row) + step];
}

function move(row, step, pressed) {
  const other = beside(row, step);
  if (!other) return;
  if (step < 0) block(other)[0].before(...block(row));
  else other.after(...block(row));
  pressed.focus();
}

function remove(row) {
  const next = beside(row, 1) || beside(row, -1);
  if (!next) return false;
  for (const line of block(row)) line.remove();
  next.querySelector("input:not([type=hidden]), select").focus();
  return true;
}

grid.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  const row = pressed && pressed.closest(".grid-row");
  if (!row) return;
  if (pressed.name === "_remove" && !remove(row)) return;
  if (pressed.name === "_up") move(row, -1, pressed);
  if (pressed.name === "_down") move(row, 1, pressed);
  event.preventDefault();
  grid.dispatchEvent(new Event("input", { bubbles: true }));
});
