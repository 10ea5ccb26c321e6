// One stream for all tabs: browsers open six connections at most to one origin. The tab that has the seat listens and passes on; a
// hidden tab leaves it.
import { live, tell } from './live.js';
import { me, seat } from './seat.js';
import { eventsAddress, takeToken } from './token.js';

const names = ['hello', 'song', 'map', 'state', 'faces', 'now', 'notices', 'notice', 'over'];
const kept = ['hello', 'song', 'map', 'notices', 'state']; // what a tab that joins must know
const oldAfter = 1500; // milliseconds without news: the program sends some thirty times a second
const deadAfter = 6000; // then the connection is taken for dead, as after sleep

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('leitmotif') : null;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const own = seat(listen, hang);

let source = null;
let isSeated = false;
let heard = 0;
let openedAt = 0;
let last = {};

function take(name, text) {
  heard = Date.now();
  if (live.link.is !== 'live') tell('link', { is: 'live', since: heard });
  try { tell(name, JSON.parse(text)); } catch (error) { console.error(name, error); }
}

function received(name, text) {
  if (kept.includes(name)) last[name] = text;
  if (name === 'notice') {
    // The list that a joining tab gets stays complete.
    const list = JSON.parse(last.notices ?? '{"notices":[]}');
    list.notices = [...list.notices, JSON.parse(text)].slice(-100);
    last.notices = JSON.stringify(list);
  }
  take(name, text);
  channel?.postMessage({ name, text });
}

function listen() {
  isSeated = true;
  source?.close();
  last = {};
  openedAt = Date.now();
  source = new EventSource(eventsAddress(calm.matches ? 4 : 30));
  for (const name of names) source.addEventListener(name, (event) => received(name, event.data));
  source.onerror = () => { if (source?.readyState === EventSource.CLOSED) askWhy(); };
}

function close() {
  source?.close();
  source = null;
}

function hang() {
  isSeated = false;
  close();
}

/** The stream was refused rather than lost; an EventSource does not say why. */
async function askWhy() {
  close();
  const question = new AbortController();
  let words = '';
  try {
    const answer = await fetch(eventsAddress(1), { signal: question.signal, cache: 'no-store' });
    if (!answer.ok) words = (await answer.text()).slice(0, 200);
    if (answer.status === 401) return refuse('Open the link that the program prints in its terminal: it carries the token.');
    if (answer.status === 503) words = 'So many pages are open that the program takes no more.';
  } catch { /* nobody answers: try again below */ }
  question.abort();
  if (words) refuse(words);
  setTimeout(() => { if (isSeated && !source) listen(); }, 2000);
}

function refuse(words) {
  tell('link', { is: 'refused', since: Date.now(), words });
  channel?.postMessage({ refused: words });
}

function join() {
  own.ask();
  if (!isSeated) channel?.postMessage({ join: me });
}

function check() {
  if (document.hidden) return;
  const silence = Date.now() - heard;
  if (silence > oldAfter && live.link.is === 'live') tell('link', { is: 'old', since: heard });
  if (source && silence > deadAfter && Date.now() - openedAt > deadAfter) listen();
}

/** Begins to listen; from here on `live` lives. */
export function open() {
  channel?.addEventListener('message', ({ data }) => {
    if (data.join && source) {
      for (const name of kept) if (last[name]) channel.postMessage({ name, text: last[name], to: data.join });
    } else if (data.name && !source && !document.hidden && (!data.to || data.to === me)) take(data.name, data.text);
    else if (data.refused && !source) tell('link', { is: 'refused', since: Date.now(), words: data.refused });
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) own.leave(); else join(); });
  addEventListener('pagehide', own.leave);
  addEventListener('pageshow', () => { if (!document.hidden) join(); });
  addEventListener('hashchange', () => { if (takeToken()) { own.leave(); join(); } });
  calm.addEventListener('change', () => { if (source) listen(); });
  setInterval(check, 250);
  if (!document.hidden) join();
}
