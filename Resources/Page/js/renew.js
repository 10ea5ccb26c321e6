// When the program comes back with other files for this page, the page loads itself anew.
import { on } from './live.js';

let known = null;

on('hello', ({ page }) => {
  if (known && page && page !== known) location.reload();
  known = page ?? known;
});
