// The filter's response by its formula: now as a line, what waits as a dashed one. 20 Hz … 20 kHz, −36 … +18 dB.
import { live, on } from './live.js';
import { colour, MoodColour } from './moods.js';
import { drawn, rem } from './frame.js';

const lowest = 20;
const highest = 20000;
const ink = new MoodColour();
let key = '';

/** Decibels of a second-order low- or high-pass at a frequency. */
export function response({ kind, hertz, q }, frequency) {
  if (kind === 'none') return 0;
  const x = (frequency / hertz) ** 2;
  const power = (kind === 'high-pass' ? x * x : 1) / ((1 - x) ** 2 + x / (q * q));
  return 10 * Math.log10(Math.max(power, 1e-12));
}

function paint(c, width, height) {
  c.clearRect(0, 0, width, height);
  const size = rem() * 0.75;
  const bottom = height - size * 1.5;
  const x = (f) => Math.log(f / lowest) / Math.log(highest / lowest) * width;
  const y = (db) => bottom * (18 - db) / 54;
  c.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  c.textAlign = 'center';
  c.lineWidth = 1;
  for (const [f, text] of [[100, '100'], [1000, '1k'], [10000, '10k']]) {
    c.fillStyle = colour('--edge');
    c.fillRect(Math.round(x(f)), 0, 1, bottom);
    c.fillStyle = colour('--soft');
    c.fillText(text, x(f), height - size * 0.3);
  }
  c.textAlign = 'left';
  c.fillText('Hz', 0, height - size * 0.3);
  c.fillStyle = colour('--edge');
  c.fillRect(0, Math.round(y(0)), width, 1);
  const { state } = live;
  if (!state) return;
  const curve = (filter) => {
    c.beginPath();
    for (let px = 0; px <= width; px += 2) {
      const f = lowest * (highest / lowest) ** (px / width);
      c.lineTo(px, Math.min(y(response(filter, f)), bottom));
    }
  };
  curve(state.now.filter);
  c.strokeStyle = ink.css(state.mood);
  c.lineWidth = size * 0.22;
  c.lineJoin = 'round';
  c.stroke();
  c.lineTo(width, bottom);
  c.lineTo(0, bottom);
  c.fillStyle = ink.css(state.mood, 0.14);
  c.fill();
  if (!state.next || JSON.stringify(state.next.filter) === JSON.stringify(state.now.filter)) return;
  curve(state.next.filter);
  c.strokeStyle = colour('--warn');
  c.setLineDash([size * 0.5, size * 0.4]);
  c.stroke();
  c.setLineDash([]);
}

const redraw = drawn('filter', paint);
let settle = 0;

on('state', ({ now, next, mood }) => {
  const drawing = JSON.stringify([now.filter, next?.filter, mood]);
  // Twice more after a change, until the colour has faded over.
  if (drawing !== key) settle = 3;
  key = drawing;
  if (settle > 0) redraw();
  settle -= 1;
});
