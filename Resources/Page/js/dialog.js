// A question with one line to fill in.
import { make } from './text.js';
import { button } from './controls.js';

const shape = /^[\p{L}\p{N}_][\p{L}\p{N} _.-]{0,63}$/u;

/** Asks for a name; null when it is called off. */
export function askName({ title, explanation, label, act, value = '' }) {
  const dialog = make('dialog');
  const form = make('form');
  form.method = 'dialog';
  const heading = make('h2', '', title);
  heading.id = 'dialog-title';
  dialog.setAttribute('aria-labelledby', heading.id);
  const field = make('label', '', label);
  const input = make('input');
  input.type = 'text';
  input.value = value;
  input.maxLength = 64;
  input.autocomplete = 'off';
  field.append(input);
  const wrong = make('p', 'wrong');
  wrong.setAttribute('role', 'alert');
  const actions = make('div', 'actions');
  const go = make('button', 'button', act);
  go.type = 'submit';
  actions.append(button('Not now', () => dialog.close()), go);
  form.append(heading, make('p', '', explanation), field, wrong, actions);
  dialog.append(form);
  document.body.append(dialog);
  let answer = null;
  form.addEventListener('submit', (event) => {
    const name = input.value.trim();
    if (shape.test(name)) { answer = name; return; }
    event.preventDefault();
    wrong.textContent = 'Letters, digits, spaces, - _ and . make a name; it begins with a letter or digit.';
  });
  dialog.showModal();
  input.select();
  return new Promise((done) => {
    dialog.addEventListener('close', () => { dialog.remove(); done(answer); });
  });
}
