/* Light, dark or automatic. In the head and not deferred, so that the first paint is the right one. */
(function () {
  "use strict";
  const KEY = "theme";
  const root = document.documentElement;
  const saved = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage refused by the browser: the system's choice stands
    }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(saved());

  document.addEventListener("DOMContentLoaded", () => {
    const fieldset = document.querySelector("[data-theme-switch]");
    if (!fieldset) return;
    fieldset.hidden = false;
    const current = root.dataset.theme || "auto";
    for (const input of fieldset.querySelectorAll("input")) {
      input.checked = input.value === current;
      input.addEventListener("change", () => {
        apply(input.value);
        try {
          localStorage.setItem(KEY, input.value);
        } catch {
          /* the choice lasts for this page */
        }
      });
    }
  });
})();
