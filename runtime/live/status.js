// @ts-check
/** The line between form and verdict, and what a screen reader hears. All words stand in the prerendered HTML. */

/** How long typing has to rest before a verdict is read out, and how long "copied" stays. */
const REST = 600;
const COPIED = 3000;

export class Status {
  #root;
  #line;
  #said = "";
  #unsaid = false;
  #timer = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#line = root.querySelector("[data-status]");
  }

  /** @template {HTMLElement} T @param {string} selector @returns {T | null} */
  #find(selector) {
    return this.#line?.querySelector(selector) ?? null;
  }

  /** @param {string} selector @param {boolean} shown */
  #show(selector, shown) {
    const element = this.#find(selector);
    if (element) element.hidden = !shown;
  }

  /** @param {"loading" | "ready" | "invalid" | "broken"} state */
  state(state) {
    this.#root.dataset.state = state;
    this.#show("[data-message=loading]", state === "loading");
    this.#show("[data-progress]", state === "loading");
    this.#show("[data-message=last-good]", state === "invalid");
    this.#show("[data-message=broken]", state === "broken");
    this.#show("[data-action=retry]", state === "broken");
    this.#show("[data-message=uncopied]", false);
  }

  /** @param {{done: number, all: number}} bytes */
  progress({ done, all }) {
    const bar = /** @type {HTMLProgressElement | null} */ (this.#find("[data-progress]"));
    if (bar) [bar.max, bar.value] = [all || 1, done];
    for (const [selector, bytes] of /** @type {const} */ ([["[data-bytes-done]", done], ["[data-bytes-all]", all]])) {
      const place = this.#find(selector);
      if (place) place.textContent = (bytes / 1e6).toFixed(1);
    }
  }

  /** @param {string} text @param {boolean} redrawn the prerendered verdict, only confirmed, is no news */
  announce(text, redrawn) {
    const news = redrawn && text !== this.#said;
    this.#said = text;
    this.#unsaid ||= news;
    window.clearTimeout(this.#timer);
    if (this.#unsaid) this.#timer = window.setTimeout(() => this.#speak(), REST);
    if (news) this.#flash();
  }

  #speak() {
    this.#unsaid = false;
    const live = this.#root.querySelector(".lc-live");
    if (live) live.textContent = this.#said;
  }

  #flash() {
    const verdict = this.#root.querySelector(".verdict");
    if (!verdict || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const colour = getComputedStyle(verdict).getPropertyValue("--outcome").trim() || "currentColor";
    const frames = [`2px solid ${colour}`, "2px solid transparent"].map((outline) => ({ outline }));
    verdict.animate(frames, { duration: 900, easing: "ease-out" });
  }

  /** @param {string} text */
  async copy(text) {
    const copied = await copy(text, document.body);
    this.#show("[data-message=copied]", copied);
    this.#show("[data-message=uncopied]", !copied);
    window.setTimeout(() => this.#show("[data-message=copied]", false), COPIED);
    const link = this.#find("[data-message=uncopied] code");
    if (copied || !link) return;
    link.textContent = text;
    select(link);
  }
}

/** For a reader who has to copy by hand. @param {Element} shown */
export function select(shown) {
  window.getSelection()?.selectAllChildren(shown);
}

/**
 * Whether it is copied now.
 * @param {string} text @param {HTMLElement} within what may hold the focus now: an open dialog keeps it from the rest of the page
 */
export async function copy(text, within) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, or not there: browsers keep it for secure pages.
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const area = document.createElement("textarea");
    area.value = text;
    within.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return copied;
  }
}
