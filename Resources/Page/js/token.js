// The token of the link that the terminal prints: http://HOST:PORT/#TOKEN. A fragment is never sent; it is kept for this
// browser and taken out of the address, so that nobody reads it off the screen.
const pages = ['stage', 'tune', 'health', 'main'];

function stored() {
  try { return localStorage.getItem('token') ?? ''; } catch { return ''; }
}

let token = stored();

/** Takes a token from the address, if there is one; true if there was. */
export function takeToken() {
  const fragment = decodeURIComponent(location.hash.slice(1));
  if (!fragment || pages.includes(fragment)) return false;
  token = fragment;
  try { localStorage.setItem('token', token); } catch { /* then for as long as this page is open */ }
  history.replaceState(null, '', '#stage');
  return true;
}

takeToken();

/** Headers that prove it. */
export const proof = () => (token ? { Authorization: `Bearer ${token}` } : {});

/** The address of the event stream, with it. */
export function eventsAddress(rate) {
  const query = new URLSearchParams({ rate });
  if (token) query.set('token', token);
  return `/events?${query}`;
}
