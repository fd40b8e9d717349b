// @ts-check
/**
 * `<story-panel>`: the verdict beside the story. Every state stands in it as it was built; which of them shows is the paragraph being
 * read. A reader may take it over: then its calculator shows, which is like any other and keeps its state in the address.
 *
 * @typedef {import("./live-calculator.js").LiveCalculator} LiveCalculator
 */
import { approach } from "./python.js";
import * as address from "./url-state.js";

/** The line a reader reads at, from below: a paragraph that has come above it is the one that the panel speaks of. */
const BELOW = "-60%";
/** How long reading has to rest at a paragraph before the change is read out. */
const REST = 900;

export class StoryPanel extends HTMLElement {
  #life = new AbortController();
  #current = 0;
  #timer = 0;
  #opened = false;
  #ended = false;
  #path = "";
  /** @type {Set<number>} */ #above = new Set();

  connectedCallback() {
    this.#path = window.location.pathname;
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.addEventListener("click", (event) => this.#click(/** @type {Element} */ (event.target)), { signal });
    for (const type of ["pointerover", "focusin", "click"]) this.addEventListener(type, () => this.#aim(), { capture: true, signal });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#fold(), { signal });
    window.addEventListener("popstate", () => this.#settle(), { signal });
    const following = /** @type {any} */ (window).location$?.subscribe(() => this.#settle());
    const drawn = new MutationObserver(() => this.#taken && this.#line());
    drawn.observe(this.#place, { attributeFilter: ["data-state"], childList: true, characterData: true, subtree: true });
    // Everything above the line counts, however far above.
    const read = new IntersectionObserver((seen) => this.#read(seen), { rootMargin: `1000000px 0px ${BELOW} 0px` });
    for (const marked of document.querySelectorAll("[data-panel]")) read.observe(marked);
    // At the end of the page all is read, though its last paragraphs never come above the line.
    const end = new IntersectionObserver(([seen]) => this.#end(seen.isIntersecting && window.scrollY > 0), { threshold: 0.99 });
    const footer = document.querySelector("footer");
    if (footer) end.observe(footer);
    signal.addEventListener("abort", () => (following?.unsubscribe(), drawn.disconnect(), read.disconnect(), end.disconnect()));
    this.#settle();
  }

  disconnectedCallback() {
    window.clearTimeout(this.#timer);
    this.#life.abort();
  }

  get #place() {
    return /** @type {HTMLElement} */ (this.querySelector(".sp-own"));
  }

  get #prefix() {
    return this.dataset.prefix ?? "";
  }

  get #taken() {
    return this.dataset.state === "taken";
  }

  get #state() {
    return /** @type {HTMLElement} */ (this.querySelector(`.sp-state[data-mark="${this.#current}"]`));
  }

  /** The address says whose the panel is: the page has opened, Back, Forward. */
  #settle() {
    if (window.location.pathname !== this.#path) return;
    const taken = Object.keys(address.read(this.#prefix)).length > 0;
    this.#own(taken);
    // Once it stands in the page it reads the address by itself.
    if (taken) this.#summon().catch(() => this.#fail());
  }

  /** The reader's calculator, fetched once. @returns {Promise<LiveCalculator>} */
  async #summon() {
    const there = this.#place.querySelector("live-calculator");
    if (there) return /** @type {LiveCalculator} */ (there);
    const response = await fetch(this.dataset.calculator ?? "");
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    const { html } = await response.json();
    if (!this.#place.firstElementChild) this.#place.innerHTML = html;
    return this.#summon();
  }

  #fail() {
    this.#own(false);
    const failed = /** @type {HTMLElement} */ (this.querySelector(".sp-failed"));
    failed.hidden = false;
    this.#tell(failed.textContent ?? "", 0);
  }

  /** @param {IntersectionObserverEntry[]} seen */
  #read(seen) {
    for (const { target, isIntersecting } of seen) {
      this.#above[isIntersecting ? "add" : "delete"](Number(/** @type {HTMLElement} */ (target).dataset.panel));
    }
    if (!this.#taken) this.#show(this.#reached, this.#opened);
    this.#opened = true;
  }

  /** @param {boolean} ended */
  #end(ended) {
    if (ended === this.#ended) return;
    this.#ended = ended;
    if (!this.#taken) this.#show(this.#reached, this.#opened);
  }

  get #reached() {
    return this.#ended ? this.querySelectorAll(".sp-state").length - 1 : Math.max(0, ...this.#above);
  }

  /** @param {number} mark @param {boolean} aloud what the page opens with is no news */
  #show(mark, aloud) {
    const changed = mark !== this.#current;
    this.#current = mark;
    for (const one of this.querySelectorAll("[data-mark]")) one.toggleAttribute("data-current", one.getAttribute("data-mark") === String(mark));
    for (const one of document.querySelectorAll("[data-panel]")) {
      one.toggleAttribute("data-read", !this.#taken && (this.#ended || this.#above.has(mark)) && one.getAttribute("data-panel") === String(mark));
    }
    this.#aim();
    if (changed && aloud) this.#tell(this.#state.dataset.announce ?? "", REST);
  }

  /** @param {string} text @param {number} rest */
  #tell(text, rest) {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const live = this.querySelector(".sp-live");
      if (live) live.textContent = text;
    }, rest);
  }

  /** @param {boolean} taken */
  #own(taken) {
    this.dataset.state = taken ? "taken" : "following";
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-when]"))) {
      one.hidden = one.dataset.when !== this.dataset.state;
    }
    /** @type {HTMLElement} */ (this.querySelector(".sp-failed")).hidden = true;
    this.#place.hidden = !taken;
    if (!taken) this.#line(false);
    this.#show(taken ? this.#current : this.#reached, false);
  }

  /** @param {Element} target */
  #click(target) {
    if (target.closest(".sp-bar")) this.#fold(this.dataset.open === undefined);
    if (!target.closest("[data-action=take]")) return;
    if (this.#taken) this.#give();
    else this.#take().catch(() => this.#fail());
  }

  async #take() {
    this.#own(true);
    this.#tell(this.dataset.saidTaken ?? "", 0);
    approach();
    const form = JSON.parse(this.#state.dataset.form ?? "{}");
    const calculator = await this.#summon();
    if (this.#taken) calculator.choose(form);
  }

  #give() {
    this.#own(false);
    this.#tell(this.dataset.saidFollowing ?? "", 0);
    address.commit(this.#prefix, {});
  }

  /** The drawer of a phone. @param {boolean} open */
  #fold(open = false) {
    const bar = /** @type {HTMLElement} */ (this.querySelector(".sp-bar"));
    if (!open && this.dataset.open !== undefined && this.contains(document.activeElement)) bar.focus();
    this.toggleAttribute("data-open", open);
    bar.setAttribute("aria-expanded", String(open));
  }

  /** The reader's own verdict in the drawer's line, once it is there. */
  #line(shown = true) {
    const html = shown ? this.#place.querySelector("[data-state=ready] .sp-own-line")?.innerHTML : "";
    if (html === undefined) return;
    const place = /** @type {HTMLElement} */ (this.querySelector(".sp-bar > .sp-own-line"));
    if (place.innerHTML !== html) place.innerHTML = html;
    place.hidden = !html;
  }

  /** The link to the full verdict leads to what the panel shows. */
  #aim() {
    const link = /** @type {HTMLAnchorElement | null} */ (this.querySelector(".sp-more a"));
    if (!link) return;
    link.href = this.#state.dataset.link ?? "";
    if (this.#taken) link.search = String(new URLSearchParams({ ...JSON.parse(this.#state.dataset.form ?? "{}"), ...address.read(this.#prefix) }));
  }
}
