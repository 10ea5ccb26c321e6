// Whether keys that write a character act on their own: 1 … 5, 0, m, t and space. Whoever speaks to the computer, or brushes over
// keys, can switch them off; Escape and Control with a key always act.
function stored() {
  try { return localStorage.getItem('letters') !== 'off'; } catch { return true; }
}

let areOn = stored();

/** Whether they act. */
export const lettersAct = () => areOn;

/** Switches them on or off, for this browser. */
export function switchLetters() {
  areOn = !areOn;
  try { localStorage.setItem('letters', areOn ? 'on' : 'off'); } catch { /* then for as long as this page is open */ }
}
