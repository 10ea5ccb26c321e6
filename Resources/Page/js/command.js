// Commands in words, as in the terminal: `hold sad`, `tune sad filter.hertz 1200`.
import { proof } from './token.js';
import { toast } from './say.js';

/** Sends one command; what became of it arrives as `state` or `notice`. True when it was taken. */
export async function send(words) {
  return post('/command', words);
}

/** Sends `body` as text and says what went wrong. */
export async function post(address, body) {
  try {
    const answer = await fetch(address, {
      method: 'POST', body, headers: { 'Content-Type': 'text/plain', ...proof() }, cache: 'no-store',
    });
    if (answer.ok) return true;
    toast((await answer.text()).slice(0, 200) || `${body}: refused (${answer.status})`);
  } catch {
    toast(`${body}: the program does not answer`);
  }
  return false;
}

const waiting = new Map();

/** For what a finger drags: at most one command every 60 ms of each kind, and always the last one. */
export function sendSoon(kind, words) {
  const slot = waiting.get(kind) ?? { words: null, timer: 0 };
  waiting.set(kind, slot);
  if (slot.timer) { slot.words = words; return; }
  send(words);
  const next = () => {
    slot.timer = 0;
    if (slot.words === null) return;
    const newest = slot.words;
    slot.words = null;
    sendSoon(kind, newest);
  };
  slot.timer = setTimeout(next, 60);
}
