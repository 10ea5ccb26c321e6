// The spectrum of what is heard, scrolling: time runs to the right edge, pitch upwards, the colour is that of the mood then.
// One column a message goes into a ring; drawing copies its two parts, whatever the size on screen.
import { live, on } from './live.js';
import { colour, MoodColour, rgb } from './moods.js';
import { digits } from './digits.js';
import { drawn, rem } from './frame.js';

const bands = 48;
const columns = 480; // 16 s at 30 a second
const lowest = 40;
const highest = 16000;
const ring = new OffscreenCanvas(columns, bands);
const ringContext = ring.getContext('2d');
const column = new ImageData(1, bands);
const ink = new MoodColour();
const shown = new Array(columns).fill(null); // what stands in the ring, so that another scheme can colour it anew
const calm = matchMedia('(prefers-reduced-motion: reduce)');
let head = 0;
let newest = new Uint8Array(bands);

function fill(at, { values, mood }, tint) {
  const from = rgb(colour('--panel'));
  const to = rgb(colour('--ink'));
  for (let band = 0; band < bands; band += 1) {
    const v = Math.max(0, (values[band] - 14) / 49); // under −75 dB nothing is shown
    const low = Math.min(v * 1.5, 1);
    const high = Math.max(0, v * 2 - 1);
    const offset = (bands - 1 - band) * 4;
    for (let i = 0; i < 3; i += 1) {
      const base = from[i] + (tint[i] - from[i]) * low;
      column.data[offset + i] = base + (to[i] - base) * high;
    }
    column.data[offset + 3] = 255;
  }
  ringContext.putImageData(column, at, 0);
  shown[at] = { values, mood };
}

/** Without motion: the newest spectrum as bars that stand still. */
function paintBars(c, width, height) {
  c.fillStyle = colour('--soft');
  const step = width / bands;
  newest.forEach((value, band) => c.fillRect(band * step, height * (1 - value / 63), step * 0.8, height * value / 63));
}

function paint(c, width, height) {
  c.clearRect(0, 0, width, height);
  if (calm.matches) { paintBars(c, width, height); return; }
  c.imageSmoothingEnabled = true;
  const first = (columns - head) / columns * width;
  c.drawImage(ring, head, 0, columns - head, bands, 0, 0, first, height);
  if (head > 0) c.drawImage(ring, 0, 0, head, bands, first, 0, width - first, height);
  const size = rem() * 0.72;
  c.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  for (const [f, text] of [[100, '100 Hz'], [1000, '1 kHz'], [8000, '8 kHz']]) {
    const y = height * (1 - Math.log(f / lowest) / Math.log(highest / lowest));
    c.fillStyle = colour('--panel');
    c.globalAlpha = 0.75;
    c.fillRect(0, y - size * 0.7, c.measureText(text).width + size * 0.8, size * 1.4);
    c.globalAlpha = 1;
    c.fillStyle = colour('--ink');
    c.fillText(text, size * 0.4, y + size * 0.35);
  }
}

const redraw = drawn('spectrum', paint);

function clear() {
  ringContext.fillStyle = colour('--panel');
  ringContext.fillRect(0, 0, columns, bands);
  shown.fill(null);
  redraw();
}

function recolour() {
  const kept = [...shown];
  clear();
  kept.forEach((one, at) => { if (one) fill(at, one, rgb(colour(`--${one.mood ?? 'neutral'}`))); });
}

on('now', ({ f }) => {
  newest = digits(f).slice(0, bands);
  const mood = live.state?.mood;
  fill(head, { values: newest, mood }, ink.values(mood));
  head = (head + 1) % columns;
  redraw();
});
on('hello', clear);
addEventListener('scheme', recolour);
clear();
