// Keys, the same as in the terminal: 1 … 5 hold a mood, 0 lets go, Escape is panic, m the next map, n and p the next song and the one before, t a beat, space pauses.
import { on, mayPlay } from './live.js';
import { moods } from './moods.js';
import { hold } from './keys.js';
import { lettersAct } from './letters.js';
import { panic, pauseOrResume } from './play.js';
import { redo, undo } from './tuning.js';
import { send } from './command.js';

const acts = { 0: () => send('release'), m: () => send('next-map'), n: () => send('song next'), p: () => send('song previous'), t: () => send('tap') };
moods.forEach((mood, i) => { acts[i + 1] = () => hold(mood); });

/** Whether the key belongs to what has the focus: a field that is written in, a list that is open. */
function isTaken(target) {
  if (document.querySelector('dialog[open]')) return true;
  return target.matches?.('input:not([type="range"]), select') ?? false;
}

function onKey(event) {
  if (!mayPlay() || event.altKey || event.repeat) return;
  if (event.key === 'Escape') {
    if (!document.querySelector('dialog[open]')) panic();
    return;
  }
  if (isTaken(event.target)) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() === 'z' && document.getElementById('page-tune').checkVisibility()) {
      event.preventDefault();
      if (event.shiftKey) redo(); else undo();
    }
    return;
  }
  if (!lettersAct()) return;
  if (event.key === ' ' && !event.target.closest?.('button, a, input')) {
    event.preventDefault();
    pauseOrResume();
    return;
  }
  acts[event.key.toLowerCase()]?.();
}

on('hello', () => {
  removeEventListener('keydown', onKey);
  addEventListener('keydown', onKey);
});
