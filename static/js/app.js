// The entry of every page. Without it all of it still works; with it, more smoothly.
import "./zone.js";
import "./menu.js";
import "./keys.js";
import "./failures.js";
import "./cover.js";
import "./opening.js";
import "./composer.js";
import "./drafts.js";
import "./suggest.js";
import "./live.js";
import "./copying.js";
