// The camera's picture: only while somebody has switched it on, ten times a second at most, never kept. A banner says so on every page.
import { live, on, mayPlay } from './live.js';
import { post } from './command.js';
import { proof } from './token.js';
import { showPicture } from './faces.js';
import { clock, write } from './text.js';

const button = document.getElementById('preview-switch');
const banner = document.getElementById('preview-banner');
const why = document.getElementById('preview-why');
const left = document.getElementById('preview-left');
let isOn = false;
let watching = false;

async function watch() {
  while (isOn && !document.hidden) {
    const started = performance.now();
    let pause = 100;
    try {
      const answer = await fetch('/preview.jpg', { headers: proof(), cache: 'no-store' });
      if (answer.status === 200) {
        const bitmap = await createImageBitmap(await answer.blob());
        if (isOn) showPicture(bitmap); else bitmap.close();
      } else if (answer.status !== 204) pause = 2000;
    } catch { pause = 2000; }
    await new Promise((go) => setTimeout(go, Math.max(pause - (performance.now() - started), 20)));
  }
  watching = false;
  if (!isOn) showPicture(null);
}

function begin() {
  if (watching || !isOn || document.hidden || !live.hello?.mayPreview) return;
  watching = true;
  watch();
}

button.addEventListener('click', () => post('/preview', isOn ? 'off' : 'on'));
document.getElementById('preview-off').addEventListener('click', () => post('/preview', 'off'));
document.addEventListener('visibilitychange', begin);

on('hello', (hello) => {
  const isForbidden = hello.preview === 'never';
  button.hidden = !mayPlay() || !hello.mayPreview || isForbidden;
  why.hidden = !button.hidden || !mayPlay();
  write(why, isForbidden ? 'The settings forbid the picture.'
    : 'To see the picture, open the second link that the terminal prints.');
});

on('state', ({ preview }) => {
  if (isOn && !preview.on) showPicture(null);
  isOn = preview.on;
  banner.hidden = !isOn;
  write(left, clock(preview.left));
  button.setAttribute('aria-pressed', String(isOn));
  write(button, isOn ? 'Picture off' : 'Show the picture');
  begin();
});
