// What the session last said, and who wants to know. The events and their fields are those of the program's stream:
// hello, song, map, state, faces, now, notices, notice, over; `link` is this page's own: how the stream fares.
export const live = {
  hello: null, song: null, map: null, state: null, faces: null, now: null,
  link: { is: 'opening', since: Date.now() }, // opening, live, old, refused
};

const listeners = new Map();

/** Calls `act` with every event of that name. */
export function on(name, act) {
  if (!listeners.has(name)) listeners.set(name, []);
  listeners.get(name).push(act);
}

/** Takes an event in and tells those who want to know; an error in one of them does not keep it from the others. */
export function tell(name, value) {
  if (name === 'hello') Object.assign(live, { song: null, map: null, state: null, faces: null, now: null });
  live[name] = value;
  for (const act of listeners.get(name) ?? []) {
    try { act(value); } catch (error) { console.error(name, error); }
  }
}

/** Whether this page may steer; a display that only views may not. */
export const mayPlay = () => live.hello?.role === 'play';
