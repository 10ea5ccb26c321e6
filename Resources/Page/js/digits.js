// The stream writes waveforms and spectra as one character a value: the alphabet of base64, 0 … 63.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Uint8Array(128);
[...alphabet].forEach((letter, value) => { values[letter.charCodeAt(0)] = value; });

/** The numbers, 0 … 63; a character outside the alphabet counts as 0. */
export const digits = (text) => Uint8Array.from(text, (letter) => values[letter.charCodeAt(0) & 127]);
