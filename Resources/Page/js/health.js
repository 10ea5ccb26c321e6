// Figures that say whether the machine keeps up, each with what it means, and what to do where one is not well.
import { on } from './live.js';
import { fixed, make, percent, write } from './text.js';

const place = document.getElementById('figures');
const milliseconds = (seconds) => (seconds == null ? '–' : `${fixed(seconds * 1000)} ms`);

function space(megabytes) {
  if (megabytes == null) return '–';
  return megabytes < 1000 ? `${fixed(megabytes)} MB` : `${fixed(megabytes / 1000)} GB`;
}

/** Name, value, what it is, and when it is not well: what then. */
const figures = [
  ['Pictures a second', (h) => fixed(h.fps, 1), (h) => (h.asked ? `of ${fixed(h.asked)} asked for` : 'examined'),
    (h) => h.asked && h.fps < 0.7 * h.asked && 'The camera gives less than asked: make light, or let it use another port.'],
  ['From face to ear', (h) => milliseconds(h.ear), (h) => `on the beat ${milliseconds(h.earBeat)}`,
    (h) => h.ear > 0.3 && 'Slow: --latency low shortens it where the sound card allows.'],
  ['A picture costs', (h) => `${fixed(h.decode + h.detect + h.read, 1)} ms`,
    (h) => `decode ${fixed(h.decode, 1)} · find ${fixed(h.detect, 1)} · read ${fixed(h.read, 1)}`, () => false],
  ['A block of sound costs', (h) => percent(h.share, 1), (h) => `of its time; at worst ${percent(h.worst, 1)}`,
    (h) => h.worst > 0.7 && 'Near its limit: end other programs, or give it real-time rights.'],
  ['Breaks in the sound', (h) => fixed(h.xruns), () => 'the card ran dry',
    (h) => h.xruns > 0 && 'Clicks were heard: --latency safe, or real-time rights.'],
  ['Gaps in the song', (h) => fixed(h.gaps), () => 'the file came too late',
    (h) => h.gaps > 0 && 'The song could not be read fast enough: put it on a local disk.'],
  ['Gaps in recordings', (h) => fixed(h.dropped ?? 0), () => 'samples the disk was too slow for',
    (h) => h.dropped > 0 && 'Record to a faster disk.'],
  ['Waiting in the card', (h) => milliseconds(h.card), () => 'rendered, not yet heard', () => false],
  ['Memory', (h) => `${fixed(h.memory)} MB`, () => 'of this program', () => false],
  ['Room for recordings', (h) => space(h.disk), () => 'free where they go',
    (h) => h.disk != null && h.disk < 500 && 'The disk is nearly full: a minute of sound takes 23 MB.'],
  ['Reliefs', (h) => (h.reliefs.length ? `${h.reliefs.length}` : 'none'), (h) => h.reliefs.join(', ') || 'the machine keeps up',
    (h) => h.reliefs.length > 0 && 'The machine is too slow for everything: end other programs, or cool it.'],
  ['Devices', (h) => (h.lost.length ? `${h.lost.join(', ')} lost` : 'all here'), () => 'camera and sound',
    (h) => h.lost.length > 0 && 'It is looked for every second; plug it in again.'],
  ['Pages open', (h) => fixed(h.clients), () => 'of 256 at most', () => false],
].map(([name, value, detail, trouble]) => {
  const box = make('div', 'figure');
  const number = make('p', 'number');
  const small = make('p', 'detail');
  const advice = make('p', 'todo');
  box.append(make('h3', '', name), number, small, advice);
  place.append(box);
  return (health) => {
    write(number, value(health));
    write(small, detail(health));
    const wrong = trouble(health) || '';
    write(advice, wrong);
    advice.hidden = !wrong;
    box.classList.toggle('unwell', Boolean(wrong));
  };
});

on('state', ({ health }) => { for (const show of figures) show(health); });
