// Faces in sight as boxes on an empty canvas, each with what it shows; the picture lies under them only while it is switched on.
import { live, on } from './live.js';
import { moods, glyphs, colour } from './moods.js';
import { drawn, rem } from './frame.js';
import { make, percent, write } from './text.js';
import { button, press } from './controls.js';
import { send } from './command.js';

const words = document.getElementById('faces-words');
const choices = document.getElementById('faces-choices');
let picture = null;

/** The strongest of a reading, and how strong. */
function strongest(reading) {
  const best = reading.indexOf(Math.max(...reading));
  return [moods[best], reading[best]];
}

function label(face) {
  if (face.ignored) return 'left out';
  if (!face.reading) return face.counts ? 'not read' : 'does not count';
  const [mood, share] = strongest(face.reading);
  return `${glyphs[mood]} ${mood} ${percent(share)}`;
}

function paintFace(c, face, size, font, limit, number) {
  const mood = face.reading && !face.ignored ? strongest(face.reading)[0] : 'neutral';
  const ink = face.counts && !face.ignored ? colour(`--${mood}`) : colour('--faint');
  c.save();
  c.translate(face.x + face.w / 2, face.y + face.h / 2);
  c.rotate(face.turn * Math.PI / 180);
  const width = size * (face.counts ? 0.22 : 0.12);
  if (picture) {
    c.strokeStyle = colour('--ground');
    c.lineWidth = 2.5 * width;
    c.strokeRect(-face.w / 2, -face.h / 2, face.w, face.h);
  }
  c.strokeStyle = ink;
  c.lineWidth = width;
  c.setLineDash(face.counts && !face.ignored ? [] : [size * 0.5, size * 0.4]);
  c.strokeRect(-face.w / 2, -face.h / 2, face.w, face.h);
  c.restore();
  const text = number ? `${face.id}  ${label(face)}` : label(face);
  c.font = `600 ${size}px ${font}`;
  const wide = c.measureText(text).width + size * 0.7;
  const x = Math.max(0, Math.min(face.x, limit - wide));
  // Above a face that counts, below one that does not, so that neighbours hide each other less.
  const y = face.counts ? Math.max(0, face.y - size * 1.7) : face.y + face.h + size * 0.2;
  c.fillStyle = colour('--panel');
  c.fillRect(x, y, wide, size * 1.5);
  c.fillStyle = colour('--ink');
  c.fillText(text, x + size * 0.35, y + size * 1.1);
}

function paint(c, width, height) {
  c.clearRect(0, 0, width, height);
  const seen = live.faces;
  if (!seen?.width || !seen.height) return;
  const scale = Math.min(width / seen.width, height / seen.height);
  c.translate((width - seen.width * scale) / 2, (height - seen.height * scale) / 2);
  c.scale(scale, scale);
  if (picture) {
    c.globalAlpha = 0.85;
    c.drawImage(picture, 0, 0, seen.width, seen.height);
    c.globalAlpha = 1;
  } else {
    c.strokeStyle = colour('--edge');
    c.lineWidth = 1 / scale;
    c.strokeRect(0, 0, seen.width, seen.height);
  }
  const font = getComputedStyle(document.body).fontFamily;
  for (const face of seen.faces) paintFace(c, face, rem() * 0.85 / scale, font, seen.width, seen.faces.length > 1);
}

const redraw = drawn('faces', paint);

/** A button for each of several faces, pressed in while the face is left out. One face alone needs none. */
function choose(faces) {
  const wanted = faces.length > 1 || faces.some((face) => face.ignored) ? faces : [];
  const key = wanted.map((face) => `${face.id}${face.ignored}`).join();
  if (choices.dataset.key === key) return;
  choices.dataset.key = key;
  if (!wanted.length) { choices.replaceChildren(); return; }
  choices.replaceChildren(make('span', '', 'Leave out'), ...wanted.map((face) => {
    const act = () => send(`${face.ignored ? 'regard' : 'ignore'} ${face.id}`);
    const element = button(String(face.id), act, { name: 'button quiet', isToggle: true });
    press(element, face.ignored);
    element.setAttribute('aria-label', `Leave out face ${face.id}`);
    return element;
  }));
}

on('faces', redraw);
on('state', () => {
  const faces = live.faces?.faces ?? [];
  write(words, faces.length === 0 ? 'No face in sight' : faces.length === 1 ? 'One face' : `${faces.length} faces`);
  choose(faces);
});
on('hello', redraw);

/** Shows a picture under the boxes, or none. */
export function showPicture(bitmap) {
  picture?.close();
  picture = bitmap;
  redraw();
}
