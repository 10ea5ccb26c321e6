// A display on a wall or a music stand does not fall asleep while it shows something. Browsers allow this on loopback and HTTPS.
import { on } from './live.js';

let lock = null;

async function keep() {
  if (lock || document.hidden || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request('screen');
    lock.addEventListener('release', () => { lock = null; });
  } catch { /* a low battery, say: the display may sleep then */ }
}

on('hello', keep);
document.addEventListener('visibilitychange', keep);
