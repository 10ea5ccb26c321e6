// The level of what is heard: peak, with the highest of the last two seconds, and momentary loudness.
import { live, on } from './live.js';
import { colour } from './moods.js';
import { drawn, rem } from './frame.js';
import { fixed, write } from './text.js';

const words = document.getElementById('level-words');
const floor = -60;
const holdSeconds = 2;
const fallPerSecond = 24; // dB: a bar that falls slowly can be read, and does not flicker
const shown = { t: 0, peak: floor, top: floor, topAt: 0 };

const height01 = (db) => Math.max(0, Math.min(1, 1 - (db ?? floor) / floor));

function paint(c, width, height) {
  c.clearRect(0, 0, width, height);
  const size = rem();
  const scale = size * 1.6;
  const bar = (width - scale - size * 0.4) / 2;
  const y = (db) => height * (1 - height01(db));
  c.font = `${size * 0.68}px ${getComputedStyle(document.body).fontFamily}`;
  c.textAlign = 'right';
  c.textBaseline = 'middle';
  for (const db of [0, -12, -24, -36, -48]) {
    c.fillStyle = colour('--edge');
    c.fillRect(scale, Math.round(y(db)), width - scale, 1);
    c.fillStyle = colour('--soft');
    c.fillText(String(db).replace('-', '−'), scale - size * 0.3, Math.max(y(db), size * 0.4));
  }
  c.fillStyle = colour('--raised');
  c.fillRect(scale, 0, bar, height);
  c.fillRect(scale + bar + size * 0.4, 0, bar, height);
  const loud = live.now?.l[1];
  c.fillStyle = shown.peak > -1 ? colour('--stop') : colour('--soft');
  c.fillRect(scale, y(shown.peak), bar, height - y(shown.peak));
  c.fillRect(scale, y(shown.top) - 1, bar, 2);
  c.fillStyle = colour('--go');
  c.fillRect(scale + bar + size * 0.4, y(loud), bar, height - y(loud));
}

const redraw = drawn('level', paint);

on('now', ({ t, l: [peak] }) => {
  const passed = Math.max(0, t - shown.t);
  shown.t = t;
  shown.peak = Math.max(peak ?? floor, shown.peak - fallPerSecond * passed, floor);
  if (shown.peak >= shown.top || t - shown.topAt > holdSeconds) {
    shown.top = shown.peak;
    shown.topAt = t;
  }
  redraw();
});

on('state', () => {
  const loud = live.now?.l[1];
  write(words, `${fixed(shown.top > floor ? shown.top : null, 0)} dB\n${fixed(loud, 0)} LUFS`);
});
