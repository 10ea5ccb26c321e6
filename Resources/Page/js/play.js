// The controls of the stage.
import { live, on, mayPlay } from './live.js';
import { send, sendSoon } from './command.js';
import { button, choice, group, press, segments, slider } from './controls.js';
import { askName } from './dialog.js';
import { lettersAct, switchLetters } from './letters.js';
import { fixed, percent, withSign, write } from './text.js';

const place = document.getElementById('play');
const dock = document.getElementById('dock');

/** Pauses, or plays on. */
export const pauseOrResume = () => send(live.state?.paused ? 'resume' : 'pause');
/** The piece is let go of at once. */
export const panic = () => send('panic');

async function calibrate() {
  const name = await askName({
    title: 'Calibrate', act: 'Take five seconds', label: 'Your name',
    explanation: 'Look at the camera with a calm face for five seconds. Five numbers are kept, no picture.',
  });
  if (name) send(`calibrate 5 ${name}`);
}

const pauses = [0, 1].map(() => button('Pause', pauseOrResume, { name: 'button big', keys: 'Space', isToggle: true }));
const taps = [0, 1].map(() => button('Tap beat', () => send('tap'), { name: 'button big', keys: 'T' }));
const untap = button('', () => send('tap reset'));
untap.hidden = true;
const panics = [document.getElementById('panic'), button('Panic', panic, { name: 'panic', keys: 'Escape' })];
panics[0].addEventListener('click', panic);
const map = segments((name) => send(`map ${name}`));
const maps = choice((name) => send(`map ${name}`));
const policy = segments((value) => send(`policy ${value}`));
const quantise = segments((value) => send(`quantise ${value}`));
const song = choice((name) => send(`song ${name}`));
const skips = [['Previous song', 'song previous', 'P'], ['Next song', 'song next', 'N']].map(([words, command, keys]) => button(words, () => send(command), { keys }));
const amountWords = (share) => percent(share);
const volumeWords = (db) => (db <= -60 ? 'silent' : `${fixed(db, 1)} dB`);
const amount = slider({ min: 0, max: 1, step: 0.01, words: amountWords }, (value) => {
  write(amountGroup.value, amountWords(value));
  sendSoon('amount', `amount ${value.toFixed(2)}`);
});
let volume = null;
const recordSound = button('Sound', () => send(`record-sound ${live.state?.recording.sound ? 'off' : 'on'}`), { name: 'button records', isToggle: true });
const recordSession = button('Numbers', () => send(`record-session ${live.state?.recording.session ? 'off' : 'on'}`), { name: 'button records', isToggle: true });
const letters = button('', () => { switchLetters(); showLetters(); }, { isToggle: true });
letters.title = '1 to 5, 0, M, N, P, T and space; Escape always acts.';
const calibration = button('Calibrate…', calibrate);

const amountGroup = group('Amount', amount.element, true);
const volumeGroup = group('Volume', document.createElement('div'), true);
const mapGroup = group('Map', [map.element, maps.element]);

place.append(
  group('Play', [pauses[0], taps[0], untap]).box,
  mapGroup.box,
  group('The music', policy.element).box,
  group('Key and tempo change', quantise.element).box,
  amountGroup.box,
  volumeGroup.box,
  group('Song', [song.element, ...skips], true).box,
  group('Record', [recordSound, recordSession]).box,
  group('You', [calibration]).box,
  group('Keyboard', [letters]).box,
);
dock.append(pauses[1], taps[1], panics[1]);

function showLetters() {
  press(letters, lettersAct(), lettersAct() ? 'Single keys: on' : 'Single keys: off');
}
showLetters();

on('hello', ({ ceiling, songs }) => {
  volume = slider({ min: -60, max: ceiling, step: 0.5, words: volumeWords }, (value) => {
    write(volumeGroup.value, volumeWords(value));
    sendSoon('volume', `volume ${value.toFixed(1)}`);
  });
  volume.element.setAttribute('aria-label', 'Volume');
  volumeGroup.box.lastElementChild.replaceWith(volume.element);
  showSong(songs);
});

function showSong(songs) {
  song.show(songs.map(({ name, label }) => [name, label]), live.song?.name ?? '');
}

on('state', (state) => {
  if (!mayPlay()) return;
  for (const element of pauses) press(element, state.paused, state.paused ? 'Play on' : 'Pause');
  untap.hidden = state.tap === null;
  if (state.tap !== null) write(untap, `Beat ${withSign(state.tap * 1000)} ms: put back`);
  for (const element of panics) element.setAttribute('aria-pressed', String(state.panic));
  const isShort = state.maps.length <= 4 && state.maps.join('').length < 40;
  map.element.hidden = !isShort;
  maps.element.hidden = isShort;
  (isShort ? map : maps).show(state.maps.map((name) => [name, name]), state.map);
  policy.show([['match', 'Matches'], ['lift', 'Lifts']], state.policy);
  const own = state.quantiseBy === 'map' ? `Map: ${state.quantise}` : 'Map';
  quantise.show([['map', own], ['now', 'Now'], ['beat', 'Beat'], ['bar', 'Bar']], state.quantiseBy === 'map' ? 'map' : state.quantise);
  if (amount.show(state.amount)) write(amountGroup.value, amountWords(state.amount));
  if (volume?.show(state.volume)) write(volumeGroup.value, volumeWords(state.volume));
  showSong(live.hello.songs);
  for (const element of skips) element.hidden = state.songs < 2;
  press(recordSound, state.recording.sound !== null, state.recording.sound ? 'Stop sound' : 'Sound');
  press(recordSession, state.recording.session !== null, state.recording.session ? 'Stop numbers' : 'Numbers');
  calibration.disabled = state.calibrating !== null;
});
