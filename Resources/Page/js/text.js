// Numbers and times as people read them. The minus is a real one.
const signed = (text) => text.replace('-', '−');

/** `n` with so many digits after the point. */
export const fixed = (n, digits = 0) => (n == null ? '–' : signed(n.toFixed(digits)));

/** With its sign: +4, −5, ±0. */
export const withSign = (n, digits = 0) => {
  const text = signed(n.toFixed(digits));
  return Number(n.toFixed(digits)) > 0 ? `+${text}` : Number(n.toFixed(digits)) === 0 ? '±0' : text;
};

/** About three digits, as few as tell it: 0.35, 1.18, 300, 12000. */
export function brief(n) {
  if (n == null) return '–';
  const size = Math.abs(n);
  const digits = size >= 100 || Number.isInteger(n) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return signed(String(Number(n.toFixed(digits))));
}

/** 83.2 → 1:23. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds ?? 0));
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** Share of one as per cent. */
export const percent = (share, digits = 0) => `${fixed(share * 100, digits)} %`;

/** A frequency: 300 Hz, 2.4 kHz. */
export const hertz = (n) => (n < 1000 ? `${brief(Math.round(n))} Hz` : `${brief(Number((n / 1000).toPrecision(3)))} kHz`);

/** A semitone count in words: +2 semitones. */
export const semitones = (n) => `${withSign(n, Number.isInteger(n) ? 0 : 1)} semitone${Math.abs(n) === 1 ? '' : 's'}`;

/** Writes text only when it differs: the page is laid out again for nothing less. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A new element with a class and text. */
export function make(tag, name = '', text = '') {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}
