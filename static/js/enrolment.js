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

/* Files chosen in a form are lost with its page: it only leaves once the site says that it can keep them. */
const RETRY = 60_000;

async function isReady() {
  try {
    return (await fetch("/readyz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

function say(form, words) {
  const said = form.querySelector("[role=status]") ?? form.appendChild(document.createElement("p"));
  said.setAttribute("role", "status");
  said.textContent = words;
}

async function sendWhenReady(form, button) {
  while (!(await isReady())) {
    say(form, "Le site ne peut rien enregistrer pour l’instant. Vos fichiers restent choisis\u00a0: laissez cette page ouverte, elle les enverra dès que possible.");
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
  form.dataset.ready = "";
  form.requestSubmit(button);
}

for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
  form.addEventListener("submit", (event) => {
    if ("ready" in form.dataset) return;
    event.preventDefault();
    if (form.dataset.waiting === undefined) sendWhenReady(form, event.submitter);
    form.dataset.waiting = "";
  });
}
