// The small marks at the top, and the banners: whether this is live, what is recorded, what is lost, what is locked.
import { live, on, mayPlay } from './live.js';
import { make, write } from './text.js';
import { send } from './command.js';
import { say, toast } from './say.js';

const row = document.getElementById('marks');
const old = document.getElementById('old');
const halted = document.getElementById('halted');
const haltedWords = document.getElementById('halted-words');
const goOn = document.getElementById('go-on');
let drawn = '';
let wasOld = false;

function list() {
  const marks = [];
  const { link, hello, state } = live;
  marks.push([link.is === 'live' ? 'live' : 'old', link.is]);
  if (hello?.role === 'view') marks.push(['', 'only shows']);
  if (hello?.locked) marks.push(['locked', 'tuning locked']);
  if (state?.recording.sound) marks.push(['recording', `sound to ${state.recording.sound}`]);
  if (state?.recording.session) marks.push(['recording', `numbers to ${state.recording.session}`]);
  if (state?.calibrating) marks.push(['', `calibrating ${state.calibrating}`]);
  for (const device of state?.health.lost ?? []) marks.push(['lost', `${device} lost`]);
  return marks;
}

function show() {
  const marks = list();
  const key = JSON.stringify(marks);
  if (key === drawn) return;
  drawn = key;
  row.replaceChildren(...marks.map(([kind, words]) => make('span', `mark ${kind}`, words)));
}

function showLink() {
  const { link } = live;
  document.documentElement.classList.toggle('is-old', link.is === 'old' || link.is === 'refused');
  old.hidden = link.is === 'live' || link.is === 'opening';
  if (link.is === 'refused') write(old, link.words);
  if (link.is === 'old') age();
  if (link.is === 'live' && wasOld) say('Live again');
  wasOld = !old.hidden;
  show();
}

function age() {
  if (live.link.is !== 'old') return;
  const seconds = Math.round((Date.now() - live.link.since) / 1000);
  const long = seconds < 90 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  // Announced once; counting aloud would only chatter.
  if (!old.firstElementChild) old.replaceChildren(make('span', '', 'What you see is old: the program does not answer. '), make('span'));
  const count = old.lastElementChild;
  count.setAttribute('aria-hidden', 'true');
  write(count, `Silent for ${long}; trying again.`);
}

on('link', showLink);
on('hello', () => {
  document.documentElement.classList.toggle('only-views', !mayPlay());
  show();
});
on('state', (state) => {
  halted.hidden = !state.panic && !state.paused;
  write(haltedWords, state.panic ? 'Panic' : state.paused ? 'Paused' : '');
  write(goOn, state.panic ? 'Release' : 'Play on');
  show();
});
goOn.addEventListener('click', () => send(live.state?.panic ? 'release' : 'resume'));
on('over', ({ next }) => { if (!next) toast('The session is over.'); });
setInterval(age, 1000);
show();
