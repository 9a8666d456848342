// On every page. Headings have the same ids in all languages, and so have the answers of a
// checklist and the steps of a path: who switches stays at the place, and at the search.
for (const link of document.querySelectorAll(".languages a")) {
  const address = link.href;
  link.addEventListener("click", () => {
    const to = new URL(address);
    to.search = location.search;
    to.hash = location.hash;
    link.href = to;
  });
}

// Addresses to be copied: of the page, and of a section by the link beside its heading. That
// stays a link, so the address stands in the browser's own field, too.
const told = document.querySelector(".copied");

/** Copies a text, and says so or that the browser did not let it. */
export async function copy(text, done, refused) {
  told.textContent = "";
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = done;
  } catch {
    told.textContent = refused;
  }
  clearTimeout(copy.timer);
  copy.timer = setTimeout(() => (told.textContent = ""), 6000);
}

document.addEventListener("click", ({ target }) => {
  const control = target.closest(".anchor, .copy");
  if (!control) return;
  // The address that is meant to last, not that of a preview or a copy.
  const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const { copied, refused } = told.dataset;
  copy(address.split("#")[0] + (control.hash ?? ""), copied, refused);
});

for (const button of document.querySelectorAll(".copy")) button.hidden = false;

document
  .querySelector(".cite")
  ?.addEventListener("toggle", () => import("./cite.js"), { once: true });
