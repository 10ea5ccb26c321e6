// The mood as a point in the plane of valence and arousal (Russell 1980), with the way it came.
import { live, on } from './live.js';
import { moods, glyphs, places, colour, MoodColour } from './moods.js';
import { drawn, rem } from './frame.js';

const trailSeconds = 8;
const point = new MoodColour();
let trail = []; // [session second, valence, arousal]
let ground = null; // what never moves, drawn once

function layout(width, height) {
  const size = rem();
  const radius = Math.max(20, Math.min(width / 2 - size * 1.2, height / 2 - size * 2));
  const x = (v) => width / 2 + v * Math.min(radius * 1.25, width / 2 - size * 1.2);
  const y = (a) => height / 2 - a * radius;
  return { size, radius, x, y };
}

function paintGround(width, height, ratio) {
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const c = canvas.getContext('2d');
  c.scale(ratio, ratio);
  const { size, x, y } = layout(width, height);
  const family = getComputedStyle(document.body).fontFamily;
  c.strokeStyle = colour('--edge');
  c.lineWidth = 1;
  c.beginPath();
  c.moveTo(x(-1), y(0)); c.lineTo(x(1), y(0));
  c.moveTo(x(0), y(-1)); c.lineTo(x(0), y(1));
  c.stroke();
  c.beginPath();
  c.ellipse(x(0), y(0), x(1) - x(0), y(0) - y(1), 0, 0, 2 * Math.PI);
  c.stroke();
  c.fillStyle = colour('--soft');
  c.textAlign = 'center';
  c.font = `${size * 0.8}px ${family}`;
  c.fillText('excited', x(0), y(1) - size * 1.2);
  c.fillText('calm', x(0), y(-1) + size * 1.3);
  c.textAlign = 'left';
  c.fillText('unpleasant', 0, y(0) - size * 0.4);
  c.textAlign = 'right';
  c.fillText('pleasant', width, y(0) - size * 0.4);
  c.textAlign = 'center';
  for (const mood of moods) {
    const [v, a] = places[mood];
    c.fillStyle = colour(`--${mood}`);
    c.font = `${size * 0.9}px ${family}`;
    c.fillText(glyphs[mood], x(v), y(a) + size * 0.3);
    c.fillStyle = colour('--ink');
    c.font = `${size * 0.8}px ${family}`;
    // Away from the middle, where the point comes from.
    c.fillText(mood, x(v), y(a) + (a > 0 ? -size * 0.65 : size * 1.3));
  }
  return canvas;
}

function paint(c, width, height, ratio) {
  const key = `${width} ${height} ${ratio} ${document.documentElement.dataset.scheme}`;
  if (ground?.key !== key) ground = { key, canvas: paintGround(width, height, ratio) };
  c.clearRect(0, 0, width, height);
  c.drawImage(ground.canvas, 0, 0, width, height);
  if (!live.now) return;
  const { size, x, y } = layout(width, height);
  const { w } = live.now;
  const mood = moods[w.indexOf(Math.max(...w))]; // what the face shows, whatever is held
  c.lineWidth = size * 0.18;
  c.lineCap = 'round';
  for (let i = 1; i < trail.length; i += 1) {
    const age = (live.now.t - trail[i][0]) / trailSeconds;
    c.strokeStyle = point.css(mood, Math.max(0, 0.75 * (1 - age)));
    c.beginPath();
    c.moveTo(x(trail[i - 1][1]), y(trail[i - 1][2]));
    c.lineTo(x(trail[i][1]), y(trail[i][2]));
    c.stroke();
  }
  const [v, a] = live.now.p;
  c.fillStyle = point.css(mood);
  c.strokeStyle = colour('--ground');
  c.lineWidth = size * 0.2;
  c.beginPath();
  c.arc(x(v), y(a), size * 0.6, 0, 2 * Math.PI);
  c.fill();
  c.stroke();
}

const redraw = drawn('plane', paint);

on('now', ({ t, p }) => {
  const newest = trail.at(-1);
  if (!newest || t - newest[0] > 0.08) trail.push([t, ...p]);
  while (trail.length && t - trail[0][0] > trailSeconds) trail.shift();
  redraw();
});
on('hello', () => { trail = []; redraw(); });
