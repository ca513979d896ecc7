/* Changes a table without leaving its page: lines moved or removed here, the rest by the server. */
const BY_SERVER = ["_more", "_renew", "_column", "_paste"];

/* What is said of a line is a line before it: they go together. */
function block(row) {
  const before = row.previousElementSibling;
  return before && before.classList.contains("grid-said") ? [before, row] : [row];
}

function beside(row, step) {
  const rows = [...document.querySelectorAll(".grid-row")];
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

document.addEventListener("click", (event) => {
  const pressed = event.target.closest(".grid-row button");
  if (!pressed) return;
  const row = pressed.closest(".grid-row");
  if (pressed.name === "_remove" && !remove(row)) return;
  if (pressed.name === "_up") move(row, -1, pressed);
  if (pressed.name === "_down") move(row, 1, pressed);
  event.preventDefault();
});

/* Shows what the server answers to a table that is not saved yet, in place of the present one. */
async function ask(form, pressed) {
  const answer = await fetch(location.href, { method: "POST", body: new FormData(form, pressed) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.querySelector(".staff-page");
  if (answer.redirected || !shown.querySelector("form.grid")) throw new Error("another page");
  const present = document.querySelector(".staff-page");
  present.replaceWith(shown);
  const first = shown.querySelector("[aria-invalid], .grid-row:last-child input:not([type=hidden])");
  if (first) first.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target, pressed = event.submitter;
  if (!form.matches("form.grid") || !pressed || !BY_SERVER.includes(pressed.name)) return;
  event.preventDefault();
  ask(form, pressed).catch(() => {
    const again = document.createElement("input");
    again.type = "hidden";
    again.name = pressed.name;
    form.append(again);
    form.requestSubmit();
  });
});
