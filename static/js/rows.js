/* Moves the rows of a list with two buttons; without this script, the column holds numbers. */
function rowsOf(table) {
  return [...table.querySelectorAll("tr.form-row:not(.empty-form)")];
}

function number(table) {
  rowsOf(table).forEach((row, index) => {
    row.querySelector(".field-position input").value = index + 1;
  });
}

/* The errors of a row are a row before it: they go together. */
function block(row) {
  const before = row.previousElementSibling;
  return before && before.classList.contains("row-form-errors") ? [before, row] : [row];
}

function move(row, step) {
  const table = row.closest("table");
  const rows = rowsOf(table);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) block(other)[0].before(...block(row));
  else other.after(...block(row));
  number(table);
}

function button(row, label, sign, step) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "row-move";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => {
    move(row, step);
    made.focus();
  });
  return made;
}

function equip(row) {
  const cell = row.querySelector(".field-position");
  if (!cell || cell.querySelector(".row-move")) return;
  cell.classList.add("field-moves");
  cell.append(
    button(row, "Monter cette ligne", "↑", -1),
    button(row, "Descendre cette ligne", "↓", 1),
  );
}

for (const row of document.querySelectorAll("tr.form-row:not(.empty-form)")) equip(row);
document.addEventListener("formset:added", (event) => {
  if (!event.target.matches("tr.form-row")) return;
  equip(event.target);
  if (event.target.querySelector(".field-position")) number(event.target.closest("table"));
});
