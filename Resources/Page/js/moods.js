// The five moods: their order on the wire, a shape beside each colour, their places in the plane.
export const moods = ['happy', 'sad', 'angry', 'surprise', 'neutral'];
export const glyphs = { happy: '▲', sad: '▼', angry: '◆', surprise: '✱', neutral: '●' };
export const places = { happy: [0.8, 0.45], sad: [-0.75, -0.45], angry: [-0.6, 0.75], surprise: [0.25, 0.85], neutral: [0, 0] };

const settleSeconds = 0.1; // nine tenths of the way in 0.23 s
let cache = {};
addEventListener('scheme', () => { cache = {}; });

/** A custom property of the style sheets, such as `--ink`, as a colour for canvases. */
export function colour(name) {
  cache[name] ??= getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return cache[name];
}

/** `#rrggbb` as three numbers. */
export function rgb(hex) {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** A colour that follows the named mood and takes some 300 ms to get there, so that nothing flashes. */
export class MoodColour {
  #value = null;
  #at = 0;

  /** Three numbers, 0 … 255. */
  values(mood) {
    const goal = rgb(colour(`--${moods.includes(mood) ? mood : 'neutral'}`));
    const now = performance.now() / 1000;
    const share = 1 - Math.exp((this.#at - now) / settleSeconds);
    this.#value = this.#value ? this.#value.map((v, i) => v + (goal[i] - v) * share) : goal;
    this.#at = now;
    return this.#value;
  }

  /** For a canvas, with an opacity. */
  css(mood, alpha = 1) {
    const [r, g, b] = this.values(mood).map(Math.round);
    return `rgb(${r} ${g} ${b} / ${alpha})`;
  }
}
