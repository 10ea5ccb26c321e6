// Leitmotif's page. Every module below shows or steers one thing: it listens to `live` and draws, or sends a command in words.
// Nothing that arrives is ever read as HTML.
import './pages.js';
import './marks.js';
import './mood.js';
import './keys.js';
import './plane.js';
import './faces.js';
import './preview.js';
import './waveform.js';
import './sounds.js';
import './filter.js';
import './level.js';
import './spectrum.js';
import './play.js';
import './shortcuts.js';
import './tune.js';
import './health.js';
import './notices.js';
import './awake.js';
import './renew.js';
import { open } from './stream.js';

open();
