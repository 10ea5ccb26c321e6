// What happened, newest first.
import { on } from './live.js';
import { clock, make } from './text.js';
import { showLatest } from './mood.js';
import { say, toast } from './say.js';

const list = document.getElementById('notices');
const longest = 100;
const marks = { notice: '·', refused: '✕', lost: '▽', back: '△', mood: '♪', command: '›' };
let joined = false;

function line({ t, words, kind }) {
  const item = make('li', kind in marks ? kind : 'notice');
  const mark = make('span', 'mark-of-kind', marks[kind] ?? '·');
  mark.setAttribute('aria-hidden', 'true');
  item.append(make('time', '', clock(t)), mark, make('span', 'words', words));
  return item;
}

const matters = ({ kind }) => kind !== 'mood';

on('hello', () => { list.replaceChildren(); joined = false; });
on('notices', ({ notices }) => {
  list.replaceChildren(...notices.slice(-longest).reverse().map(line));
  showLatest(notices.filter(matters).at(-1));
  joined = true;
});
on('notice', (notice) => {
  list.prepend(line(notice));
  while (list.children.length > longest) list.lastElementChild.remove();
  if (matters(notice)) showLatest(notice);
  if (!joined) return;
  if (notice.kind === 'refused') toast(notice.words);
  if (notice.kind === 'lost' || notice.kind === 'back') say(notice.words, true);
});
