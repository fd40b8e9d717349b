// @ts-check
/** What a page loads: a few kilobytes that wait for a reader's first touch. */
import "./language-link.js";
import { LiveCalculator } from "./live-calculator.js";

customElements.define("live-calculator", LiveCalculator);
