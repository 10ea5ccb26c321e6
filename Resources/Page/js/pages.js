// Three pages in one: the address says which is shown.
const names = ['stage', 'tune', 'health'];
const links = [...document.querySelectorAll('.pages a')];
let shown = null;

function show() {
  const wanted = location.hash.slice(1);
  const name = names.includes(wanted) ? wanted : 'stage';
  if (name === shown) return;
  for (const page of names) document.getElementById(`page-${page}`).hidden = page !== name;
  for (const link of links) {
    if (link.hash === `#${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = name === 'stage' ? 'Leitmotif' : `Leitmotif · ${name}`;
  if (shown) document.getElementById(`page-${name}`).focus({ preventScroll: true });
  if (shown) scrollTo(0, 0);
  shown = name;
}

addEventListener('hashchange', show);
show();
