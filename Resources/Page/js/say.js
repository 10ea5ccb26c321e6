// What is said aloud to a screen reader, and what is shown for a moment.
const region = document.getElementById('say');
const bubble = document.getElementById('toast');
let quietUntil = 0;
let pending = 0;
let hiding = 0;

/** Says it politely, one sentence in four seconds; of several that wait only the newest. `urgent` waits for nothing. */
export function say(words, urgent = false) {
  clearTimeout(pending);
  const wait = urgent ? 0 : quietUntil - Date.now();
  if (wait > 0) { pending = setTimeout(() => say(words), wait); return; }
  quietUntil = Date.now() + 4000;
  region.textContent = words;
}

/** Shows a line for six seconds; an alert, so it is spoken as well. */
export function toast(words) {
  clearTimeout(hiding);
  bubble.textContent = words;
  bubble.hidden = false;
  hiding = setTimeout(() => { bubble.hidden = true; }, 6000);
}
