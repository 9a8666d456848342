// On a page that has moved: leads on with the query and the fragment, which a refresh would lose.
const { search, hash } = location;
location.replace(document.getElementById("moved").href + search + hash);
