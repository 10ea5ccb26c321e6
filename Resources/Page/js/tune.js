// The page on which a map is tuned while it is heard. Its fields come from the descriptors in `hello`; an effect that the
// program learns appears by itself.
import { live, on, mayPlay } from './live.js';
import { moods, glyphs } from './moods.js';
import { button, choice, group, press, segments } from './controls.js';
import { brief, make, withSign, write } from './text.js';
import { makeField } from './field.js';
import { compare, redo, save, tune, undo } from './tuning.js';
import { hold } from './keys.js';

const page = document.getElementById('page-tune');
let chosen = 'happy';
let fields = [];
let shape = ''; // which fields are on the page

const title = make('h2');
const changed = make('p', 'changed');
const back = button('Undo', undo, { keys: 'Control+Z' });
const forth = button('Redo', redo, { keys: 'Control+Shift+Z' });
const ab = segments((value) => compare(value === 'b'));
const keep = button('Save as…', save, { name: 'button keep' });
const blend = choice((value) => tune('map', 'blend', value));
const quantise = segments((value) => tune('map', 'quantise', value));
const locked = make('p', 'locked-note', 'Locked: this show was started with --lock, so that nothing can be tuned.');
const tabs = make('div', 'tabs');
tabs.setAttribute('role', 'tablist');
tabs.setAttribute('aria-label', 'Moods');
const panel = make('div', 'panel');
panel.id = 'tune-panel';
panel.setAttribute('role', 'tabpanel');
const hear = button('', () => hold(chosen), { name: 'button hear', isToggle: true });
const quantiseGroup = group('Key and tempo change on', quantise.element);

function build() {
  const head = make('header', 'tune-head');
  const name = make('div', 'map-name');
  name.append(title, changed);
  ab.element.setAttribute('aria-label', 'Compare');
  const acts = make('div', 'acts');
  acts.append(back, forth, ab.element, keep);
  head.append(name, acts);
  const whole = make('div', 'whole');
  whole.append(group('Between moods', blend.element).box, quantiseGroup.box);
  const body = make('div', 'tune-body');
  body.append(tabs, panel, whole);
  page.append(head, locked, body);
}

const tabOf = new Map(moods.map((mood) => {
  const tab = button('', () => choose(mood), { name: 'tab' });
  tab.setAttribute('role', 'tab');
  tab.id = `tab-${mood}`;
  tab.setAttribute('aria-controls', panel.id);
  tab.dataset.mood = mood;
  const glyph = make('span', 'glyph', glyphs[mood]);
  glyph.setAttribute('aria-hidden', 'true');
  const numbers = make('span', 'numbers');
  const plays = make('span', 'plays', 'plays');
  tab.append(glyph, make('span', 'name', mood), plays, numbers);
  tabs.append(tab);
  return [mood, { tab, numbers, plays }];
}));

tabs.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  choose(moods[(moods.indexOf(chosen) + step + moods.length) % moods.length]);
  tabOf.get(chosen).tab.focus();
});

function choose(mood) {
  chosen = mood;
  show();
}

/** The fields of a mood: the common ones, with the parameters of its effect behind the effect's kind. */
function descriptors(values) {
  const effect = live.hello.effects.find((one) => one.name === values['effect.kind']);
  return live.hello.fields.flatMap((field) => (field.key === 'effect.kind'
    ? [field, ...(effect?.parameters ?? []).map((one) => ({ ...one, key: `effect.${one.key}` }))]
    : [field])).filter((field) => values['filter.kind'] !== 'none' || !/^filter\.(?!kind)/.test(field.key));
}

const blendWords = { named: 'named mood alone', probability: 'mixed by probability', place: 'mixed by the plane' };
const sections = { '': 'Key, tempo and level', filter: 'Filter', effect: 'Effect' };

function layFields(list) {
  const next = `${chosen} ${list.map((field) => field.key)}`;
  if (next === shape) return;
  shape = next;
  fields = list.map((field) => makeField(chosen, field));
  const boxes = new Map();
  list.forEach((field, i) => {
    const section = field.key.includes('.') ? field.key.split('.')[0] : '';
    if (!boxes.has(section)) {
      const box = make('section', 'fields');
      box.append(make('h3', '', sections[section] ?? section));
      boxes.set(section, box);
    }
    boxes.get(section).append(fields[i].row);
  });
  panel.replaceChildren(hear, ...boxes.values());
}

function show() {
  const { map, hello, state } = live;
  if (!map || !hello || !mayPlay()) return;
  const isOff = hello.locked || map.compare;
  write(title, map.name);
  write(changed, map.compare ? 'You hear B, the saved map.' : map.changed ? 'Changed, not saved.' : 'As saved.');
  changed.classList.toggle('unsaved', map.changed);
  locked.hidden = !hello.locked;
  back.disabled = hello.locked || !map.undo;
  forth.disabled = hello.locked || !map.redo;
  keep.disabled = hello.locked;
  ab.show([['a', 'A: yours'], ['b', 'B: saved']], map.compare ? 'b' : 'a', hello.locked);
  blend.show(hello.blends.map((one) => [one, blendWords[one] ?? one]), map.blend);
  blend.element.disabled = isOff;
  quantiseGroup.box.hidden = !map.quantise;
  if (map.quantise) quantise.show(['now', 'beat', 'bar'].map((one) => [one, one]), map.quantise, isOff);
  const numbers = map.compare ? map.saved : map.moods;
  for (const [mood, { tab, numbers: line }] of tabOf) {
    const v = numbers[mood];
    tab.setAttribute('aria-selected', String(mood === chosen));
    tab.tabIndex = mood === chosen ? 0 : -1;
    const words = [withSign(v.semitones), `×${brief(v.tempo)}`, v['filter.kind'], v['effect.kind']];
    write(line, words.filter((word) => word !== 'none').join(' · '));
  }
  panel.dataset.mood = chosen;
  panel.setAttribute('aria-labelledby', `tab-${chosen}`);
  layFields(descriptors(numbers[chosen]));
  for (const field of fields) field.show(numbers[chosen], map.saved[chosen], isOff);
  showPlaying(state);
}

function showPlaying(state) {
  if (!state) return;
  for (const [mood, { plays }] of tabOf) plays.hidden = state.mood !== mood;
  press(hear, state.held === chosen, state.held === chosen ? `Held: ${chosen}. Release` : `Hear it: hold ${chosen}`);
}

build();
on('map', show);
on('hello', () => { shape = ''; });
on('state', showPlaying);
