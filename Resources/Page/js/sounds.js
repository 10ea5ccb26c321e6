// What plays now, and beside it what waits for the next beat.
import { on } from './live.js';
import { brief, hertz, make, percent, semitones, write } from './text.js';

const list = document.getElementById('now');
const waits = document.getElementById('waits');

const filterWords = (filter) => (filter.kind === 'none' ? 'none' : `${filter.kind} ${hertz(filter.hertz)}`);
const effectWords = (effect) => (effect.name === 'none' ? 'none' : `${effect.name} ${percent(effect.wet ?? 1)}`);

const rows = [
  ['tempo', (m) => `× ${brief(m.tempo)}`],
  ['key', (m) => semitones(m.semitones)],
  ['filter', (m) => filterWords(m.filter)],
  ['effect', (m) => effectWords(m.effect)],
].map(([name, words]) => {
  const value = make('dd');
  const now = make('span');
  const soon = make('span', 'soon');
  value.append(now, soon);
  list.append(make('dt', '', name), value);
  return { words, now, soon };
});

on('state', (state) => {
  let count = 0;
  for (const { words, now, soon } of rows) {
    const heard = words(state.now);
    const next = state.next ? words(state.next) : heard;
    write(now, heard);
    write(soon, next === heard ? '' : next);
    soon.hidden = next === heard;
    count += next === heard ? 0 : 1;
  }
  const until = state.quantise === 'now' ? 'moment' : state.quantise;
  write(waits, count ? `Waits for the next ${until}.` : 'All of it is heard.');
  waits.classList.toggle('soon', count > 0);
});
