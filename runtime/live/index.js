// @ts-check
/** What a page loads: a few kilobytes that wait for a reader's first touch. */
import "./claim-card.js";
import "./language-link.js";
import { LiveCalculator } from "./live-calculator.js";
import { LiveMap } from "./live-map.js";
import { LiveTable } from "./live-table.js";
import { LiveOffline } from "./offline.js";

customElements.define("live-calculator", LiveCalculator);
customElements.define("live-map", LiveMap);
customElements.define("live-offline", LiveOffline);
customElements.define("live-table", LiveTable);
