// One number or choice of a map as a control, made from its descriptor: key, label, unit, min, max, step, scale, choices, meaning.
import { brief, make, write } from './text.js';
import { segments, slider } from './controls.js';
import { tune } from './tuning.js';

let count = 0;

const withUnit = (value, unit) => `${brief(value)}${unit ? ` ${unit}` : ''}`;

/** The row of a field for one mood; `show(values, saved, isOff)` takes the mood's numbers as they are and as they were saved. */
export function makeField(mood, field) {
  const row = make('div', 'field');
  const label = make('span', 'label', field.label);
  const meaning = make('span', 'meaning', field.meaning);
  const back = make('button', 'plain back');
  back.type = 'button';
  label.id = `field-${count += 1}`;
  meaning.id = `${label.id}-meaning`;
  row.append(label, meaning, back);
  const control = field.choices.length ? makeChoice(mood, field) : makeNumber(mood, field);
  for (const element of control.named) {
    element.setAttribute('aria-labelledby', label.id);
    element.setAttribute('aria-describedby', meaning.id);
  }
  row.append(...control.elements);

  function show(values, saved, isOff) {
    const value = values[field.key];
    const before = saved?.[field.key];
    control.show(value, isOff);
    // Numbers of another effect say nothing about this one.
    const isSame = !field.key.startsWith('effect.') || field.key === 'effect.kind' || saved?.['effect.kind'] === values['effect.kind'];
    const differs = isSame && before !== undefined && value !== undefined && before !== value;
    back.hidden = !differs;
    row.classList.toggle('differs', differs);
    if (!differs) return;
    write(back, `↺ saved ${typeof before === 'number' ? brief(before) : before}`);
    back.setAttribute('aria-label', `${field.label}: back to ${back.textContent.slice(2)}`);
    back.disabled = isOff;
    back.onclick = () => tune(mood, field.key, before);
  }
  return { row, show };
}

function makeChoice(mood, field) {
  const control = segments((value) => tune(mood, field.key, value));
  const options = field.choices.map((name) => [name, name]);
  return {
    elements: [control.element], named: [control.element],
    show: (value, isOff) => control.show(options, value ?? field.choices[0], isOff),
  };
}

function makeNumber(mood, field) {
  const number = make('input');
  number.type = 'number';
  number.min = field.min;
  number.max = field.max;
  number.step = field.step > 0 ? field.step : 'any';
  const bar = slider({ ...field, words: (value) => withUnit(value, field.unit) }, (value) => {
    number.value = Number(value.toPrecision(4));
    tune(mood, field.key, value);
  });
  number.addEventListener('change', () => {
    const value = Number(number.value);
    if (number.value === '' || !Number.isFinite(value)) return;
    tune(mood, field.key, Math.max(field.min, Math.min(field.max, value)));
  });
  const unit = make('span', 'unit', field.unit);
  const range = make('span', 'range', `${brief(field.min)} … ${brief(field.max)}`);
  return {
    elements: [bar.element, number, unit, range], named: [bar.element, number],
    show(value, isOff) {
      // Without a value of its own the beat, or the effect's default, decides.
      const heard = value ?? field.default ?? field.min;
      write(unit, value === undefined && field.beat ? 'by the beat' : field.unit);
      bar.element.disabled = isOff;
      number.disabled = isOff;
      if (bar.show(heard) && document.activeElement !== number) number.value = Number(heard.toPrecision(4));
    },
  };
}
