// @ts-check
/**
 * `<live-map>`: the picture of a map inside a calculator's answer. The page comes with an SVG; from the first answer on, Vega draws the
 * rows that Python sends. A click or an arrow key becomes a text in the form: where the point goes is for Python to say.
 *
 * @typedef {{x: number, y: number, chip?: string, tip?: string}} Row
 * @typedef {{name: string, sizes: Record<string, Record<string, Row[]>>, [rows: string]: any}} Chart
 */
import { json, module } from "./files.js";

const KEYS = { ArrowRight: "r", ArrowLeft: "l", ArrowUp: "u", ArrowDown: "d" };

/** @type {Promise<{vega: any, specs: Record<string, any>}> | null} */
let loading = null;

/** Vega's runtime and the maps compiled for it, once a language. @param {string} language */
function load(language) {
  loading ??= begin(language).catch((fault) => {
    loading = null;
    throw fault;
  });
  return loading;
}

/** @param {string} language */
async function begin(language) {
  const [vega, specs] = await Promise.all([module("vega.js"), json(`maps.${language}.json`)]);
  return { vega, specs };
}

export class LiveMap extends HTMLElement {
  #life = new AbortController();
  /** @type {any} */ #view = null;
  /** @type {Chart | null} */ #chart = null;
  /** What was drawn last, by name of the rows. @type {Map<string, string>} */ #drawn = new Map();
  #size = "";
  /** A click on the prerendered picture, which waits for the one that can tell where it was. @type {MouseEvent | null} */ #early = null;

  connectedCallback() {
    const calculator = this.closest("live-calculator");
    if (!calculator) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.tabIndex = 0;
    this.setAttribute("role", "application");
    this.setAttribute("aria-roledescription", this.dataset.role ?? "");
    this.setAttribute("aria-label", this.dataset.label ?? "");
    const hint = this.parentElement?.querySelector(".map-hint");
    if (hint) this.setAttribute("aria-describedby", (hint.id ||= `${calculator.id}-hint`));
    calculator.addEventListener("answered", (event) => this.#answered(/** @type {CustomEvent} */ (event).detail), { signal });
    this.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.addEventListener("keyup", (event) => event.key in KEYS && this.#tell("moves", this.#field("moves")?.value ?? "", "change"), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    const resized = new ResizeObserver(() => this.#view && this.#draw());
    resized.observe(this);
    signal.addEventListener("abort", () => resized.disconnect());
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#view?.finalize();
    this.#view = null;
  }

  /** @param {string} name @returns {HTMLInputElement | HTMLSelectElement | null} */
  #field(name) {
    return this.closest("live-calculator")?.querySelector(`form [name="${name}"]`) ?? null;
  }

  /** As if the reader had put it in. @param {string} name @param {string} text @param {string[]} events */
  #tell(name, text, ...events) {
    const field = this.#field(name);
    if (!field) return;
    field.value = text;
    for (const type of events) field.dispatchEvent(new Event(type, { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const way = KEYS[/** @type {keyof typeof KEYS} */ (event.key)];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    // Presses add up until an answer has moved the point.
    this.#tell("moves", (this.#field("moves")?.value ?? "") + (event.shiftKey ? way.toUpperCase() : way), "input");
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const svg = this.querySelector("svg[data-live]");
    if (!this.#view || !svg) {
      this.#early = event;
      return;
    }
    /** @type {Row | undefined} */
    const row = /** @type {any} */ (event.target).__data__?.datum;
    if (row?.chip) return this.#tell("chip", row.chip, "input", "change");
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      /** @type {SVGGraphicsElement} */ (svg.querySelector(".root > g")).getScreenCTM()?.inverse(),
    );
    const [x, y] = [this.#view.scale("x").invert(place.x), this.#view.scale("y").invert(place.y)];
    this.#tell("at", `${x} ${y}`, "change");
  }

  /** @param {Chart | undefined} chart */
  async #answered(chart) {
    if (!chart) return;
    this.#chart = chart;
    try {
      await this.#draw();
      delete this.dataset.gone;
    } catch (fault) {
      // The old picture would belong to another question.
      console.error(fault);
      this.dataset.gone = "";
    }
  }

  async #draw() {
    const { vega, specs } = await load(this.closest("live-calculator")?.getAttribute("language") ?? "");
    const chart = this.#chart;
    if (!chart || !this.isConnected) return;
    const size = getComputedStyle(this).getPropertyValue("--map-size").trim();
    if (!this.#view || size !== this.#size) this.#begin(vega, specs[`${chart.name} ${size}`], size);
    const { name, sizes, ...rows } = chart;
    for (const [key, value] of Object.entries({ ...rows, ...sizes[size] })) {
      const text = JSON.stringify(value);
      if (this.#drawn.get(key) === text) continue;
      this.#drawn.set(key, text);
      this.#view.data(key, JSON.parse(text));
    }
    await this.#view.runAsync();
    this.querySelector(".map-live svg")?.setAttribute("data-live", "");
    const early = this.#early;
    this.#early = null;
    if (early) this.#click(early);
  }

  /** @param {any} vega @param {object} spec @param {string} size */
  #begin(vega, spec, size) {
    this.#view?.finalize();
    this.#size = size;
    this.#drawn.clear();
    const box = document.createElement("div");
    box.className = `map-live map-${size}`;
    box.setAttribute("aria-hidden", "true");
    const tip = document.createElement("p");
    tip.className = "map-tip";
    this.#view = new vega.View(vega.parse(spec, null, { ast: true }), {
      expr: vega.expressionInterpreter,
      renderer: "svg",
      container: box,
      hover: false,
    });
    this.#view.addEventListener("pointermove", (/** @type {Event} */ _, /** @type {any} */ item) => {
      tip.textContent = item?.datum?.tip ?? "";
    });
    this.#view.runAsync().then(() => this.replaceChildren(box, tip));
  }
}
