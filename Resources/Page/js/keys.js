// The keyboard: five keys whose height is what the face shows, smoothed. Pressing one holds its mood, pressing it again lets go.
import { live, on, mayPlay } from './live.js';
import { moods, glyphs } from './moods.js';
import { make, percent, write } from './text.js';
import { send } from './command.js';

const board = document.getElementById('keyboard');
const release = document.getElementById('release');

const keys = moods.map((mood, index) => {
  const button = make('button', 'key');
  button.type = 'button';
  button.dataset.mood = mood;
  button.setAttribute('aria-keyshortcuts', String(index + 1));
  button.setAttribute('aria-pressed', 'false');
  const share = make('span', 'share', '–');
  const well = make('span', 'well');
  const fill = make('span', 'fill');
  well.append(fill);
  const name = make('span', 'name');
  const glyph = make('span', 'glyph', glyphs[mood]);
  glyph.setAttribute('aria-hidden', 'true');
  name.append(glyph, mood);
  button.append(share, well, name);
  button.addEventListener('click', () => { if (mayPlay()) hold(mood); });
  board.append(button);
  return { mood, button, share, fill };
});

/** Holds a mood, or lets go of it when it is held already. */
export function hold(mood) {
  send(live.state?.held === mood && !live.state.panic ? 'release' : `hold ${mood}`);
}

release.addEventListener('click', () => send('release'));

on('now', ({ w }) => {
  keys.forEach(({ fill }, i) => { fill.style.transform = `translateY(${(1 - w[i]) * 100}%)`; });
});

on('state', (state) => {
  keys.forEach(({ mood, button, share }, i) => {
    write(share, live.now ? percent(live.now.w[i]) : '–');
    button.dataset.named = String(state.mood === mood);
    button.setAttribute('aria-pressed', String(state.held === mood));
  });
  const isFree = !state.held && !state.panic;
  release.disabled = isFree;
  write(release.firstElementChild, isFree ? 'Follows the face' : 'Release: follow the face');
});

on('hello', () => { for (const { button } of keys) button.disabled = !mayPlay(); });
