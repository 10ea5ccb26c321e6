// Which of a browser's tabs listens. Where there are locks (they need a secure context: loopback or HTTPS) it is the one that holds
// the lock; elsewhere the tabs agree over a channel: the one that leads gives signs of life, and of two the smaller name stays.
const beat = 250; // milliseconds between two signs
const deadAfter = 1500; // a visible window's timers run once a second at least

/** The name of this tab among the others. */
export const me = Math.random().toString(36).slice(2);

/** A seat for one tab: `take()` is called when it is this one's, `drop()` when no longer. Ask for it, and leave it when hidden. */
export function seat(take, drop) {
  if (!('BroadcastChannel' in globalThis)) return { ask: take, leave: drop };
  return navigator.locks ? locked(take, drop) : agreed(take, drop);
}

function locked(take, drop) {
  let asking = null; // ends waiting for the lock
  let letGo = null; // gives it back
  return {
    ask() {
      if (letGo || asking) return;
      asking = new AbortController();
      navigator.locks.request('leitmotif-stream', { signal: asking.signal }, () => {
        asking = null;
        if (document.hidden) return undefined;
        take();
        return new Promise((done) => { letGo = done; });
      }).catch(() => {});
    },
    leave() {
      asking?.abort();
      asking = null;
      if (!letGo) return;
      drop();
      letGo();
      letGo = null;
    },
  };
}

function agreed(take, drop) {
  const channel = new BroadcastChannel('leitmotif-seat');
  let wants = false;
  let leads = false;
  let freeAt = 0; // when the seat may be taken, unless there is a sign of life
  const sign = () => channel.postMessage({ leads: me });
  const stop = () => { leads = false; drop(); };
  // Not all at once.
  const soon = () => { freeAt = Date.now() + beat + Math.random() * 2 * beat; };

  channel.addEventListener('message', ({ data }) => {
    if (data.left) { soon(); return; }
    if (data.asks) { if (leads) sign(); return; }
    freeAt = Date.now() + deadAfter;
    if (leads && data.leads < me) stop();
  });
  setInterval(() => {
    if (wants && !leads && Date.now() > freeAt) {
      leads = true;
      take();
    }
    if (leads) sign();
  }, beat);
  return {
    ask() {
      if (wants) return;
      wants = true;
      soon();
      channel.postMessage({ asks: me });
    },
    leave() {
      wants = false;
      if (!leads) return;
      stop();
      channel.postMessage({ left: me });
    },
  };
}
