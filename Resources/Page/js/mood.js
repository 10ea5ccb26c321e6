// The named mood as an expression mark, how far it leads, and the state of the camera in words with what to do about it.
import { live, on } from './live.js';
import { moods, glyphs } from './moods.js';
import { clock, fixed, percent, write } from './text.js';
import { say } from './say.js';

const section = document.querySelector('.mood');
const element = (id) => document.getElementById(id);
const [kicker, margin, words, advice, latest] = ['mood-kicker', 'mood-margin', 'state-words', 'state-advice', 'latest'].map(element);
const [glyph, name] = element('mood-word').children;
let said = '';

function kick(state) {
  if (state.panic) return 'Panic';
  if (state.held) return 'Held by hand';
  if (state.fade < -1) return 'Fading: nobody is there';
  return state.state.name === 'tracking' ? 'The face reads' : 'Last read';
}

function lead(state) {
  const weights = live.now?.w;
  if (!weights) return '';
  const order = moods.map((mood, i) => [mood, weights[i]]).sort((a, b) => b[1] - a[1]);
  return `${percent(order[0][1])} ${order[0][0]}, ${fixed(state.margin * 100)} ahead of ${order[1][0]}`;
}

on('state', (state) => {
  section.dataset.mood = state.mood;
  write(name, state.mood);
  write(glyph, glyphs[state.mood] ?? '');
  write(kicker, kick(state));
  write(margin, lead(state));
  write(words, state.state.words || state.state.name);
  write(advice, state.state.advice);
  advice.hidden = !state.state.advice;
  const now = `${state.mood}${state.held ? ', held' : ''}${state.state.advice ? `; ${state.state.name}: ${state.state.advice}` : ''}`;
  if (now !== said) say(now);
  said = now;
});

/** The newest thing that happened, moods apart: they are seen anyway. */
export function showLatest(notice) {
  write(latest, notice ? `${clock(notice.t)}  ${notice.words}` : '');
}
