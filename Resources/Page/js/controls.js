// The kinds of control that the pages are built from. Each takes a function that acts, and has `show(value)` for what the session
// says; while a finger is on it, what the session says waits.
import { make, write } from './text.js';

let count = 0;

/** A named group around a control; `value` is shown beside the name. */
export function group(name, control, isWide = false) {
  const box = make('div', isWide ? 'group wide' : 'group');
  const head = make('span', 'label');
  const title = make('span', '', name);
  const value = make('output');
  title.id = `control-${count += 1}`;
  head.append(title, value);
  for (const target of [control].flat()) {
    if (target.matches('button')) continue; // those say their own names
    target.setAttribute('aria-labelledby', title.id);
  }
  const row = Array.isArray(control) ? make('div', 'row') : control;
  if (row !== control) row.append(...control);
  box.append(head, row);
  return { box, value };
}

/** A button; with `isToggle` it can be pressed in. */
export function button(text, act, { name = 'button', keys = '', isToggle = false } = {}) {
  const element = make('button', name, text);
  element.type = 'button';
  if (keys) element.setAttribute('aria-keyshortcuts', keys);
  if (isToggle) element.setAttribute('aria-pressed', 'false');
  element.addEventListener('click', act);
  return element;
}

/** One of several, side by side: a radio group that arrow keys walk through. `options`: pairs of value and words. */
export function segments(act) {
  const element = make('div', 'segments');
  element.setAttribute('role', 'radiogroup');
  let shown = '';
  let current = null;

  function show(options, value, isOff = false) {
    const key = JSON.stringify([options, isOff]);
    if (key !== shown) {
      shown = key;
      element.replaceChildren(...options.map(([option, words]) => {
        const item = button(words, () => act(option), { name: '' });
        item.setAttribute('role', 'radio');
        item.value = option;
        item.disabled = isOff;
        return item;
      }));
    }
    current = value;
    const items = [...element.children];
    const checked = items.find((item) => item.value === value);
    for (const item of items) {
      item.setAttribute('aria-checked', String(item === checked));
      item.tabIndex = item === (checked ?? items[0]) ? 0 : -1;
    }
  }

  element.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...element.children];
    const from = items.findIndex((item) => item === document.activeElement);
    const next = items[(from + step + items.length) % items.length];
    next.focus();
    if (next.value !== current) act(next.value);
  });
  return { element, show };
}

/** A list that drops down. */
export function choice(act) {
  const element = make('select');
  let shown = '';
  let touched = 0;
  element.addEventListener('change', () => {
    touched = Date.now();
    act(element.value);
  });

  function show(options, value) {
    const key = JSON.stringify(options);
    if (key !== shown) {
      shown = key;
      element.replaceChildren(...options.map(([option, words]) => new Option(words, option)));
    }
    // What was chosen a moment ago may not have arrived; what was refused goes back.
    if (element.value !== value && Date.now() - touched > 1500) element.value = value;
  }
  return { element, show };
}

/** A slider over 0 … 1 on a linear or logarithmic scale. `words(value)` is what a screen reader says. */
export function slider({ min, max, step = 0, scale = 'linear', words = String }, act) {
  const element = make('input');
  element.type = 'range';
  const isLog = scale === 'log' && min > 0;
  const toShare = (v) => (isLog ? Math.log(v / min) / Math.log(max / min) : (v - min) / (max - min));
  const fromShare = (s) => {
    const v = isLog ? min * (max / min) ** s : min + s * (max - min);
    return step > 0 ? Math.round(v / step) * step : v;
  };
  element.min = 0;
  element.max = 1;
  element.step = step > 0 && !isLog ? step / (max - min) : 0.002;
  let touched = 0;

  function place(value) {
    const share = Math.max(0, Math.min(1, toShare(value)));
    element.value = share;
    element.style.setProperty('--share', share);
    element.setAttribute('aria-valuetext', words(value));
  }

  element.addEventListener('input', () => {
    touched = Date.now();
    const value = fromShare(Number(element.value));
    element.style.setProperty('--share', element.value);
    element.setAttribute('aria-valuetext', words(value));
    act(value);
  });

  /** True when the value was shown: not within half a second of a finger. */
  function show(value) {
    if (Date.now() - touched < 500) return false;
    place(Math.max(min, Math.min(max, value)));
    return true;
  }
  return { element, show };
}

/** A button's words and state in one go. */
export function press(element, isPressed, text = null) {
  element.setAttribute('aria-pressed', String(isPressed));
  if (text !== null) write(element, text);
}
