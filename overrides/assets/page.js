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
