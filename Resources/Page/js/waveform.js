// The whole song as a score's line: its wave, beats and bars, the repeat signs of the loop, and the place that plays.
import { live, on } from './live.js';
import { colour, MoodColour } from './moods.js';
import { digits } from './digits.js';
import { drawn, rem } from './frame.js';
import { brief, clock, write } from './text.js';

const name = document.getElementById('song-name');
const beat = document.getElementById('song-beat');
const time = document.getElementById('song-clock');
const head = new MoodColour();
let layers = null; // the line in two strengths: what is to come, what has been

/** Room for a repeat sign at either end. */
const edge = () => rem() * 1.1;

/** A repeat sign: a thick bar line, a thin one, two dots. `side` 1 opens, −1 closes. */
function repeatSign(c, x, height, side, size) {
  const thick = size * 0.22;
  c.fillRect(side > 0 ? x : x - thick, 0, thick, height);
  c.fillRect(x + side * size * 0.42, 0, Math.max(1, size * 0.06), height);
  for (const y of [0.4, 0.6]) {
    c.beginPath();
    c.arc(x + side * size * 0.72, height * y, size * 0.12, 0, 2 * Math.PI);
    c.fill();
  }
}

function paintLayer(song, width, height, ratio, wave, lines) {
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const c = canvas.getContext('2d');
  c.scale(ratio, ratio);
  const size = rem();
  const left = edge();
  const inner = width - 2 * left;
  const tick = (times, length) => {
    // Marks closer than four pixels would be a smear.
    if (times.length < 2 || inner / times.length < 4) return;
    c.fillStyle = lines;
    for (const t of times) c.fillRect(Math.round(left + t / song.seconds * inner), height - length, 1, length);
  };
  if (song.seconds) {
    tick(song.beats ?? [], height * 0.1);
    tick(song.bars ?? [], height);
  }
  const columns = song.waveform ? digits(song.waveform) : [];
  c.fillStyle = wave;
  const step = inner / Math.max(columns.length, 1);
  const middle = height * 0.47;
  const loudest = Math.max(...columns, 1);
  columns.forEach((value, i) => {
    const half = Math.max(value / loudest * middle, 0.5);
    c.fillRect(left + i * step, middle - half, Math.max(step * 0.72, 0.7), 2 * half);
  });
  c.fillStyle = colour('--soft');
  repeatSign(c, 0, height, 1, size);
  repeatSign(c, width, height, -1, size);
  return canvas;
}

function paint(c, width, height, ratio) {
  c.clearRect(0, 0, width, height);
  const { song, now, state } = live;
  if (!song) return;
  if (!song.waveform) {
    c.fillStyle = colour('--soft');
    c.font = `${rem()}px ${getComputedStyle(document.body).fontFamily}`;
    const share = state?.analysis == null ? '' : ` ${Math.round(state.analysis * 100)} %`;
    c.fillText(`listening to the song${share} …`, rem() * 1.4, height * 0.55);
  }
  const key = [width, height, ratio, document.documentElement.dataset.scheme].join();
  if (layers?.song !== song || layers.key !== key) {
    layers = {
      song, key,
      coming: paintLayer(song, width, height, ratio, colour('--control-edge'), colour('--edge')),
      been: paintLayer(song, width, height, ratio, colour('--ink'), colour('--edge')),
    };
  }
  c.drawImage(layers.coming, 0, 0, width, height);
  if (!song.seconds || !now) return;
  const x = edge() + Math.min(now.s / song.seconds, 1) * (width - 2 * edge());
  if (x >= 1) c.drawImage(layers.been, 0, 0, x * ratio, height * ratio, 0, 0, x, height);
  c.fillStyle = head.css(state?.mood, 0.25);
  c.fillRect(x - rem() * 0.35, 0, rem() * 0.7, height);
  c.fillStyle = head.css(state?.mood);
  c.fillRect(x - rem() * 0.08, 0, rem() * 0.16, height);
}

const redraw = drawn('waveform', paint);

/** Which bar of how many, and the beat as long as beats come slowly enough to be read. */
function place() {
  const { song, state, now } = live;
  if (!song?.bars?.length || !now) return state?.analysis == null && song ? 'no beat known: changes act at once' : '';
  const bar = song.bars.filter((t) => t <= now.s + 0.001).length;
  const bpm = state?.now.bpm;
  const slow = now.b && (bpm ?? 0) < 150 ? ` · beat ${now.b[0]} of ${state?.beatsPerBar ?? song.beatsPerBar}` : '';
  return `♩ = ${brief(Math.round(bpm ?? song.bpm))} · bar ${Math.max(bar, 1)} of ${song.bars.length}${slow}`;
}

on('song', (song) => { write(name, song.label); redraw(); });
on('now', redraw);
on('state', () => {
  write(beat, place());
  const { song, now } = live;
  write(time, now ? `${clock(now.s)}${song?.seconds ? ` / ${clock(song.seconds)}` : ''}` : '');
});
