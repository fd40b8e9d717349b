// @ts-check
/**
 * The picture of a cell's chart. The page's own is taken again as the build drew it; any other is drawn by a worker that can reach
 * nothing, and shown as an image, in which neither scripts nor links of a reader's making live.
 */
import { take } from "./files.js";
import { made, text } from "./summon.js";

const DRAWER = new URL("reader-drawer.js", import.meta.url);
/** No chart that anybody can read takes that long. */
const PATIENCE = 20_000;
const COLOURS = /currentColor|var\((--[\w-]+)\)/g;

/**
 * @param {HTMLElement} figure @param {string} spec Vega-Lite's JSON
 * @param {NodeListOf<Element> | Element[]} built the figures that the page came with
 * @param {Record<string, string>} words
 */
export async function picture(figure, spec, built, words) {
  const sum = await checksum(spec);
  const known = [...built].find((each) => each.getAttribute("data-chart") === sum)?.querySelector("svg");
  if (known) {
    figure.dataset.chart = sum;
    return figure.prepend(known.cloneNode(true));
  }
  const note = Object.assign(document.createElement("p"), { className: "hint", textContent: words["chart-drawing"] });
  figure.prepend(note);
  try {
    const svg = coloured(await drawn(spec), getComputedStyle(figure));
    const image = new Image();
    image.alt = figure.querySelector("figcaption")?.textContent ?? "";
    image.className = "cell-picture";
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    note.replaceWith(image);
  } catch (fault) {
    note.textContent = words["chart-failed"].replace("{message}", () => /** @type {Error} */ (fault).message);
  }
}

/** @param {string} spec @returns {Promise<string>} */
async function drawn(spec) {
  const [charts, own] = await Promise.all([take("chart.js"), text(DRAWER)]);
  const worker = made(`${new TextDecoder().decode(charts)}\n;\n${own}`);
  try {
    return await new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => reject(new Error("it takes too long")), PATIENCE);
      worker.onmessage = ({ data }) => {
        window.clearTimeout(timer);
        typeof data.svg === "string" ? resolve(data.svg) : reject(new Error(data.fault));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      worker.postMessage(spec);
    });
  } finally {
    worker.terminate();
  }
}

/** An image knows nothing of the page's colours and fonts. @param {string} svg @param {CSSStyleDeclaration} style */
function coloured(svg, style) {
  const found = svg.replace(COLOURS, (_, name) => (name && style.getPropertyValue(name).trim()) || style.color);
  return found.replaceAll('font-family="inherit"', 'font-family="sans-serif"');
}

/** @param {string} content */
async function checksum(content) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
