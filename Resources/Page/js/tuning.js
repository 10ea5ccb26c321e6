// What can be done to the running map: set a number, undo, redo, compare, save. The session keeps the history; nothing is
// written before `save`.
import { live } from './live.js';
import { send, sendSoon } from './command.js';
import { askName } from './dialog.js';

/** Sets one number of a mood (or of the map itself, `mood` = "map"), soon enough to be heard while a finger moves. */
export function tune(mood, key, value) {
  const text = typeof value === 'number' ? String(Number(value.toPrecision(5))) : value;
  sendSoon(`${mood} ${key}`, `tune ${mood} ${key} ${text}`);
}

export const undo = () => send('undo');
export const redo = () => send('redo');
/** B, the map as it was saved; or A, as it is now. */
export const compare = (isSaved) => send(`compare ${isSaved ? 'on' : 'off'}`);

/** Asks for a name and saves the map beside the others. */
export async function save() {
  const { map } = live;
  const builtin = ['seed', 'seed-table', 'drama'].includes(map.name);
  const name = await askName({
    title: 'Save the map', act: 'Save', label: 'Name of the map', value: builtin ? `my ${map.name}` : map.name,
    explanation: 'It is written as a TOML file beside your other maps, and plays on from there.',
  });
  if (name) send(`save ${name}`);
}
