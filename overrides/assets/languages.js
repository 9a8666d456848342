// The theme's script asks every address in a link[rel=alternate] for a sitemap.xml beside it. There
// is one sitemap, so each page would cause a request per language that fails, and on a copy of the
// site it would go to another host. A space after the word keeps its meaning (rel is a list of
// words) but not its spelling, which is what the script looks for.
for (const link of document.querySelectorAll("link[rel=alternate]")) {
  link.setAttribute("rel", "alternate ");
}

// Headings have the same ids in all languages: who switches stays at the heading of the address.
document.addEventListener("click", (event) => {
  const link = event.target.closest("header a[hreflang]");
  if (link) link.hash = location.hash;
});
